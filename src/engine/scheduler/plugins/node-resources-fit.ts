import { allocatable, podRequests, type Amounts } from '../../../k8s/resources';
import { compareText } from '../../../lib/compare';
import { nonZeroRequests } from '../node-usage';
import type { FilterPlugin, ScorePlugin } from '../plugin';

/** Order of the reasons; extended resources follow by name. */
const FIRST = ['cpu', 'memory', 'ephemeral-storage'];

/** SCH-11: all resources that do not suffice are reported together (TEST-123). */
export const nodeResourcesFit: FilterPlugin = {
  name: 'NodeResourcesFit',
  wakesOn: ['added', 'allocatable'],
  wakesOnPodRemoval: true,
  filter(pod, node, usage) {
    const room = allocatable(node);
    const reasons: string[] = [];
    let unresolvable = false;
    if (usage.pods + 1 > (room['pods'] ?? 0)) reasons.push('Too many pods');
    const requests = podRequests(pod.spec);
    for (const name of inOrder(requests)) {
      const wanted = requests[name] as number;
      const all = room[name] ?? 0;
      if (wanted <= 0 || wanted <= all - (usage.requests[name] ?? 0)) continue;
      reasons.push(`Insufficient ${name}`);
      // More than the whole node has: no other pod's departure helps (since 1.33).
      if (wanted > all) unresolvable = true;
    }
    return reasons.length > 0 ? { reasons, unresolvable } : undefined;
  },
};

/** SCH-28: LeastAllocated over cpu and memory. A resource that the node does not have is left out of the mean. */
export const leastAllocated: ScorePlugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  score(pod, node, usage) {
    const room = allocatable(node);
    const own = nonZeroRequests(pod.spec);
    let sum = 0;
    let count = 0;
    for (const name of ['cpu', 'memory'] as const) {
      const all = room[name] ?? 0;
      if (all === 0) continue;
      const requested = usage.nonZero[name] + own[name];
      sum += requested > all ? 0 : Math.floor(((all - requested) * 100) / all);
      count++;
    }
    return count === 0 ? 0 : Math.floor(sum / count);
  },
};

function inOrder(requests: Amounts): string[] {
  const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return Object.keys(requests).sort((a, b) => rank(a) - rank(b) || compareText(a, b));
}
