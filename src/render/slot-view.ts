import { select, type Selection } from 'd3-selection';
import type { Absence, Slot } from '../scene/types';
import { drawGlyph } from './glyph-view';
import { ABSENCE_GLYPHS } from './glyphs';
import { joinSlots } from './join-slots';
import { fadeIn, glide, put, TIMES } from './motion';
import type { Pen } from './pen';
import { drawPods } from './pod-view';

/** The slots of a tile, joined by node and set. */
export function drawSlots(
  layer: Selection<SVGGElement, unknown, null, undefined>,
  slots: readonly Slot[],
  pen: Pen,
): void {
  joinSlots(layer, slots, create, (element, slot) => draw(element, slot, pen));
}

const RADIUS = 8;
const RING = 2.5;
const GLYPH = { left: 9, size: 14 } as const;

function create(element: SVGGElement): void {
  const slot = select(element);
  slot.append('rect').attr('class', 'slot-ground');
  const absence = slot.append('g').attr('class', 'absence');
  absence.append('rect').attr('class', 'absence-box');
  absence.append('g').attr('class', 'glyph');
  absence.append('text').attr('class', 'absence-name');
  absence.append('text').attr('class', 'absence-reason');
  absence.append('title');
  slot.append('g').attr('class', 'pods');
  slot.append('rect').attr('class', 'ring');
}

function draw(element: SVGGElement, slot: Slot, pen: Pen): void {
  const had = element.dataset['state'];
  const spot = { x: slot.x, y: slot.y };
  if (had === undefined || pen.still || pen.first || pen.resized) put(element, spot);
  else glide(element, spot);
  const last = slot.pods.at(-1);
  const group = select(element)
    .attr('data-set', slot.set.name)
    .attr('data-namespace', slot.set.namespace)
    .attr('data-node', slot.node)
    .attr('data-state', slot.state)
    .attr('data-uid', last?.uid ?? null)
    .attr('aria-label', slot.label)
    .attr('aria-selected', slot.selected)
    .classed('quiet', slot.quiet)
    .classed('selected', slot.selected)
    .classed('misscheduled', slot.misscheduled);
  group.select('.slot-ground').attr('width', slot.w).attr('height', slot.h).attr('rx', RADIUS);
  group
    .select('.ring')
    .attr('x', -RING)
    .attr('y', -RING)
    .attr('width', slot.w + 2 * RING)
    .attr('height', slot.h + 2 * RING)
    .attr('rx', RADIUS + RING);
  drawAbsence(group.select<SVGGElement>('.absence'), slot, pen, had);
  drawPods(group.select<SVGGElement>('.pods'), slot, pen);
}

function drawAbsence(
  group: Selection<SVGGElement, unknown, null, undefined>,
  slot: Slot,
  pen: Pen,
  had: string | undefined,
): void {
  const { absence } = slot;
  const hidden = group.attr('display') === 'none';
  group.attr('display', absence ? null : 'none');
  if (!absence) return;
  if (hidden && had !== undefined && !pen.still && !pen.first)
    fadeIn(group.node() as SVGGElement, TIMES.arrive);
  group
    .attr('data-kind', absence.kind)
    .select('.absence-box')
    .attr('x', 0.5)
    .attr('y', 0.5)
    .attr('width', slot.w - 1)
    .attr('height', slot.h - 1)
    .attr('rx', RADIUS);
  group.select('title').text(`${slot.set.name}: ${absence.title}`);
  const { left, size } = GLYPH;
  const glyph = group.select<SVGGElement>('.glyph');
  drawGlyph(glyph, ABSENCE_GLYPHS[absence.kind], left, (slot.h - size) / 2, size);
  drawReason(group, slot, absence, pen);
}

/** A narrower piece of a name tells nothing. */
const LEAST_NAME = 34;

function drawReason(
  group: Selection<SVGGElement, unknown, null, undefined>,
  slot: Slot,
  absence: Absence,
  pen: Pen,
): void {
  const left = 31;
  const room = slot.w - left - 9;
  const middle = slot.h / 2 + 4;
  const roomForName = (reason: string) => room - pen.measure(reason, 'reason') - 6;
  const nameWidth = pen.measure(slot.set.name, 'name');
  // The longest reason that leaves room for the whole name; else the shortest, beside as much of the name as fits.
  const reasons = [absence.reason, absence.short, absence.least ?? absence.short];
  const last = pen.fit(reasons.at(-1) ?? '', 'reason', room);
  const reason = reasons.find((words) => roomForName(words) >= nameWidth) ?? last;
  const nameRoom = roomForName(reason);
  const name = nameRoom < LEAST_NAME ? '' : pen.fit(slot.set.name, 'name', nameRoom);
  const alone = pen.measure(absence.reason, 'reason') <= room ? absence.reason : reason;
  group.select('.absence-name').attr('x', left).attr('y', middle).text(name);
  group
    .select('.absence-reason')
    .attr('x', slot.w - 9)
    .attr('y', middle)
    .text(name === '' ? alone : reason);
}
