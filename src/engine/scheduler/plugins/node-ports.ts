import { hostPortsConflict, hostPortsOf } from '../../../k8s/resources';
import type { FilterPlugin, Rejection } from '../plugin';

const REJECTION: Rejection = {
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  unresolvable: false,
};

/** SCH-9. */
export const nodePorts: FilterPlugin = {
  name: 'NodePorts',
  wakesOn: ['added'],
  wakesOnPodRemoval: true,
  filter(pod, _node, usage) {
    const wanted = hostPortsOf(pod.spec);
    return wanted.length > 0 && hostPortsConflict(wanted, usage.ports) ? REJECTION : undefined;
  },
};
