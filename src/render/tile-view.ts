import { select, type Selection } from 'd3-selection';
import type { Chip, Tile } from '../scene/types';
import { drawShape } from './glyph-view';
import { FAULT_GLYPH, healthOf, NODE_GLYPHS } from './glyphs';
import { drawLoose } from './loose-view';
import type { Pen } from './pen';
import { drawSlots } from './slot-view';

const PAD = 11;
const HEADER_BASE = 23;
const CHIPS_TOP = 36;
const RADIUS = 11;

/** The parts of a tile that can be read; those of a small one are in compact-view.ts. */
export function createTile(element: SVGGElement): void {
  const tile = select(element);
  tile.append('rect').attr('class', 'tile-box');
  tile.append('rect').attr('class', 'tile-tint');
  const head = tile.append('g').attr('class', 'tile-head');
  head.append('g').attr('class', 'health');
  head.append('text').attr('class', 'node-name');
  head.append('text').attr('class', 'node-note');
  head.append('title');
  tile.append('g').attr('class', 'chips');
  tile.append('g').attr('class', 'slots').attr('role', 'group');
  const others = tile.append('g').attr('class', 'others');
  others.append('text');
  others.append('title');
  tile.append('g').attr('class', 'loose').attr('role', 'group');
  tile.append('rect').attr('class', 'ring');
}

/** Everything of a tile but its place. */
export function drawTile(element: SVGGElement, tile: Tile, pen: Pen): void {
  const group = select(element);
  for (const part of ['.tile-box', '.tile-tint'])
    group
      .select(part)
      .attr('x', 0.5)
      .attr('y', 0.5)
      .attr('width', tile.w - 1)
      .attr('height', tile.h - 1)
      .attr('rx', RADIUS);
  group
    .select('.tile-tint')
    .attr('fill', !tile.ready ? 'url(#grid-lost)' : tile.controlPlane ? 'url(#grid-warm)' : 'none');
  group
    .select(':scope > .ring')
    .attr('x', 0.5)
    .attr('y', 0.5)
    .attr('width', tile.w - 1)
    .attr('height', tile.h - 1)
    .attr('rx', RADIUS);
  drawHead(group.select<SVGGElement>('.tile-head'), tile, pen);
  drawChips(group.select<SVGGElement>('.chips'), tile.chips, pen);
  drawOthers(group.select<SVGGElement>('.others'), tile);
  drawLoose(group.select<SVGGElement>('.loose'), tile.others.marks, pen);
  drawSlots(group.select<SVGGElement>('.slots'), tile.slots, pen);
}

function drawHead(head: Selection<SVGGElement, unknown, null, undefined>, tile: Tile, pen: Pen): void {
  const health = healthOf(tile);
  head.attr('data-health', health);
  drawShape(head.select<SVGGElement>('.health'), NODE_GLYPHS[health], PAD - 1, HEADER_BASE - 9, 1);
  const nameLeft = PAD + 15;
  const note = pen.fit(tile.note, 'note', tile.w * 0.5);
  const room = tile.w - nameLeft - PAD - (note ? pen.measure(note, 'note') + 8 : 0);
  head
    .select('.node-name')
    .attr('x', nameLeft)
    .attr('y', HEADER_BASE)
    .text(pen.fit(tile.name, 'node', room));
  head
    .select('.node-note')
    .attr('x', tile.w - PAD)
    .attr('y', HEADER_BASE)
    .attr('data-tone', tile.noteTone)
    .text(note);
  head.select('title').text(tile.label);
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
