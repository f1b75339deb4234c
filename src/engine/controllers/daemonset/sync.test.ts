import { describe, expect, test } from 'vitest';
import type { Pod, Taint } from '../../../k8s/types';
import { failure } from '../../testing/fake-context';
import { pinnedToNode } from './pod-template';
import { LABEL, SetUnderTest, STRATEGIES } from './testing/fixtures';

const NO_EXECUTE: Taint[] = [{ key: 'dedicated', value: 'user1', effect: 'NoExecute' }];

test.each(STRATEGIES)('TEST-4 each pod is pinned to its own node by affinity alone (%s)', (_, strategy) => {
  const t = new SetUnderTest({ strategy }).addNodes(0, 5);
  t.sync();
  const nodes = t.pods.map((pod) => {
    expect(pod.spec.nodeName).toBeUndefined();
    const terms =
      pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
    expect(terms).toHaveLength(1);
    expect(terms?.[0]?.matchFields).toHaveLength(1);
    expect(terms?.[0]?.matchFields?.[0]).toMatchObject({ key: 'metadata.name', operator: 'In' });
    return terms?.[0]?.matchFields?.[0]?.values?.[0];
  });
  expect(new Set(nodes)).toEqual(new Set(['node-0', 'node-1', 'node-2', 'node-3', 'node-4']));
});

test.each(STRATEGIES)(
  'TEST-34 failed pods back off: at once, then not before the delay (%s)',
  (_, strategy) => {
    const t = new SetUnderTest({ strategy }).addNodes(0, 1);
    t.addPod('node-0');
    t.sync();
    t.cluster.store.remove('Pod', t.pods[0] as Pod, 'test');
    const fail = () => t.addPod('node-0', { phase: 'Failed' });
    fail();
    expect(t.counts()).toBe('0/1/1');
    fail();
    expect(t.counts()).toBe('0/0/0');
    expect(t.cluster.delayed.get('set:default/foo')).toBe(t.cluster.now + 1000);
    t.cluster.now += 999;
    expect(t.counts()).toBe('0/0/0');
    t.cluster.now += 1;
    expect(t.counts()).toBe('0/1/1');
  },
);

test('DS-36 the delay doubles', () => {
  const t = new SetUnderTest().addNodes(0, 1);
  t.sync();
  t.cluster.store.remove('Pod', t.pods[0] as Pod, 'test');
  const deleted: number[] = [];
  for (let second = 0; second <= 15; second++) {
    if (t.pods.length === 0) t.addPod('node-0', { phase: 'Failed' });
    if (t.counts() === '0/1/1') deleted.push(second);
    t.cluster.now += 1000;
  }
  expect(deleted).toEqual([0, 1, 3, 7, 15]);
});

test('DS-36 the whole delay runs from the sync that finds the pod in back-off (recording 25)', () => {
  const t = new SetUnderTest().addNodes(0, 1);
  t.sync();
  t.cluster.store.remove('Pod', t.pods[0] as Pod, 'test');
  const start = t.cluster.now;
  const waits: number[] = [];
  for (let failures = 0; failures < 7; failures++) {
    t.addPod('node-0', { phase: 'Failed' });
    const found = t.cluster.now;
    if (t.counts() !== '0/1/1') {
      t.cluster.now = t.cluster.delayed.get('set:default/foo') ?? 0;
      t.cluster.delayed.clear();
      expect(t.counts()).toBe('0/1/1');
    }
    waits.push(t.cluster.now - found);
    // Its successor fails 0.25 s after its creation.
    t.cluster.now += 250;
  }
  expect(waits).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 32_000]);
  expect(t.cluster.now - start).toBe(63_000 + 7 * 250);
});

describe.each(STRATEGIES)('TEST-5, TEST-6, DS-38 creations fail after ten (%s)', (_, strategy) => {
  const t = new SetUnderTest({ strategy }).addNodes(0, 100);
  let calls = 0;
  t.cluster.intercept = (request) =>
    request.verb === 'create' && request.kind === 'Pod' && ++calls > 10
      ? failure('Forbidden', 'fake error')
      : undefined;
  const error = t.sync();

  test('slow start stops after 15 calls', () => {
    expect(calls).toBe(15);
    expect(t.pods).toHaveLength(10);
    expect(error).toBe('fake error');
  });
  test('the status counts what is there', () => {
    expect(t.set.status).toMatchObject({
      desiredNumberScheduled: 100,
      currentNumberScheduled: 10,
      updatedNumberScheduled: 10,
    });
  });
  test('the expectations are not leaked', () => {
    expect(t.cluster.ctx.state.expectations.get('default/foo')).toMatchObject({ add: 0, del: 0 });
  });
  test('DS-39, DS-46 each failure is an event', () => {
    const failed = t.cluster.events.filter((e) => e.reason === 'FailedCreate');
    expect(failed).toHaveLength(5);
    expect(failed[0]).toEqual({
      about: 'DaemonSet/foo',
      type: 'Warning',
      reason: 'FailedCreate',
      message: 'Error creating: fake error',
    });
  });
});

test('DS-39 a terminating namespace gives neither event nor error', () => {
  const t = new SetUnderTest().addNodes(0, 1);
  const message =
    'pods "x" is forbidden: unable to create new content in namespace default because it is being terminated';
  t.cluster.intercept = ({ verb, kind }) =>
    verb === 'create' && kind === 'Pod' ? failure('Forbidden', message) : undefined;
  expect(t.sync()).toBeUndefined();
  expect(t.cluster.events).toEqual([]);
});

