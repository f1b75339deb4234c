import { allocatable, podRequests } from '../../../k8s/resources';
import type { ScorePlugin } from '../plugin';

const RESOURCES = ['cpu', 'memory'];

/** SCH-29: cpu and memory used to a like degree are better. Nothing to say of a pod that asks for neither (since 1.32). */
export const balancedAllocation: ScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  scores(pod, nodes, view) {
    const own = podRequests(pod.spec);
    if (!RESOURCES.some((name) => own[name])) return undefined;
    return nodes.map((node) => {
      const room = allocatable(node);
      const { requests } = view.usage(node.metadata.name);
      const fractions: number[] = [];
      for (const name of RESOURCES) {
        const all = room[name] ?? 0;
        if (all > 0) fractions.push(Math.min(1, ((requests[name] ?? 0) + (own[name] ?? 0)) / all));
      }
      const [a = 0, b = a] = fractions;
      return Math.floor((1 - Math.abs((a - b) / 2)) * 100);
    });
  },
};
