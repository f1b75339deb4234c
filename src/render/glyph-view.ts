import type { Selection } from 'd3-selection';
import { GLYPHS, type Glyph } from './glyphs';

/** Draws a state's shape at a place, `size` px high. */
export function drawGlyph(
  group: Selection<SVGGElement, unknown, null, undefined>,
  name: keyof typeof GLYPHS,
  x: number,
  y: number,
  size: number,
): void {
  drawShape(group, GLYPHS[name], x, y, size / 14);
}

export function drawShape(
  group: Selection<SVGGElement, unknown, null, undefined>,
  glyph: Glyph,
  x: number,
  y: number,
  scale: number,
): void {
  group.attr('transform', `translate(${x},${y})${scale === 1 ? '' : ` scale(${scale})`}`);
  const parts = [
    { part: 'fill', d: glyph.fill },
    { part: 'line', d: glyph.line },
    { part: 'cut', d: glyph.cut },
  ].filter((entry) => entry.d !== undefined);
  group
    .selectAll<SVGPathElement, (typeof parts)[number]>('path')
    .data(parts)
    .join('path')
    .attr('class', (entry) => `glyph-${entry.part}`)
    .attr('stroke-dasharray', (entry) => (entry.part === 'line' ? (glyph.dash ?? null) : null))
    .attr('d', (entry) => entry.d ?? null);
}
