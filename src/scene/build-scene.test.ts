import { describe, expect, test } from 'vitest';
import type { AnyObject } from '../k8s/types';
import { buildScene, type SceneInput } from './build-scene';
import { columnsFor } from './layout';
import { compareNatural } from './natural-order';
import { createSceneBuilder } from './scene-builder';
import {
  CONTROL_PLANE_TAINT,
  makeEvent,
  makeNode,
  makePod,
  makeRevision,
  makeSet,
  readerOf,
  START,
  type PodStage,
} from './testing/fixture';
import { NOW, showcase } from './testing/showcase';
import type { Grouping, Scene, Slot } from './types';

function inputOf(objects: readonly AnyObject[], more: Partial<SceneInput> = {}): SceneInput {
  return { read: readerOf(objects), now: NOW, width: 900, ...more };
}

function sceneOf(objects: readonly AnyObject[], more: Partial<SceneInput> = {}): Scene {
  return buildScene(inputOf(objects, more));
}

function slotOn(scene: Scene, node: string, set: string): Slot {
  const slot = scene.tiles.find((tile) => tile.name === node)?.slots.find((s) => s.set.name === set);
  if (!slot) throw new Error(`no slot of ${set} on ${node}`);
  return slot;
}

describe('slots', () => {
  const scene = sceneOf(showcase());

  test.each([
    ['worker-1', 'ready', 'Ready'],
    ['worker-2', 'ready', 'Ready 3/5s'],
    ['worker-3', 'pulling', 'Pulling'],
    ['worker-5', 'unknown', 'Unknown'],
    ['worker-7', 'running', 'Not ready'],
    ['worker-8', 'terminating', 'Terminating 12s'],
    ['worker-9', 'backoff', 'ImagePullBackOff'],
    ['worker-11', 'pending', 'Pending'],
  ])('CLI-23 the pod on %s is %s: %s', (node, state, word) => {
    const slot = slotOn(scene, node, 'node-exporter');
    expect(slot.state).toBe(state);
    expect(slot.pods.map((pod) => pod.word)).toEqual([word]);
  });

  test.each([
    ['cp-1', 'untolerated taint control-plane'],
    ['worker-6', 'nodeSelector arch=amd64'],
  ])('DS-16 %s is excluded: %s', (node, reason) => {
    const slot = slotOn(scene, node, 'node-exporter');
    expect(slot.state).toBe('empty');
    expect(slot.absence).toMatchObject({ kind: 'excluded', reason });
    expect(slot.label).toBe(`node-exporter on ${node}: no pod, ${reason}`);
  });

  test('DS-19 a pod on an unreachable node stays and is marked as misscheduled', () => {
    const slot = slotOn(scene, 'worker-5', 'node-exporter');
    expect(slot.misscheduled).toBe(true);
    expect(slot.label).toContain('misscheduled');
    expect(slotOn(scene, 'worker-5', 'kube-proxy').misscheduled).toBe(false);
  });

  test('DS-33 a surge shows both pods, the older one left', () => {
    const slot = slotOn(scene, 'worker-10', 'node-exporter');
    expect(slot.pods.map((pod) => [pod.word, pod.revision, pod.colour])).toEqual([
      ['Ready', 1, 1],
      ['Starting', 2, 2],
    ]);
    expect((slot.pods[0]?.w ?? 0) + (slot.pods[1]?.w ?? 0)).toBeLessThan(slot.w);
  });

  test('SCH-20 a pod without node sits in the slot of the node it is pinned to, with the scheduler’s message', () => {
    expect(slotOn(scene, 'worker-11', 'node-exporter').pods[0]?.title).toMatch(/Insufficient cpu/);
  });

  test('system sets come last and are quiet', () => {
    const tile = scene.tiles[0];
    expect(tile?.slots.map((slot) => [slot.set.name, slot.quiet])).toEqual([
      ['node-exporter', false],
      ['kindnet', true],
      ['kube-proxy', true],
    ]);
  });

  test('POD-24 a volume that cannot be mounted shows FailedMount while the status says ContainerCreating', () => {
    const set = makeSet('agent');
    const pod = makePod(set, 'worker-1', 'creating');
    const objects = [set, makeNode('worker-1'), pod];
    expect(slotOn(sceneOf(objects), 'worker-1', 'agent').state).toBe('starting');
    const event = makeEvent(
      pod,
      'FailedMount',
      'MountVolume.SetUp failed for volume "c" : configmap "c" not found',
    );
    const slot = slotOn(sceneOf([...objects, event]), 'worker-1', 'agent');
    expect(slot.state).toBe('backoff');
    expect(slot.pods[0]?.word).toBe('FailedMount');
  });

  test('DS-46 an empty slot tells that creation fails', () => {
    const set = makeSet('agent');
    const message = 'Error creating: pods "agent-" is forbidden: …';
    const slot = slotOn(sceneOf([set, makeNode('w'), makeEvent(set, 'FailedCreate', message)]), 'w', 'agent');
    expect(slot.absence).toEqual({
      kind: 'failing',
      reason: 'FailedCreate',
      short: 'FailedCreate',
      title: message,
    });
  });
});

