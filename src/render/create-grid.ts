import { select } from 'd3-selection';
import { timeout } from 'd3-timer';
import type { LooseMark, Scene, SceneLevel, SceneTarget, Slot, Tile } from '../scene/types';
import { compactLabel, createCompactTile, drawCompactTile } from './compact-view';
import './grid.css';
import { moveFocus, type Position } from './keyboard';
import { fadeIn, fadeOut, glide, put, TIMES } from './motion';
import type { Pen, TextRole } from './pen';
import { setAttribute } from './set-attribute';
import { createTextFit } from './text-fit';
import { createTile, drawTile } from './tile-view';
import { stopTweens } from './tween';

export interface GridOptions {
  /** A tile or slot was chosen by pointer or keyboard. */
  onSelect(target: SceneTarget): void;
  /** Asked at each update: true = no motion at all. */
  reducedMotion(): boolean;
  /** Name of the grid for a screen reader. */
  label?: string;
}

export interface Grid {
  update(scene: Scene): void;
  /** Moves keyboard focus to the tile of a node, if drawn. */
  focusNode(name: string): void;
  destroy(): void;
}

/** What can be selected within a tile. */
const INNER = 'g.slot, g.loose-pod';

/** Looping motion stops this long after the clock has stopped, in milliseconds of real time. */
const IDLE = 700;

