// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AnyObject } from '../k8s/types';
import { buildScene } from '../scene/build-scene';
import { makeNode, makePod, makeRevision, makeSet, makeStaticPod, readerOf } from '../scene/testing/fixture';
import { NOW, showcase } from '../scene/testing/showcase';
import type { SceneLevel, SceneTarget } from '../scene/types';
import { createGrid, type Grid } from './create-grid';

let host: HTMLElement;
let grid: Grid;
let selected: SceneTarget[];
let still: boolean;

beforeEach(() => {
  host = document.body.appendChild(document.createElement('div'));
  selected = [];
  still = true;
  grid = createGrid(host, { onSelect: (target) => selected.push(target), reducedMotion: () => still });
});
afterEach(() => {
  grid.destroy();
  host.remove();
});

function show(objects: readonly AnyObject[], level?: SceneLevel, width = 900): void {
  grid.update(buildScene({ read: readerOf(objects), now: NOW, width, ...(level ? { level } : {}) }));
}
const find = (selector: string) => host.querySelector<SVGElement>(selector);
const all = (selector: string) => [...host.querySelectorAll<SVGElement>(selector)];
const pod = (uid: string) => find(`g.pod[data-uid="${uid}"]`);

describe('keyed joins', () => {
  const set = makeSet('web');
  const node = makeNode('worker-1');
  const creating = makePod(set, 'worker-1', 'creating');
  const ready = { ...makePod(set, 'worker-1', 'ready'), metadata: creating.metadata };

  test('a pod keeps its element while its state changes', () => {
    show([set, node, creating]);
    const element = pod(creating.metadata.uid);
    expect(element?.dataset['state']).toBe('starting');
    show([set, node, ready]);
    expect(pod(creating.metadata.uid)).toBe(element);
    expect(element?.dataset['state']).toBe('ready');
    expect(element?.querySelector('.pod-word')?.textContent).toBe('Ready');
  });

  test('a pod of the same name with another uid is another element', () => {
    show([set, node, ready]);
    const element = pod(ready.metadata.uid);
    const next = { ...ready, metadata: { ...ready.metadata, uid: 'another' } };
    show([set, node, next]);
    expect(pod('another')).not.toBe(element);
    expect(element?.isConnected).toBe(false);
  });

  test('tiles keep their elements when nodes come and go, in the order of the scene', () => {
    const nodes = ['worker-1', 'worker-2', 'worker-3'].map((name) => makeNode(name));
    show([set, ...nodes]);
    const third = find('g.tile[data-node="worker-3"]');
    show([set, makeNode('cp-1', { controlPlane: true }), ...nodes.slice(1)]);
    expect(find('g.tile[data-node="worker-3"]')).toBe(third);
    expect(all('g.tile').map((tile) => tile.dataset['node'])).toEqual(['cp-1', 'worker-2', 'worker-3']);
  });

  test('with motion, what leaves is out of the join at once and comes back as a new element', () => {
    still = false;
    show([set, node, ready]);
    const element = pod(ready.metadata.uid);
    show([set, node]);
    expect(pod(ready.metadata.uid)).toBeNull();
    expect(element?.getAttribute('class')).toBe('pod-leaving');
    show([set, node, ready]);
    expect(pod(ready.metadata.uid)).not.toBe(element);
  });

  test('with motion, everything ends where the scene has it', async () => {
    still = false;
    const nodes = ['worker-1', 'worker-2'].map((name) => makeNode(name));
    show([set, ...nodes, ready]);
    show([set, nodes[1] as AnyObject]);
    await vi.waitFor(
      () => {
        expect(all('.tile-leaving')).toEqual([]);
        expect(find('g.tile')?.getAttribute('transform')).toBe('translate(0,0)');
      },
      { timeout: 3000 },
    );
  });
});

