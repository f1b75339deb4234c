/** Keeps the queue and the running sums in step with the objects. */
import { isPodTerminal, isTerminating } from '../../k8s/conditions';
import { podPriority } from '../../k8s/pod-priority';
import { keyOf } from '../../k8s/ref';
import type { Pod } from '../../k8s/types';
import type { WatchEvent } from '../api/types';
import type { Context } from '../component';
import { derivedFrom } from '../derived';
import { ImageSpread } from './image-spread';
import { addPod, emptyUsage, removePod, takesRoom, type NodeUsage } from './node-usage';
import { NodeVerdicts } from './node-verdicts';
import { PlacedPods } from './placed-pods';
import type { Change } from './plugin';
import { flushTime, forget, nominate, toPool, wake } from './queue';
import { helpedBy, helpedByItself, nodeChanges, podChanges } from './requeue';
import type { PendingPod, SchedulerState } from './state';

type Ctx = Context<SchedulerState>;
type PodEvent = Extract<WatchEvent, { kind: 'Pod' }>;
type NodeEvent = Extract<WatchEvent, { kind: 'Node' }>;

export const SCHEDULER_NAME = 'default-scheduler';
/** The one timer of the pods that nothing wakes. */
export const FLUSH_TIMER = 'flush';

/** What is derived from the objects once somebody asks for it. */
interface Derived {
  placed?: PlacedPods;
  images?: ImageSpread;
  readonly verdicts: NodeVerdicts;
}

const derivedOf = derivedFrom<SchedulerState, Derived>(() => ({ verdicts: new NodeVerdicts() }));

export function placedPods({ state, read }: Ctx): PlacedPods {
  return (derivedOf(state).placed ??= new PlacedPods(read));
}

export function imageSpread({ state, read }: Ctx): ImageSpread {
  return (derivedOf(state).images ??= new ImageSpread(read.list('Node')));
}

export function nodeVerdicts({ state }: Pick<Ctx, 'state'>): NodeVerdicts {
  return derivedOf(state).verdicts;
}

export function onPodEvent(ctx: Ctx, { type, object: pod, old }: PodEvent): void {
  const bound = pod.spec.nodeName;
  // The bulk of all events: the status of a pod that keeps its room.
  if (
    type === 'MODIFIED' &&
    bound &&
    old?.spec.nodeName === bound &&
    isPodTerminal(old) === isPodTerminal(pod) &&
    old.metadata.labels === pod.metadata.labels &&
    isTerminating(old) === isTerminating(pod)
  )
    return;
  trackPlaced(ctx, pod, old, type !== 'DELETED' && takesRoom(pod));
  const key = keyOf(pod.metadata.namespace, pod.metadata.name);
  const pending = ctx.state.pending.get(key);
  if (type === 'DELETED' || !isToSchedule(pod)) {
    if (pending) drop(ctx, pending, old ?? pod);
  } else if (pending?.uid !== pod.metadata.uid) {
    if (pending) drop(ctx, pending, pod);
    admit(ctx, key, pod);
  } else if (old) changed(ctx, pending, pod, old);
}

export function onNodeEvent(ctx: Ctx, { type, object: node, old }: NodeEvent): void {
  const { state } = ctx;
  const { name } = node.metadata;
  derivedOf(state).images?.changed(name, type === 'DELETED' ? undefined : node);
  if (type === 'DELETED') {
    nodeVerdicts(ctx).gone(name);
    if (state.usage.peek(name)?.pods === 0) state.usage.delete(name);
    happened(ctx, { kind: 'NodeDelete', old: node });
  } else if (state.unschedulable.size > 0) for (const change of nodeChanges(node, old)) happened(ctx, change);
}

/** Claims, volumes and their classes: what matters is that they come or change. */
export function onStorageEvent(ctx: Ctx, event: WatchEvent): void {
  if (event.type === 'DELETED' || ctx.state.unschedulable.size === 0) return;
  if (event.kind === 'PersistentVolumeClaim')
    happened(ctx, { kind: 'Claim', now: event.object, old: event.old });
  else if (event.kind === 'PersistentVolume')
    happened(ctx, { kind: 'Volume', now: event.object, old: event.old });
  else if (event.kind === 'StorageClass')
    happened(ctx, { kind: 'StorageClass', now: event.object, old: event.old });
}

/** Tries the pods that have waited longest without being woken. */
export function flush(ctx: Ctx): void {
  const { state, now } = ctx;
  delete state.flushAt;
  const pods = [...state.unschedulable]
    .map((key) => state.pending.get(key))
    .filter((pending) => pending !== undefined);
  wakeAll(
    ctx,
    pods.filter((pending) => flushTime(pending) <= now),
  );
  for (const pending of pods) if (pending.pool === 'unschedulable') expectFlush(ctx, pending);
}

