import { describe, expect, test } from 'vitest';
import { parseRfc3339 } from '../../../k8s/time';
import type { Node, Pod } from '../../../k8s/types';
import { START } from '../../testing/fake-context';
import { neverPostedAt, noticedAt } from './heartbeat';
import { withMirroredTaints } from './taints';
import { node, post, read, runTo, SECOND, start, stop, taints, world } from './testing/fixtures';

test('NODE-6 RegisteredNode and RemovingNode come with the next look (recording 02)', () => {
  const cluster = world(node('a'));
  const reasons = () => cluster.events.map((e) => `${e.type} ${e.reason} ${e.message}`);
  const registered = (name: string) =>
    `Normal RegisteredNode Node ${name} event: Registered Node ${name} in Controller`;
  runTo(cluster, START + SECOND);
  expect(reasons()).toEqual([registered('a')]);
  cluster.put(node('b'));
  cluster.store.remove('Node', read(cluster, 'a'), 'test');
  runTo(cluster, START + 4.9 * SECOND);
  expect(reasons()).toHaveLength(1);
  runTo(cluster, START + 5 * SECOND);
  const removed = 'Normal RemovingNode Node a event: Removing Node a from Controller';
  expect(reasons()).toEqual([registered('a'), registered('b'), removed]);
});

test('NODE-6 a node that goes and comes between two looks has never been away', () => {
  const cluster = world(node('a'));
  runTo(cluster, START + SECOND);
  cluster.store.remove('Node', read(cluster, 'a'), 'test');
  cluster.put(node('a'));
  runTo(cluster, START + 20 * SECOND);
  expect(cluster.events.map((e) => e.reason)).toEqual(['RegisteredNode']);
});

describe('NODE-12 a new node', () => {
  test.each<[string, number, string[]]>([
    ['Ready before the look: never NoExecute (recording 02)', 2, []],
    [
      'NotReady at the look: NoExecute, until the look after it is Ready (recording 26)',
      6,
      ['not-ready:NoExecute'],
    ],
  ])('%s', (_, ready, expected) => {
    const cluster = world(node('a'));
    runTo(cluster, START + SECOND);
    cluster.put(node('b', { Ready: 'False' }));
    cluster.drain();
    expect(taints(cluster, 'b')).toEqual(['not-ready:NoSchedule']);
    runTo(cluster, START + ready * SECOND);
    post(cluster, 'b', 'True');
    runTo(cluster, START + 9.9 * SECOND);
    expect(taints(cluster, 'b')).toEqual(expected);
    runTo(cluster, START + 10 * SECOND);
    expect(taints(cluster, 'b')).toEqual([]);
  });
});

describe('NODE-11 NoSchedule taints mirror the node', () => {
  test.each<[string, Node, string[]]>([
    ['ready', node('n'), []],
    ['not ready', node('n', { Ready: 'False' }), ['not-ready']],
    ['unknown', node('n', { Ready: 'Unknown' }), ['unreachable']],
    [
      'pressures',
      node('n', { Ready: 'True', MemoryPressure: 'True', DiskPressure: 'True', PIDPressure: 'True' }),
      ['memory-pressure', 'disk-pressure', 'pid-pressure'],
    ],
    ['pressure unknown', node('n', { Ready: 'True', MemoryPressure: 'Unknown' }), []],
    ['network', node('n', { Ready: 'True', NetworkUnavailable: 'True' }), ['network-unavailable']],
    ['cordoned', { ...node('n'), spec: { unschedulable: true } }, ['unschedulable']],
  ])('%s', (_, one, keys) => {
    const result = withMirroredTaints(one, 'T');
    const expected = keys.map((k) => ({
      key: `node.kubernetes.io/${k}`,
      effect: 'NoSchedule',
      timeAdded: 'T',
    }));
    expect(result ?? []).toEqual(expected);
  });

  test('others are left alone, what has passed goes, order and times stay', () => {
    const own = { key: 'mine', effect: 'NoSchedule' };
    const kept = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: 'before' };
    const old = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
    const one = { ...node('n'), spec: { unschedulable: true, taints: [old, own, kept] } };
    expect(withMirroredTaints(one, 'T')).toEqual([own, kept]);
    expect(
      withMirroredTaints({ ...one, spec: { unschedulable: true, taints: [own, kept] } }, 'T'),
    ).toBeUndefined();
  });

  test('NODE-2 the taint of admission goes at once where no condition says NotReady (v1.34, against the rule)', () => {
    const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
    expect(withMirroredTaints({ ...node('n', {}), spec: { taints: [taint] } }, 'T')).toEqual([]);
  });
});

