/** Defaults of a node's status: allocatable is the capacity until the kubelet says otherwise. */
import type { NodeStatus } from '../../../k8s/types';
import { canonical } from './container';

export function defaultNodeStatus(status: NodeStatus): NodeStatus {
  const { capacity } = status;
  if (!capacity) return status;
  const allocatable = canonical(status.allocatable) ?? canonical(capacity);
  return { ...status, capacity: canonical(capacity), allocatable };
}
