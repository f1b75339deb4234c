import { deepEqual } from '../../lib/equal';
import type { ControllerRevision, DaemonSet, Json } from '../../k8s/types';
import type { Command, Shell } from '../command';
import { failure, isFailure } from '../failure';
import { resultName } from '../resource-arguments';
import { revisionsOf } from '../revisions';
import { findRolloutObjects, ROLLOUT_FLAGS } from '../rollout-objects';
import { problemsText, type Problem } from '../status-text';
import type { FoundObject } from '../targets';

/** `kubectl rollout undo` (CLI-66, CLI-67): the client patches the set with an old revision's data. */
export const rolloutUndo: Command = {
  name: 'rollout undo',
  flags: [...ROLLOUT_FLAGS, { name: 'to-revision', type: 'int', default: '0' }],
  run(shell, line) {
    const found = findRolloutObjects(shell, line);
    if (typeof found === 'number' || isFailure(found)) return found;
    const problems: Problem[] = [...found.problems];
    for (const item of found.objects) {
      const problem = undoOne(shell, item, line.flags.int('to-revision'));
      if (problem) problems.push(problem);
    }
    if (problems.length === 0) return 0;
    shell.err(problemsText(problems, 'rollout undo'));
    return 1;
  },
};

function undoOne(shell: Shell, { row, object }: FoundObject, wanted: number): Problem | undefined {
  if (object.kind !== 'DaemonSet') {
    return failure(
      object.kind === 'Pod'
        ? 'no rollbacker has been implemented for "Pod"'
        : `error retrieving rollbacker for "${object.kind}", no visitor method exists for {${row.group} ${object.kind}}`,
    );
  }
  const revisions = revisionsOf(shell.api, object);
  if (revisions.length < 2) return failure('no last revision to roll back to');
  const target = wanted === 0 ? revisions.at(-2) : revisions.find((r) => r.revision === wanted);
  if (!target) return failure(`unable to find specified revision ${wanted} in history`);
  const { name, namespace } = object.metadata;
  if (sameTemplate(object, target)) {
    shell.out(
      `${resultName(row, name)} skipped rollback (current template already matches revision ${wanted})\n`,
    );
    return undefined;
  }
  const answer = shell.api.patch(row.kind, namespace, name, 'strategic', target.data as Json);
  if (!answer.ok) return failure(`failed restoring revision ${wanted}: ${answer.status.message}`);
  shell.out(`${resultName(row, name)} rolled back\n`);
  return undefined;
}

function sameTemplate(set: DaemonSet, revision: ControllerRevision): boolean {
  const data = revision.data as { spec?: { template?: Record<string, unknown> } };
  const { $patch: _, ...template } = data.spec?.template ?? {};
  return deepEqual(template, set.spec.template);
}
