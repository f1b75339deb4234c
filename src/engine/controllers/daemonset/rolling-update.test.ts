import { describe, expect, test } from 'vitest';
import { targetNodeName } from '../../../k8s/node-affinity';
import type { Pod } from '../../../k8s/types';
import { START } from '../../testing/fake-context';
import { groupByNode } from './node-pods';
import { HASH_LABEL } from './pod-template';
import { ON_DELETE, rolling, SetUnderTest } from './testing/fixtures';
import { updateBudget } from './update-budget';

/** A set with pods on all nodes. */
function launched(nodes: number, ready: boolean, options: ConstructorParameters<typeof SetUnderTest>[0]) {
  const t = new SetUnderTest({ ...options, strategy: ON_DELETE }).addNodes(0, nodes);
  expect(t.counts()).toBe(`${nodes}/0/0`);
  if (ready) t.markReady();
  t.change((spec) => ({ ...spec, updateStrategy: options?.strategy }));
  return t;
}

/** `ready` marks all pods ready; anything else is a sync. */
function play(t: SetUnderTest, steps: readonly string[]): string[] {
  return steps.map((step) => {
    if (step !== 'ready') return t.counts();
    t.markReady();
    return 'ready';
  });
}

describe('sequences of syncs after a new template', () => {
  test.each([
    {
      id: 'TEST-70',
      name: 'maxUnavailable 2',
      strategy: rolling(2),
      steps: ['0/2/0', '2/0/0', 'ready', '0/2/0', '2/0/0', 'ready', '0/1/0', '1/0/0', 'ready', '0/0/0'],
    },
    {
      id: 'TEST-71',
      name: 'maxSurge 2',
      strategy: rolling(0, 2),
      steps: [
        '2/0/0',
        '0/0/0',
        'ready',
        '2/2/0',
        '0/0/0',
        'ready',
        '1/2/0',
        '0/0/0',
        'ready',
        '0/1/0',
        '0/0/0',
      ],
    },
    {
      id: 'TEST-73',
      name: 'new pods never ready, maxUnavailable 3',
      strategy: rolling(3),
      steps: ['0/3/0', '3/0/0', '0/0/0'],
    },
    {
      id: 'DS-60',
      name: 'OnDelete leaves old pods alone',
      strategy: ON_DELETE,
      steps: ['0/0/0', '0/0/0'],
    },
  ])('$id $name', ({ strategy, steps }) => {
    const t = launched(5, true, { strategy });
    t.changeTemplate();
    expect(play(t, steps)).toEqual(steps);
  });

  test('TEST-77 old pods never ready, maxUnavailable 3: all at once', () => {
    const t = launched(5, false, { strategy: rolling(3) });
    t.changeTemplate();
    const steps = ['0/5/0', '5/0/0', '0/0/0'];
    expect(play(t, steps)).toEqual(steps);
  });

  test('TEST-79 only the strategy changes', () => {
    const t = launched(5, true, { strategy: rolling(3) });
    t.change((spec) => ({ ...spec, updateStrategy: rolling(2) }));
    expect(t.counts()).toBe('0/0/0');
  });

  test('DS-59 minReadySeconds and revisionHistoryLimit replace nothing; an annotation of the template replaces all', () => {
    const t = launched(2, true, { strategy: rolling(1) });
    t.change((spec) => ({ ...spec, minReadySeconds: 0, revisionHistoryLimit: 3 }));
    expect(t.counts()).toBe('0/0/0');
    expect(t.set.status.observedGeneration).toBe(t.set.metadata.generation);
    const annotations = { 'kubectl.kubernetes.io/restartedAt': 'now' };
    t.cluster.change(t.set, (ds) => ({
      ...ds,
      metadata: { ...ds.metadata, annotations: { 'deprecated.daemonset.template.generation': '2' } },
    }));
    t.change((spec) => ({
      ...spec,
      template: { ...spec.template, metadata: { ...spec.template.metadata, annotations } },
    }));
    const steps = ['0/1/0', '1/0/0', 'ready', '0/1/0', '1/0/0', 'ready', '0/0/0'];
    expect(play(t, steps)).toEqual(steps);
  });

  test('DS-59 a template that changes during a rollout: pods of the revision in between are old, too', () => {
    const t = launched(3, true, { strategy: rolling(1) });
    t.changeTemplate();
    expect(play(t, ['', '', 'ready'])).toEqual(['0/1/0', '1/0/0', 'ready']);
    t.changeTemplate();
    const steps = [...Array(3)].flatMap(() => ['0/1/0', '1/0/0', 'ready']);
    expect(play(t, [...steps, '0/0/0'])).toEqual([...steps, '0/0/0']);
  });
});

