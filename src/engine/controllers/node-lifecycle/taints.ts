/** The taints that the node controller keeps (NODE-11, NODE-12), as pure functions of the node. */
import { conditionOf } from '../../../k8s/conditions';
import type { Node, Taint } from '../../../k8s/types';

export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Condition type → status → taint key. */
const CONDITION_TAINTS: readonly (readonly [type: string, status: string, key: string])[] = [
  ['Ready', 'False', NOT_READY],
  ['Ready', 'Unknown', UNREACHABLE],
  ['MemoryPressure', 'True', 'node.kubernetes.io/memory-pressure'],
  ['DiskPressure', 'True', 'node.kubernetes.io/disk-pressure'],
  ['PIDPressure', 'True', 'node.kubernetes.io/pid-pressure'],
  ['NetworkUnavailable', 'True', 'node.kubernetes.io/network-unavailable'],
];
const MIRRORED = new Set([...CONDITION_TAINTS.map(([, , key]) => key), UNSCHEDULABLE]);

export type Ready = 'True' | 'False' | 'Unknown';

/** Status of the Ready condition; undefined as long as the kubelet has posted none. */
export function readyStatus(node: Node): Ready | undefined {
  return conditionOf(node.status?.conditions, 'Ready')?.status as Ready | undefined;
}

/** Keys of the NoSchedule taints that the node should have, of those that mirror its state, in the order of its conditions. */
export function mirroredKeys(node: Node): Set<string> {
  const keys = new Set<string>();
  for (const { type, status } of node.status?.conditions ?? []) {
    const row = CONDITION_TAINTS.find((taint) => taint[0] === type && taint[1] === status);
    if (row) keys.add(row[2]);
  }
  if (node.spec.unschedulable) keys.add(UNSCHEDULABLE);
  return keys;
}

/** The node's taints with the NoSchedule mirrors put right (NODE-11); undefined when they are. `time` marks new ones. */
export function withMirroredTaints(node: Node, time: string): Taint[] | undefined {
  const wanted = mirroredKeys(node);
  const taints = node.spec.taints ?? [];
  const kept = taints.filter((t) => t.effect !== 'NoSchedule' || !MIRRORED.has(t.key) || wanted.has(t.key));
  for (const taint of kept) if (taint.effect === 'NoSchedule') wanted.delete(taint.key);
  if (wanted.size === 0 && kept.length === taints.length) return undefined;
  return [...kept, ...[...wanted].map((key) => ({ key, effect: 'NoSchedule', timeAdded: time }))];
}

/** Key of the NoExecute taint that goes with a Ready status (NODE-12). */
export function noExecuteKey(ready: Ready | undefined): string | undefined {
  return ready === 'False' ? NOT_READY : ready === 'Unknown' ? UNREACHABLE : undefined;
}

/** Whether the node has one of the two NoExecute taints of the node controller. */
export function noExecuteTaint(node: Node): string | undefined {
  return [NOT_READY, UNREACHABLE].find((key) => hasTaint(node, key, 'NoExecute'));
}

/** The node's taints with exactly this NoExecute taint of the two (none = undefined); undefined when nothing changes. */
export function withNoExecute(node: Node, key: string | undefined, time: string): Taint[] | undefined {
  const taints = node.spec.taints ?? [];
  const kept = taints.filter(
    (t) => t.effect !== 'NoExecute' || (t.key !== NOT_READY && t.key !== UNREACHABLE) || t.key === key,
  );
  const missing = key !== undefined && !hasTaint(node, key, 'NoExecute');
  if (!missing) return kept.length === taints.length ? undefined : kept;
  return [...kept, { key, effect: 'NoExecute', timeAdded: time }];
}

function hasTaint(node: Node, key: string, effect: string): boolean {
  return node.spec.taints?.some((t) => t.key === key && t.effect === effect) ?? false;
}
