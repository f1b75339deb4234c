/** Ends of containers and what follows: restart, back-off, being killed (POD-2, POD-20, POD-26, POD-28, POD-34). */
import { goDuration } from '../../k8s/duration';
import { containerId } from './container-status';
import { hookDuration } from './hooks';
import { stopProbes } from './probes';
import { ignoresSignals, stopCode } from './programs';
import { STOP_TIME } from './stages';
import type { ContainerWorker, Exit } from './state';
import { durationIn, isStale, nextBackOff, onGrid } from './timing';
import { cannotStart, containerEvent, enterStage, specOf, type Work } from './work';

/** Nobody is killed sooner than this after having been told to stop, seconds. */
const LEAST_GRACE = 2;

/** Notes that the container has ended, now or `at`; the caller chooses the next stage. */
export function recordExit(
  { ctx, worker }: Pick<Work, 'ctx' | 'worker'>,
  container: ContainerWorker,
  exit: Pick<Exit, 'code' | 'reason' | 'message'>,
  at = ctx.now,
): void {
  const id = containerId(worker, container);
  if (container.exit) container.lastExit = container.exit;
  container.exit = { ...exit, startedAt: container.startedAt, finishedAt: at, id };
  container.due = undefined;
  container.endCode = undefined;
  container.hidden = undefined;
  container.ready = false;
  container.started = false;
  container.turn++;
  stopProbes(container);
}

/** POD-2, POD-12, POD-13, POD-28. */
export function restarts({ pod }: Work, container: ContainerWorker, code: number): boolean {
  if (container.role === 'sidecar') return true;
  const policy = pod.spec.restartPolicy ?? 'Always';
  if (container.role === 'init') return code !== 0 && policy !== 'Never';
  return policy === 'Always' || (policy === 'OnFailure' && code !== 0);
}

/**
 * The first restart is immediate, later ones wait for the back-off since an end (POD-26); true when it has to wait. `since`: the last
 * end that the kubelet knows of, which is not the one that it has just brought about itself.
 */
export function decideRestart(work: Work, container: ContainerWorker, since: number | undefined): boolean {
  const { ctx, worker } = work;
  const { crash } = container;
  if (since === undefined) return false;
  if (!crash || isStale(crash, since) || ctx.now - since >= crash.delay) {
    container.crash = nextBackOff(crash, since, ctx.now);
    return false;
  }
  const pod = `${worker.name}_${worker.namespace}(${worker.uid})`;
  const message = `Back-off restarting failed container ${container.name} in pod ${pod}`;
  containerEvent(work, container, 'Warning', 'BackOff', message);
  const why = `back-off ${goDuration(crash.delay)} restarting failed container=${container.name} pod=${pod}`;
  cannotStart(work, container, 'crash-back-off', why);
  return true;
}

/** Stops a container that is to be restarted; `grace` in seconds. */
export function kill(work: Work, container: ContainerWorker, message: string, grace: number): void {
  containerEvent(work, container, 'Normal', 'Killing', message);
  enterStage(work, container, 'replacing');
  planStop(work, container, work.pod.metadata.deletionGracePeriodSeconds ?? grace);
}

/** When and how a container ends that is told to stop now: hook, then SIGTERM when it is its `turn`, then SIGKILL. Seconds, ms. */
export function planStop(work: Work, container: ContainerWorker, grace: number, turn = 0): void {
  const { ctx, worker } = work;
  const hook = Math.min(hookDuration(specOf(work, container).lifecycle?.preStop), grace * 1000);
  let left = grace - Math.floor(hook / 1000);
  let at = ctx.now + hook;
  if (turn > at && left > 0) {
    const wait = Math.min(turn - at, left * 1000);
    at += wait;
    left -= Math.floor(wait / 1000);
  }
  left = Math.max(left, LEAST_GRACE);
  const killed = ignoresSignals(container.image);
  const needs = killed
    ? left * 1000
    : durationIn(STOP_TIME, worker.uid, `${container.name}stopping`, container.turn);
  container.due = onGrid(at + needs);
  container.endCode = killed ? 137 : stopCode(container.image);
}

/** POD-20. */
export function announce(work: Work, container: ContainerWorker): void {
  containerEvent(work, container, 'Normal', 'Killing', `Stopping container ${container.name}`);
}
