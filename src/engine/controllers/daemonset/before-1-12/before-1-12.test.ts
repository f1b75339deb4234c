/** The upstream tests of v1.11 (with ScheduleDaemonSetPods off) that are about who places pods: VER-1, VER-2, DS-22. */
import { describe, expect, test } from 'vitest';
import { targetNodeName } from '../../../../k8s/node-affinity';
import type { Node, Pod, PodSpec, Taint } from '../../../../k8s/types';
import { daemonSetController } from '../index';
import { daemonJudge } from '../placement';
import { NODE_LABEL, ON_DELETE, rolling, SetUnderTest, type SetOptions } from '../testing/fixtures';

const asking = (memory: string, cpu: string): Partial<PodSpec> => ({
  containers: [{ name: 'a', image: 'a', resources: { requests: { memory, cpu } } }],
});
const port = (hostPort: number): Partial<PodSpec> => ({
  containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 1, hostPort }] }],
});

function room(t: SetUnderTest, allocatable: Record<string, string>, name = 'node-0'): void {
  t.changeNode(name, (node) => ({
    ...node,
    status: { ...node.status, allocatable: { pods: '100', ...allocatable } },
  }));
}

/** A pod of somebody else. */
function stranger(
  t: SetUnderTest,
  spec: Partial<PodSpec>,
  options: { phase?: string; name?: string } = {},
): Pod {
  const pod = t.addPod('node-0', { owner: 'none', labels: { app: 'other' }, ...options });
  return t.cluster.change(pod, (p) => ({ ...p, spec: { ...p.spec, ...spec } }));
}

function under(options: SetOptions = {}): SetUnderTest {
  const t = new SetUnderTest(options);
  t.cluster.world.placeDaemonPodsBy('controller');
  return t;
}

const placements = (t: SetUnderTest) =>
  t.cluster.events.filter(({ reason }) => reason === 'FailedPlacement').map(({ message }) => message);

describe('VER-2 wantToRun, shouldSchedule, shouldContinueRunning (1.11 TestNodeShouldRunDaemonPod)', () => {
  const tight: Taint[] = [{ key: 'a', effect: 'NoSchedule' }];
  test.each<[string, Partial<PodSpec>, Partial<PodSpec> | undefined, string]>([
    ['room', asking('50M', '0.5'), undefined, 'true true true'],
    ['too little memory', asking('200M', '0.5'), undefined, 'true false true'],
    [
      'nodeName of another node',
      { ...asking('50M', '0.5'), nodeName: 'other' },
      undefined,
      'false false false',
    ],
    ['the host port is taken', port(666), port(666), 'false false false'],
    ['another host port', port(667), port(666), 'true true true'],
    ['too little beside another pod', asking('100M', '0.5'), asking('50M', '0.5'), 'true false true'],
    ['room beside another pod', asking('50M', '0.5'), asking('50M', '0.5'), 'true true true'],
    ['nodeSelector mismatch', { nodeSelector: { color: 'red' } }, undefined, 'false false false'],
    ['nodeSelector match', { nodeSelector: NODE_LABEL }, undefined, 'true true true'],
    [
      'a critical priority needs no room',
      { ...asking('200M', '5'), priority: 2_000_000_000 } as object,
      undefined,
      'true true true',
    ],
    [
      'a priority below',
      { ...asking('200M', '5'), priority: 1_999_999_999 } as object,
      undefined,
      'true false true',
    ],
    [
      'a critical pod still needs its host port',
      { ...port(666), priority: 2_000_000_000 } as object,
      port(666),
      'false false false',
    ],
  ])('%s', (_, spec, other, want) => {
    const t = under({ spec });
    t.addNodes(0, 1, NODE_LABEL);
    room(t, { memory: '100M', cpu: '1' });
    if (other) stranger(t, other);
    const node = t.cluster.store.get('Node', undefined, 'node-0') as Node;
    const { shouldRun, unplaced, shouldContinueRunning } = daemonJudge(t.cluster.store, t.cluster.world)(
      t.set,
      node,
    );
    expect(`${shouldRun} ${shouldRun && unplaced === undefined} ${shouldContinueRunning}`).toBe(want);
  });
  test('a taint comes before resources, and no event is told then', () => {
    const t = under({ spec: asking('200M', '1') });
    t.addNodes(0, 1, undefined, tight);
    room(t, { memory: '100M', cpu: '1' });
    expect(t.counts()).toBe('0/0/0');
    expect(t.set.status.desiredNumberScheduled).toBe(0);
  });
});

