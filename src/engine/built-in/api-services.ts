/** APIServices: one for each group and version that the server has itself, and one for each that CustomResourceDefinitions bring. */
import type { Manifest } from '../api/types';

/** Where a group stands among the others (`groupPriorityMinimum`); the highest is named first in discovery. */
const PRIORITIES: Readonly<Record<string, number>> = {
  '': 18000,
  apps: 17800,
  batch: 17400,
  'networking.k8s.io': 17200,
  policy: 17100,
  'rbac.authorization.k8s.io': 17000,
  'storage.k8s.io': 16800,
  'admissionregistration.k8s.io': 16700,
  'apiextensions.k8s.io': 16700,
  'scheduling.k8s.io': 16600,
  'coordination.k8s.io': 16500,
  'node.k8s.io': 16300,
  'discovery.k8s.io': 16200,
};

export const MANAGED = 'kube-aggregator.kubernetes.io/automanaged';

/** Of a built-in group; undefined for one that has none: `apiregistration.k8s.io` is served by the aggregator itself. */
export function builtInApiService(group: string, version: string): Manifest | undefined {
  const priority = PRIORITIES[group];
  if (priority === undefined) return undefined;
  return apiService(group, version, 'onstart', [priority, group === '' ? 1 : 15]);
}

/** Of a group of custom resources. */
export function customApiService(group: string, version: string): Manifest {
  return apiService(group, version, 'true', [1000, 100]);
}

function apiService(
  group: string,
  version: string,
  managed: string,
  [groupPriorityMinimum, versionPriority]: readonly [number, number],
): Manifest {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `${version}.${group}`, labels: { [MANAGED]: managed } },
    spec: { ...(group && { group }), version, groupPriorityMinimum, versionPriority },
  };
}
