/** What `cordon`, `uncordon` and `drain` have in common (CLI-80, CLI-81). */
import { kindOf } from '../engine/index';
import type { Node } from '../k8s/types';
import type { Line, Run, Shell } from './command';
import { dryRunOf } from './dry-run';
import { failure, isFailure, usageFailure, type Failure } from './failure';
import { inSteps } from './in-steps';
import { resultName } from './resource-arguments';
import { exitStatus, problemsText, type Problem } from './status-text';
import { findObjects } from './targets';

/** The nodes that a line names, a wrong line, or the exit status when not all were found. `usage` as in the help. */
export function findNodes(shell: Shell, line: Line, name: string, usage: string): Node[] | Failure | number {
  const bySelector = line.flags.text('selector') !== '';
  if (line.args.length === 0 && !bySelector) return usageFailure(`USAGE: ${usage} [flags]`);
  if (line.args.length > 0 && bySelector) {
    return usageFailure('cannot specify both a node name and a --selector option');
  }
  const names = line.args.map((arg) => arg.replace(/^(nodes?|no)\//, ''));
  const found = findObjects(shell, line, ['nodes', ...names]);
  if (isFailure(found)) return found;
  if (found.problems.length === 0) return found.objects.map(({ object }) => object as Node);
  // The first one ends it.
  shell.err(problemsText(found.problems.slice(0, 1), name));
  return 1;
}

/** The exit status is 0 when it worked for all. */
export function setUnschedulable(
  shell: Shell,
  line: Line,
  nodes: readonly Node[],
  wanted: boolean,
  name: string,
): Run {
  const verb = wanted ? 'cordon' : 'uncordon';
  const { options, suffix } = dryRunOf(line.flags);
  const problems: Problem[] = [];
  const set = (node: Node): void => {
    const shown = resultName(kindOf('Node'), node.metadata.name);
    if ((node.spec.unschedulable ?? false) === wanted) {
      shell.out(`${shown} already ${verb}ed${suffix}\n`);
      return;
    }
    const patch = { spec: { unschedulable: wanted ? true : null } };
    const answer = shell.api.patch('Node', undefined, node.metadata.name, 'strategic', patch, options);
    if (answer.ok) shell.out(`${shown} ${verb}ed${suffix}\n`);
    else
      problems.push(
        failure(`unable to ${verb} node ${JSON.stringify(node.metadata.name)}: ${answer.status.message}`),
      );
  };
  return inSteps(nodes, set, () => exitStatus(shell, problems, name));
}
