import { allocatable, podRequests } from '../../../k8s/resources';
import type { ScorePlugin } from '../plugin';

/** SCH-29: cpu and memory used to a like degree are better. */
export const balancedAllocation: ScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score(pod, node, usage) {
    const room = allocatable(node);
    const own = podRequests(pod.spec);
    const fraction = (name: string): number => {
      const all = room[name] ?? 0;
      return all === 0 ? 1 : Math.min(1, ((usage.requests[name] ?? 0) + (own[name] ?? 0)) / all);
    };
    const difference = Math.abs(fraction('cpu') - fraction('memory')) / 2;
    return Math.floor((1 - difference) * 100);
  },
};
