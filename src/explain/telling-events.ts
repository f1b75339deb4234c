import type { Reader } from '../engine/index';
import type { Event } from '../k8s/types';

/** Reasons of events that tell what goes on around a pod or set while its status does not change. */
const TELLING = new Set([
  'Pulling',
  'Pulled',
  'Created',
  'Started',
  'Unhealthy',
  'Killing',
  'FailedMount',
  'FailedCreate',
  'SuccessfulCreate',
]);

export function isTelling(reason: string): boolean {
  return TELLING.has(reason);
}

export interface TellingEvent {
  reason: string;
  message: string;
  /** Sorts by time, then by the order in which the events were written. */
  at: string;
}

// The list of events is never changed in place, and a cluster in trouble is asked for each of its pods.
const memo = new WeakMap<readonly Event[], ReadonlyMap<string, TellingEvent>>();

/** The last telling event of each object, by uid. */
export function tellingEvents(read: Reader): ReadonlyMap<string, TellingEvent> {
  const events = read.list('Event');
  let found = memo.get(events);
  if (!found) memo.set(events, (found = lastOfEach(events)));
  return found;
}

function lastOfEach(events: readonly Event[]): Map<string, TellingEvent> {
  const found = new Map<string, TellingEvent>();
  for (const { involvedObject, metadata, reason = '', message = '', lastTimestamp } of events) {
    const { uid } = involvedObject;
    if (!uid || !TELLING.has(reason)) continue;
    const at = `${lastTimestamp ?? metadata.creationTimestamp} ${metadata.resourceVersion.padStart(12, '0')}`;
    const known = found.get(uid);
    if (!known || known.at <= at) found.set(uid, { reason, message, at });
  }
  return found;
}

/** The probe that the pod's last telling event blames: `liveness`, `startup`, `readiness`; undefined when none (POD-20, POD-22). */
export function blamedProbe(event: Pick<TellingEvent, 'reason' | 'message'> | undefined): string | undefined {
  const { reason = '', message = '' } = event ?? {};
  if (reason === 'Unhealthy') return /^(\w+) probe /.exec(message)?.[1]?.toLowerCase();
  return reason === 'Killing' ? / failed (\w+) probe,/.exec(message)?.[1] : undefined;
}
