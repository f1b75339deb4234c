import { describe, expect, test } from 'vitest';
import {
  matchesNodeSelectorAndAffinity,
  matchesNodeSelectorTerms,
  pinnedNodeName,
  targetNodeName,
} from './node-affinity';
import { makeNode } from './testing/objects';
import type { NodeSelectorTerm, PodSpec } from './types';

const expression = (key: string, operator: string, ...values: string[]) =>
  values.length > 0 ? { key, operator, values } : { key, operator };
const named = (...values: string[]) => [{ key: 'metadata.name', operator: 'In', values }];

describe('TEST-110 TEST-114 matchesNodeSelectorTerms', () => {
  const node = makeNode('host_1', { labels: { label_1: 'value_1' } });
  test.each<[string, NodeSelectorTerm[] | undefined, boolean]>([
    ['no terms', undefined, false],
    ['empty list of terms', [], false],
    ['empty term', [{}], false],
    ['expression matches', [{ matchExpressions: [expression('label_1', 'In', 'value_1')] }], true],
    ['field matches', [{ matchFields: named('host_1') }], true],
    ['field differs', [{ matchFields: named('host_2') }], false],
    ['invalid field requirement: two values', [{ matchFields: named('host_1', 'host_2') }], false],
    [
      'invalid field requirement: operator',
      [{ matchFields: [expression('metadata.name', 'Exists')] }],
      false,
    ],
    ['field NotIn', [{ matchFields: [expression('metadata.name', 'NotIn', 'host_2')] }], true],
    ['unknown field', [{ matchFields: [expression('metadata.uid', 'In', 'host_1')] }], false],
    [
      'both hold',
      [{ matchFields: named('host_1'), matchExpressions: [expression('label_1', 'Exists')] }],
      true,
    ],
    [
      'only the field holds',
      [{ matchFields: named('host_1'), matchExpressions: [expression('label_2', 'Exists')] }],
      false,
    ],
    ['second term holds', [{ matchFields: named('host_2') }, { matchFields: named('host_1') }], true],
    [
      'invalid term and one that holds',
      [{ matchFields: named('a', 'b') }, { matchFields: named('host_1') }],
      true,
    ],
  ])('%s', (_, nodeSelectorTerms, expected) => {
    expect(matchesNodeSelectorTerms(nodeSelectorTerms && { nodeSelectorTerms }, node)).toBe(expected);
  });

  test('TEST-111 the terms stay as they are', () => {
    const term = { matchExpressions: [expression('z', 'In', 'b', 'a'), expression('a', 'Exists')] };
    const before = JSON.stringify(term);
    matchesNodeSelectorTerms({ nodeSelectorTerms: [term] }, node);
    expect(JSON.stringify(term)).toBe(before);
  });
});

