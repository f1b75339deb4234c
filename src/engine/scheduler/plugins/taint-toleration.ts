import { toleratesAny, untoleratedTaint } from '../../../k8s/taints';
import type { Node } from '../../../k8s/types';
import type { FilterPlugin, ClusterScorePlugin } from '../plugin';

const EFFECTS = ['NoSchedule', 'NoExecute'];

/** SCH-8: the first taint, in the node's order, that keeps pods away and is not tolerated. */
export const taintToleration: FilterPlugin = {
  name: 'TaintToleration',
  wakesOn: ['NodeAdd', 'NodeTaint', 'PodToleration'],
  helps(pod, change) {
    if (change.kind === 'PodToleration') return pod.metadata.uid === change.now.metadata.uid;
    if (change.kind !== 'NodeAdd' && change.kind !== 'NodeTaint') return false;
    const keptAway = (node: Node) => untoleratedTaint(node.spec.taints, pod.spec.tolerations, EFFECTS);
    return !keptAway(change.now) && (!change.old || keptAway(change.old) !== undefined);
  },
  filter(pod, node) {
    const taint = untoleratedTaint(node.spec.taints, pod.spec.tolerations, EFFECTS);
    if (!taint) return undefined;
    return {
      reasons: [`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`],
      unresolvable: true,
    };
  },
};

/** SCH-25: fewer untolerated PreferNoSchedule taints are better. */
export const taintTolerationScore: ClusterScorePlugin = {
  name: 'TaintToleration',
  weight: 3,
  scores(pod, nodes) {
    if (nodes.every(({ spec }) => !spec.taints)) return nodes.map(() => 100);
    // Only tolerations for this effect, or for every effect, count.
    const tolerations = pod.spec.tolerations?.filter((t) => !t.effect || t.effect === 'PreferNoSchedule');
    const counts = nodes.map((node) => {
      let count = 0;
      for (const taint of node.spec.taints ?? [])
        if (taint.effect === 'PreferNoSchedule' && !toleratesAny(tolerations, taint)) count++;
      return count;
    });
    const max = Math.max(0, ...counts);
    return counts.map((x) => (max === 0 ? 100 : 100 - Math.floor((100 * x) / max)));
  },
};
