import type { Node, Pod } from '../../k8s/types';
import type { Reader } from '../api/types';
import { ImageSpread } from './image-spread';
import { usageOf, type NodeUsage } from './node-usage';
import { verdictOn, type Judge } from './node-verdicts';
import { PlacedPods } from './placed-pods';
import type { PodLike } from './plugin';

/** The cluster as one scheduling attempt sees it. */
export interface ClusterView {
  readonly read: Reader;
  readonly nodeCount: number;
  nodes(): readonly Node[];
  node(name: string): Node | undefined;
  usage(nodeName: string): NodeUsage;
  judge(pod: PodLike): Judge;
  podsOnNode(nodeName: string): readonly Pod[];
  /** Pending pods for which room is being made on the node (SCH-36). */
  nominated(nodeName: string): readonly Pod[];
  placed(): PlacedPods;
  images(): ImageSpread;
}

/** By the list of all pods, which never changes once handed out. */
const placedByList = new WeakMap<readonly Pod[], PlacedPods>();

/** By the list of all nodes. */
const imagesByList = new WeakMap<readonly Node[], ImageSpread>();

/** A view computed from the objects alone, without the scheduler's running sums. For questions, not for the hot path. */
export function viewOf(read: Reader): ClusterView {
  return {
    read,
    nodeCount: read.list('Node').length,
    nodes: () => read.list('Node'),
    node: (name) => read.get('Node', undefined, name),
    usage: (name) => usageOf(read.podsOnNode(name)),
    judge: (pod) => (node) => verdictOn(pod, node, usageOf(read.podsOnNode(node.metadata.name))),
    podsOnNode: (name) => read.podsOnNode(name),
    nominated: (name) =>
      read.list('Pod').filter((p) => !p.spec.nodeName && p.status.nominatedNodeName === name),
    placed: () => {
      const pods = read.list('Pod');
      let placed = placedByList.get(pods);
      if (!placed) placedByList.set(pods, (placed = new PlacedPods(read)));
      return placed;
    },
    images: () => {
      const nodes = read.list('Node');
      let images = imagesByList.get(nodes);
      if (!images) imagesByList.set(nodes, (images = new ImageSpread(nodes)));
      return images;
    },
  };
}
