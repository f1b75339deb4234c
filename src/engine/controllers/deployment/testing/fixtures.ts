/** Deployments and ReplicaSets for tables of numbers. */
import { rfc3339 } from '../../../../k8s/time';
import type { Deployment, ReplicaSet } from '../../../../k8s/types';
import { START } from '../../../testing/fake-context';

export interface DeploymentOptions {
  name?: string;
  surge?: number | string;
  unavailable?: number | string;
  type?: string;
  spec?: Partial<Deployment['spec']>;
  status?: Deployment['status'];
  annotations?: Record<string, string>;
  generation?: number;
}

export function aDeployment(replicas: number, options: DeploymentOptions = {}): Deployment {
  const { type = 'RollingUpdate', surge, unavailable } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: options.name ?? 'foo',
      namespace: 'default',
      uid: 'deployment',
      resourceVersion: '1',
      creationTimestamp: rfc3339(START),
      generation: options.generation ?? 1,
      annotations: options.annotations,
    },
    spec: {
      replicas,
      selector: { matchLabels: { foo: 'bar' } },
      strategy: {
        type,
        ...(type === 'RollingUpdate' && { rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } }),
      },
      template: { metadata: { labels: { foo: 'bar' } } },
      ...options.spec,
    },
    status: options.status ?? {},
  };
}

/** `age`: how much older than the others, in hours. */
export function aSet(
  name: string,
  replicas: number,
  options: {
    available?: number;
    age?: number;
    annotations?: Record<string, string>;
    status?: Partial<ReplicaSet['status']>;
  } = {},
): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: '1',
      creationTimestamp: rfc3339(START - (options.age ?? 0) * 3_600_000),
      annotations: options.annotations,
    },
    spec: { replicas, selector: {}, template: {} },
    status: { replicas, availableReplicas: options.available ?? 0, ...options.status },
  };
}
