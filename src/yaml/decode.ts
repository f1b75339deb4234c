import { isAlias, isMap, isScalar, isSeq, Scalar } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';
import type { Json, JsonObject } from '../k8s/types';
import { compareText } from '../lib/compare';
import { readScalar } from './scalar';

/** A document that parses but has no JSON form; `node` is where. Caught by documents.ts, never seen outside. */
export class DecodeError extends Error {
  readonly node: Node | undefined;
  constructor(message: string, node: Node | undefined) {
    super(message);
    this.node = node;
  }
}

export interface Decoded {
  value: Json;
  /** Keys that were set before in the same map: kubectl keeps the last one without a word. */
  duplicates: { key: string; node: Node }[];
}

/** Nodes a document may grow to once aliases are followed; protects against the "billion laughs". */
const maxNodes = 200_000;

/**
 * The JSON value of a parsed document, read as kubectl reads it (see scalar.ts). The document must have been parsed
 * with the `failsafe` schema, so that every scalar still has its own text.
 */
export function decode(document: Document.Parsed): Decoded {
  const anchors = new Map<string, { value: Json; size: number } | 'open'>();
  const duplicates: Decoded['duplicates'] = [];
  let nodes = 0;
  const count = (more: number, node: Node): void => {
    nodes += more;
    if (nodes > maxNodes) throw new DecodeError('yaml: document contains excessive aliasing', node);
  };

  const read = (node: Node | null | undefined): Json => {
    if (node === null || node === undefined) return null;
    count(1, node);
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined)
        throw new DecodeError(`yaml: unknown anchor '${node.source}' referenced`, node);
      if (target === 'open')
        throw new DecodeError(`yaml: anchor '${node.source}' value contains itself`, node);
      count(target.size, node);
      return target.value;
    }
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) anchors.set(anchor, 'open');
    const before = nodes;
    const value = isMap(node)
      ? readMap(node)
      : isSeq(node)
        ? node.items.map((item) => read(item as Node | null))
        : readLeaf(node);
    if (anchor !== undefined) anchors.set(anchor, { value, size: nodes - before });
    return value;
  };

  const readMap = (map: YAMLMap): JsonObject => {
    const object: JsonObject = {};
    const set = new Set<string>();
    for (const pair of map.items) {
      const keyNode = pair.key as Node | null;
      if (isMergeKey(keyNode)) {
        merge(object, read(pair.value as Node | null), map);
        continue;
      }
      const key = readKey(keyNode, pair.value as Node | null, map, read);
      if (set.has(key)) duplicates.push({ key, node: keyNode ?? map });
      set.add(key);
      define(object, key, read(pair.value as Node | null));
    }
    return object;
  };

  return { value: read(document.contents as Node | null), duplicates };
}

/** kubectl merges where the key stands, over what stood above it; of several sources the first one wins. */
function merge(object: JsonObject, value: Json, map: Node): void {
  for (const source of Array.isArray(value) ? value.toReversed() : [value]) {
    if (source === null || typeof source !== 'object' || Array.isArray(source)) {
      throw new DecodeError('yaml: map merge requires map or sequence of maps as the value', map);
    }
    for (const [key, merged] of Object.entries(source)) define(object, key, merged ?? null);
  }
}

/** Plain assignment would give `__proto__` its special meaning. */
function define(object: JsonObject, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function isMergeKey(node: Node | null): boolean {
  return isScalar(node) && node.type === Scalar.PLAIN && node.source === '<<';
}

function readKey(
  node: Node | null,
  value: Node | null,
  map: YAMLMap,
  read: (node: Node | null) => Json,
): string {
  const infinite = isScalar(node) && node.type === Scalar.PLAIN ? infiniteName(node.source ?? '') : undefined;
  if (infinite !== undefined) return infinite;
  const key = node === null ? null : read(node);
  if (typeof key === 'string') return key;
  if (typeof key === 'number' || typeof key === 'boolean') return String(key);
  if (key !== null) throw new DecodeError(`yaml: invalid map key: ${goSyntax(key)}`, node ?? map);
  const shown = read(value);
  throw new DecodeError(
    `unsupported map key of type: %!s(<nil>), key: <nil>, value: ${shown === null ? '<nil>' : goSyntax(shown)}`,
    node ?? map,
  );
}

/** As a key, what no JSON number can be keeps its name. */
function infiniteName(source: string): string | undefined {
  const scalar = readScalar(source);
  if (scalar.type !== 'float' || Number.isFinite(scalar.value)) return undefined;
  return Number.isNaN(scalar.value) ? '.nan' : scalar.value > 0 ? '.inf' : '-.inf';
}

/** A value in Go's own notation, as kubectl shows a key that is none: `{{ .Values.x }}` is a map in a map. */
function goSyntax(value: Json | undefined): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value)
    .sort(compareText)
    .map((key) => `${JSON.stringify(key)}:${goSyntax(value[key])}`);
  return `map[interface {}]interface {}{${members.join(', ')}}`;
}

const coreTag = 'tag:yaml.org,2002:';

function readLeaf(node: Node): Json {
  if (!isScalar(node)) return null;
  const source = typeof node.value === 'string' ? node.value : (node.source ?? '');
  // A tag of another's own says only that the text is no plain scalar.
  if (node.tag !== undefined && !node.tag.startsWith(coreTag)) return source;
  const tag = node.tag?.slice(coreTag.length);
  if (tag === 'str' || tag === 'binary') return tag === 'str' ? source : decodeBase64(source, node);
  const quoted = node.type !== undefined && node.type !== Scalar.PLAIN;
  if (quoted && tag === undefined) return source;
  const scalar = readScalar(source);
  const fits =
    tag === undefined ||
    tag === scalar.type ||
    (tag === 'float' && scalar.type === 'int') ||
    !isCoreScalar(tag);
  if (!fits) {
    const type = scalar.type === 'string' ? 'str' : scalar.type;
    throw new DecodeError(`yaml: cannot decode !!${type} \`${source}\` as a !!${tag}`, node);
  }
  switch (scalar.type) {
    case 'null':
      return null;
    case 'bool':
    case 'int':
      return scalar.value;
    case 'float':
      if (!Number.isFinite(scalar.value)) {
        const name = Number.isNaN(scalar.value) ? 'NaN' : scalar.value > 0 ? '+Inf' : '-Inf';
        throw new DecodeError(`json: unsupported value: ${name}`, node);
      }
      return scalar.value;
    default:
      return source;
  }
}

function isCoreScalar(tag: string): boolean {
  return ['bool', 'int', 'float', 'null', 'timestamp'].includes(tag);
}

function decodeBase64(source: string, node: Node): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const clean = source.replace(/[\r\n]/g, '').replace(/=+$/, '');
  let bits = 0;
  let held = 0;
  let escaped = '';
  for (const letter of clean) {
    const value = alphabet.indexOf(letter);
    if (value === -1) throw new DecodeError('yaml: !!binary value contains invalid base64 data', node);
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      escaped += `%${((held >> bits) & 0xff).toString(16).padStart(2, '0')}`;
    }
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    throw new DecodeError('yaml: !!binary value is not UTF-8 text', node);
  }
}
