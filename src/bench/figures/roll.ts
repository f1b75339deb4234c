import { cpuSeconds } from '../cost';
import type { Figure } from '../figure';
import { applyAgent, clusterWithAgent, warmUp } from '../loads/cluster';

export const ROLL: Figure = {
  name: 'roll',
  how: 'The DaemonSet of the figure `apply` gets another image and is played until every pod has it and is Ready. Warm: as there.',
  lines: [
    {
      key: 'cpu',
      title: 'full rolling update, maxUnavailable 10 %',
      unit: 's',
      aims: [{ at: 5000, most: 2 }],
    },
    { key: 'warm', title: 'the same, warm', unit: 's', aims: [{ at: 5000, most: 2 }] },
  ],
  sizes: [100, 500, 1000, 2000, 5000],
  quickSizes: [100, 500, 1000],
  runs: 3,
  measure(size) {
    const cluster = clusterWithAgent(size);
    const cpu = cpuSeconds(() => applyAgent(cluster, size, '2'));
    warmUp();
    const again = clusterWithAgent(size);
    return { cpu, warm: cpuSeconds(() => applyAgent(again, size, '2')) };
  },
};
