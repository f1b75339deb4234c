import { isPodReady } from '../../k8s/conditions';
import { cpuMilliseconds } from '../cost';
import type { Figure } from '../figure';
import { clusterOf, kubectl } from '../loads/cluster';
import { applyManySets, SETS } from '../loads/many-sets';
import { median } from '../statistics';

const ADDED = 5;

export const ADD_NODE: Figure = {
  name: 'add-node',
  how: 'In a settled cluster with 20 DaemonSets a node is added and played until its 20 pods are Ready; the median of five nodes, one after another.',
  lines: [
    {
      key: 'cpu',
      title: 'add one node, 20 DaemonSets, until its pods are Ready',
      unit: 'ms',
      aims: [{ at: 5000, most: 50 }],
    },
  ],
  sizes: [500, 1000, 2000, 5000],
  quickSizes: [100, 200, 500],
  runs: 1,
  memory: 12_000,
  measure(size) {
    const cluster = clusterOf(size);
    applyManySets(cluster, size);
    cluster.advanceTo(cluster.now + 60_000);
    const times = Array.from({ length: ADDED }, (_, i) => {
      const name = `late-${i + 1}`;
      return cpuMilliseconds(() => {
        kubectl(cluster, `sim add-node --ready ${name}`);
        const ready = (): boolean => {
          const pods = cluster.read.podsOnNode(name);
          return pods.length === SETS && pods.every(isPodReady);
        };
        while (!ready()) cluster.advanceTo(cluster.now + 1000);
      });
    });
    return { cpu: median(times) };
  },
};
