import { describe, expect, test } from 'vitest';
import { buildScene } from './build-scene';
import { cellMarks, shownSets, worstMark, type CellMark } from './cell-look';
import { census } from './census';
import { NOW, showcase } from './testing/showcase';
import { makeNode, makePod, makeRevision, makeSet, readerOf } from './testing/fixture';
import type { AnyObject } from '../k8s/types';

const sceneOf = (objects: readonly AnyObject[]) =>
  buildScene({ read: readerOf(objects), now: NOW, width: 600, level: 'cells' });
const scene = sceneOf(showcase());
const markOn = (node: string, colour: 'state' | 'revision' = 'state') => {
  const tile = scene.tiles.find(({ name }) => name === node);
  return tile && cellMarks(tile, shownSets(scene.sets, { colour, set: undefined }), colour)[0];
};

describe('the look of a cell', () => {
  test.each([
    ['cp-1', 'excluded'],
    ['worker-1', 'solid'],
    ['worker-3', 'coming'],
    ['worker-5', 'lost'],
    ['worker-7', 'coming'],
    ['worker-8', 'leaving'],
    ['worker-9', 'failing'],
    ['worker-11', 'coming'],
  ])('the cell of %s is %s', (node, shape) => {
    expect(markOn(node)?.shape).toBe(shape);
  });

  test('by revision, a solid cell has the colour of its revision; what fails is red in any case', () => {
    const colours = scene.tiles
      .flatMap(({ slots }) => slots[0]?.pods ?? [])
      .filter(({ state }) => state === 'ready')
      .map(({ colour }) => `--rev${colour}`);
    const solid = scene.tiles
      .map(({ name }) => markOn(name, 'revision'))
      .filter((mark) => mark?.shape === 'solid');
    expect(new Set(solid.map((mark) => mark?.token))).toEqual(new Set(colours));
    expect(markOn('worker-9', 'revision')).toEqual(markOn('worker-9'));
  });

  test('a pod where none should be is marked', () => {
    expect(markOn('worker-5')?.stray).toBe(true);
    expect(markOn('worker-1')?.stray).toBe(false);
  });

  test('the sets of the user are shown, or the one that is chosen, or those there are', () => {
    const names = (set: string | undefined, sets = scene.sets) =>
      shownSets(sets, { colour: 'state', set }).map((i) => sets[i]?.name);
    expect(names(undefined)).toEqual(['node-exporter']);
    const chosen = scene.sets.at(-1);
    expect(names(chosen?.uid)).toEqual([chosen?.name]);
    expect(names('gone')).toEqual(['node-exporter']);
    const system = scene.sets.filter((card) => card.system);
    expect(names(undefined, system)).toEqual(system.map(({ name }) => name));
  });

  test('the worst of several stands for all of them', () => {
    const mark = (shape: CellMark['shape'], token = '--rev2'): CellMark => ({ shape, token, stray: false });
    expect(worstMark([mark('solid'), mark('failing'), mark('coming')])?.shape).toBe('failing');
    expect(worstMark([mark('solid'), mark('solid', '--rev1')])?.token).toBe('--rev1');
    expect(worstMark([mark('excluded'), mark('solid')])?.shape).toBe('solid');
    expect(worstMark([])).toBeUndefined();
  });
});

describe('the census', () => {
  test('the legend counts every node once, and words say the same', () => {
    const { rows, words } = census(scene, { colour: 'state', set: undefined });
    const nodes = rows.filter(({ shape }) => shape !== 'unready');
    expect(nodes.reduce((sum, { count }) => sum + count, 0)).toBe(12);
    expect(rows.map(({ words: text, count }) => `${count} ${text}`)).toContain('1 being replaced');
    expect(words).toContain('control plane, 1 node: 1 excluded.');
  });

  test('by revision, ready pods are counted by version', () => {
    const set = makeSet('web', { image: 'web:v2' });
    const old = makeRevision(set, 1, 'aaa', 'web:v1');
    const current = makeRevision(set, 2, 'bbb', 'web:v2');
    const nodes = ['a', 'b', 'c'].map((name) => makeNode(name));
    const pods = nodes.map(({ metadata: { name } }, i) =>
      makePod(set, name, 'ready', { hash: i === 0 ? 'aaa' : 'bbb', suffix: name }),
    );
    const { rows } = census(sceneOf([set, old, current, ...nodes, ...pods]), {
      colour: 'revision',
      set: undefined,
    });
    expect(rows.map(({ words, count }) => `${count} ${words}`)).toEqual(['2 v2', '1 v1']);
  });

  test('the newest revision comes first, though colours come round again', () => {
    const set = makeSet('web', { image: 'web:v8' });
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
    const revisions = numbers.map((n) => makeRevision(set, n, `hash${n}`, `web:v${n}`));
    const nodes = ['a', 'b', 'c'].map((name) => makeNode(name));
    const pods = nodes.map(({ metadata: { name } }, i) =>
      makePod(set, name, 'ready', { hash: `hash${6 + i}`, suffix: name }),
    );
    const { rows } = census(sceneOf([set, ...revisions, ...nodes, ...pods]), {
      colour: 'revision',
      set: undefined,
    });
    expect(rows.map(({ words, token }) => `${words} ${token}`)).toEqual([
      'v8 --rev2',
      'v7 --rev1',
      'v6 --rev6',
    ]);
  });

  test('without any DaemonSet the words say so', () => {
    expect(census(sceneOf([makeNode('a')]), { colour: 'state', set: undefined }).words).toBe(
      'workers, 1 node: no DaemonSet.',
    );
  });
});
