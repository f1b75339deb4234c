import { namespaceOf, type Line, type Shell } from './command';
import type { KindRow } from '../engine/index';
import { failure, isFailure, type Failure } from './failure';
import type { FlagSpec } from './flags';
import { findObjects, SELECTOR_FLAGS, type Found } from './targets';

/** What all `rollout …` commands take. */
export const ROLLOUT_FLAGS: readonly FlagSpec[] = SELECTOR_FLAGS.filter(
  (flag) => flag.name === 'selector' || flag.name === 'filename',
);

/** The objects that a `rollout …` line names, or the exit status of a line that names none. `silent`: nothing is said of that. */
export function findRolloutObjects(shell: Shell, line: Line, silent = false): Found | Failure | number {
  if (line.args.length === 0 && !line.flags.given('filename'))
    return failure('required resource not specified');
  const found = findObjects(shell, line, line.args);
  if (isFailure(found) || found.objects.length > 0 || found.problems.length > 0) return found;
  if (!silent) shell.err(`No resources found in ${namespaceOf(line)} namespace.\n`);
  return 0;
}

const withGroup = (word: string, { group }: KindRow): string => (group === '' ? word : `${word}.${group}`);

/** What pause, resume and restart say of an object (CLI-59, CLI-65). */
export function refusal(row: KindRow, name: string, why: string): Failure {
  return failure(`error: ${withGroup(row.plural, row)} ${JSON.stringify(name)} ${why}`);
}

/** `ReplicaSet.apps`, `Pod`. */
export function groupKind(row: KindRow): string {
  return withGroup(row.kind, row);
}

/** Kinds that kubectl can tell from others, but for which it has neither a history nor a way back. */
const WITHOUT_HISTORY = ['Job', 'CronJob', 'Pod', 'ReplicaSet'];

/** What history and undo say of such kinds and of all others (CLI-59). */
export function notImplemented(row: KindRow, what: 'history viewer' | 'rollbacker'): Failure {
  const kind = JSON.stringify(groupKind(row));
  return failure(
    WITHOUT_HISTORY.includes(row.id)
      ? `no ${what} has been implemented for ${kind}`
      : `error retrieving ${what.split(' ')[0]} for ${kind}, no visitor method exists for {${row.group} ${row.kind}}`,
  );
}
