/** JSON bodies as Go reads them. */
import type { Json } from '../k8s/types';
import { scanJson } from '../lib/go-json';

export type ReadJson =
  | {
      ok: true;
      value: Json;
      /** Paths of keys that came again, e.g. `spec.template`. */
      duplicates: readonly string[];
      /** The first number that no float holds, as written. */
      overflow: string | undefined;
      /** The same of YAML, in the words of its reader: `line 3: key "name" already set in map`. */
      yamlDuplicates?: readonly string[];
    }
  | { ok: false; message: string };

/** Deeper values are refused, as upstream does at 10,000: here they would exhaust the stack. No real object comes near it. */
const MAX_DEPTH = 500;

export function readGoJson(text: string): ReadJson {
  const { problem, duplicates } = scanJson(text);
  if (problem !== undefined) return { ok: false, message: problem };
  const parsed = JSON.parse(text) as Json;
  if (tooDeep(parsed, MAX_DEPTH)) {
    const opener = text.trimStart().startsWith('[') ? '[' : '{';
    return { ok: false, message: `invalid character '${opener}' exceeded max depth` };
  }
  const overflow = /[eE]\+?\d{3}|\d{300}/.test(text) ? overflowIn(text) : undefined;
  return { ok: true, value: wellFormed(parsed), duplicates, overflow };
}

/** Strings do not count: a uid may hold something like `7e2435`. */
function overflowIn(text: string): string | undefined {
  const numbers = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return numbers.match(/-?\d+(\.\d+)?([eE]\+?\d+)?/g)?.find((number) => !Number.isFinite(Number(number)));
}

function tooDeep(value: Json | undefined, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  return Object.values(value).some((inner) => tooDeep(inner, left - 1));
}

const HALF = /\p{Surrogate}/gu;

/** Halves of surrogate pairs become U+FFFD, as in Go. */
export function wellFormedText(text: string): string {
  return text.replaceAll(HALF, '\uFFFD');
}

function wellFormed(value: Json): Json {
  if (typeof value === 'string') return wellFormedText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(wellFormed);
  // Unlike assignment, this makes a field even of `__proto__`.
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [wellFormedText(key), wellFormed(inner as Json)]),
  );
}