describe('what it says', () => {
  test('attributes tell what a slot is', () => {
    show(showcase());
    const slot = find('g.slot[data-node="worker-9"][data-set="node-exporter"]');
    expect(slot?.dataset['state']).toBe('backoff');
    expect(slot?.dataset['uid']).toBe('uid-monitoring-node-exporter--9new');
    expect(slot?.getAttribute('aria-label')).toBe(
      'node-exporter on worker-9: ImagePullBackOff, revision 2 of 2',
    );
  });

  test('every state has its own shape', () => {
    show(showcase());
    const shapes = new Map(
      all('g.pod').map((element) => [
        element.dataset['state'],
        [...element.querySelectorAll('.glyph path')]
          .map((path) => `${path.getAttribute('d')} ${path.getAttribute('stroke-dasharray') ?? ''}`)
          .join('|'),
      ]),
    );
    expect(shapes.size).toBeGreaterThanOrEqual(8);
    expect(new Set(shapes.values()).size).toBe(shapes.size);
  });

  test('hostile names are text', () => {
    const name = '<img src=x onerror=alert(1)>';
    const set = makeSet(name);
    const objects = [set, makeNode(name, { labels: { [name]: name } }), makeRevision(set, 1, 'aaa', name)];
    for (const level of ['full', 'compact'] as const) {
      show([...objects, makePod(set, name, 'ready')], level);
      expect(host.querySelector('img')).toBeNull();
      expect(find('g.tile')?.dataset['node']).toBe(name);
    }
  });

  test.each<SceneLevel>(['full', 'compact'])('at level %s every slot is there', (level) => {
    show(showcase(), level);
    expect(all('g.tile')).toHaveLength(12);
    expect(all('g.slot')).toHaveLength(36);
    expect(all('g.pod')).toHaveLength(24 + 11);
  });
});

describe('a small tile', () => {
  const set = makeSet('web');
  const node = makeNode('worker-1');
  const creating = makePod(set, 'worker-1', 'creating');
  const ready = { ...makePod(set, 'worker-1', 'ready'), metadata: creating.metadata };

  test('has a place of its own, and nothing in it has', () => {
    show(showcase(), 'compact');
    expect(all('g.tile[transform]')).toHaveLength(12);
    expect(all('g.tile [transform]')).toEqual([]);
  });

  test('shows each pod in its slot, and the shape of its state', () => {
    show([set, node, creating], 'compact');
    const element = pod(creating.metadata.uid);
    const starting = element?.querySelector('.glyph path')?.getAttribute('d');
    show([set, node, ready], 'compact');
    expect(pod(creating.metadata.uid)).toBe(element);
    expect(element?.dataset['state']).toBe('ready');
    expect(element?.querySelector('.glyph path')?.getAttribute('d')).not.toBe(starting);
    expect(element?.querySelector('title')?.textContent).toContain('Ready');
  });

  test('writes nothing where nothing has changed', async () => {
    const other = makeNode('worker-2');
    show([set, node, other, ready], 'compact');
    const written: string[] = [];
    const observer = new MutationObserver((records) =>
      written.push(...records.map(({ attributeName, target }) => `${attributeName} of ${target.nodeName}`)),
    );
    observer.observe(host, { attributes: true, childList: true, subtree: true });
    show([set, node, { ...other, spec: { ...other.spec, unschedulable: true } }, ready], 'compact');
    await Promise.resolve();
    observer.disconnect();
    const expected = ['aria-label of g', 'class of g', 'data-health of g', 'null of g', 'null of title'];
    expect([...new Set(written)].toSorted()).toEqual(expected);
  });

  test('tells where no pod is', () => {
    show([set, node], 'compact');
    expect(find('.absence')?.dataset['kind']).toBe('waiting');
    show([set, node, ready], 'compact');
    expect(find('.absence')).toBeNull();
  });
});

