import { select } from 'd3-selection';
import type { PodMark, Slot, Tile } from '../scene/types';
import { ABSENCE_GLYPHS, FAULT_GLYPH, GLYPHS, healthOf, NODE_GLYPHS, type Glyph } from './glyphs';
import { joinSlots } from './join-slots';
import { fadeIn, fadeOut, pulse, shake } from './motion';
import { movedPath } from './moved-path';
import type { Pen } from './pen';
import { setAttribute as set } from './set-attribute';

/*
 * The tile of a cluster with many nodes. A browser pays for each element in each frame in which anything moves, and most of all for
 * each one with a transform or an opacity of its own. So all of a tile is drawn in the tile's own coordinates, elements are made
 * when they are needed, and what moves are pods that come, go, become ready or fail.
 */

const RADIUS = { tile: 8, cell: 5 } as const;
const HEADER = { left: 8, base: 17, name: 20, glyph: 0.85 } as const;
/** Size of a state's shape, CSS pixels. */
const GLYPH = 11;
const RING = 1.5;
const BOLT = 10;

export function createCompactTile(element: SVGGElement): void {
  child(element, 'rect', 'tile-box');
  child(element, 'g', 'tile-head').append(make('g', 'health'), make('text', 'node-name'), make('title'));
  child(element, 'g', 'slots').setAttribute('role', 'group');
  child(element, 'rect', 'ring');
}

/** Everything of a tile but its place. */
export function drawCompactTile(element: SVGGElement, tile: Tile, pen: Pen): void {
  const frame = { x: 0.5, y: 0.5, w: tile.w - 1, h: tile.h - 1 };
  drawBox(part(element, '.tile-box'), frame, RADIUS.tile);
  drawBox(part(element, ':scope > .ring'), frame, RADIUS.tile);
  const tint = !tile.ready ? 'url(#grid-lost)' : tile.controlPlane ? 'url(#grid-warm)' : undefined;
  const tinted = optional(element, '.tile-tint', tint !== undefined, () => {
    const made = make('rect', 'tile-tint');
    part(element, '.tile-box').after(made);
    return made;
  });
  if (tinted) {
    drawBox(tinted, frame, RADIUS.tile);
    set(tinted, 'fill', tint ?? null);
  }
  drawHead(part(element, '.tile-head'), tile, pen);
  drawFault(element, tile.faults.length > 0, tile.w - 15, 7);
  drawSlots(part(element, '.slots'), tile.slots, pen);
}

/** What a screen reader is told: pods of no DaemonSet have no place of their own here. */
export function compactLabel(tile: Tile): string {
  return tile.others.count > 0 ? `${tile.label}, ${tile.others.text}` : tile.label;
}

function drawHead(head: Element, tile: Tile, pen: Pen): void {
  const { left, base, name, glyph } = HEADER;
  const health = healthOf(tile);
  if (head.getAttribute('data-health') !== health)
    drawGlyph(part(head, '.health'), NODE_GLYPHS[health], left - 1, base - 9 * glyph, glyph);
  set(head, 'data-health', health);
  const bolt = tile.faults.length > 0 ? BOLT : 0;
  const right = tile.w - left - bolt;
  const note = tile.others.count > 0 ? `+${tile.others.count}` : '';
  const room = right - name - (note ? pen.measure(note, 'count') + 5 : 0);
  drawText(part(head, '.node-name'), pen.fit(tile.name, 'compact', room), name, base);
  const count = optional(head, '.node-note', note !== '', () => {
    const made = make('text', 'node-note');
    part(head, '.node-name').after(made);
    return made;
  });
  if (count) {
    drawText(count, note, right, base);
    set(count, 'data-tone', tile.others.failing > 0 ? 'bad' : 'muted');
  }
  retext(part(head, 'title'), compactLabel(tile));
}

function drawSlots(layer: Element, slots: readonly Slot[], pen: Pen): void {
  const create = (element: SVGGElement): void => {
    child(element, 'g', 'pods');
    child(element, 'rect', 'ring');
  };
  joinSlots(select(layer), slots, create, (element, slot) => drawSlot(element, slot, pen));
}

function drawSlot(element: SVGGElement, slot: Slot, pen: Pen): void {
  set(element, 'data-set', slot.set.name);
  set(element, 'data-namespace', slot.set.namespace);
  set(element, 'data-node', slot.node);
  set(element, 'data-state', slot.state);
  set(element, 'data-uid', slot.pods.at(-1)?.uid ?? null);
  set(element, 'aria-label', slot.label);
  set(element, 'aria-selected', String(slot.selected));
  element.classList.toggle('quiet', slot.quiet);
  element.classList.toggle('selected', slot.selected);
  element.classList.toggle('misscheduled', slot.misscheduled);
  const { x, y, w, h } = slot;
  const around = { x: x - RING, y: y - RING, w: w + 2 * RING, h: h + 2 * RING };
  drawBox(part(element, ':scope > .ring'), around, RADIUS.cell + RING);
  drawAbsence(element, slot);
  drawPods(part(element, '.pods'), slot, pen);
}

function drawAbsence(element: Element, slot: Slot): void {
  const { absence } = slot;
  const group = optional(element, '.absence', absence !== undefined, () => {
    const made = make('g', 'absence');
    made.append(make('rect', 'absence-box'), make('g', 'glyph'), make('title'));
    element.prepend(made);
    return made;
  });
  if (!absence || !group) return;
  const { x, y, w, h } = slot;
  drawBox(part(group, '.absence-box'), { x: x + 0.5, y: y + 0.5, w: w - 1, h: h - 1 }, RADIUS.cell);
  set(group, 'data-kind', absence.kind);
  drawState(part(group, '.glyph'), ABSENCE_GLYPHS[absence.kind], slot);
  retext(part(group, 'title'), `${slot.set.name}: ${absence.title}`);
}

