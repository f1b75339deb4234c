import type { Command } from '../command';
import { failure, isFailure } from '../failure';
import { createTabWriter } from '../table';
import { resultName } from '../resource-arguments';
import { revisionsOf } from '../revisions';
import { findRolloutObjects, ROLLOUT_FLAGS } from '../rollout-objects';
import { problemsText } from '../status-text';

/** `kubectl rollout history` (CLI-63). */
export const rolloutHistory: Command = {
  name: 'rollout history',
  flags: [...ROLLOUT_FLAGS, { name: 'revision', type: 'int', default: '0' }],
  run(shell, line) {
    const found = findRolloutObjects(shell, line);
    if (typeof found === 'number' || isFailure(found)) return found;
    if (line.flags.int('revision') !== 0) return failure('rollout history --revision is not supported here');
    if (found.problems.length > 0) {
      shell.err(problemsText(found.problems, 'rollout history'));
      return 1;
    }
    for (const { row, object } of found.objects) {
      if (object.kind !== 'DaemonSet') {
        return failure(
          object.kind === 'Pod'
            ? 'no history viewer has been implemented for "Pod"'
            : `error retrieving history for "${object.kind}", no visitor method exists for {${row.group} ${object.kind}}`,
        );
      }
      const revisions = revisionsOf(shell.api, object);
      const rows = revisions.map((r) => [
        String(r.revision),
        r.metadata.annotations?.['kubernetes.io/change-cause'] || '<none>',
      ]);
      const body =
        rows.length === 0
          ? 'No rollout history found.'
          : createTabWriter(0, 2).write([['REVISION', 'CHANGE-CAUSE'], ...rows]);
      shell.out(`${resultName(row, object.metadata.name)} \n${body}\n`);
    }
    return 0;
  },
};