describe('NODE-9 when a silent kubelet is noticed', () => {
  test.each([
    ['stopped just after a heartbeat', 0, 20, 70],
    ['stopped just before the next', 0, 29, 70],
    ['checks each 5 s', 3, 23, 75],
    ['stopped before the second heartbeat', 0, 4, 50],
  ])('%s', (_, registered, stopped, expected) => {
    expect(noticedAt(START + registered * SECOND, START + stopped * SECOND, 0)).toBe(
      START + expected * SECOND,
    );
  });

  test('a node that never posted gets 60 s', () => {
    expect(neverPostedAt(START + 2 * SECOND, 0)).toBe(START + 65 * SECOND);
    const cluster = world(node('a'), node('b', {}));
    runTo(cluster, START + 59 * SECOND);
    expect(read(cluster, 'b').status.conditions).toEqual([]);
    runTo(cluster, START + 60 * SECOND);
    expect(read(cluster, 'b').status.conditions?.[0]).toMatchObject({
      type: 'Ready',
      status: 'Unknown',
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
    });
  });
});

describe('NODE-21 a lost node', () => {
  function lost() {
    const healthy = { Ready: 'True', MemoryPressure: 'False', DiskPressure: 'False', PIDPressure: 'False' };
    const cluster = world(node('a', healthy), node('b', healthy));
    cluster.put<Pod>({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'default' },
      spec: { nodeName: 'a', containers: [] },
      status: {
        phase: 'Running',
        conditions: [
          { type: 'Ready', status: 'True' },
          { type: 'ContainersReady', status: 'True' },
        ],
      },
    });
    runTo(cluster, START);
    cluster.events.length = 0;
    stop(cluster, 'a');
    return cluster;
  }

  test('NODE-5, NODE-13, NODE-14', () => {
    const cluster = lost();
    runTo(cluster, START + 49 * SECOND);
    expect(cluster.requests).toEqual([]);
    runTo(cluster, START + 50 * SECOND);
    for (const condition of read(cluster, 'a').status.conditions ?? [])
      expect(condition).toMatchObject({
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
      });
    expect(taints(cluster, 'a')).toEqual(['unreachable:NoExecute', 'unreachable:NoSchedule']);
    for (const taint of read(cluster, 'a').spec.taints ?? [])
      expect(parseRfc3339(taint.timeAdded as string)).toBe(START + 50 * SECOND);
    const conditions = cluster.store.get('Pod', 'default', 'p')?.status.conditions;
    expect(conditions?.map((c) => `${c.type}=${c.status}`)).toEqual(['Ready=False', 'ContainersReady=True']);
    expect(cluster.events).toEqual([
      {
        about: 'Node/a',
        type: 'Normal',
        reason: 'NodeNotReady',
        message: 'Node a status is now: NodeNotReady',
      },
      { about: 'Pod/p', type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' },
    ]);
  });

  test('nothing more is written while nothing changes', () => {
    const cluster = lost();
    runTo(cluster, START + 50 * SECOND);
    const writes = cluster.requests.length;
    runTo(cluster, START + 3600 * SECOND);
    expect(cluster.requests).toHaveLength(writes);
    expect(cluster.timers.size).toBe(0);
  });

  test('NODE-10, NODE-12 it comes back: NoSchedule goes at once, NoExecute with the next look (recordings 07, 30)', () => {
    const cluster = lost();
    runTo(cluster, START + 61 * SECOND);
    start(cluster, 'a');
    post(cluster, 'a', 'True');
    expect(taints(cluster, 'a')).toEqual(['unreachable:NoExecute']);
    runTo(cluster, START + 64.9 * SECOND);
    expect(taints(cluster, 'a')).toEqual(['unreachable:NoExecute']);
    runTo(cluster, START + 65 * SECOND);
    expect(taints(cluster, 'a')).toEqual([]);
  });

  test('a kubelet that is back in time is never missed', () => {
    const cluster = lost();
    cluster.now += 30 * SECOND;
    start(cluster, 'a');
    runTo(cluster, START + 600 * SECOND);
    expect(cluster.requests).toEqual([]);
  });

  test('NODE-12 unreachable turns into not-ready: the NoExecute taint is swapped', () => {
    const cluster = lost();
    runTo(cluster, START + 50 * SECOND);
    post(cluster, 'a', 'False');
    runTo(cluster, START + 60 * SECOND);
    expect(taints(cluster, 'a')).toEqual(['not-ready:NoExecute', 'not-ready:NoSchedule']);
  });

  test('a NoExecute taint that someone takes away comes back', () => {
    const cluster = lost();
    runTo(cluster, START + 50 * SECOND);
    cluster.change(read(cluster, 'a'), (n) => ({ ...n, spec: {} }));
    runTo(cluster, START + 70 * SECOND);
    expect(taints(cluster, 'a')).toEqual(['unreachable:NoExecute', 'unreachable:NoSchedule']);
  });
});

