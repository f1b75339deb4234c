import { parseRfc3339, rfc3339 } from '../../../k8s/time';
import type { KubeObject, Node } from '../../../k8s/types';
import { withChanges } from '../defaults/keep';
import { defaultNodeStatus, withPodNetworks } from '../defaults/node';
import { nodeTable } from '../tables/node';
import { checkNode, checkNodeChange, checkNodeUpdate, nodeWarnings } from '../validation/node';
import { defineKind, type PresentHost } from './definition';

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
    prepareStatusUpdate: (next, old) =>
      statusAndMetadata(next, old, next.status && defaultNodeStatus(next.status)),
    present: withHeartbeats,
    check: checkNode,
    checkUpdate: checkNodeUpdate,
    checkStatusUpdate: checkNodeChange,
    warnings: nodeWarnings,
    fields: { 'spec.unschedulable': (n) => String(n.spec.unschedulable ?? false) },
    table: nodeTable,
  },
);

/** A kubelet posts its whole status at least this often. */
const POST_EVERY = 300_000;
const BY_KUBELET = new Set(['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready']);

/** The conditions of the kubelet with the heartbeat of its last post (NODE-8). */
function withHeartbeats(node: Node, { heartbeat }: PresentHost): Node {
  const before = node.status?.conditions ?? [];
  const at = heartbeat(node.metadata.name);
  if (at === undefined) return node;
  const conditions = before.map((condition) => {
    const stored = parseRfc3339(condition.lastHeartbeatTime ?? '');
    const posts = BY_KUBELET.has(condition.type) ? Math.floor((at - stored) / POST_EVERY) : 0;
    return posts > 0 ? { ...condition, lastHeartbeatTime: rfc3339(stored + posts * POST_EVERY) } : condition;
  });
  if (conditions.every((condition, i) => condition === before[i])) return node;
  return { ...node, status: { ...node.status, conditions } };
}

function withStatusDefaults(n: Node): Node {
  return n.status ? withChanges(n, { status: defaultNodeStatus(n.status) }) : n;
}

/** Status writes of pods and nodes let labels and annotations through as well (API-6). */
export function statusAndMetadata<O extends KubeObject & { status?: unknown }>(
  next: O,
  old: O,
  status: O['status'],
): O {
  const { ownerReferences } = old.metadata;
  const metadata =
    next.metadata.ownerReferences === ownerReferences ? next.metadata : { ...next.metadata, ownerReferences };
  return { ...old, metadata, status };
}
