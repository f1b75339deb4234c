import { describe, expect, test } from 'vitest';
import { claim } from '../../claim';
import { compareDaemonPods, firstPod, groupByNode } from './node-pods';
import { OTHER_LABEL, SetUnderTest } from './testing/fixtures';

describe('TEST-48, DS-10 pods by node: what is owned, and orphans that match', () => {
  function arrange() {
    const t = new SetUnderTest();
    const { set } = t;
    const stranger = { ...set, metadata: { ...set.metadata, uid: 'other', name: 'other' } };
    t.addPod('node-0', { name: 'owned' });
    t.addPod('node-0', { name: 'orphan', owner: 'none' });
    t.addPod('node-1', { name: 'failed', phase: 'Failed' });
    t.addPod('node-1', { name: 'gone', phase: 'Succeeded', terminating: true });
    t.addPod('node-2', { name: 'stopping', phase: 'Running', terminating: true });
    t.addPod('node-3', { name: 'labels', labels: OTHER_LABEL });
    t.addPod('node-3', { name: 'foreign', owner: stranger });
    t.addPod('node-3', { name: 'stopping-orphan', owner: 'none', terminating: true });
    t.addPod('', { name: 'nowhere' });
    const claimed = claim(t.cluster.ctx, set, 'Pod');
    return claimed.ok ? claimed.objects : [];
  }
  const names = (all: boolean) =>
    Object.fromEntries(
      [...groupByNode(arrange(), all)].map(([node, pods]) => [
        node,
        pods.map((p) => p.metadata.name).toSorted(),
      ]),
    );

  test('finished ones that are being deleted are left out', () => {
    expect(names(false)).toEqual({
      'node-0': ['orphan', 'owned'],
      'node-1': ['failed'],
      'node-2': ['stopping'],
    });
  });
  test('or are included', () => {
    expect(names(true)).toEqual({
      'node-0': ['orphan', 'owned'],
      'node-1': ['failed', 'gone'],
      'node-2': ['stopping'],
    });
  });
});

describe('DS-13, DS-15 a pod whose labels no longer match', () => {
  test('is released, keeps running, and the node gets a new pod', () => {
    const t = new SetUnderTest().addNodes(0, 1);
    const pod = t.addPod('node-0', { ready: true });
    t.cluster.change(pod, (p) => ({ ...p, metadata: { ...p.metadata, labels: OTHER_LABEL } }));
    expect(t.counts()).toBe('1/0/0');
    const released = t.cluster.store.get('Pod', 'default', pod.metadata.name);
    expect(released?.metadata.ownerReferences ?? []).toEqual([]);
  });
});

describe('DS-14 adoption is refused', () => {
  test.each([
    ['by another uid', { uid: 'new' }, 'original DaemonSet default/foo is gone: got uid new, wanted'],
    [
      'by a deletion',
      { deletionTimestamp: '2026-01-01T00:00:00Z' },
      'default/foo has just been deleted at 2026-01-01T00:00:00Z',
    ],
  ])('%s', (_, metadata, want) => {
    const t = new SetUnderTest();
    t.addPod('node-0', { owner: 'none', name: 'orphan' });
    const live = { ...t.set, metadata: { ...t.set.metadata, ...metadata } };
    t.cluster.live = (kind) => (kind === 'DaemonSet' ? live : undefined);
    const claimed = claim(t.cluster.ctx, t.set, 'Pod');
    expect(claimed.ok ? '' : claimed.error).toContain(want);
    expect(t.pods[0]?.metadata.ownerReferences).toBeUndefined();
  });
});

test('DS-35 bound first, then older, then by name', () => {
  const t = new SetUnderTest();
  const order = [
    t.addPod('n', { name: 'z', age: 5 }),
    t.addPod('n', { name: 'a' }),
    t.addPod('n', { name: 'b' }),
    t.addPod('', { name: 'c', age: 100 }),
  ];
  expect(order.toReversed().toSorted(compareDaemonPods)).toEqual(order);
  expect(firstPod(order.toReversed())).toBe(order[0]);
  expect(firstPod([])).toBeUndefined();
});
