import type { Scene } from '../../scene/types';

/** A cell in words, for a screen reader: its node, its section and what the sets shown (by index) have there. */
export function cellLabel({ tiles, sections }: Scene, index: number, shown: readonly number[]): string {
  const tile = tiles[index];
  if (!tile) return '';
  const section = sections.find(({ first, count }) => index >= first && index < first + count);
  const slots = shown.flatMap((i) => tile.slots[i]?.label ?? []);
  return [tile.label, ...(section ? [section.title] : []), ...slots].join('. ');
}
