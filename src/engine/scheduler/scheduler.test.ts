import { describe, expect, test } from 'vitest';
import { deepEqual } from '../../lib/equal';
import type { Node, Pod } from '../../k8s/types';
import { FakeCluster, failure } from '../testing/fake-context';
import { withConditionApi } from '../testing/condition-api';
import { explainScheduling, scheduler, usageOf } from './index';
import type { SchedulerState } from './state';
import { makeDaemonPod, makeNode, makePod } from './testing/objects';

type World = FakeCluster<SchedulerState>;

function world(...nodes: Node[]): World {
  const cluster = withConditionApi(new FakeCluster(scheduler));
  for (const node of nodes) cluster.put(node);
  return cluster;
}

const get = (cluster: World, name: string) => cluster.store.get('Pod', 'default', name);
const nodeOf = (cluster: World, name: string) => get(cluster, name)?.spec.nodeName;
const condition = (cluster: World, name: string, type = 'PodScheduled') =>
  get(cluster, name)?.status.conditions?.find((c) => c.type === type);
const failures = (cluster: World) => cluster.events.filter((e) => e.reason === 'FailedScheduling');
const requests = { cpu: '1500m' };

/** Runs the timers that are due up to `at`. */
function runTo(cluster: World, at: number): void {
  for (;;) {
    const due = [...cluster.timers].filter(([, t]) => t <= at).sort((a, b) => a[1] - b[1])[0];
    if (!due) break;
    cluster.timers.delete(due[0]);
    cluster.now = Math.max(cluster.now, due[1]);
    scheduler.onTimer?.(cluster.ctx, due[0]);
    cluster.drain();
  }
  cluster.now = at;
}

test('SCH-41 a daemon pod is bound to its node', () => {
  const cluster = world(makeNode('w1'), makeNode('w2'));
  cluster.put(makeDaemonPod('d', 'w2'));
  cluster.drain();
  expect(nodeOf(cluster, 'd')).toBe('w2');
  expect(cluster.events).toEqual([
    {
      about: 'Pod/d',
      type: 'Normal',
      reason: 'Scheduled',
      message: 'Successfully assigned default/d to w2',
    },
  ]);
  expect(cluster.ctx.state.pending.size).toBe(0);
});

describe('SCH-1', () => {
  test('higher priority first, then the older', () => {
    const cluster = world(makeNode('w1'));
    for (const [name, priority] of [
      ['a', 0],
      ['b', 0],
      ['c', 10],
      ['d', 5],
    ] as const)
      cluster.put(makePod(name, { priority }));
    cluster.drain();
    expect(cluster.events.map((e) => e.about)).toEqual(['Pod/c', 'Pod/d', 'Pod/a', 'Pod/b']);
  });

  test.each<[string, Partial<Pod['spec']>]>([
    ['another scheduler', { schedulerName: 'mine' }],
    ['bound already', { nodeName: 'w1' }],
  ])('%s', (_, spec) => {
    const cluster = world(makeNode('w1'));
    cluster.put(makePod('p', { spec }));
    cluster.drain();
    expect(cluster.events).toEqual([]);
  });
});

test('SCH-20 condition and event of a pod that fits nowhere', () => {
  const cluster = world(makeNode('w1', { unschedulable: true }));
  cluster.put(makePod('p'));
  cluster.drain();
  const message =
    '0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
  expect(cluster.events).toEqual([{ about: 'Pod/p', type: 'Warning', reason: 'FailedScheduling', message }]);
  expect(condition(cluster, 'p')).toMatchObject({ status: 'False', reason: 'Unschedulable', message });
});

test('SCH-23 SCH-39 recording 37: without nodes time alone helps', () => {
  const cluster = world();
  const start = cluster.now;
  cluster.put(makePod('p'));
  cluster.drain();
  runTo(cluster, start + 9_000);
  expect(failures(cluster).map((e) => e.message)).toEqual(
    Array.from({ length: 3 }, () => 'no nodes available to schedule pods'),
  );
  cluster.put(makeNode('w1'));
  cluster.drain();
  expect(nodeOf(cluster, 'p')).toBeUndefined();
  runTo(cluster, start + 10_000);
  expect(nodeOf(cluster, 'p')).toBe('w1');
});