describe('TEST-117 matchesNodeSelectorAndAffinity', () => {
  const foo = { foo: 'bar' };
  const required = (...nodeSelectorTerms: NodeSelectorTerm[]): Partial<PodSpec> => ({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  });
  const noList = {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {} } },
  } as unknown as Partial<PodSpec>;
  const terms = (...e: ReturnType<typeof expression>[]) => required({ matchExpressions: e });
  test.each<[string, Partial<PodSpec>, Record<string, string> | undefined, boolean]>([
    ['no selector', {}, undefined, true],
    ['missing labels', { nodeSelector: foo }, undefined, false],
    ['same labels', { nodeSelector: foo }, foo, true],
    ['node labels are a superset', { nodeSelector: foo }, { ...foo, baz: 'blah' }, true],
    ['node labels are a subset', { nodeSelector: { ...foo, baz: 'blah' } }, foo, false],
    ['In', terms(expression('foo', 'In', 'bar', 'value2')), foo, true],
    ['Gt', terms(expression('kernel-version', 'Gt', '0204')), { 'kernel-version': '0206' }, true],
    ['NotIn', terms(expression('mem-type', 'NotIn', 'DDR', 'DDR2')), { 'mem-type': 'DDR3' }, true],
    ['Exists', terms(expression('GPU', 'Exists')), { GPU: 'NVIDIA-GRID-K1' }, true],
    ['no match', terms(expression('foo', 'In', 'value1', 'value2')), foo, false],
    ['empty list of terms', required(), foo, false],
    ['no list of terms', noList, foo, false],
    ['empty matchExpressions', required({ matchExpressions: [] }), foo, false],
    ['affinity without node affinity', { affinity: {} }, foo, true],
    ['node affinity without required terms', { affinity: { nodeAffinity: {} } }, foo, true],
    ['ANDed', terms(expression('GPU', 'Exists'), expression('GPU', 'NotIn', 'AMD')), { GPU: 'NVIDIA' }, true],
    [
      'ANDed, one fails',
      terms(expression('GPU', 'Exists'), expression('GPU', 'In', 'AMD')),
      { GPU: 'NVIDIA' },
      false,
    ],
    [
      'ORed',
      required(
        { matchExpressions: [expression('foo', 'In', 'x')] },
        { matchExpressions: [expression('foo', 'Exists')] },
      ),
      foo,
      true,
    ],
    ['affinity and nodeSelector', { ...terms(expression('foo', 'Exists')), nodeSelector: foo }, foo, true],
    [
      'affinity holds, nodeSelector does not',
      { ...terms(expression('foo', 'Exists')), nodeSelector: { foo: 'x' } },
      foo,
      false,
    ],
    ['invalid value', terms(expression('foo', 'In')), foo, false],
    ['matchFields In', required({ matchFields: named('node_1') }), undefined, true],
    ['matchFields In, other node', required({ matchFields: named('node_2') }), undefined, false],
    [
      'two terms, fields fail and labels hold',
      required({ matchFields: named('node_2') }, { matchExpressions: [expression('foo', 'In', 'bar')] }),
      foo,
      true,
    ],
    [
      'one term, only half holds',
      required({ matchFields: named('node_2'), matchExpressions: [expression('foo', 'In', 'bar')] }),
      foo,
      false,
    ],
    [
      'one term, both halves hold',
      required({ matchFields: named('node_1'), matchExpressions: [expression('foo', 'In', 'bar')] }),
      foo,
      true,
    ],
    [
      'two terms, none holds',
      required({ matchFields: named('node_2') }, { matchExpressions: [expression('foo', 'In', 'x')] }),
      foo,
      false,
    ],
  ])('%s', (_, spec, labels, expected) => {
    const node = makeNode('node_1', labels && { labels });
    expect(matchesNodeSelectorAndAffinity({ containers: [], ...spec }, node)).toBe(expected);
  });
});

describe('DS-11 TEST-88 the node a pod is for', () => {
  const pinned = (...values: string[]): PodSpec => ({
    containers: [],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: named(...values) }],
        },
      },
    },
  });
  test('nodeName wins', () => {
    expect(targetNodeName({ spec: { ...pinned('b'), nodeName: 'a' } })).toBe('a');
  });
  test('single value of metadata.name', () => {
    expect(targetNodeName({ spec: pinned('b') })).toBe('b');
  });
  test('two values name no node', () => {
    expect(pinnedNodeName({ spec: pinned('a', 'b') })).toBeUndefined();
  });
  // Upstream has a text for each of these; nobody sees it: the controller logs it and passes the pod over.
  test.each<[string, NodeSelectorTerm[] | undefined]>([
    ['no affinity', undefined],
    ['no terms', []],
    ['terms without fields', [{ matchExpressions: [expression('a', 'Exists')] }]],
    ['another operator', [{ matchFields: [expression('metadata.name', 'NotIn', 'b')] }]],
  ])('%s: no node', (_, nodeSelectorTerms) => {
    const affinity = nodeSelectorTerms && {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
    };
    expect(targetNodeName({ spec: { containers: [], affinity } })).toBeUndefined();
  });
});
