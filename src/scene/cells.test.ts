import { describe, expect, test } from 'vitest';
import { CELLS, planCells } from './cells';

const nodes = (title: string, count: number): string[] => Array.from({ length: count }, () => title);

describe('sections of cells', () => {
  const titles = [...nodes('control plane', 1), ...nodes('zone a', 400), ...nodes('workers', 2)];
  const small = [...titles, ...nodes('edges', 3)];

  test('small ones that follow each other share a line', () => {
    const { sections, places } = planCells(small, { width: 656, height: 460 });
    expect(sections.map(({ title }) => title)).toEqual(['control plane', 'zone a', 'edges', 'workers']);
    const lines = sections.map(({ y }) => y);
    expect(lines[2]).toBe(lines[3]);
    expect(new Set(lines).size).toBe(3);
    const tops = sections.map(({ first }) => places[first]?.y);
    expect(tops[2]).toBe(tops[3]);
  });

  test('their headings have room, and no two cells are in the same place', () => {
    const { sections, places } = planCells(small, { width: 656, height: 460 });
    for (const [i, { text, y, first }] of sections.entries()) {
      const next = sections[i + 1];
      if (next?.y !== y) continue;
      const room = (places[next.first]?.x ?? 0) - (places[first]?.x ?? 0);
      expect(room).toBeGreaterThan(text.length * CELLS.character);
    }
    expect(new Set(places.map(({ x, y }) => `${x},${y}`)).size).toBe(small.length);
    for (const { x, w } of places) expect(x + w).toBeLessThanOrEqual(656);
  });

  test('where a line is too short for two, each has its own', () => {
    const { sections } = planCells(small, { width: 100, height: 460 });
    expect(new Set(sections.map(({ y }) => y)).size).toBe(4);
  });

  test.each([
    [656, 460],
    [370, 300],
    [90, 900],
  ])('what is planned for %i × %i px fits, unless cells are as small as can be', (width, height) => {
    const plan = planCells(small, { width, height });
    const [first] = plan.places;
    if ((first?.w ?? 0) >= CELLS.pitch.least) expect(plan.height).toBeLessThanOrEqual(height);
    for (const { y, h } of plan.places) expect(y + h).toBeLessThanOrEqual(plan.height);
  });
});
