import type { Service } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { withChanges } from '../defaults/keep';
import { defaultService, defaultServiceStatus } from '../defaults/service';
import { serviceTable } from '../tables/small-kinds';
import { checkService, checkServiceStatusUpdate, checkServiceUpdate } from '../validation/service';
import { serviceWarnings } from '../validation/service-warnings';
import { defineKind, type Allotment, type AllotmentHost } from './definition';
import {
  allotClusterIp,
  fillFamilies,
  keepAddresses,
  needsClusterIp,
  syncClusterIps,
  type Draft,
} from './service-addresses';
import { allotNodePorts, keepNodePorts, needsHealthCheck, needsNodePorts, NodePorts } from './service-ports';
import { keepStatus } from './strategies';

export const service = defineKind<Service>(
  {
    kind: 'Service',
    apiVersion: 'v1',
    plural: 'services',
    shortNames: ['svc'],
    namespaced: true,
    categories: ['all'],
    subresources: ['status'],
  },
  {
    defaults: (s) => defaultServiceStatus(withChanges(s, { spec: defaultService(s.spec ?? {}) })),
    allot,
    prepareCreate: (s) => ({ ...s, status: { loadBalancer: {} } }),
    prepareUpdate: (next, old) => withoutLeftovers(keepStatus(next, old), old),
    prepareStatusUpdate: (next, old) => ({
      ...old,
      metadata: next.metadata,
      status: { loadBalancer: {}, ...defaultServiceStatus(next).status },
    }),
    check: checkService,
    checkUpdate: checkServiceUpdate,
    checkStatusUpdate: checkServiceStatusUpdate,
    warnings: serviceWarnings,
    fields: {
      'spec.clusterIP': (s) => s.spec?.clusterIP ?? '',
      'spec.type': (s) => s.spec?.type ?? '',
    },
    table: serviceTable,
  },
);

/** Upstream allots before it validates: what cannot be had is the only fault that is told. */
function allot(next: Service, old: Service | undefined, host: AllotmentHost): Allotment<Service> {
  const spec: Draft = { ...next.spec };
  const before = old?.spec;
  if (before) {
    keepAddresses(spec, before);
    keepNodePorts(spec, before);
  }
  syncClusterIps(spec, before);
  const families = fillFamilies(spec, before);
  if (families.length > 0) return { causes: families };
  if (!before || !needsClusterIp(before)) {
    const { name, namespace } = next.metadata;
    const isKubernetes = name === 'kubernetes' && namespace === 'default';
    const addresses = allotClusterIp(spec, host, isKubernetes);
    if (addresses.length > 0) return { causes: addresses };
  }
  const ports = allotNodePorts(spec, before, new NodePorts(host.read, host.random, host.dryRun));
  if (!Array.isArray(ports)) return ports;
  return ports.length > 0
    ? { causes: ports }
    : { object: deepEqual(spec, next.spec) ? next : { ...next, spec } };
}

/** A change of the type lets go of what only the old one could have, unless the client sent something else. */
function withoutLeftovers(next: Service, old: Service): Service {
  const before: Draft = old.spec ?? {};
  const spec: Draft = { ...next.spec };
  if (
    spec.type === before.type &&
    deepEqual(spec.externalIPs, before.externalIPs) &&
    !needsHealthCheck(before)
  )
    return next;
  const drop = (...keys: (keyof Draft)[]): void => {
    if (keys.every((key) => deepEqual(spec[key], before[key]))) for (const key of keys) delete spec[key];
  };
  if (needsClusterIp(before) && !needsClusterIp(spec)) {
    drop('clusterIP', 'clusterIPs');
    drop('ipFamilies');
    drop('ipFamilyPolicy');
  }
  if (needsNodePorts(before) && !needsNodePorts(spec)) {
    const known = new Set(before.ports?.map((port) => port.nodePort));
    if (spec.ports?.every((port) => !port.nodePort || known.has(port.nodePort)))
      spec.ports = spec.ports.map(({ nodePort: _dropped, ...port }) => port);
  }
  if (needsHealthCheck(before) && !needsHealthCheck(spec)) drop('healthCheckNodePort');
  if (before.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    drop('allocateLoadBalancerNodePorts');
    drop('loadBalancerClass');
  }
  if (isAccessible(before) && !isAccessible(spec)) drop('externalTrafficPolicy');
  // Upstream fills it for every type, and takes it out of an external name again.
  if (spec.type === 'ExternalName') delete spec.internalTrafficPolicy;
  const status = spec.type === 'LoadBalancer' ? next.status : { ...next.status, loadBalancer: {} };
  return { ...next, spec, status };
}

function isAccessible(spec: Draft): boolean {
  return needsNodePorts(spec) || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);
}
