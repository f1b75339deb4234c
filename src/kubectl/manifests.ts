/** Texts given with `-f -`: documents to objects, with kubectl's own complaints (VAL-24, VAL-25, CLI-109). */
import { kindByApiVersion, type KindRow, type Manifest } from '../engine/index';
import { parseDocuments, type Diagnostic } from '../yaml/documents';
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
}

export interface Manifests {
  objects: FileObject[];
  /** Reading stops at the first text that cannot be read; objects before it stand. */
  problem?: Failure;
}

/** `-f -`; other files do not exist here. `validation`: only commands that send objects look closer at them. */
export function readFile(shell: Shell, line: Line, validation: Validation = 'ignore'): Manifests | Failure {
  const files = line.flags.list('filename');
  const [file] = files;
  if (file === undefined) return failure('must specify one of -f and -k');
  const other = files.find((name) => name !== '-');
  if (other !== undefined) return failure(`the path ${JSON.stringify(other)} does not exist`);
  return readManifests(shell.stdin ?? '', STDIN_NAME, validation);
}

function readManifests(text: string, fileName: string, validation: Validation): Manifests {
  const { documents, diagnostics } = parseDocuments(text);
  const objects: FileObject[] = [];
  for (const { object, problem } of documents) {
    if (problem) return { objects, problem: unreadable(problem, fileName, validation) };
    if (object === undefined) continue;
    const undecodable = decodeProblem(object, fileName, validation);
    if (undecodable) return { objects, problem: undecodable };
    objects.push({ index: objects.length, object });
  }
  // What belongs to no document: a bad separator, a text too long.
  const bad = diagnostics.find((d) => d.severity === 'error');
  return bad ? { objects, problem: unreadable(bad, fileName, validation) } : { objects };
}

function unreadable({ reason, message }: Diagnostic, fileName: string, validation: Validation): Failure {
  if (reason !== 'NotAnObject') return failure(`error parsing ${fileName}: ${message}`);
  // A list or a bare text: it reads as YAML but is no object.
  return validation === 'ignore'
    ? failure(`unable to decode ${JSON.stringify(fileName)}: ${message}`)
    : notValid('invalid object to validate', fileName);
}

function notValid(why: string, fileName: string): Failure {
  return failure(
    `error validating ${JSON.stringify(fileName)}: error validating data: ${why}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

/** Objects that kubectl itself cannot read: no kind, no apiVersion. */
export function decodeProblem(
  object: Manifest,
  fileName: string,
  validation: Validation,
): Failure | undefined {
  if (typeof object['kind'] !== 'string' || object['kind'] === '') {
    return failure(
      `unable to decode ${JSON.stringify(fileName)}: Object 'Kind' is missing in '${goJson(object)}'`,
    );
  }
  const apiVersion = object['apiVersion'];
  if (validation === 'ignore' || (typeof apiVersion === 'string' && apiVersion !== '')) return undefined;
  const absent = apiVersion === undefined || apiVersion === null || apiVersion === '';
  return notValid(absent ? 'apiVersion not set' : "apiVersion isn't string type", fileName);
}

/** The kind's row, or kubectl's complaint that nobody serves it (VAL-25). */
export function mapObject(object: Manifest, fileName: string): KindRow | Failure {
  const kind = textOf(object['kind']);
  const apiVersion = textOf(object['apiVersion']);
  const row = kindByApiVersion(apiVersion, kind);
  if (row) return row;
  const { name, namespace } = nameOf(object);
  return failure(
    `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ${JSON.stringify(fileName)}: no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}\nensure CRDs are installed first`,
  );
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