describe('tiles', () => {
  const scene = sceneOf(showcase());
  const tile = (name: string) => scene.tiles.find((t) => t.name === name);

  test('control planes first, then in natural order', () => {
    expect(scene.tiles.map((t) => t.name).slice(0, 3)).toEqual(['cp-1', 'worker-1', 'worker-2']);
    expect(scene.tiles.at(-1)?.name).toBe('worker-11');
    expect(compareNatural('worker-2', 'worker-10')).toBeLessThan(0);
    expect(compareNatural('a', 'a')).toBe(0);
  });

  test.each([
    ['cp-1', 'control plane', 'muted'],
    ['worker-5', 'NotReady 41s', 'bad'],
    ['worker-7', 'cordoned', 'warn'],
  ])('the header of %s says %s', (name, note, tone) => {
    expect(tile(name)).toMatchObject({ note, noteTone: tone });
  });

  test('NODE-14 the two taints of a lost node are one chip, the effect that evicts first', () => {
    expect(tile('worker-5')?.chips.map((chip) => chip.text)).toEqual(['unreachable:NoExecute,NoSchedule']);
  });

  test('chips: own labels only, the prefix cut, the full text in the title', () => {
    expect(tile('worker-4')?.chips.map((chip) => [chip.text, chip.title])).toEqual([
      ['zone=b', 'Label zone=b'],
      ['disktype=ssd', 'Label disktype=ssd'],
      ['gpu=true', 'Label example.com/gpu=true'],
    ]);
    expect(tile('worker-6')?.chips.map((chip) => chip.text)).toContain('arch=arm64');
  });

  test('many labels never hide a taint', () => {
    const labels = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`label-number-${i}`, 'x']));
    const chips = sceneOf([makeNode('n', { labels, taints: [CONTROL_PLANE_TAINT] })]).tiles[0]?.chips ?? [];
    expect(chips.at(-1)?.kind).toBe('taint');
    expect(chips.at(-2)?.text).toMatch(/^\+\d+$/);
    expect(new Set(chips.map((chip) => chip.y)).size).toBeLessThanOrEqual(3);
  });

  test('POD-44 static pods are counted, not drawn as slots', () => {
    expect(tile('cp-1')?.others).toMatchObject({ text: '4 static pods', count: 4 });
  });
});

