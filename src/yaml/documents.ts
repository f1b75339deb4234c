/**
 * Text ↔ objects: reads manifests as `kubectl apply -f` reads them and knows where in the text every field stands.
 * Problems are values (architecture rule 10); nothing here throws for any text.
 */
import { isMap, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, YAMLParseError } from 'yaml';
import type { Json, JsonObject } from '../k8s/types';
import { splitChunks } from './chunks';
import type { Chunk } from './chunks';
import { decode, DecodeError } from './decode';
import type { Decoded } from './decode';
import { goYamlMessage } from './go-yaml-message';
import { locateField } from './locate';
import { MAX_TEXT_LENGTH } from './text-limit';
import type { Diagnostic, TextRange } from './text-range';

export type { Diagnostic, TextRange } from './text-range';

/** One object of the text. */
export interface YamlDocument {
  /** Number of the `---` document in the text, from 0: what `setIn` and `deleteIn` want. */
  index: number;
  /** Path of the object inside that document: empty, or `['items', n]` when it came out of a `kind: List`. */
  basePath: readonly (string | number)[];
  /** undefined when the document is empty, only comments, no map, or cannot be read. */
  object: JsonObject | undefined;
  /** Why it cannot be read; kubectl stops there. */
  problem?: Diagnostic;
  startLine: number;
  endLine: number;
  /**
   * Where a field stands, for paths as the API server writes them (API-41): its value when that is on one line, its
   * key when the value goes over several, else the nearest ancestor that exists, at last the document's start.
   */
  locate(fieldPath: string): TextRange;
}

export interface ParsedText {
  documents: YamlDocument[];
  diagnostics: Diagnostic[];
}

/** Reads a text of one or more documents. */
export function parseDocuments(text: string): ParsedText {
  if (text.length > MAX_TEXT_LENGTH) {
    const range = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
    const message = `the text is larger than ${MAX_TEXT_LENGTH / 1024} KiB, the most that the playground reads and a link carries`;
    return { documents: [], diagnostics: [{ ...range, severity: 'error', source: 'yaml', message }] };
  }
  const { chunks, badSeparator } = splitChunks(text);
  const documents: YamlDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  chunks.forEach((chunk, index) => readChunk(chunk, index, documents, diagnostics));
  if (badSeparator !== undefined) {
    const { line, rest, length } = badSeparator;
    diagnostics.push({
      startLine: line,
      startColumn: 1,
      endLine: line,
      endColumn: length + 1,
      severity: 'error',
      source: 'yaml',
      message: `invalid Yaml document separator: ${rest}`,
    });
  }
  return { documents, diagnostics };
}

/** The parse both reading and editing use: every scalar keeps its own text, keys may repeat (see decode.ts). */
export function parseChunk(text: string, lineCounter: LineCounter): Document.Parsed {
  return parseDocument(text, {
    schema: 'failsafe',
    version: '1.1',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter,
  });
}

