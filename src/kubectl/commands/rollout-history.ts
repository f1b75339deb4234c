import type { AnyObject } from '../../k8s/types';
import type { Command, Shell } from '../command';
import { failure, isFailure } from '../failure';
import { createTabWriter } from '../table';
import { resultName } from '../resource-arguments';
import { revisionsOf } from '../revisions';
import { deploymentRevisions } from '../rollout-deployment';
import { findRolloutObjects, notImplemented, ROLLOUT_FLAGS } from '../rollout-objects';
import { problemsText, type Problem } from '../status-text';

/** `kubectl rollout history` (CLI-63). */
export const rolloutHistory: Command = {
  name: 'rollout history',
  flags: [...ROLLOUT_FLAGS, { name: 'revision', type: 'int', default: '0' }],
  run(shell, line) {
    const wanted = line.flags.int('revision');
    const named = line.args.length > 0 || line.flags.given('filename');
    if (named && wanted < 0) return failure(`revision must be a positive integer: ${wanted}`);
    const found = findRolloutObjects(shell, line, true);
    if (typeof found === 'number' || isFailure(found)) return found;
    const problems: Problem[] = [...found.problems];
    for (const { row, object } of found.objects) {
      const revisions = causesOf(shell, object);
      if (!revisions) problems.push(notImplemented(row, 'history viewer'));
      else if (wanted > 0 && revisions.size > 0 && !revisions.has(wanted))
        problems.push(failure('unable to find the specified revision'));
      else if (wanted > 0 && revisions.size > 0)
        problems.push(failure('rollout history --revision is not supported here'));
      else {
        const which = wanted > 0 ? `with revision #${wanted}` : '';
        shell.out(`${resultName(row, object.metadata.name)} ${which}\n${overview(revisions)}\n`);
      }
    }
    if (problems.length === 0) return 0;
    shell.err(problemsText(problems, 'rollout history'));
    return 1;
  },
};

const CAUSE = 'kubernetes.io/change-cause';

/** Change causes by revision, in ascending order; undefined for kinds without a history. */
function causesOf(shell: Shell, object: AnyObject): Map<number, string | undefined> | undefined {
  if (object.kind === 'Deployment')
    return new Map(
      deploymentRevisions(shell.api, object).map(({ revision, set }) => [
        revision,
        set.metadata.annotations?.[CAUSE] || set.spec.template?.metadata?.annotations?.[CAUSE],
      ]),
    );
  if (object.kind !== 'DaemonSet' && object.kind !== 'StatefulSet') return undefined;
  return new Map(revisionsOf(shell.api, object).map((r) => [r.revision, r.metadata.annotations?.[CAUSE]]));
}

function overview(causes: ReadonlyMap<number, string | undefined>): string {
  if (causes.size === 0) return 'No rollout history found.';
  const rows = [...causes].map(([revision, cause]) => [String(revision), cause || '<none>']);
  return createTabWriter(0, 2).write([['REVISION', 'CHANGE-CAUSE'], ...rows]);
}
