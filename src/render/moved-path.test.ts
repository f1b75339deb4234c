import { describe, expect, test } from 'vitest';
import { FAULT_GLYPH, GLYPHS, NODE_GLYPHS } from './glyphs';
import { movedPath } from './moved-path';

describe('a path at another place', () => {
  test.each([
    ['M7 1.8a5.2 5.2 0 1 0 0 10.4z', 'M24 13.6a10.4 10.4 0 1 0 0 20.8z'],
    ['M5 .4L1.8 5.7h2.6l-.8 3.9v-1z', 'M20 10.8L13.6 21.4h5.2l-1.6 7.8v-2z'],
    ['M4 5.7l3 3l3-3M2.4 12c0-2.1 3.1-2 3.1-.1', 'M18 21.4l6 6l6 -6M14.8 34c0 -4.2 6.2 -4 6.2 -0.2'],
  ])('%s', (d, expected) => {
    expect(movedPath(d, 10, 10, 2)).toBe(expected);
  });

  test('where it was it stays', () => {
    expect(movedPath('M7 1.6l-3 .5h9.2z', 0, 0, 1)).toBe('M7 1.6l-3 0.5h9.2z');
  });

  test('a command that no glyph has is an error', () => {
    expect(() => movedPath('M1 1Q2 2 3 3', 0, 0, 1)).toThrow('Q');
  });

  test('it knows all that glyphs are made of', () => {
    for (const { fill, line, cut } of [...Object.values(GLYPHS), ...Object.values(NODE_GLYPHS), FAULT_GLYPH])
      for (const d of [fill, line, cut]) if (d !== undefined) expect(movedPath(d, 3, 4, 0.5)).toMatch(/^M/);
  });
});
