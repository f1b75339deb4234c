/** One attempt to place one pod (SCH-2): filter, preempt if nothing fits, score, bind. */
import { podPriority } from '../../k8s/pod-priority';
import { refOf, splitKey, versionOf } from '../../k8s/ref';
import type { Node, Pod } from '../../k8s/types';
import type { Context } from '../component';
import { viewOf, usageFor, type ClusterView } from './cluster-view';
import { writeCondition } from './conditions';
import { eventNote } from './failure-message';
import { diagnosisText, findFeasibleNodes } from './feasible-nodes';
import { filterNode } from './filters';
import { emptyUsage } from './node-usage';
import { findPreemption, postFilterText, type Preemption } from './preemption';
import { backoffOf, nominate, toPool } from './queue';
import { chooseNode } from './scoring';
import type { PendingPod, SchedulerState } from './state';
import { expectFlush, SCHEDULER_NAME } from './watch';

type Ctx = Context<SchedulerState>;

const NO_NODES = 'no nodes available to schedule pods';

/** `pending` has just been taken from the queue; it is put back when it cannot be placed. */
export function attempt(ctx: Ctx, pending: PendingPod, pod: Pod): void {
  const view = viewFor(ctx);
  if (view.nodeCount === 0) {
    reject(ctx, pending, pod, { text: NO_NODES, plugins: [] });
    return;
  }
  const preferred = nominatedNode(pod, pending, view);
  const search = findFeasibleNodes(pod, view, ctx.state.nextStart);
  if (preferred || search.feasible.length > 0) {
    if (!search.pinned) ctx.state.nextStart = (ctx.state.nextStart + search.examined) % view.nodeCount;
    place(
      ctx,
      pending,
      pod,
      preferred ?? chooseNode(pod, search.feasible, view, ctx.random),
      search.feasible.length,
    );
    return;
  }
  const { diagnosis } = search;
  const preemption = findPreemption(pod, diagnosis, view);
  reject(ctx, pending, pod, {
    text: diagnosisText(diagnosis) + postFilterText(preemption, diagnosis),
    plugins: diagnosis.plugins,
    pinned: search.pinned,
    preemption,
  });
}

interface Failure {
  text: string;
  plugins: readonly string[];
  pinned?: readonly string[];
  preemption?: Preemption;
}

function reject(ctx: Ctx, pending: PendingPod, pod: Pod, failure: Failure): void {
  const { preemption } = failure;
  pending.rejectedBy = failure.plugins;
  if (failure.pinned) pending.pinned = failure.pinned;
  // Without a plugin that could say what will help, only time does.
  if (failure.plugins.length === 0) retryLater(ctx, pending);
  else {
    pending.attempts++;
    pending.timestamp = ctx.now;
    toPool(ctx.state, pending, 'unschedulable');
    expectFlush(ctx, pending);
  }
  let nomination: string | null | undefined;
  if (preemption?.type === 'victims') nomination = preemption.node;
  else if (preemption?.clear) nomination = null;
  if (nomination !== undefined) nominate(ctx.state, pending, nomination ?? undefined);
  ctx.decide(refOf(pod), failure.text, 'Unschedulable');
  ctx.event(versionOf(pod), 'Warning', 'FailedScheduling', eventNote(failure.text), { series: true });
  writeCondition(
    ctx,
    pod,
    { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: failure.text },
    nomination,
  );
  // Last, because a victim that vanishes at once must find the pod waiting.
  if (preemption?.type === 'victims') evict(ctx, pod, preemption.node, preemption.victims);
}

/** SCH-36. */
function evict(ctx: Ctx, preemptor: Pod, node: string, victims: readonly Pod[]): void {
  for (const victim of victims) {
    const { namespace, name, uid } = victim.metadata;
    writeCondition(ctx, victim, {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: `${SCHEDULER_NAME}: preempting to accommodate a higher priority pod`,
    });
    ctx.decide(refOf(victim), `Preempted by pod ${preemptor.metadata.uid} on node ${node}`, 'Preempted');
    const deleted = ctx.api.delete('Pod', namespace, name, { preconditions: { uid } });
    if (deleted.ok)
      ctx.event(
        versionOf(victim),
        'Normal',
        'Preempted',
        `Preempted by pod ${preemptor.metadata.uid} on node ${node}`,
        {
          series: true,
          related: versionOf(preemptor),
        },
      );
  }
  // Pods of lower priority that were promised room on this node must look elsewhere.
  for (const key of ctx.state.nominated.get(node) ?? []) {
    const other = ctx.state.pending.get(key);
    if (!other || other.priority >= podPriority(preemptor)) continue;
    nominate(ctx.state, other, undefined);
    const { namespace, name } = splitKey(key);
    ctx.api.patch(
      'Pod',
      namespace,
      name,
      'merge',
      { status: { nominatedNodeName: null } },
      { subresource: 'status' },
    );
  }
}

function place(ctx: Ctx, pending: PendingPod, pod: Pod, node: Node, feasible: number): void {
  const { namespace, name } = pod.metadata;
  const target = node.metadata.name;
  ctx.decide(
    refOf(pod),
    `Place on ${target}`,
    feasible === 1
      ? 'The only node that passes all filters'
      : `The best of ${feasible} nodes that pass all filters`,
  );
  const bound = ctx.api.bind(namespace as string, name, target);
  if (bound.ok) {
    ctx.event(
      versionOf(pod),
      'Normal',
      'Scheduled',
      `Successfully assigned ${namespace}/${name} to ${target}`,
      {
        series: true,
      },
    );
    return;
  }
  // Gone or bound by someone else: its watch event has taken it out of the queue already.
  if (ctx.state.pending.get(pending.key) === pending) retryLater(ctx, pending);
}

/** SCH-39: tried again when its back-off is over, whatever happens meanwhile. */
function retryLater(ctx: Ctx, pending: PendingPod): void {
  pending.attempts++;
  pending.timestamp = ctx.now;
  toPool(ctx.state, pending, 'error');
  ctx.setTimer(`error ${pending.key}`, ctx.now + backoffOf(pending.attempts));
}

/** The node that made room for the pod, if the pod fits there now: it comes first (SCH-36). */
function nominatedNode(pod: Pod, pending: PendingPod, view: ClusterView): Node | undefined {
  const node = pending.nominated === undefined ? undefined : view.node(pending.nominated);
  if (!node) return undefined;
  return filterNode(pod, node, usageFor(pod, node.metadata.name, view)).fits ? node : undefined;
}

function viewFor(ctx: Ctx): ClusterView {
  const { state, read } = ctx;
  const nothing = emptyUsage();
  return {
    ...viewOf(read),
    usage: (name) => state.usage.get(name) ?? nothing,
    nominated: (name) => {
      const keys = state.nominated.get(name);
      if (!keys) return [];
      const pods = [...keys].map(splitKey).map((key) => read.get('Pod', key.namespace, key.name));
      return pods.filter((p) => p !== undefined);
    },
  };
}