/** The cluster as a picture inside `host`; owns all it puts there. */
export function createGrid(host: HTMLElement, options: GridOptions): Grid {
  const svg = select(host)
    .append('svg')
    .attr('class', 'node-grid')
    .attr('role', 'tree')
    .attr('aria-label', options.label ?? 'Nodes and the pods of each DaemonSet');
  defineFills(svg.append('defs'));
  const tiles = svg.append('g').attr('class', 'tiles');
  const root = svg.node() as SVGSVGElement;
  const text = createTextFit();
  let fonts: Record<TextRole, string> | undefined;
  let scene: Scene | undefined;
  let drawn = new Map<string, Tile>();
  let stop: SVGGElement | undefined;
  let position: Position | undefined;
  let idle: ReturnType<typeof timeout> | undefined;
  let destroyed = false;

  function update(next: Scene): void {
    const still = options.reducedMotion();
    const first = scene === undefined || scene.level !== next.level;
    if (first) {
      tiles.selectAll('*').remove();
      drawn = new Map();
    }
    fonts ??= fontsOf(root);
    const roles = fonts;
    const pen: Pen = {
      still,
      first,
      resized: scene !== undefined && scene.width !== next.width,
      fit: (value, role, width) => text.fit(value, roles[role], width),
      measure: (value, role) => text.width(value, roles[role]),
    };
    if (scene !== undefined && next.now !== scene.now) keepMoving();
    // Even the same size, set again, makes the browser lay out every text of the picture.
    if (scene?.level !== next.level) svg.attr('data-level', next.level);
    if (scene?.width !== next.width) svg.attr('width', next.width);
    if (scene?.height !== next.height) svg.attr('height', Math.ceil(next.height) + 1);
    mark('still', still);
    const focused = root.contains(document.activeElement) ? position : undefined;
    drawTiles(next, pen);
    scene = next;
    drawn = new Map(next.tiles.map((tile) => [tile.uid, tile]));
    restoreFocus(focused);
  }

  function drawTiles({ tiles: next, level }: Scene, pen: Pen): void {
    tiles
      .selectAll<SVGGElement, Tile>('g.tile')
      .data(next, (tile) => tile.uid)
      .join(
        (enter) =>
          enter
            .append('g')
            .attr('class', 'tile')
            .attr('role', 'treeitem')
            .attr('aria-level', 1)
            .attr('aria-expanded', 'true')
            .attr('tabindex', -1)
            .each(function (tile) {
              if (level === 'full') createTile(this);
              else createCompactTile(this);
              draw(this, tile, level, { ...pen, first: true });
              arrive(this, tile, pen);
            }),
        (update_) =>
          update_.each(function (tile) {
            if (drawn.get(tile.uid) === tile) return;
            draw(this, tile, level, pen);
            if (pen.still || pen.resized) put(this, { x: tile.x, y: tile.y });
            else glide(this, { x: tile.x, y: tile.y });
          }),
        (exit) =>
          exit.each(function (tile) {
            if (pen.still) return void select(this).remove();
            select(this).attr('class', 'tile-leaving').attr('aria-hidden', 'true').attr('tabindex', null);
            glide(this, { x: tile.x + tile.w * 0.03, y: tile.y + tile.h * 0.03, scale: 0.94 }, TIMES.leave);
            fadeOut(this);
          }),
      )
      .order();
  }

  function draw(element: SVGGElement, tile: Tile, level: SceneLevel, pen: Pen): void {
    setAttribute(element, 'data-node', tile.name);
    setAttribute(element, 'aria-label', level === 'full' ? tile.label : compactLabel(tile));
    setAttribute(element, 'aria-selected', String(tile.selected));
    const { classList } = element;
    classList.toggle('selected', tile.selected);
    classList.toggle('control-plane', tile.controlPlane);
    classList.toggle('lost', !tile.ready);
    classList.toggle('cordoned', tile.cordoned);
    classList.toggle('pressed', tile.pressure.length > 0);
    classList.toggle('broken', tile.faults.length > 0);
    if (level === 'full') drawTile(element, tile, pen);
    else drawCompactTile(element, tile, pen);
  }

  function arrive(element: SVGGElement, tile: Tile, pen: Pen): void {
    if (pen.still || pen.first) return put(element, { x: tile.x, y: tile.y });
    put(element, { x: tile.x, y: tile.y + 14 });
    glide(element, { x: tile.x, y: tile.y }, TIMES.arrive);
    fadeIn(element);
  }

  function mark(name: string, on: boolean): void {
    if (root.classList.contains(name) !== on) root.classList.toggle(name, on);
  }

  function keepMoving(): void {
    mark('idle', false);
    idle?.stop();
    idle = timeout(() => mark('idle', true), IDLE);
  }

  function elementAt(where: Position): SVGGElement | undefined {
    return [...root.querySelectorAll<SVGGElement>(where.slot === undefined ? 'g.tile' : INNER)].find(
      (element) => samePosition(positionOf(element), where),
    );
  }

  function positionOf(element: Element | null | undefined): Position | undefined {
    const slot = element?.closest<SVGGElement>(INNER);
    const tile = element?.closest<SVGGElement>('g.tile');
    if (!tile) return undefined;
    const node = (select(tile).datum() as Tile).name;
    if (!slot) return { node };
    const inner = select(slot).datum() as Slot | LooseMark;
    return { node, slot: 'key' in inner ? inner.key : inner.uid };
  }

  /** One element of the tree is in the tab order; it is where the keyboard was last (roving tabindex). */
  function restoreFocus(focused: Position | undefined): void {
    if (stop?.isConnected && !stop.closest('.tile-leaving')) return;
    const wanted = focused ?? position;
    const firstNode = scene?.tiles[0];
    const element =
      (wanted && (elementAt(wanted) ?? elementAt({ node: wanted.node }))) ??
      (firstNode && elementAt({ node: firstNode.name }));
    if (!element) return;
    makeTabStop(element);
    if (focused && document.activeElement !== element) element.focus();
  }

  function makeTabStop(element: SVGGElement): void {
    position = positionOf(element);
    if (stop === element) return;
    stop?.setAttribute('tabindex', '-1');
    stop = element;
    element.setAttribute('tabindex', '0');
  }

  function focus(where: Position): void {
    const element = elementAt(where);
    if (!element) return;
    makeTabStop(element);
    element.focus();
  }

  function choose(where: Position): void {
    const tile = scene?.tiles.find((candidate) => candidate.name === where.node);
    const slot = tile?.slots.find((candidate) => candidate.key === where.slot);
    const loose = tile?.others.marks.find((candidate) => candidate.uid === where.slot);
    if (slot) options.onSelect({ type: 'slot', node: slot.node, set: slot.set });
    else if (loose) {
      const { uid, namespace, name } = loose;
      options.onSelect({ type: 'pod', uid, namespace, name });
    } else if (tile) options.onSelect({ type: 'node', name: tile.name });
  }

  svg.on('click', (event: MouseEvent) => {
    const where = positionOf(event.target as Element);
    const element = where && elementAt(where);
    if (!where || !element) return;
    makeTabStop(element);
    choose(where);
  });
  // On the host: Chromium lets an SVG element that listens to focus events take the focus itself.
  const hostFocus = (event: FocusEvent) => {
    const element = (event.target as Element).closest<SVGGElement>(`${INNER}, g.tile`);
    if (element && root.contains(element)) makeTabStop(element);
  };
  host.addEventListener('focusin', hostFocus);
  svg.on('keydown', (event: KeyboardEvent) => {
    const where = positionOf(event.target as Element);
    if (!where || !scene || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') choose(where);
    else {
      const next = moveFocus(scene, where, event.key);
      if (!next) return;
      focus(next);
    }
    event.preventDefault();
  });
  // Measures taken before a web font has arrived are those of its stand-in.
  void document.fonts?.ready.then(() => {
    if (destroyed || !scene) return;
    text.forget();
    fonts = undefined;
    drawn = new Map();
    update(scene);
  });

  return {
    update,
    focusNode: (name) => focus({ node: name }),
    destroy() {
      destroyed = true;
      idle?.stop();
      host.removeEventListener('focusin', hostFocus);
      stopTweens(svg.node() as Element);
      svg.remove();
    },
  };
}

function samePosition(a: Position | undefined, b: Position): boolean {
  return a?.node === b.node && a.slot === b.slot;
}

function defineFills(defs: ReturnType<typeof select<SVGDefsElement, unknown>>): void {
  const stripes = defs
    .append('pattern')
    .attr('id', 'grid-lost')
    .attr('width', 12)
    .attr('height', 12)
    .attr('patternUnits', 'userSpaceOnUse')
    .attr('patternTransform', 'rotate(45)');
  stripes.append('rect').attr('class', 'stripe').attr('width', 6).attr('height', 12);
  const warm = defs.append('linearGradient').attr('id', 'grid-warm').attr('x2', 0).attr('y2', 1);
  warm.append('stop').attr('class', 'warm').attr('offset', 0);
  warm.append('stop').attr('class', 'warm-end').attr('offset', 0.6);
}

/** CSS fonts of the texts that are fitted; the sizes are those of grid.css. */
function fontsOf(root: Element): Record<TextRole, string> {
  const style = getComputedStyle(root);
  const sans = style.fontFamily || 'sans-serif';
  const mono = style.getPropertyValue('--mono') || 'monospace';
  return {
    node: `600 13px ${sans}`,
    compact: `500 11px ${sans}`,
    count: `10.5px ${sans}`,
    note: `11.5px ${sans}`,
    name: `500 12px ${sans}`,
    word: `11px ${sans}`,
    reason: `11px ${sans}`,
    chip: `10.5px ${mono}`,
  };
}
