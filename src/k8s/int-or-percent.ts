/** `maxUnavailable: 1` or `"10%"` as a number of `total`. Absent or malformed = 0 (validation refuses malformed text, VAL-15). */
export function resolveIntOrPercent(
  value: number | string | undefined,
  total: number,
  roundUp: boolean,
): number {
  if (typeof value === 'number') return value;
  if (value === undefined || !/^\d+%$/.test(value)) return 0;
  const scaled = Number(value.slice(0, -1)) * total;
  return roundUp ? Math.ceil(scaled / 100) : Math.floor(scaled / 100);
}