describe('keyboard', () => {
  const press = (key: string) =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
  const where = () => document.activeElement?.getAttribute('aria-label')?.split(/[:,]/)[0];

  test('one element of the tree is in the tab order', () => {
    show(showcase());
    expect(all('[tabindex="0"]').map((element) => element.dataset['node'])).toEqual(['cp-1']);
  });

  test('arrows walk over tiles and through their slots', () => {
    show(showcase());
    grid.focusNode('cp-1');
    const path = [
      'ArrowRight',
      'ArrowDown',
      'ArrowDown',
      'ArrowRight',
      'ArrowUp',
      'ArrowUp',
      'PageDown',
      'End',
      'Home',
    ].map((key) => {
      press(key);
      return where();
    });
    expect(path).toEqual([
      'worker-1',
      'node-exporter on worker-1',
      'kindnet on worker-1',
      'kindnet on worker-2',
      'node-exporter on worker-2',
      'worker-2',
      'worker-5',
      'worker-11',
      'cp-1',
    ]);
    expect(all('[tabindex="0"]')).toHaveLength(1);
  });

  test('Enter and Space choose', () => {
    show(showcase());
    grid.focusNode('worker-1');
    press('Enter');
    press('ArrowDown');
    press(' ');
    expect(selected).toEqual([
      { type: 'node', name: 'worker-1' },
      { type: 'slot', node: 'worker-1', set: { namespace: 'monitoring', name: 'node-exporter' } },
    ]);
  });

  test('focus survives updates, and moves on when its node is deleted', () => {
    const objects = showcase();
    show(objects);
    grid.focusNode('worker-2');
    show(objects, undefined, 640);
    expect(where()).toBe('worker-2');
    show(objects.filter((object) => object.metadata.name !== 'worker-2'));
    expect(where()).toBe('cp-1');
  });
});

test('a click chooses what it hits', () => {
  show(showcase());
  find('g.slot[data-node="cp-1"] .absence-box')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  find('g.tile[data-node="cp-1"] .tile-box')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  expect(selected).toEqual([
    { type: 'slot', node: 'cp-1', set: { namespace: 'monitoring', name: 'node-exporter' } },
    { type: 'node', name: 'cp-1' },
  ]);
});

test('destroy leaves nothing behind', () => {
  show(showcase());
  grid.destroy();
  expect(host.childNodes).toHaveLength(0);
});

describe('pods of no DaemonSet', () => {
  const objects = [makeSet('web'), makeNode('w'), makeStaticPod('etcd', 'w'), makeStaticPod('api', 'w')];

  test('are reached with the arrow keys after the slots, and chosen', () => {
    show(objects);
    find('g.tile')?.focus();
    const press = (key: string) =>
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    press('ArrowDown');
    expect(document.activeElement?.getAttribute('class')).toContain('slot');
    press('ArrowDown');
    expect(document.activeElement?.getAttribute('aria-label')).toContain('(static pod)');
    press('Enter');
    expect(selected).toMatchObject([{ type: 'pod', namespace: 'kube-system' }]);
    press('ArrowUp');
    expect(document.activeElement?.getAttribute('class')).toContain('slot');
  });

  test('are counted on a small tile, in the words for a screen reader as well', () => {
    show(objects, 'compact');
    expect(find('g.tile .node-note')?.textContent).toBe('+2');
    expect(find('g.tile')?.getAttribute('aria-label')).toMatch(/, 2 static pods$/);
    show(objects.slice(0, 2), 'compact');
    expect(find('g.tile .node-note')).toBeNull();
  });

  test('are chosen by pointer and keep their element', () => {
    show(objects);
    const marks = all('g.loose-pod');
    expect(marks).toHaveLength(2);
    marks[0]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(selected).toMatchObject([{ type: 'pod', uid: marks[0]?.dataset['uid'] }]);
    show([...objects, makeStaticPod('scheduler', 'w')]);
    expect(all('g.loose-pod').filter((element) => marks.includes(element))).toHaveLength(2);
  });
});