describe('SCH-38 a waiting pod is tried again when something helps it', () => {
  const tainted = makeNode('w1', { taints: [{ key: 'k', effect: 'NoSchedule' }] });
  const label = (node: Node): Node => ({
    ...node,
    metadata: { ...node.metadata, labels: { ...node.metadata.labels, zone: 'a' } },
  });
  const untaint = (node: Node): Node => ({ ...node, spec: {} });

  test('the taint goes', () => {
    const cluster = world(tainted);
    cluster.put(makePod('p'));
    cluster.drain();
    cluster.change(tainted, label);
    cluster.drain();
    expect(failures(cluster)).toHaveLength(1);
    cluster.change(tainted, untaint);
    cluster.drain();
    expect(nodeOf(cluster, 'p')).toBe('w1');
  });

  test('another node wakes a pinned pod only if the plugin does not ask which node it is (recording 02)', () => {
    const cluster = world(tainted, makeNode('w2'));
    cluster.put(makeDaemonPod('tainted', 'w1'));
    cluster.put(makeDaemonPod('nowhere', 'w9'));
    cluster.drain();
    cluster.put(makeNode('w3'));
    cluster.drain();
    expect(failures(cluster).map((e) => e.about)).toEqual(['Pod/tainted', 'Pod/nowhere', 'Pod/tainted']);
    cluster.put(makeNode('w9'));
    cluster.drain();
    expect(nodeOf(cluster, 'nowhere')).toBe('w9');
  });

  test('a pod that leaves any node wakes pods that lack resources; only the right node helps', () => {
    const cluster = world(makeNode('w1'), makeNode('w2'));
    const [one, two] = ['w1', 'w2'].map((n) => cluster.put<Pod>(makePod(`busy-${n}`, { node: n, requests })));
    cluster.put(makeDaemonPod('d', 'w1', { requests }));
    cluster.drain();
    cluster.store.remove('Pod', two as Pod, 'test');
    cluster.drain();
    expect(failures(cluster)).toHaveLength(2);
    expect(nodeOf(cluster, 'd')).toBeUndefined();
    cluster.store.remove('Pod', one as Pod, 'test');
    cluster.drain();
    expect(nodeOf(cluster, 'd')).toBe('w1');
  });

  test('what happens elsewhere is no reason any more once the same was said three times; a new node still is', () => {
    const cluster = world(makeNode('w1'), makeNode('w2'));
    cluster.put(makePod('busy', { node: 'w1', requests }));
    cluster.put(makeDaemonPod('d', 'w1', { requests }));
    cluster.drain();
    const leaveElsewhere = () => {
      cluster.store.remove('Pod', cluster.put<Pod>(makePod('gone', { node: 'w2' })), 'test');
      cluster.drain();
      return failures(cluster).length;
    };
    expect([leaveElsewhere(), leaveElsewhere(), leaveElsewhere(), leaveElsewhere()]).toEqual([2, 3, 3, 3]);
    cluster.put(makeNode('w3'));
    cluster.drain();
    expect(failures(cluster).at(-1)?.message).toMatch(/^0\/3 /);
    cluster.store.remove('Pod', get(cluster, 'busy') as Pod, 'test');
    cluster.drain();
    expect(nodeOf(cluster, 'd')).toBe('w1');
  });

  test('a freed host port wakes those that want it, wherever (recording 15)', () => {
    const cluster = world(makeNode('w1'), makeNode('w2'));
    const ports = [{ hostPort: 80 }];
    cluster.put(makePod('busy-w1', { node: 'w1', ports }));
    const two = cluster.put<Pod>(makePod('busy-w2', { node: 'w2', ports }));
    const other = cluster.put<Pod>(makePod('other', { node: 'w2', ports: [{ hostPort: 81 }] }));
    cluster.put(makeDaemonPod('d', 'w1', { ports }));
    cluster.drain();
    cluster.store.remove('Pod', other, 'test');
    cluster.drain();
    expect(failures(cluster)).toHaveLength(1);
    cluster.store.remove('Pod', two, 'test');
    cluster.drain();
    expect(failures(cluster)).toHaveLength(2);
  });

  test('a pod that finishes makes room', () => {
    const cluster = world(makeNode('w1'));
    const busy = cluster.put<Pod>(makePod('busy', { node: 'w1', requests }));
    cluster.put(makePod('p', { requests }));
    cluster.drain();
    cluster.change(busy, (p) => ({ ...p, status: { phase: 'Succeeded' } }));
    cluster.drain();
    expect(nodeOf(cluster, 'p')).toBe('w1');
  });

  test('its own new tolerations', () => {
    const cluster = world(tainted);
    const pod = cluster.put<Pod>(makePod('p'));
    cluster.drain();
    cluster.change(pod, (p) => ({ ...p, spec: { ...p.spec, tolerations: [{ operator: 'Exists' }] } }));
    cluster.drain();
    expect(nodeOf(cluster, 'p')).toBe('w1');
  });

  test('nothing at all: after more than 5 minutes, at a check each 30 s; the condition is not written again', () => {
    const cluster = world(tainted);
    const start = cluster.now;
    cluster.put(makePod('p'));
    cluster.drain();
    const writes = cluster.requests.length;
    runTo(cluster, start + 329_000);
    expect(failures(cluster)).toHaveLength(1);
    runTo(cluster, start + 330_000);
    expect(failures(cluster)).toHaveLength(2);
    runTo(cluster, start + 660_000);
    expect(failures(cluster)).toHaveLength(3);
    expect(cluster.requests).toHaveLength(writes);
  });
});

