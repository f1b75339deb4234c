import { isMap, isScalar, isSeq } from 'yaml';
import type { Node, Pair } from 'yaml';
import type { TextRange } from './text-range';

type RangeOf = (start: number, end: number) => TextRange;

/**
 * Where the field of a path stands (API-41: dots, `[i]`, `[key]`). A map is searched for the longest key that the
 * rest of the path begins with, so both `metadata.labels[app.io/name]` and `metadata.labels.app.io/name` are found.
 * undefined when there is nothing at all to point at. `whole` asks for the value's full extent.
 */
export function locateField(
  root: Node | null,
  path: string,
  range: RangeOf,
  extent: 'mark' | 'whole' = 'mark',
): TextRange | undefined {
  let node: Node | null = root;
  let key: Node | null = null;
  let rest = path;
  while (rest !== '') {
    const step = stepInto(node, rest);
    if (step === undefined) break;
    ({ node, key, rest } = step);
  }
  if (node === root && key === null) return root === null ? undefined : firstLine(root, range);
  if (extent === 'whole' && node?.range) return range(node.range[0], node.range[1]);
  return mark(node, key, range);
}

interface Step {
  node: Node | null;
  key: Node | null;
  rest: string;
}

function stepInto(node: Node | null, rest: string): Step | undefined {
  if (isSeq(node)) {
    const match = /^\[(\d+)\]\.?/.exec(rest);
    if (match === null) return undefined;
    const item = node.items[Number(match[1])] as Node | null | undefined;
    return item === undefined ? undefined : { node: item, key: null, rest: rest.slice(match[0].length) };
  }
  if (!isMap(node)) return undefined;
  let best: (Step & { length: number }) | undefined;
  for (const pair of node.items as Pair<Node | null, Node | null>[]) {
    const name = isScalar(pair.key) ? String(pair.key.value) : undefined;
    const length = name === undefined ? undefined : consumed(name, rest);
    if (length === undefined || (best !== undefined && best.length >= length)) continue;
    best = { node: pair.value, key: pair.key, rest: rest.slice(length), length };
  }
  return best;
}

/** How much of the path a key takes, with the dot that follows; undefined when the path does not begin with it. */
function consumed(name: string, rest: string): number | undefined {
  const forms = [`[${name}]`, name];
  for (const form of forms) {
    if (!rest.startsWith(form) || form === '') continue;
    const after = rest[form.length];
    if (after === undefined || after === '[') return form.length;
    if (after === '.') return form.length + 1;
  }
  return undefined;
}

/** A value on one line is marked itself; a longer one by its key, or by its first line when it is a list item. */
function mark(node: Node | null, key: Node | null, range: RangeOf): TextRange | undefined {
  const value = node?.range ? range(node.range[0], node.range[1]) : undefined;
  const seen =
    value !== undefined && (value.startLine !== value.endLine || value.startColumn < value.endColumn);
  if (value !== undefined && seen && value.startLine === value.endLine) return value;
  if (key?.range) return range(key.range[0], key.range[1]);
  return node === null ? undefined : firstLine(node, range);
}

/** A block map or list is marked by its first key or item only. */
function firstLine(node: Node, range: RangeOf): TextRange | undefined {
  if (!node.range) return undefined;
  const whole = range(node.range[0], node.range[1]);
  if (whole.startLine === whole.endLine) return whole;
  const first = isMap(node)
    ? (node.items[0]?.key as Node | null | undefined)
    : isSeq(node)
      ? node.items[0]
      : undefined;
  const inner = first as Node | null | undefined;
  if (inner?.range) {
    const found = range(inner.range[0], inner.range[1]);
    if (found.startLine === found.endLine) return found;
  }
  return { ...whole, endLine: whole.startLine, endColumn: whole.startColumn + 1 };
}
