/** Kinds that lead traffic to pods. */
import type { Endpoints, EndpointSlice, Ingress, NetworkPolicy } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { mapKeeping, withChanges, withDefaults } from '../defaults/keep';
import { endpointsTable, endpointSliceTable, ingressTable, networkPolicyTable } from '../tables/network';
import {
  checkEndpoints,
  checkEndpointSlice,
  checkEndpointSliceUpdate,
  checkEndpointsUpdate,
  endpointSliceWarnings,
  endpointsWarnings,
  ENDPOINTS_DEPRECATED,
} from '../validation/endpoints';
import {
  checkIngress,
  checkIngressStatusUpdate,
  checkIngressUpdate,
  ingressWarnings,
} from '../validation/ingress';
import {
  checkNetworkPolicy,
  checkNetworkPolicyUpdate,
  networkPolicyWarnings,
} from '../validation/network-policy';
import { defineKind } from './definition';
import { bumped, bumpOnChange, specAndStatus } from './strategies';

type PolicySpec = NonNullable<NetworkPolicy['spec']>;

function withTcp<T extends { protocol?: string }>(ports: T[]): T[] {
  return mapKeeping(ports, (port) => withDefaults(port, { protocol: 'TCP' } as Partial<T>));
}

/** A policy without types is one for incoming traffic, and one for outgoing if it has such rules. */
function defaultPolicy(spec: PolicySpec): PolicySpec {
  const withPorts = <R extends { ports?: { protocol?: string }[] }>(rules: R[]) =>
    mapKeeping(rules, (rule) =>
      rule.ports ? withChanges(rule, { ports: withTcp(rule.ports) } as Partial<R>) : rule,
    );
  const { ingress, egress, policyTypes } = spec;
  const types = egress ? ['Ingress', 'Egress'] : ['Ingress'];
  return withDefaults(
    withChanges(spec, {
      policyTypes: policyTypes ?? types,
      ...(ingress && { ingress: withPorts(ingress) }),
      ...(egress && { egress: withPorts(egress) }),
    }),
    { podSelector: {} },
  );
}

export const networkPolicy = defineKind<NetworkPolicy>(
  {
    kind: 'NetworkPolicy',
    apiVersion: 'networking.k8s.io/v1',
    plural: 'networkpolicies',
    shortNames: ['netpol'],
    namespaced: true,
    inert: true,
  },
  {
    generation: true,
    defaults: (policy) => withChanges(policy, { spec: defaultPolicy(policy.spec ?? ({} as PolicySpec)) }),
    prepareUpdate: bumpOnChange('spec'),
    check: checkNetworkPolicy,
    checkUpdate: checkNetworkPolicyUpdate,
    warnings: networkPolicyWarnings,
    warnsOnUpdate: () => true,
    table: networkPolicyTable,
  },
);

export const ingress = defineKind<Ingress>(
  {
    kind: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    plural: 'ingresses',
    shortNames: ['ing'],
    namespaced: true,
    inert: true,
    subresources: ['status'],
  },
  {
    ...specAndStatus<Ingress>({ loadBalancer: {} }),
    check: checkIngress,
    checkUpdate: checkIngressUpdate,
    checkStatusUpdate: checkIngressStatusUpdate,
    warnings: ingressWarnings,
    warnsOnUpdate: () => false,
    table: ingressTable,
  },
);

export const endpoints = defineKind<Endpoints>(
  {
    kind: 'Endpoints',
    apiVersion: 'v1',
    plural: 'endpoints',
    shortNames: ['ep'],
    namespaced: true,
    inert: true,
    deprecated: ENDPOINTS_DEPRECATED,
  },
  {
    defaults: (e) => {
      if (!e.subsets) return e;
      const subsets = mapKeeping(e.subsets, (subset) =>
        subset.ports ? withChanges(subset, { ports: withTcp(subset.ports) }) : subset,
      );
      return withChanges(e, { subsets });
    },
    check: checkEndpoints,
    checkUpdate: checkEndpointsUpdate,
    warnings: endpointsWarnings,
    table: endpointsTable,
  },
);

export const endpointSlice = defineKind<EndpointSlice>(
  {
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    plural: 'endpointslices',
    namespaced: true,
    inert: true,
  },
  {
    generation: true,
    defaults: (slice) => {
      if (!slice.ports) return slice;
      const ports = mapKeeping(slice.ports, (port) => withDefaults(port, { name: '', protocol: 'TCP' }));
      return withChanges(slice, { ports });
    },
    prepareUpdate: (next, old) => {
      const { metadata, ...body } = next;
      const { metadata: before, ...oldBody } = old;
      const same = deepEqual(body, oldBody) && deepEqual(metadata.labels, before.labels);
      return same ? next : { ...next, metadata: bumped(metadata) };
    },
    check: checkEndpointSlice,
    checkUpdate: checkEndpointSliceUpdate,
    warnings: endpointSliceWarnings,
    warnsOnUpdate: () => true,
    table: endpointSliceTable,
  },
);
