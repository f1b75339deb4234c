/** The end of a pod (POD-37 … POD-39). */
import type { Container, Pod } from '../../k8s/types';
import { recordExit } from './containers';
import { writeStatus } from './pod-status';
import { HOOK_DURATION } from './stages';
import { containersOf, type ContainerWorker } from './state';
import { onGrid } from './timing';
import { containerEvent, enterPodStage, enterStage, specOf, type Work } from './work';

/** How long a container may take to stop when nothing says otherwise, seconds. */
const DEFAULT_GRACE = 30;

/** The pod has been deleted: every running container is told to stop. */
export function beginStopping(work: Work): void {
  const { ctx, worker } = work;
  worker.stopAt = ctx.now;
  enterPodStage(work, 'stopping');
  const regular = worker.main.filter(isAlive);
  const sidecars = worker.init.filter(isAlive).reverse();
  for (const container of containersOf(worker)) if (!isAlive(container)) container.due = undefined;
  let last = ctx.now;
  for (const container of regular) last = Math.max(last, tellToStop(work, container, ctx.now));
  // Sidecars outlive the regular containers and end in reverse order (POD-13).
  for (const container of sidecars) last = tellToStop(work, container, last);
  limitToGrace(work);
}

function tellToStop(work: Work, container: ContainerWorker, from: number): number {
  announce(work, container);
  enterStage(work, container, 'stopping');
  const delay = (container.due ?? work.ctx.now) - work.ctx.now;
  container.due = onGrid(from + hookDuration(specOf(work, container)) + delay);
  return container.due;
}

/** Nothing lives longer than the grace period, which a second deletion may have shortened (API-15). */
export function limitToGrace({ worker, pod }: Work): void {
  const limit = killAt(pod, worker.stopAt ?? 0);
  for (const container of containersOf(worker))
    if (container.stage === 'stopping') container.due = Math.min(container.due ?? limit, limit);
}

function killAt(pod: Pod, stopAt: number): number {
  const grace =
    pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE;
  return onGrid(stopAt + grace * 1000);
}

/** Milliseconds. */
function hookDuration(spec: Container): number {
  const hook = spec.lifecycle?.preStop as { sleep?: { seconds?: number } } | undefined;
  if (!hook) return 0;
  return hook.sleep ? (hook.sleep.seconds ?? 0) * 1000 : HOOK_DURATION;
}

/** Ends what is due; true when the pod is gone from the machine and its object may go as well. */
export function runStopping(work: Work): boolean {
  const { ctx, worker, pod } = work;
  const limit = killAt(pod, worker.stopAt ?? 0);
  for (const container of containersOf(worker)) {
    if (container.stage !== 'stopping' || (container.due ?? 0) > ctx.now) continue;
    const killed = (container.due ?? 0) >= limit;
    recordExit(work, container, killed ? 137 : 0);
    enterStage(work, container, 'stopped');
  }
  if ((worker.due ?? 0) <= ctx.now) worker.due = undefined;
  return (
    worker.due === undefined && containersOf(worker).every((container) => container.stage !== 'stopping')
  );
}

/** The last status, then the final delete, which removes the object (POD-37). */
export function finish(work: Work): void {
  const { ctx, worker } = work;
  for (const container of containersOf(worker)) if (container.exit) enterStage(work, container, 'stopped');
  worker.sandbox = false;
  writeStatus(work, true);
  ctx.api.delete('Pod', worker.namespace, worker.name, {
    gracePeriodSeconds: 0,
    preconditions: { uid: worker.uid },
  });
}

/** The object was removed under the kubelet's hands: it kills what is left (POD-39). */
export function killLeftovers(work: Work): void {
  if (work.worker.stage === 'stopping' || work.worker.mirror) return;
  for (const container of containersOf(work.worker)) if (isAlive(container)) announce(work, container);
}

function announce(work: Work, container: ContainerWorker): void {
  containerEvent(work, container, 'Normal', 'Killing', `Stopping container ${container.name}`);
}

function isAlive(container: ContainerWorker): boolean {
  return container.stage === 'running' || container.stage === 'replacing';
}
