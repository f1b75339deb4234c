import type { Status } from '../engine/index';
import type { Diagnostic, TextRange, YamlDocument } from '../yaml/documents';

/** Where to look for a rejection that names no field, by its reason and words. */
const NAMESPACE_NOT_FOUND = /^namespaces ".*" not found$/;
const UNKNOWN_FIELDS = /(?:unknown|duplicate) field "([^"]+)"/g;
const WRONG_TYPE = /Go struct field \w+\.([\w.[\]]+) of type/;

/** The API server's rejection of a document as marks at the lines that cause it, in its own words. */
export function rejectionDiagnostics(document: YamlDocument, status: Status): Diagnostic[] {
  const causes = status.details?.causes;
  if (status.reason === 'Invalid' && causes && causes.length > 0)
    return distinct(
      causes.map((cause) =>
        mark(document.locate(cause.field), `${cause.field}: ${cause.message}`, cause.field),
      ),
    );
  const unknown = [...status.message.matchAll(UNKNOWN_FIELDS)];
  if (unknown.length > 0)
    return unknown.map(([text, field = '']) => mark(document.locate(field), text, field));
  const wrongType = WRONG_TYPE.exec(status.message)?.[1];
  const field =
    wrongType ?? (NAMESPACE_NOT_FOUND.test(status.message) ? 'metadata.namespace' : 'metadata.name');
  return [mark(document.locate(field), status.message, field)];
}

/** A mark without a server's Status, e.g. what kubectl itself refuses. */
export function clientDiagnostic(document: YamlDocument, message: string): Diagnostic {
  return mark(document.locate('kind'), message, 'kind');
}

function mark(range: TextRange, message: string, field: string): Diagnostic {
  return { ...range, severity: 'error', source: 'api', message, field };
}

/** On an update every rule of the object is checked twice (API-42); say it once. */
function distinct(list: Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return list.filter((d) => !seen.has(d.message) && seen.add(d.message));
}
