import { readFileSync } from 'node:fs';
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

test('the text that stands in for the editor has its colours', () => {
  const css = readFileSync(new URL('../ui/styles/manifest.css', import.meta.url), 'utf8');
  const [dark, light] = [...css.matchAll(/\.editor-skeleton \{([^}]*)\}/g)].map(([, rules = '']) =>
    Object.fromEntries([...rules.matchAll(/--([\w-]+): (#\w+)/g)].map(([, name, colour]) => [name, colour])),
  );
  for (const [shown, palette] of [
    [dark, palettes.dark],
    [light, palettes.light],
  ] as const)
    expect(shown).toEqual({
      key: palette.key,
      string: palette.string,
      number: palette.number,
      mark: palette.punctuation,
      'line-number': palette.lineNumber,
    });
});
