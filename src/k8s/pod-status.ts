/** The READY, STATUS and RESTARTS cells of a pod (CLI-22 … CLI-24), also used by the picture. */
import { conditionOf } from './conditions';
import { humanDuration } from './duration';
import { isSidecar } from './resources';
import { parseRfc3339 } from './time';
import type { ContainerStatus, Pod } from './types';

const NO_STATUSES: readonly ContainerStatus[] = [];

/** CLI-23, steps 1 to 5. */
export function podStatusWord(pod: Pod): string {
  const { status } = pod;
  let word = status.reason || status.phase || '';
  if (conditionOf(status.conditions, 'PodScheduled')?.reason === 'SchedulingGated') word = 'SchedulingGated';
  const initWord = initializingWord(pod);
  if (initWord !== undefined) word = initWord;
  if (initWord === undefined || conditionOf(status.conditions, 'Initialized')?.status === 'True') {
    word = containersWord(pod, word);
  }
  if (pod.metadata.deletionTimestamp !== undefined) {
    if (status.reason === 'NodeLost') return 'Unknown';
    if (status.phase !== 'Succeeded' && status.phase !== 'Failed') return 'Terminating';
  }
  return word;
}

/** Step 3: the first init container that is not finished; undefined when all are. */
function initializingWord(pod: Pod): string | undefined {
  const statuses = pod.status.initContainerStatuses ?? NO_STATUSES;
  for (let i = 0; i < statuses.length; i++) {
    const s = statuses[i] as ContainerStatus;
    const terminated = s.state?.terminated;
    if (terminated && terminated.exitCode === 0) continue;
    if (s.started && isSidecarName(pod, s.name)) continue;
    if (terminated) {
      if (terminated.reason) return `Init:${terminated.reason}`;
      return terminated.signal ? `Init:Signal:${terminated.signal}` : `Init:ExitCode:${terminated.exitCode}`;
    }
    const waiting = s.state?.waiting?.reason;
    if (waiting && waiting !== 'PodInitializing') return `Init:${waiting}`;
    return `Init:${i}/${pod.spec.initContainers?.length ?? 0}`;
  }
  return undefined;
}

/** Step 4: from the last container to the first, so that the first one's problem is shown. */
function containersWord(pod: Pod, before: string): string {
  const statuses = pod.status.containerStatuses ?? NO_STATUSES;
  let word = before;
  let running = false;
  for (let i = statuses.length - 1; i >= 0; i--) {
    const s = statuses[i] as ContainerStatus;
    const terminated = s.state?.terminated;
    if (s.state?.waiting?.reason) word = s.state.waiting.reason;
    else if (terminated?.reason) word = terminated.reason;
    else if (terminated)
      word = terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
    else if (s.ready && s.state?.running) running = true;
  }
  if (word === 'Completed' && running) {
    return conditionOf(pod.status.conditions, 'Ready')?.status === 'True' ? 'Running' : 'NotReady';
  }
  return word;
}

function isSidecarName(pod: Pod, name: string): boolean {
  for (const c of pod.spec.initContainers ?? []) if (c.name === name) return isSidecar(c);
  return false;
}

/** CLI-22: regular containers that run and are ready, plus sidecars that are started and ready. */
export function podReadyCount(pod: Pod): { ready: number; total: number } {
  let ready = 0;
  let total = pod.spec.containers.length;
  for (const c of pod.spec.initContainers ?? []) if (isSidecar(c)) total++;
  for (const s of pod.status.containerStatuses ?? NO_STATUSES) if (s.ready && s.state?.running) ready++;
  for (const s of pod.status.initContainerStatuses ?? NO_STATUSES) {
    if (s.ready && s.started && isSidecarName(pod, s.name)) ready++;
  }
  return { ready, total };
}

/** The container statuses whose restarts count (CLI-24). */
function countedStatuses(pod: Pod): readonly ContainerStatus[] {
  const inits = pod.status.initContainerStatuses ?? NO_STATUSES;
  const initializing = initializingWord(pod) !== undefined;
  if (initializing && conditionOf(pod.status.conditions, 'Initialized')?.status !== 'True') return inits;
  const regular = pod.status.containerStatuses ?? NO_STATUSES;
  if (inits.length === 0) return regular;
  return [...inits.filter((s) => isSidecarName(pod, s.name)), ...regular];
}

export function podRestartCount(pod: Pod): number {
  let count = 0;
  for (const s of countedStatuses(pod)) count += s.restartCount;
  return count;
}

/** CLI-24: `5 (12s ago)`, or the bare number when no earlier termination is known. `now` in milliseconds. */
export function podRestarts(pod: Pod, now: number): string {
  let count = 0;
  let latest = -Infinity;
  for (const s of countedStatuses(pod)) {
    count += s.restartCount;
    const finished = s.lastState?.terminated?.finishedAt;
    if (finished) latest = Math.max(latest, parseRfc3339(finished));
  }
  if (count === 0 || latest === -Infinity) return String(count);
  return `${count} (${humanDuration(now - latest)} ago)`;
}
