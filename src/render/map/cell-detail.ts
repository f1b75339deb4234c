import { cellMarks, type CellMark, type Look } from '../../scene/cell-look';
import type { Slot, Tile } from '../../scene/types';
import { FAULT_GLYPH, GLYPHS, NODE_GLYPHS, type Glyph } from '../glyphs';
import type { TextFit } from '../text-fit';
import type { Box } from './camera';
import { drawCell, stripeOf } from './cell-shape';
import type { Palette } from './palette';

type Context = CanvasRenderingContext2D;

/** What a cell of a size on the screen, CSS pixels, has room for. */
export type Detail = 'shape' | 'glyph' | 'name' | 'tile';

/** Sizes from which there is room for a glyph, for a name, for a tile. */
export const DETAIL = { glyph: 20, name: 62, tile: 148, most: 236 } as const;

export function detailAt(size: number): Detail {
  if (size < DETAIL.glyph) return 'shape';
  if (size < DETAIL.name) return 'glyph';
  return size < DETAIL.tile ? 'name' : 'tile';
}

/** What cells with text are drawn with. */
export interface DetailPen {
  context: Context;
  palette: Palette;
  text: TextFit;
  look: Look;
  shown: readonly number[];
}

const ROW = { name: { least: 17, most: 33 }, tile: { least: 27, most: 44 } } as const;
/** A row this high has room for a second line. */
const TWO_LINES = { name: 31, tile: 38 } as const;
/** From this size on a cell tells of the sets that the cluster came with, too. */
const ROOMY = 92;
const PAD = { name: 7, tile: 10 } as const;

function headOf(tile: Tile, detail: 'name' | 'tile'): number {
  if (detail === 'name') return 24;
  return tile.traits === '' && tile.faults.length === 0 ? 33 : 48;
}

/** Places of the sets' rows in a cell that is as large as a tile or a named one; the rest is counted. */
export function rowsOf(
  tile: Tile,
  shown: readonly number[],
  box: Box,
  detail: 'name' | 'tile',
): { rows: { slot: Slot; index: number; box: Box }[]; more: number } {
  // With room for more the sets that the cluster came with are told, too.
  const order =
    detail === 'tile' || box.w >= ROOMY
      ? [...shown, ...tile.slots.map((_, i) => i).filter((i) => !shown.includes(i))]
      : shown;
  const pad = PAD[detail];
  const foot = detail === 'tile' && tile.others.count > 0 ? 20 : 0;
  const head = headOf(tile, detail);
  const room = box.h - head - pad - foot;
  const { least, most } = ROW[detail];
  const fits = Math.max(1, Math.floor(room / least));
  const kept = order.length > fits ? order.slice(0, fits - 1) : order;
  const height = Math.min(most, Math.max(least, Math.floor(room / Math.max(1, kept.length))));
  const rows = kept.flatMap((index, i) => {
    const slot = tile.slots[index];
    if (!slot) return [];
    const y = box.y + head + i * height;
    return [{ slot, index, box: { x: box.x + pad, y, w: box.w - 2 * pad, h: height - 4 } }];
  });
  return { rows, more: order.length - kept.length };
}

export function drawDetail(pen: DetailPen, tile: Tile, box: Box, detail: Detail): void {
  if (detail === 'glyph') drawGlyphs(pen, tile, box);
  else if (detail === 'name') drawNamed(pen, tile, box);
  else if (detail === 'tile') drawTile(pen, tile, box);
}

function drawGlyphs(pen: DetailPen, tile: Tile, box: Box): void {
  const { context, palette, shown, look } = pen;
  const marks = cellMarks(tile, shown, look.colour);
  drawCell(context, box, marks, { unready: !tile.ready, broken: isBroken(tile) }, palette, false);
  for (const [i, mark] of marks.entries()) {
    const slot = tile.slots[shown[i] ?? -1];
    const stripe = stripeOf(box, i, marks.length);
    const size = Math.min(22, stripe.w * 0.72, box.h * 0.5);
    if (!slot || size < 8) continue;
    const filled = mark.shape === 'solid' || mark.shape === 'failing';
    const colour = palette.colour(filled ? '--bg' : mark.token);
    const ground = filled ? palette.colour(mark.token) : palette.colour('--surface');
    const at = { x: stripe.x + (stripe.w - size) / 2, y: box.y + (box.h - size) / 2 };
    drawGlyph(context, glyphOf(slot), at.x, at.y, size / 14, colour, ground);
  }
}

