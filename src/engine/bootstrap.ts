import { kindRows } from './api/kinds/lookup';
import type { Api, Reader } from './api/types';
import { builtInApiService } from './built-in/api-services';
import { AUTHENTICATION } from './built-in/authority';
import {
  KUBERNETES_ENDPOINTS,
  KUBERNETES_SERVICE,
  KUBERNETES_SLICE,
  SERVICE_NAMESPACE,
} from './built-in/kubernetes-service';
import { NAMESPACES } from './built-in/namespaces';
import { controllerAccounts, createRoles } from './built-in/roles';
import { BUILT_IN_PRIORITY_CLASSES } from '../k8s/pod-priority';
import { rfc3339 } from '../k8s/time';

/**
 * What there is before anybody does anything. `bare`: namespaces and priority classes. `full`: all that a real control plane makes for
 * itself, and then looks after.
 */
export type Bootstrap = 'bare' | 'full';

/** What the API server itself creates in an empty cluster, whatever it is. */
export function bootstrap(api: Api): void {
  for (const name of NAMESPACES)
    api.create('Namespace', undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const { name, value, description } of BUILT_IN_PRIORITY_CLASSES)
    api.create('PriorityClass', undefined, {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
      description,
      preemptionPolicy: 'PreemptLowerPriority',
    });
}

/** What a real one has besides; `now`: ms since epoch. */
export function bootstrapFully(apiFor: (actor: string) => Api, read: Reader, now: number): void {
  const api = apiFor('kube-apiserver');
  const versions = new Set(kindRows(read).map(({ group, version }) => `${version}.${group}`));
  for (const name of versions) {
    const dot = name.indexOf('.');
    const service = builtInApiService(name.slice(dot + 1), name.slice(0, dot));
    if (service) api.create('APIService', undefined, service);
  }
  createRoles(api);
  api.create('Service', SERVICE_NAMESPACE, KUBERNETES_SERVICE);
  api.create('Endpoints', SERVICE_NAMESPACE, KUBERNETES_ENDPOINTS);
  api.create('EndpointSlice', SERVICE_NAMESPACE, KUBERNETES_SLICE);
  api.create('ConfigMap', 'kube-system', AUTHENTICATION);
  api.create('ConfigMap', 'kube-system', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-apiserver-legacy-service-account-token-tracking', namespace: 'kube-system' },
    data: { since: rfc3339(now).slice(0, 10) },
  });
  const manager = apiFor('kube-controller-manager');
  for (const name of controllerAccounts())
    manager.create('ServiceAccount', 'kube-system', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace: 'kube-system' },
    });
}