function readChunk(chunk: Chunk, index: number, documents: YamlDocument[], diagnostics: Diagnostic[]): void {
  const lines = new LineCounter();
  const range = (start: number, end: number): TextRange => {
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(end, start));
    const shift = chunk.startLine - 1;
    return {
      startLine: from.line + shift,
      startColumn: from.col,
      endLine: to.line + shift,
      endColumn: to.col,
    };
  };
  const lineCount = chunk.text.replace(/\r?\n$/, '').split('\n').length;
  const place = { startLine: chunk.startLine, endLine: chunk.startLine + lineCount - 1 };
  const unread = (locate: () => TextRange): YamlDocument => ({
    index,
    basePath: [],
    object: undefined,
    ...place,
    locate,
  });
  const top: TextRange = { ...place, endLine: place.startLine, startColumn: 1, endColumn: 1 };
  const fail = (at: TextRange, message: string, reason = 'BadYaml'): void => {
    const problem: Diagnostic = { ...widen(at), severity: 'error', source: 'yaml', message, reason };
    diagnostics.push(problem);
    documents.push({ ...unread(() => top), problem });
  };

  let document: Document.Parsed;
  try {
    document = parseChunk(chunk.text, lines);
  } catch (error) {
    // Brackets nested tens of thousands deep exhaust the library's recursion; kubectl refuses them as well.
    if (error instanceof RangeError) {
      fail(top, 'error converting YAML to JSON: yaml: exceeded max depth of 10000');
      return;
    }
    throw error;
  }
  const problem = document.errors.find((error) => error.code !== 'MULTIPLE_DOCS');
  const rest = problem === undefined ? undefined : ignoredRest(document, problem, lines);
  if (rest !== undefined) {
    const message =
      'kubectl takes the text to end above this line, which is less indented, and ignores the rest';
    diagnostics.push({ ...widen(range(rest, rest + 1)), severity: 'warning', source: 'yaml', message });
  } else if (problem !== undefined) {
    const found = goYamlMessage(problem, chunk.text, lines);
    fail(range(found.start, found.end), `error converting YAML to JSON: yaml: ${found.message}`);
    return;
  }

  let decoded: Decoded;
  try {
    decoded = decode(document);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const [start, end] = error.node?.range ?? [0, 0];
    fail(range(start, end), `error converting YAML to JSON: ${error.message}`);
    return;
  }
  for (const { key, node } of decoded.duplicates) {
    const [start, end] = node.range ?? [0, 0];
    const message = `key "${key}" is set twice; kubectl keeps the last value without a word`;
    diagnostics.push({
      ...range(start, end),
      severity: 'warning',
      source: 'yaml',
      message,
      reason: 'DuplicateKey',
    });
  }

  const root = document.contents as Node | null;
  const { value } = decoded;
  if (value === null) {
    documents.push(unread(() => top));
    return;
  }
  if (!isObject(value)) {
    const [start, end] = root?.range ?? [0, 0];
    fail(range(start, end), notAnObject(value), 'NotAnObject');
    return;
  }
  const items = listItems(value);
  if (items === undefined) {
    const locate = (path: string): TextRange => locateField(root, path, range) ?? top;
    documents.push({ index, basePath: [], object: value, ...place, locate });
    return;
  }
  items.forEach((object, item) => {
    const within = (path: string): string => (path === '' ? `items[${item}]` : `items[${item}].${path}`);
    const locate = (path: string): TextRange => locateField(root, within(path), range) ?? top;
    const own = locateField(root, `items[${item}]`, range, 'whole') ?? top;
    documents.push({
      index,
      basePath: ['items', item],
      object,
      startLine: own.startLine,
      endLine: own.endLine,
      locate,
    });
  });
}

/**
 * Where the text goes on left of its first key. kubectl's reader sees the end of the document there and never looks
 * at what follows; undefined for any other problem.
 */
function ignoredRest(
  document: Document.Parsed,
  problem: YAMLParseError,
  lines: LineCounter,
): number | undefined {
  const contents = document.contents as Node | null;
  if (problem.code !== 'UNEXPECTED_TOKEN' || !isMap(contents) || contents.flow === true) return undefined;
  const [start] = contents.range ?? [0];
  const at = lines.linePos(problem.pos[0]);
  const first = lines.linePos(start);
  return at.line > first.line && at.col < first.col ? problem.pos[0] : undefined;
}

/** The objects of a `kind: List` (or `PodList`, …): kubectl works on its items. undefined for any other object. */
function listItems(object: JsonObject): JsonObject[] | undefined {
  if (typeof object.kind !== 'string' || !object.kind.endsWith('List') || !Array.isArray(object.items))
    return undefined;
  return object.items.filter(isObject);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without kubectl's `error: unable to decode "FILE": ` in front. */
function notAnObject(value: Json): string {
  const type = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return `json: cannot unmarshal ${type} into Go value of type unstructured.detector`;
}

/** An empty range cannot be seen; mark at least one column. */
function widen(range: TextRange): TextRange {
  const empty = range.startLine === range.endLine && range.endColumn <= range.startColumn;
  return empty ? { ...range, endColumn: range.startColumn + 1 } : range;
}