describe('VER-2, DS-22 syncs of 1.11: creations, deletions, events', () => {
  test.each([
    ['OnDelete', ON_DELETE, '0/0/2'],
    ['RollingUpdate', rolling(1), '0/0/3'],
  ])('%s: no room, no pod; each look at the nodes tells so, and the node is desired', (_, strategy, want) => {
    const t = under({ strategy, spec: asking('75M', '75m') }).addNodes(0, 1);
    room(t, { memory: '100M', cpu: '200m' });
    stranger(t, asking('75M', '75m'));
    expect(t.counts()).toBe(want);
    expect(new Set(placements(t))).toEqual(
      new Set([
        'failed to place pod on "node-0": Node didn\'t have enough resource: memory, requested: 75000000, used: 75000000, capacity: 100000000',
      ]),
    );
    expect(t.set.status).toMatchObject({
      desiredNumberScheduled: 1,
      currentNumberScheduled: 0,
      numberUnavailable: 1,
    });
  });
  test.each<[string, Record<string, string>, Partial<PodSpec>, string]>([
    ['one pod too many', { pods: '1' }, {}, 'pods, requested: 1, used: 1, capacity: 1'],
    [
      'the last lack is told',
      { memory: '1M', cpu: '1m' },
      asking('2M', '2m'),
      'memory, requested: 2000000, used: 0, capacity: 1000000',
    ],
    [
      'cpu in thousandths',
      { memory: '1G', cpu: '1' },
      asking('2M', '1500m'),
      'cpu, requested: 1500, used: 0, capacity: 1000',
    ],
  ])('%s', (_, allocatable, spec, want) => {
    const t = under({ spec }).addNodes(0, 1);
    room(t, allocatable);
    stranger(t, {});
    t.sync();
    expect(placements(t).at(-1)).toBe(
      `failed to place pod on "node-0": Node didn't have enough resource: ${want}`,
    );
  });
  test('finished pods take no room', () => {
    const t = under({ spec: asking('75M', '75m') }).addNodes(0, 1);
    room(t, { memory: '100M', cpu: '200m' });
    stranger(t, asking('75M', '75m'), { phase: 'Succeeded' });
    expect(t.counts()).toBe('1/0/0');
  });
  test('a port that is taken: not desired, and a pod that is there goes', () => {
    const t = under({ spec: port(666) }).addNodes(0, 1);
    room(t, {});
    expect(t.counts()).toBe('1/0/0');
    stranger(t, port(666));
    expect(t.counts()).toBe('0/1/0');
    expect(t.set.status.desiredNumberScheduled).toBe(0);
  });
  test('the own pod is in nobody’s way', () => {
    const t = under({ spec: { ...port(666), ...asking('75M', '75m') } }).addNodes(0, 1);
    room(t, { memory: '100M', cpu: '200m' });
    expect(t.counts()).toBe('1/0/0');
    expect(t.counts()).toBe('0/0/0');
  });
  test('without room nothing is done on the node: a failed pod stays, too', () => {
    const t = under({ strategy: ON_DELETE, spec: asking('75M', '75m') }).addNodes(0, 1);
    room(t, { memory: '100M', cpu: '200m' });
    stranger(t, asking('75M', '75m'));
    t.addPod('node-0', { phase: 'Failed' });
    expect(t.counts()).toBe('0/0/2');
  });
  test('pressure, readiness and cordons of nodes do not matter', () => {
    const t = under().addNodes(0, 1);
    room(t, {});
    t.changeNode('node-0', (node) => ({
      ...node,
      spec: { unschedulable: true },
      status: {
        ...node.status,
        conditions: ['MemoryPressure', 'DiskPressure'].map((type) => ({ type, status: 'True' })),
      },
    }));
    expect(t.counts()).toBe('1/0/0');
  });
});

test('VER-1, DS-22 the pod is bound at its creation, and keeps the affinity of its template', () => {
  const affinity = { podAntiAffinity: {} };
  const t = under({ spec: { affinity } }).addNodes(0, 2);
  room(t, {});
  room(t, {}, 'node-1');
  t.sync();
  expect(t.pods.map(({ spec }) => [spec.nodeName, spec.affinity])).toEqual([
    ['node-0', affinity],
    ['node-1', affinity],
  ]);
});

