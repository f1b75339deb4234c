/** When things on a machine happen. Milliseconds throughout. */
import { fnv1a32 } from '../../lib/fnv';

/** Everything on a machine happens on this grid, so that the work of many pods falls into the same instants. */
const GRID = 100;

/** Least and most duration of a stage. */
export type Range = readonly [least: number, most: number];

/** The first grid point at or after a time. */
export function onGrid(time: number): number {
  return Math.ceil(time / GRID) * GRID;
}

/**
 * A duration within the range that depends on nothing but its arguments: the uid carries the scenario's seed, and what happens
 * to one pod never shifts the timing of another.
 */
export function durationIn(range: Range, uid: string, purpose: string, turn = 0): number {
  const [least, most] = range;
  if (most <= least) return least;
  // Low bits of FNV-1a of similar texts are similar: mix before the modulo.
  let hash = fnv1a32(`/${purpose}/${turn}`, fnv1a32(uid));
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  hash ^= hash >>> 16;
  return least + ((hash >>> 0) % (most - least + 1));
}

/** A doubling delay: 10 s, 20 s, … 300 s (POD-26, POD-29). */
export interface BackOff {
  delay: number;
  /** When the delay was last set. */
  since: number;
}

const BACK_OFF_FIRST = 10_000;
const BACK_OFF_MOST = 300_000;

/**
 * The back-off that a retry at `now` leaves behind. It starts again when the failure that led to it (`failedAt`) is more than
 * 2 × 300 s after it was last set (POD-26).
 */
export function nextBackOff(last: BackOff | undefined, failedAt: number, now: number): BackOff {
  const delay = last === undefined || isStale(last, failedAt) ? BACK_OFF_FIRST : last.delay * 2;
  return { delay: Math.min(delay, BACK_OFF_MOST), since: now };
}

export function isStale(backOff: BackOff, failedAt: number): boolean {
  return failedAt - backOff.since > 2 * BACK_OFF_MOST;
}

/** How long before the next attempt to mount a volume: 0.5 s doubling to 2 min 2 s. */
export function nextMountDelay(last: number | undefined): number {
  return last === undefined ? 500 : Math.min(last * 2, 122_000);
}
