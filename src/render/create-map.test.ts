// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AnyObject } from '../k8s/types';
import {
  CONTROL_PLANE_TAINT,
  makeNode,
  makePod,
  makeRevision,
  makeSet,
  readerOf,
} from '../scene/testing/fixture';
import { NOW } from '../scene/testing/showcase';
import { buildScene } from '../scene/build-scene';
import { createSceneBuilder, type SceneBuilder } from '../scene/scene-builder';
import type { Scene, SceneTarget } from '../scene/types';
import { createMap, type NodeMap } from './create-map';

const WIDTH = 600;
const HEIGHT = 400;

/** What was painted, as far as tests ask: how many images (cells as shapes) and which texts. */
let painted: { images: number; texts: string[]; cleared: number };
let host: HTMLElement;
let map: NodeMap;
let selected: SceneTarget[];

function fakeContext(): CanvasRenderingContext2D {
  const calls: Record<string, unknown> = {
    drawImage: () => (painted.images += 1),
    fillText: (text: string) => painted.texts.push(text),
    clearRect: () => (painted.cleared += 1),
  };
  const ignored = (): void => {};
  return new Proxy({} as CanvasRenderingContext2D, {
    get: (_, name) => calls[String(name)] ?? (name === 'globalAlpha' ? 1 : ignored),
    set: () => true,
  });
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'setTimeout', 'clearTimeout', 'performance'],
  });
  vi.stubGlobal('Path2D', class {});
  HTMLCanvasElement.prototype.getContext = (() =>
    fakeContext()) as unknown as HTMLCanvasElement['getContext'];
  painted = { images: 0, texts: [], cleared: 0 };
  host = document.body.appendChild(document.createElement('div'));
  Object.defineProperties(host, { clientWidth: { value: WIDTH }, clientHeight: { value: HEIGHT } });
  selected = [];
  map = createMap(host, {
    onSelect: (target) => selected.push(target),
    reducedMotion: () => true,
    look: { colour: 'state', set: undefined },
    describedBy: 'words',
  });
});
afterEach(() => {
  map.destroy();
  host.remove();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const set = makeSet('web');
const revision = makeRevision(set, 1, 'aaa', 'web:v1');
const names = Array.from({ length: 400 }, (_, i) => `worker-${i + 1}`);
const nodes = names.map((name) => makeNode(name));
const pods = names.map((name) => makePod(set, name, 'ready', { suffix: name }));
const objects: AnyObject[] = [
  set,
  revision,
  makeNode('cp-1', { controlPlane: true, taints: [CONTROL_PLANE_TAINT] }),
  ...nodes,
  ...pods,
];

function sceneOf(all: readonly AnyObject[], builder: SceneBuilder = createSceneBuilder()): Scene {
  return builder.build({ read: readerOf(all), now: NOW, width: WIDTH, height: HEIGHT });
}
const scene = buildScene({ read: readerOf(objects), now: NOW, width: WIDTH, height: HEIGHT });

function show(next: Scene): void {
  map.update(next);
  vi.advanceTimersByTime(50);
}
const find = (selector: string) => host.querySelector<HTMLElement>(selector) as HTMLElement;
const list = () => find('[role="listbox"]');
const option = () => find('[role="option"]');
const press = (key: string, more: KeyboardEventInit = {}) => {
  list().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  vi.advanceTimersByTime(50);
};
function point(type: string, x: number, y: number, pointerType = 'mouse'): void {
  const event = new MouseEvent(type, { clientX: x, clientY: y, bubbles: true });
  list().dispatchEvent(Object.assign(event, { pointerId: 1, pointerType }));
}
function click(x: number, y: number, pointerType = 'mouse'): void {
  point('pointerdown', x, y, pointerType);
  point('pointerup', x, y, pointerType);
}
const tileOf = (name: string) => {
  const tile = scene.tiles.find((candidate) => candidate.name === name);
  if (!tile) throw new Error(`no tile of ${name}`);
  return tile;
};
const middle = (name: string) => {
  const { x, y, w } = tileOf(name);
  return [x + w / 2, y + w / 2] as const;
};

describe('painting', () => {
  test('every node is a cell, every section has its heading', () => {
    show(scene);
    expect(painted.images).toBe(401);
    expect(painted.texts).toEqual(['control plane · 1 node', 'workers · 400 nodes']);
  });

  test('only what has changed is painted again', () => {
    const builder = createSceneBuilder();
    show(sceneOf(objects, builder));
    painted.images = 0;
    show(sceneOf(objects, builder));
    expect(painted.images).toBe(0);
    const crashed = makePod(set, 'worker-7', 'crash', { suffix: 'worker-7' });
    const changed = objects.map((object) =>
      object.metadata.name === crashed.metadata.name ? crashed : object,
    );
    show(sceneOf(changed, builder));
    expect(painted.images).toBe(1);
  });

  test('from near, names and states are told in words', () => {
    show(scene);
    for (let i = 0; i < 12; i++) press('+');
    expect(painted.texts).toContain('Ready');
    expect(painted.texts.some((text) => names.includes(text))).toBe(true);
  });
});

describe('the pointer', () => {
  test('a click chooses the pod that the cell shows', () => {
    show(scene);
    click(...middle('worker-42'));
    expect(selected).toEqual([
      { type: 'slot', node: 'worker-42', set: { namespace: 'default', name: 'web' } },
    ]);
    expect(option().dataset['node']).toBe('worker-42');
  });

  test('without any DaemonSet a click chooses the node; beside all cells it chooses nothing', () => {
    show(sceneOf(nodes));
    click(5, 30);
    click(WIDTH - 1, HEIGHT - 1);
    expect(selected).toEqual([{ type: 'node', name: 'worker-1' }]);
  });

  test('resting on a cell tells of it; Why? and Node choose', () => {
    show(scene);
    expect(find('.map-card').hidden).toBe(true);
    point('pointermove', ...middle('cp-1'));
    vi.advanceTimersByTime(200);
    const card = find('.map-card');
    expect(card.hidden).toBe(false);
    expect(card.textContent).toContain('cp-1control plane');
    expect(card.textContent).toContain('webexcluded');
    const [why, node] = [...card.querySelectorAll('button')];
    why?.click();
    node?.click();
    expect(selected).toEqual([
      { type: 'slot', node: 'cp-1', set: { namespace: 'default', name: 'web' } },
      { type: 'node', name: 'cp-1' },
    ]);
    point('pointerleave', 0, 0);
    vi.advanceTimersByTime(400);
    expect(card.hidden).toBe(true);
  });

  test('a finger on a small cell is told what it has hit before anything is chosen', () => {
    show(scene);
    click(...middle('worker-5'), 'touch');
    expect(selected).toEqual([]);
    expect(find('.map-card').textContent).toContain('worker-5');
  });

  test('the wheel enlarges what is under it, dragging moves it and chooses nothing', () => {
    show(scene);
    const [x, y] = middle('worker-150');
    const wheel = new WheelEvent('wheel', { deltaY: -600, clientX: x, clientY: y, cancelable: true });
    list().dispatchEvent(wheel);
    expect(wheel.defaultPrevented).toBe(true);
    click(x, y);
    point('pointerdown', x, y);
    point('pointermove', x + 40, y);
    point('pointerup', x + 40, y);
    click(x + 40, y);
    expect(selected.map((target) => target.type === 'slot' && target.node)).toEqual([
      'worker-150',
      'worker-150',
    ]);
  });

  test('at rest the wheel that would shrink scrolls the page', () => {
    show(scene);
    const wheel = new WheelEvent('wheel', { deltaY: 100, cancelable: true });
    list().dispatchEvent(wheel);
    expect(wheel.defaultPrevented).toBe(false);
  });
});

describe('the keyboard', () => {
  test('one cell is named, with its place among all', () => {
    show(scene);
    expect(list().getAttribute('aria-activedescendant')).toBe(option().id);
    expect(option().getAttribute('aria-label')).toMatch(
      /^cp-1, control plane, ready.*control plane\. web on cp-1: no pod/,
    );
    expect(option().getAttribute('aria-setsize')).toBe('401');
    expect(list().getAttribute('aria-describedby')).toBe('words');
    expect(host.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  });

  test('arrows, Home, End, pages and names lead from cell to cell', () => {
    show(scene);
    const columns = scene.tiles.filter(({ y }) => y === tileOf('worker-1').y).length;
    const path = (
      [
        ['ArrowDown', 'worker-1'],
        ['ArrowRight', 'worker-2'],
        ['ArrowDown', `worker-${2 + columns}`],
        ['PageDown', `worker-${2 + 9 * columns}`],
        ['PageUp', `worker-${2 + columns}`],
        ['ArrowUp', 'worker-2'],
        ['End', 'worker-400'],
        ['ArrowRight', 'worker-400'],
        ['Home', 'cp-1'],
        ['ArrowUp', 'cp-1'],
      ] as const
    ).map(([key, goal]) => {
      press(key);
      return [option().dataset['node'], goal];
    });
    for (const [node, goal] of path) expect(node).toBe(goal);
  });

  test('a typed number finds the node of that number', () => {
    show(scene);
    for (const key of '273') press(key);
    expect(option().dataset['node']).toBe('worker-273');
  });

  test('Enter chooses the pod, with Shift the node', () => {
    show(scene);
    press('End');
    press('Enter');
    press('Enter', { shiftKey: true });
    expect(selected).toEqual([
      { type: 'slot', node: 'worker-400', set: { namespace: 'default', name: 'web' } },
      { type: 'node', name: 'worker-400' },
    ]);
  });

  test('+ enlarges, the focused cell comes into sight, 0 shows all again', () => {
    show(scene);
    const zoomOut = find('[aria-label="Zoom out"]');
    expect(zoomOut.getAttribute('aria-disabled')).toBe('true');
    for (let i = 0; i < 5; i++) press('+');
    expect(zoomOut.getAttribute('aria-disabled')).toBe('false');
    press('End');
    expect(option().classList.contains('away')).toBe(false);
    press('0');
    expect(zoomOut.getAttribute('aria-disabled')).toBe('true');
  });

  test('the cell stays focused when others come and go', () => {
    show(scene);
    map.focusNode('worker-200');
    expect(document.activeElement).toBe(list());
    show(sceneOf(objects.filter(({ metadata }) => metadata.name !== 'worker-3')));
    expect(option().dataset['node']).toBe('worker-200');
  });
});

test('what is selected has its ring and says so', () => {
  show(
    buildScene({
      read: readerOf(objects),
      now: NOW,
      width: WIDTH,
      height: HEIGHT,
      selection: { type: 'node', name: 'worker-9' },
    }),
  );
  expect(find('.map-selected').classList.contains('away')).toBe(false);
  map.focusNode('worker-9');
  expect(option().getAttribute('aria-selected')).toBe('true');
});

test('hostile names are text', () => {
  const name = '<img src=x onerror=alert(1)>';
  show(sceneOf([makeSet(name), makeNode(name), ...nodes]));
  map.focusNode(name);
  point('pointermove', 3, 25);
  vi.advanceTimersByTime(200);
  expect(find('.map-card').textContent).toContain(name);
  expect(host.querySelector('img')).toBeNull();
});

test('destroy leaves nothing behind', () => {
  show(scene);
  map.destroy();
  expect(host.childNodes).toHaveLength(0);
});
