/**
 * Tells in which items two lists differ that are in the same order. Items are never changed in place: one that both have is not
 * looked at, so that a list that differs in little from the one before costs little.
 */
export function listChanges<T>(
  before: readonly T[],
  now: readonly T[],
  compare: (a: T, b: T) => number,
  tell: (before: T | undefined, now: T | undefined) => void,
): void {
  let i = 0;
  let j = 0;
  while (i < before.length || j < now.length) {
    const [old, next] = [before[i], now[j]];
    if (old === next) {
      i += 1;
      j += 1;
      continue;
    }
    const order = old === undefined ? 1 : next === undefined ? -1 : compare(old, next);
    tell(order <= 0 ? old : undefined, order >= 0 ? next : undefined);
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
  }
}
