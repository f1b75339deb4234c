import type { Command } from '../command';
import { failure, isFailure } from '../failure';
import { resultName } from '../resource-arguments';
import { findRolloutObjects, refusal, ROLLOUT_FLAGS } from '../rollout-objects';
import { problemsText, type Problem } from '../status-text';

/** `kubectl rollout pause` (CLI-58, CLI-59). */
export const rolloutPause = command('rollout pause', true);

/** `kubectl rollout resume`. */
export const rolloutResume = command('rollout resume', false);

function command(name: string, paused: boolean): Command {
  const verb = paused ? 'pausing' : 'resuming';
  return {
    name,
    flags: ROLLOUT_FLAGS,
    run(shell, line) {
      const found = findRolloutObjects(shell, line);
      if (typeof found === 'number' || isFailure(found)) return found;
      const problems: Problem[] = [...found.problems];
      for (const { row, object } of found.objects) {
        const { name: of, namespace } = object.metadata;
        if (object.kind !== 'Deployment') {
          problems.push(refusal(row, of, `${verb} is not supported`));
          continue;
        }
        if ((object.spec.paused ?? false) === paused) {
          problems.push(refusal(row, of, paused ? 'is already paused' : 'is not paused'));
          continue;
        }
        const patch = { spec: { paused: paused || null } };
        const answer = shell.api.patch(row.id, namespace, of, 'strategic', patch);
        if (answer.ok) shell.out(`${resultName(row, of)} ${paused ? 'paused' : 'resumed'}\n`);
        else problems.push(failure(`failed to patch: ${answer.status.message}`));
      }
      if (problems.length === 0) return 0;
      shell.err(problemsText(problems, name));
      return 1;
    },
  };
}
