import { CHIP_GAP, CHIP_HEIGHT } from './chips';
import type { SceneLevel } from './types';

/** Measures of the three levels of detail, in CSS pixels. */
export const FULL = {
  gap: 10,
  padX: 11,
  headerTop: 10,
  headerHeight: 18,
  chipTop: 36,
  slotHeight: 30,
  systemSlotHeight: 25,
  slotGap: 5,
  maxTile: 420,
} as const;

/** Marks of pods that belong to no DaemonSet, at the foot of a full tile. */
export const LOOSE = { w: 18, h: 22, bottom: 4, gap: 6, inset: 3 } as const;

export const COMPACT = {
  gap: 7,
  padX: 8,
  minTile: 112,
  headerHeight: 24,
  cell: 18,
  cellGap: 4,
  bottom: 8,
} as const;

const COMPACT_ABOVE = 60;
const CELLS_ABOVE = 300;

/** Level of detail for a number of nodes. */
export function levelFor(nodes: number): SceneLevel {
  if (nodes > CELLS_ABOVE) return 'cells';
  return nodes > COMPACT_ABOVE ? 'compact' : 'full';
}

/** Columns of equal width. Few tiles may be wide; many come closer to the 195 px that a tile needs to be read. */
export function columnsFor(
  level: SceneLevel,
  nodes: number,
  width: number,
): { columns: number; tileWidth: number } {
  const { gap, minimum } =
    level === 'full'
      ? { gap: FULL.gap, minimum: nodes <= 4 ? 236 : nodes <= 12 ? 220 : 205 }
      : { gap: COMPACT.gap, minimum: COMPACT.minTile };
  // A pane that just misses three readable columns takes them at the least width rather than two wide ones.
  const least = level === 'full' ? 195 : minimum;
  const comfortable = Math.floor((width + gap) / (minimum + gap));
  const possible = Math.floor((width + gap) / (least + gap));
  const columns = Math.max(1, comfortable >= 3 ? comfortable : Math.min(possible, 3));
  const tileWidth = Math.floor((width - (columns - 1) * gap) / columns);
  return {
    columns,
    tileWidth: level === 'full' ? Math.min(FULL.maxTile, Math.max(tileWidth, 150)) : tileWidth,
  };
}

/** Top of the first slot in a tile with that many rows of chips. */
export function slotsTop(chipRows: number): number {
  const chips = chipRows > 0 ? chipRows * (CHIP_HEIGHT + CHIP_GAP) - CHIP_GAP + 10 : 2;
  return FULL.chipTop + chips;
}

/** Heights of the slots of one tile from top to bottom: system sets are lower. */
export function slotHeight(system: boolean): number {
  return system ? FULL.systemSlotHeight : FULL.slotHeight;
}
