import type { Look } from '../scene/cell-look';
import type { Scene, SceneTarget, Slot, Tile } from '../scene/types';
import {
  cellBox,
  centredOn,
  fitted,
  gapOf,
  leastZoom,
  panned,
  revealing,
  toPicture,
  zoomed,
  type Bounds,
  type Box,
  type Camera,
} from './map/camera';
import { createCellCanvas } from './map/cell-canvas';
import { DETAIL, detailAt } from './map/cell-detail';
import { cellLabel } from './map/cell-label';
import { findByName, indexAt, stepFrom } from './map/cell-steps';
import { childElement } from './map/child-element';
import { createFlight } from './map/flight';
import { listenToGestures } from './map/gestures';
import { createHoverCard } from './map/hover-card';
import './map/map.css';
import { createPalette } from './map/palette';
import { placeRing } from './map/ring';
import { slotAt } from './map/slot-at';
import { createZoomButtons } from './map/zoom-buttons';
import { setAttribute } from './set-attribute';

export interface MapOptions {
  /** A node or one of its slots was chosen by pointer or keyboard. */
  onSelect(target: SceneTarget): void;
  /** Asked whenever something would move: true = no motion at all. */
  reducedMotion(): boolean;
  look: Look;
  /** Id of the element that holds the picture in words. */
  describedBy?: string;
}

/** A large cluster on a canvas: a cell for each node, which becomes a tile when one comes near. */
export interface NodeMap {
  update(scene: Scene): void;
  /** The element may have got another size: the next update looks. */
  resized(): void;
  setLook(look: Look): void;
  /** Moves keyboard focus to the cell of a node, if there is one. */
  focusNode(name: string): void;
  destroy(): void;
}

const STEP = 1.6;
/** Real milliseconds of resting on a cell before its card comes, and after leaving it before the card goes. */
const HOVER = { show: 110, hide: 220 } as const;
/** Real milliseconds between two letters of one name. */
const TYPING = 900;
/** A finger hits cells of this size, CSS pixels; of smaller ones it is told what it has hit. */
const TOUCHABLE = 26;

