import { encode, type KindRow } from '../../engine/index';
import { deepEqual } from '../../lib/equal';
import type { ControllerRevision, DaemonSet, Json, StatefulSet } from '../../k8s/types';
import type { Command, Shell } from '../command';
import { dryRunOf, DRY_RUN_FLAG, type DryRun } from '../dry-run';
import { failure, isFailure, type Failure } from '../failure';
import { resultName } from '../resource-arguments';
import { revisionsOf } from '../revisions';
import { undoDeployment } from '../rollout-deployment';
import { findRolloutObjects, notImplemented, ROLLOUT_FLAGS } from '../rollout-objects';
import { problemsText, type Problem } from '../status-text';
import type { FoundObject } from '../targets';

/** `kubectl rollout undo` (CLI-66, CLI-67): the client patches the set with an old revision's data. */
export const rolloutUndo: Command = {
  name: 'rollout undo',
  flags: [...ROLLOUT_FLAGS, { name: 'to-revision', type: 'int', default: '0' }, DRY_RUN_FLAG],
  run(shell, line) {
    const found = findRolloutObjects(shell, line, true);
    if (typeof found === 'number' || isFailure(found)) return found;
    const dryRun = dryRunOf(line.flags);
    if (dryRun.mode === 'client') return failure('rollout undo --dry-run=client is not supported here');
    const problems: Problem[] = [...found.problems];
    for (const item of found.objects) {
      const problem = undoOne(shell, item, line.flags.int('to-revision'), dryRun);
      if (problem) problems.push(problem);
    }
    if (problems.length === 0) return 0;
    shell.err(problemsText(problems, 'rollout undo'));
    return 1;
  },
};

function undoOne(
  shell: Shell,
  { row, object }: FoundObject,
  wanted: number,
  dryRun: DryRun,
): Problem | undefined {
  const result =
    object.kind === 'Deployment'
      ? undoDeployment(shell.api, row, object, wanted, dryRun.options)
      : object.kind === 'DaemonSet' || object.kind === 'StatefulSet'
        ? undoSet(shell, row, object, wanted, dryRun)
        : notImplemented(row, 'rollbacker');
  if (isFailure(result)) return result;
  shell.out(`${resultName(row, object.metadata.name)} ${result}${dryRun.suffix}\n`);
  return undefined;
}

function undoSet(
  shell: Shell,
  row: KindRow,
  object: DaemonSet | StatefulSet,
  wanted: number,
  { options }: DryRun,
): string | Failure {
  const revisions = revisionsOf(shell.api, object);
  if (wanted === 0 && revisions.length < 2) return failure('no last revision to roll back to');
  const target = wanted === 0 ? revisions.at(-2) : revisions.find((r) => r.revision === wanted);
  if (!target) return failure(`unable to find specified revision ${wanted} in history`);
  const { name, namespace } = object.metadata;
  if (sameTemplate(object, target))
    return `skipped rollback (current template already matches revision ${wanted})`;
  const answer = shell.api.patch(row.id, namespace, name, 'strategic', target.data as Json, options);
  return answer.ok ? 'rolled back' : failure(`failed restoring revision ${wanted}: ${answer.status.message}`);
}

type Data = { spec?: { template?: Record<string, unknown> } };

/** Compared as the server writes them out. */
function sameTemplate(set: DaemonSet | StatefulSet, revision: ControllerRevision): boolean {
  const { $patch: _, ...template } = (revision.data as Data).spec?.template ?? {};
  const restored = { ...set, spec: { ...set.spec, template } };
  return deepEqual(encode(set.kind, restored), encode(set.kind, set));
}
