/** How words depend on the clock: they may be others with each second, or each quarter of one, of virtual time; or not at all. */
export type Timed = false | 'second' | 'quarter';

const PERIODS = { second: 1000, quarter: 250 } as const;

/** Moments with the same tick have the same words. `now`: virtual time, ms since the Unix epoch. */
export function tickOf(now: number, timed: Exclude<Timed, false> = 'quarter'): number {
  return Math.floor(now / PERIODS[timed]);
}

/** Of things that follow the clock together. */
export function oftener(a: Timed, b: Timed): Timed {
  if (a === 'quarter' || b === 'quarter') return 'quarter';
  return a || b;
}
