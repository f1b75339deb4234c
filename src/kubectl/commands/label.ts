import { compareText } from '../../lib/compare';
import { labelValue } from '../../k8s/names';
import type { Command, Line, Shell } from '../command';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { failure, isFailure, type Failure } from '../failure';
import { pairNeeded, resultName } from '../resource-arguments';
import { problemsText, type Problem } from '../status-text';
import { findObjects, isPairArgument, SELECTOR_FLAGS, splitChanges, type FoundObject } from '../targets';

interface LabelChanges {
  set: Map<string, string>;
  remove: string[];
}

/** `kubectl label` (CLI-75). */
export const label: Command = {
  name: 'label',
  flags: [
    ...SELECTOR_FLAGS,
    { name: 'overwrite', type: 'bool' },
    { name: 'list', type: 'bool' },
    DRY_RUN_FLAG,
  ],
  run(shell, line) {
    const split = splitChanges(line.args, 'label', isPairArgument);
    if (isFailure(split)) return split;
    const changes = readChanges(split.changes);
    if (isFailure(changes)) return changes;
    if (split.resources.length === 0 && !line.flags.given('filename')) return pairNeeded;
    const list = line.flags.bool('list');
    if (split.changes.length === 0 && !list) return failure('at least one label update is required');
    const found = findObjects(shell, line, split.resources, false);
    if (isFailure(found)) return found;
    const problems: Problem[] = [...found.problems];
    for (const item of found.objects) {
      const problem = list ? printLabels(shell, item) : labelOne(shell, line, item, changes);
      if (problem) problems.push(problem);
    }
    if (problems.length === 0) return 0;
    shell.err(problemsText(problems, 'label'));
    return 1;
  },
};

function readChanges(changes: readonly string[]): LabelChanges | Failure {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const change of changes) {
    const equals = change.indexOf('=');
    if (equals >= 0) {
      const value = change.slice(equals + 1);
      const wrong = labelValue(value);
      if (wrong.length > 0)
        return failure(`invalid label value: ${JSON.stringify(change)}: ${wrong.join(';')}`);
      set.set(change.slice(0, equals), value);
    } else remove.push(change.slice(0, -1));
  }
  if (remove.some((key) => set.has(key)))
    return failure('can not both modify and remove a label in the same command');
  return { set, remove };
}

function printLabels(shell: Shell, { object }: FoundObject): undefined {
  const pairs = Object.entries(object.metadata.labels ?? {}).toSorted(([a], [b]) => compareText(a, b));
  for (const [key, value] of pairs) shell.out(`${key}=${value}\n`);
  return undefined;
}

function labelOne(
  shell: Shell,
  { flags }: Line,
  { row, object }: FoundObject,
  changes: LabelChanges,
): Problem | undefined {
  const labels = new Map(Object.entries(object.metadata.labels ?? {}));
  for (const key of changes.remove)
    if (!labels.has(key)) shell.out(`label ${JSON.stringify(key)} not found.\n`);
  const patch = new Map<string, string | null>();
  for (const [key, value] of changes.set) {
    const current = labels.get(key);
    if (current === value) continue;
    if (current !== undefined && !flags.bool('overwrite')) {
      return failure(`'${key}' already has a value (${current}), and --overwrite is false`);
    }
    patch.set(key, value);
  }
  for (const key of changes.remove) if (labels.has(key)) patch.set(key, null);
  const changed = patch.size > 0;
  const { options, suffix } = dryRunOf(flags);
  if (changed) {
    const { name, namespace } = object.metadata;
    const answer = shell.api.patch(
      row.id,
      namespace,
      name,
      'merge',
      { metadata: { labels: Object.fromEntries(patch) } },
      options,
    );
    if (!answer.ok) return answer.status;
  }
  const word = !changed ? 'not labeled' : changes.set.size === 0 ? 'unlabeled' : 'labeled';
  shell.out(`${resultName(row, object.metadata.name)} ${word}${suffix}\n`);
  return undefined;
}