describe('layout', () => {
  test.each([200, 320, 640, 900, 1400, 2400])(
    'tiles of a %i px wide grid lie within it and never overlap',
    (width) => {
      const { tiles, height } = sceneOf(showcase(), { width });
      for (const [i, a] of tiles.entries()) {
        expect(a.x + a.w).toBeLessThanOrEqual(width);
        expect(a.y + a.h).toBeLessThanOrEqual(height);
        for (const slot of a.slots) expect(slot.y + slot.h).toBeLessThanOrEqual(a.h);
        for (const b of tiles.slice(i + 1)) {
          const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
          expect(apart).toBe(true);
        }
      }
    },
  );

  test('three readable columns fit into 605 px', () => {
    expect(columnsFor('full', 9, 605)).toEqual({ columns: 3, tileWidth: 195 });
    expect(columnsFor('full', 9, 604).columns).toBe(2);
  });

  test.each([
    [60, 'full'],
    [61, 'compact'],
    [300, 'compact'],
    [301, 'cells'],
  ])('%i nodes are drawn as %s', (count, level) => {
    const nodes = Array.from({ length: count }, (_, i) => makeNode(`n-${i}`));
    const scene = sceneOf([makeSet('a'), ...nodes]);
    expect(scene.level).toBe(level);
    expect(new Set(scene.tiles.map((t) => `${t.x},${t.y}`)).size).toBe(count);
  });

  test('cells are grouped by zone, by role or not at all', () => {
    const nodes = ['b', 'a', 'b'].map((zone, i) =>
      makeNode(`n-${i}`, { labels: { 'topology.kubernetes.io/zone': zone } }),
    );
    const objects = [makeSet('a'), ...nodes, makeNode('other'), makeNode('cp', { controlPlane: true })];
    const titles = (group: Grouping) =>
      sceneOf(objects, { level: 'cells', group }).sections.map((section) => section.text);
    expect(titles('zone')).toEqual([
      'control plane · 1 node',
      'zone a · 1 node',
      'zone b · 2 nodes',
      'workers · 1 node',
    ]);
    expect(titles('role')).toEqual(['control plane · 1 node', 'workers · 4 nodes']);
    expect(titles('none')).toEqual(['all · 5 nodes']);
    const { sections, tiles } = sceneOf(objects, { level: 'cells' });
    expect(
      sections.map(({ first, count }) => tiles.slice(first, first + count).map(({ name }) => name)),
    ).toEqual([['cp'], ['n-1'], ['n-0', 'n-2'], ['other']]);
  });

  test.each([
    [301, 656, 480, 20],
    [1000, 656, 480, 12],
    [5000, 656, 480, 6],
    [5000, 370, 420, 3],
  ])('%i cells fit into %i × %i px', (count, width, height, pitch) => {
    const nodes = Array.from({ length: count }, (_, i) =>
      makeNode(`n-${i}`, { labels: { zone: 'abc'.charAt(i % 3) } }),
    );
    const scene = sceneOf([makeSet('a'), ...nodes], { width, height });
    const last = scene.tiles.at(-1);
    expect(scene.height).toBeLessThanOrEqual(height);
    expect((last?.y ?? 0) + (last?.h ?? 0)).toBe(scene.height);
    expect(Math.max(...scene.tiles.map((tile) => tile.x + tile.w))).toBeLessThanOrEqual(width);
    expect(last?.w).toBeGreaterThanOrEqual(pitch - 1);
    expect(new Set(scene.tiles.map(({ x, y }) => `${x},${y}`)).size).toBe(count);
  });

  test('an empty cluster is an empty picture', () => {
    expect(sceneOf([])).toMatchObject({ tiles: [], sets: [], height: 0, summary: '0 nodes' });
  });
});

describe('cards', () => {
  test('CLI-21 counters are the status, the summary counts the nodes', () => {
    const card = sceneOf(showcase()).sets[0];
    expect(card?.counters).toEqual({
      desired: 10,
      current: 9,
      ready: 5,
      upToDate: 4,
      available: 4,
      misscheduled: 1,
    });
    expect(card?.summary).toBe('12 nodes · 9 eligible · 3 excluded');
    expect(card?.versionText).toBe('v1.7.0 ← v1.6.1');
  });

  test('segments cover every eligible node once', () => {
    const segments = sceneOf(showcase()).sets[0]?.segments ?? [];
    expect(segments.map(({ kind, count }) => [kind, count])).toEqual([
      ['done', 1],
      ['busy', 7],
      ['old', 1],
    ]);
    expect(segments.reduce((sum, segment) => sum + segment.share, 0)).toBeCloseTo(1);
  });

  test.each([
    ['nginx:1.26', 'nginx:1.27', '1.27 ← 1.26'],
    ['nginx:1.27', 'httpd:1.27', 'httpd:1.27 ← nginx:1.27'],
    ['nginx:1.27', 'nginx:1.27', 'revision 2 ← 1'],
    ['nginx', 'nginx:1.27', '1.27 ← latest'],
  ])('a rollout from %s to %s is called %s', (from, to, text) => {
    const set = makeSet('web', { image: to });
    const objects = [set, makeNode('w'), makeRevision(set, 1, 'old', from), makeRevision(set, 2, 'new', to)];
    const scene = sceneOf([...objects, makePod(set, 'w', 'ready', { hash: 'old' })]);
    expect(scene.sets[0]?.versionText).toBe(text);
  });

  test('DS-62 a revision that an undo renumbers keeps its colour', () => {
    const set = makeSet('web');
    const colour = (revision: number) => {
      const first = { ...makeRevision(set, 1, 'old', 'a:1'), revision };
      const objects = [set, makeNode('w'), first, makeRevision(set, 2, 'new', 'a:2')];
      return slotOn(sceneOf([...objects, makePod(set, 'w', 'ready', { hash: 'old' })]), 'w', 'web').pods[0]
        ?.colour;
    };
    expect(colour(3)).toBe(colour(1));
  });
});

