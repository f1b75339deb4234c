import type { Node, Pod } from '../../k8s/types';
import type { Reader } from '../api/types';
import { usageOf, type NodeUsage } from './node-usage';
import { PlacedPods } from './placed-pods';

/** The cluster as one scheduling attempt sees it. */
export interface ClusterView {
  readonly read: Reader;
  readonly nodeCount: number;
  nodes(): readonly Node[];
  node(name: string): Node | undefined;
  usage(nodeName: string): NodeUsage;
  podsOnNode(nodeName: string): readonly Pod[];
  /** Pending pods for which room is being made on the node (SCH-36). */
  nominated(nodeName: string): readonly Pod[];
  placed(): PlacedPods;
}

/** By the list of all pods, which never changes once handed out. */
const placedByList = new WeakMap<readonly Pod[], PlacedPods>();

/** A view computed from the objects alone, without the scheduler's running sums. For questions, not for the hot path. */
export function viewOf(read: Reader): ClusterView {
  return {
    read,
    nodeCount: read.list('Node').length,
    nodes: () => read.list('Node'),
    node: (name) => read.get('Node', undefined, name),
    usage: (name) => usageOf(read.podsOnNode(name)),
    podsOnNode: (name) => read.podsOnNode(name),
    nominated: (name) =>
      read.list('Pod').filter((p) => !p.spec.nodeName && p.status.nominatedNodeName === name),
    placed: () => {
      const pods = read.list('Pod');
      let placed = placedByList.get(pods);
      if (!placed) placedByList.set(pods, (placed = new PlacedPods(read)));
      return placed;
    },
  };
}