/** Makes sure that a pod which has just become unschedulable is tried again some day. */
export function expectFlush(ctx: Ctx, pending: PendingPod): void {
  const at = flushTime(pending);
  if (ctx.state.flushAt !== undefined && ctx.state.flushAt <= at) return;
  ctx.state.flushAt = at;
  ctx.setTimer(FLUSH_TIMER, at);
}

/** SCH-1. */
export function isToSchedule(pod: Pod): boolean {
  return (
    !pod.spec.nodeName &&
    (pod.spec.schedulerName ?? SCHEDULER_NAME) === SCHEDULER_NAME &&
    !isTerminating(pod) &&
    !isPodTerminal(pod)
  );
}

/** `schedulingGates` is younger than the published types. */
export function isGated(pod: Pod): boolean {
  const { schedulingGates } = pod.spec as { schedulingGates?: unknown[] };
  return schedulingGates !== undefined && schedulingGates.length > 0;
}

export function activate(ctx: Ctx, pending: PendingPod): void {
  toPool(ctx.state, pending, 'active');
  ctx.enqueue(pending.key);
}

function happened(ctx: Ctx, change: Change): void {
  wakeAll(ctx, helpedBy(ctx.state, ctx.read, change));
}

function wakeAll(ctx: Ctx, pods: readonly PendingPod[]): void {
  for (const pending of pods) {
    wake(ctx.state, pending, ctx.now);
    ctx.enqueue(pending.key);
  }
}

function admit(ctx: Ctx, key: string, pod: Pod): void {
  const pending: PendingPod = {
    key,
    uid: pod.metadata.uid,
    priority: podPriority(pod),
    pool: isGated(pod) ? 'gated' : 'active',
    timestamp: ctx.now,
    sequence: 0,
    attempts: 0,
    errors: 0,
    repeats: 0,
    rejectedBy: [],
  };
  ctx.state.pending.set(key, pending);
  toPool(ctx.state, pending, pending.pool);
  // A scheduler that starts finds the nominations of the one before it.
  nominate(ctx.state, pending, pod.status.nominatedNodeName);
  ctx.enqueue(key);
}

function changed(ctx: Ctx, pending: PendingPod, pod: Pod, old: Pod): void {
  const { state } = ctx;
  const { nominatedNodeName: before } = old.status;
  const { nominatedNodeName: nominated } = pod.status;
  if (before !== nominated) nominate(state, pending, nominated);
  if (isGated(pod) && pending.pool !== 'gated') toPool(state, pending, 'gated');
  else if (!isGated(pod) && pending.pool === 'gated') activate(ctx, pending);
  else if (pending.pool === 'unschedulable') {
    const changes = podChanges(pod, old);
    if (changes.some((change) => helpedByItself(ctx.read, pending, change))) wakeAll(ctx, [pending]);
  }
  if (before && before !== nominated) roomLeft(ctx, old);
}

/** The pod has gone, or needs no node any more. */
function drop(ctx: Ctx, pending: PendingPod, pod: Pod): void {
  forget(ctx.state, pending);
  if (pod.status.nominatedNodeName) roomLeft(ctx, pod);
}

/** Room that was kept for a pod is free for others that are no more important. */
function roomLeft(ctx: Ctx, old: Pod): void {
  const helped = helpedBy(ctx.state, ctx.read, { kind: 'PodDelete', old });
  wakeAll(
    ctx,
    helped.filter(({ priority }) => priority <= podPriority(old)),
  );
}

/** Pods with a node: the running sums, and what the queue makes of their coming, changing and going. */
function trackPlaced(ctx: Ctx, pod: Pod, old: Pod | undefined, counts: boolean): void {
  const { state } = ctx;
  const { uid } = pod.metadata;
  const placedOn = state.placed.get(uid);
  derivedOf(state).placed?.changed(pod, counts);
  if (counts && placedOn === undefined) {
    const node = pod.spec.nodeName as string;
    state.placed.set(uid, node);
    addPod(usageToChange(ctx, node), pod.spec);
    happened(ctx, { kind: 'PodAdd', now: pod });
  } else if (!counts && placedOn !== undefined) {
    state.placed.delete(uid);
    removePod(usageToChange(ctx, placedOn), pod.spec);
    happened(ctx, { kind: 'PodDelete', old: pod });
  } else if (counts && old) for (const change of podChanges(pod, old)) happened(ctx, change);
}

function usageToChange(ctx: Ctx, node: string): NodeUsage {
  const { state } = ctx;
  nodeVerdicts(ctx).changed(node);
  let usage = state.usage.get(node);
  if (!usage) state.usage.set(node, (usage = emptyUsage()));
  return usage;
}
