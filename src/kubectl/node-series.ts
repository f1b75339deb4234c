import { failure, type Failure } from './failure';

/** Names written as a series, `worker-{4..1003}`, and what they stand for. */
export interface NodeSeries {
  /** With what stands around the braces, role and labels included. */
  specs: string[];
  first: string;
  last: string;
}

/** `from` and `to` are whole numbers without leading zeros, both included, upwards; one pair of braces in a word, as bash has them. */
const SERIES = /^([^{}[\]]*)\{(0|[1-9]\d{0,5})\.\.(0|[1-9]\d{0,5})\}([^{}[\]]*)(\[.*\])?$/;

/** Spells a series out; undefined when the word is none. `most`: how many there may be. */
export function readSeries(word: string, most: number): NodeSeries | Failure | undefined {
  const match = SERIES.exec(word);
  if (!match) return undefined;
  const [, before = '', low, high, after = '', labels = ''] = match;
  const [from, to] = [Number(low), Number(high)];
  if (from > to)
    return failure(`invalid series ${JSON.stringify(word)}, expected NAME-{from..to} with from <= to`);
  if (to - from >= most) return failure(`${JSON.stringify(word)} are more than ${most} nodes`);
  const specs = Array.from({ length: to - from + 1 }, (_, i) => `${before}${from + i}${after}${labels}`);
  const name = (spec = ''): string => spec.replace(/[:[].*$/, '');
  return { specs, first: name(specs[0]), last: name(specs.at(-1)) };
}
