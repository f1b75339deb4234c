/** Byte-order comparison (UTF-16 code units): the order of server lists; never a locale's order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
