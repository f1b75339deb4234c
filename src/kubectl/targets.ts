/** Finds the objects that a command's resource arguments, selectors or file name. */
import type { Api, ApiResult, KindDefinition, KindRow } from '../engine/index';
import type { AnyObject } from '../k8s/types';
import { namespaceOf, type Line, type Shell } from './command';
import { failure, isFailure, type Failure } from './failure';
import { mapObject, nameOf, readFile, targetNamespace } from './manifests';
import { nothingGiven, readTargets, type Target } from './resource-arguments';
import { listSelected } from './select';
import type { Problem } from './status-text';

export interface FoundObject {
  row: KindDefinition;
  object: AnyObject;
}

export interface Found {
  objects: FoundObject[];
  /** What was not found or not understood, in order. */
  problems: Problem[];
  /** One object was asked for by name, and only that. */
  single: boolean;
  targets: readonly Target[];
}

/** Flags that `findObjects` reads. */
export const SELECTOR_FLAGS = [
  { name: 'selector', short: 'l', type: 'string' },
  { name: 'field-selector', type: 'string' },
  { name: 'all-namespaces', short: 'A', type: 'bool' },
  { name: 'all', type: 'bool' },
  { name: 'filename', short: 'f', type: 'list' },
  { name: 'ignore-not-found', type: 'bool' },
] as const;

/** Objects by `TYPE …` arguments (given as `args`) or by `-f -`. A Failure is a wrong line; what is missing is in `problems`. */
export function findObjects(
  shell: Shell,
  line: Line,
  args: readonly string[],
  collections = true,
): Found | Failure {
  const { flags } = line;
  if (flags.given('filename')) return findByFile(shell, line);
  if (args.length === 0) return nothingGiven;
  const narrowed = flags.text('selector') !== '' || flags.text('field-selector') !== '' || flags.bool('all');
  const targets = readTargets(shell.cluster.read, args, narrowed);
  if (isFailure(targets)) return targets;
  if (flags.bool('all-namespaces') && targets.some((t) => t.name !== undefined && t.row.namespaced)) {
    return failure('a resource cannot be retrieved by name across all namespaces');
  }
  if (!collections && !narrowed && targets.some((t) => t.name === undefined)) {
    return failure('resource(s) were provided, but no name was specified');
  }
  const found: Found = {
    objects: [],
    problems: [],
    single: targets.length === 1 && targets[0]?.name !== undefined,
    targets,
  };
  for (const target of targets) collect(shell, line, target, found);
  return found;
}

function collect(shell: Shell, line: Line, { row, name }: Target, found: Found): void {
  const { flags } = line;
  if (row.deprecated !== undefined) shell.err(`Warning: ${row.deprecated}\n`);
  const namespace = row.namespaced ? namespaceOf(line) : undefined;
  if (name !== undefined) {
    const answer = getObject(shell.api, row, namespace, name);
    if (answer.ok) found.objects.push({ row, object: answer.object });
    else if (!(flags.bool('ignore-not-found') && answer.status.reason === 'NotFound'))
      found.problems.push(answer.status);
    return;
  }
  const scope = flags.bool('all-namespaces') ? undefined : namespace;
  const answer = listSelected(shell.api, row, scope, flags.text('selector'), flags.text('field-selector'));
  if (answer.ok) for (const object of answer.objects) found.objects.push({ row, object });
  else found.problems.push(answer.status);
}

function findByFile(shell: Shell, line: Line): Found | Failure {
  const file = readFile(shell, line);
  if (isFailure(file)) return file;
  const found: Found = { objects: [], problems: [], single: file.objects.length === 1, targets: [] };
  for (const entry of file.objects) {
    const { object } = entry;
    const row = mapObject(entry, 'STDIN', shell.cluster.read);
    if (isFailure(row)) {
      found.problems.push(row);
      continue;
    }
    const namespace = targetNamespace(row, object, line.flags.text('namespace'));
    if (isFailure(namespace)) {
      found.problems.push(namespace);
      continue;
    }
    const answer = getObject(shell.api, row, namespace, nameOf(object).name);
    if (answer.ok) found.objects.push({ row, object: answer.object });
    else if (!(line.flags.bool('ignore-not-found') && answer.status.reason === 'NotFound')) {
      found.problems.push(answer.status);
    }
  }
  found.problems.push(...file.problems);
  return found;
}

/** GET as kubectl does it: when the object is missing, a missing namespace is the better answer. */
export function getObject(
  api: Api,
  row: KindRow,
  namespace: string | undefined,
  name: string,
): ApiResult<AnyObject> {
  const answer = api.get(row.id, namespace, name) as ApiResult<AnyObject>;
  if (
    answer.ok ||
    answer.status.reason !== 'NotFound' ||
    namespace === undefined ||
    namespace === 'default'
  ) {
    return answer;
  }
  const owner = api.get('Namespace', undefined, namespace);
  return owner.ok ? answer : owner;
}

/** Why `--all` does not go with the selectors on the line. */
export function checkAll({ flags }: Line): Failure | undefined {
  const given = flags.bool('all') && ['selector', 'field-selector'].find((name) => flags.text(name) !== '');
  return given ? failure(`cannot set --all and --${given} at the same time`) : undefined;
}

/** Splits arguments into resources and changes, changes last (`label ds x a=b c-`). */
export function splitChanges(
  args: readonly string[],
  what: string,
  isChange: (arg: string) => boolean,
): { resources: string[]; changes: string[] } | Failure {
  const first = args.findIndex(isChange);
  if (first < 0) return { resources: [...args], changes: [] };
  const changes = args.slice(first);
  const late = changes.find((arg) => !isChange(arg));
  if (late !== undefined) return failure(`all resources must be specified before ${what} changes: ${late}`);
  return { resources: args.slice(0, first), changes };
}

/** `k=v` or `k-`. */
export function isPairArgument(arg: string): boolean {
  return (arg.includes('=') && !arg.startsWith('=')) || (arg.endsWith('-') && arg !== '-');
}
