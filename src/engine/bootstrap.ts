import type { Api } from './api/types';

/** Namespaces of every cluster. Their default service accounts come from the service account controller. */
const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Built-in priority classes (SCH-33). */
const PRIORITY_CLASSES = [
  {
    name: 'system-cluster-critical',
    value: 2_000_000_000,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
  {
    name: 'system-node-critical',
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
];

/** What the API server itself creates in an empty cluster. */
export function bootstrap(api: Api): void {
  for (const name of NAMESPACES)
    api.create('Namespace', undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const { name, value, description } of PRIORITY_CLASSES)
    api.create('PriorityClass', undefined, {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
      description,
      globalDefault: false,
      preemptionPolicy: 'PreemptLowerPriority',
    });
}
