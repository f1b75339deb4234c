/** How often words that go on with virtual time may be others. */
export type Period = 'second' | 'quarter';

/** How words depend on the clock: not at all; no longer, though they did (`past`); or they may be others with each period. */
export type Timed = false | 'past' | Period;

const PERIODS = { second: 1000, quarter: 250 } as const;
const RANKS: readonly Timed[] = [false, 'past', 'second', 'quarter'];

/** Moments with the same tick have the same words. `now`: virtual time, ms since the Unix epoch. */
export function tickOf(now: number, period: Period = 'quarter'): number {
  return Math.floor(now / PERIODS[period]);
}

/** Whether words made at one moment are the words of another. After a seek back the clock has yet to tell what it told before. */
export function holds(timed: Timed, at: number, now: number): boolean {
  if (timed === false) return true;
  return at <= now && (timed === 'past' || tickOf(at, timed) === tickOf(now, timed));
}

/** The period of words that go on. */
export function periodOf(timed: Timed): Period | undefined {
  return timed === 'second' || timed === 'quarter' ? timed : undefined;
}

/** Of things that follow the clock together. */
export function oftener(a: Timed, b: Timed): Timed {
  return RANKS.indexOf(a) > RANKS.indexOf(b) ? a : b;
}
