import { describe, expect, test } from 'vitest';
import type { AnyObject } from '../k8s/types';
import { buildScene } from './build-scene';
import { narrate, sentences } from './narration';
import { makeNode, makePod, makeRevision, makeSet, readerOf, START, type PodStage } from './testing/fixture';

const set = makeSet('nginx');
const nodes = ['worker-1', 'worker-2', 'worker-3', 'worker-4', 'worker-5', 'worker-6'].map((name) =>
  makeNode(name),
);

function scene(objects: readonly AnyObject[]) {
  return buildScene({ read: readerOf(objects), now: START, width: 800 });
}
const pods = (stage: PodStage, count: number) =>
  nodes.slice(0, count).map((node, i) => makePod(set, node.metadata.name, stage, { suffix: `abcd${i}` }));

describe('narrate', () => {
  const quiet = scene([set, ...nodes]);

  test('one pod is named', () => {
    expect(narrate(quiet, scene([set, ...nodes, ...pods('ready', 1)]))).toEqual([
      'nginx-abcd0 on worker-1 is ready.',
    ]);
  });

  test('several are counted', () => {
    expect(narrate(quiet, scene([set, ...nodes, ...pods('ready', 3)]))).toEqual(['3 nginx pods are ready.']);
  });

  test('stages on the way are not told', () => {
    expect(narrate(quiet, scene([set, ...nodes, ...pods('creating', 3)]))).toEqual([]);
  });

  test('trouble comes first, with its word', () => {
    const [ready] = pods('ready', 1);
    const failing = makePod(set, 'worker-2', 'pull-backoff', { suffix: 'zzzz' });
    expect(narrate(quiet, scene([set, ...nodes, ready as AnyObject, failing]))).toEqual([
      'nginx-zzzz on worker-2 fails: ImagePullBackOff.',
      'nginx-abcd0 on worker-1 is ready.',
    ]);
  });

  test('nodes and sets come and go', () => {
    const after = scene([makeSet('agent'), ...nodes.slice(1), makeNode('worker-7')]);
    expect(narrate(quiet, after)).toEqual([
      'Node worker-7 was added.',
      'Node worker-1 was removed.',
      'DaemonSet agent created.',
      'DaemonSet nginx deleted.',
    ]);
  });

  test('a node that is lost or cordoned', () => {
    const changed = [
      makeNode('worker-1', { ready: 'Unknown' }),
      makeNode('worker-2', { unschedulable: true }),
    ];
    expect(narrate(quiet, scene([set, ...changed, ...nodes.slice(2)]))).toEqual([
      'Node worker-1 is not ready.',
      'Node worker-2 is cordoned.',
    ]);
  });

  test('DS-53 a rollout from its start to its end', () => {
    const objects = (hash: string, status: object) => {
      const web = makeSet('web', { status });
      const revisions = [makeRevision(web, 1, 'old', 'web:1'), makeRevision(web, 2, 'new', 'web:2')];
      const node = nodes[0] as AnyObject;
      return scene([web, node, ...revisions, makePod(web, 'worker-1', 'ready', { hash, suffix: hash })]);
    };
    const numbers = { desiredNumberScheduled: 1, numberAvailable: 1 };
    const before = scene([makeSet('web'), nodes[0] as AnyObject]);
    const started = objects('old', numbers);
    expect(narrate(before, started)[0]).toBe('web is rolling out 2 ← 1.');
    const done = objects('new', { ...numbers, updatedNumberScheduled: 1 });
    expect(narrate(started, done).at(-1)).toBe('web: its pod is available.');
  });

  test('nothing has happened, nothing is said', () => {
    expect(narrate(quiet, scene([set, ...nodes]))).toEqual([]);
  });
});

test('a flood is cut to four sentences', () => {
  const about = { node: 'w', state: 'ready', word: 'Ready', note: undefined } as const;
  const changes = Array.from({ length: 9 }, (_, i) => ({
    type: 'pod-state' as const,
    pod: `p-${i}`,
    set: { namespace: 'default', name: `set-${i}` },
    ...about,
  }));
  const told = sentences(changes);
  expect(told).toHaveLength(4);
  expect(told.at(-1)).toBe('6 more changes.');
});
