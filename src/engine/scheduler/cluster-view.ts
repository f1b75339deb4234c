import type { Node, Pod } from '../../k8s/types';
import { podPriority } from '../../k8s/pod-priority';
import type { Reader } from '../api/types';
import { addPod, copyUsage, usageOf, type NodeUsage } from './node-usage';

/** The cluster as one scheduling attempt sees it. */
export interface ClusterView {
  readonly nodeCount: number;
  nodes(): readonly Node[];
  node(name: string): Node | undefined;
  usage(nodeName: string): NodeUsage;
  podsOnNode(nodeName: string): readonly Pod[];
  /** Pending pods for which room is being made on the node (SCH-36). */
  nominated(nodeName: string): readonly Pod[];
}

/** A view computed from the objects alone, without the scheduler's running sums. For questions, not for the hot path. */
export function viewOf(read: Reader): ClusterView {
  return {
    nodeCount: read.list('Node').length,
    nodes: () => read.list('Node'),
    node: (name) => read.get('Node', undefined, name),
    usage: (name) => usageOf(read.podsOnNode(name)),
    podsOnNode: (name) => read.podsOnNode(name),
    nominated: (name) =>
      read.list('Pod').filter((p) => !p.spec.nodeName && p.status.nominatedNodeName === name),
  };
}

/** Usage as `pod` finds it: room made for pods of at least its priority counts as taken. */
export function usageFor(
  pod: Pod,
  nodeName: string,
  view: ClusterView,
  base = view.usage(nodeName),
): NodeUsage {
  let usage = base;
  for (const other of view.nominated(nodeName)) {
    if (other.metadata.uid === pod.metadata.uid || podPriority(other) < podPriority(pod)) continue;
    if (usage === base) usage = copyUsage(base);
    addPod(usage, other.spec);
  }
  return usage;
}
