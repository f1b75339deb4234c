import { describe, expect, test } from 'vitest';
import type { Node, Pod, PodSpec, Taint, Toleration } from '../../k8s/types';
import { SeededRandom } from '../random';
import type { ScorePlugin } from './plugin';
import { balancedAllocation } from './plugins/balanced-allocation';
import { imageLocality } from './plugins/image-locality';
import { interPodAffinityScore } from './plugins/inter-pod-affinity';
import { nodeAffinityScore } from './plugins/node-affinity';
import { leastAllocated } from './plugins/node-resources-fit';
import { podTopologySpreadScore } from './plugins/pod-topology-spread-score';
import { taintTolerationScore } from './plugins/taint-toleration';
import { SCORES } from './registry';
import { chooseNode } from './scoring';
import { leaving, makeNode, makePod, viewOn, type PodOptions } from './testing/objects';

const prefer = (key: string): Taint => ({ key, value: 'v', effect: 'PreferNoSchedule' });
let serial = 0;
const fresh = () => `p${++serial}`;
const scored = (plugin: ScorePlugin, pod: Pod, nodes: Node[], pods: Pod[] = []) => {
  const view = viewOn(...nodes, ...pods);
  if ('scores' in plugin) return plugin.scores(pod, nodes, view);
  return nodes.map((node) => plugin.score(pod, node, view.usage(node.metadata.name)));
};

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
    const nodes = taints.map((list, i) => makeNode(`n${i}`, { taints: list }));
    expect(scored(taintTolerationScore, makePod('p', { spec: { tolerations } }), nodes)).toEqual(expected);
  });
});

test('TEST-115 NodeAffinity score sums the weights of matching terms (SCH-26)', () => {
  const term = (weight: number, value: string) => ({
    weight,
    preference: { matchExpressions: [{ key: 'zone', operator: 'In', values: [value] }] },
  });
  const preferring = (preferred: ReturnType<typeof term>[]) =>
    makePod('p', {
      spec: { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } },
    });
  const nodes = ['a', 'b', 'c'].map((zone) => makeNode(zone, { labels: { zone } }));
  const empty = { weight: 5, preference: {} } as ReturnType<typeof term>;
  const pod = preferring([term(2, 'a'), term(3, 'a'), term(9, 'b'), term(0, 'c'), empty]);
  expect(scored(nodeAffinityScore, pod, nodes)).toEqual([55, 100, 0]);
  expect(scored(nodeAffinityScore, preferring([term(1, 'x')]), nodes)).toEqual([0, 0, 0]);
  expect(scored(nodeAffinityScore, makePod('p'), nodes)).toBeUndefined();
});

test('SCH-28 LeastAllocated counts a container without requests as 100m and 200Mi', () => {
  const node = makeNode('n', { allocatable: { cpu: '1', memory: '2000Mi' } });
  const score = (pod: Pod, pods: Pod[] = []) => scored(leastAllocated, pod, [node], pods);
  expect(score(makePod('p'))).toEqual([90]);
  const busy = makePod('q', { node: 'n', requests: { cpu: '500m', memory: '1000Mi' } });
  expect(score(makePod('p'), [busy])).toEqual([40]);
  expect(score(makePod('p', { requests: { cpu: '2', memory: '1000Mi' } }))).toEqual([25]);
  // Init containers count the same way, one by one.
  const image = { image: 'x' };
  const initContainers = [
    { name: 'i', ...image, resources: { requests: { cpu: '400m' } } },
    { name: 'j', ...image },
  ];
  expect(score(makePod('p', { spec: { initContainers } }))).toEqual([75]);
});

test('SCH-29 BalancedAllocation uses real requests, and says nothing of a pod without any', () => {
  const node = makeNode('n', { allocatable: { cpu: '1', memory: '1000Mi' } });
  const score = (cpu: string, memory: string) =>
    scored(balancedAllocation, makePod('p', { requests: { cpu, memory } }), [node]);
  expect(score('500m', '500Mi')).toEqual([100]);
  expect(score('1', '0')).toEqual([50]);
  expect(score('5', '500Mi')).toEqual([75]);
  expect(scored(balancedAllocation, makePod('p'), [node])).toEqual([0]);
});

describe('SCH-30 ImageLocality', () => {
  const MIB = 1024 * 1024;
  const having = (name: string, ...images: [string, number][]): Node => {
    const node = makeNode(name);
    const list = images.map(([image, mib]) => ({ names: [image], sizeBytes: mib * MIB }));
    return { ...node, status: { ...node.status, images: list } };
  };
  const nodes = [
    having('n1', ['web:1', 500], ['log:latest', 40]),
    having('n2', ['log:latest', 40]),
    having('n3'),
  ];
  const score = (...images: string[]) =>
    scored(
      imageLocality,
      makePod('p', { spec: { containers: images.map((image, i) => ({ name: `c${i}`, image })) } }),
      nodes,
    );
  test.each<[string, string[], number[] | undefined]>([
    ['the size is scaled by the share of nodes that have it', ['web:1'], [14, 0, 0]],
    ['a small image is nothing; no tag means latest', ['log'], [0, 0, 0]],
    ['two containers: their sum, on twice the scale', ['web:1', 'web:1'], [15, 0, 0]],
    ['nobody has it', ['other:1'], undefined],
  ])('%s', (_, images, expected) => expect(score(...images)).toEqual(expected));
});

