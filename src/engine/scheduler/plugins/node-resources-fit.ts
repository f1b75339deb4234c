import { allocatable, podRequests } from '../../../k8s/resources';
import { compareText } from '../../../lib/compare';
import type { Node } from '../../../k8s/types';
import { emptyUsage, nonZeroRequests } from '../node-usage';
import type { FilterPlugin, NodeScorePlugin, PodLike } from '../plugin';

/** Order of the reasons; extended resources follow by name. */
const FIRST = ['cpu', 'memory', 'ephemeral-storage'];
const SCORED = ['cpu', 'memory'] as const;
const EMPTY = emptyUsage();

/** SCH-11: all resources that do not suffice are reported together (TEST-123). */
export const nodeResourcesFit: FilterPlugin = {
  name: 'NodeResourcesFit',
  wakesOn: ['NodeAdd', 'NodeAllocatable', 'PodDelete'],
  // Any pod that leaves any node counts, also for pods that can only go to another one.
  helps(pod, change) {
    if (change.kind === 'PodDelete') return true;
    if (change.kind !== 'NodeAdd' && change.kind !== 'NodeAllocatable') return false;
    return (
      !nodeResourcesFit.filter?.(pod, change.now, EMPTY) &&
      (!change.old || hasMore(pod, change.now, change.old))
    );
  },
  filter(pod, node, usage) {
    const room = allocatable(node);
    const full = usage.pods + 1 > (room['pods'] ?? 0);
    const requests = podRequests(pod.spec);
    let lacking: string[] | undefined;
    let unresolvable = false;
    for (const name in requests) {
      const wanted = requests[name] as number;
      const all = room[name] ?? 0;
      if (wanted <= 0 || wanted <= all - (usage.requests[name] ?? 0)) continue;
      (lacking ??= []).push(name);
      // More than the whole node has: no other pod's departure helps (since 1.33).
      if (wanted > all) unresolvable = true;
    }
    if (!full && !lacking) return undefined;
    const reasons = inOrder(lacking ?? []).map((name) => `Insufficient ${name}`);
    return { reasons: full ? ['Too many pods', ...reasons] : reasons, unresolvable };
  },
};

/** SCH-28: LeastAllocated over cpu and memory. A resource that the node does not have is left out of the mean. */
export const leastAllocated: NodeScorePlugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  score(pod, node, { nonZero }) {
    const own = nonZeroRequests(pod.spec);
    const room = allocatable(node);
    let sum = 0;
    let count = 0;
    for (const name of SCORED) {
      const all = room[name] ?? 0;
      if (all === 0) continue;
      const requested = nonZero[name] + own[name];
      sum += requested > all ? 0 : Math.floor(((all - requested) * 100) / all);
      count++;
    }
    return count === 0 ? 0 : Math.floor(sum / count);
  },
};

/** Whether the node has more than before of something that the pod asks for, or room for more pods. */
function hasMore(pod: PodLike, now: Node, old: Node): boolean {
  const [room, before] = [allocatable(now), allocatable(old)];
  const more = (name: string) => (room[name] ?? 0) > (before[name] ?? 0);
  const requests = podRequests(pod.spec);
  return more('pods') || Object.keys(requests).some((name) => (requests[name] as number) > 0 && more(name));
}

function inOrder(names: readonly string[]): string[] {
  const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return names.toSorted((a, b) => rank(a) - rank(b) || compareText(a, b));
}
