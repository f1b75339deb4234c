import { rfc3339 } from '../../k8s/time';
import { namespaceOf, type Command } from '../command';
import { failure, isFailure } from '../failure';
import { resultName } from '../resource-arguments';
import { problemsText, type Problem } from '../status-text';
import { findObjects, SELECTOR_FLAGS } from '../targets';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** `kubectl rollout restart` (CLI-65). */
export const rolloutRestart: Command = {
  name: 'rollout restart',
  flags: SELECTOR_FLAGS.filter((f) => f.name === 'selector' || f.name === 'filename'),
  run(shell, line) {
    if (line.args.length === 0 && !line.flags.given('filename'))
      return failure('required resource not specified');
    const found = findObjects(shell, line, line.args);
    if (isFailure(found)) return found;
    const problems: Problem[] = [...found.problems];
    if (found.objects.length === 0 && problems.length === 0) {
      shell.err(`No resources found in ${namespaceOf(line)} namespace.\n`);
      return 0;
    }
    const at = rfc3339(shell.cluster.now);
    for (const { row, object } of found.objects) {
      const { name, namespace } = object.metadata;
      if (object.kind !== 'DaemonSet') {
        problems.push(failure(`error: ${row.plural} ${JSON.stringify(name)} restarting is not supported`));
        continue;
      }
      if (object.spec.template.metadata?.annotations?.[RESTARTED_AT] === at) {
        problems.push(
          failure(
            `failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
          ),
        );
        continue;
      }
      const patch = { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: at } } } } };
      const answer = shell.api.patch(row.kind, namespace, name, 'strategic', patch);
      if (answer.ok) shell.out(`${resultName(row, name)} restarted\n`);
      else problems.push(answer.status);
    }
    if (problems.length === 0) return 0;
    shell.err(problemsText(problems, 'rollout restart'));
    return 1;
  },
};
