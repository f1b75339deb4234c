import { select, type Selection } from 'd3-selection';
import type { Chip, SceneLevel, Tile } from '../scene/types';
import { drawShape } from './glyph-view';
import { FAULT_GLYPH, NODE_GLYPHS } from './glyphs';
import { drawLoose } from './loose-view';
import type { Pen } from './pen';
import { drawSlots } from './slot-view';

const PAD = 11;
const HEADER_BASE = 23;
const CHIPS_TOP = 36;

/** The parts that a tile has at a level of detail. */
export function createTile(element: SVGGElement, level: SceneLevel): void {
  const tile = select(element);
  tile.append('rect').attr('class', 'tile-box');
  tile.append('rect').attr('class', 'tile-tint');
  if (level !== 'dots') {
    const head = tile.append('g').attr('class', 'tile-head');
    head.append('g').attr('class', 'health');
    head.append('text').attr('class', 'node-name');
    head.append('text').attr('class', 'node-note');
    head.append('title');
  }
  if (level === 'full') tile.append('g').attr('class', 'chips');
  tile.append('g').attr('class', 'slots').attr('role', 'group');
  if (level === 'full') {
    const others = tile.append('g').attr('class', 'others');
    others.append('text');
    others.append('title');
    tile.append('g').attr('class', 'loose').attr('role', 'group');
  }
  if (level !== 'full') tile.append('g').attr('class', 'fault');
  tile.append('rect').attr('class', 'ring');
}

/** Everything of a tile but its place. */
export function drawTile(element: SVGGElement, tile: Tile, pen: Pen): void {
  const group = select(element)
    .attr('data-node', tile.name)
    .attr('aria-label', tile.label)
    .attr('aria-selected', tile.selected)
    .classed('selected', tile.selected)
    .classed('control-plane', tile.controlPlane)
    .classed('lost', !tile.ready)
    .classed('cordoned', tile.cordoned)
    .classed('pressed', tile.pressure.length > 0)
    .classed('broken', tile.faults.length > 0);
  const radius = pen.level === 'full' ? 11 : pen.level === 'compact' ? 8 : 3;
  for (const part of ['.tile-box', '.tile-tint'])
    group
      .select(part)
      .attr('x', 0.5)
      .attr('y', 0.5)
      .attr('width', tile.w - 1)
      .attr('height', tile.h - 1)
      .attr('rx', radius);
  const out = pen.level === 'dots' ? 2 : 0;
  group
    .select('.tile-tint')
    .attr('fill', !tile.ready ? 'url(#grid-lost)' : tile.controlPlane ? 'url(#grid-warm)' : 'none');
  group
    .select(':scope > .ring')
    .attr('x', 0.5 - out)
    .attr('y', 0.5 - out)
    .attr('width', tile.w - 1 + 2 * out)
    .attr('height', tile.h - 1 + 2 * out)
    .attr('rx', radius + out);
  if (pen.level !== 'full') drawFault(group.select<SVGGElement>(':scope > .fault'), tile, pen);
  if (pen.level !== 'dots') drawHead(group.select<SVGGElement>('.tile-head'), tile, pen);
  if (pen.level === 'full') {
    drawChips(group.select<SVGGElement>('.chips'), tile.chips, pen);
    drawOthers(group.select<SVGGElement>('.others'), tile);
    drawLoose(group.select<SVGGElement>('.loose'), tile.others.marks, pen);
  }
  drawSlots(group.select<SVGGElement>('.slots'), tile.slots, pen);
}

function drawHead(head: Selection<SVGGElement, unknown, null, undefined>, tile: Tile, pen: Pen): void {
  const full = pen.level === 'full';
  const base = full ? HEADER_BASE : 17;
  const left = full ? PAD : 8;
  const health = tile.ready
    ? tile.pressure.length > 0
      ? 'pressed'
      : tile.cordoned
        ? 'cordoned'
        : 'ready'
    : 'lost';
  head.attr('data-health', health);
  const scale = full ? 1 : 0.85;
  drawShape(head.select<SVGGElement>('.health'), NODE_GLYPHS[health], left - 1, base - 9 * scale, scale);
  const nameLeft = left + (full ? 15 : 12);
  const note = full ? pen.fit(tile.note, 'note', tile.w * 0.5) : '';
  const bolt = !full && tile.faults.length > 0 ? 10 : 0;
  const room = tile.w - nameLeft - left - bolt - (note ? pen.measure(note, 'note') + 8 : 0);
  head
    .select('.node-name')
    .attr('x', nameLeft)
    .attr('y', base)
    .text(pen.fit(tile.name, full ? 'node' : 'compact', room));
  head
    .select('.node-note')
    .attr('x', tile.w - left)
    .attr('y', base)
    .attr('data-tone', tile.noteTone)
    .text(note);
  head.select('title').text(tile.label);
}

/** Where there is no room for words: a bolt at the upper right corner. */
function drawFault(group: Selection<SVGGElement, unknown, null, undefined>, tile: Tile, pen: Pen): void {
  const shown = tile.faults.length > 0;
  group.attr('display', shown ? null : 'none');
  if (!shown) return;
  const compact = pen.level === 'compact';
  drawShape(group, FAULT_GLYPH, tile.w - (compact ? 15 : 7), compact ? 7 : -3, compact ? 1 : 0.8);
}

function drawChips(
  layer: Selection<SVGGElement, unknown, null, undefined>,
  chips: readonly Chip[],
  pen: Pen,
): void {
  layer
    .selectAll<SVGGElement, Chip>('g.chip')
    .data(chips, (chip) => chip.key)
    .join((enter) => {
      const chip = enter.append('g').attr('class', 'chip');
      chip.append('rect');
      chip.append('g').attr('class', 'sign');
      chip.append('text');
      chip.append('title');
      return chip;
    })
    .attr('data-kind', (chip) => chip.kind)
    .attr('transform', (chip) => `translate(${PAD + chip.x},${CHIPS_TOP + chip.y})`)
    .each(function (chip) {
      const group = select(this);
      group
        .select('rect')
        .attr('x', 0.5)
        .attr('y', 0.5)
        .attr('width', chip.w - 1)
        .attr('height', 18)
        .attr('rx', 5);
      const sign = chip.kind === 'fault' ? 11 : 0;
      if (sign > 0) drawShape(group.select<SVGGElement>('.sign'), FAULT_GLYPH, 5.5, 4.5, 1);
      group
        .select('text')
        .attr('x', 6.5 + sign)
        .attr('y', 13)
        .text(pen.fit(chip.text, 'chip', chip.w - 11 - sign));
      group.select('title').text(chip.title);
    });
}

function drawOthers(group: Selection<SVGGElement, unknown, null, undefined>, tile: Tile): void {
  group
    .select('text')
    .attr('x', PAD + 1)
    .attr('y', tile.h - 11)
    .text(tile.others.text);
  group.select('title').text(tile.others.title);
}