test('TEST-72 a node that the new template no longer tolerates is sunset, maxSurge 1', () => {
  const taint = { key: 'foo', value: 'bar', effect: 'NoSchedule' };
  const t = new SetUnderTest({
    strategy: rolling(0, 1),
    spec: { tolerations: [{ ...taint, operator: 'Equal' }] },
  });
  t.addNodes(0, 1, undefined, [taint]).addNodes(1, 4);
  expect(t.counts()).toBe('5/0/0');
  t.markReady();
  t.changeTemplate({ tolerations: [] });
  const steps = ['1/1/0', '0/0/0', 'ready'];
  for (let i = 0; i < 3; i++) steps.push('1/1/0', '0/0/0', 'ready');
  steps.push('0/1/0', '0/0/0');
  expect(play(t, steps)).toEqual(steps);
  expect(new Set(t.pods.map(targetNodeName))).toEqual(new Set(['node-1', 'node-2', 'node-3', 'node-4']));
  expect(t.pods).toHaveLength(4);
});

const uids = (pods: readonly Pod[]) => new Set(pods.map((pod) => pod.metadata.uid));

test('TEST-74 pods that are ready survive while the new ones are not', () => {
  const t = launched(5, true, { strategy: rolling(2) });
  const first = uids(t.pods);
  t.changeTemplate();
  const steps = ['0/2/0', '2/0/0', '0/0/0'];
  expect(play(t, steps)).toEqual(steps);
  t.changeTemplate();
  expect(play(t, steps)).toEqual(steps);
  expect(t.pods.filter((pod) => first.has(pod.metadata.uid))).toHaveLength(3);
});

test('TEST-75 ten template changes never touch the ten healthy pods', () => {
  const t = launched(20, true, { strategy: rolling(10) });
  const first = uids(t.pods);
  const healthy = () => t.pods.filter((pod) => first.has(pod.metadata.uid)).length;
  const steps = ['0/10/0', '10/0/0', '0/0/0'];
  t.changeTemplate();
  expect(play(t, steps)).toEqual(steps);
  for (const maxUnavailable of [3, 0, 9, 1, 5, 2, 8, 4, 7, 6]) {
    t.change((spec) => ({ ...spec, updateStrategy: rolling(maxUnavailable) }));
    t.changeTemplate();
    expect(play(t, steps)).toEqual(steps);
    expect(healthy()).toBe(10);
  }
  t.change((spec) => ({ ...spec, updateStrategy: rolling(11) }));
  t.changeTemplate();
  const last = ['0/11/0', '11/0/0', '0/0/0'];
  expect(play(t, last)).toEqual(last);
  expect(healthy()).toBe(9);
});

test('TEST-76 unavailable old pods go first and use the budget', () => {
  const t = new SetUnderTest({ strategy: rolling(10) }).addNodes(0, 0);
  const { hash } = t;
  t.addNodes(0, 100);
  for (let i = 0; i < 10; i++) t.addPod(`node-${i}`, { hash: 'old', ready: true });
  const unready = [10, 11].map((i) => t.addPod(`node-${i}`, { hash: 'old' }));
  for (let i = 12; i < 100; i++) t.addPod(`node-${i}`, { hash });
  const steps = ['0/2/0', '2/0/0', '0/0/0'];
  expect(play(t, steps)).toEqual(steps);
  const left = uids(t.pods);
  expect(unready.some((pod) => left.has(pod.metadata.uid))).toBe(false);
});

