import type { Command, Line, Shell } from '../command';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { failure, isFailure, type Failure } from '../failure';
import { inSteps } from '../in-steps';
import { pairNeeded, resultName } from '../resource-arguments';
import { exitStatus, type Problem } from '../status-text';
import {
  checkAll,
  findObjects,
  isPairArgument,
  SELECTOR_FLAGS,
  splitChanges,
  type FoundObject,
} from '../targets';

/** May be set again without `--overwrite`. */
const CHANGE_CAUSE = 'kubernetes.io/change-cause';

/** `kubectl annotate` (CLI-76). */
export const annotate: Command = {
  name: 'annotate',
  flags: [...SELECTOR_FLAGS, { name: 'overwrite', type: 'bool' }, DRY_RUN_FLAG],
  run(shell, line) {
    const split = splitChanges(line.args, 'annotation', isPairArgument);
    if (isFailure(split)) return split;
    const wrong = checkAll(line);
    if (wrong) return wrong;
    if (split.resources.length === 0 && !line.flags.given('filename')) return pairNeeded;
    if (split.changes.length === 0) return failure('at least one annotation update is required');
    const changes = readChanges(split.changes);
    if (isFailure(changes)) return changes;
    const found = findObjects(shell, line, split.resources, false);
    if (isFailure(found)) return found;
    const problems: Problem[] = [...found.problems];
    return inSteps(
      found.objects,
      (item) => {
        const problem = annotateOne(shell, line, item, changes);
        if (problem) problems.push(problem);
      },
      () => exitStatus(shell, problems, 'annotate'),
    );
  },
};

/** Values to set; `null` removes. */
function readChanges(args: readonly string[]): Map<string, string | null> | Failure {
  const changes = new Map<string, string | null>();
  const both: string[] = [];
  for (const arg of args) {
    const equals = arg.indexOf('=');
    const key = equals >= 0 ? arg.slice(0, equals) : arg.slice(0, -1);
    const value = equals >= 0 ? arg.slice(equals + 1) : null;
    const other = changes.get(key);
    if (other !== undefined && (other === null) !== (value === null)) both.push(key);
    changes.set(key, value);
  }
  if (both.length === 0) return changes;
  return failure(
    `can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`,
  );
}

function annotateOne(
  shell: Shell,
  { flags }: Line,
  { row, object }: FoundObject,
  changes: ReadonlyMap<string, string | null>,
): Problem | undefined {
  const { name, namespace } = object.metadata;
  const annotations = new Map(Object.entries(object.metadata.annotations ?? {}));
  if (!flags.bool('overwrite')) {
    const declared = [...changes]
      .filter(
        ([key, value]) =>
          value !== null && key !== CHANGE_CAUSE && annotations.has(key) && annotations.get(key) !== value,
      )
      .map(([key]) => `'${key}' already has a value (${annotations.get(key)})`);
    if (declared.length > 0) {
      return failure(
        `--overwrite is false but found the following declared annotation(s): ${declared.join('; ')}`,
      );
    }
  }
  const { options, suffix } = dryRunOf(flags);
  const answer = shell.api.patch(
    row.id,
    namespace,
    name,
    'merge',
    { metadata: { annotations: Object.fromEntries(changes) } },
    options,
  );
  if (!answer.ok) return answer.status;
  shell.out(`${resultName(row, name)} annotated${suffix}\n`);
  return undefined;
}
