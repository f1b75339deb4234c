import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../../../k8s/time';
import type { Pod } from '../../../k8s/types';
import { START } from '../../testing/fake-context';
import { deletionCost, podsToDelete } from './deletion-order';

const HOUR = 3_600_000;
const MONTH = 31 * 24 * HOUR;

interface Options {
  node?: string;
  phase?: string;
  /** How long it has been ready, ms; absent = it is not. */
  ready?: number | 'unknown';
  age?: number;
  restarts?: number;
  sidecarRestarts?: number;
  cost?: string;
  uid?: string;
}

function aPod(name: string, options: Options): Pod {
  const {
    node = 'node',
    phase = 'Running',
    ready,
    age = 0,
    restarts = 0,
    sidecarRestarts = 0,
    cost,
  } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: options.uid ?? name,
      resourceVersion: '1',
      creationTimestamp: rfc3339(START - age),
      ...(cost !== undefined && { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
    },
    spec: {
      nodeName: node,
      containers: [],
      initContainers: [{ name: 'sidecar', restartPolicy: 'Always' }, { name: 'init' }],
    },
    status: {
      phase,
      conditions:
        ready === undefined
          ? []
          : [
              {
                type: 'Ready',
                status: 'True',
                ...(ready !== 'unknown' && { lastTransitionTime: rfc3339(START - ready) }),
              },
            ],
      containerStatuses: [{ name: 'c', image: '', imageID: '', ready: true, restartCount: restarts }],
      initContainerStatuses: [
        { name: 'sidecar', image: '', imageID: '', ready: true, restartCount: sidecarRestarts },
        { name: 'init', image: '', imageID: '', ready: true, restartCount: 99 },
      ],
    },
  };
}

/** Pods of the same owner elsewhere on a node. */
const crowd = (node: string, count: number): Pod[] =>
  Array.from({ length: count }, (_, i) => aPod(`${node}-${i}`, { node }));

const goesFirst = (a: Pod, b: Pod, related: readonly Pod[] = []): [string, string] => {
  const [first] = podsToDelete([a, b], related, 1, START);
  return [first?.pod.metadata.name ?? '', first?.why ?? ''];
};

describe('WL-3, TEST-100 which of two goes first', () => {
  const old: Options = { ready: MONTH, age: MONTH };
  test.each<[why: string, Options, Options]>([
    ['it has no node yet', { node: '', phase: 'Pending' }, { phase: 'Pending' }],
    ['its phase is behind', { phase: 'Pending' }, { phase: 'Unknown' }],
    ['its phase is behind', { phase: 'Unknown' }, {}],
    ['it is not ready', {}, { ready: 0 }],
    ['its deletion cost is lower', { ...old, cost: '10' }, { ready: 0, cost: '100' }],
    ['its deletion cost is lower', { ...old, cost: '-1' }, { ready: 0 }],
    ['it has been ready for a shorter time', { ready: 'unknown', age: MONTH }, { ready: 0 }],
    ['it has been ready for a shorter time', { ready: 0 }, old],
    [
      'it has been ready for a shorter time',
      { ready: 2 * HOUR, age: MONTH },
      { ready: 5 * HOUR, age: MONTH },
    ],
    // 5 and 8 hours are one on the logarithmic scale: the order of uids decides.
    ['it has been ready for a shorter time', { ready: 8 * HOUR, uid: 'a' }, { ready: 5 * HOUR, uid: 'b' }],
    ['it has been ready for a shorter time', { ready: 5 * HOUR, uid: 'a' }, { ready: 8 * HOUR, uid: 'b' }],
    ['its containers have restarted more often', { ready: 0, restarts: 9001 }, { ready: 0 }],
    [
      'its containers have restarted more often',
      { ready: 0, restarts: 9, sidecarRestarts: 1 },
      { ready: 0, restarts: 9 },
    ],
    ['it is newer', { ready: 0 }, { ready: 0, age: MONTH }],
    ['it is newer', {}, { age: MONTH }],
  ])('%s: %o before %o', (why, first, second) => {
    const [a, b] = [aPod('first', first), aPod('second', second)];
    expect(goesFirst(a, b)).toEqual(['first', why]);
    expect(goesFirst(b, a)).toEqual(['first', why]);
  });

  test('siblings on the node come before times, and after costs', () => {
    const why = 'more of its siblings are on its node';
    const related = [...crowd('full', 2), ...crowd('node', 1)];
    expect(goesFirst(aPod('a', { ready: 0 }), aPod('b', { ...old, node: 'full' }), related)).toEqual([
      'b',
      why,
    ]);
    expect(
      goesFirst(aPod('a', { ready: 0, cost: '-5' }), aPod('b', { ...old, node: 'full' }), related)[0],
    ).toBe('a');
    expect(goesFirst(aPod('a', {}), aPod('b', { ...old, node: 'full' }), related)[0]).toBe('a');
  });

  test('of equal ones the first in order of names', () => {
    expect(goesFirst(aPod('a', {}), aPod('b', {}))).toEqual(['a', 'it is as good as any other']);
  });

  test('all of them go in any order', () => {
    expect(
      podsToDelete([aPod('a', {}), aPod('b', { node: '' })], [], 2, START).map(
        ({ pod }) => pod.metadata.name,
      ),
    ).toEqual(['a', 'b']);
  });
});

test.each([
  ['10', 10],
  ['-10', -10],
  ['0', 0],
  ['+1', 0],
  ['01', 0],
  ['1.5', 0],
  ['x', 0],
  ['2147483647', 2147483647],
  ['2147483648', 0],
  ['-2147483648', -2147483648],
])('WL-3 the deletion cost %s counts as %s', (cost, expected) => {
  expect(deletionCost(aPod('a', { cost }))).toBe(expected);
});
