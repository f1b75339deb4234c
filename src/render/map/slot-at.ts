import type { Slot, Tile } from '../../scene/types';
import type { Box } from './camera';
import { DETAIL, detailAt, rowsOf } from './cell-detail';
import { stripeOf } from './cell-shape';

/** The place of a set within a cell at a point, where the cell has one for it. `shown`: indexes of the sets. CSS pixels. */
export function slotAt(
  tile: Tile,
  box: Box,
  shown: readonly number[],
  x: number,
  y: number,
): Slot | undefined {
  const detail = detailAt(box.w);
  if (detail === 'tile' || (detail === 'name' && shown.length > 1))
    return rowsOf(tile, shown, box, detail).rows.find(({ box: row }) => y >= row.y && y < row.y + row.h)
      ?.slot;
  if (shown.length <= 1) return tile.slots[shown[0] ?? -1];
  const at = shown.findIndex((_, i) => {
    const stripe = stripeOf(box, i, shown.length);
    return x >= stripe.x && x < stripe.x + stripe.w + 1;
  });
  return box.w >= DETAIL.glyph ? tile.slots[shown[at] ?? -1] : undefined;
}
