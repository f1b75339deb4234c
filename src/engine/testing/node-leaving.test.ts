/** How pods leave nodes, through the whole cluster: taints, out-of-service, deletion of the node, drain (NODE-17 … NODE-31). */
import { describe, expect, test } from 'vitest';
import type { Event } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { FaultBench } from './node-faults';

const get = (b: FaultBench, name: string) => b.cluster.read.get('Pod', 'default', name);
const eventsOf = (b: FaultBench, name: string): Event[] =>
  b.cluster.read.list('Event').filter((event) => event.involvedObject.name === name);
function taint(b: FaultBench, ...taints: [key: string, effect: string][]): void {
  const list = taints.map(([key, effect]) => ({ key, effect }));
  const patched = b.cluster.api.patch('Node', undefined, 'w1', 'merge', { spec: { taints: list } });
  if (!patched.ok) throw new Error(patched.status.message);
}

describe('NODE-19 the taint eviction controller', () => {
  test('names its pod without uid and version (seen with v1.34.0)', () => {
    const b = new FaultBench();
    b.pod('p');
    b.to(20);
    taint(b, ['maintenance', 'NoExecute']);
    const [event] = eventsOf(b, 'p').filter(({ reason }) => reason === 'TaintManagerEviction');
    expect(event?.involvedObject).toEqual({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'p' });
    expect(event).toMatchObject({
      source: { component: 'taint-eviction-controller' },
      type: 'Normal',
      message: 'Marking for deletion Pod default/p',
    });
    expect(get(b, 'p')?.status.conditions?.[0]).toMatchObject({
      type: 'DisruptionTarget',
      observedGeneration: 1,
      reason: 'DeletionByTaintManager',
    });
    b.to(60);
    expect(get(b, 'p')).toBeUndefined();
  });

  test('the controller manager stopped: nobody goes; started: at once', () => {
    const b = new FaultBench();
    b.pod('p');
    b.to(20);
    b.break('controller-manager-stopped', '');
    taint(b, ['maintenance', 'NoExecute']);
    b.to(100);
    expect(get(b, 'p')?.metadata.deletionTimestamp).toBeUndefined();
    b.mend('controller-manager-stopped', '');
    expect(get(b, 'p')?.metadata.deletionTimestamp).toBeDefined();
  });
});

describe('NODE-17 out-of-service (recording 30)', () => {
  test.each<[string, boolean, boolean]>([
    [
      'a lost node: terminating pods go at the next look of the pod GC, without another condition',
      true,
      true,
    ],
    ['a node that is Ready: nothing is forced', false, false],
  ])('%s', (_, lost, goes) => {
    const b = new FaultBench();
    b.pod('p', { terminationGracePeriodSeconds: 600 });
    b.to(20);
    if (lost) b.break('node-crashed');
    b.to(85);
    b.cluster.api.delete('Pod', 'default', 'p', { gracePeriodSeconds: 600 });
    const decided = () =>
      b.cluster.trace.records().some((r) => r.type === 'decision' && /out of service/.test(r.text));
    taint(b, ...(b.node().spec.taints ?? []).map(({ key, effect }): [string, string] => [key, effect]), [
      'node.kubernetes.io/out-of-service',
      'NoExecute',
    ]);
    b.to(99.9);
    expect(decided()).toBe(false);
    b.to(100.1);
    expect(decided()).toBe(goes);
    if (goes) expect(get(b, 'p')).toBeUndefined();
  });
});

test('NODE-16 an uninitialised cloud node gets no pods, daemon pods neither, until its taint goes', () => {
  const b = new FaultBench([]);
  const taints = [
    { key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' },
  ];
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'w1' }, spec: { taints } };
  expect(b.cluster.api.create('Node', undefined, node)).toMatchObject({ ok: true });
  b.daemonSet('agent');
  b.to(60);
  expect(b.shown()).toMatch(/Ready=True node\.cloudprovider\.kubernetes\.io\/uninitialized:NoSchedule$/);
  expect(b.cluster.read.podsOnNode('w1')).toEqual([]);
  taint(b);
  b.to(70);
  expect(b.cluster.read.podsOnNode('w1').map((p) => p.status.phase)).toEqual(['Running']);
});

