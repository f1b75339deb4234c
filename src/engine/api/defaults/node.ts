/** Defaults of a node's status: allocatable is the capacity until the kubelet says otherwise. */
import type { NodeSpec, NodeStatus } from '../../../k8s/types';
import { canonical } from './container';
import { withChanges } from './keep';

export function defaultNodeStatus(status: NodeStatus): NodeStatus {
  const { capacity } = status;
  if (!capacity) return status;
  const allocatable = canonical(status.allocatable) ?? canonical(capacity);
  return withChanges(status, { capacity: canonical(capacity), allocatable });
}

/** The list is what counts; the old single field is its first entry, and wins when a client sent both. */
export function withPodNetworks(spec: NodeSpec): NodeSpec {
  const { podCIDR, podCIDRs = [], ...rest } = spec;
  const first = podCIDRs[0];
  if ((podCIDR ?? '') === (first ?? '') && podCIDR !== '') return spec;
  const networks = podCIDR && podCIDR !== first ? [podCIDR] : podCIDRs;
  return networks.length > 0 ? { ...rest, podCIDR: networks[0] ?? '', podCIDRs: networks } : rest;
}
