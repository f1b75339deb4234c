import { cpuSeconds } from '../cost';
import type { Figure } from '../figure';
import { addNodes, emptyCluster } from '../loads/cluster';
import { applyManySets } from '../loads/many-sets';

export const MANY_SETS: Figure = {
  name: 'many-sets',
  how: 'From an empty cluster: nodes are added, 20 DaemonSets and Deployments with five pods a node (1,000 pods each) applied at once, and played until all pods are Ready.',
  lines: [
    {
      key: 'cpu',
      title: '20 DaemonSets and 5 Deployment pods a node, from nothing to Ready',
      unit: 's',
      aims: [{ at: 1000, most: 8 }],
    },
  ],
  sizes: [100, 500, 1000],
  quickSizes: [50, 100, 200],
  runs: 1,
  memory: 8000,
  measure(size) {
    const cluster = emptyCluster();
    const cpu = cpuSeconds(() => {
      addNodes(cluster, size);
      applyManySets(cluster, size, 5 * size);
    });
    return { cpu };
  },
};
