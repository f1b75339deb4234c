import type { Node, Pod } from '../../k8s/types';
import { parseLabelSelector } from '../../k8s/labels';
import type { Command, Line, Pause, Run, Shell } from '../command';
import { findNodes, setUnschedulable } from '../cordon-nodes';
import { planDrain, type DrainOptions, type DrainPlan } from '../drain-filters';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { deletePods, evictPods, type Removal } from '../evictions';
import { failure, isFailure } from '../failure';
import { listSelected } from '../select';
import { SELECTOR_FLAGS } from '../targets';
import { kindOf } from '../../engine/index';

/** `kubectl drain` (CLI-81 … CLI-89): cordons, then evicts what the filters leave. The node stays cordoned whatever happens. */
export const drain: Command = {
  name: 'drain',
  flags: [
    ...SELECTOR_FLAGS.filter((f) => f.name === 'selector'),
    { name: 'force', type: 'bool' },
    { name: 'ignore-daemonsets', type: 'bool' },
    { name: 'delete-emptydir-data', type: 'bool' },
    { name: 'grace-period', type: 'int', default: '-1' },
    { name: 'timeout', type: 'duration', default: '0s' },
    { name: 'pod-selector', type: 'string' },
    { name: 'disable-eviction', type: 'bool' },
    { name: 'skip-wait-for-delete-timeout', type: 'int', default: '0' },
    { name: 'chunk-size', type: 'int', default: '500' },
    DRY_RUN_FLAG,
  ],
  run(shell, line) {
    if (line.flags.text('pod-selector') !== '' && !parseLabelSelector(line.flags.text('pod-selector')).ok)
      return failure('--pod-selector=<pod_selector> must be a valid label selector');
    const nodes = findNodes(shell, line, 'drain', 'drain NODE');
    if (typeof nodes === 'number' || isFailure(nodes)) return nodes;
    return drainAll(shell, line, nodes);
  },
};

function* drainAll(shell: Shell, line: Line, nodes: readonly Node[]): Run {
  const status = yield* setUnschedulable(shell, line, nodes, true, 'drain');
  if (status !== 0) return status;
  const { suffix } = dryRunOf(line.flags);
  const failed = new Map<string, string[]>();
  for (const { metadata } of nodes) {
    const errors = yield* drainOne(shell, line, metadata.name);
    if (errors.length === 0) {
      shell.out(`node/${metadata.name} drained${suffix}\n`);
      continue;
    }
    failed.set(metadata.name, errors);
    shell.err(
      `error: unable to drain node ${JSON.stringify(metadata.name)} due to error: ${aggregate(errors)}, continuing command...\n`,
    );
  }
  if (failed.size === 0) return 0;
  shell.err(
    `There are pending nodes to be drained:\n${[...failed.keys()].map((name) => ` ${name}\n`).join('')}`,
  );
  // The errors of a single node stand in lines of their own, those of one of several together.
  const all = [...failed.values()];
  const lines = all.length === 1 ? (all[0] ?? []) : all.map(aggregate);
  shell.err(lines.map((text) => `${text}\n`).join(''));
  return 1;
}

/** Several errors as Go prints them in one. */
function aggregate(errors: readonly string[]): string {
  const distinct = [...new Set(errors)];
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
}

/** Result: the errors. */
function* drainOne(shell: Shell, line: Line, node: string): Generator<Pause, string[], void> {
  const { flags } = line;
  const options: DrainOptions = {
    force: flags.bool('force'),
    ignoreDaemonSets: flags.bool('ignore-daemonsets'),
    deleteEmptyDirData: flags.bool('delete-emptydir-data'),
    skipWaitForDelete: flags.int('skip-wait-for-delete-timeout'),
  };
  const plan = planFor(shell, line, node, options);
  if (plan.errors.length > 0) return plan.errors;
  if (plan.warnings !== '') shell.err(`Warning: ${plan.warnings}\n`);
  const { mode } = dryRunOf(flags);
  if (mode === 'client') {
    for (const { metadata } of plan.pods)
      shell.out(`evicting pod ${metadata.namespace}/${metadata.name} (dry run)\n`);
    return [];
  }
  const removal: Removal = {
    shell,
    options,
    dryRun: mode === 'server',
    grace: flags.int('grace-period'),
    timeout: flags.duration('timeout'),
  };
  const errors = yield* (flags.bool('disable-eviction') ? deletePods : evictPods)(removal, plan.pods);
  if (errors.length > 0) reportPending(shell, node, aggregate(errors), planFor(shell, line, node, options));
  return errors;
}

function planFor(shell: Shell, line: Line, node: string, options: DrainOptions): DrainPlan {
  const selector = line.flags.text('pod-selector');
  const answer = listSelected(shell.api, kindOf('Pod'), undefined, selector, `spec.nodeName=${node}`);
  if (!answer.ok) return { pods: [], warnings: '', errors: [answer.status.message] };
  return planDrain(shell.api, answer.objects as readonly Pod[], options, shell.cluster.now);
}

function reportPending(shell: Shell, node: string, error: string, { pods, errors }: DrainPlan): void {
  if (pods.length > 0) {
    const names = pods.map(({ metadata }) => `pod/${metadata.name}\n`).join('');
    shell.err(
      `There are pending pods in node ${JSON.stringify(node)} when an error occurred: ${error}\n${names}`,
    );
  }
  if (errors.length > 0)
    shell.err(`Following errors occurred while getting the list of pods to delete:\n${aggregate(errors)}`);
}
