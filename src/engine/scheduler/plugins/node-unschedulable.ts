import { untoleratedTaint } from '../../../k8s/taints';
import type { FilterPlugin, Rejection } from '../plugin';

const REJECTION: Rejection = { reasons: ['node(s) were unschedulable'], unresolvable: true };
const TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** SCH-6: a cordoned node takes only pods that tolerate the taint of a cordoned node. */
export const nodeUnschedulable: FilterPlugin = {
  name: 'NodeUnschedulable',
  wakesOn: ['NodeAdd', 'NodeTaint', 'PodToleration'],
  helps(pod, change) {
    if (change.kind === 'PodToleration')
      return (
        pod.metadata.uid === change.now.metadata.uid &&
        !untoleratedTaint([TAINT], change.now.spec.tolerations, [TAINT.effect])
      );
    if (change.kind !== 'NodeAdd' && change.kind !== 'NodeTaint') return false;
    return !change.now.spec.unschedulable && (!change.old || change.old.spec.unschedulable === true);
  },
  filter(pod, node) {
    if (!node.spec.unschedulable) return undefined;
    return untoleratedTaint([TAINT], pod.spec.tolerations, [TAINT.effect]) ? REJECTION : undefined;
  },
};
