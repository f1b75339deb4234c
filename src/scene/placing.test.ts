/** What the picture says of nodes without a pod while the DaemonSet controller places its pods itself (DS-22, VER-2). */
import { describe, expect, test } from 'vitest';
import type { DaemonPlacement } from '../engine/index';
import type { AnyObject, PodSpec } from '../k8s/types';
import { buildScene, type SceneInput } from './build-scene';
import { createSceneBuilder } from './scene-builder';
import { makeNode, makePod, makeRevision, makeSet, makeStaticPod, readerOf, START } from './testing/fixture';
import { worldOf } from './testing/world';
import type { Scene } from './types';

function setOf(container: Partial<PodSpec['containers'][number]>) {
  return makeSet('web', {
    pod: { containers: [{ name: 'web', image: 'web:v1', ...container }] },
    status: { desiredNumberScheduled: 2 },
  });
}

const nodes = [makeNode('w-1'), makeNode('w-2')];
const other = makeStaticPod('other', 'w-1');

function otherOn(container: object) {
  return { ...other, spec: { ...other.spec, containers: [{ name: 'o', image: 'o', ...container }] } };
}

function inputOf(by: DaemonPlacement, objects: readonly AnyObject[]): SceneInput {
  const world = { ...worldOf(), daemonPlacement: by };
  return { read: readerOf(objects), now: START + 60_000, width: 900, world };
}

function sceneOf(by: DaemonPlacement, objects: readonly AnyObject[]): Scene {
  return buildScene(inputOf(by, objects));
}
const absence = (scene: Scene) => scene.tiles[0]?.slots[0]?.absence;

describe('before 1.12', () => {
  const big = setOf({ resources: { requests: { cpu: '1500m' } } });
  const full = [big, makeRevision(big, 1, 'aaa', 'web:v1'), ...nodes];
  const user = otherOn({ resources: { requests: { cpu: '1' } } });
  const words = `failed to place pod on "w-1": Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000`;

  test('a node without room is wanted, and no pod is created: FailedPlacement', () => {
    const scene = sceneOf('controller', [...full, user]);
    expect(absence(scene)).toMatchObject({ kind: 'failing', reason: 'FailedPlacement', title: words });
    expect(scene.sets[0]).toMatchObject({
      trouble: `FailedPlacement: ${words}`,
      summary: '2 nodes · 2 eligible',
    });
    expect(absence(sceneOf('scheduler', [...full, user]))).toMatchObject({ reason: 'waiting for a pod' });
    expect(absence(sceneOf('controller', full))).toMatchObject({ reason: 'waiting for a pod' });
  });

  test('a host port that is taken excludes the node', () => {
    const set = setOf({ ports: [{ containerPort: 80, hostPort: 8080 }] });
    const taken = otherOn({ ports: [{ containerPort: 1, hostPort: 8080 }] });
    const scene = sceneOf('controller', [set, ...nodes, taken]);
    expect(absence(scene)).toMatchObject({ kind: 'excluded', reason: 'host port 8080 taken' });
    expect(scene.sets[0]?.summary).toBe('2 nodes · 1 eligible · 1 excluded');
    expect(absence(sceneOf('scheduler', [set, ...nodes, taken]))).toMatchObject({ kind: 'waiting' });
  });

  test('tiles keep their identity until the switch is turned', () => {
    const pods = nodes.map(({ metadata }) => makePod(big, metadata.name, 'ready', { suffix: metadata.name }));
    const builder = createSceneBuilder();
    const tiles = (by: DaemonPlacement) => builder.build(inputOf(by, [...full, ...pods])).tiles;
    const first = tiles('controller');
    expect(tiles('controller').map((tile, i) => tile === first[i])).toEqual([true, true]);
    expect(tiles('scheduler').map((tile, i) => tile === first[i])).toEqual([false, false]);
  });
});

test.each([
  ['kube-system', false, true],
  ['kube-system', true, false],
  ['default', false, false],
])('a set of %s, applied by the user: %s, stays in the background: %s', (namespace, applied, system) => {
  const set = makeSet('agent', { namespace });
  const annotations: Record<string, string> = applied
    ? { 'kubectl.kubernetes.io/last-applied-configuration': '{}' }
    : {};
  const scene = sceneOf('scheduler', [{ ...set, metadata: { ...set.metadata, annotations } }, ...nodes]);
  expect(scene.sets[0]?.system).toBe(system);
});
