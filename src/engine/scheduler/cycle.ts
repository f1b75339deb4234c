/** One attempt to place one pod (SCH-2): filter, preempt if nothing fits, score, bind. */
import { conditionOf, isTerminating } from '../../k8s/conditions';
import { podPriority } from '../../k8s/pod-priority';
import { refOf, splitKey, versionOf } from '../../k8s/ref';
import type { Node, Pod } from '../../k8s/types';
import type { Reader } from '../api/types';
import type { Context } from '../component';
import type { ClusterView } from './cluster-view';
import { writeCondition } from './conditions';
import { eventNote } from './failure-message';
import { diagnosisText, findFeasibleNodes } from './feasible-nodes';
import type { ImageSpread } from './image-spread';
import { emptyUsage, type NodeUsage } from './node-usage';
import type { Judge } from './node-verdicts';
import type { PlacedPods } from './placed-pods';
import type { PodLike } from './plugin';
import { findPreemption, postFilterText, type Preemption } from './preemption';
import { backoffEnd, nominate, toPool } from './queue';
import { chooseNode } from './scoring';
import type { PendingPod, SchedulerState } from './state';
import { bindingsOn, SELECTED_NODE, waitingClaims } from './volumes';
import { expectFlush, imageSpread, nodeVerdicts, placedPods, SCHEDULER_NAME } from './watch';

type Ctx = Context<SchedulerState>;

const NO_NODES = 'no nodes available to schedule pods';

/** `pending` has just been taken from the queue; it is put back when it cannot be placed. */
export function attempt(ctx: Ctx, pending: PendingPod, pod: Pod): void {
  const view = new RunningView(ctx);
  if (view.nodeCount === 0) {
    reject(ctx, pending, pod, { text: NO_NODES, plugins: [], clear: true });
    return;
  }
  const search = findFeasibleNodes(pod, view, ctx.state.nextStart);
  const { feasible, alone, pinned } = search;
  if (!pinned) ctx.state.nextStart = (ctx.state.nextStart + search.examined) % view.nodeCount;
  if (feasible.length > 0) {
    place(ctx, pending, pod, chooseNode(pod, feasible, view, ctx.random, alone), feasible.length);
    return;
  }
  const { diagnosis } = search;
  const preemption = findPreemption(pod, search, view, (n) => ctx.random.int(0, n - 1));
  reject(ctx, pending, pod, {
    text: diagnosisText(diagnosis) + postFilterText(preemption, diagnosis),
    plugins: diagnosis.plugins,
    pinned: pinned && [...pinned],
    ...(preemption.type === 'victims' ? { preemption } : { clear: preemption.clear }),
  });
}

interface Failure {
  text: string;
  plugins: readonly string[];
  pinned?: readonly string[];
  /** Pods that have to make room. */
  preemption?: Extract<Preemption, { type: 'victims' }>;
  /** An earlier nomination lapses. */
  clear?: boolean;
}

function reject(ctx: Ctx, pending: PendingPod, pod: Pod, failure: Failure): void {
  const { text, plugins, pinned, preemption, clear } = failure;
  pending.rejectedBy = plugins;
  if (pinned) pending.pinned = pinned;
  // Without a plugin that could say what will help, only time does.
  if (plugins.length === 0) retryLater(ctx, pending);
  else {
    pending.attempts++;
    pending.errors = 0;
    pending.timestamp = ctx.now;
    toPool(ctx.state, pending, 'unschedulable');
    expectFlush(ctx, pending);
  }
  const said = conditionOf(pod.status.conditions, 'PodScheduled')?.message;
  pending.repeats = said === text ? pending.repeats + 1 : 1;
  const nomination = preemption ? preemption.node : clear ? null : undefined;
  if (nomination !== undefined) nominate(ctx.state, pending, nomination ?? undefined);
  report(ctx, pod, 'Unschedulable', text, nomination);
  // Last, because a victim that vanishes at once must find the pod waiting.
  if (preemption) evict(ctx, pod, preemption.node, preemption.victims);
}

/** SCH-20. */
function report(ctx: Ctx, pod: Pod, reason: string, message: string, nomination?: string | null): void {
  ctx.decide(refOf(pod), message, reason);
  ctx.event(versionOf(pod), 'Warning', 'FailedScheduling', eventNote(message), { series: true });
  writeCondition(ctx, pod, { type: 'PodScheduled', status: 'False', reason, message }, nomination);
}

