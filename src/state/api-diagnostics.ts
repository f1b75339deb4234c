import type { Status } from '../engine/index';
import { parseQuantity } from '../k8s/quantity';
import type { Json } from '../k8s/types';
import type { Diagnostic, TextRange, YamlDocument } from '../yaml/documents';

/** Where to look for a rejection that names no field, by its words. */
const UNKNOWN_FIELDS = /(?:unknown|duplicate) field "([^"]+)"/g;
const UNREADABLE_QUANTITY = /quantities must match|part of quantity|quantity's suffix/;
const WRONG_TYPE = /cannot unmarshal (\w+)[^"]* into Go struct field \w+\.([\w.[\]]+) of type (\[\])?/;

const NOT_SERVED = 'NotServed';
const DEFINED_HERE = 'DefinedHere';

/** The API server's rejection of a document as marks at the lines that cause it, in its own words. */
export function rejectionDiagnostics(document: YamlDocument, status: Status): Diagnostic[] {
  const message = serverWords(status.message);
  const unknown = [...message.matchAll(UNKNOWN_FIELDS)];
  if (unknown.length > 0)
    return unknown.map(([text, field = '']) => mark(document.locate(field), text, field));
  const causes = status.details?.causes;
  if (status.reason === 'Invalid' && causes && causes.length > 0)
    return distinct(
      causes.map(({ field = '', message }) => mark(document.locate(field), `${field}: ${message}`, field)),
    );
  const field =
    wrongField(document, message) ??
    badQuantity(document, message) ??
    namespaceField(status) ??
    'metadata.name';
  return [mark(document.locate(field), message, field)];
}

/** Whether kubectl could not even say what changed. */
export function isPatchless(message: string): boolean {
  return message.startsWith('error when applying patch:');
}

/**
 * A mark without a server's Status, e.g. what kubectl itself refuses. `definedHere`: the text itself brings the definition of the
 * kind, so that the object is only early (VAL-25).
 */
export function clientDiagnostic(document: YamlDocument, message: string, definedHere = false): Diagnostic {
  // Only the reason: whole objects stand before it.
  const words = isPatchless(message) ? message.slice(message.lastIndexOf('\nfor: ') + 6) : message;
  const diagnostic = mark(document.locate('kind'), words, 'kind');
  if (!message.includes('no matches for kind')) return diagnostic;
  if (!definedHere) return { ...diagnostic, reason: NOT_SERVED };
  // Shorter than kubectl's own words, which name the object as well: the mark stands at it.
  const short = words.slice(words.indexOf('no matches for kind')).replace('\n', '; ');
  const advice = 'The definition is in this text: once it is created, apply again.';
  return { ...diagnostic, severity: 'warning', message: `${short}.\n${advice}`, reason: DEFINED_HERE };
}

/** Whether the same text, applied again, does more. */
export function waitsForDefinition({ reason }: Diagnostic): boolean {
  return reason === DEFINED_HERE;
}

/** A document of a kind that is not served stops itself only: kubectl applies the others. */
export function stopsOthers({ severity, reason }: Diagnostic): boolean {
  return severity === 'error' && reason !== NOT_SERVED;
}

/** Without what kubectl puts in front: `error when creating "STDIN": `. */
function serverWords(message: string): string {
  const source = '"STDIN": ';
  const at = message.lastIndexOf(source);
  return at < 0 ? message : message.slice(at + source.length);
}

function wrongField(document: YamlDocument, message: string): string | undefined {
  const [, found = '', path, list] = WRONG_TYPE.exec(message) ?? [];
  if (path === undefined) return undefined;
  return withIndexes(document.object ?? null, path.split('.'), found, list !== undefined) ?? path;
}

/**
 * Go names a field without list indexes: the first one there whose value is of the type that was found. `list`: the field should
 * hold a list, so items of one are not meant.
 */
function withIndexes(value: Json, path: readonly string[], type: string, list: boolean): string | undefined {
  if (Array.isArray(value)) {
    if (path.length === 0 && type === 'array') return '';
    if (path.length === 0 && list) return undefined;
    for (const [i, item] of value.entries()) {
      const rest = withIndexes(item, path, type, list);
      if (rest !== undefined) return `[${i}]${rest === '' || rest.startsWith('[') ? '' : '.'}${rest}`;
    }
    return undefined;
  }
  const [key, ...below] = path;
  if (key === undefined) return typeWord(value) === type ? '' : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const rest = withIndexes(value[key] ?? null, below, type, list);
  if (rest === undefined) return undefined;
  return rest === '' || rest.startsWith('[') ? key + rest : `${key}.${rest}`;
}

/** The type as Go's JSON decoder calls it. */
function typeWord(value: Json): string {
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

/** The server does not say which quantity it could not read: the first one there that nobody can. */
function badQuantity(document: YamlDocument, message: string): string | undefined {
  if (!UNREADABLE_QUANTITY.test(message)) return undefined;
  return unreadableQuantity(document.object ?? null, '');
}

const QUANTITY_MAPS = ['requests', 'limits', 'capacity', 'allocatable', 'overhead', 'hard'];

function unreadableQuantity(value: Json, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = QUANTITY_MAPS.includes(key)
      ? unreadableIn(child ?? null, at)
      : unreadableQuantity(child ?? null, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unreadableIn(quantities: Json, path: string): string | undefined {
  if (typeof quantities !== 'object' || quantities === null) return undefined;
  const bad = Object.entries(quantities).find(
    ([, value]) => typeof value === 'string' && parseQuantity(value) === undefined,
  );
  return bad && `${path}[${bad[0]}]`;
}

function namespaceField({ reason, details }: Status): string | undefined {
  return reason === 'NotFound' && details?.kind === 'namespaces' ? 'metadata.namespace' : undefined;
}

function mark(range: TextRange, message: string, field: string): Diagnostic {
  return { ...range, severity: 'error', source: 'api', message, field };
}

/** On an update every rule of the object is checked twice (API-42); say it once. */
function distinct(list: Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return list.filter((d) => !seen.has(d.message) && seen.add(d.message));
}
