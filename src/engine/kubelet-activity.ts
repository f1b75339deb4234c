import type { Cluster } from './cluster';
import { kubeletActivity as activityIn } from './kubelet/activity';
import type { KubeletActivity } from './kubelet/stages';
import type { KubeletState } from './kubelet/state';

/** What a kubelet does for a pod at this moment, by the pod's uid; undefined when no kubelet looks after it. */
export function kubeletActivity(cluster: Cluster, uid: string): KubeletActivity | undefined {
  return activityIn(cluster.stateOf('kubelet') as KubeletState, uid);
}
