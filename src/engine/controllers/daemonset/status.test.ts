import { describe, expect, test } from 'vitest';
import { failure } from '../../testing/fake-context';
import { readyCondition, rolling, SetUnderTest, STRATEGIES } from './testing/fixtures';

test.each(STRATEGIES)('TEST-7 updatedNumberScheduled counts the pods just launched (%s)', (_, strategy) => {
  const t = new SetUnderTest({ strategy }).addNodes(0, 5);
  expect(t.counts()).toBe('5/0/0');
  expect(t.set.status).toEqual({
    currentNumberScheduled: 5,
    desiredNumberScheduled: 5,
    numberMisscheduled: 0,
    numberReady: 0,
    numberUnavailable: 5,
    observedGeneration: 1,
    updatedNumberScheduled: 5,
  });
});

describe.each(STRATEGIES)('TEST-8 which error is returned (%s)', (_strategy, strategy) => {
  const create = { verb: 'create', kind: 'Pod' };
  const status = { verb: 'update', kind: 'DaemonSet' };
  test.each([
    ['the sync fails', [create], 'create Pod'],
    ['the status fails', [status], 'error storing status for daemon set default/foo: update DaemonSet'],
    ['both fail', [create, status], 'create Pod'],
    ['neither fails', [], undefined],
  ])('%s', (_, failing, want) => {
    const t = new SetUnderTest({ strategy }).addNodes(0, 1);
    t.cluster.intercept = ({ verb, kind }) =>
      failing.some((f) => f.verb === verb && f.kind === kind)
        ? failure('InternalError', `${verb} ${kind}`)
        : undefined;
    expect(t.sync()).toBe(want);
    expect(t.cluster.requests.some((r) => r.subresource === 'status')).toBe(true);
  });
});

test.each(STRATEGIES)('TEST-31 numberReady before and after the pods are ready (%s)', (_, strategy) => {
  const t = new SetUnderTest({ strategy }).addNodes(0, 2);
  t.sync();
  expect(t.set.status).toMatchObject({ numberReady: 0, numberUnavailable: 2 });
  t.markReady();
  t.sync();
  expect(t.set.status).toMatchObject({ numberReady: 2, numberAvailable: 2 });
  expect(t.set.status.numberUnavailable).toBeUndefined();
});

test.each(STRATEGIES)('TEST-32 observedGeneration (%s)', (_, strategy) => {
  const t = new SetUnderTest({ strategy });
  t.change((spec) => ({ ...spec, minReadySeconds: 3 }));
  t.sync();
  expect(t.set.status.observedGeneration).toBe(2);
});

describe('TEST-65, DS-48 status updates and reads', () => {
  const update = failure('Conflict', 'update failed');
  const get = failure('InternalError', 'get failed');
  test.each([
    ['success', 0, false, 1, 0, undefined],
    ['one update fails', 1, false, 2, 1, undefined],
    ['two updates fail', 2, false, 2, 1, 'update failed'],
    ['update and get fail', 1, true, 1, 1, 'get failed'],
  ])('%s', (_, failures, getFails, updates, gets, error) => {
    const t = new SetUnderTest().addNodes(0, 1);
    let left = failures;
    t.cluster.intercept = ({ verb, kind }) => {
      if (kind !== 'DaemonSet') return undefined;
      if (verb === 'update' && left-- > 0) return update;
      return verb === 'get' && getFails ? get : undefined;
    };
    const result = t.sync();
    const made = (verb: string) =>
      t.cluster.requests.filter((r) => r.kind === 'DaemonSet' && r.verb === verb).length;
    expect([made('update'), made('get')]).toEqual([updates, gets]);
    expect(result).toBe(error && `error storing status for daemon set default/foo: ${error}`);
  });
});

test('DS-47 an observedGeneration ahead of the generation stays until the counters change, then it is set back', () => {
  const t = new SetUnderTest().addNodes(0, 1);
  t.sync();
  t.cluster.change(t.set, (ds) => ({ ...ds, status: { ...ds.status, observedGeneration: 99 } }));
  t.sync();
  expect(t.set.status.observedGeneration).toBe(99);
  t.markReady();
  t.sync();
  expect(t.set.status).toMatchObject({ numberReady: 1, observedGeneration: 1 });
});

test('DS-48 nothing is written when nothing changed', () => {
  const t = new SetUnderTest().addNodes(0, 3);
  t.sync();
  t.cluster.requests.length = 0;
  t.sync();
  expect(t.cluster.requests).toEqual([]);
});

test('DS-47 misscheduled pods, the first pod counts, an old pod is not updated', () => {
  const taint = { key: 'a', effect: 'NoSchedule' };
  const t = new SetUnderTest({ strategy: { type: 'OnDelete' } }).addNodes(0, 3).addNodes(3, 2, {}, [taint]);
  t.addPod('node-0', { ready: true, hash: 'old' });
  t.addPod('node-1', { ready: true });
  t.addPod('node-2', { terminating: true, age: 10 });
  t.addPod('node-3', { ready: true });
  t.sync();
  expect(t.set.status).toMatchObject({
    desiredNumberScheduled: 3,
    currentNumberScheduled: 3,
    numberMisscheduled: 1,
    numberReady: 2,
    numberAvailable: 2,
    numberUnavailable: 1,
    updatedNumberScheduled: 2,
  });
});

test('DS-47 in a surge the old pod counts to its end: READY dips when it stops, though the new pod is Ready (recording 14)', () => {
  const t = new SetUnderTest({ strategy: rolling(0, 1) }).addNodes(0, 1);
  t.addPod('node-0', { ready: true });
  const old = t.addPod('node-0', { ready: true, hash: 'old', age: 10, terminating: true });
  const shown = () => {
    t.sync();
    const { numberReady, numberAvailable = 0, updatedNumberScheduled = 0 } = t.set.status;
    return [numberReady, numberAvailable, updatedNumberScheduled];
  };
  expect(shown()).toEqual([1, 1, 0]);
  t.cluster.change(old, (pod) => ({ ...pod, status: { ...pod.status, conditions: [] } }));
  expect(shown()).toEqual([0, 0, 0]);
  t.cluster.store.remove('Pod', old, 'test');
  expect(shown()).toEqual([1, 1, 1]);
});

test('DS-49, DS-50 ready but not yet available: looked at again after minReadySeconds', () => {
  const t = new SetUnderTest({ minReadySeconds: 5, strategy: rolling(1) }).addNodes(0, 1);
  const pod = t.addPod('node-0');
  t.cluster.change(pod, (p) => ({ ...p, status: { conditions: [readyCondition(t.cluster.now)] } }));
  t.cluster.delayed.clear();
  t.sync();
  expect(t.set.status).toMatchObject({ numberReady: 1, numberUnavailable: 1 });
  const again = t.cluster.delayed.get('set:default/foo');
  expect(again).toBe(t.cluster.now + 5001);
  t.cluster.now += 4999;
  t.sync();
  expect(t.set.status.numberAvailable).toBeUndefined();
  t.cluster.now += 1;
  t.sync();
  expect(t.set.status.numberAvailable).toBe(1);
});
