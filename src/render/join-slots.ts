import type { Selection } from 'd3-selection';
import type { Slot } from '../scene/types';

/** The slots of a tile, joined by node and set: one element for each, which `create` fills once and `draw` brings up to date. */
export function joinSlots<E extends Element>(
  layer: Selection<E, unknown, null, undefined>,
  slots: readonly Slot[],
  create: (element: SVGGElement) => void,
  draw: (element: SVGGElement, slot: Slot) => void,
): void {
  layer
    .selectAll<SVGGElement, Slot>('g.slot')
    .data(slots, (slot) => slot.key)
    .join((enter) =>
      enter
        .append('g')
        .attr('class', 'slot')
        .attr('role', 'treeitem')
        .attr('aria-level', 2)
        .attr('tabindex', -1)
        .each(function () {
          create(this);
        }),
    )
    .each(function (slot) {
      draw(this, slot);
    });
}
