/** Publishes the certificate of the cluster's authority in every namespace, and puts it right when somebody changes it. */
import { isTerminating } from '../../k8s/conditions';
import type { ConfigMap } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import type { Manifest } from '../api/types';
import { ROOT_CA } from '../built-in/authority';
import type { Component } from '../component';
import { isNamespaceTerminating } from '../namespace-terminating';

const NAME = 'kube-root-ca.crt';
const DESCRIPTION = 'kubernetes.io/description';
const TEXT =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';
const DATA = { 'ca.crt': ROOT_CA };

/** Queue keys: names of namespaces. */
export const rootCaPublisher: Component<null> = {
  name: 'root-ca-cert-publisher',
  process: 'kube-controller-manager',
  initialState: () => null,
  onEvent(ctx, { kind, type, object }) {
    const { name, namespace = '' } = object.metadata;
    if (kind === 'Namespace' && type !== 'DELETED') ctx.enqueue(name);
    else if (kind === 'ConfigMap' && type !== 'ADDED' && name === NAME) ctx.enqueue(namespace);
  },
  sync(ctx, name) {
    const namespace = ctx.read.get('Namespace', undefined, name);
    if (!namespace || isTerminating(namespace)) return undefined;
    const map = ctx.read.get('ConfigMap', name, NAME);
    const result = map
      ? isRight(map)
        ? undefined
        : ctx.api.update('ConfigMap', name, NAME, published(name, map))
      : ctx.api.create('ConfigMap', name, published(name));
    if (!result || result.ok || isNamespaceTerminating(result.status)) return undefined;
    return { error: result.status.message };
  },
};

/** Other annotations, labels and even another description may stay. */
function isRight({ data, metadata }: ConfigMap): boolean {
  return deepEqual(data, DATA) && Boolean(metadata.annotations?.[DESCRIPTION]);
}

function published(namespace: string, old?: ConfigMap): Manifest {
  const annotations = { ...old?.metadata.annotations, [DESCRIPTION]: TEXT };
  const metadata = { name: NAME, namespace, ...old?.metadata, annotations };
  return { apiVersion: 'v1', kind: 'ConfigMap', ...old, metadata, data: DATA } as unknown as Manifest;
}
