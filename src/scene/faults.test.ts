import { describe, expect, test } from 'vitest';
import { FAULTS, faultById, type WorldReader } from '../engine/index';
import { buildScene, type SceneInput } from './build-scene';
import { diffScenes } from './diff';
import { faultsOf } from './faults';
import { narrate } from './narration';
import { createSceneBuilder } from './scene-builder';
import { makeNode, makePod, makeRevision, makeSet, makeStaticPod, readerOf, START } from './testing/fixture';
import { worldOf } from './testing/world';
import type { AnyObject, Deployment, Node, Pod, ReplicaSet } from '../k8s/types';
import type { Scene } from './types';

const set = makeSet('web', { status: { desiredNumberScheduled: 3 } });
const revision = makeRevision(set, 1, 'aaa', 'web:v1');
const nodes = ['w-1', 'w-2', 'w-3'].map((name) => makeNode(name));
const pods = nodes.map(({ metadata }) => makePod(set, metadata.name, 'ready', { suffix: metadata.name }));

function inputOf(objects: readonly AnyObject[], world?: WorldReader): SceneInput {
  return { read: readerOf(objects), now: START + 60_000, width: 900, ...(world ? { world } : {}) };
}

function sceneOf(objects: readonly AnyObject[], world?: WorldReader): Scene {
  return buildScene(inputOf(objects, world));
}
const tileOf = (scene: Scene, name: string) => scene.tiles.find((tile) => tile.name === name);

describe('faults on tiles', () => {
  test.each([
    ['kubelet-stopped', 'kubelet stopped'],
    ['node-crashed', 'machine off'],
    ['network-partition', 'network cut'],
    ['memory-pressure', 'short of memory'],
    ['disk-pressure', 'short of disk space'],
    ['pid-pressure', 'short of process ids'],
  ])('%s is marked as “%s”, whatever Kubernetes knows', (fault, word) => {
    const tile = tileOf(sceneOf([set, revision, ...nodes, ...pods], worldOf([fault, 'w-2'])), 'w-2');
    expect(tile?.faults).toEqual([word]);
    expect(tile?.chips).toMatchObject([{ kind: 'fault', text: word }]);
    expect(tile?.chips[0]?.title).toContain(faultById(fault)?.lesson);
    expect(tile?.label).toContain(`ready, fault: ${word}`);
    expect(tile?.note).toBe('worker');
  });

  test('every fault of a node has words that fit its tile', () => {
    for (const fault of FAULTS.filter(({ scope }) => scope === 'node')) {
      const [mark] = faultsOf(worldOf([fault.id, 'w'])).ofNode('w');
      expect(mark?.word.length, fault.id).toBeLessThanOrEqual(22);
    }
  });

  test('tiles keep their identity until a fault comes or goes', () => {
    const objects = [set, revision, ...nodes, ...pods];
    const world = worldOf(['node-crashed', 'w-2']);
    const builder = createSceneBuilder();
    const first = builder.build(inputOf(objects, world));
    const again = builder.build(inputOf(objects, world));
    expect(again.tiles.map((tile, i) => tile === first.tiles[i])).toEqual([true, true, true]);
    const other = builder.build(inputOf(objects, worldOf(['node-crashed', 'w-2'])));
    expect(other.tiles.map((tile, i) => tile === first.tiles[i])).toEqual([false, false, false]);
  });
});

describe('faults of pods', () => {
  test.each([
    ['default/web-w-1', ['w-1']],
    ['default/daemonset/web', ['w-1', 'w-2', 'w-3']],
    ['default/daemonset/other', []],
    ['other/web-w-1', []],
  ])('target %s hits the pods on %j', (target, hit) => {
    const scene = sceneOf([set, revision, ...nodes, ...pods], worldOf(['readiness-probe-failing', target]));
    const slots = scene.tiles.flatMap((tile) => tile.slots);
    expect(slots.filter((slot) => slot.pods[0]?.fault !== undefined).map((slot) => slot.node)).toEqual(hit);
    for (const slot of slots)
      expect(slot.label.includes('fault: readiness probe failing')).toBe(hit.includes(slot.node));
  });
});

