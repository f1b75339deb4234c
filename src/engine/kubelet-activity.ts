import type { Cluster } from './cluster';
import { kubeletActivity as activityIn } from './kubelet/activity';
import { lastRenewal } from './kubelet/heartbeat';
import type { KubeletActivity } from './kubelet/stages';
import type { KubeletState } from './kubelet/state';

/** What a kubelet does for a pod at this moment, by the pod's uid; undefined when no kubelet looks after it. */
export function kubeletActivity(cluster: Cluster, uid: string): KubeletActivity | undefined {
  return activityIn(kubeletsOf(cluster), uid);
}

/** When the kubelet of a node last renewed its lease (NODE-8), ms since epoch; undefined when there is no such machine. */
export function lastHeartbeat(cluster: Cluster, node: string): number | undefined {
  const machine = (kubeletsOf(cluster) as KubeletState | undefined)?.machines.peek(node);
  return machine && lastRenewal(machine, cluster.now);
}

function kubeletsOf(cluster: Cluster): KubeletState {
  return cluster.stateOf('kubelet') as KubeletState;
}
