import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../../k8s/time';
import type { Namespace } from '../../k8s/types';
import { FakeCluster, START } from '../testing/fake-context';
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
