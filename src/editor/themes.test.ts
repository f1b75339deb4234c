import { describe, expect, test } from 'vitest';
import { palettes, themeData } from './themes';
import type { ThemeName } from './themes';

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each<ThemeName>(['dark', 'light'])('the %s theme', (name) => {
  const { background, ...inks } = palettes[name];
  const currentLine = themeData(name).colors['editor.lineHighlightBackground'] ?? background;

  test.each(Object.entries(inks))('%s is readable (WCAG AA), also on the current line', (_, ink) => {
    expect(contrast(ink, background)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(ink, currentLine)).toBeGreaterThanOrEqual(4.5);
  });
});
