import { untoleratedTaint } from '../../../k8s/taints';
import type { FilterPlugin, Rejection } from '../plugin';

const REJECTION: Rejection = { reasons: ['node(s) were unschedulable'], unresolvable: true };
const TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** SCH-6: a cordoned node takes only pods that tolerate the taint of a cordoned node. */
export const nodeUnschedulable: FilterPlugin = {
  name: 'NodeUnschedulable',
  wakesOn: ['added', 'unschedulable'],
  wakesOnPodRemoval: false,
  filter(pod, node) {
    if (!node.spec.unschedulable) return undefined;
    return untoleratedTaint([TAINT], pod.spec.tolerations, [TAINT.effect]) ? REJECTION : undefined;
  },
};
