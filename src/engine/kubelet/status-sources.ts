/**
 * Most looks at a pod find nothing new: a container in back-off is looked at every few seconds. What a status was made from tells
 * that without making another one.
 */
import type { Pod, PodStatus } from '../../k8s/types';
import { containersOf, type Machine, type PodWorker } from './state';

/** All that podStatus reads but the status before and the time, which matters only where something changes. */
export function sourcesOf(
  pod: Pod,
  worker: PodWorker,
  machine: Machine,
  ending: boolean,
): readonly unknown[] {
  const { sandbox, podIP, acceptedAt, rejected, ended, mirror } = worker;
  const sources: unknown[] = [pod.spec, pod.metadata.generation, machine.number];
  sources.push(ending, sandbox, podIP, acceptedAt, rejected, ended, mirror);
  for (const container of containersOf(worker)) {
    const { stage, starts, runs, startedAt, exit, lastExit, hidden, ready, started, image, shown } =
      container;
    sources.push(stage, starts, runs, startedAt, exit, lastExit, hidden, ready, started, image);
    // Every retry makes the same reason anew.
    sources.push(shown?.reason, shown?.message);
  }
  return sources;
}

// A cache that the state does not need: without it the status is made, and found to be the same.
const known = new WeakMap<PodStatus, readonly unknown[]>();

/** Notes that the kubelet has nothing to add to the status that the pod has. */
export function settle(pod: Pod, worker: PodWorker, machine: Machine, ending: boolean): void {
  known.set(pod.status, sourcesOf(pod, worker, machine, ending));
}

/** Whether that is known. False only says that nobody knows. */
export function isSettled(pod: Pod, worker: PodWorker, machine: Machine, ending: boolean): boolean {
  const before = known.get(pod.status);
  if (!before) return false;
  const sources = sourcesOf(pod, worker, machine, ending);
  return before.length === sources.length && before.every((source, i) => source === sources[i]);
}
