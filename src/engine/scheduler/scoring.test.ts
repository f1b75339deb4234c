import { describe, expect, test } from 'vitest';
import type { Taint, Toleration } from '../../k8s/types';
import { usageOf, emptyUsage } from './node-usage';
import { balancedAllocation } from './plugins/balanced-allocation';
import { nodeAffinityScore } from './plugins/node-affinity';
import { leastAllocated } from './plugins/node-resources-fit';
import { taintTolerationScore } from './plugins/taint-toleration';
import { makeNode, makePod } from './testing/objects';

const prefer = (key: string): Taint => ({ key, value: 'v', effect: 'PreferNoSchedule' });

describe('TEST-122 TaintToleration score (SCH-25)', () => {
  test.each<[string, Toleration[], Taint[][], number[]]>([
    [
      'tolerated beats not tolerated',
      [{ key: 'a', value: 'v', effect: 'PreferNoSchedule' }],
      [[prefer('a')], [prefer('b')]],
      [100, 0],
    ],
    ['no taints at all', [], [[], []], [100, 100]],
    ['more taints, lower score', [], [[], [prefer('a')], [prefer('a'), prefer('b')]], [100, 50, 0]],
    ['only PreferNoSchedule counts', [], [[{ key: 'a', effect: 'NoSchedule' }], [prefer('b')]], [100, 0]],
    [
      'a NoSchedule toleration does not help',
      [{ key: 'a', value: 'v', effect: 'NoSchedule' }],
      [[prefer('a')], []],
      [0, 100],
    ],
  ])('%s', (_, tolerations, taints, expected) => {
    const pod = makePod('p', { spec: { tolerations } });
    const raw = taints.map((list) =>
      taintTolerationScore.score(pod, makeNode('n', { taints: list }), emptyUsage()),
    );
    expect(taintTolerationScore.normalize?.(raw)).toEqual(expected);
  });
});

test('TEST-115 NodeAffinity score sums the weights of matching terms (SCH-26)', () => {
  const term = (weight: number, value: string) => ({
    weight,
    preference: { matchExpressions: [{ key: 'zone', operator: 'In', values: [value] }] },
  });
  const preferred = [term(2, 'a'), term(3, 'a'), term(9, 'b'), { weight: 5, preference: {} }];
  const pod = makePod('p', {
    spec: { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } },
  });
  const raw = ['a', 'b', 'c'].map((zone) =>
    nodeAffinityScore.score(pod, makeNode(zone, { labels: { zone } }), emptyUsage()),
  );
  expect(raw).toEqual([5, 9, 0]);
  expect(nodeAffinityScore.normalize?.(raw)).toEqual([55, 100, 0]);
  expect(nodeAffinityScore.normalize?.([0, 0])).toEqual([0, 0]);
});

test('SCH-28 LeastAllocated counts a container without requests as 100m and 200Mi', () => {
  const node = makeNode('n', { allocatable: { cpu: '1', memory: '2000Mi' } });
  expect(leastAllocated.score(makePod('p'), node, emptyUsage())).toBe(90);
  const busy = usageOf([makePod('q', { node: 'n', requests: { cpu: '500m', memory: '1000Mi' } })]);
  expect(leastAllocated.score(makePod('p'), node, busy)).toBe(40);
  const over = makePod('p', { requests: { cpu: '2', memory: '1000Mi' } });
  expect(leastAllocated.score(over, node, emptyUsage())).toBe(25);
});

test('SCH-29 BalancedAllocation uses real requests', () => {
  const node = makeNode('n', { allocatable: { cpu: '1', memory: '1000Mi' } });
  const score = (cpu: string, memory: string) =>
    balancedAllocation.score(makePod('p', { requests: { cpu, memory } }), node, emptyUsage());
  expect(score('500m', '500Mi')).toBe(100);
  expect(score('1', '0')).toBe(50);
  expect(score('5', '500Mi')).toBe(75);
});
