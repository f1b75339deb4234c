import { hostPortsConflict, hostPortsOf } from '../../../k8s/resources';
import type { FilterPlugin, Rejection } from '../plugin';

const REJECTION: Rejection = {
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  unresolvable: false,
};

/** SCH-9. */
export const nodePorts: FilterPlugin = {
  name: 'NodePorts',
  wakesOn: ['NodeAdd', 'PodDelete'],
  // A port that is freed on one node wakes pods that are bound to another (recording 15).
  helps: (pod, change) =>
    change.kind !== 'PodDelete' || hostPortsConflict(hostPortsOf(pod.spec), hostPortsOf(change.old.spec)),
  filter(pod, _node, usage) {
    const wanted = hostPortsOf(pod.spec);
    return wanted.length > 0 && hostPortsConflict(wanted, usage.ports) ? REJECTION : undefined;
  },
};