describe('SCH-27 SCH-31 PodTopologySpread score', () => {
  const zoned = (name: string, zone?: string) =>
    makeNode(name, { labels: zone ? { 'topology.kubernetes.io/zone': zone } : {} });
  const nodes = [zoned('n1', 'a'), zoned('n2', 'a'), zoned('n3', 'b'), zoned('n4')];
  const labelled = (pod: Pod): Pod => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'web' } } });
  const web = (node?: string, options: PodOptions = {}) => labelled(makePod(fresh(), { node, ...options }));
  const service = {
    apiVersion: 'v1',
    kind: 'Service' as const,
    metadata: { ...makeNode('web').metadata, name: 'web', namespace: 'default' },
    spec: { selector: { app: 'web' } },
  };
  const spread = (topologyKey: string): Partial<PodSpec> => ({
    topologySpreadConstraints: [
      {
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { app: 'web' } },
      },
    ],
  });

  test('a pod of a Service is spread by host and zone; a node without zone takes part', () => {
    const view = viewOn(...nodes, service, web('n1'), web('n1'), web('n3'));
    // 2·ln(6)+2 + 2·ln(5)+4, 0+2 + 2·ln(5)+4, ln(6)+2 + ln(5)+4, 2
    expect(podTopologySpreadScore.scores(web(), nodes, view)).toEqual([15, 46, 46, 100]);
  });

  test('without Service and owner: nothing to say', () => {
    expect(scored(podTopologySpreadScore, web(), nodes, [web('n1')])).toBeUndefined();
  });

  test('its own constraint: nodes that lack the key get 0; terminating pods do not count', () => {
    const gone = leaving(web('n3'));
    const pod = web(undefined, { spec: spread('topology.kubernetes.io/zone') });
    expect(scored(podTopologySpreadScore, pod, nodes, [web('n1'), web('n2'), gone])).toEqual([0, 0, 100, 0]);
  });
});

describe('SCH-27 InterPodAffinity score', () => {
  const nodes = ['n1', 'n2', 'n3'].map((name) => makeNode(name));
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'db' } } };
  const of = (app: string, node?: string, affinity?: PodSpec['affinity']): Pod => {
    const pod = makePod(fresh(), { node, spec: affinity ? { affinity } : {} });
    return { ...pod, metadata: { ...pod.metadata, labels: { app } } };
  };
  const soft = (weight: number) => ({
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: term }],
  });
  const hard = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
  test.each<[string, Pod, Pod[], number[] | undefined]>([
    ['nobody asks for anything', of('web'), [of('db', 'n1')], undefined],
    ['towards', of('web', undefined, { podAffinity: soft(10) }), [of('db', 'n1')], [100, 0, 0]],
    ['away', of('web', undefined, { podAntiAffinity: soft(10) }), [of('db', 'n1')], [0, 100, 100]],
    [
      'other pods have wishes, too',
      of('db'),
      [of('web', 'n1', { podAffinity: soft(10) }), of('web', 'n2', { podAntiAffinity: soft(10) })],
      [100, 0, 50],
    ],
    [
      'what another pod requires weighs 1',
      of('db'),
      [of('web', 'n1', { podAffinity: hard }), of('web', 'n2', { podAffinity: soft(2) })],
      [50, 100, 0],
    ],
  ])('%s', (_, pod, pods, expected) =>
    expect(scored(interPodAffinityScore, pod, nodes, pods)).toEqual(expected),
  );
});

describe('SCH-32', () => {
  test('plugins and their weights', () => {
    expect(SCORES.map(({ name, weight }) => `${name} ${weight}`)).toEqual([
      'TaintToleration 3',
      'NodeAffinity 2',
      'NodeResourcesFit 1',
      'PodTopologySpread 2',
      'InterPodAffinity 2',
      'NodeResourcesBalancedAllocation 1',
      'ImageLocality 1',
    ]);
  });

  test('ties are broken by the seed, evenly; the worse node is never taken', () => {
    const nodes = [makeNode('n1'), makeNode('n2'), makeNode('n3', { taints: [prefer('a')] })];
    const random = new SeededRandom(7);
    const counts: Record<string, number> = {};
    for (let i = 0; i < 400; i++) {
      const { name } = chooseNode(makePod('p'), nodes, viewOn(...nodes), random).metadata;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    expect(Object.keys(counts).toSorted()).toEqual(['n1', 'n2']);
    expect(Math.abs((counts['n1'] ?? 0) - 200)).toBeLessThan(50);
  });

  test('SCH-4 one feasible node is taken without scoring, and without a draw', () => {
    const node = makeNode('n1');
    const random = { int: () => expect.unreachable('drawn') } as unknown as SeededRandom;
    expect(chooseNode(makePod('p'), [node], viewOn(node), random)).toBe(node);
  });
});