/** SCH-36. */
function evict(ctx: Ctx, preemptor: Pod, node: string, victims: readonly Pod[]): void {
  const leaving = victims.filter((victim) => !isTerminating(victim));
  if (leaving.length === 0) return;
  clearNominations(ctx, preemptor, node);
  const text = `Preempted by pod ${preemptor.metadata.uid} on node ${node}`;
  for (const victim of leaving) {
    const { namespace, name, uid } = victim.metadata;
    writeCondition(ctx, victim, {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: `${SCHEDULER_NAME}: preempting to accommodate a higher priority pod`,
    });
    ctx.decide(refOf(victim), text, 'Preempted');
    const deleted = ctx.api.delete('Pod', namespace, name, { preconditions: { uid } });
    const related = versionOf(preemptor);
    if (deleted.ok) ctx.event(versionOf(victim), 'Normal', 'Preempted', text, { series: true, related });
  }
}

/** Pods of lower priority that were promised room on this node must look elsewhere. */
function clearNominations(ctx: Ctx, preemptor: Pod, node: string): void {
  for (const key of ctx.state.nominated.get(node) ?? []) {
    const other = ctx.state.pending.get(key);
    if (!other || other.priority >= podPriority(preemptor)) continue;
    nominate(ctx.state, other, undefined);
    const { namespace, name } = splitKey(key);
    const nothing = { status: { nominatedNodeName: null } };
    ctx.api.patch('Pod', namespace, name, 'merge', nothing, { subresource: 'status' });
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
  selectNode(ctx, pod, node);
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
  if (ctx.state.pending.get(pending.key) !== pending) return;
  pending.rejectedBy = [];
  retryLater(ctx, pending);
  nominate(ctx.state, pending, undefined);
  report(ctx, pod, 'SchedulerError', `running Bind plugin "DefaultBinder": ${bound.status.message}`, null);
}

/**
 * Claims that wait for their first pod are told where it goes. A real scheduler then waits until their volumes are there; here nobody
 * makes any, and it goes on.
 */
function selectNode(ctx: Ctx, pod: Pod, node: Node): void {
  const claims = waitingClaims(ctx.read, pod);
  if (claims.length === 0) return;
  for (const { claim, volume } of bindingsOn(ctx.read, claims, node) ?? []) {
    const { namespace, name, annotations } = claim.metadata;
    if (volume || annotations?.[SELECTED_NODE]) continue;
    const selected = { metadata: { annotations: { [SELECTED_NODE]: node.metadata.name } } };
    ctx.api.patch('PersistentVolumeClaim', namespace, name, 'merge', selected);
  }
}

/** SCH-39: tried again when its back-off is over, whatever happens meanwhile. */
function retryLater(ctx: Ctx, pending: PendingPod): void {
  pending.errors++;
  pending.timestamp = ctx.now;
  toPool(ctx.state, pending, 'error');
  ctx.setTimer(`error ${pending.key}`, backoffEnd(pending));
}

const UNUSED = emptyUsage();
const NOBODY: readonly Pod[] = [];

/** With the running sums in place of what `viewOf` counts. */
class RunningView implements ClusterView {
  readonly read: Reader;
  readonly nodeCount: number;

  constructor(private readonly ctx: Ctx) {
    this.read = ctx.read;
    this.nodeCount = ctx.read.count('Node');
  }

  nodes(): readonly Node[] {
    return this.read.list('Node');
  }

  node(name: string): Node | undefined {
    return this.read.get('Node', undefined, name);
  }

  podsOnNode(name: string): readonly Pod[] {
    return this.read.podsOnNode(name);
  }

  usage(name: string): Readonly<NodeUsage> {
    return this.ctx.state.usage.peek(name) ?? UNUSED;
  }

  judge(pod: PodLike): Judge {
    return nodeVerdicts(this.ctx).judge(pod, this.nodes(), (name) => this.usage(name));
  }

  nominated(name: string): readonly Pod[] {
    const keys = this.ctx.state.nominated.get(name);
    if (!keys) return NOBODY;
    const pods = [...keys].map(splitKey).map((key) => this.read.get('Pod', key.namespace, key.name));
    return pods.filter((p) => p !== undefined);
  }

  placed(): PlacedPods {
    return placedPods(this.ctx);
  }

  images(): ImageSpread {
    return imageSpread(this.ctx);
  }
}
