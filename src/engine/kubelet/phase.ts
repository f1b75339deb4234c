import { hasSucceeded, shownState } from './container-status';
import { lastingOf, type ContainerWorker, type PodWorker } from './state';

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/**
 * The pod's phase from what its containers show (POD-2). `ending`: all containers have been stopped for good; the phase is then a
 * final one, whatever the restart policy, but for pods from files.
 */
export function podPhase(worker: PodWorker, restartPolicy: string, ending: boolean): Phase {
  if (worker.rejected || worker.ended?.phase) return 'Failed';
  const { init, main } = worker;
  // Most pods have none.
  const early = init.length === 0 ? undefined : phaseOfInit(worker, restartPolicy);
  if (early) return early;
  const lasting = lastingOf(worker);
  if (lasting.some(neverRan)) return 'Pending';
  if (lasting.some(isRunning)) return 'Running';
  const succeeded = main.every(hasSucceeded);
  if (ending && !worker.mirror) return succeeded ? 'Succeeded' : 'Failed';
  if (restartPolicy === 'Always') return 'Running';
  if (succeeded) return 'Succeeded';
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}

/** What init containers and sidecars say of the pod, as long as they have a say. */
function phaseOfInit({ init, main }: PodWorker, restartPolicy: string): Phase | undefined {
  const regular = init.filter((c) => c.role === 'init');
  const failed = regular.some((c) => !isRunning(c) && (codeOf(c) ?? 0) !== 0);
  if (failed && restartPolicy === 'Never') return 'Failed';
  if (regular.some((c) => isRunning(c) || neverRan(c))) return 'Pending';
  if (main.some((c) => c.runs > 0)) return undefined;
  const starts = (c: ContainerWorker): boolean => (isRunning(c) ? !c.started : neverRan(c));
  return init.some((c) => c.role === 'sidecar' && starts(c)) ? 'Pending' : undefined;
}

function codeOf({ exit, lastExit }: ContainerWorker): number | undefined {
  return exit?.code ?? lastExit?.code;
}

function isRunning(container: ContainerWorker): boolean {
  return shownState(container) === 'running';
}

function neverRan(container: ContainerWorker): boolean {
  return !isRunning(container) && codeOf(container) === undefined;
}
