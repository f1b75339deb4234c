/**
 * The cases of upstream's helpers that taint nodes, asked of the controller that uses them: what it writes, and that it asks for nothing
 * when nothing changes. Upstream reads, writes and reads again; here a write is one patch, computed from what the watch brought.
 */
import { describe, expect, test } from 'vitest';
import type { Node, Taint } from '../../../k8s/types';
import { START } from '../../testing/fake-context';
import { node, post, read, runTo, SECOND, world } from './testing/fixtures';

const key1: Taint = { key: 'key1', value: 'value1', effect: 'NoSchedule' };
const key2: Taint = { key: 'key2', value: 'value2', effect: 'NoExecute' };
const of = (key: string, effect: string) => ({ key: `node.kubernetes.io/${key}`, effect });
const memory = of('memory-pressure', 'NoSchedule');
const disk = of('disk-pressure', 'NoSchedule');
const gone = of('unreachable', 'NoExecute');
const notReady = of('not-ready', 'NoExecute');
const mirrored = of('not-ready', 'NoSchedule');

const READY = { Ready: 'True' };

function tainted(conditions: Record<string, string>, taints: Taint[]): Node {
  return { ...node('node1', conditions), spec: taints.length === 0 ? {} : { taints } };
}

/** Taints without their times, and how many requests it took, from the arrival of the node to the second look at it. */
function after(conditions: Record<string, string>, taints: Taint[]) {
  // A second node keeps the zone healthy.
  const cluster = world(node('other'), tainted(conditions, taints));
  runTo(cluster, START + 11 * SECOND);
  const left = (read(cluster, 'node1').spec.taints ?? []).map(({ key, value, effect }) => ({
    key,
    ...(value !== undefined && { value }),
    effect,
  }));
  expect(cluster.requests.every(({ verb, name }) => verb === 'patch' && name === 'node1')).toBe(true);
  return { left, requests: cluster.requests.length };
}

describe('TEST-102 TestAddOrUpdateTaintOnNode', () => {
  test.each<
    [title: string, conditions: Record<string, string>, before: Taint[], after: Taint[], requests: number]
  >([
    ['one', { ...READY, MemoryPressure: 'True' }, [key1], [key1, memory], 1],
    [
      'several in one request',
      { ...READY, MemoryPressure: 'True', DiskPressure: 'True' },
      [key1, key2],
      [key1, key2, memory, disk],
      1,
    ],
    ['one that is there', { ...READY, MemoryPressure: 'True' }, [key1, memory], [key1, memory], 0],
    ['to a node without taints', { ...READY, MemoryPressure: 'True' }, [], [memory], 1],
    ['none, to a node without taints', READY, [], [], 0],
    ['none', READY, [key1, key2], [key1, key2], 0],
    ['NoExecute', { Ready: 'False' }, [mirrored], [mirrored, notReady], 1],
  ])('add %s', (_, conditions, before, left, requests) => {
    expect(after(conditions, before)).toEqual({ left, requests });
  });

  test.each([0, 3])('add NoExecute that is there: no request at later looks, after %d posts', (posts) => {
    const cluster = world(node('other'), tainted({ Ready: 'False' }, [mirrored]));
    runTo(cluster, START + 11 * SECOND);
    const { taints } = read(cluster, 'node1').spec;
    expect(taints).toEqual([mirrored, expect.objectContaining(notReady)]);
    cluster.requests.length = 0;
    for (let n = 0; n < posts; n++) post(cluster, 'node1', 'False');
    runTo(cluster, START + 60 * SECOND);
    expect(cluster.requests).toEqual([]);
    expect(read(cluster, 'node1').spec.taints).toEqual(taints);
  });

  test('add to a node that has changed: others stay as they are now', () => {
    const cluster = world(node('other'), tainted({ Ready: 'False' }, [mirrored, key1]));
    cluster.change(read(cluster, 'node1'), (n) => ({ ...n, spec: { taints: [mirrored, key2] } }));
    runTo(cluster, START + 11 * SECOND);
    expect(read(cluster, 'node1').spec.taints).toEqual([mirrored, key2, expect.objectContaining(notReady)]);
  });

  test('add to a node that is no more: nothing is asked for', () => {
    const cluster = world(node('other'), tainted({ Ready: 'False' }, [mirrored]));
    cluster.store.remove('Node', read(cluster, 'node1'), 'test');
    runTo(cluster, START + 11 * SECOND);
    expect(cluster.requests).toEqual([]);
    expect(cluster.store.get('Node', undefined, 'node1')).toBeUndefined();
  });
});

describe('TEST-102 TestRemoveTaintOffNode', () => {
  test.each<[title: string, before: Taint[], after: Taint[], requests: number]>([
    ['one', [key1, gone], [key1], 1],
    ['several of one kind in one request', [key1, memory, disk, key2], [key1, key2], 1],
    ['of both kinds', [key1, gone, memory, key2], [key1, key2], 2],
    ['one that is not there', [key1, key2], [key1, key2], 0],
    ['from a node without taints', [], [], 0],
  ])('remove %s', (_, before, left, requests) => {
    expect(after(READY, before)).toEqual({ left, requests });
  });

  test('a node that says again what it said before costs no request', () => {
    const cluster = world(node('other'), tainted(READY, [key1]));
    for (let second = 1; second <= 20; second++) {
      post(cluster, 'node1', 'True');
      runTo(cluster, START + second * SECOND);
    }
    expect(cluster.requests).toEqual([]);
  });
});
