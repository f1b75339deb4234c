/**
 * Text ↔ objects: reads manifests as `kubectl apply -f` reads them and knows where in the text every field stands.
 * Problems are values (architecture rule 10); nothing here throws for any text.
 */
import { isMap, LineCounter } from 'yaml';
import type { Document, Node, YAMLParseError } from 'yaml';
import type { Json, JsonObject } from '../k8s/types';
import { splitChunks, type Chunk } from './chunks';
import { decode, DecodeError, type Decoded } from './decode';
import { goYamlMessage, type GoYamlMessage } from './go-yaml-message';
import { isObject, jsonType, listItems } from './list-items';
import { locateField } from './locate';
import { TooDeep } from './nesting';
import { parseChunk } from './parse-chunk';
import { controlFault, strictFault } from './strictness';
import { MAX_TEXT_LENGTH } from './text-limit';
import type { Diagnostic, TextRange } from './text-range';

export type { Diagnostic, TextRange } from './text-range';

/** One object of the text. */
export interface YamlDocument {
  /** Number of the `---` document in the text, from 0: what `setIn` and `deleteIn` want. */
  index: number;
  /** Path of the object inside that document: empty, or `['items', n]` when it came out of a list. */
  basePath: readonly (string | number)[];
  /** The list that the object came out of; a list without items is a document without object. */
  list?: JsonObject;
  /** The document's own text, when it is JSON: kubectl shows it as it stands. */
  json?: string;
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
  const { chunks, problem } = splitChunks(text);
  const documents: YamlDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  chunks.forEach((chunk, index) => readChunk(chunk, index, documents, diagnostics));
  if (problem !== undefined) {
    const { line, column, endColumn, message } = problem;
    const range = { startLine: line, startColumn: column, endLine: line, endColumn };
    diagnostics.push({ ...range, severity: 'error', source: 'yaml', message });
  }
  return { documents, diagnostics };
}

