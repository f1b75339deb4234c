/** Texts given with `-f -`: documents to objects, with kubectl's own complaints (VAL-24, VAL-25, CLI-109). */
import {
  kindByApiVersion,
  kindRows,
  type KindDefinition,
  type KindRow,
  type KindSource,
  type Manifest,
} from '../engine/index';
import type { Json } from '../k8s/types';
import { compareText } from '../lib/compare';
import { parseDocuments, type Diagnostic } from '../yaml/documents';
import { isObject, jsonType } from '../yaml/list-items';
import type { Line, Shell } from './command';
import { failure, type Failure } from './failure';
import { goJson } from './printers/json';
import type { Validation } from './validation';

/** kubectl's name for standard input in messages. */
export const STDIN_NAME = 'STDIN';

/** An object of a file, with its place. */
export interface FileObject {
  /** Counts the objects of the text, from 0. */
  index: number;
  object: Manifest;
  /** The list that it came out of. */
  list?: Manifest;
}

export interface Manifests {
  objects: FileObject[];
  /** What cannot be read, in order of the text; objects beside it stand. */
  problems: Failure[];
}

/** `-f -`; other files do not exist here. `validation`: only commands that send objects look closer at them. */
export function readFile(shell: Shell, line: Line, validation: Validation = 'ignore'): Manifests | Failure {
  const files = line.flags.list('filename');
  const [file] = files;
  if (file === undefined) return failure('must specify one of -f and -k');
  const other = files.find((name) => name !== '-');
  if (other !== undefined) return failure(`the path ${JSON.stringify(other)} does not exist`);
  return readManifests(shell.stdin ?? '', STDIN_NAME, validation, shell.api);
}

function readManifests(text: string, fileName: string, validation: Validation, kinds: KindSource): Manifests {
  const { documents, diagnostics } = parseDocuments(text);
  const objects: FileObject[] = [];
  const problems: Failure[] = [];
  const refused = new Set<Manifest>();
  for (const { object, problem, list, json } of documents) {
    const found = problem
      ? unreadable(problem, fileName, validation)
      : list && (object === undefined || objects.at(-1)?.list !== list)
        ? listProblem(list, fileName, validation, kinds)
        : undefined;
    if (found && list && refused.has(list)) continue;
    if (found) {
      problems.push(found);
      if (list) refused.add(list);
      // What is wrong YAML or fails kubectl's own validation ends the reading.
      if (!isUndecodable(found)) return { objects, problems };
      continue;
    }
    if (object === undefined) continue;
    const undecodable = list ? itemProblem(object) : decodeProblem(object, fileName, validation, json);
    if (undecodable === undefined) {
      objects.push({ index: objects.length, object, ...(list ? { list } : {}) });
      continue;
    }
    problems.push(undecodable);
    if (!isUndecodable(undecodable)) return { objects, problems };
  }
  // What belongs to no document: a bad separator, a text too long.
  const bad = diagnostics.find(
    (d) => d.severity === 'error' && !documents.some(({ problem }) => problem === d),
  );
  if (bad) problems.push(unreadable(bad, fileName, validation));
  return { objects, problems };
}

/** kubectl goes on behind a document that is good YAML but no object of a kind that is served. */
function isUndecodable({ error }: Failure): boolean {
  return !error.startsWith('error ');
}

function unreadable({ reason, message }: Diagnostic, fileName: string, validation: Validation): Failure {
  if (reason === 'NestedList') return failure(message);
  if (reason !== 'NotAnObject') return failure(`error parsing ${fileName}: ${message}`);
  // A list or a bare text: it reads as YAML but is no object.
  return validation === 'ignore'
    ? cannotDecode(fileName, message)
    : notValid(['invalid object to validate'], fileName);
}

function cannotDecode(fileName: string, why: string): Failure {
  return failure(`unable to decode ${JSON.stringify(fileName)}: ${why}`);
}

function notValid(reasons: readonly string[], fileName: string): Failure {
  const why = reasons.length === 1 ? reasons[0] : `[${reasons.join(', ')}]`;
  return failure(
    `error validating ${JSON.stringify(fileName)}: error validating data: ${why}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

/** Objects that kubectl itself cannot read; `json` is their text when they were given as JSON. */
export function decodeProblem(
  object: Manifest,
  fileName: string,
  validation: Validation,
  json?: string,
): Failure | undefined {
  const reasons = validation === 'ignore' ? [] : validationProblems(object);
  if (reasons.length > 0) return notValid(reasons, fileName);
  if (textOf(object['kind']) === '' || textOf(object['apiVersion']).split('/').length > 2) {
    return cannotDecode(fileName, `Object 'Kind' is missing in '${json ?? goJson(object)}'`);
  }
  const why = wrongMetadata(object);
  return why === undefined ? undefined : cannotDecode(fileName, why);
}

/** What `--validate` finds before it asks the server. */
function typeProblems(object: Manifest): string[] {
  const reasons: string[] = [];
  for (const field of ['apiVersion', 'kind']) {
    const value = object[field];
    if (value === undefined || value === null) reasons.push(`${field} not set`);
    else if (typeof value !== 'string') reasons.push(`${field} isn't string type`);
    else if (field === 'apiVersion' && value.split('/').length > 2)
      reasons.push(`unexpected GroupVersion string: ${value}`);
  }
  return reasons;
}

/** A `kind: List` is not checked by the server, so kubectl looks at its items as well. */
function validationProblems(object: Manifest): string[] {
  const reasons = typeProblems(object);
  const { apiVersion, kind, items } = object;
  if (apiVersion !== 'v1' || kind !== 'List') return reasons;
  const all = Array.isArray(items) ? items : [null];
  return [
    ...new Set(all.flatMap((item) => (isObject(item) ? typeProblems(item) : ['invalid object to validate']))),
  ];
}

