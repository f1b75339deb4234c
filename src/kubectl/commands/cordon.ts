import { kindOf } from '../../engine/index';
import type { Node } from '../../k8s/types';
import type { Command, Line, Shell } from '../command';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { failure, isFailure, usageFailure, type Failure } from '../failure';
import { resultName } from '../resource-arguments';
import { problemsText, type Problem } from '../status-text';
import { findObjects, SELECTOR_FLAGS } from '../targets';

/** `kubectl cordon` and `kubectl uncordon` (CLI-80). */
export const cordon = cordonCommand('cordon', true);
export const uncordon = cordonCommand('uncordon', false);

function cordonCommand(name: 'cordon' | 'uncordon', wanted: boolean): Command {
  return {
    name,
    flags: [...SELECTOR_FLAGS.filter((f) => f.name === 'selector'), DRY_RUN_FLAG],
    run: (shell, line) => run(shell, line, name, wanted),
  };
}

function run(shell: Shell, line: Line, name: string, wanted: boolean): number | Failure {
  const bySelector = line.flags.text('selector') !== '';
  if (line.args.length === 0 && !bySelector) return usageFailure(`USAGE: ${name} NODE [flags]`);
  if (line.args.length > 0 && bySelector) {
    return usageFailure('cannot specify both a node name and a --selector option');
  }
  const names = line.args.map((arg) => arg.replace(/^(nodes?|no)\//, ''));
  const found = findObjects(shell, line, ['nodes', ...names]);
  if (isFailure(found)) return found;
  const { options, suffix } = dryRunOf(line.flags);
  if (found.problems.length > 0) {
    shell.err(problemsText(found.problems, name));
    return 1;
  }
  const problems: Problem[] = [];
  for (const { object } of found.objects) {
    const node = object as Node;
    const shown = resultName(kindOf('Node'), node.metadata.name);
    if ((node.spec.unschedulable ?? false) === wanted) {
      shell.out(`${shown} already ${name}ed${suffix}\n`);
      continue;
    }
    const patch = { spec: { unschedulable: wanted ? true : null } };
    const answer = shell.api.patch('Node', undefined, node.metadata.name, 'strategic', patch, options);
    if (answer.ok) shell.out(`${shown} ${name}ed${suffix}\n`);
    else
      problems.push(
        failure(`unable to ${name} node ${JSON.stringify(node.metadata.name)}: ${answer.status.message}`),
      );
  }
  if (problems.length === 0) return 0;
  shell.err(problemsText(problems, name));
  return 1;
}
