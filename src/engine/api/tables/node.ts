import { nodeRoles, nodeStatusWord } from '../../../k8s/node-status';
import type { Node } from '../../../k8s/types';
import { ageOf } from './age';
import { columnsOf, orNone, type KindTable } from './columns';

/** CLI-26 … CLI-28. */
export const nodeTable: KindTable<Node> = {
  columns: columnsOf(
    'Name Status Roles Age Version|Internal-IP External-IP OS-Image Kernel-Version Container-Runtime',
  ),
  cells(node, now) {
    const info = node.status?.nodeInfo;
    const address = (type: string) => orNone(node.status?.addresses?.find((a) => a.type === type)?.address);
    return [
      node.metadata.name,
      nodeStatusWord(node),
      orNone(nodeRoles(node).join(',')),
      ageOf(node, now),
      info?.kubeletVersion ?? '',
      address('InternalIP'),
      address('ExternalIP'),
      info?.osImage || '<unknown>',
      info?.kernelVersion || '<unknown>',
      info?.containerRuntimeVersion || '<unknown>',
    ];
  },
};
