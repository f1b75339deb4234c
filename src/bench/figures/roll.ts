import { cpuSeconds } from '../cost';
import type { Figure } from '../figure';
import { applyAgent, clusterWithAgent } from '../loads/cluster';

export const ROLL: Figure = {
  name: 'roll',
  how: 'The DaemonSet of the figure `apply` gets another image and is played until every pod has it and is Ready.',
  lines: [
    {
      key: 'cpu',
      title: 'full rolling update, maxUnavailable 10 %',
      unit: 's',
      aims: [{ at: 5000, most: 2 }],
    },
  ],
  sizes: [100, 500, 1000, 2000, 5000],
  quickSizes: [100, 500, 1000],
  runs: 3,
  measure(size) {
    const cluster = clusterWithAgent(size);
    return { cpu: cpuSeconds(() => applyAgent(cluster, size, '2')) };
  },
};
