/** DS-9: what a sync has asked for and the watch has not shown yet. Plain data in the component's state. */

export interface Expectation {
  /** Creations, and deletions, still to be observed. */
  add: number;
  del: number;
  /** When they were set, ms. */
  at: number;
}
export type Expectations = Map<string, Expectation>;

const EXPIRY = 5 * 60_000;

/** Overwrites whatever was expected under the key. */
export function expect(expectations: Expectations, key: string, add: number, del: number, now: number): void {
  expectations.set(key, { add, del, at: now });
}

/** `count` creations were observed, failed or were never tried. */
export function creationObserved(expectations: Expectations, key: string, count = 1): void {
  const expectation = expectations.get(key);
  if (expectation) expectation.add -= count;
}

/** A deletion was observed, or failed. */
export function deletionObserved(expectations: Expectations, key: string): void {
  const expectation = expectations.get(key);
  if (expectation) expectation.del -= 1;
}

/** Nothing outstanding, expired, or never set. */
export function satisfied(expectations: Expectations, key: string, now: number): boolean {
  const expectation = expectations.get(key);
  if (!expectation) return true;
  return (expectation.add <= 0 && expectation.del <= 0) || now - expectation.at > EXPIRY;
}