describe('VER-2 what wakes a set that had no room (1.11 TestDeleteNoDaemonPod)', () => {
  function full() {
    const t = under({ spec: asking('50M', '50m') }).addNodes(0, 1);
    room(t, { memory: '200M', cpu: '200m' });
    const pods = [0, 1, 2, 3].map((i) => stranger(t, asking('50M', '50m'), { name: `pod-${i}` }));
    t.sync();
    t.cluster.delayed.clear();
    return { t, pods };
  }
  test('a pod of the node without a set goes', () => {
    const { t, pods } = full();
    t.cluster.store.remove('Pod', pods[0] as Pod, 'test');
    expect(t.cluster.delayed.get('set:default/foo')).toBe(t.cluster.now + 5);
    expect(t.counts()).toBe('1/0/0');
    const other = t.pods.find(({ metadata }) => metadata.name === 'pod-1') as Pod;
    t.cluster.delayed.clear();
    t.cluster.store.remove('Pod', other, 'test');
    expect([...t.cluster.delayed]).toEqual([]);
  });
  test('a pod that was on no node goes', () => {
    const { t } = full();
    const unbound = t.addPod('', { owner: 'none', labels: { app: 'other' } });
    t.cluster.store.remove('Pod', unbound, 'test');
    expect([...t.cluster.delayed]).toEqual([]);
  });
  test('switching forgets them', () => {
    const { t, pods } = full();
    t.cluster.world.placeDaemonPodsBy('scheduler');
    t.cluster.queue.length = 0;
    daemonSetController.onInput?.(t.cluster.ctx, { type: 'place-daemon-pods', by: 'scheduler' });
    expect(t.cluster.queue).toEqual(['set:default/foo']);
    t.cluster.store.remove('Pod', pods[0] as Pod, 'test');
    expect([...t.cluster.delayed]).toEqual([]);
    expect(t.counts()).toBe('1/0/0');
    expect(t.pods.filter((pod) => pod.metadata.ownerReferences).map(targetNodeName)).toEqual(['node-0']);
  });
});

describe('VER-6 node events (1.11 TestUpdateNode, TestAddNode)', () => {
  const tainted: Taint[] = [{ key: 'a', effect: 'NoSchedule' }];
  test.each<[string, Taint[] | undefined, (node: Node) => Node, boolean]>([
    ['nothing', undefined, (n) => ({ ...n }), false],
    [
      'labels that do not matter',
      undefined,
      (n) => ({ ...n, metadata: { ...n.metadata, labels: { a: 'b' } } }),
      false,
    ],
    ['labels', undefined, (n) => ({ ...n, metadata: { ...n.metadata, labels: NODE_LABEL } }), true],
    [
      'a taint goes',
      tainted,
      (n) => ({ ...n, metadata: { ...n.metadata, labels: NODE_LABEL }, spec: {} }),
      true,
    ],
    ['allocatable', undefined, (n) => ({ ...n, status: { ...n.status, allocatable: {} } }), false],
  ])('changed: %s', (_, taints, change, woken) => {
    const t = under({ spec: { nodeSelector: NODE_LABEL } });
    t.addNodes(0, 1, undefined, taints);
    room(t, {});
    t.cluster.queue.length = 0;
    t.changeNode('node-0', change);
    expect(t.cluster.queue).toEqual(woken ? ['set:default/foo'] : []);
  });
  test('a NoSchedule taint wakes the set at once, so its counters follow', () => {
    const t = under().addNodes(0, 1);
    room(t, {});
    t.sync();
    t.cluster.queue.length = 0;
    t.changeNode('node-0', (node) => ({ ...node, spec: { taints: tainted } }));
    expect(t.cluster.queue).toEqual(['set:default/foo']);
    t.sync();
    expect(t.set.status).toMatchObject({ desiredNumberScheduled: 0, numberMisscheduled: 1 });
  });
  test('a condition that turns True is looked at, a new heartbeat is not', () => {
    const t = under({ spec: asking('75M', '75m') }).addNodes(0, 1);
    room(t, { memory: '1M', cpu: '1' });
    const told = () => t.cluster.events.splice(0).length;
    told();
    t.changeNode('node-0', (node) => ({
      ...node,
      status: {
        ...node.status,
        conditions: [...(node.status.conditions ?? []), { type: 'X', status: 'True' }],
      },
    }));
    expect(told()).toBe(2);
    t.changeNode('node-0', (node) => ({ ...node, metadata: { ...node.metadata, annotations: { a: 'b' } } }));
    expect(told()).toBe(0);
  });
  test('an added node wakes the sets that have room there', () => {
    const t = under();
    t.cluster.queue.length = 0;
    const status = { allocatable: { pods: '1' } };
    t.cluster.put<Node>({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' }, spec: {}, status });
    expect(t.cluster.queue).toEqual(['set:default/foo']);
    t.cluster.queue.length = 0;
    t.cluster.put<Node>({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'b' }, spec: {}, status: {} });
    expect(t.cluster.queue).toEqual([]);
  });
});
