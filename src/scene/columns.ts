import { columnsFor, COMPACT, FULL } from './layout';
import type { NodeContent } from './node-content';
import { chipRows, fullTileHeight, type Place } from './tile';

/** Places of tiles in columns of equal width; tiles of one row are as high as the highest needs. */
export function columnPlaces(
  contents: readonly NodeContent[],
  level: 'full' | 'compact',
  width: number,
): { places: Place[]; height: number } {
  const { columns, tileWidth } = columnsFor(level, contents.length, width);
  const gap = level === 'full' ? FULL.gap : COMPACT.gap;
  const places: Place[] = [];
  let y = 0;
  for (let start = 0; start < contents.length; start += columns) {
    const row = contents.slice(start, start + columns);
    const rows = level === 'full' ? Math.max(...row.map((content) => chipRows(content, tileWidth))) : 0;
    const withFooter = row.some((content) => content.others.count > 0);
    const heights = row.map((content) =>
      level === 'full' ? fullTileHeight(content, rows, withFooter) : compactHeight(content, tileWidth),
    );
    const h = Math.max(...heights);
    row.forEach((_, column) => {
      places.push({ x: column * (tileWidth + gap), y, w: tileWidth, h, chipRows: rows });
    });
    y += h + gap;
  }
  return { places, height: Math.max(0, y - gap) };
}

function compactHeight(content: NodeContent, width: number): number {
  const inner = width - 2 * COMPACT.padX;
  const columns = Math.max(1, Math.floor((inner + COMPACT.cellGap) / (COMPACT.cell + COMPACT.cellGap)));
  const rows = Math.max(1, Math.ceil(content.slots.length / columns));
  return COMPACT.headerHeight + rows * (COMPACT.cell + COMPACT.cellGap) - COMPACT.cellGap + COMPACT.bottom;
}
