/**
 * Pod garbage collection (NODE-24 … NODE-27, NODE-17). Upstream looks every 20 s; here the same beats are kept, but the clock is
 * only set when there may be something to find.
 */
import { conditionOf, isNodeReady, isPodTerminal, isTerminating } from '../../k8s/conditions';
import { refOf } from '../../k8s/ref';
import { rfc3339 } from '../../k8s/time';
import type { Node, Pod, PodCondition } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import type { Manifest } from '../api/types';
import type { Component, Context } from '../component';

interface PodGcState {
  /** Missing node → when its quarantine ends, ms. */
  quarantine: Map<string, number>;
  /** When it started, ms since epoch: it looks every 20 s from then on. */
  started: number;
}
type Ctx = Context<PodGcState>;

const PERIOD = 20_000;
const QUARANTINE = 40_000;
const TERMINATED_THRESHOLD = 12_500;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';
const TIMER = 'tick';

export const podGarbageCollector: Component<PodGcState> = {
  name: 'pod-garbage-collector',
  process: 'kube-controller-manager',
  initialState: () => ({ quarantine: new Map(), started: 0 }),
  onEvent(ctx, event) {
    if (event.kind === 'Node') {
      const { object } = event;
      const work =
        event.type === 'DELETED'
          ? ctx.read.podsOnNode(object.metadata.name).length > 0
          : isOutOfService(object);
      if (work) schedule(ctx);
    } else if (event.kind === 'Pod' && event.type !== 'DELETED' && mayCollect(ctx, event.object))
      schedule(ctx);
  },
  onStart(ctx) {
    ctx.state.started = ctx.now;
    ctx.setTimer(TIMER, ctx.now);
  },
  onTimer(ctx) {
    collectTerminated(ctx);
    collectOutOfService(ctx);
    collectOrphans(ctx);
    collectUnscheduled(ctx);
    // What this round wrote has set the timer again; only the quarantine needs another round.
    if (ctx.state.quarantine.size > 0) schedule(ctx);
    else ctx.clearTimer(TIMER);
  },
};

/** The next beat strictly after now; all share one grid, so setting it again changes nothing. */
function schedule(ctx: Ctx): void {
  const { started } = ctx.state;
  ctx.setTimer(TIMER, started + (Math.floor((ctx.now - started) / PERIOD) + 1) * PERIOD);
}

function mayCollect(ctx: Ctx, pod: Pod): boolean {
  const nodeName = pod.spec.nodeName;
  if (!nodeName) return isTerminating(pod);
  const node = ctx.read.get('Node', undefined, nodeName);
  if (!node) return true;
  if (isTerminating(pod) && isOutOfService(node)) return true;
  return isPodTerminal(pod) && ctx.read.count('Pod') > TERMINATED_THRESHOLD;
}

function isOutOfService(node: Node): boolean {
  return node.spec.taints?.some((taint) => taint.key === OUT_OF_SERVICE) ?? false;
}

/** NODE-25: finished pods beyond the threshold, evicted ones first, then the oldest. */
function collectTerminated(ctx: Ctx): void {
  if (ctx.read.count('Pod') <= TERMINATED_THRESHOLD) return;
  const terminated = ctx.read.list('Pod').filter(isPodTerminal);
  const surplus = terminated.length - TERMINATED_THRESHOLD;
  if (surplus <= 0) return;
  const evicted = (pod: Pod) => Number(pod.status.reason === 'Evicted');
  const order = terminated.toSorted(
    (a, b) =>
      evicted(b) - evicted(a) ||
      compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
      compareText(a.metadata.name, b.metadata.name),
  );
  for (const pod of order.slice(0, surplus))
    forceDelete(ctx, pod, `more than ${TERMINATED_THRESHOLD} finished pods: delete the oldest`);
}

/** NODE-17. */
function collectOutOfService(ctx: Ctx): void {
  for (const node of ctx.read.list('Node')) {
    if (!isOutOfService(node) || isNodeReady(node)) continue;
    for (const pod of ctx.read.podsOnNode(node.metadata.name)) {
      if (!isTerminating(pod)) continue;
      markFailed(ctx, pod);
      forceDelete(ctx, pod, `${node.metadata.name} is out of service: delete the terminating pod`);
    }
  }
}

/** NODE-27: a node name is looked at again after its quarantine. */
function collectOrphans(ctx: Ctx): void {
  const { quarantine } = ctx.state;
  const missing = new Map<string, Pod[]>();
  for (const pod of ctx.read.list('Pod')) {
    const { nodeName } = pod.spec;
    if (!nodeName || ctx.read.get('Node', undefined, nodeName)) continue;
    const pods = missing.get(nodeName);
    if (pods) pods.push(pod);
    else missing.set(nodeName, [pod]);
  }
  for (const nodeName of missing.keys())
    if (!quarantine.has(nodeName)) quarantine.set(nodeName, ctx.now + QUARANTINE);
  for (const [nodeName, until] of quarantine) {
    if (until > ctx.now) continue;
    // A node that came back meanwhile had its time, too.
    quarantine.delete(nodeName);
    for (const pod of missing.get(nodeName) ?? []) {
      markFailed(ctx, pod, 'PodGC: node no longer exists');
      forceDelete(ctx, pod, `${nodeName} no longer exists: delete the pods that were bound to it`);
    }
  }
}

/** NODE-26. */
function collectUnscheduled(ctx: Ctx): void {
  for (const pod of ctx.read.list('Pod'))
    if (isTerminating(pod) && !pod.spec.nodeName) {
      markFailed(ctx, pod);
      forceDelete(ctx, pod, 'terminating and never bound to a node: delete it');
    }
}

/** `disrupted`: message of the condition that says so; only what a lost node leaves behind gets one. */
function markFailed(ctx: Ctx, pod: Pod, disrupted?: string): void {
  if (isPodTerminal(pod)) return;
  const conditions = disrupted === undefined ? undefined : withDisruption(ctx, pod, disrupted);
  const status = {
    ...pod.status,
    ...observed(pod.metadata),
    phase: 'Failed',
    ...(conditions && { conditions }),
  };
  const { namespace, name } = pod.metadata;
  ctx.api.update('Pod', namespace, name, { ...pod, status } as unknown as Manifest, {
    subresource: 'status',
  });
}

function withDisruption(ctx: Ctx, { metadata, status }: Pod, message: string): PodCondition[] {
  const { conditions = [] } = status;
  const before = conditionOf(conditions, 'DisruptionTarget');
  const disruption: PodCondition = {
    type: 'DisruptionTarget',
    ...observed(metadata),
    status: 'True',
    reason: 'DeletionByPodGC',
    message,
    lastTransitionTime: (before?.status === 'True' && before.lastTransitionTime) || rfc3339(ctx.now),
  };
  return before ? conditions.map((c) => (c === before ? disruption : c)) : [...conditions, disruption];
}

function observed({ generation }: Pod['metadata']): { observedGeneration?: number } {
  return generation === undefined ? {} : { observedGeneration: generation };
}

function forceDelete(ctx: Ctx, pod: Pod, why: string): void {
  const { namespace, name } = pod.metadata;
  ctx.decide(refOf(pod), why);
  ctx.api.delete('Pod', namespace, name, { gracePeriodSeconds: 0 });
}
