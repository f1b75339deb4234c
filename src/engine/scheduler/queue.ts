/** The scheduling queue (SCH-1, SCH-38, SCH-39): which pod is tried next, and where the others wait. */
import { heapPop, heapPush } from '../../lib/heap';
import { addTo, removeFrom, type PendingPod, type QueueEntry, type SchedulerState } from './state';

/** First back-off and its ceiling, ms (SCH-39). */
const INITIAL_BACKOFF = 1_000;
const MAX_BACKOFF = 10_000;
/** A pod is tried again after this long in the unschedulable pool, found by a check each 30 s (SCH-38). */
const LONGEST_WAIT = 300_000;
const FLUSH_EVERY = 30_000;

const before = (a: QueueEntry, b: QueueEntry): boolean =>
  a.priority !== b.priority
    ? a.priority > b.priority
    : a.timestamp !== b.timestamp
      ? a.timestamp < b.timestamp
      : a.sequence < b.sequence;

export function backoffOf(attempts: number): number {
  return attempts === 0 ? 0 : Math.min(INITIAL_BACKOFF * 2 ** (attempts - 1), MAX_BACKOFF);
}

/** Puts a pod where it waits for its turn. */
export function toPool(state: SchedulerState, pod: PendingPod, pool: PendingPod['pool']): void {
  leavePool(state, pod);
  pod.pool = pool;
  pod.sequence = ++state.sequence;
  const { key, priority, timestamp, sequence } = pod;
  if (pool === 'active') heapPush(state.active, { key, priority, timestamp, sequence }, before);
  else if (pool === 'backoff') heapPush(state.backoff, { key, priority, timestamp, sequence }, before);
  else if (pool === 'unschedulable') {
    if (pod.pinned) for (const node of pod.pinned) addTo(state.waitingFor, node, key);
    else state.waitingAnywhere.add(key);
  }
}

/** An unschedulable pod that may fit now: to the active queue, or behind it while its back-off runs. */
export function wake(state: SchedulerState, pod: PendingPod, now: number): void {
  if (pod.pool !== 'unschedulable') return;
  toPool(state, pod, now < pod.timestamp + backoffOf(pod.attempts) ? 'backoff' : 'active');
}

/**
 * Takes the pod to try next. Since 1.33 pods in back-off are tried as soon as nothing else is active; nothing is lost by it, as
 * each of them has been woken by a change.
 */
export function takeNext(state: SchedulerState): PendingPod | undefined {
  return takeFrom(state, state.active, 'active') ?? takeFrom(state, state.backoff, 'backoff');
}

/** Key of a pod to try, if there is any. */
export function nextKey(state: SchedulerState): string | undefined {
  return peek(state, state.active) ?? peek(state, state.backoff);
}

export function forget(state: SchedulerState, pod: PendingPod): void {
  leavePool(state, pod);
  nominate(state, pod, undefined);
  state.pending.delete(pod.key);
}

export function nominate(state: SchedulerState, pod: PendingPod, node: string | undefined): void {
  if (pod.nominated === node) return;
  if (pod.nominated !== undefined) removeFrom(state.nominated, pod.nominated, pod.key);
  if (node === undefined) delete pod.nominated;
  else {
    pod.nominated = node;
    addTo(state.nominated, node, pod.key);
  }
}

/** When a pod that is not woken by anything is tried again: at a 30 s check, after more than 5 minutes. */
export function flushTime(pod: PendingPod): number {
  const due = pod.timestamp + LONGEST_WAIT;
  return (Math.floor(due / FLUSH_EVERY) + 1) * FLUSH_EVERY;
}

function takeFrom(
  state: SchedulerState,
  heap: QueueEntry[],
  pool: PendingPod['pool'],
): PendingPod | undefined {
  if (peek(state, heap) === undefined) return undefined;
  const entry = heapPop(heap, before) as QueueEntry;
  const pod = state.pending.get(entry.key);
  // `peek` has made sure that the first entry is alive.
  return pod?.pool === pool ? pod : undefined;
}

function peek(state: SchedulerState, heap: QueueEntry[]): string | undefined {
  for (let top = heap[0]; top; top = heap[0]) {
    if (state.pending.get(top.key)?.sequence === top.sequence) return top.key;
    heapPop(heap, before);
  }
  return undefined;
}

function leavePool(state: SchedulerState, pod: PendingPod): void {
  // Heap entries die by the sequence; only the indexes need care.
  pod.sequence = ++state.sequence;
  if (pod.pool !== 'unschedulable') return;
  if (pod.pinned) for (const node of pod.pinned) removeFrom(state.waitingFor, node, pod.key);
  else state.waitingAnywhere.delete(pod.key);
}
