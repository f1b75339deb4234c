import { expect, test } from 'vitest';
import type { Pod, ReplicaSet } from '../k8s/types';
import { Store } from './api/store';
import type { WatchEvent } from './api/types';
import { OwnedPods, type PodSums } from './owned-pods';

test('a pod that comes and goes before anybody looks, let go by its owner in the last write', () => {
  const owned = new OwnedPods<PodSums>();
  const store = new Store(({ type, kind, object, old }) =>
    owned.note({ type, kind, object, old: type === 'MODIFIED' ? old : undefined, cause: 0 } as WatchEvent & {
      kind: 'Pod';
    }),
  );
  const owner = {
    metadata: { uid: 'o', namespace: 'd', name: 'rs' },
    spec: { selector: { matchLabels: { a: 'b' } } },
  } as unknown as ReplicaSet;
  const pod = (ownerReferences?: object[]): Pod =>
    ({
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'd', uid: 'p', labels: { a: 'b' }, ownerReferences },
      spec: {},
      status: {},
    }) as unknown as Pod;
  const size = (): number | undefined => owned.of(store, owner, () => ({ changed: () => {} }))?.size;
  expect(size()).toBe(0);
  store.put('Pod', pod([{ uid: 'o', controller: true, kind: 'ReplicaSet', name: 'rs' }]), 'test');
  store.remove('Pod', pod(), 'test');
  expect(size()).toBe(0);
});
