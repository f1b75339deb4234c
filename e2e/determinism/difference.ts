/** Where two runs part, and in what, in words. */
import type { Outcome } from './play';

/** The first thing in which two outcomes differ: the number of the moment, `moments.length` for the trace; undefined when nothing does. */
export function partingOf(a: Outcome, b: Outcome): number | undefined {
  const differ = (x: string | null | undefined, y: string | null | undefined): boolean =>
    x !== y && typeof x === 'string' && typeof y === 'string';
  const at = a.moments.findIndex((digest, i) => differ(digest, b.moments[i]));
  if (at >= 0) return at;
  return differ(a.trace, b.trace) ? a.moments.length : undefined;
}

/** Everything there is at a moment, as lines that can be compared: plain JSON, so that it can leave a browser. */
export interface Picture {
  parts: [name: string, text: string][];
  trace: string[];
}

/** The first object, other part of the state, and record that differ, in words; empty when the pictures are the same. */
export function tellDifference(a: Picture, b: Picture): string {
  const words: string[] = [];
  const [mine, others] = [new Map(a.parts), new Map(b.parts)];
  for (const name of new Set([...mine.keys(), ...others.keys()])) {
    if (mine.get(name) === others.get(name)) continue;
    words.push(`${name}:\n${apart(mine.get(name), others.get(name))}`);
    break;
  }
  const at = a.trace.findIndex((record, i) => record !== b.trace[i]);
  const record = at < 0 && a.trace.length < b.trace.length ? a.trace.length : at;
  if (record >= 0) words.push(`record ${record} of the trace:\n${apart(a.trace[record], b.trace[record])}`);
  return words.join('\n');
}

/** Two texts from a little before the place where they part. */
function apart(a = '(there is none)', b = '(there is none)'): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(0, at - 200);
  const cut = (text: string): string =>
    `${from > 0 ? '…' : ''}${text.slice(from, at + 200)}${text.length > at + 200 ? '…' : ''}`;
  return `  ${cut(a)}\n  ${cut(b)}`;
}
