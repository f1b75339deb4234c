import { KeptTable } from '../lib/kept-table';

/**
 * A real control plane needs time for every step; here it needs none. Pods that are created, bound and evicted again without any
 * grace would therefore keep the clock standing for ever: after some in one place at one instant their owner rests.
 */
export interface Churn {
  /** ms */
  at: number;
  /** Pods created at that instant, by owner uid and place (a node, an ordinal). */
  created: KeptTable<number>;
}

/** More than any honest reason asks for: pods deleted by force, failed ones, a user who is faster than the clock. */
const MOST = 20;
/** How long the owner then leaves the place alone, ms. */
export const REST = 2000;

export function newChurn(): Churn {
  return { at: 0, created: new KeptTable() };
}

export function mayCreate(churn: Churn, uid: string, place: string, now: number, most = MOST): boolean {
  return churn.at !== now || (churn.created.get(`${uid}/${place}`) ?? 0) < most;
}

export function noteCreation(churn: Churn, uid: string, place: string, now: number): void {
  if (churn.at !== now) {
    churn.at = now;
    churn.created.clear();
  }
  const key = `${uid}/${place}`;
  churn.created.set(key, (churn.created.get(key) ?? 0) + 1);
}
