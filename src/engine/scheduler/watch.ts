/** Keeps the queue and the running sums in step with the objects. */
import { isPodTerminal, isTerminating } from '../../k8s/conditions';
import { podPriority } from '../../k8s/pod-priority';
import { keyOf } from '../../k8s/ref';
import type { Pod } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import type { WatchEvent } from '../api/types';
import type { Context } from '../component';
import { addPod, emptyUsage, removePod, takesRoom, type NodeUsage } from './node-usage';
import { flushTime, forget, toPool, wake } from './queue';
import { helpedByNode, helpedByRemoval } from './requeue';
import type { PendingPod, SchedulerState } from './state';

type Ctx = Context<SchedulerState>;
type PodEvent = Extract<WatchEvent, { kind: 'Pod' }>;
type NodeEvent = Extract<WatchEvent, { kind: 'Node' }>;

export const SCHEDULER_NAME = 'default-scheduler';
/** The one timer of the pods that nothing wakes. */
export const FLUSH_TIMER = 'flush';

export function onPodEvent(ctx: Ctx, { type, object: pod, old }: PodEvent): void {
  const bound = pod.spec.nodeName;
  // The bulk of all events: the status of a pod that keeps its room.
  if (
    type === 'MODIFIED' &&
    bound &&
    old?.spec.nodeName === bound &&
    isPodTerminal(old) === isPodTerminal(pod)
  )
    return;
  trackUsage(ctx, pod, type !== 'DELETED' && takesRoom(pod));
  const key = keyOf(pod.metadata.namespace, pod.metadata.name);
  const pending = ctx.state.pending.get(key);
  if (type === 'DELETED' || !isToSchedule(pod)) {
    if (pending) drop(ctx, pending);
  } else if (pending?.uid !== pod.metadata.uid) {
    if (pending) drop(ctx, pending);
    admit(ctx, key, pod);
  } else if (old && old.spec !== pod.spec && !deepEqual(old.spec, pod.spec)) specChanged(ctx, pending, pod);
}

export function onNodeEvent(ctx: Ctx, { type, object: node, old }: NodeEvent): void {
  const { name } = node.metadata;
  const { state } = ctx;
  if (type === 'DELETED') {
    if (state.usage.get(name)?.pods === 0) state.usage.delete(name);
    return;
  }
  const usage = state.usage.get(name) ?? emptyUsage();
  wakeAll(ctx, helpedByNode(state, ctx.read, node, old, usage));
}

/** Tries the pods that have waited longest without being woken. */
export function flush(ctx: Ctx): void {
  const { state, now } = ctx;
  delete state.flushAt;
  const waiting = [...state.waitingAnywhere, ...[...state.waitingFor.values()].flatMap((keys) => [...keys])];
  const pods = waiting.map((key) => state.pending.get(key)).filter((pending) => pending !== undefined);
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
    rejectedBy: [],
  };
  ctx.state.pending.set(key, pending);
  toPool(ctx.state, pending, pending.pool);
  ctx.enqueue(key);
}

function specChanged(ctx: Ctx, pending: PendingPod, pod: Pod): void {
  const gated = isGated(pod);
  if (gated) toPool(ctx.state, pending, 'gated');
  else if (pending.pool === 'gated') toPool(ctx.state, pending, 'active');
  else wake(ctx.state, pending, ctx.now);
  ctx.enqueue(pending.key);
}

/** The pod has gone, or needs no node any more. Room kept for it is free for others. */
function drop(ctx: Ctx, pending: PendingPod): void {
  const { nominated } = pending;
  forget(ctx.state, pending);
  if (nominated !== undefined) wakeAll(ctx, helpedByRemoval(ctx.state, nominated));
}

function trackUsage(ctx: Ctx, pod: Pod, counts: boolean): void {
  const { state } = ctx;
  const { uid } = pod.metadata;
  const placedOn = state.placed.get(uid);
  if (counts && placedOn === undefined) {
    const node = pod.spec.nodeName as string;
    state.placed.set(uid, node);
    addPod(usageIn(state, node), pod.spec);
  } else if (!counts && placedOn !== undefined) {
    state.placed.delete(uid);
    removePod(usageIn(state, placedOn), pod.spec);
    wakeAll(ctx, helpedByRemoval(state, placedOn));
  }
}

function usageIn(state: SchedulerState, node: string): NodeUsage {
  let usage = state.usage.get(node);
  if (!usage) state.usage.set(node, (usage = emptyUsage()));
  return usage;
}
