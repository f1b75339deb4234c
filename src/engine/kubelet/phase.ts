import { isInitialized, type ContainerWorker, type PodWorker } from './state';

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/**
 * The pod's phase from what its containers do (POD-2). `ending`: the pod is deleted and all containers have been stopped; the
 * phase is then a final one, whatever the restart policy.
 */
export function podPhase(worker: PodWorker, restartPolicy: string, ending: boolean): Phase {
  if (worker.rejected) return 'Failed';
  const neverRan = worker.main.every((c) => c.starts === 0);
  const brokenInit = worker.init.some(
    (c) => c.role === 'init' && c.stage === 'stopped' && c.exit?.code !== 0,
  );
  if (brokenInit && restartPolicy === 'Never') return 'Failed';
  if (neverRan && worker.init.some((c) => !isInitialized(c))) return 'Pending';
  if (worker.main.some((c) => c.starts === 0)) return 'Pending';
  if (worker.main.some(isRunning)) return 'Running';
  if (ending || (restartPolicy !== 'Always' && worker.main.every((c) => c.stage === 'stopped'))) {
    return worker.main.every((c) => c.exit?.code === 0) ? 'Succeeded' : 'Failed';
  }
  return 'Running';
}

function isRunning(container: ContainerWorker): boolean {
  return container.stage === 'running' || container.stage === 'replacing' || container.stage === 'stopping';
}
