import type { KubeletState } from './state';
import { containersOf } from './state';
import { CONTAINER_STAGES, POD_STAGES, type KubeletActivity } from './stages';

/** The most telling first: what a pod waits for hides what it has already done. */
const TELLING: readonly KubeletActivity[] = [
  'stopping',
  'pull-failed',
  'config-error',
  'pulling',
  'crash-back-off',
  'starting',
  'running',
  'finished',
];

/** What the kubelet does for a pod at this moment; undefined when no kubelet looks after it. */
export function kubeletActivity(state: KubeletState, uid: string): KubeletActivity | undefined {
  const worker = state.workers.peek(uid);
  if (!worker) return undefined;
  if (worker.stage !== 'containers') return POD_STAGES[worker.stage].activity;
  const activities: KubeletActivity[] = containersOf(worker).map((c) =>
    c.exit?.code === 0 && c.role === 'init' ? 'finished' : CONTAINER_STAGES[c.stage].activity,
  );
  return TELLING.find((activity) => activities.includes(activity));
}
