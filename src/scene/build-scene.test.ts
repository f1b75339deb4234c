import { describe, expect, test } from 'vitest';
import { buildScene } from './build-scene';
import { readerOf } from './testing/fixture';
import { NOW, showcase } from './testing/showcase';
test('shows', () => {
  const scene = buildScene({ read: readerOf(showcase()), now: NOW, width: 900 });
  for (const t of scene.tiles)
    console.log(
      t.name,
      t.note,
      t.x,
      t.y,
      t.w,
      t.h,
      t.chips.map((c) => c.text).join(' '),
      t.slots.map((s) => s.label).join(' | '),
    );
  console.log(JSON.stringify(scene.sets, null, 1));
  expect(scene.tiles.length).toBe(12);
});
describe;
