import type { Pod } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { countedOn, groupByNode, type NodePods } from './node-pods';

/** A list of pods grouped by node. */
export interface Grouping {
  readonly pods: readonly Pod[];
  readonly byNode: NodePods;
  /** Nodes whose pods have changed since somebody last emptied this; absent = all. */
  changed?: Set<string>;
}

/**
 * The grouping of `pods`, in order of their names, made of the last one: between two syncs few of many pods change. It takes
 * over the last grouping's parts, so that one must not be used any more. The nodes are in another order than `groupByNode` has.
 */
export function regroup(last: Grouping | undefined, pods: readonly Pod[]): Grouping {
  if (!last) return { pods, byNode: groupByNode(pods) };
  const { byNode, changed } = last;
  let at = 0;
  for (const pod of pods) {
    let before = last.pods[at];
    while (before && before !== pod && before.metadata.name < pod.metadata.name) {
      take(byNode, changed, before);
      before = last.pods[++at];
    }
    if (before === pod) at++;
    else if (before?.metadata.name === pod.metadata.name) {
      at++;
      exchange(byNode, changed, before, pod);
    } else add(byNode, changed, pod);
  }
  for (; at < last.pods.length; at++) take(byNode, changed, last.pods[at] as Pod);
  return { pods, byNode, changed };
}

function exchange(byNode: NodePods, changed: Set<string> | undefined, before: Pod, pod: Pod): void {
  const node = countedOn(pod);
  const there = node === undefined ? undefined : byNode.get(node);
  const at = there?.indexOf(before) ?? -1;
  if (node === undefined || !there || at < 0) {
    take(byNode, changed, before);
    add(byNode, changed, pod);
    return;
  }
  there[at] = pod;
  changed?.add(node);
}

function take(byNode: NodePods, changed: Set<string> | undefined, pod: Pod): void {
  const node = countedOn(pod);
  const there = node === undefined ? undefined : byNode.get(node);
  if (node === undefined || !there) return;
  changed?.add(node);
  if (there.length === 1) byNode.delete(node);
  else there.splice(there.indexOf(pod), 1);
}

function add(byNode: NodePods, changed: Set<string> | undefined, pod: Pod): void {
  const node = countedOn(pod);
  if (node === undefined) return;
  changed?.add(node);
  const there = byNode.get(node);
  if (!there) byNode.set(node, [pod]);
  else {
    there.push(pod);
    there.sort((a, b) => compareText(a.metadata.name, b.metadata.name));
  }
}
