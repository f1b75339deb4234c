/** Daemon pods by the node they are for (DS-11), and the order among several on one node (DS-35). */
import { isPodTerminal, isTerminating } from '../../../k8s/conditions';
import { targetNodeName } from '../../../k8s/node-affinity';
import type { Pod } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';

export type NodePods = Map<string, Pod[]>;

/** Groups claimed pods by target node. Finished pods that are being deleted count only for history cleanup (DS-63). */
export function groupByNode(pods: readonly Pod[], includeDeletedTerminal = false): NodePods {
  const byNode: NodePods = new Map();
  for (const pod of pods) {
    const node = includeDeletedTerminal ? targetNodeName(pod) : countedOn(pod);
    if (node === undefined) continue;
    const there = byNode.get(node);
    if (there) there.push(pod);
    else byNode.set(node, [pod]);
  }
  return byNode;
}

/** The node that a pod counts for; none when it is finished and being deleted. */
export function countedOn(pod: Pod): string | undefined {
  return isTerminating(pod) && isPodTerminal(pod) ? undefined : targetNodeName(pod);
}

/** DS-35: bound before unbound, then older, then by name. */
export function compareDaemonPods(a: Pod, b: Pod): number {
  const bound = Number(Boolean(b.spec.nodeName)) - Number(Boolean(a.spec.nodeName));
  if (bound !== 0) return bound;
  return (
    compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

/** The one that survives among several: the first in the order of DS-35. */
export function firstPod(pods: readonly Pod[] | undefined): Pod | undefined {
  if (!pods) return undefined;
  let first = pods[0];
  for (let i = 1; i < pods.length; i++) {
    const pod = pods[i];
    if (pod && first && compareDaemonPods(pod, first) < 0) first = pod;
  }
  return first;
}
