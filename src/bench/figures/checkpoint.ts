import { cpuMilliseconds } from '../cost';
import type { Figure } from '../figure';
import { clusterWithAgent, daemonSet, kubectl } from '../loads/cluster';
import { percentile } from '../statistics';

const TIMES = 20;
/** Virtual milliseconds between two checkpoints, in the middle of a rollout: there is something new to keep each time. */
const BETWEEN = 2_000;

export const CHECKPOINT: Figure = {
  name: 'checkpoint',
  how: 'During a rolling update (maxUnavailable 10 %), every two virtual seconds, 20 times; restoring afterwards, each of them once.',
  lines: [
    { key: 'median', title: 'checkpoint, median', unit: 'ms', aims: [{ at: 5000, most: 5 }] },
    { key: 'p95', title: 'checkpoint, p95', unit: 'ms', aims: [] },
    { key: 'restore', title: 'restoring one, median', unit: 'ms', aims: [] },
  ],
  sizes: [100, 500, 1000, 2000, 5000],
  quickSizes: [100, 500, 1000],
  runs: 1,
  memory: 8000,
  measure(size) {
    const cluster = clusterWithAgent(size);
    kubectl(cluster, 'kubectl apply -f -', daemonSet('agent', '2'));
    const kept = [cluster.checkpoint()];
    const taken = Array.from({ length: TIMES }, () => {
      cluster.advanceTo(cluster.now + BETWEEN);
      return cpuMilliseconds(() => void kept.push(cluster.checkpoint()));
    });
    const restored = kept.map((checkpoint) => cpuMilliseconds(() => cluster.restore(checkpoint)));
    return {
      median: percentile(taken, 50),
      p95: percentile(taken, 95),
      restore: percentile(restored, 50),
    };
  },
};
