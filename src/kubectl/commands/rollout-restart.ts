import { rfc3339 } from '../../k8s/time';
import type { Command } from '../command';
import { failure, isFailure } from '../failure';
import { inSteps } from '../in-steps';
import { resultName } from '../resource-arguments';
import { findRolloutObjects, refusal, ROLLOUT_FLAGS } from '../rollout-objects';
import { exitStatus, type Problem } from '../status-text';
import type { FoundObject } from '../targets';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** `kubectl rollout restart` (CLI-65). */
export const rolloutRestart: Command = {
  name: 'rollout restart',
  flags: ROLLOUT_FLAGS,
  run(shell, line) {
    const found = findRolloutObjects(shell, line);
    if (typeof found === 'number' || isFailure(found)) return found;
    const problems: Problem[] = [...found.problems];
    const at = rfc3339(shell.cluster.now);
    const restart = ({ row, object }: FoundObject): void => {
      const { name, namespace } = object.metadata;
      if (object.kind !== 'DaemonSet' && object.kind !== 'StatefulSet' && object.kind !== 'Deployment') {
        problems.push(refusal(row, name, 'restarting is not supported'));
        return;
      }
      if (object.kind === 'Deployment' && object.spec.paused) {
        problems.push(refusal(row, name, "can't restart paused deployment (run rollout resume first)"));
        return;
      }
      if (object.spec.template.metadata?.annotations?.[RESTARTED_AT] === at) {
        problems.push(
          failure(
            `failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
          ),
        );
        return;
      }
      const patch = { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: at } } } } };
      const answer = shell.api.patch(row.id, namespace, name, 'strategic', patch);
      if (answer.ok) shell.out(`${resultName(row, name)} restarted\n`);
      else problems.push(failure(`failed to patch: ${answer.status.message}`));
    };
    return inSteps(found.objects, restart, () => exitStatus(shell, problems, 'rollout restart'));
  },
};
