import type { Scene, Tile } from '../scene/types';

/** Where the keyboard is: a tile, or one of its slots or loose pods. */
export interface Position {
  node: string;
  /** Key of a slot, or uid of a loose pod. */
  slot?: string;
}

/**
 * Arrow keys over the picture. Left and right go to the neighbouring tile, down walks through a tile's slots, then its loose pods, and on to the tile
 * below, up goes back; Home and End, Page Up and Page Down skip. Undefined = the key means nothing here.
 */
export function moveFocus(scene: Scene, from: Position, key: string): Position | undefined {
  const index = scene.tiles.findIndex((tile) => tile.name === from.node);
  const tile = scene.tiles[index];
  if (!tile) return undefined;
  const stops = stopsOf(tile);
  const slotIndex = stops.findIndex((stop) => stop === from.slot);
  switch (key) {
    case 'ArrowRight':
      return sideways(scene.tiles[index + 1], slotIndex);
    case 'ArrowLeft':
      return sideways(scene.tiles[index - 1], slotIndex);
    case 'ArrowDown':
      return at(tile, stops[slotIndex + 1]) ?? only(vertical(scene, tile, 1));
    case 'ArrowUp':
      if (slotIndex > 0) return at(tile, stops[slotIndex - 1]);
      return slotIndex === 0 ? { node: tile.name } : only(vertical(scene, tile, -1));
    case 'PageDown':
      return only(vertical(scene, tile, 1));
    case 'PageUp':
      return only(vertical(scene, tile, -1));
    case 'Home':
      return only(scene.tiles[0]);
    case 'End':
      return only(scene.tiles.at(-1));
    case 'Escape':
      return from.slot === undefined ? undefined : { node: tile.name };
    default:
      return undefined;
  }
}

function only(tile: Tile | undefined): Position | undefined {
  return tile && { node: tile.name };
}

/** What lies within a tile, from top to bottom. */
function stopsOf(tile: Tile): string[] {
  return [...tile.slots.map((slot) => slot.key), ...tile.others.marks.map((mark) => mark.uid)];
}

function at(tile: Tile, slot: string | undefined): Position | undefined {
  return slot === undefined ? undefined : { node: tile.name, slot };
}

function sideways(tile: Tile | undefined, slotIndex: number): Position | undefined {
  if (!tile) return undefined;
  return (slotIndex >= 0 && at(tile, stopsOf(tile)[slotIndex])) || { node: tile.name };
}

/** The tile of the next row (direction 1) or the row before (-1) that is nearest in x. */
function vertical(scene: Scene, from: Tile, direction: 1 | -1): Tile | undefined {
  const beyond = scene.tiles.filter((tile) => (direction === 1 ? tile.y > from.y : tile.y < from.y));
  const rows = beyond.map((tile) => tile.y);
  const row = direction === 1 ? Math.min(...rows) : Math.max(...rows);
  return beyond
    .filter((tile) => tile.y === row)
    .reduce<Tile | undefined>(
      (best, tile) => (best && Math.abs(best.x - from.x) <= Math.abs(tile.x - from.x) ? best : tile),
      undefined,
    );
}
