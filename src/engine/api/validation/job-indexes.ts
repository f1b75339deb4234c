/** Sets of indexes as text, e.g. `1,3-5,7`. */

type Interval = readonly [first: number, last: number];

/** How many indexes the text names, or what is wrong with it in upstream's words. */
export function countIndexes(text: string, completions: number): number | string {
  if (text === '') return 0;
  let total = 0;
  let previous: number | undefined;
  for (const part of text.split(',')) {
    const interval = parseInterval(part, completions);
    if (typeof interval === 'string') return interval;
    const [first, last] = interval;
    if (previous !== undefined && previous >= first) {
      return `non-increasing order, previous: ${previous}, current: ${first}`;
    }
    total += last - first + 1;
    previous = last;
  }
  return total;
}

/** The first index that is in both sets; malformed parts count as empty. */
export function overlap(a: string, b: string, completions: number): number | undefined {
  const intervals = (text: string): Interval[] =>
    text === ''
      ? []
      : text
          .split(',')
          .map((part) => parseInterval(part, completions))
          .filter((interval) => typeof interval !== 'string');
  const others = intervals(b);
  for (const [first, last] of intervals(a)) {
    const other = others.find(([x, y]) => first <= y && x <= last);
    if (other) return Math.max(first, other[0]);
  }
  return undefined;
}

function parseInterval(part: string, completions: number): Interval | string {
  const limits = part.split('-');
  if (limits.length > 2) {
    return `the fragment ${JSON.stringify(part)} violates the requirement that an index interval can have at most two parts separated by '-'`;
  }
  for (const limit of limits) {
    const shown = JSON.stringify(limit);
    if (!/^[+-]?\d+$/.test(limit)) return `cannot convert string to integer for index: ${shown}`;
    if (Number(limit) >= completions) return `too large index: ${shown}`;
  }
  const [first = 0, last = first] = limits.map(Number);
  if (limits.length === 2 && first >= last) {
    return `non-increasing order, previous: ${first}, current: ${last}`;
  }
  return [first, last];
}