function readChunk(chunk: Chunk, index: number, documents: YamlDocument[], diagnostics: Diagnostic[]): void {
  const lines = new LineCounter();
  const range = (start: number, end: number): TextRange => {
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(end, start));
    const shift = chunk.startLine - 1;
    const column = ({ line, col }: typeof from): number => (line === 1 ? col + chunk.startColumn : col);
    return {
      startLine: from.line + shift,
      startColumn: column(from),
      endLine: to.line + shift,
      endColumn: column(to),
    };
  };
  const lineCount = chunk.text.replace(/\r?\n$/, '').split('\n').length;
  const place = { startLine: chunk.startLine, endLine: chunk.startLine + lineCount - 1 };
  const common = { index, basePath: [], ...place, ...(chunk.json ? { json: chunk.text } : {}) };
  const unread = (locate: () => TextRange): YamlDocument => ({ ...common, object: undefined, locate });
  const top: TextRange = { ...place, endLine: place.startLine, startColumn: 1, endColumn: 1 };
  const fail = (at: TextRange, message: string, reason = 'BadYaml'): void => {
    const problem: Diagnostic = { ...widen(at), severity: 'error', source: 'yaml', message, reason };
    diagnostics.push(problem);
    documents.push({ ...unread(() => top), problem });
  };
  const failYaml = (start: number, end: number, message: string): void => {
    const { notJson } = chunk;
    if (notJson) fail(range(notJson.at, notJson.at + 1), notJson.message);
    else fail(range(start, end), `error converting YAML to JSON: ${message}`);
  };

  let parsed: Document.Parsed | undefined;
  const parse = (): Document.Parsed => (parsed ??= parseChunk(chunk.text, lines));
  // JSON is only parsed as YAML when somebody asks for a place in it.
  const root = (): Node | null => parse().contents as Node | null;
  let value: Json;
  try {
    if (chunk.json) value = readJson(chunk.text);
    else {
      const document = parse();
      const syntax = document.errors.find((error) => error.code !== 'MULTIPLE_DOCS');
      const rest = syntax === undefined ? undefined : ignoredRest(document, syntax, lines);
      const fault = faultOf(document, rest === undefined ? syntax : undefined, chunk.text, lines);
      if (fault !== undefined) {
        failYaml(fault.start, fault.end, `yaml: ${fault.message}`);
        return;
      }
      if (rest !== undefined) {
        const message =
          'kubectl takes the text to end above this line, which is less indented, and ignores the rest';
        diagnostics.push({ ...widen(range(rest, rest + 1)), severity: 'warning', source: 'yaml', message });
      }
      const decoded = decode(document);
      diagnostics.push(...decoded.duplicates.map((duplicate) => duplicateKey(duplicate, range)));
      ({ value } = decoded);
    }
  } catch (error) {
    // kubectl refuses what is nested deeper still.
    if (error instanceof TooDeep)
      fail(top, 'error converting YAML to JSON: yaml: exceeded max depth of 10000');
    else if (!(error instanceof DecodeError)) throw error;
    else if (chunk.json) fail(top, error.message, 'NotAnObject');
    else failYaml(...((error.node?.range ?? [0, 0]).slice(0, 2) as [number, number]), error.message);
    return;
  }

  if (value === null) {
    documents.push(unread(() => top));
    return;
  }
  if (!isObject(value)) {
    const [start, end] = root()?.range ?? [0, 0];
    fail(range(start, end), notAnObject(value), 'NotAnObject');
    return;
  }
  const locate = (path: string): TextRange => locateField(root(), path, range) ?? top;
  const list = listItems(value);
  if (list === undefined) {
    documents.push({ ...common, object: value, locate });
    return;
  }
  if ('problem' in list) {
    fail(locate(list.path), list.problem, list.nested ? 'NestedList' : 'NotAnObject');
    return;
  }
  if (list.items.length === 0) documents.push({ ...common, object: undefined, list: value, locate });
  list.items.forEach((object, item) => {
    const own = locateField(root(), `items[${item}]`, range, 'whole') ?? top;
    documents.push({
      ...common,
      basePath: ['items', item],
      list: value,
      object,
      startLine: own.startLine,
      endLine: own.endLine,
      locate: (path) => locate(path === '' ? `items[${item}]` : `items[${item}].${path}`),
    });
  });
}

/** What is wrong with a chunk, as far as the YAML goes: the first of what either reader minds. */
function faultOf(
  document: Document.Parsed,
  syntax: YAMLParseError | undefined,
  text: string,
  lines: LineCounter,
): GoYamlMessage | undefined {
  const control = controlFault(text);
  if (control !== undefined) return control;
  const wrong = syntax && goYamlMessage(syntax, text, lines);
  const strict = strictFault(document, text, lines);
  return strict !== undefined && strict.start <= (wrong?.start ?? Infinity) ? strict : wrong;
}

function duplicateKey(
  { key, node }: Decoded['duplicates'][number],
  range: (start: number, end: number) => TextRange,
): Diagnostic {
  const [start, end] = node.range ?? [0, 0];
  const message = `key "${key}" is set twice; kubectl keeps the last value without a word`;
  return { ...range(start, end), severity: 'warning', source: 'yaml', message, reason: 'DuplicateKey' };
}

function readJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  if (!holdsInfinity(value)) return value;
  const number = text.match(/-?\d[\d.]*(?:[eE][+-]?\d+)?/g)?.find((one) => !Number.isFinite(Number(one)));
  throw new DecodeError(`json: cannot unmarshal number ${number} into Go value of type float64`, undefined);
}

function holdsInfinity(value: Json | undefined): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInfinity);
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

/** Without kubectl's `error: unable to decode "FILE": ` in front. */
function notAnObject(value: Json): string {
  return `json: cannot unmarshal ${jsonType(value)} into Go value of type unstructured.detector`;
}

/** An empty range cannot be seen; mark at least one column. */
function widen(range: TextRange): TextRange {
  const empty = range.startLine === range.endLine && range.endColumn <= range.startColumn;
  return empty ? { ...range, endColumn: range.startColumn + 1 } : range;
}
