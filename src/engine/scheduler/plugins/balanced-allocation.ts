import { allocatable, podRequests } from '../../../k8s/resources';
import type { NodeScorePlugin } from '../plugin';

const RESOURCES = ['cpu', 'memory'];

/** SCH-29: cpu and memory used to a like degree are better. Nothing to say of a pod that asks for neither (since 1.32). */
export const balancedAllocation: NodeScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score(pod, node, { requests }) {
    const own = podRequests(pod.spec);
    if (!RESOURCES.some((name) => own[name])) return 0;
    const room = allocatable(node);
    const fractions: number[] = [];
    for (const name of RESOURCES) {
      const all = room[name] ?? 0;
      if (all > 0) fractions.push(Math.min(1, ((requests[name] ?? 0) + (own[name] ?? 0)) / all));
    }
    const [a = 0, b = a] = fractions;
    return Math.floor((1 - Math.abs((a - b) / 2)) * 100);
  },
};