test('SCH-39 a failed binding is tried again after 1 s, 2 s, 4 s, 8 s, 10 s, at the look each second that comes after', () => {
  const cluster = world(makeNode('w1'));
  const tries: number[] = [];
  const start = cluster.now;
  cluster.intercept = ({ subresource }) => {
    if (subresource !== 'binding') return undefined;
    tries.push((cluster.now - start) / 1000);
    return failure('InternalError', 'no');
  };
  cluster.put(makePod('p'));
  cluster.drain();
  runTo(cluster, start + 42_000);
  expect(tries).toEqual([0, 2, 5, 10, 19, 30, 41]);
  expect(failures(cluster)[0]?.message).toBe('running Bind plugin "DefaultBinder": no');
  expect(condition(cluster, 'p')).toMatchObject({ status: 'False', reason: 'SchedulerError' });
});

test('SCH-40 scheduling gates', () => {
  const cluster = world(makeNode('w1'));
  const gates = { schedulingGates: [{ name: 'wait' }] } as Partial<Pod['spec']>;
  const pod = cluster.put<Pod>(makePod('p', { spec: gates }));
  cluster.drain();
  // The condition is the server's work.
  expect(cluster.events).toEqual([]);
  expect(cluster.requests).toEqual([]);
  cluster.change(pod, (p) => ({ ...p, spec: { containers: p.spec.containers } }));
  cluster.drain();
  expect(nodeOf(cluster, 'p')).toBe('w1');
});

