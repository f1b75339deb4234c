/** The difference of two texts as Python's difflib writes it, which Go programs have borrowed. */

const CONTEXT = 3;

/** Lines `from` … `to` of the old text have become lines `newFrom` … `newTo` of the new one; ends are exclusive. */
type Step = readonly [from: number, to: number, newFrom: number, newTo: number];

/** Hunks without a head of file names; empty when the texts are the same. Every line ends with a line feed. */
export function unifiedDiff(before: string, after: string): string {
  const a = before.split('\n');
  const b = after.split('\n');
  const changes: Step[] = [];
  collect(changes, a, b, [0, a.length, 0, b.length]);
  const hunks: Step[][] = [];
  for (const change of changes) {
    const hunk = hunks.at(-1);
    const last = hunk?.at(-1);
    if (hunk && last && change[0] - last[1] <= 2 * CONTEXT) hunk.push(change);
    else hunks.push([change]);
  }
  return hunks.map((hunk) => hunkText(a, b, hunk)).join('');
}

/** Splits at the longest run of common lines, the first of several, and goes on at both sides of it. */
function collect(changes: Step[], a: readonly string[], b: readonly string[], step: Step): void {
  const [from, to, newFrom, newTo] = step;
  let [at, newAt, size] = [from, newFrom, 0];
  for (let i = from; i < to; i++) {
    for (let j = newFrom; j < newTo; j++) {
      let run = 0;
      while (i + run < to && j + run < newTo && a[i + run] === b[j + run]) run++;
      if (run > size) [at, newAt, size] = [i, j, run];
    }
  }
  if (size === 0) {
    if (to > from || newTo > newFrom) changes.push(step);
    return;
  }
  collect(changes, a, b, [from, at, newFrom, newAt]);
  collect(changes, a, b, [at + size, to, newAt + size, newTo]);
}

function hunkText(a: readonly string[], b: readonly string[], hunk: readonly Step[]): string {
  const [first, last] = [hunk[0], hunk.at(-1)];
  if (!first || !last) return '';
  const start = Math.max(0, first[0] - CONTEXT);
  const end = Math.min(a.length, last[1] + CONTEXT);
  const newStart = first[2] - (first[0] - start);
  const newEnd = last[3] + (end - last[1]);
  const lines: string[] = [`@@ -${rangeText(start, end)} +${rangeText(newStart, newEnd)} @@`];
  let at = start;
  for (const [from, to, newFrom, newTo] of hunk) {
    lines.push(...a.slice(at, from).map((line) => ` ${line}`));
    lines.push(...a.slice(from, to).map((line) => `-${line}`));
    lines.push(...b.slice(newFrom, newTo).map((line) => `+${line}`));
    at = to;
  }
  lines.push(...a.slice(at, end).map((line) => ` ${line}`));
  return lines.map((line) => `${line}\n`).join('');
}

function rangeText(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return `${start + 1}`;
  return `${length === 0 ? start : start + 1},${length}`;
}