test('WL-7 a fault of a Deployment is one of its pods, found through their ReplicaSet', () => {
  const pod = makePod(set, 'w-1', 'ready');
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d9c', uid: 'rs', controller: true };
  const labels = { 'pod-template-hash': '5d9c' };
  const owned = { ...pod, metadata: { ...pod.metadata, labels, ownerReferences: [owner] } };
  const marks = (target: string) => faultsOf(worldOf(['readiness-probe-failing', target])).ofPod(owned);
  expect(marks('default/deployment/web')).toMatchObject([{ word: 'readiness probe failing' }]);
  expect(marks('default/deployment/other')).toEqual([]);
});

describe('the control plane', () => {
  const waiting = nodes.map(({ metadata }) => {
    const pod = makePod(set, metadata.name, 'unbound', { suffix: metadata.name });
    return { ...pod, status: { ...pod.status, conditions: [] } };
  });

  test('a stopped scheduler: pods wait without a condition that says why', () => {
    const scene = sceneOf([set, revision, ...nodes, ...waiting], worldOf(['scheduler-stopped', '']));
    expect(scene.sets[0]?.trouble).toBe('scheduler stopped: 3 pods waiting (w-1, w-2, …)');
    expect(tileOf(scene, 'w-1')?.slots[0]?.label).toBe(
      'web on w-1: Pending, scheduler stopped, revision 1 of 1',
    );
    expect(sceneOf([set, revision, ...nodes, ...waiting]).sets[0]?.trouble).toBeUndefined();
  });

  test('a stopped controller manager: what nobody does', () => {
    const scene = sceneOf(
      [set, revision, ...nodes, pods[0] as Pod],
      worldOf(['controller-manager-stopped', '']),
    );
    expect(scene.sets[0]?.trouble).toBe('controller manager stopped: nobody creates 2 pods');
    expect(tileOf(scene, 'w-2')?.slots[0]?.absence).toMatchObject({
      kind: 'waiting',
      reason: 'nobody creates it',
    });
    const whole = sceneOf([set, revision, ...nodes, ...pods], worldOf(['controller-manager-stopped', '']));
    expect(whole.sets[0]?.trouble).toBeUndefined();
  });
});

describe('what Kubernetes knows of a node', () => {
  const pressed = (...types: string[]): Node => {
    const node = makeNode('w-1');
    const conditions = types.map((type) => ({ type, status: 'True' }));
    return {
      ...node,
      status: { ...node.status, conditions: [...(node.status.conditions ?? []), ...conditions] },
    };
  };

  test.each([
    [['MemoryPressure'], 'MemoryPressure'],
    [['DiskPressure'], 'DiskPressure'],
    [['PIDPressure'], 'PIDPressure'],
    [['MemoryPressure', 'DiskPressure'], 'MemoryPressure, DiskPressure'],
  ])('NODE-5 %j', (types, note) => {
    const scene = sceneOf([pressed(...types)]);
    expect(scene.tiles[0]).toMatchObject({ ready: true, note, noteTone: 'warn', pressure: types });
    expect(scene.tiles[0]?.label).toContain(`ready, ${types.join(', ')}`);
    expect(scene.summary).toBe('1 node · 1 under pressure');
  });

  test.each([
    ['False' as const, 'w-1, worker, not ready, 0 pods of DaemonSets'],
    ['Unknown' as const, 'w-1, worker, not ready, not heard of, 0 pods of DaemonSets'],
  ])('NODE-9 Ready %s', (ready, label) => {
    const [tile] = sceneOf([makeNode('w-1', { ready, readySince: START + 19_000 })]).tiles;
    expect(tile).toMatchObject({ label, note: 'NotReady 41s', noteTone: 'bad' });
  });

  test('pressure is told as it comes and goes', () => {
    const calm = sceneOf([makeNode('w-1')]);
    const bad = sceneOf([pressed('DiskPressure')]);
    expect(narrate(calm, bad)).toEqual(['Node w-1 is under DiskPressure.']);
    expect(narrate(bad, calm)).toEqual(['Node w-1 is no longer under DiskPressure.']);
    expect(diffScenes(bad, bad)).toEqual([]);
  });
});

