/**
 * The disruption controller: how many pods under a PodDisruptionBudget may go (WL-28, WL-29). Queue keys are `pdb:<namespace>/<name>`
 * and, for pods that were to be disrupted but stay, `pod:<namespace>/<name>`. As upstream it looks at a budget only when the
 * budget or one of its pods changes, not when a controller is scaled.
 */
import { matchesSelector } from '../../../k8s/labels';
import { keyOf, refOf } from '../../../k8s/ref';
import type { Pod } from '../../../k8s/types';
import type { Component } from '../../component';
import { SOURCE, type DisruptionContext } from './disruption-context';
import { selectedPods } from './selected-pods';
import { staleAfter, syncStalePod } from './stale-condition';
import { syncBudget } from './sync';

export const disruptionController: Component<Record<string, never>> = {
  name: 'disruption-controller',
  process: 'kube-controller-manager',
  initialState: () => ({}),
  onEvent(ctx, event) {
    selectedPods(ctx.state).note(event);
    if (event.kind === 'PodDisruptionBudget') {
      if (event.type !== 'DELETED') ctx.enqueue(budgetKey(event.object));
    } else if (event.kind === 'Pod') {
      enqueueBudgetOf(ctx, event.object);
      if (event.type === 'DELETED') return;
      const delay = staleAfter(event.object, ctx.now);
      const { namespace, name } = event.object.metadata;
      if (delay !== undefined) ctx.enqueueAfter(`pod:${keyOf(namespace, name)}`, delay);
    }
  },
  sync(ctx, key) {
    return key.startsWith('pod:')
      ? syncStalePod(ctx, key.slice('pod:'.length))
      : syncBudget(ctx, key.slice('pdb:'.length), key);
  },
};

function budgetKey({ metadata }: { metadata: { namespace?: string; name: string } }): string {
  return `pdb:${keyOf(metadata.namespace, metadata.name)}`;
}

/** The first of several, which upstream calls an arbitrary choice. */
function enqueueBudgetOf(ctx: DisruptionContext, pod: Pod): void {
  const { namespace, name, labels } = pod.metadata;
  const all = ctx.read.list('PodDisruptionBudget', namespace);
  if (all.length === 0) return;
  const budgets = all.filter(({ spec }) => matchesSelector(spec.selector, labels));
  const [first] = budgets;
  if (!first) return;
  if (budgets.length > 1)
    ctx.event(
      { apiVersion: 'v1', ...refOf(pod) },
      'Warning',
      'MultiplePodDisruptionBudgets',
      `Pod ${JSON.stringify(namespace)}/${JSON.stringify(name)} matches multiple PodDisruptionBudgets.  Chose ${JSON.stringify(first.metadata.name)} arbitrarily.`,
      SOURCE,
    );
  ctx.enqueue(budgetKey(first));
}
