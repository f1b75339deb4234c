/** The end of a pod (POD-37 … POD-39): deleted, done, past its deadline or evicted. */
import { announce, planStop, recordExit } from './restarts';
import { writeStatus } from './pod-status';
import { containersOf, isAlive, type PodEnd } from './state';
import { enterPodStage, enterStage, unhide, type Work } from './work';

/** How long a container may take to stop when nothing says otherwise, seconds. */
const DEFAULT_GRACE = 30;

/** The kubelet ends the pod by itself, e.g. evicts it; its object stays (POD-41). */
export function endPod(work: Work, end: PodEnd): void {
  const { stage } = work.worker;
  if (stage === 'finished' || stage === 'cleanup') return;
  work.worker.ended = end;
  beginStopping(work);
}

/** The pod has been deleted, or is at its end: every running container is told to stop. */
export function beginStopping(work: Work): void {
  const { ctx, worker, pod } = work;
  const { deletionGracePeriodSeconds, deletionTimestamp } = pod.metadata;
  const asked = deletionTimestamp === undefined ? worker.ended?.grace : deletionGracePeriodSeconds;
  const grace = asked ?? pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE;
  worker.grace = grace;
  enterPodStage(work, 'stopping');
  const regular = worker.main.filter(isAlive);
  const sidecars = worker.init.filter(isAlive).reverse();
  for (const container of containersOf(worker)) {
    unhide(container);
    if (!isAlive(container)) container.due = undefined;
  }
  let last = ctx.now;
  for (const container of [...regular, ...sidecars]) {
    announce(work, container);
    enterStage(work, container, 'stopping');
    // Sidecars outlive the regular containers and end in reverse order (POD-13).
    planStop(work, container, grace, container.role === 'sidecar' ? last : undefined);
    last = Math.max(last, container.due ?? last);
  }
  writeStatus(work);
}

/** A second deletion may shorten the grace period: the kubelet begins again with what is left of the pod (API-15). */
export function limitToGrace(work: Work): void {
  const { deletionGracePeriodSeconds: grace } = work.pod.metadata;
  if (grace !== undefined && grace < (work.worker.grace ?? Infinity)) beginStopping(work);
}

/** Ends what is due; true when all containers have stopped. */
export function runStopping(work: Work): boolean {
  const { ctx, worker } = work;
  for (const container of containersOf(worker)) {
    if (container.stage !== 'stopping' || (container.due ?? 0) > ctx.now) continue;
    recordExit(work, container, { code: container.endCode ?? 0 });
    enterStage(work, container, 'stopped');
  }
  return !containersOf(worker).some(isAlive);
}

/** All containers have stopped: what became of them is reported, then the rest is taken down. */
export function cleanUp(work: Work): void {
  for (const container of containersOf(work.worker))
    if (container.exit && container.stage !== 'crash-back-off') enterStage(work, container, 'stopped');
  for (const container of containersOf(work.worker)) container.due = undefined;
  work.worker.sandbox = false;
  enterPodStage(work, 'cleanup');
  writeStatus(work, true);
}

/** The last status, and the final delete of a deleted pod, which removes the object (POD-37); true when it did. */
export function finish(work: Work): boolean {
  const { ctx, worker, pod } = work;
  writeStatus(work, true);
  if (pod.metadata.deletionTimestamp === undefined) {
    enterPodStage(work, 'finished');
    return false;
  }
  ctx.api.delete('Pod', worker.namespace, worker.name, {
    gracePeriodSeconds: 0,
    preconditions: { uid: worker.uid },
  });
  return true;
}

/** The object was removed under the kubelet's hands: it kills what is left (POD-39). */
export function killLeftovers(work: Work): void {
  if (work.worker.stage === 'stopping' || work.worker.mirror) return;
  for (const container of containersOf(work.worker)) if (isAlive(container)) announce(work, container);
}
