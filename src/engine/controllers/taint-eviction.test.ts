import { describe, expect, test } from 'vitest';
import type { Node, Pod, Taint, Toleration } from '../../k8s/types';
import type { WatchEvent } from '../api/types';
import { FakeCluster } from '../testing/fake-context';
import { withConditionApi } from '../testing/condition-api';
import { taintEvictionController, verdictOf } from './taint-eviction';

const taint: Taint = { key: 'maintenance', effect: 'NoExecute' };

function node(name: string, taints: Taint[] = []): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    spec: { taints },
    status: {},
  } as unknown as Node;
}

function pod(name: string, tolerations: Toleration[] = [], nodeName = 'n'): Pod {
  const spec = { containers: [{ name: 'c' }], nodeName, tolerations };
  const metadata = { name, namespace: 'default' };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec, status: { phase: 'Running' } } as unknown as Pod;
}

const forSeconds = (tolerationSeconds?: number): Toleration => ({
  key: 'maintenance',
  operator: 'Exists',
  ...(tolerationSeconds !== undefined && { tolerationSeconds }),
});

function world(...pods: Pod[]) {
  const cluster = withConditionApi(new FakeCluster(taintEvictionController));
  cluster.graceful = true;
  const stored = cluster.put<Node>(node('n'));
  for (const one of pods) cluster.put(one);
  cluster.drain();
  const setTaints = (taints: Taint[]) => {
    cluster.change(stored, (n) => ({ ...n, spec: { taints } }));
    cluster.drain();
  };
  const fire = (key: string) => {
    cluster.now = cluster.timers.get(key) as number;
    cluster.timers.delete(key);
    taintEvictionController.onTimer?.(cluster.ctx, key);
    cluster.drain();
  };
  const leaving = (name: string) =>
    cluster.store.get('Pod', 'default', name)?.metadata.deletionTimestamp !== undefined;
  return { cluster, setTaints, fire, leaving };
}

describe('NODE-18 verdict', () => {
  const other: Taint = { key: 'other', effect: 'NoExecute' };
  test.each<[string, Toleration[], Taint[], ReturnType<typeof verdictOf>]>([
    ['not tolerated', [], [taint], 'evict'],
    ['one of two not tolerated', [forSeconds(10)], [taint, other], 'evict'],
    ['for ever', [forSeconds()], [taint], 'stay'],
    ['for a while', [forSeconds(10)], [taint], 10_000],
    [
      'the shortest counts',
      [forSeconds(10), { key: 'other', operator: 'Exists', tolerationSeconds: 3 }],
      [taint, other],
      3_000,
    ],
    [
      'for ever and for a while',
      [forSeconds(), { key: 'other', operator: 'Exists', tolerationSeconds: 3 }],
      [taint, other],
      3_000,
    ],
    ['zero is now', [forSeconds(0)], [taint], 0],
    ['negative is now', [forSeconds(-5)], [taint], 0],
    ['the first toleration that matches counts', [forSeconds(5), forSeconds()], [taint], 5_000],
  ])('%s', (_, tolerations, taints, expected) => expect(verdictOf(tolerations, taints)).toBe(expected));
});

test('NODE-19 a pod that does not tolerate goes at once', () => {
  const { cluster, setTaints, leaving } = world(
    pod('a'),
    pod('b', [forSeconds()]),
    pod('c', [], 'elsewhere'),
  );
  setTaints([taint]);
  expect(['a', 'b', 'c'].map(leaving)).toEqual([true, false, false]);
  expect(cluster.events).toEqual([
    {
      about: 'Pod/a',
      type: 'Normal',
      reason: 'TaintManagerEviction',
      message: 'Marking for deletion Pod default/a',
    },
  ]);
  expect(cluster.store.get('Pod', 'default', 'a')?.status.conditions?.[0]).toMatchObject({
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  });
});

test('NoSchedule taints evict nobody', () => {
  const { cluster, setTaints, leaving } = world(pod('a'));
  setTaints([{ key: 'maintenance', effect: 'NoSchedule' }]);
  expect(leaving('a')).toBe(false);
  expect(cluster.requests).toEqual([]);
});