describe('NODE-7 the old names of labels follow the new ones', () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['missing', { 'kubernetes.io/os': 'linux' }, { 'beta.kubernetes.io/os': 'linux' }],
    [
      'different',
      { 'kubernetes.io/arch': 'arm64', 'beta.kubernetes.io/arch': 'amd64' },
      { 'beta.kubernetes.io/arch': 'arm64' },
    ],
    ['of their own', { 'beta.kubernetes.io/arch': 'amd64' }, { 'beta.kubernetes.io/arch': 'amd64' }],
  ])('%s', (_, labels, expected) => {
    const one = node('a');
    one.metadata.labels = labels;
    const cluster = world(one);
    expect(read(cluster, 'a').metadata.labels).toEqual({ ...labels, ...expected });
  });
});

test('NODE-5 conditions become Unknown where they stand', () => {
  const types = ['NetworkUnavailable', 'MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'];
  const cluster = world(node('a', Object.fromEntries(types.map((type) => [type, 'False']))), node('b'));
  stop(cluster, 'a');
  runTo(cluster, START + 50 * SECOND);
  expect(read(cluster, 'a').status.conditions?.map((c) => `${c.type}=${c.status}`)).toEqual([
    'NetworkUnavailable=False',
    'MemoryPressure=Unknown',
    'DiskPressure=Unknown',
    'PIDPressure=Unknown',
    'Ready=Unknown',
  ]);
});

test('NODE-16 the taint of an uninitialised cloud node is somebody else’s', () => {
  const taint = {
    key: 'node.cloudprovider.kubernetes.io/uninitialized',
    value: 'true',
    effect: 'NoSchedule',
  };
  const cluster = world({ ...node('a'), spec: { taints: [taint] } });
  runTo(cluster, START + 100 * SECOND);
  expect(read(cluster, 'a').spec.taints).toEqual([taint]);
});

test('changes that concern nobody cost no sync', () => {
  const cluster = world(node('a'));
  cluster.change(read(cluster, 'a'), (n) => ({ ...n, metadata: { ...n.metadata, annotations: { x: 'y' } } }));
  expect(cluster.queue).toEqual([]);
});
