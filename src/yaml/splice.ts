/** Edits by cutting and pasting lines. Pure layout work: edit.ts checks that the result means what it should. */
import { isMap, isScalar, isSeq, LineCounter, Scalar } from 'yaml';
import type { Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import type { Json } from '../k8s/types';
import { parseChunk } from './parse-chunk';
import { indentsLists } from './layout';
import { toYaml } from './to-yaml';

type Path = readonly (string | number)[];
type Entry = Pair<Node, Node | null>;

/** Replaces a scalar by a scalar, or adds a field or item at the end of a block map or list; undefined otherwise. */
export function spliceSet(source: string, path: Path, value: Json): string | undefined {
  const lines = new LineCounter();
  const document = parseChunk(source, lines);
  const indentLists = indentsLists(document, lines);
  let node: Node | null = document.contents as Node | null;
  for (const [depth, step] of path.entries()) {
    const next = childOf(node, step);
    if (next !== undefined) {
      node = next;
      continue;
    }
    if (!(isMap(node) || isSeq(node)) || node.flow === true || node.items.length === 0 || !node.range)
      return undefined;
    const nested = path.slice(depth + 1).reduceRight<Json>(wrap, value);
    if (isSeq(node) ? step !== node.items.length : typeof step !== 'string') return undefined;
    const fresh = toYaml(isSeq(node) ? [nested] : { [step]: nested }, {
      indentLists,
      keepOrder: true,
      keepLines: true,
    });
    return insertLines(source, endOf(node), indented(fresh, lines.linePos(startOf(node)).col - 1));
  }
  if (!isScalar(node) || !node.range || (typeof value === 'object' && value !== null)) return undefined;
  if (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED) return undefined;
  const [start, end] = node.range;
  const text = sameQuotes(node, value) ?? toYaml(value, { keepLines: true }).trimEnd();
  if (text.includes('\n')) return undefined;
  const gap = start === end && source[start - 1] === ':' ? ' ' : '';
  return source.slice(0, start) + gap + text + source.slice(end);
}

/** Removes the lines of a field or item that has them to itself; undefined otherwise. */
export function spliceDelete(source: string, path: Path): string | undefined {
  const document = parseChunk(source, new LineCounter());
  const last = path.at(-1);
  const parent = path
    .slice(0, -1)
    .reduce<Node | null | undefined>((node, step) => childOf(node, step), document.contents as Node | null);
  if (last === undefined || !(isMap(parent) || isSeq(parent)) || parent.flow === true) return undefined;
  const entry = isMap(parent) ? pairOf(parent, last) : undefined;
  const child = isMap(parent) ? entry?.value : (parent.items[Number(last)] as Node | undefined);
  const anchor = isMap(parent) ? entry?.key.range?.[0] : dashBefore(source, child?.range?.[0]);
  if (anchor === undefined) return undefined;
  const from = source.lastIndexOf('\n', anchor - 1) + 1;
  if (source.slice(from, anchor).trim() !== '') return undefined;
  const end = child ? endOf(child) : (entry?.key.range?.[1] ?? anchor);
  return source.slice(0, from) + source.slice(lineEnd(source, Math.max(end, anchor + 1)));
}

/** The outermost flow collection that a path goes into, with the rest of the path. */
export function flowOnPath(
  source: string,
  path: Path,
): { start: number; end: number; rest: Path } | undefined {
  let node: Node | null | undefined = parseChunk(source, new LineCounter()).contents as Node | null;
  for (const [depth, step] of path.entries()) {
    if ((isMap(node) || isSeq(node)) && node.flow === true && node.range) {
      return { start: node.range[0], end: node.range[1], rest: path.slice(depth) };
    }
    node = childOf(node, step);
  }
  return undefined;
}

function wrap(inner: Json, step: string | number): Json {
  return typeof step === 'number' ? [inner] : { [step]: inner };
}

function pairOf(map: YAMLMap, key: string | number): Entry | undefined {
  return (map.items as Entry[]).find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

function childOf(node: Node | null | undefined, step: string | number): Node | null | undefined {
  if (isSeq(node)) return typeof step === 'number' ? (node.items[step] as Node | undefined) : undefined;
  return isMap(node) ? pairOf(node, step)?.value : undefined;
}

/** A string keeps the quotes that the one before had. */
function sameQuotes(node: Scalar, value: Json): string | undefined {
  if (typeof value !== 'string' || /[^ -~]|["'\\]/.test(value)) return undefined;
  if (node.type === Scalar.QUOTE_DOUBLE) return `"${value}"`;
  return node.type === Scalar.QUOTE_SINGLE ? `'${value}'` : undefined;
}

/** Offset of the first key or dash. */
function startOf(node: YAMLMap | YAMLSeq): number {
  const first = isMap(node) ? (node.items[0] as Entry | undefined)?.key.range?.[0] : undefined;
  return first ?? node.range?.[0] ?? 0;
}

/** Offset after the last character that belongs to the value itself, comments after it not counted. */
function endOf(node: Node): number {
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1) as Entry | undefined;
    const value = last?.value;
    const valueEnd = value ? endOf(value) : 0;
    return Math.max(valueEnd, last?.key.range?.[1] ?? 0);
  }
  if (isSeq(node) && node.flow !== true) {
    const last = node.items.at(-1) as Node | undefined;
    if (last) return endOf(last);
  }
  return node.range?.[1] ?? 0;
}

function dashBefore(source: string, offset: number | undefined): number | undefined {
  if (offset === undefined) return undefined;
  const dash = source.lastIndexOf('-', offset - 1);
  return dash !== -1 && source.slice(dash + 1, offset).trim() === '' ? dash : undefined;
}

/** Offset of the start of the line after the one that holds the character before `offset`. */
function lineEnd(source: string, offset: number): number {
  const newline = source.indexOf('\n', offset - 1);
  return newline === -1 ? source.length : newline + 1;
}

function insertLines(source: string, after: number, fresh: string): string {
  const at = lineEnd(source, after);
  const joint = at > 0 && source[at - 1] !== '\n';
  const text = joint ? `\n${fresh.replace(/\n$/, '')}` : fresh;
  return source.slice(0, at) + text + source.slice(at);
}

function indented(text: string, columns: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(columns));
}
