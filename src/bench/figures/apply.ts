import { cpuSeconds, heapAfterGc } from '../cost';
import type { Figure } from '../figure';
import { addNodes, applyAgent, clusterOf, emptyCluster, warmUp } from '../loads/cluster';

export const APPLY: Figure = {
  name: 'apply',
  how: 'Nodes are added (a line of its own), then one DaemonSet is applied and played until every pod is Ready; the heap is that of the whole process with the cluster and its history. Warm: the same once more in that process, after two rounds of applying and updating at 500 nodes.',
  lines: [
    {
      key: 'cpu',
      title: 'apply → all Ready, one DaemonSet',
      unit: 's',
      aims: [{ at: 500, most: 0.1 }, { at: 5000, most: 1 }, { exponent: 1.15 }],
    },
    {
      key: 'warm',
      title: 'the same, warm',
      unit: 's',
      aims: [{ at: 500, most: 0.1 }, { at: 5000, most: 1 }, { exponent: 1.15 }],
    },
    { key: 'heap', title: 'heap after that and GC', unit: 'MB', aims: [{ at: 5000, most: 150 }] },
    { key: 'nodes', title: 'adding the nodes', unit: 's', aims: [] },
  ],
  sizes: [100, 500, 1000, 2000, 5000],
  quickSizes: [100, 500, 1000],
  runs: 3,
  measure(size) {
    const cluster = emptyCluster();
    const nodes = cpuSeconds(() => addNodes(cluster, size));
    const cpu = cpuSeconds(() => applyAgent(cluster, size, '1'));
    const heap = heapAfterGc();
    // Reads it after the collection, so that the cluster is still there then.
    if (cluster.read.list('Pod').length !== size) throw new Error('pods are missing');
    warmUp();
    const again = clusterOf(size);
    const warm = cpuSeconds(() => applyAgent(again, size, '1'));
    return { cpu, warm, heap, nodes };
  },
};
