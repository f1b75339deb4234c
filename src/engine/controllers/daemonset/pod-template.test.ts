import { describe, expect, test } from 'vitest';
import type { DaemonSet, Pod, PodSpec } from '../../../k8s/types';
import { isPodUpdated, pinnedToNode, podFactory, podNamePrefix, templateGeneration } from './pod-template';
import { aSet, LABEL } from './testing/fixtures';

const pod = (labels?: Record<string, string>) => ({ metadata: { labels } }) as unknown as Pod;
const pinned = (node: string) => [
  { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] },
];

describe('TEST-85, DS-32 updated', () => {
  test.each([
    ['no labels', undefined, 'h', 1, false],
    ['hash equal', { 'controller-revision-hash': 'h' }, 'h', undefined, true],
    ['generation equal', { 'pod-template-generation': '1' }, 'h', 1, true],
    ['both equal', { 'controller-revision-hash': 'h', 'pod-template-generation': '1' }, 'h', 1, true],
    ['both different', { 'controller-revision-hash': 'x', 'pod-template-generation': '9' }, 'h', 1, false],
    ['empty hash, no generation', { 'controller-revision-hash': '' }, '', undefined, false],
  ] as const)('%s', (_, labels, hash, generation, want) => {
    expect(isPodUpdated(pod(labels), hash, generation)).toBe(want);
  });
});

describe('TEST-86, DS-23 … DS-31 what a pod looks like', () => {
  const ds = { ...aSet('foo'), metadata: { ...aSet('foo').metadata, uid: 'u1' } } as DaemonSet;
  const build = (set: DaemonSet, hash: string) => podFactory(set, hash)('node-1') as unknown as Pod;

  test('labels, name prefix, owner (TEST-98)', () => {
    expect(build(ds, 'h').metadata).toEqual({
      generateName: 'foo-',
      namespace: 'default',
      labels: { ...LABEL, 'pod-template-generation': '1', 'controller-revision-hash': 'h' },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'DaemonSet',
          name: 'foo',
          uid: 'u1',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    });
  });
  test('annotations and finalizers of the template are copied', () => {
    const template = { ...ds.spec.template, metadata: { annotations: { a: 'b' }, finalizers: ['x/y'] } };
    const { metadata } = build({ ...ds, spec: { ...ds.spec, template } }, 'h');
    expect(metadata).toMatchObject({ annotations: { a: 'b' }, finalizers: ['x/y'] });
  });
  test.each([
    ['x', 'h', { ...LABEL, 'controller-revision-hash': 'h' }],
    ['2', '', { ...LABEL, 'pod-template-generation': '2' }],
    ['x', '', LABEL],
  ])('template generation %j and hash %j', (generation, hash, labels) => {
    const annotations = { 'deprecated.daemonset.template.generation': generation };
    const set = { ...ds, metadata: { ...ds.metadata, annotations } };
    expect(build(set, hash).metadata.labels).toEqual(labels);
  });
  test('default tolerations, no nodeName, pinned by affinity', () => {
    const { spec } = build(ds, 'h');
    expect(spec.tolerations).toHaveLength(6);
    expect(spec.nodeName).toBeUndefined();
    expect(spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toEqual({
      nodeSelectorTerms: pinned('node-1'),
    });
  });
  test('the template itself stays as it is', () => {
    const before = structuredClone(ds.spec.template);
    build(ds, 'h');
    expect(ds.spec.template).toEqual(before);
  });
});

describe('TEST-87, DS-27 the required node affinity is replaced', () => {
  const preferred = [{ weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } }];
  const podAntiAffinity = {};
  const cases: [string, PodSpec['affinity']][] = [
    ['none', undefined],
    ['no node affinity', { podAntiAffinity }],
    ['no required part', { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } }],
    [
      'required expressions',
      {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }],
          },
        },
      },
    ],
    [
      'another matchFields',
      {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: pinned('other') },
        },
      },
    ],
  ];
  test.each(cases)('%s', (_, affinity) => {
    const result = pinnedToNode({ containers: [], affinity, nodeSelector: { a: 'b' } }, 'n');
    expect(result.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toEqual({
      nodeSelectorTerms: pinned('n'),
    });
    expect(result.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution).toEqual(
      affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution,
    );
    expect(result.affinity?.podAntiAffinity).toBe(affinity?.podAntiAffinity);
    expect(result.nodeSelector).toEqual({ a: 'b' });
  });
});

test('DS-23 a name that leaves no room for the dash loses it', () => {
  expect(podNamePrefix(aSet('a'.repeat(252)) as DaemonSet)).toHaveLength(253);
  expect(podNamePrefix(aSet('a'.repeat(253)) as DaemonSet)).toHaveLength(253);
});

test('API-5 the template generation', () => {
  const of = (text?: string) =>
    templateGeneration({
      metadata: {
        annotations: text === undefined ? {} : { 'deprecated.daemonset.template.generation': text },
      },
    } as unknown as DaemonSet);
  expect([of('12'), of('x'), of(), of('1.5')]).toEqual([12, undefined, undefined, undefined]);
});
