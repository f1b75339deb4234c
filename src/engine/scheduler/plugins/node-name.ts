import type { FilterPlugin, Rejection } from '../plugin';

const REJECTION: Rejection = {
  reasons: ["node(s) didn't match the requested node name"],
  unresolvable: true,
};

/** SCH-7. The scheduler never sees a pod with a node name; a question such as "why not here" may ask for one. */
export const nodeName: FilterPlugin = {
  name: 'NodeName',
  wakesOn: ['NodeAdd'],
  filter(pod, node) {
    return pod.spec.nodeName && pod.spec.nodeName !== node.metadata.name ? REJECTION : undefined;
  },
};
