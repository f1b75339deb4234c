/** The scheduling queue (SCH-1, SCH-38, SCH-39): which pod is tried next, and where the others wait. */
import { heapPop, heapPush } from '../../lib/heap';
import { addTo, removeFrom, type PendingPod, type QueueEntry, type SchedulerState } from './state';

/** First back-off and its ceiling, ms (SCH-39). */
const INITIAL_BACKOFF = 1_000;
const MAX_BACKOFF = 10_000;
/** A pod is tried again after this long in the unschedulable pool, found by a check each 30 s (SCH-38). */
const LONGEST_WAIT = 300_000;
const FLUSH_EVERY = 30_000;
/** Name of the plugin that a pod names its nodes to. */
export const PINNING = 'NodeAffinity';

/** Back-offs end with a whole second, and are looked through once a second. */
const TICK = 1_000;

const before = (a: QueueEntry, b: QueueEntry): boolean =>
  a.until !== b.until
    ? a.until < b.until
    : a.priority !== b.priority
      ? a.priority > b.priority
      : a.timestamp !== b.timestamp
        ? a.timestamp < b.timestamp
        : a.sequence < b.sequence;

export function backoffOf(attempts: number): number {
  return attempts === 0 ? 0 : Math.min(INITIAL_BACKOFF * 2 ** (attempts - 1), MAX_BACKOFF);
}

/** The first look at which the pod's back-off is over (SCH-39). */
export function backoffEnd(pod: PendingPod): number {
  const tries = pod.errors > 0 ? pod.errors : pod.attempts;
  if (tries === 0) return 0;
  return (Math.floor((pod.timestamp + backoffOf(tries)) / TICK) + 1) * TICK;
}

/** Puts a pod where it waits for its turn. */
export function toPool(state: SchedulerState, pod: PendingPod, pool: PendingPod['pool']): void {
  leavePool(state, pod);
  pod.pool = pool;
  pod.sequence = ++state.sequence;
  const { key, priority, timestamp, sequence } = pod;
  const entry = { key, priority, timestamp, sequence, until: 0 };
  if (pool === 'active') heapPush(state.active, entry, before);
  else if (pool === 'backoff') heapPush(state.backoff, { ...entry, until: backoffEnd(pod) }, before);
  else if (pool === 'unschedulable') {
    state.unschedulable.add(key);
    for (const id of indexIds(pod)) addTo(state.waitingFor, id, key);
  }
}

/** An unschedulable pod that may fit now: to the active queue, or behind it while its back-off runs. */
export function wake(state: SchedulerState, pod: PendingPod, now: number): void {
  if (pod.pool !== 'unschedulable') return;
  toPool(state, pod, now < backoffEnd(pod) ? 'backoff' : 'active');
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
  state.unschedulable.delete(pod.key);
  for (const id of indexIds(pod)) removeFrom(state.waitingFor, id, pod.key);
}

/** The plugin that pins pods is helped by nothing but a change of one of their nodes, so there they are kept apart. */
function indexIds({ rejectedBy, pinned }: PendingPod): string[] {
  return rejectedBy.flatMap((name) =>
    name === PINNING && pinned ? pinned.map((node) => `${PINNING} ${node}`) : [name],
  );
}
