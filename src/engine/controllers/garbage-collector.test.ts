import { describe, expect, test } from 'vitest';
import type { AnyObject, ConfigMap, DaemonSet, Kind, OwnerReference, Pod } from '../../k8s/types';
import { rfc3339 } from '../../k8s/time';
import { FakeCluster, START } from '../testing/fake-context';
import { garbageCollector } from './garbage-collector';

function owner(object: AnyObject, block = true): OwnerReference {
  const { apiVersion, kind, metadata } = object;
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: block,
  };
}

function arrange() {
  const cluster = new FakeCluster(garbageCollector);
  const put = (kind: Kind, name: string, owners: OwnerReference[] = [], metadata: object = {}) => {
    const object = {
      apiVersion: kind === 'DaemonSet' ? 'apps/v1' : 'v1',
      kind,
      metadata: {
        name,
        namespace: 'default',
        ...(owners.length > 0 && { ownerReferences: owners }),
        ...metadata,
      },
      spec: {},
      status: {},
    };
    return cluster.put<DaemonSet | Pod | ConfigMap>(object as never);
  };
  const set = (metadata?: object) => put('DaemonSet', 'ds', [], metadata);
  const names = () =>
    (['DaemonSet', 'Pod', 'ConfigMap', 'ControllerRevision'] as const).flatMap((kind) =>
      cluster.store.list(kind).map((o) => o.metadata.name),
    );
  const owners = (kind: Kind, name: string) =>
    (cluster.store.get(kind, 'default', name)?.metadata.ownerReferences ?? []).map((o) => o.name);
  const deleted = { deletionTimestamp: rfc3339(START) };
  return { cluster, put, set, names, owners, deleted };
}

describe('API-20, DS-67 background', () => {
  test('dependents of a deleted owner go, others stay', () => {
    const { cluster, put, set, names } = arrange();
    const ds = set();
    put('Pod', 'owned', [owner(ds)]);
    put('ControllerRevision', 'revision', [owner(ds)]);
    put('Pod', 'free');
    cluster.drain();
    cluster.store.remove('DaemonSet', ds, 'test');
    cluster.drain();
    expect(names()).toEqual(['free']);
    expect(cluster.decisions[0]).toBe('DaemonSet ds is gone: delete revision');
  });

  test('dependents of dependents follow', () => {
    const { cluster, put, set, names } = arrange();
    const ds = set();
    const pod = put('Pod', 'pod', [owner(ds)]);
    put('ConfigMap', 'map', [owner(pod)]);
    cluster.store.remove('DaemonSet', ds, 'test');
    cluster.drain();
    expect(names()).toEqual([]);
  });

  test('API-23 a new object with the old name does not keep them', () => {
    const { cluster, put, set, names } = arrange();
    const ds = set();
    put('Pod', 'pod', [owner(ds)]);
    cluster.store.remove('DaemonSet', ds, 'test');
    set();
    cluster.drain();
    expect(names()).toEqual(['ds']);
  });

  test('API-23 with another living owner only the dead reference goes', () => {
    const { cluster, put, set, owners } = arrange();
    const ds = set();
    const other = put('ConfigMap', 'other');
    put('Pod', 'pod', [owner(ds), { ...owner(other), controller: false }]);
    cluster.store.remove('DaemonSet', ds, 'test');
    cluster.drain();
    expect(owners('Pod', 'pod')).toEqual(['other']);
  });

  test('an object created with an owner that does not exist goes', () => {
    const { cluster, put, set, names } = arrange();
    const ds = set();
    cluster.store.remove('DaemonSet', ds, 'test');
    put('Pod', 'late', [owner(ds)]);
    cluster.drain();
    expect(names()).toEqual([]);
  });

  // As upstream, whose collector tries again and again.
  test('an object stays whose owner is of a kind that is not served, whatever its other owners', () => {
    const { cluster, put, names } = arrange();
    const unknown = { apiVersion: 'example.com/v1', kind: 'Widget', name: 'w', uid: 'w', controller: true };
    const gone = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'gone', uid: 'gone' };
    put('ConfigMap', 'one', [unknown]);
    put('ConfigMap', 'two', [gone, unknown]);
    put('ConfigMap', 'three', [gone]);
    cluster.drain();
    expect(names()).toEqual(['one', 'two']);
  });

  test('an object in no namespace stays when its owner would be in one', () => {
    const { cluster } = arrange();
    const gone = { apiVersion: 'v1', kind: 'ConfigMap', name: 'gone', uid: 'gone' };
    cluster.put({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'owned', ownerReferences: [gone] },
      value: 1,
    } as never);
    cluster.drain();
    expect(cluster.store.list('PriorityClass')).toHaveLength(1);
  });

  test('a bound pod gets its grace and is not deleted twice', () => {
    const { cluster, put, set } = arrange();
    const ds = set();
    const pod = put('Pod', 'pod', [owner(ds)]) as Pod;
    cluster.change(pod, (p) => ({ ...p, spec: { ...p.spec, nodeName: 'node-1' } }));
    cluster.graceful = true;
    cluster.store.remove('DaemonSet', ds, 'test');
    cluster.drain();
    expect(cluster.store.get('Pod', 'default', 'pod')?.metadata.deletionTimestamp).toBeDefined();
    expect(cluster.requests.filter((r) => r.verb === 'delete')).toHaveLength(1);
  });
});

