import { select, type Selection } from 'd3-selection';
import type { LooseMark } from '../scene/types';
import { drawGlyph, drawShape } from './glyph-view';
import { FAULT_GLYPH } from './glyphs';
import { fadeIn, TIMES } from './motion';
import type { Pen } from './pen';

const GLYPH = 12;

/** Pods that belong to no DaemonSet, as small marks joined by uid. Each can be selected. */
export function drawLoose(
  layer: Selection<SVGGElement, unknown, null, undefined>,
  marks: readonly LooseMark[],
  pen: Pen,
): void {
  layer
    .selectAll<SVGGElement, LooseMark>('g.loose-pod')
    .data(marks, (mark) => mark.uid)
    .join((enter) =>
      enter
        .append('g')
        .attr('class', 'loose-pod')
        .attr('role', 'treeitem')
        .attr('aria-level', 2)
        .attr('tabindex', -1)
        .each(function () {
          const group = select(this);
          group.append('rect').attr('class', 'slot-ground');
          group.append('g').attr('class', 'glyph');
          group.append('g').attr('class', 'fault');
          group.append('title');
          group.append('rect').attr('class', 'ring');
          if (!pen.still && !pen.first) fadeIn(this, TIMES.arrive);
        }),
    )
    .order()
    .each(function (mark) {
      draw(this, mark);
    });
}

function draw(element: SVGGElement, mark: LooseMark): void {
  const before = element.dataset['state'];
  const group = select(element)
    .attr('data-uid', mark.uid)
    .attr('data-state', mark.state)
    .attr('aria-label', mark.label)
    .attr('aria-selected', mark.selected)
    .attr('transform', `translate(${mark.x},${mark.y})`)
    .classed('selected', mark.selected)
    .classed('broken', mark.fault !== undefined)
    .classed('quiet', mark.namespace === 'kube-system');
  for (const part of ['.slot-ground', '.ring'])
    group.select(part).attr('width', mark.w).attr('height', mark.h).attr('rx', 6);
  group.select('title').text(mark.title);
  if (before !== mark.state)
    drawGlyph(
      group.select<SVGGElement>('.glyph'),
      mark.state,
      (mark.w - GLYPH) / 2,
      (mark.h - GLYPH) / 2,
      GLYPH,
    );
  const fault = group.select<SVGGElement>('.fault').attr('display', mark.fault === undefined ? 'none' : null);
  if (mark.fault !== undefined) drawShape(fault, FAULT_GLYPH, mark.w - 8, 0, 0.8);
}