export function createMap(host: HTMLElement, options: MapOptions): NodeMap {
  const root = childElement(host, 'div', 'node-map');
  const canvas = childElement(root, 'canvas', 'map-canvas');
  canvas.setAttribute('aria-hidden', 'true');
  const list = childElement(root, 'div', 'map-list');
  list.tabIndex = 0;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Nodes and the pods of each DaemonSet');
  if (options.describedBy !== undefined) list.setAttribute('aria-describedby', options.describedBy);
  const hoverRing = childElement(list, 'div', 'map-ring map-hover');
  const selectedRing = childElement(list, 'div', 'map-ring map-selected');
  for (const ring of [hoverRing, selectedRing]) ring.setAttribute('aria-hidden', 'true');
  // The cell that the keyboard is on, as an element: what a screen reader is told of the canvas.
  const option = childElement(list, 'div', 'map-ring map-focus');
  option.setAttribute('role', 'option');
  const palette = createPalette(root);
  const cells = createCellCanvas(canvas, palette, () => options.reducedMotion());
  const card = createHoverCard(root, {
    onSelect: (target) => options.onSelect(target),
    onZoom: (node) => zoomTo(indexOf(node)),
    onLeave: () => hover(undefined),
  });
  const zoom = createZoomButtons(root, {
    in: () => step(STEP),
    out: () => step(1 / STEP),
    fit: () => go(fitted(bounds())),
  });

  const flight = createFlight(setCamera, () => options.reducedMotion());
  let scene: Scene | undefined;
  let look = options.look;
  let camera: Camera = { k: 1, x: 0, y: 0 };
  let view = { width: 0, height: 0 };
  /** Whether the element may have another size than `view`: asking for it makes the browser lay out the page. */
  let mayDiffer = true;
  let gap = 1;
  let frame = 0;
  let focused = 0;
  let focusedUid: string | undefined;
  let hovered: number | undefined;
  let hoverTimer: ReturnType<typeof setTimeout> | undefined;
  let selected = -1;
  let typed = { text: '', at: 0 };

  function bounds(): Bounds {
    const w = scene?.tiles[0]?.w ?? 1;
    return {
      view,
      picture: { width: scene?.width ?? 1, height: scene?.height ?? 1 },
      most: Math.max(1, DETAIL.most / (w + gap)),
    };
  }

  function schedule(): void {
    if (frame !== 0) return;
    frame = requestAnimationFrame(paint);
  }

  function paint(now: number): void {
    frame = 0;
    if (cells.paint(now)) schedule();
  }

  function update(next: Scene): void {
    const before = scene;
    scene = next;
    const resized = measure(next);
    if (before?.sections !== next.sections || resized) {
      gap = gapOf(next.tiles);
      // Seen from as near as before; at rest everything stays in sight.
      const atRest = !before || camera.k <= leastZoom(bounds()) * 1.001;
      flight.stop();
      setCamera(atRest ? fitted(bounds()) : panned(camera, 0, 0, bounds()));
      const found = next.tiles.findIndex(({ uid }) => uid === focusedUid);
      focused = found >= 0 ? found : Math.min(focused, Math.max(0, next.tiles.length - 1));
      const over = hovered === undefined ? undefined : before?.tiles[hovered]?.uid;
      const still = next.tiles.findIndex(({ uid }) => uid === over);
      if (still < 0) hover(undefined);
      else hovered = still;
    }
    cells.show(next, look);
    followSelection(before, next);
    tellFocused();
    if (hovered !== undefined && next.tiles[hovered] !== before?.tiles[hovered]) showCard();
    // A scene comes in a frame's own time, so it is seen in this one. While cells fade the next one is soon enough.
    if (frame === 0) paint(performance.now());
  }

  /** True when the element has got another size. */
  function measure({ width, height }: Scene): boolean {
    if (!mayDiffer) return false;
    mayDiffer = false;
    const size = { width: host.clientWidth || width, height: host.clientHeight || height };
    if (size.width === view.width && size.height === view.height) return false;
    view = size;
    cells.resize(view);
    return true;
  }

  function setCamera(next: Camera): void {
    camera = next;
    cells.move(camera);
    const least = leastZoom(bounds());
    root.classList.toggle('zoomed', camera.k > least * 1.001);
    zoom.tell(camera.k / least, camera.k >= bounds().most * 0.999);
    placeRings();
    schedule();
  }

  /** Flies to a camera, or is there at once. */
  function go(next: Camera): void {
    hideCard();
    flight.start(camera, next);
  }

  /** Enlarges about the middle. */
  function step(factor: number): void {
    go(zoomed(flight.goal() ?? camera, factor, view.width / 2, view.height / 2, bounds()));
  }

  function zoomTo(index: number): void {
    const tile = scene?.tiles[index];
    if (tile) go(centredOn(tile, DETAIL.tile + 40, bounds()));
  }

  function indexOf(node: string): number {
    return scene?.tiles.findIndex(({ name }) => name === node) ?? -1;
  }

  function boxOf(tile: Tile): Box {
    return cellBox(tile, camera, gap);
  }

  // Pointer

  /** The cell at a point, half of the gaps around it included. */
  function cellAt(x: number, y: number): number {
    return indexAt(scene?.tiles ?? [], toPicture(camera, { x, y }), gap / 2);
  }

  function choose(tile: Tile, slot: Slot | undefined): void {
    if (slot) options.onSelect({ type: 'slot', node: tile.name, set: slot.set });
    else options.onSelect({ type: 'node', name: tile.name });
  }

  function hover(index: number | undefined): void {
    if (index === hovered && index !== undefined) return;
    clearTimeout(hoverTimer);
    place(hoverRing, index === undefined ? undefined : scene?.tiles[index]);
    if (index === undefined) {
      hoverTimer = setTimeout(() => {
        if (!card.isHeld()) hideCard();
      }, HOVER.hide);
      return;
    }
    hoverTimer = setTimeout(() => {
      hovered = index;
      showCard();
    }, HOVER.show);
  }

  function showCard(): void {
    const tile = hovered === undefined ? undefined : scene?.tiles[hovered];
    // A tile tells all of it by itself.
    if (!tile || detailAt(boxOf(tile).w) === 'tile') return hideCard();
    card.show(tile, cells.shown(), boxOf(tile), view);
  }

  function hideCard(): void {
    clearTimeout(hoverTimer);
    hovered = undefined;
    card.hide();
  }

  const stopGestures = listenToGestures(list, {
    zoom(factor, x, y) {
      flight.stop();
      hideCard();
      place(hoverRing, undefined);
      setCamera(zoomed(camera, factor, x, y, bounds()));
    },
    pan(dx, dy) {
      flight.stop();
      setCamera(panned(camera, dx, dy, bounds()));
    },
    press(x, y, touch) {
      const index = cellAt(x, y);
      const tile = scene?.tiles[index];
      if (!tile) return hideCard();
      setFocused(index);
      const { w } = boxOf(tile);
      if (touch && w < TOUCHABLE) {
        hovered = index;
        place(hoverRing, tile);
        showCard();
      } else choose(tile, slotAt(tile, boxOf(tile), cells.shown(), x, y));
    },
    hover(at) {
      const index = at ? cellAt(at.x, at.y) : -1;
      hover(index < 0 ? undefined : index);
    },
    zoomedIn: () => camera.k > leastZoom(bounds()) * 1.001,
  });

  // Keyboard

  function setFocused(index: number): void {
    focused = index;
    tellFocused();
  }

  function tellFocused(): void {
    const tile = scene?.tiles[focused];
    option.hidden = !tile;
    if (!tile || !scene) {
      list.removeAttribute('aria-activedescendant');
      return;
    }
    focusedUid = tile.uid;
    const id = `cell-${tile.uid}`;
    if (option.id !== id) {
      option.id = id;
      list.setAttribute('aria-activedescendant', id);
    }
    setAttribute(option, 'data-node', tile.name);
    setAttribute(option, 'aria-label', cellLabel(scene, focused, cells.shown()));
    setAttribute(option, 'aria-selected', String(isSelected(tile)));
    setAttribute(option, 'aria-posinset', String(focused + 1));
    setAttribute(option, 'aria-setsize', String(scene.tiles.length));
    place(option, tile);
  }

  const keydown = (event: KeyboardEvent): void => {
    if (!scene || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!onKey(event.key, event.shiftKey, event.timeStamp)) return;
    event.preventDefault();
  };

  function onKey(key: string, shift: boolean, at: number): boolean {
    const tiles = scene?.tiles ?? [];
    const tile = tiles[focused];
    if (!tile) return false;
    const next = stepFrom(tiles, focused, key);
    if (next !== undefined) {
      typed.text = '';
      goTo(next);
      return true;
    }
    const typing = typed.text !== '' && at - typed.at < TYPING;
    if (key === 'Enter' || (key === ' ' && !typing)) {
      typed.text = '';
      const shown = cells.shown();
      choose(tile, shift ? undefined : tile.slots[shown[0] ?? -1]);
    } else if (key === 'Escape') {
      if (card.element.hidden) return false;
      hideCard();
    } else if (key === '+' || key === '=') step(STEP);
    else if (key === '_' || (key === '-' && !typing)) step(1 / STEP);
    else if (!typing && key === '0') go(fitted(bounds()));
    else if (key.length === 1) {
      typed = { text: (typing ? typed.text : '') + key.toLowerCase(), at };
      const found = findByName(tiles, focused, typed.text);
      if (found !== undefined) goTo(found);
    } else return false;
    return true;
  }

  function goTo(index: number): void {
    setFocused(index);
    const tile = scene?.tiles[index];
    if (!tile) return;
    const now = flight.goal() ?? camera;
    const next = revealing(now, tile, bounds());
    if (next !== now) go(next);
    placeRings();
  }

  list.addEventListener('keydown', keydown);

  // Rings

  function place(ring: HTMLElement, tile: Tile | undefined): void {
    placeRing(ring, tile && boxOf(tile), view);
  }

  function placeRings(): void {
    place(option, scene?.tiles[focused]);
    place(selectedRing, scene?.tiles[selected]);
    place(hoverRing, hovered === undefined ? undefined : scene?.tiles[hovered]);
  }

  function followSelection(before: Scene | undefined, next: Scene): void {
    const known = next.tiles[selected];
    const moved = before?.sections !== next.sections || before.tiles.length !== next.tiles.length;
    if (moved || !known || !isSelected(known))
      selected = next.tiles.findIndex((tile, i) => (moved || tile !== before?.tiles[i]) && isSelected(tile));
    place(selectedRing, next.tiles[selected]);
  }

  const repaint = (): void => {
    palette.forget();
    cells.repaint();
    schedule();
  };
  const themes = new MutationObserver(repaint);
  themes.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
  void document.fonts?.ready.then(repaint);

  return {
    update,
    resized: () => void (mayDiffer = true),
    setLook(next) {
      if (next.colour === look.colour && next.set === look.set) return;
      look = next;
      if (scene) cells.show(scene, look);
      tellFocused();
      schedule();
    },
    focusNode(name) {
      const index = indexOf(name);
      if (index < 0) return;
      goTo(index);
      list.focus();
    },
    destroy() {
      cancelAnimationFrame(frame);
      clearTimeout(hoverTimer);
      flight.stop();
      stopGestures();
      themes.disconnect();
      card.destroy();
      root.remove();
    },
  };
}

function isSelected(tile: Tile): boolean {
  return tile.selected || tile.slots.some((slot) => slot.selected);
}
