import { namespaceOf, type Line, type Shell } from './command';
import { failure, isFailure, type Failure } from './failure';
import type { FlagSpec } from './flags';
import { findObjects, SELECTOR_FLAGS, type Found } from './targets';

/** What all `rollout …` commands take. */
export const ROLLOUT_FLAGS: readonly FlagSpec[] = SELECTOR_FLAGS.filter(
  (flag) => flag.name === 'selector' || flag.name === 'filename',
);

/** The objects that a `rollout …` line names, or the exit status of a line that names none. */
export function findRolloutObjects(shell: Shell, line: Line): Found | Failure | number {
  if (line.args.length === 0 && !line.flags.given('filename'))
    return failure('required resource not specified');
  const found = findObjects(shell, line, line.args);
  if (isFailure(found) || found.objects.length > 0 || found.problems.length > 0) return found;
  shell.err(`No resources found in ${namespaceOf(line)} namespace.\n`);
  return 0;
}