describe('API-21, DS-68 foreground', () => {
  test('the owner waits for the last blocking dependent', () => {
    const { cluster, put, set, names, deleted } = arrange();
    const ds = set();
    const pod = put('Pod', 'pod', [owner(ds)]) as Pod;
    const bound = cluster.change(pod, (p) => ({ ...p, spec: { ...p.spec, nodeName: 'node-1' } }));
    cluster.graceful = true;
    cluster.change(ds, (d) => ({
      ...d,
      metadata: { ...d.metadata, ...deleted, finalizers: ['foregroundDeletion'] },
    }));
    cluster.drain();
    expect(names()).toEqual(['ds', 'pod']);
    expect(cluster.store.get('Pod', 'default', 'pod')?.metadata.deletionTimestamp).toBeDefined();
    cluster.store.remove('Pod', bound, 'test');
    cluster.drain();
    expect(names()).toEqual([]);
  });

  test('dependents that do not block are deleted, but not waited for', () => {
    const { cluster, put, set, names, deleted } = arrange();
    const ds = set();
    put('ConfigMap', 'map', [owner(ds, false)], { finalizers: ['example.com/keep'] });
    cluster.change(ds, (d) => ({
      ...d,
      metadata: { ...d.metadata, ...deleted, finalizers: ['foregroundDeletion'] },
    }));
    cluster.drain();
    expect(names()).toEqual(['map']);
    expect(cluster.store.get('ConfigMap', 'default', 'map')?.metadata.deletionTimestamp).toBeDefined();
  });
});

describe('API-22, DS-69 orphan', () => {
  test('dependents lose the owner and stay', () => {
    const { cluster, put, set, names, owners, deleted } = arrange();
    const ds = set();
    put('Pod', 'pod', [owner(ds)]);
    put('ControllerRevision', 'revision', [owner(ds)]);
    cluster.change(ds, (d) => ({ ...d, metadata: { ...d.metadata, ...deleted, finalizers: ['orphan'] } }));
    cluster.drain();
    expect(names()).toEqual(['pod', 'revision']);
    expect(owners('Pod', 'pod')).toEqual([]);
  });

  test('other finalizers keep the owner', () => {
    const { cluster, set, names, deleted } = arrange();
    set({ ...deleted, finalizers: ['orphan', 'example.com/keep'] });
    cluster.drain();
    expect(names()).toEqual(['ds']);
    expect(cluster.store.get('DaemonSet', 'default', 'ds')?.metadata.finalizers).toEqual([
      'example.com/keep',
    ]);
  });
});

test('API-19 an owner in another namespace counts as absent, with a warning', () => {
  const { cluster, put, set, names } = arrange();
  const ds = set({ namespace: 'other' });
  put('Pod', 'pod', [owner(ds)]);
  cluster.drain();
  expect(names()).toEqual(['ds']);
  expect(cluster.events).toEqual([
    {
      about: 'Pod/pod',
      type: 'Warning',
      reason: 'OwnerRefInvalidNamespace',
      message: `ownerRef [apps/v1/DaemonSet, namespace: default, name: ds, uid: ${ds.metadata.uid}] does not exist in namespace "default"`,
    },
  ]);
});