describe('SCH-36 preemption', () => {
  test('the victim goes, then the daemon pod is bound', () => {
    const cluster = world(makeNode('w1'), makeNode('w2'));
    cluster.graceful = true;
    const victim = cluster.put<Pod>(makePod('low', { node: 'w1', requests }));
    const pod = cluster.put<Pod>(makeDaemonPod('d', 'w1', { requests, priority: 2000001000 }));
    cluster.drain();
    expect(cluster.events).toEqual([
      {
        about: 'Pod/d',
        type: 'Warning',
        reason: 'FailedScheduling',
        message:
          "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity].",
      },
      {
        about: 'Pod/low',
        type: 'Normal',
        reason: 'Preempted',
        message: `Preempted by pod ${pod.metadata.uid} on node w1`,
      },
    ]);
    expect(get(cluster, 'd')?.status.nominatedNodeName).toBe('w1');
    expect(get(cluster, 'low')?.metadata.deletionTimestamp).toBeDefined();
    expect(condition(cluster, 'low', 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
    });
    // The room is kept: a less important pod that comes meanwhile goes elsewhere.
    cluster.store.remove('Pod', victim, 'test');
    cluster.put(makePod('late', { requests }));
    cluster.drain();
    expect(nodeOf(cluster, 'd')).toBe('w1');
    expect(nodeOf(cluster, 'late')).toBe('w2');
  });

  test('a nomination keeps the room while victims leave', () => {
    const cluster = world(makeNode('w1'));
    cluster.graceful = true;
    const [a, b] = ['a', 'b'].map((n) =>
      cluster.put<Pod>(makePod(n, { node: 'w1', requests: { cpu: '1' } })),
    );
    cluster.put(makePod('high', { requests: { cpu: '2' }, priority: 5 }));
    cluster.drain();
    cluster.store.remove('Pod', a as Pod, 'test');
    cluster.put(makePod('late', { requests: { cpu: '1' } }));
    cluster.drain();
    expect(nodeOf(cluster, 'late')).toBeUndefined();
    expect(
      failures(cluster)
        .filter((e) => e.about === 'Pod/high')
        .at(-1)?.message,
    ).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to a terminating pod on the nominated node.',
    );
    cluster.store.remove('Pod', b as Pod, 'test');
    cluster.drain();
    expect(nodeOf(cluster, 'high')).toBe('w1');
  });

  test('a victim that vanishes at once wakes the pod', () => {
    const cluster = world(makeNode('w1'));
    cluster.put(makePod('low', { node: 'w1', requests }));
    cluster.put(makePod('high', { requests, priority: 5 }));
    cluster.drain();
    expect(nodeOf(cluster, 'high')).toBe('w1');
  });
});

test('running sums equal a recount', () => {
  const cluster = world(makeNode('w1'), makeNode('w2'));
  const pods = Array.from({ length: 12 }, (_, i) =>
    cluster.put<Pod>(
      makePod(`p${i}`, { requests: { cpu: '100m', memory: `${i}Mi` }, ports: [{ hostPort: 80 + i }] }),
    ),
  );
  cluster.drain();
  cluster.store.remove('Pod', get(cluster, 'p3') as Pod, 'test');
  cluster.change(pods[4] as Pod, (p) => ({ ...p, status: { phase: 'Failed' } }));
  cluster.store.remove('Pod', get(cluster, 'p4') as Pod, 'test');
  cluster.drain();
  for (const node of ['w1', 'w2']) {
    const kept = cluster.ctx.state.usage.get(node);
    const fresh = usageOf(cluster.store.podsOnNode(node));
    expect({ ...kept, ports: kept?.ports.toSorted((a, b) => a.port - b.port) }).toEqual({
      ...fresh,
      ports: fresh.ports.toSorted((a, b) => a.port - b.port),
    });
  }
});

test('the answer to "why" is the message of the event', () => {
  const cluster = world(makeNode('w1'), makeNode('w2'));
  cluster.put(makePod('busy', { node: 'w1', requests }));
  cluster.put(makeDaemonPod('d', 'w1', { requests }));
  cluster.drain();
  const answer = explainScheduling(cluster.store, get(cluster, 'd') as Pod);
  expect(answer.message).toBe(failures(cluster)[0]?.message);
  expect(deepEqual(answer.feasible, [])).toBe(true);
});

test('the cost of a daemon pod does not grow with the number of nodes', () => {
  const cluster = world();
  let looked = 0;
  const list = cluster.store.list.bind(cluster.store);
  for (let i = 0; i < 1000; i++) cluster.put(makeNode(`n${i}`));
  cluster.store.list = ((...args: Parameters<typeof list>) => {
    const items = list(...args);
    if (args[0] !== 'Node') return items;
    return new Proxy(items, {
      get: (target, key) => {
        if (key !== 'length') looked++;
        return Reflect.get(target, key) as unknown;
      },
    });
  }) as typeof list;
  for (let i = 0; i < 1000; i++) cluster.put(makeDaemonPod(`d${i}`, `n${i}`, { requests: { cpu: '100m' } }));
  cluster.drain(2000);
  expect(cluster.events.filter((e) => e.reason === 'Scheduled')).toHaveLength(1000);
  expect(looked).toBe(0);
});
