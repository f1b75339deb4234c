import { expect, test } from 'vitest';
import type { Pod } from '../../../k8s/types';
import { allowsSurge } from './pods-on-node';
import { rolling, SetUnderTest } from './testing/fixtures';

const surging = (minReadySeconds = 0) =>
  new SetUnderTest({ strategy: rolling(0, 1), minReadySeconds }).addNodes(0, 5);

test.each([
  ['OnDelete', { type: 'OnDelete', rollingUpdate: { maxSurge: 1 } }, false],
  ['nothing said', { type: 'RollingUpdate' }, false],
  ['0', rolling(1, 0), false],
  ['0 %', rolling(1, '0%'), false],
  ['1', rolling(0, 1), true],
  ['1 %', rolling(0, '1%'), true],
])('DS-41 surge enabled: %s', (_, strategy, want) => {
  expect(allowsSurge(new SetUnderTest({ strategy }).set)).toBe(want);
});

test('TEST-59 existing pods with maxSurge 1', () => {
  const t = surging();
  t.addPods('node-1', 1);
  t.addPods('node-2', 2);
  t.addPods('node-3', 5);
  t.addPods('node-4', 2, { labels: { app: 'other' } });
  expect(t.counts()).toBe('2/5/0');
});

test.each([
  {
    id: 'TEST-60',
    name: 'ready old pod stays',
    oldReady: true,
    newReadyFor: undefined,
    minReady: 0,
    gone: ['newer'],
  },
  {
    id: 'TEST-62',
    name: 'unready old pod goes',
    oldReady: false,
    newReadyFor: undefined,
    minReady: 0,
    gone: ['newer', 'oldest'],
  },
  {
    id: 'TEST-63',
    name: 'new pod ready, not yet for minReadySeconds',
    oldReady: true,
    newReadyFor: 10,
    minReady: 15,
    gone: ['newer'],
  },
  {
    id: 'TEST-64',
    name: 'new pod ready for longer than minReadySeconds',
    oldReady: true,
    newReadyFor: 20,
    minReady: 15,
    gone: ['newer', 'oldest'],
  },
])('$id $name', ({ oldReady, newReadyFor, minReady, gone }) => {
  const t = surging(minReady);
  const ready = newReadyFor !== undefined;
  t.addPod('node-1', { name: 'current', ready, readyFor: newReadyFor });
  t.addPod('node-1', { name: 'oldest', hash: 'old', ready: oldReady, readyFor: 100, age: 100 });
  t.addPod('node-1', { name: 'newer', hash: 'old', ready: true, readyFor: 50, age: 50 });
  t.addPod('node-2', { name: 'other', ready, readyFor: newReadyFor });
  expect(t.counts()).toBe(`3/${gone.length}/0`);
  const deleted = t.cluster.requests.filter((r) => r.kind === 'Pod' && r.verb === 'delete');
  expect(deleted.map((r) => r.name).toSorted()).toEqual(gone);
});

test('TEST-61 a node whose old pod is terminating gets its new pod above the surge budget', () => {
  const t = surging();
  t.addPod('node-0', { hash: 'old', ready: true });
  t.addPod('node-0');
  for (const node of ['node-1', 'node-2', 'node-3']) t.addPod(node, { hash: 'old', ready: true });
  t.addPod('node-4', { hash: 'old', ready: true, terminating: true });
  expect(t.counts()).toBe('1/0/0');
  expect(t.cluster.decisions.at(-1)).toBe('node-4 runs no pod and should: create one');
});

test('DS-57 an old pod that turns unready beside its replacement is deleted right away', () => {
  const t = surging(15);
  for (let i = 0; i < 5; i++) t.addPod(`node-${i}`, { ready: true, readyFor: 1 });
  t.addPod('node-0', { name: 'old', hash: 'old', ready: true, age: 100 });
  expect(t.counts()).toBe('0/0/0');
  t.cluster.change(t.pods.find((pod) => pod.metadata.name === 'old') as Pod, (pod) => ({
    ...pod,
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] },
  }));
  expect(t.counts()).toBe('0/1/0');
});

test('DS-52 a terminating pod beside an old one does not count: the node is the first surge candidate', () => {
  const t = surging();
  t.addPod('node-0', { hash: 'old', ready: true, terminating: true });
  t.addPod('node-0', { hash: 'old', ready: true });
  for (let i = 1; i < 5; i++) t.addPod(`node-${i}`, { hash: 'old', ready: true });
  expect(t.counts()).toBe('1/0/0');
  expect(t.cluster.decisions.at(-1)).toBe('new pod beside the old one on node-0: 0 of 1 surge used');
});

test('DS-56 an old pod on a node that is gone stops the update with an error; the status is still written', () => {
  const t = surging();
  for (let i = 0; i < 5; i++) t.addPod(`node-${i}`, { hash: 'old', ready: true });
  t.addPod('node-9', { hash: 'old', ready: true });
  expect(t.counts()).toBe('0/0/0');
  expect(t.sync()).toBe(`couldn't get node for nodeName "node-9": node "node-9" not found`);
  expect(t.set.status).toMatchObject({ desiredNumberScheduled: 5, numberReady: 5, observedGeneration: 1 });
});
