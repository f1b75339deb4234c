/** The value that `p` per cent of the values do not exceed (nearest rank); NaN without values. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? NaN;
}

/** The middle one; of an even number the lower of the two. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}