test('NODE-18 tolerationSeconds count from when the taint was seen', () => {
  const { cluster, setTaints, fire, leaving } = world(pod('a', [forSeconds(300)]));
  const start = cluster.now;
  setTaints([taint]);
  expect(cluster.timers.get('default/a')).toBe(start + 300_000);
  cluster.now = start + 100_000;
  setTaints([taint, { key: 'node.kubernetes.io/unreachable', effect: 'PreferNoSchedule' }]);
  expect(cluster.timers.get('default/a')).toBe(start + 300_000);
  fire('default/a');
  expect(leaving('a')).toBe(true);
});

test('NODE-18 the taint goes: cancelled, with an event', () => {
  const { cluster, setTaints, leaving } = world(pod('a', [forSeconds(300)]));
  setTaints([taint]);
  setTaints([]);
  expect(cluster.timers.size).toBe(0);
  expect(leaving('a')).toBe(false);
  expect(cluster.events.map((e) => e.message)).toEqual(['Cancelling deletion of Pod default/a']);
});

test('NODE-18 of a pod that comes later they count from its own binding (recording 22)', () => {
  const { cluster, setTaints, fire, leaving } = world(pod('a', [forSeconds(10)]));
  const start = cluster.now;
  setTaints([taint]);
  fire('default/a');
  expect(cluster.now).toBe(start + 10_000);
  cluster.now += 1500;
  const later = pod('b', [forSeconds(10)]);
  const stored = cluster.put<Pod>({ ...later, spec: { ...later.spec, nodeName: undefined } });
  cluster.now += 100;
  cluster.change(stored, (p) => ({ ...p, spec: { ...p.spec, nodeName: 'n' } }));
  cluster.drain();
  expect(cluster.timers.get('default/b')).toBe(start + 21_600);
  fire('default/b');
  expect(['a', 'b'].map(leaving)).toEqual([true, true]);
});

test('a pod that is bound to a tainted node later', () => {
  const { cluster, setTaints, leaving } = world();
  setTaints([taint]);
  const unbound = pod('a');
  const stored = cluster.put<Pod>({ ...unbound, spec: { ...unbound.spec, nodeName: undefined } });
  cluster.change(stored, (p) => ({ ...p, spec: { ...p.spec, nodeName: 'n' } }));
  cluster.drain();
  expect(leaving('a')).toBe(true);
});

test('a pod of the same name that came instead is not deleted in its place', () => {
  const { cluster, setTaints, leaving } = world(pod('a', [forSeconds(300)]));
  setTaints([taint]);
  cluster.store.remove('Pod', cluster.store.get('Pod', 'default', 'a') as Pod, 'test');
  cluster.put(pod('a', [forSeconds()]));
  cluster.drain();
  expect(cluster.timers.size).toBe(0);
  expect(leaving('a')).toBe(false);
});

test('NODE-18 after a restart of the controller the seconds count anew, and no pod is marked twice (seen with v1.34.0)', () => {
  const { cluster, setTaints, fire, leaving } = world(pod('a', [forSeconds(300)]), pod('b'));
  setTaints([taint]);
  cluster.events.length = 0;
  cluster.now += 200_000;
  cluster.timers.clear();
  Object.assign(cluster.ctx.state, taintEvictionController.initialState());
  for (const kind of ['Node', 'Pod'] as const)
    for (const object of cluster.store.list(kind))
      taintEvictionController.onEvent?.(cluster.ctx, { type: 'ADDED', kind, object, cause: 0 } as WatchEvent);
  cluster.drain();
  // Terminating already, it is told to go once more (recording 30).
  expect(cluster.events.map((e) => e.message)).toEqual(['Marking for deletion Pod default/b']);
  expect(cluster.timers.get('default/a')).toBe(cluster.now + 300_000);
  fire('default/a');
  expect(leaving('a')).toBe(true);
});

test('status changes of pods and nodes cost no sync', () => {
  const { cluster, setTaints } = world(pod('a', [forSeconds()]));
  setTaints([taint]);
  cluster.change(cluster.store.get('Pod', 'default', 'a') as Pod, (p) => ({
    ...p,
    status: { phase: 'Failed' },
  }));
  cluster.change(cluster.store.get('Node', undefined, 'n') as Node, (n) => ({
    ...n,
    status: { conditions: [] },
  }));
  expect(cluster.queue).toEqual([]);
});