describe('the controller manager is started again (recording 32)', () => {
  test('NODE-6, NODE-9, NODE-12 nodes are registered again, lost ones lose their NoExecute taint and get it back', () => {
    const b = new FaultBench();
    b.to(20);
    b.break('kubelet-stopped', 'w1');
    b.break('kubelet-stopped', 'w2');
    b.to(90);
    const lost = 'unreachable:NoSchedule unreachable:NoExecute';
    expect([b.shown('w1'), b.shown('w2')].every((text) => text.endsWith(lost))).toBe(true);
    b.break('controller-manager-stopped', '');
    b.to(103);
    b.mend('controller-manager-stopped', '');
    b.to(103.1);
    for (const name of ['w1', 'w2']) {
      const registered = eventsOf(b, name).filter(({ reason }) => reason === 'RegisteredNode');
      expect(registered.map(({ count, lastTimestamp }) => [count, lastTimestamp])).toEqual([
        [1, '2026-01-01T00:00:00Z'],
        [1, '2026-01-01T00:01:43Z'],
      ]);
    }
    expect(['w1', 'w2'].map((name) => b.shown(name).endsWith(lost))).toEqual([true, false]);
    b.to(113);
    expect(['w1', 'w2'].map((name) => b.shown(name).endsWith(lost))).toEqual([true, true]);
  });

  test('NODE-9 a kubelet that fell silent meanwhile gets 50 s from then on', () => {
    const b = new FaultBench();
    b.to(20);
    b.break('controller-manager-stopped', '');
    b.break('node-crashed');
    b.to(203);
    expect(b.shown()).toMatch(/Ready=True$/);
    b.mend('controller-manager-stopped', '');
    b.to(252.9);
    expect(b.shown()).toMatch(/Ready=True$/);
    b.to(253);
    expect(b.shown()).toMatch(/Ready=Unknown unreachable:NoSchedule unreachable:NoExecute$/);
  });

  test('NODE-27 the quarantine of a deleted node starts anew', () => {
    const b = new FaultBench();
    b.pod('p');
    b.to(20);
    b.cluster.api.delete('Node', undefined, 'w1');
    b.to(50);
    b.break('controller-manager-stopped', '');
    b.to(200);
    b.mend('controller-manager-stopped', '');
    b.to(239.9);
    expect(get(b, 'p')).toBeDefined();
    b.to(240);
    expect(get(b, 'p')).toBeUndefined();
  });
});

test('NODE-27, NODE-28 a deleted Node: its pods go 40 to 60 s later, marked', () => {
  const b = new FaultBench();
  b.pod('p');
  b.to(25);
  b.cluster.api.delete('Node', undefined, 'w1');
  b.to(79.9);
  expect(get(b, 'p')?.status.phase).toBe('Running');
  b.to(80.1);
  expect(get(b, 'p')).toBeUndefined();
  const deleted = b.cluster.trace
    .records()
    .filter((r) => r.type === 'write' && r.object.kind === 'Pod' && r.by === 'pod-garbage-collector');
  expect(deleted.map((r) => r.type === 'write' && (r.what ?? r.verb))).toEqual([
    'status',
    'deletionTimestamp',
    'delete',
  ]);
});

describe('NODE-29, NODE-30, NODE-31 cordon and eviction', () => {
  test('a cordon moves nobody; daemon pods come to the node all the same; uncordon moves nobody back', () => {
    const b = new FaultBench();
    b.pod('p');
    b.daemonSet('agent');
    b.to(20);
    b.cluster.api.patch('Node', undefined, 'w1', 'merge', { spec: { unschedulable: true } });
    b.daemonSet('late');
    b.to(60);
    const on = () =>
      b.cluster.read
        .podsOnNode('w1')
        .map((p) => p.metadata.name.split('-')[0] ?? '')
        .sort(compareText);
    expect(on()).toEqual(['agent', 'late', 'p']);
    b.cluster.api.patch('Node', undefined, 'w1', 'merge', { spec: { unschedulable: null } });
    b.to(90);
    expect(on()).toEqual(['agent', 'late', 'p']);
  });

  test('an evicted pod is deleted with its own grace, and says why (recording 09)', () => {
    const b = new FaultBench();
    b.pod('p', { terminationGracePeriodSeconds: 7 });
    b.to(20);
    expect(b.cluster.api.evict('default', 'p', { metadata: { name: 'p' } } as never)).toMatchObject({
      ok: true,
    });
    expect(get(b, 'p')?.metadata.deletionGracePeriodSeconds).toBe(7);
    expect(get(b, 'p')?.status.conditions?.find((c) => c.type === 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    });
    b.to(40);
    expect(get(b, 'p')).toBeUndefined();
  });

  test('an evicted daemon pod comes back to its cordoned node (DS-18)', () => {
    const b = new FaultBench();
    b.daemonSet('agent');
    b.to(20);
    b.cluster.api.patch('Node', undefined, 'w1', 'merge', { spec: { unschedulable: true } });
    const before = b.cluster.read.podsOnNode('w1')[0]?.metadata;
    b.cluster.api.evict('default', before?.name ?? '', { metadata: { name: before?.name } } as never);
    b.to(60);
    const after = b.cluster.read.podsOnNode('w1');
    expect(after.map((p) => p.status.phase)).toEqual(['Running']);
    expect(after[0]?.metadata.uid).not.toBe(before?.uid);
  });
});
