/** DS-36: how long a node waits before another failed pod is deleted from it. */
import type { DaemonSet } from '../../../k8s/types';

export interface BackoffEntry {
  /** ms */
  delay: number;
  /** When the delay last grew, ms since the epoch. */
  at: number;
}
export type FailedPodBackoff = Map<string, BackoffEntry>;

const INITIAL = 1000;
const MAX = 15 * 60_000;

/** A new observed generation starts fresh. */
export function backoffKey(ds: DaemonSet, nodeName: string): string {
  return `${ds.metadata.uid}/${ds.status.observedGeneration ?? 0}/${nodeName}`;
}

function expired(entry: BackoffEntry, now: number): boolean {
  return now - entry.at > 2 * MAX;
}

/** The current delay in ms while the key is in back-off, else undefined. */
export function backoffDelay(backoff: FailedPodBackoff, key: string, now: number): number | undefined {
  const entry = backoff.get(key);
  if (!entry || expired(entry, now) || now - entry.at >= entry.delay) return undefined;
  return entry.delay;
}

/** The delay in ms that follows when a failed pod is deleted now: 1 s at first, then doubling. */
export function nextDelay(backoff: FailedPodBackoff, key: string, now: number): number {
  const entry = backoff.get(key);
  return entry && !expired(entry, now) ? Math.min(entry.delay * 2, MAX) : INITIAL;
}

/** A failed pod is deleted now. Forgets what is too old to matter. */
export function advanceBackoff(backoff: FailedPodBackoff, key: string, now: number): void {
  const delay = nextDelay(backoff, key, now);
  for (const [other, old] of backoff) if (expired(old, now)) backoff.delete(other);
  backoff.set(key, { delay, at: now });
}

/** Drops everything of a set that is gone. */
export function forgetBackoff(backoff: FailedPodBackoff, uid: string): void {
  for (const key of backoff.keys()) if (key.startsWith(`${uid}/`)) backoff.delete(key);
}
