import { describe, expect, test } from 'vitest';
import type { Node, Pod } from '../../k8s/types';
import { rfc3339 } from '../../k8s/time';
import { FakeCluster, START } from '../testing/fake-context';
import { podGarbageCollector } from './pod-gc';

function arrange() {
  const cluster = new FakeCluster(podGarbageCollector);
  const node = (name: string, spec: Node['spec'] = {}, ready = 'True') =>
    cluster.put<Node>({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
      spec,
      status: { conditions: [{ type: 'Ready', status: ready }] },
    });
  const pod = (name: string, nodeName: string | undefined, phase = 'Running', terminating = false) =>
    cluster.put<Pod>({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        namespace: 'default',
        ...(terminating && { deletionTimestamp: rfc3339(START), finalizers: [] }),
      },
      spec: { containers: [], nodeName },
      status: { phase },
    });
  /** Lets the timers fire up to a second after START. */
  const until = (second: number) => {
    for (;;) {
      const at = cluster.timers.get('tick');
      if (at === undefined || at > START + second * 1000) break;
      cluster.timers.delete('tick');
      cluster.now = at;
      podGarbageCollector.onTimer?.(cluster.ctx, 'tick');
    }
    cluster.now = START + second * 1000;
  };
  const names = () => cluster.store.list('Pod').map((p) => p.metadata.name);
  return { cluster, node, pod, until, names };
}

describe('NODE-27, DS-71 pods of a deleted node', () => {
  test.each([
    [0, 60],
    [1, 60],
    [19, 60],
    [20, 80],
    [25, 80],
  ])('node deleted at %i s: gone at %i s, on the 20 s beat (NODE-24)', (deletedAt, goneAt) => {
    const { cluster, node, pod, until, names } = arrange();
    const lost = node('node-1');
    pod('a', 'node-1');
    until(deletedAt);
    cluster.store.remove('Node', lost, 'test');
    until(goneAt - 0.001);
    expect(names()).toEqual(['a']);
    until(goneAt);
    expect(names()).toEqual([]);
    expect(cluster.timers.size).toBe(0);
  });

  test('they are marked Failed first', () => {
    const { cluster, node, pod, until } = arrange();
    const lost = node('node-1');
    pod('a', 'node-1');
    const seen: Pod[] = [];
    const put = cluster.store.put.bind(cluster.store);
    cluster.store.put = (kind, object, by, what) => {
      if (object.kind === 'Pod') seen.push(object);
      put(kind, object, by, what);
    };
    cluster.store.remove('Node', lost, 'test');
    until(60);
    expect(seen[0]?.status).toEqual({
      phase: 'Failed',
      conditions: [
        {
          type: 'DisruptionTarget',
          status: 'True',
          reason: 'DeletionByPodGC',
          message: 'PodGC: node no longer exists',
          lastTransitionTime: rfc3339(START + 60_000),
        },
      ],
    });
  });

  test('a node that comes back in time saves them', () => {
    const { cluster, node, pod, until, names } = arrange();
    const lost = node('node-1');
    pod('a', 'node-1');
    cluster.store.remove('Node', lost, 'test');
    until(30);
    node('node-1');
    until(200);
    expect(names()).toEqual(['a']);
    expect(cluster.timers.size).toBe(0);
  });

  test('without anything to do no timer runs', () => {
    const { cluster, node, pod } = arrange();
    const empty = node('node-2');
    node('node-1');
    pod('a', 'node-1');
    cluster.store.remove('Node', empty, 'test');
    expect(cluster.timers.size).toBe(0);
  });
});

test('NODE-24 a controller that is started again looks at once, and every 20 s from then on', () => {
  const { cluster, node, pod, until, names } = arrange();
  const lost = node('node-1');
  pod('a', 'node-1');
  cluster.store.remove('Node', lost, 'test');
  until(30);
  cluster.timers.clear();
  Object.assign(cluster.ctx.state, podGarbageCollector.initialState());
  podGarbageCollector.onStart?.(cluster.ctx);
  until(69.9);
  expect(names()).toEqual(['a']);
  until(70);
  expect(names()).toEqual([]);
});

test('NODE-27 a pod that is marked already keeps the time of its condition', () => {
  const { cluster, pod, until } = arrange();
  const marked = pod('a', 'gone');
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    lastTransitionTime: rfc3339(START - 9000),
  };
  cluster.change(marked, (p) => ({ ...p, status: { ...p.status, conditions: [condition] } }));
  const seen: Pod[] = [];
  const put = cluster.store.put.bind(cluster.store);
  cluster.store.put = (kind, object, by, what) => {
    if (object.kind === 'Pod') seen.push(object);
    put(kind, object, by, what);
  };
  until(100);
  expect(seen[0]?.status.conditions).toEqual([
    { ...condition, reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' },
  ]);
});

test('NODE-26 a terminating pod that was never bound goes at the next beat', () => {
  const { pod, until, names } = arrange();
  pod('a', undefined, 'Pending', true);
  pod('b', undefined, 'Pending');
  until(20);
  expect(names()).toEqual(['b']);
});

test('NODE-17 out-of-service: terminating pods of a node that is not ready are deleted', () => {
  const { pod, node, until, names } = arrange();
  const taints = [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' }];
  pod('a', 'lost', 'Running', true);
  pod('b', 'lost');
  pod('c', 'fine', 'Running', true);
  node('lost', { taints }, 'Unknown');
  node('fine', { taints });
  until(20);
  expect(names()).toEqual(['b', 'c']);
});

test('NODE-25 finished pods beyond 12500: evicted first, then the oldest', () => {
  const { cluster, node, pod, until, names } = arrange();
  node('node-1');
  for (let i = 0; i < 12_500; i++) pod(`p${String(i).padStart(5, '0')}`, 'node-1', 'Succeeded');
  expect(cluster.timers.size).toBe(0);
  const evicted = pod('z-evicted', 'node-1', 'Failed');
  cluster.change(evicted, (p) => ({ ...p, status: { ...p.status, reason: 'Evicted' } }));
  pod('zz', 'node-1', 'Succeeded');
  until(20);
  expect(names()).toHaveLength(12_500);
  expect(names()[0]).toBe('p00001');
  expect(names()).not.toContain('z-evicted');
});
