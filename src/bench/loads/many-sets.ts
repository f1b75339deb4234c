import type { Cluster } from '../../engine/index';
import { daemonSet, deployment, kubectl, untilReady } from './cluster';

export const SETS = 20;

/** Applies 20 DaemonSets, and Deployments of 1,000 pods where asked for, and plays until all pods are ready. */
export function applyManySets(cluster: Cluster, nodes: number, deployed = 0): void {
  const texts = Array.from({ length: SETS }, (_, i) => daemonSet(`agent-${i + 1}`, '1'));
  for (let left = deployed, i = 1; left > 0; left -= 1000, i++)
    texts.push(deployment(`web-${i}`, Math.min(1000, left)));
  for (const text of texts) kubectl(cluster, 'kubectl apply -f -', text);
  untilReady(cluster, SETS * nodes + deployed);
}
