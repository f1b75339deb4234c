import { describe, expect, test } from 'vitest';
import { START } from '../../testing/fake-context';
import { node, post, runTo, SECOND, start, stop, taints, world, type World } from './testing/fixtures';
import { allDisrupted, evictionRate, zoneState } from './zones';

describe('NODE-23 zones', () => {
  test.each<[number, number, string, number]>([
    [3, 0, 'normal', 0.1],
    [1, 2, 'normal', 0.1],
    [1, 3, 'partial-disruption', 0],
    [3, 3, 'normal', 0.1],
    [20, 40, 'partial-disruption', 0.01],
    [0, 3, 'full-disruption', 0.1],
  ])('%i ready, %i not: %s', (ready, notReady, state, rate) => {
    expect(zoneState({ ready, notReady })).toBe(state);
    expect(evictionRate({ ready, notReady })).toBe(rate);
  });

  test('all of them', () => {
    expect(
      allDisrupted([
        { ready: 0, notReady: 1 },
        { ready: 1, notReady: 5 },
      ]),
    ).toBe(false);
    expect(
      allDisrupted([
        { ready: 0, notReady: 1 },
        { ready: 0, notReady: 5 },
      ]),
    ).toBe(true);
  });

  test('one node each 10 s', () => {
    const cluster = world(...['a', 'b', 'c', 'd', 'e'].map((name) => node(name)));
    stop(cluster, 'a');
    stop(cluster, 'b');
    runTo(cluster, START + 50 * SECOND);
    const evicted = (name: string) => taints(cluster, name).includes('unreachable:NoExecute');
    expect(['a', 'b'].map(evicted)).toEqual([true, false]);
    expect(taints(cluster, 'b')).toEqual(['unreachable:NoSchedule']);
    runTo(cluster, START + 59 * SECOND);
    expect(evicted('b')).toBe(false);
    runTo(cluster, START + 60 * SECOND);
    expect(evicted('b')).toBe(true);
  });

  test('most of a small zone is down: no more NoExecute taints', () => {
    const cluster = world(...['a', 'b', 'c', 'd'].map((name) => node(name)));
    for (const name of ['a', 'b', 'c']) stop(cluster, name);
    runTo(cluster, START + 300 * SECOND);
    for (const name of ['a', 'b', 'c']) expect(taints(cluster, name)).toEqual(['unreachable:NoSchedule']);
    expect(cluster.timers.size).toBe(0);
  });

  test('all zones are down: NoExecute taints go, and come back 10 s after the look that finds the first node (recording 31)', () => {
    const cluster = world(node('a', { Ready: 'True' }, 'x'), node('b', { Ready: 'True' }, 'y'));
    stop(cluster, 'a');
    runTo(cluster, START + 50 * SECOND);
    expect(taints(cluster, 'a')).toEqual(['unreachable:NoExecute', 'unreachable:NoSchedule']);
    stop(cluster, 'b');
    runTo(cluster, START + 100 * SECOND);
    expect(taints(cluster, 'a')).toEqual(['unreachable:NoSchedule']);
    expect(taints(cluster, 'b')).toEqual(['unreachable:NoSchedule']);
    start(cluster, 'b');
    post(cluster, 'b', 'True');
    runTo(cluster, START + 114 * SECOND);
    expect(taints(cluster, 'a')).toEqual(['unreachable:NoSchedule']);
    runTo(cluster, START + 115 * SECOND);
    expect(taints(cluster, 'a')).toEqual(['unreachable:NoExecute', 'unreachable:NoSchedule']);
    expect(taints(cluster, 'b')).toEqual([]);
  });

  test('a single node is never evicted from', () => {
    const cluster = world(node('a'));
    stop(cluster, 'a');
    runTo(cluster, START + 600 * SECOND);
    expect(taints(cluster, 'a')).toEqual(['unreachable:NoSchedule']);
  });
});

describe('NODE-23 rates that change', () => {
  const many = (count: number, zone = 'z') =>
    Array.from({ length: count }, (_, i) => node(`n${String(i).padStart(2, '0')}`, { Ready: 'True' }, zone));
  const tainted = (cluster: World) =>
    cluster.store.list('Node').filter((n) => n.spec.taints?.some((t) => t.effect === 'NoExecute')).length;

  test.each([
    ['a large zone: one node each 100 s, the first at once', 60, 40, [50, 150, 250]],
    ['a large zone that is well enough: one each 10 s', 60, 20, [50, 60, 70]],
    ['a small zone: none', 50, 40, []],
  ])('%s', (_, size, lost, taintedAt) => {
    const cluster = world(...many(size), node('other', { Ready: 'True' }, 'y'));
    for (let i = 0; i < lost; i++) stop(cluster, `n${String(i).padStart(2, '0')}`);
    const seen: number[] = [];
    for (let second = 45; second <= 350 && seen.length < 3; second += 5) {
      runTo(cluster, START + second * SECOND);
      while (seen.length < Math.min(3, tainted(cluster))) seen.push(second);
    }
    expect(seen).toEqual(taintedAt);
  });

  test('nodes with the label exclude-disruption do not count', () => {
    const excluded = node('b');
    excluded.metadata.labels = { 'node.kubernetes.io/exclude-disruption': '' };
    const cluster = world(node('a'), excluded);
    stop(cluster, 'a');
    runTo(cluster, START + 60 * SECOND);
    expect(taints(cluster, 'a')).toEqual(['unreachable:NoSchedule']);
  });

  test('two zones: the one that is lost as a whole goes on at the normal rate', () => {
    const cluster = world(...many(3), node('other', { Ready: 'True' }, 'y'));
    for (const name of ['n00', 'n01', 'n02']) stop(cluster, name);
    runTo(cluster, START + 50 * SECOND);
    expect(tainted(cluster)).toBe(1);
    runTo(cluster, START + 70 * SECOND);
    expect(tainted(cluster)).toBe(3);
  });
});