function drawNamed(pen: DetailPen, tile: Tile, box: Box): void {
  const { context, palette, text, shown, look } = pen;
  const marks = cellMarks(tile, shown, look.colour);
  drawGround(pen, tile, box, marks.length === 1 ? marks[0] : undefined);
  const font = `500 11px ${palette.sans}`;
  const room = box.w - 2 * PAD.name - (isBroken(tile) ? 10 : 0);
  write(
    pen,
    shortName(tile.name, font, room, text),
    box.x + PAD.name,
    box.y + 16,
    font,
    tile.ready ? '--text' : '--bad',
  );
  const { rows, more } = rowsOf(tile, shown, box, 'name');
  const small = `10.5px ${palette.sans}`;
  for (const { slot, index, box: row } of rows) {
    const [mark] = cellMarks(tile, [index], look.colour);
    if (!mark) continue;
    const colour = palette.colour(slot.quiet ? '--muted' : mark.token);
    drawGlyph(context, glyphOf(slot), row.x, row.y, 11 / 14, colour, palette.colour('--surface'));
    const word = text.fit(wordOf(slot), small, row.w - 15);
    if (row.h + 4 < TWO_LINES.name) write(pen, word, row.x + 15, row.y + 9.5, small, toneOf(mark));
    else {
      const name = text.fit(slot.set.name, small, row.w - 15);
      write(pen, name, row.x + 15, row.y + 9.5, small, slot.quiet ? '--muted' : '--text');
      write(pen, word, row.x + 15, row.y + 22, small, toneOf(mark));
    }
  }
  if (more > 0)
    write(pen, `+${more}`, box.x + PAD.name, box.y + box.h - 7, `10px ${palette.sans}`, '--muted');
  if (isBroken(tile)) drawFault(pen, box.x + box.w - 14, box.y + 6);
}

function drawTile(pen: DetailPen, tile: Tile, box: Box): void {
  const { context, palette, text, shown, look } = pen;
  drawGround(pen, tile, box, undefined);
  const left = box.x + PAD.tile;
  const right = box.x + box.w - PAD.tile;
  const health = tile.ready
    ? tile.pressure.length > 0
      ? 'pressed'
      : tile.cordoned
        ? 'cordoned'
        : 'ready'
    : 'lost';
  const healthColour = health === 'ready' ? '--ok' : health === 'lost' ? '--bad' : '--warn';
  drawGlyph(
    context,
    NODE_GLYPHS[health],
    left - 1,
    box.y + 10,
    1,
    palette.colour(healthColour),
    palette.colour('--surface'),
  );
  const small = `11px ${palette.sans}`;
  const bold = `600 13px ${palette.sans}`;
  const note = text.fit(tile.note, small, (right - left) * 0.5);
  write(
    pen,
    note,
    right,
    box.y + 19,
    small,
    tile.noteTone === 'bad' ? '--bad' : tile.noteTone === 'warn' ? '--warn' : '--muted',
    'right',
  );
  const room = right - left - 15 - text.width(note, small) - 8;
  write(pen, shortName(tile.name, bold, room, text), left + 14, box.y + 19, bold, '--text');
  const faults = tile.faults.join(', ');
  const under = faults === '' ? tile.traits : faults;
  if (faults !== '') drawFault(pen, left - 1, box.y + 27);
  const indent = faults === '' ? 0 : 12;
  write(
    pen,
    text.fit(under, small, right - left - indent),
    left + indent,
    box.y + 37,
    small,
    faults === '' ? '--muted' : '--bad',
  );
  const { rows, more } = rowsOf(tile, shown, box, 'tile');
  for (const { slot, box: row, index } of rows) {
    const [mark] = cellMarks(tile, [index], look.colour);
    if (mark) drawRow(pen, slot, row, mark);
  }
  const others = [
    ...(more > 0 ? [`+${more} more`] : []),
    ...(tile.others.count > 0 ? [tile.others.text] : []),
  ];
  if (others.length > 0)
    write(
      pen,
      text.fit(others.join(' · '), `10.5px ${palette.sans}`, right - left),
      left,
      box.y + box.h - 9,
      `10.5px ${palette.sans}`,
      '--muted',
    );
}

function drawRow(pen: DetailPen, slot: Slot, row: Box, mark: CellMark): void {
  const two = row.h + 4 >= TWO_LINES.tile;
  const { context, palette, text } = pen;
  const colour = palette.colour(mark.token);
  const hollow = mark.shape !== 'solid' && mark.shape !== 'failing' && mark.shape !== 'lost';
  paintBox(
    context,
    row,
    6,
    slot.quiet ? palette.colour('--line-soft') : colour,
    slot.quiet ? 1 : hollow ? 0.06 : 0.14,
  );
  strokeBox(context, row, 6, colour, slot.quiet ? 0 : 0.5, hollow ? [4, 3] : []);
  drawGlyph(
    context,
    glyphOf(slot),
    row.x + 6,
    two ? row.y + 6 : row.y + (row.h - 12) / 2,
    12 / 14,
    colour,
    palette.colour('--surface'),
  );
  const name = `500 11.5px ${palette.sans}`;
  const small = `10.5px ${palette.sans}`;
  const base = two ? row.y + 16 : row.y + row.h / 2 + 4;
  const word = text.fit(wordOf(slot), small, row.w - 32);
  write(pen, word, row.x + row.w - 7, base, small, toneOf(mark), 'right');
  const room = row.w - 24 - 7 - text.width(word, small) - 8;
  if (room > 26)
    write(
      pen,
      text.fit(slot.set.name, name, room),
      row.x + 23,
      base,
      name,
      slot.quiet ? '--muted' : '--text',
    );
  if (two) write(pen, text.fit(whyOf(slot), small, row.w - 30), row.x + 23, row.y + 31, small, '--muted');
}