/** Joined by uid: a pod keeps its element for life. */
function drawPods(layer: Element, slot: Slot, pen: Pen): void {
  select(layer)
    .selectAll<SVGGElement, PodMark>('g.pod')
    .data(slot.pods, (mark) => mark.uid)
    .join(
      (enter) =>
        enter.append('g').each(function (mark) {
          this.setAttribute('class', 'pod');
          this.append(make('rect', 'pod-box'), make('g', 'glyph'), make('title'));
          drawPod(this, mark, slot, pen);
          if (!pen.still && !pen.first) fadeIn(this);
        }),
      (update) =>
        update.each(function (mark) {
          drawPod(this, mark, slot, pen);
        }),
      (exit) =>
        exit.each(function () {
          if (pen.still) return this.remove();
          // Off the join, so that the uid may come back (seeking) as a new element while this one fades.
          this.setAttribute('class', slot.quiet ? 'pod-leaving quiet' : 'pod-leaving');
          this.setAttribute('aria-hidden', 'true');
          this.removeAttribute('data-uid');
          fadeOut(this);
        }),
    );
}

function drawPod(element: SVGGElement, mark: PodMark, slot: Slot, pen: Pen): void {
  const before = element.dataset['state'];
  const box = { x: slot.x + mark.x, y: slot.y, w: mark.w, h: slot.h };
  set(element, 'data-uid', mark.uid);
  set(element, 'data-state', mark.state);
  set(element, 'data-colour', slot.quiet ? 0 : mark.colour);
  element.classList.toggle('quiet', slot.quiet);
  element.classList.toggle('broken', mark.fault !== undefined);
  const inner = { x: box.x + 0.5, y: box.y + 0.5, w: Math.max(0, box.w - 1), h: box.h - 1 };
  drawBox(part(element, '.pod-box'), inner, Math.min(RADIUS.cell, box.w / 2));
  drawState(part(element, '.glyph'), mark.state, box);
  retext(part(element, 'title'), `${mark.name}: ${mark.word}\n${mark.title}`);
  drawFault(element, mark.fault !== undefined, box.x + Math.max(0, box.w - 15), box.y - 5);
  if (before === undefined || before === mark.state) return;
  // What the shake has left behind.
  if (before === 'failed') element.removeAttribute('transform');
  if (pen.still || pen.first) return;
  if (mark.state === 'ready') pulse(element, box.x + box.w / 2, box.y + box.h / 2);
  if (mark.state === 'failed') shake(element);
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A state's shape in the middle of a box. */
function drawState(group: Element, state: keyof typeof GLYPHS, { x, y, w, h }: Box): void {
  const key = `${state} ${x} ${y} ${w}`;
  if (group.getAttribute('data-drawn') === key) return;
  group.setAttribute('data-drawn', key);
  drawGlyph(group, GLYPHS[state], x + (w - GLYPH) / 2, y + (h - GLYPH) / 2, GLYPH / 14);
}

/** Somebody has broken this on purpose: a bolt. */
function drawFault(element: Element, shown: boolean, x: number, y: number): void {
  const group = optional(element, ':scope > .fault', shown, () => child(element, 'g', 'fault'));
  if (group) drawGlyph(group, FAULT_GLYPH, x, y, 1);
}

function drawGlyph(
  group: Element,
  { fill, line, cut, dash }: Glyph,
  x: number,
  y: number,
  scale: number,
): void {
  const paths = Object.entries({ fill, line, cut }).flatMap(([name, d]) => {
    if (d === undefined) return [];
    const path = make('path', `glyph-${name}`);
    path.setAttribute('d', movedPath(d, x, y, scale));
    if (name === 'line' && dash !== undefined) path.setAttribute('stroke-dasharray', scaled(dash, scale));
    return [path];
  });
  group.replaceChildren(...paths);
}

function scaled(dash: string, scale: number): string {
  return dash
    .split(' ')
    .map((length) => (Number(length) * scale).toFixed(2))
    .join(' ');
}

function drawBox(rect: Element, { x, y, w, h }: Box, radius: number): void {
  set(rect, 'x', x);
  set(rect, 'y', y);
  set(rect, 'width', w);
  set(rect, 'height', h);
  set(rect, 'rx', radius);
}

function drawText(element: Element, words: string, x: number, y: number): void {
  set(element, 'x', x);
  set(element, 'y', y);
  retext(element, words);
}

function retext(element: Element, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}

function part(element: Element, selector: string): Element {
  const found = element.querySelector(selector);
  if (!found) throw new Error(`a tile has no ${selector}`);
  return found;
}

/** A part that is there only while it is wanted. */
function optional(
  element: Element,
  selector: string,
  wanted: boolean,
  create: () => Element,
): Element | undefined {
  const found = element.querySelector(selector) ?? undefined;
  if (wanted) return found ?? create();
  found?.remove();
  return undefined;
}

function make<K extends keyof SVGElementTagNameMap>(tag: K, className?: string): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  if (className !== undefined) element.setAttribute('class', className);
  return element;
}

function child<K extends keyof SVGElementTagNameMap>(
  parent: Element,
  tag: K,
  className: string,
): SVGElementTagNameMap[K] {
  const element = make(tag, className);
  parent.append(element);
  return element;
}
