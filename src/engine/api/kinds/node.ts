import type { KubeObject, Node } from '../../../k8s/types';
import { withChanges } from '../defaults/keep';
import { defaultNodeStatus, withPodNetworks } from '../defaults/node';
import { nodeTable } from '../tables/node';
import { checkNode, checkNodeChange, checkNodeUpdate, nodeWarnings } from '../validation/node';
import { defineKind } from './definition';

export const node = defineKind<Node>(
  {
    kind: 'Node',
    apiVersion: 'v1',
    plural: 'nodes',
    shortNames: ['no'],
    namespaced: false,
    subresources: ['status'],
  },
  {
    defaults: (n) => withStatusDefaults(withChanges(n, { spec: withPodNetworks(n.spec ?? {}) })),
    // A kubelet posts its status with the new object.
    prepareCreate: (n) => ({ ...n, spec: n.spec ?? {}, status: n.status ?? {} }),
    prepareUpdate: (next, old) => ({ ...next, spec: next.spec ?? {}, status: old.status }),
    prepareStatusUpdate: (next, old) => statusAndMetadata(withStatusDefaults(next), old),
    check: checkNode,
    checkUpdate: checkNodeUpdate,
    checkStatusUpdate: checkNodeChange,
    warnings: nodeWarnings,
    fields: { 'spec.unschedulable': (n) => String(n.spec.unschedulable ?? false) },
    table: nodeTable,
  },
);

function withStatusDefaults(n: Node): Node {
  return n.status ? withChanges(n, { status: defaultNodeStatus(n.status) }) : n;
}

/** Status writes of pods and nodes let labels and annotations through as well (API-6). */
export function statusAndMetadata<O extends KubeObject & { status?: unknown }>(next: O, old: O): O {
  const { ownerReferences } = old.metadata;
  const metadata =
    next.metadata.ownerReferences === ownerReferences ? next.metadata : { ...next.metadata, ownerReferences };
  return { ...old, metadata, status: next.status };
}
