/** `TYPE`, `TYPE NAME…`, `TYPE1,TYPE2 [NAME…]`, `TYPE/NAME …` (CLI-5, CLI-6). */
import { kindByWord, kindRows, type KindDefinition, type KindRow, type Reader } from '../engine/index';
import type { KubeObject } from '../k8s/types';
import { failure, isFailure, type Failure } from './failure';

/** A kind as a whole, or one object of it when `name` is set. */
export interface Target {
  row: KindDefinition;
  name?: string;
}

/** Order of `all` (CLI-11). */
const ALL_ORDER = [
  'Pod',
  'Service',
  'DaemonSet',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'CronJob',
  'Job',
];

/** API-37. */
export function unknownType(word: string): Failure {
  return failure(`the server doesn't have a resource type ${JSON.stringify(word.split('.')[0])}`);
}

/** Reads resource arguments. `selected`: a label or field selector, or `--all`, was given, so names may not be. */
export function readTargets(read: Reader, args: readonly string[], selected = false): Target[] | Failure {
  const withSlash = args.filter((arg) => arg.includes('/'));
  if (withSlash.length > 0 && withSlash.length === args.length) return readPairs(read, args);
  if (withSlash.length > 0) {
    // `get ds x/y`: the word before a pair is a separate type.
    return failure(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
  const [types = '', ...names] = args;
  const rows: KindDefinition[] = [];
  for (const word of types.split(',')) {
    const found = rowsOf(read, word);
    if (isFailure(found)) return found;
    rows.push(...found.filter((row) => !rows.includes(row)));
  }
  if (names.length === 0) return rows.map((row) => ({ row }));
  if (selected) return failure('name cannot be provided when a selector is specified');
  return rows.flatMap((row) => names.map((name) => ({ row, name })));
}

function readPairs(read: Reader, args: readonly string[]): Target[] | Failure {
  const targets: Target[] = [];
  for (const arg of args) {
    const parts = arg.split('/');
    if (parts.length > 2) return failure('arguments in resource/name form may not have more than one slash');
    const [type = '', name = ''] = parts;
    if (type === '' || name === '' || type.includes(',')) {
      return failure('arguments in resource/name form must have a single resource and name');
    }
    const row = kindByWord(type, read);
    if (!row) return unknownType(type);
    targets.push({ row, name });
  }
  return targets;
}

function rowsOf(read: Reader, word: string): KindDefinition[] | Failure {
  if (word === 'all') {
    return kindRows(read)
      .filter((row) => row.categories.includes('all'))
      .toSorted((a, b) => rank(a.id) - rank(b.id));
  }
  const row = kindByWord(word, read);
  return row ? [row] : unknownType(word);
}

/** Kinds of definitions come last. */
function rank(kind: string): number {
  const at = ALL_ORDER.indexOf(kind);
  return at < 0 ? ALL_ORDER.length : at;
}

/** Whether the words ask for more than one kind: NAME cells then carry the kind (CLI-11). */
export function namesSeveralKinds(read: Reader, args: readonly string[]): boolean {
  const [first = ''] = args;
  if (args.length === 1 && first === 'all') return true;
  const types = args.flatMap((arg) => (arg.includes('/') ? [arg.slice(0, arg.indexOf('/'))] : []));
  if (types.length > 0) return new Set(types.map((word) => kindByWord(word, read)?.id)).size > 1;
  return new Set(first.split(',').map((word) => kindByWord(word, read)?.id)).size > 1;
}

/** CLI-3: nothing named at all. */
export const nothingGiven: Failure = failure(
  [
    'You must provide one or more resources by argument or filename.',
    'Example resource specifications include:',
    "   '-f rsrc.yaml'",
    "   '--filename=rsrc.json'",
    "   '<resource> <name>'",
    "   '<resource>'",
  ].join('\n'),
);

/** CLI-75: the text of commands that insist on a pair. */
export const pairNeeded: Failure = failure(
  'one or more resources must be specified as <resource> <name> or <resource>/<name>',
);

/** `daemonset.apps/x`, `pod/x` (CLI-2). */
export function resultName(row: KindRow, name: string): string {
  return `${typeName(row)}/${name}`;
}

/** The same of an object, whose row need not be known. */
export function objectName({ apiVersion, kind, metadata }: KubeObject): string {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `.${apiVersion.slice(0, slash)}`;
  return `${kind.toLowerCase()}${group}/${metadata.name}`;
}

/** `daemonset.apps`, `pod`. */
export function typeName(row: KindRow): string {
  return row.group === '' ? row.singular : `${row.singular}.${row.group}`;
}

/** `apps/v1, Resource=daemonsets` and `/v1, Resource=pods`: how Go prints a resource. */
export function goResource(row: KindRow): string {
  return `${row.group}/${row.version}, Resource=${row.plural}`;
}
export function goKind(row: KindRow): string {
  return `${row.group}/${row.version}, Kind=${row.kind}`;
}