test('TEST-78 surge and minReadySeconds over time', () => {
  const at = (second: number) => (t.cluster.now = START + second * 1000);
  const t = launched(5, false, { strategy: rolling(0, 3) });
  t.changeTemplate();
  at(100);
  expect(t.counts()).toBe('5/0/0');
  at(200);
  expect(t.counts()).toBe('0/5/0');
  t.markReady();
  t.change((spec) => ({ ...spec, minReadySeconds: 15 }));
  t.changeTemplate();
  at(300);
  expect(t.counts()).toBe('3/0/0');

  const isNew = (pod: Pod) => pod.metadata.labels?.[HASH_LABEL] === t.hash;
  const young = t.pods.filter(isNew);
  const ready = uids(young.slice(0, 2));
  t.markReady((pod) => ready.has(pod.metadata.uid));
  const surged = new Set(young.map(targetNodeName));
  const lonely = t.pods.find((pod) => !surged.has(targetNodeName(pod)));
  if (lonely) t.cluster.change(lonely, (pod) => ({ ...pod, status: { phase: 'Running', conditions: [] } }));
  at(310);
  expect(t.counts()).toBe('1/0/0');
  at(320);
  expect(t.counts()).toBe('1/3/0');
  t.markReady((pod) => isNew(pod) && !ready.has(pod.metadata.uid));
  at(340);
  expect(t.counts()).toBe('0/2/0');
  at(350);
  expect(t.counts()).toBe('0/0/0');
});

describe('TEST-80 resolved numbers: maxSurge, maxUnavailable, desired, nodes added as empty', () => {
  test.each([
    ['no nodes', rolling(0), 0, 0, [0, 0, 0, 0]],
    ['two nodes ready', rolling(1), 2, 2, [0, 1, 2, 0]],
    ['one node empty, maxUnavailable 0', rolling(0), 2, 1, [0, 1, 2, 1]],
    ['one node empty, maxSurge 0', rolling(0, 0), 2, 1, [0, 1, 2, 1]],
    ['50 % of two', rolling('50%'), 2, 2, [0, 1, 2, 0]],
    ['surge 50 %', rolling(0, '50%'), 2, 2, [1, 0, 2, 0]],
    ['surge 100 %', rolling(0, '100%'), 2, 2, [2, 0, 2, 0]],
    // The inventory has no empty node here; upstream has two pods, one of them terminating, on three nodes.
    ['50 % of three with a terminating pod, rounded up', rolling('50%'), 3, 2, [0, 2, 3, 1]],
  ] as const)('%s', (_, strategy, nodes, pods, want) => {
    const t = new SetUnderTest({ strategy }).addNodes(0, nodes);
    for (let i = 0; i < pods; i++)
      t.addPod(`node-${i}`, { ready: true, terminating: nodes === 3 && i === 1 });
    const byNode = groupByNode(t.pods);
    const before = byNode.size;
    const budget = updateBudget(t.set, t.cluster.store.list('Node'), byNode);
    expect([budget.maxSurge, budget.maxUnavailable, budget.desired, byNode.size - before]).toEqual(want);
  });
});

test('DS-55 a terminating pod on a lost node uses up maxUnavailable 1 for good', () => {
  const t = launched(3, true, { strategy: rolling(1) });
  const stuck = t.pods.find((pod) => targetNodeName(pod) === 'node-1') as Pod;
  t.cluster.change(stuck, (pod) => ({
    ...pod,
    metadata: { ...pod.metadata, deletionTimestamp: pod.metadata.creationTimestamp },
  }));
  t.changeNode('node-1', (node) => ({
    ...node,
    spec: { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }] },
  }));
  t.changeTemplate();
  expect(play(t, ['', ''])).toEqual(['0/0/0', '0/0/0']);
});

test('the trace says why, in words', () => {
  const t = launched(2, true, { strategy: rolling(1) });
  for (const pod of t.pods)
    t.cluster.change(pod, (p) => ({ ...p, spec: { ...p.spec, nodeName: targetNodeName(p) } }));
  t.changeTemplate();
  t.cluster.decisions.length = 0;
  t.sync();
  expect(t.cluster.decisions).toContain('old pod on node-0 deleted: 0 of 1 unavailable used');
  t.sync();
  expect(t.cluster.decisions.at(-1)).toBe('node-0 runs no pod and should: create one');
});
