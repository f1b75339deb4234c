import { compareText } from '../../lib/compare';
import { labelValue } from '../../k8s/names';
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
    const wrong = checkAll(line);
    if (wrong) return wrong;
    if (split.resources.length === 0 && !line.flags.given('filename')) return pairNeeded;
    const list = line.flags.bool('list');
    if (split.changes.length === 0 && !list) return failure('at least one label update is required');
    const found = findObjects(shell, line, split.resources, false);
    if (isFailure(found)) return found;
    const problems: Problem[] = [...found.problems];
    const one = (item: FoundObject): Problem[] =>
      list ? printLabels(shell, line, item, changes, found.single) : labelOne(shell, line, item, changes);
    return inSteps(
      found.objects,
      (item) => problems.push(...one(item)),
      () => exitStatus(shell, problems, 'label'),
    );
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

/** As they would be after the changes, which are not stored. */
function printLabels(
  shell: Shell,
  { flags }: Line,
  { row, object }: FoundObject,
  changes: LabelChanges,
  alone: boolean,
): Failure[] {
  const labels = new Map(Object.entries(object.metadata.labels ?? {}));
  const refusals = overwritten(flags, labels, changes);
  if (refusals.length > 0) return refusals;
  for (const [key, value] of changes.set) labels.set(key, value);
  for (const key of changes.remove) labels.delete(key);
  if (!alone) shell.out(`Listing labels for ${row.kind}.${row.group}/${object.metadata.name}:\n`);
  const pairs = [...labels].toSorted(([a], [b]) => compareText(a, b));
  for (const [key, value] of pairs) shell.out(`${alone ? '' : ' '}${key}=${value}\n`);
  return [];
}

function overwritten(
  flags: Line['flags'],
  labels: ReadonlyMap<string, string>,
  { set }: LabelChanges,
): Failure[] {
  if (flags.bool('overwrite')) return [];
  return [...set]
    .filter(([key, value]) => labels.has(key) && labels.get(key) !== value)
    .map(([key]) => failure(`'${key}' already has a value (${labels.get(key)}), and --overwrite is false`));
}

function labelOne(
  shell: Shell,
  { flags }: Line,
  { row, object }: FoundObject,
  changes: LabelChanges,
): Problem[] {
  const labels = new Map(Object.entries(object.metadata.labels ?? {}));
  for (const key of changes.remove)
    if (!labels.has(key)) shell.out(`label ${JSON.stringify(key)} not found.\n`);
  const patch = new Map<string, string | null>();
  const refusals = overwritten(flags, labels, changes);
  if (refusals.length > 0) return refusals;
  for (const [key, value] of changes.set) if (labels.get(key) !== value) patch.set(key, value);
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
    if (!answer.ok) return [answer.status];
  }
  const word = !changed ? 'not labeled' : changes.set.size === 0 ? 'unlabeled' : 'labeled';
  shell.out(`${resultName(row, object.metadata.name)} ${word}${suffix}\n`);
  return [];
}