function drawGround(pen: DetailPen, tile: Tile, box: Box, mark: CellMark | undefined): void {
  const { context, palette } = pen;
  paintBox(context, box, 8, palette.colour('--surface'), 1);
  if (mark) {
    const hollow = mark.shape !== 'solid' && mark.shape !== 'failing' && mark.shape !== 'lost';
    paintBox(context, box, 8, palette.colour(mark.token), hollow ? 0.06 : 0.15);
    strokeBox(context, box, 8, palette.colour(mark.token), 0.55, hollow ? [4, 3] : []);
  } else
    strokeBox(context, box, 8, palette.colour(tile.ready ? '--line' : '--bad'), tile.ready ? 1 : 0.5, []);
}

function paintBox(context: Context, box: Box, radius: number, colour: string, alpha: number): void {
  const before = context.globalAlpha;
  context.globalAlpha = before * alpha;
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(box.x, box.y, box.w, box.h, radius);
  context.fill();
  context.globalAlpha = before;
}

function strokeBox(
  context: Context,
  box: Box,
  radius: number,
  colour: string,
  alpha: number,
  dash: readonly number[],
): void {
  if (alpha === 0) return;
  const before = context.globalAlpha;
  context.globalAlpha = before * alpha;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([...dash]);
  context.beginPath();
  context.roundRect(box.x + 0.5, box.y + 0.5, box.w - 1, box.h - 1, radius - 0.5);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = before;
}

const paths = new Map<string, Path2D>();

function pathOf(data: string): Path2D {
  let path = paths.get(data);
  if (!path) paths.set(data, (path = new Path2D(data)));
  return path;
}

function drawGlyph(
  context: Context,
  glyph: Glyph,
  x: number,
  y: number,
  scale: number,
  colour: string,
  ground: string,
): void {
  context.save();
  context.translate(x, y);
  context.scale(scale, scale);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.fillStyle = colour;
  if (glyph.fill !== undefined) context.fill(pathOf(glyph.fill));
  if (glyph.line !== undefined) {
    context.strokeStyle = colour;
    context.lineWidth = 1.6;
    context.setLineDash(glyph.dash?.split(' ').map(Number) ?? []);
    context.stroke(pathOf(glyph.line));
    context.setLineDash([]);
  }
  if (glyph.cut !== undefined) {
    context.strokeStyle = ground;
    context.lineWidth = 1.7;
    context.stroke(pathOf(glyph.cut));
  }
  context.restore();
}

function drawFault({ context, palette }: DetailPen, x: number, y: number): void {
  drawGlyph(context, FAULT_GLYPH, x, y, 1, palette.colour('--bad'), palette.colour('--surface'));
}

function write(
  { context, palette }: DetailPen,
  text: string,
  x: number,
  y: number,
  font: string,
  token: string,
  align: 'left' | 'right' = 'left',
): void {
  context.font = font;
  context.fillStyle = palette.colour(token);
  context.textAlign = align;
  context.fillText(text, x, y);
}

/** The end of a name tells nodes apart: `…-0731` rather than `worker-0…`. */
function shortName(name: string, font: string, room: number, text: TextFit): string {
  if (text.width(name, font) <= room) return name;
  for (let from = 1; from < name.length - 1; from++)
    if (text.width(`…${name.slice(from)}`, font) <= room) return `…${name.slice(from)}`;
  return name.slice(-2);
}

const ABSENCE_GLYPHS = { excluded: 'empty', waiting: 'expected', failing: 'backoff' } as const;

function glyphOf(slot: Slot): Glyph {
  if (slot.absence) return GLYPHS[ABSENCE_GLYPHS[slot.absence.kind]];
  return GLYPHS[slot.state];
}

/** The state in a word, as the cell shows it. */
function wordOf(slot: Slot): string {
  return slot.absence?.short ?? slot.pods.at(-1)?.word ?? '';
}

/** More about the state: a message, or what is meant by the word. */
function whyOf(slot: Slot): string {
  const title = slot.absence?.title ?? slot.pods.at(-1)?.title ?? '';
  return title.split('\n', 1)[0] ?? '';
}

function toneOf(mark: CellMark | undefined): string {
  return mark?.shape === 'failing' ? '--bad' : '--muted';
}

export function isBroken(tile: Tile): boolean {
  return (
    tile.faults.length > 0 || tile.slots.some(({ pods }) => pods.some(({ fault }) => fault !== undefined))
  );
}
