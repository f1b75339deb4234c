import type { Status } from '../engine/index';
import type { Json } from '../k8s/types';
import type { Diagnostic, TextRange, YamlDocument } from '../yaml/documents';

/** Where to look for a rejection that names no field, by its words. */
const UNKNOWN_FIELDS = /(?:unknown|duplicate) field "([^"]+)"/g;
const WRONG_TYPE = /cannot unmarshal (\w+)[^"]* into Go struct field \w+\.([\w.[\]]+) of type/;

/** The API server's rejection of a document as marks at the lines that cause it, in its own words. */
export function rejectionDiagnostics(document: YamlDocument, status: Status): Diagnostic[] {
  const message = serverWords(status.message);
  const unknown = [...message.matchAll(UNKNOWN_FIELDS)];
  if (unknown.length > 0)
    return unknown.map(([text, field = '']) => mark(document.locate(field), text, field));
  const causes = status.details?.causes;
  if (status.reason === 'Invalid' && causes && causes.length > 0)
    return distinct(
      causes.map((cause) =>
        mark(document.locate(cause.field), `${cause.field}: ${cause.message}`, cause.field),
      ),
    );
  const field = wrongField(document, message) ?? namespaceField(status) ?? 'metadata.name';
  return [mark(document.locate(field), message, field)];
}

/** A mark without a server's Status, e.g. what kubectl itself refuses. */
export function clientDiagnostic(document: YamlDocument, message: string): Diagnostic {
  return mark(document.locate('kind'), message, 'kind');
}

/** Without what kubectl puts in front: `error when creating "STDIN": `. */
function serverWords(message: string): string {
  const source = '"STDIN": ';
  const at = message.lastIndexOf(source);
  return at < 0 ? message : message.slice(at + source.length);
}

function wrongField(document: YamlDocument, message: string): string | undefined {
  const [, found = '', path] = WRONG_TYPE.exec(message) ?? [];
  if (path === undefined) return undefined;
  return withIndexes(document.object ?? null, path.split('.'), found) ?? path;
}

/** Go names a field without list indexes: the first one there whose value is of the type that was found. */
function withIndexes(value: Json, path: readonly string[], type: string): string | undefined {
  if (Array.isArray(value)) {
    if (path.length === 0 && type === 'array') return '';
    for (const [i, item] of value.entries()) {
      const rest = withIndexes(item, path, type);
      if (rest !== undefined) return `[${i}]${rest === '' || rest.startsWith('[') ? '' : '.'}${rest}`;
    }
    return undefined;
  }
  const [key, ...below] = path;
  if (key === undefined) return typeWord(value) === type ? '' : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const rest = withIndexes(value[key] ?? null, below, type);
  if (rest === undefined) return undefined;
  return rest === '' || rest.startsWith('[') ? key + rest : `${key}.${rest}`;
}

/** The type as Go's JSON decoder calls it. */
function typeWord(value: Json): string {
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
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
