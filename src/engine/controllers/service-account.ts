/** Every namespace has a service account `default`: pods that name none run as it (VAL-4). */
import { isTerminating } from '../../k8s/conditions';
import type { Component } from '../component';

const NAME = 'default';

export const serviceAccountController: Component<null> = {
  name: 'service-account-controller',
  process: 'kube-controller-manager',
  initialState: () => null,
  onEvent(ctx, event) {
    if (event.kind === 'Namespace' && event.type !== 'DELETED') ctx.enqueue(event.object.metadata.name);
    if (event.kind === 'ServiceAccount' && event.type === 'DELETED' && event.object.metadata.name === NAME)
      ctx.enqueue(event.object.metadata.namespace ?? '');
  },
  sync(ctx, name) {
    const namespace = ctx.read.get('Namespace', undefined, name);
    if (!namespace || isTerminating(namespace) || namespace.status?.phase === 'Terminating') return undefined;
    if (ctx.read.get('ServiceAccount', name, NAME)) return undefined;
    const result = ctx.api.create('ServiceAccount', name, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: NAME, namespace: name },
    });
    return result.ok || result.status.reason === 'AlreadyExists'
      ? undefined
      : { error: result.status.message };
  },
};
