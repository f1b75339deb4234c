import { describe, expect, test } from 'vitest';
import type { Namespace, Pod } from '../../k8s/types';
import { rfc3339 } from '../../k8s/time';
import { FakeCluster, START } from '../testing/fake-context';
import { namespaceController } from './namespace';
import { serviceAccountController } from './service-account';

const space = (
  name: string,
  metadata: object = {},
  spec: Namespace['spec'] = { finalizers: ['kubernetes'] },
) => ({
  apiVersion: 'v1',
  kind: 'Namespace' as const,
  metadata: { name, ...metadata },
  spec,
  status: { phase: 'Active' },
});
const thing = (kind: 'Pod' | 'ConfigMap', namespace: string, name: string, spec: object = {}) =>
  ({ apiVersion: 'v1', kind, metadata: { namespace, name }, spec, status: {} }) as unknown as Pod;

describe('deleting a namespace', () => {
  test('deletes what is in it after five seconds, and nothing else, and then lets it go', () => {
    const cluster = new FakeCluster(namespaceController);
    /** The time at which the namespace is looked at again. */
    const pass = (): number => {
      cluster.now = cluster.delayed.get('doomed') ?? cluster.now;
      cluster.delayed.clear();
      cluster.queue.push('doomed');
      cluster.drain();
      return cluster.now - START;
    };
    const doomed = cluster.put<Namespace>(space('doomed'));
    cluster.put<Namespace>(space('other'));
    cluster.put(thing('ConfigMap', 'doomed', 'a'));
    cluster.put(thing('ConfigMap', 'other', 'b'));
    const running = cluster.put<Pod>(thing('Pod', 'doomed', 'p', { nodeName: 'node-1' }));
    cluster.graceful = true;
    cluster.change(doomed, (n) => ({ ...n, metadata: { ...n.metadata, deletionTimestamp: rfc3339(START) } }));
    cluster.drain();
    expect(cluster.store.list('ConfigMap')).toHaveLength(2);
    expect(pass()).toBe(5000);
    expect(cluster.store.list('ConfigMap').map((o) => o.metadata.name)).toEqual(['b']);
    expect(cluster.store.get('Pod', 'doomed', 'p')?.metadata.deletionTimestamp).toBeDefined();
    expect(cluster.store.get('Namespace', undefined, 'doomed')).toBeDefined();
    cluster.now = START + 30_000;
    cluster.delayed.clear();
    cluster.store.remove('Pod', running, 'test');
    expect(pass()).toBe(30_000);
    expect(cluster.store.list('Namespace').map((n) => n.metadata.name)).toEqual(['other']);
  });
});

describe('default service account', () => {
  const accounts = (cluster: FakeCluster<null>) =>
    cluster.store.list('ServiceAccount').map((a) => `${a.metadata.namespace}/${a.metadata.name}`);
  test('each namespace gets one, and gets it back', () => {
    const cluster = new FakeCluster(serviceAccountController);
    cluster.put<Namespace>(space('a'));
    cluster.put<Namespace>(space('b'));
    cluster.drain();
    expect(accounts(cluster)).toEqual(['a/default', 'b/default']);
    cluster.store.remove('ServiceAccount', cluster.store.list('ServiceAccount')[0] as never, 'test');
    cluster.drain();
    expect(accounts(cluster)).toEqual(['a/default', 'b/default']);
  });
  test('not a terminating one', () => {
    const cluster = new FakeCluster(serviceAccountController);
    cluster.put<Namespace>(space('a', { deletionTimestamp: rfc3339(START) }));
    cluster.drain();
    expect(accounts(cluster)).toEqual([]);
  });
});