describe('trouble', () => {
  const troubleOf = (objects: readonly AnyObject[], now = NOW) => sceneOf(objects, { now }).sets[0]?.trouble;
  const set = makeSet('web', { image: 'web:2' });
  const nodes = ['w-1', 'w-2', 'w-3'].map((name) => makeNode(name));
  const revisions = [makeRevision(set, 1, 'old', 'web:1'), makeRevision(set, 2, 'new', 'web:2')];

  test('a set whose pods run has none', () => {
    const pods = nodes.map(({ metadata }) => makePod(set, metadata.name, 'ready', { hash: 'new' }));
    expect(troubleOf([set, ...nodes, ...revisions, ...pods])).toBeUndefined();
  });

  test('DS-53 a failing pod that uses up the budget of a rollout', () => {
    const pods = [
      makePod(set, 'w-1', 'pull-backoff', { hash: 'new' }),
      makePod(set, 'w-2', 'ready', { hash: 'old' }),
      makePod(set, 'w-3', 'ready', { hash: 'old' }),
    ];
    expect(troubleOf([set, ...nodes, ...revisions, ...pods])).toBe(
      'The rollout waits: maxUnavailable 1 is used up by w-1 (ImagePullBackOff)',
    );
  });

  test('failing pods without a rollout are counted, some places named', () => {
    const pods = nodes.map(({ metadata }) => makePod(set, metadata.name, 'crash', { hash: 'new' }));
    expect(troubleOf([set, ...nodes, ...revisions, ...pods])).toBe(
      '3 pods in CrashLoopBackOff (w-1, w-2, …)',
    );
  });

  test('not being ready counts only after a while', () => {
    const pod = makePod(set, 'w-1', 'running', { hash: 'new', at: NOW });
    const objects = [set, ...nodes.slice(0, 1), ...revisions, pod];
    expect(troubleOf(objects, NOW + 5_000)).toBeUndefined();
    expect(troubleOf(objects, NOW + 25_000)).toBe('w-1: Not ready');
  });

  test('a lost node is not its sets’ trouble while nothing waits for it', () => {
    const lost = makeNode('w-1', { ready: 'Unknown' });
    expect(
      troubleOf([set, lost, ...revisions, makePod(set, 'w-1', 'ready', { hash: 'new' })]),
    ).toBeUndefined();
  });
});

describe('identity', () => {
  test('unchanged tiles are the same objects, a changed pod replaces only its own', () => {
    const objects = showcase();
    const builder = createSceneBuilder();
    const before = builder.build(inputOf(objects));
    const changed = objects.map((object) =>
      object.kind === 'Pod' &&
      object.spec.nodeName === 'worker-4' &&
      object.metadata.name.startsWith('kindnet')
        ? { ...object, status: { ...object.status, phase: 'Failed' } }
        : object,
    );
    const after = builder.build(inputOf(changed));
    const different = after.tiles.filter((tile, i) => tile !== before.tiles[i]).map((tile) => tile.name);
    expect(different).toEqual(['worker-4']);
  });

  test('only what shows a clock follows it', () => {
    const objects = showcase();
    const builder = createSceneBuilder();
    const before = builder.build(inputOf(objects));
    const after = builder.build(inputOf(objects, { now: NOW + 1000 }));
    const different = after.tiles.filter((tile, i) => tile !== before.tiles[i]).map((tile) => tile.name);
    expect(different).toEqual(['worker-2', 'worker-5', 'worker-8']);
  });

  test('a selection changes the tile it is on, and is seen at every level', () => {
    for (const level of ['full', 'compact', 'cells'] as const) {
      const scene = sceneOf(showcase(), {
        level,
        selection: {
          type: 'slot',
          node: 'worker-2',
          set: { namespace: 'monitoring', name: 'node-exporter' },
        },
      });
      const selected = scene.tiles.flatMap((tile) => tile.slots).filter((slot) => slot.selected);
      expect(selected.map((slot) => slot.node)).toEqual(['worker-2']);
    }
  });
});

test.each<[PodStage, string]>([
  ['crash', 'CrashLoopBackOff'],
  ['evicted', 'Evicted'],
])('CLI-23 a pod in stage %s is called %s', (stage, word) => {
  const set = makeSet('web');
  const slot = slotOn(sceneOf([set, makeNode('w'), makePod(set, 'w', stage, { at: START })]), 'w', 'web');
  expect(slot.pods[0]?.word).toBe(word);
});