describe('DS-40 deletions', () => {
  test.each([
    ['Deleted pod', undefined, 'SuccessfulDelete', undefined],
    [
      'TEST-99 a pod already gone is neither an event nor an error',
      failure('NotFound', 'gone'),
      undefined,
      undefined,
    ],
    ['an error', failure('InternalError', 'no'), 'FailedDelete', 'unable to delete pods: no'],
  ] as const)('%s', (_, status, reason, error) => {
    const t = new SetUnderTest().addNodes(0, 1, undefined, NO_EXECUTE);
    t.addPod('node-0');
    t.cluster.intercept = ({ verb, kind }) => (verb === 'delete' && kind === 'Pod' ? status : undefined);
    expect(t.sync()).toBe(error);
    expect(t.cluster.events[0]?.reason).toBe(reason);
    expect(t.cluster.ctx.state.expectations.get('default/foo')?.del).toBe(0);
  });
});

test.each([
  ['DS-42', undefined, 'Normal SuccessfulCreate Created pod: foo-00005'],
  ['DS-43', { labels: LABEL, phase: 'Running' }, 'Normal SuccessfulDelete Deleted pod: old'],
  [
    'DS-44',
    { phase: 'Failed' },
    'Warning FailedDaemonPod Found failed daemon pod default/old on node node-0, will try to kill it',
  ],
  [
    'DS-45',
    { phase: 'Succeeded' },
    'Normal SucceededDaemonPod Found succeeded daemon pod default/old on node node-0, will try to delete it',
  ],
])('%s the words of the event', (id, pod, want) => {
  const t = new SetUnderTest().addNodes(0, 1, undefined, id === 'DS-43' ? NO_EXECUTE : undefined);
  if (pod) t.addPod('node-0', { name: 'old', ...pod });
  t.sync();
  const words = t.cluster.events.map(({ about, type, reason, message }) => [
    about,
    `${type} ${reason} ${message}`,
  ]);
  expect(words[0]?.[0]).toBe('DaemonSet/foo');
  expect(words.map(([, text]) => text?.replace(/foo-\d+/, 'foo-00005'))).toContain(want);
});

test('DS-8 step 5: with open expectations only the status is written, without observedGeneration', () => {
  const t = new SetUnderTest().addNodes(0, 2);
  t.cluster.ctx.state.expectations.set('default/foo', { add: 1, del: 0, at: t.cluster.now });
  expect(t.counts()).toBe('0/0/0');
  expect(t.set.status).toMatchObject({ desiredNumberScheduled: 2 });
  expect(t.set.status.observedGeneration).toBeUndefined();
  t.cluster.now += 5 * 60_000 + 1;
  expect(t.counts()).toBe('2/0/0');
});

test('DS-34 an unscheduled pod of a gone node that a finalizer keeps is deleted again, and then waited for', () => {
  const t = new SetUnderTest().addNodes(0, 1);
  t.addPod('node-0');
  const pod = t.addPod('', { terminating: true });
  t.cluster.change(pod, (p) => ({
    ...p,
    metadata: { ...p.metadata, finalizers: ['example.com/hold'] },
    spec: pinnedToNode(p.spec, 'gone'),
  }));
  t.cluster.graceful = true;
  expect(t.counts()).toBe('0/1/0');
});

test('TEST-2 a set created anew under its name starts without expectations', () => {
  const t = new SetUnderTest().addNodes(0, 1);
  t.sync();
  t.cluster.ctx.state.expectations.set('default/foo', { add: 1, del: 0, at: t.cluster.now });
  for (const pod of t.pods) t.cluster.store.remove('Pod', pod, 'test');
  const old = t.set;
  t.cluster.store.remove('DaemonSet', old, 'test');
  t.cluster.put({ ...old, metadata: { ...old.metadata, uid: undefined } });
  expect(t.counts()).toBe('1/0/0');
});

test('DS-70, DS-33 a pod deleted by hand is replaced only when it is gone', () => {
  const t = new SetUnderTest().addNodes(0, 1);
  t.cluster.graceful = true;
  const pod = t.addPod('node-0', { ready: true, phase: 'Running' });
  t.cluster.ctx.api.delete('Pod', 'default', pod.metadata.name);
  expect(t.counts()).toBe('0/0/0');
  t.cluster.ctx.api.delete('Pod', 'default', pod.metadata.name, { gracePeriodSeconds: 0 });
  expect(t.counts()).toBe('1/0/0');
});

test('DS-35 the older bound pod survives', () => {
  const t = new SetUnderTest().addNodes(0, 1);
  t.addPod('node-0', { name: 'b', age: 10 });
  t.addPod('node-0', { name: 'a', age: 20 });
  t.addPod('node-0', { name: 'c', age: 20 });
  t.sync();
  expect(t.pods.map((pod) => pod.metadata.name)).toEqual(['a']);
});

test('DS-37 the rest of 600 creations follows in the next syncs', () => {
  const t = new SetUnderTest().addNodes(0, 600);
  expect([t.counts(), t.counts(), t.counts(), t.counts()]).toEqual([
    '250/0/0',
    '250/0/0',
    '100/0/0',
    '0/0/0',
  ]);
  expect(t.pods.every((pod) => pod.metadata.labels?.name === LABEL.name)).toBe(true);
});

test('DS-36 the second failed pod of a node waits for the delay that the first has raised', () => {
  const t = new SetUnderTest().addNodes(0, 1);
  t.sync();
  t.cluster.store.remove('Pod', t.pods[0] as Pod, 'test');
  t.addPods('node-0', 1, { phase: 'Failed' });
  t.sync();
  t.cluster.now += 1000;
  t.cluster.delayed.clear();
  t.addPods('node-0', 2, { phase: 'Failed' });
  expect(t.counts()).toBe('0/1/1');
  expect(t.cluster.delayed.get('set:default/foo')).toBe(t.cluster.now + 2000);
});