/** Go types of the metadata that manifests carry. */
const METADATA_TYPES: ReadonlyMap<string, string> = new Map([
  ...['creationTimestamp', 'deletionTimestamp', 'generateName', 'name', 'namespace'].map(textField),
  ...['resourceVersion', 'selfLink', 'uid'].map(textField),
  ['annotations', 'map[string]string'],
  ['labels', 'map[string]string'],
  ['finalizers', '[]string'],
  ['managedFields', '[]v1.ManagedFieldsEntry'],
  ['ownerReferences', '[]v1.OwnerReference'],
  ['deletionGracePeriodSeconds', 'int64'],
  ['generation', 'int64'],
]);

function textField(name: string): [string, string] {
  return [name, 'string'];
}

/** kubectl reads the metadata of an object by itself; other fields are the server's business. */
function wrongMetadata({ apiVersion, metadata }: Manifest): string | undefined {
  const wrong = (value: Json, where: string, type: string): string =>
    `json: cannot unmarshal ${jsonType(value)} into Go struct field ${where} of type ${type}`;
  if (apiVersion !== undefined && apiVersion !== null && typeof apiVersion !== 'string')
    return wrong(apiVersion, 'metadataOnlyObject.apiVersion', 'string');
  if (metadata === undefined || metadata === null) return undefined;
  if (!isObject(metadata)) return wrong(metadata, 'metadataOnlyObject.metadata', 'v1.ObjectMeta');
  for (const field of Object.keys(metadata).sort(compareText)) {
    const type = METADATA_TYPES.get(field);
    const value = metadata[field];
    if (type === undefined || value === undefined || value === null) continue;
    const where = `ObjectMeta.metadata.${field}`;
    if (jsonType(value) !== jsonTypeOf(type)) return wrong(value, where, type);
    if (!type.endsWith(']string') || typeof value !== 'object') continue;
    const member = Object.values(value).find((one) => one !== null && typeof one !== 'string');
    if (member !== undefined) return wrong(member, where, 'string');
  }
  return undefined;
}

function jsonTypeOf(goType: string): string {
  if (goType.startsWith('[]')) return 'array';
  return goType === 'int64' ? 'number' : goType === 'string' ? 'string' : 'object';
}

/** What is wrong with a list as a whole: kubectl then looks at none of its items. */
export function listProblem(
  list: Manifest,
  fileName: string,
  validation: Validation,
  kinds: KindSource,
): Failure | undefined {
  const unread = decodeProblem(list, fileName, validation);
  if (unread) return unread;
  const { apiVersion, kind } = list;
  const version = textOf(apiVersion);
  const known = kindRows(kinds).some(
    (row) =>
      (row.apiVersion === version || version === '') &&
      (kind === 'List' || kind === row.kind || kind === `${row.kind}List`),
  );
  return known ? undefined : notMapped(list, fileName);
}

/** An item that names no kind of its own. Several errors of a list come as one aggregate, without `error: `. */
function itemProblem(item: Manifest): Failure | undefined {
  for (const [field, blank] of [
    ['kind', ' '],
    ['apiVersion', ''],
  ] as const) {
    if (textOf(item[field]) !== '') continue;
    const name = field === 'kind' ? 'Kind' : field;
    const error = `unable to get type info from the object "*unstructured.Unstructured": Object '${name}' is missing in 'object has no ${field} field${blank}'`;
    return { error, bare: true };
  }
  return undefined;
}

/** The kind's row, or kubectl's complaint that nobody serves it (VAL-25). */
export function mapObject(
  { object, list }: Pick<FileObject, 'object' | 'list'>,
  fileName: string,
  kinds: KindSource,
): KindDefinition | Failure {
  const kind = textOf(object['kind']);
  const apiVersion = textOf(object['apiVersion']);
  const row = kindByApiVersion(apiVersion.replace(/^\//, ''), kind, kinds);
  if (row) return row;
  return list
    ? { error: `unable to recognize ${noMatches(object)}`, bare: true }
    : notMapped(object, fileName);
}

function notMapped(object: Manifest, fileName: string): Failure {
  const { name, namespace } = nameOf(object);
  return failure(
    `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ${JSON.stringify(fileName)}: ${noMatches(object)}\nensure CRDs are installed first`,
  );
}

function noMatches({ kind, apiVersion }: Manifest): string {
  return `no matches for kind ${JSON.stringify(textOf(kind))} in version ${JSON.stringify(textOf(apiVersion))}`;
}

export function nameOf(object: Manifest): { name: string; namespace: string; generateName: string } {
  const metadata = object['metadata'];
  const read = (key: string): string => {
    if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return '';
    const value = metadata[key];
    return typeof value === 'string' ? value : '';
  };
  return { name: read('name'), namespace: read('namespace'), generateName: read('generateName') };
}

/** The namespace an object goes to; a Failure when `-n` contradicts the manifest. */
export function targetNamespace(
  row: KindRow,
  object: Manifest,
  flag: string | undefined,
): string | undefined | Failure {
  if (!row.namespaced) return undefined;
  const own = nameOf(object).namespace;
  if (own !== '' && flag !== undefined && flag !== '' && own !== flag) {
    return failure(
      `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(flag)}. You must pass '--namespace=${own}' to perform this operation.`,
    );
  }
  return own || flag || 'default';
}

/** The manifest with its namespace written in, as kubectl sends it. */
export function withNamespace(object: Manifest, namespace: string | undefined): Manifest {
  if (namespace === undefined) return object;
  const metadata = object['metadata'];
  if (
    metadata !== undefined &&
    (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
  )
    return object;
  return { ...object, metadata: { ...metadata, namespace } };
}

/** The text of a field; empty when it is absent or none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
