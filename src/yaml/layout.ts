import { isSeq, Pair, Scalar, visit, YAMLMap, YAMLSeq } from 'yaml';
import type { Document, LineCounter, Node } from 'yaml';
import type { Json } from '../k8s/types';
import { isBase60, readScalar } from './scalar';

/**
 * Nodes for a JSON value in a document of the `failsafe` schema, whose scalars are all text: numbers, booleans and
 * null become plain words, and text gets quotes where kubectl would read it as something else.
 */
export function jsonNode(value: Json | undefined): Node {
  if (Array.isArray(value)) {
    const list = new YAMLSeq();
    list.items = value.map(jsonNode);
    return list;
  }
  if (typeof value === 'object' && value !== null) {
    const map = new YAMLMap();
    for (const [key, child] of Object.entries(value)) {
      if (child !== undefined) map.items.push(new Pair(jsonNode(key), jsonNode(child)));
    }
    return map;
  }
  const scalar = new Scalar(typeof value === 'string' ? value : String(value ?? null));
  const ambiguous = typeof value === 'string' && (readScalar(value).type !== 'string' || isBase60(value));
  if (ambiguous) scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** Whether the text's own lists stand deeper than their keys; without any list, they do not (as kubectl prints). */
export function indentsLists(document: Document, lines: LineCounter): boolean {
  let answer = false;
  visit(document, {
    Pair(_, pair) {
      const { key, value } = pair as Pair<Node, Node>;
      if (!isSeq(value) || value.flow === true || !value.range || !key.range) return undefined;
      answer = lines.linePos(value.range[0]).col > lines.linePos(key.range[0]).col;
      return visit.BREAK;
    },
  });
  return answer;
}