describe('pods of no DaemonSet', () => {
  const deployment: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'dns',
      namespace: 'kube-system',
      uid: 'd',
      resourceVersion: '1',
      creationTimestamp: '',
    },
    spec: { replicas: 2, selector: {}, template: {} },
    status: { readyReplicas: 1 },
  } as Deployment;
  const controlled = (kind: string, name: string, uid: string) => [
    { apiVersion: 'apps/v1', kind, name, uid, controller: true },
  ];
  const replicaSet = {
    ...deployment,
    kind: 'ReplicaSet',
    metadata: {
      ...deployment.metadata,
      name: 'dns-1',
      uid: 'r',
      ownerReferences: controlled('Deployment', 'dns', 'd'),
    },
  } as unknown as ReplicaSet;
  const dns = (suffix: string, stage: Parameters<typeof makePod>[2]): Pod => {
    const pod = makePod(makeSet('dns', { namespace: 'kube-system' }), 'w-1', stage, { suffix });
    return {
      ...pod,
      metadata: { ...pod.metadata, ownerReferences: controlled('ReplicaSet', 'dns-1', 'r') },
    };
  };
  const objects = [
    deployment,
    replicaSet,
    makeNode('w-1'),
    ...['etcd', 'kube-apiserver'].map((name) => makeStaticPod(name, 'w-1')),
    dns('a', 'ready'),
    dns('b', 'crash'),
  ];

  test('are marks at the foot of the tile, those in trouble first', () => {
    const [tile] = sceneOf(objects).tiles;
    expect(tile?.others).toMatchObject({ count: 4, text: '2 static pods · 2 others' });
    const marks = tile?.others.marks ?? [];
    expect(marks.find(({ name }) => name === 'dns-b')).toMatchObject({
      state: 'backoff',
      label: 'dns-b on w-1 (ReplicaSet dns-1): CrashLoopBackOff',
    });
    expect(marks.find(({ name }) => name === 'dns-a')?.title).toMatch(/^dns-a \(ReplicaSet dns-1\): Ready\n/);
    for (const mark of marks) {
      expect(mark.x).toBeGreaterThan(0);
      expect(mark.x + mark.w).toBeLessThanOrEqual((tile?.w ?? 0) - 5);
      expect(mark.y + mark.h).toBeLessThanOrEqual(tile?.h ?? 0);
    }
  });

  test('what happens to them is told', () => {
    const [sound, crashed] = (['ready', 'crash'] as const).map((stage) =>
      sceneOf([makeNode('w-1'), dns('a', stage)]),
    );
    if (!sound || !crashed) throw new Error('no scenes');
    expect(narrate(sound, crashed)).toEqual(['dns-a on w-1 fails: CrashLoopBackOff.']);
    expect(narrate(crashed, sound)).toEqual(['dns-a on w-1 is ready.']);
    expect(narrate(sound, sceneOf([makeNode('w-1')]))).toEqual([]);
  });

  test('as many as fit, none in narrow levels', () => {
    const many = Array.from({ length: 30 }, (_, i) => dns(`n${i}`, 'ready'));
    const read = readerOf([makeNode('w-1'), ...many]);
    const at = (level: 'full' | 'compact') =>
      buildScene({ read, now: START, width: 240, level }).tiles[0]?.others.marks ?? [];
    expect(at('full').length).toBeGreaterThan(2);
    expect(at('full').length).toBeLessThan(30);
    expect(at('compact')).toEqual([]);
  });

  test('the one that is selected is, and only its tile changes', () => {
    const scene = buildScene({
      read: readerOf(objects),
      now: START,
      width: 900,
      selection: { type: 'pod', uid: 'uid-kube-system-dns-a', namespace: 'kube-system', name: 'dns-a' },
    });
    const marks = scene.tiles[0]?.others.marks ?? [];
    expect(marks.filter(({ selected }) => selected).map(({ name }) => name)).toEqual(['dns-a']);
  });

  test('their controllers are counted, and what keeps them', () => {
    expect(sceneOf(objects).workloads).toEqual([
      {
        uid: 'd',
        kind: 'Deployment',
        namespace: 'kube-system',
        name: 'dns',
        desired: 2,
        ready: 1,
        trouble: '1 pod in CrashLoopBackOff',
      },
    ]);
  });

  test('a ReplicaSet of its own is one as well; without its controller nothing is made', () => {
    const alone = { ...replicaSet, metadata: { ...replicaSet.metadata, ownerReferences: [] } };
    const stopped = worldOf(['controller-manager-stopped', '']);
    expect(sceneOf([alone], stopped).workloads).toMatchObject([
      { kind: 'ReplicaSet', name: 'dns-1', trouble: 'controller manager stopped: nobody makes its pods' },
    ]);
  });
});
