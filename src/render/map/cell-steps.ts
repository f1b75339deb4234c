import type { Tile } from '../../scene/types';

/** Cells that Page Up and Page Down skip, in rows. */
const PAGE = 8;

/** Where a key leads from a cell, as an index into the tiles; undefined = the key means nothing here. */
export function stepFrom(tiles: readonly Tile[], from: number, key: string): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return Math.min(from + 1, tiles.length - 1);
    case 'ArrowLeft':
      return Math.max(from - 1, 0);
    case 'ArrowDown':
      return down(tiles, from, 1);
    case 'ArrowUp':
      return up(tiles, from, 1);
    case 'PageDown':
      return down(tiles, from, PAGE);
    case 'PageUp':
      return up(tiles, from, PAGE);
    case 'Home':
      return 0;
    case 'End':
      return tiles.length - 1;
    default:
      return undefined;
  }
}

// Tiles come row by row, so the next row begins at the next tile that lies lower.
function down(tiles: readonly Tile[], from: number, rows: number): number {
  let at = from;
  for (let row = 0; row < rows; row++) {
    const y = tiles[at]?.y ?? 0;
    let next = at + 1;
    while (next < tiles.length && tiles[next]?.y === y) next++;
    if (next >= tiles.length) break;
    at = nearest(tiles, next, tiles[from]?.x ?? 0);
  }
  return at;
}

function up(tiles: readonly Tile[], from: number, rows: number): number {
  let at = from;
  for (let row = 0; row < rows; row++) {
    const y = tiles[at]?.y ?? 0;
    let last = at - 1;
    while (last >= 0 && tiles[last]?.y === y) last--;
    if (last < 0) break;
    let first = last;
    while (first > 0 && tiles[first - 1]?.y === tiles[last]?.y) first--;
    at = nearest(tiles, first, tiles[from]?.x ?? 0);
  }
  return at;
}

/** In the row that begins at `first`. */
function nearest(tiles: readonly Tile[], first: number, x: number): number {
  const y = tiles[first]?.y;
  let best = first;
  for (let i = first; i < tiles.length && tiles[i]?.y === y; i++)
    if (Math.abs((tiles[i]?.x ?? 0) - x) < Math.abs((tiles[best]?.x ?? 0) - x)) best = i;
  return best;
}

/** The next node whose name begins with what is typed, ends with it (`731` of worker-731), or has it somewhere. */
export function findByName(tiles: readonly Tile[], from: number, typed: string): number | undefined {
  const rules = [
    (name: string) => name.startsWith(typed),
    (name: string) => name.endsWith(`-${typed}`),
    (name: string) => name.includes(typed),
  ];
  for (const fits of rules)
    for (let i = 0; i < tiles.length; i++) {
      const at = (from + i) % tiles.length;
      if (fits(tiles[at]?.name ?? '')) return at;
    }
  return undefined;
}

/** The tile at a point of the picture, so much around it included; -1 where there is none. */
export function indexAt(tiles: readonly Tile[], at: { x: number; y: number }, around: number): number {
  return tiles.findIndex(
    ({ x, y, w, h }) =>
      at.y >= y - around && at.y < y + h + around && at.x >= x - around && at.x < x + w + around,
  );
}
