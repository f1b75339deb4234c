import type { CellMark } from '../../scene/cell-look';
import type { Box } from './camera';
import type { Palette } from './palette';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Below this size, CSS pixels, a cross is a blot and a dash a dot: simpler signs take their place. */
const TINY = 5;

/** What is drawn in a cell beside its marks. */
export interface CellSigns {
  /** The node is not Ready. */
  unready: boolean;
  /** Somebody has broken the machine or a pod. */
  broken: boolean;
}

/** A cell as a shape: the marks side by side, then the signs of the node. `crossed`: what fails has its cross. */
export function drawCell(
  context: Context,
  box: Box,
  marks: readonly CellMark[],
  signs: CellSigns,
  palette: Palette,
  crossed = true,
): void {
  if (marks.length === 0) drawEmpty(context, box, palette);
  for (const [i, mark] of marks.entries())
    drawMark(context, stripeOf(box, i, marks.length), mark, palette, crossed);
  if (signs.unready) drawHatch(context, box, palette.colour('--bad'), palette.colour('--bg'));
  if (signs.broken && box.w >= 9) drawBolt(context, box, palette);
}

/** The part of a cell that belongs to one of several sets. */
export function stripeOf(box: Box, i: number, count: number): Box {
  const gap = count > 1 ? Math.min(1, box.w / 10) : 0;
  const w = (box.w - gap * (count - 1)) / count;
  return { x: box.x + i * (w + gap), y: box.y, w, h: box.h };
}

function drawMark(context: Context, box: Box, mark: CellMark, palette: Palette, crossed: boolean): void {
  const colour = palette.colour(mark.token);
  const { shape } = mark;
  const tiny = Math.min(box.w, box.h) < TINY;
  context.setLineDash([]);
  if (shape === 'solid') fill(context, box, colour);
  else if (shape === 'failing') {
    fill(context, box, colour);
    if (crossed) drawCross(context, box, palette.colour('--bg'));
  } else if (shape === 'lost') {
    fill(context, box, colour, 0.28);
    drawHatch(context, box, colour);
    outline(context, box, colour);
  } else if (shape === 'coming') {
    fill(context, box, colour, tiny ? 0.5 : 0.3);
    if (!tiny) outline(context, box, colour, dashFor(box));
  } else if (shape === 'leaving' || shape === 'expected') {
    outline(context, box, colour, tiny ? undefined : dashFor(box), tiny ? 0.75 : 1);
  } else if (shape === 'finished') {
    outline(context, box, colour);
    const inner = box.w / 3;
    fill(context, { x: box.x + inner, y: box.y + inner, w: box.w - 2 * inner, h: box.h - 2 * inner }, colour);
  } else outline(context, box, colour, undefined, 0.8);
  context.setLineDash([]);
  if (mark.stray) drawNotch(context, box, palette.colour('--warn'));
}

/** A node that no set is drawn for. */
function drawEmpty(context: Context, box: Box, palette: Palette): void {
  fill(context, box, palette.colour('--edge'), 0.35);
}

function radiusOf(box: Box): number {
  return Math.min(7, Math.min(box.w, box.h) * 0.22);
}

function fill(context: Context, box: Box, colour: string, alpha = 1): void {
  const before = context.globalAlpha;
  context.globalAlpha = before * alpha;
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(box.x, box.y, box.w, box.h, radiusOf(box));
  context.fill();
  context.globalAlpha = before;
}

function outline(context: Context, box: Box, colour: string, dash: readonly number[] = [], alpha = 1): void {
  const line = box.w < 9 ? 1 : 1.25;
  const before = context.globalAlpha;
  context.globalAlpha = before * alpha;
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.setLineDash([...dash]);
  context.beginPath();
  context.roundRect(
    box.x + line / 2,
    box.y + line / 2,
    Math.max(0, box.w - line),
    Math.max(0, box.h - line),
    Math.max(0, radiusOf(box) - line / 2),
  );
  context.stroke();
  context.globalAlpha = before;
}

/** As many dashes on a side, whatever the size. */
function dashFor(box: Box): readonly number[] {
  const dash = Math.min(4, Math.max(1.6, box.w / 5));
  return [dash, dash * 0.8];
}

function drawCross(context: Context, box: Box, ground: string): void {
  const tiny = Math.min(box.w, box.h) < TINY;
  const inset = Math.min(box.w, box.h) * 0.27;
  context.strokeStyle = ground;
  context.lineWidth = Math.max(1, Math.min(box.w, box.h) * 0.15);
  context.beginPath();
  context.moveTo(box.x + inset, box.y + inset);
  context.lineTo(box.x + box.w - inset, box.y + box.h - inset);
  if (!tiny) {
    context.moveTo(box.x + box.w - inset, box.y + inset);
    context.lineTo(box.x + inset, box.y + box.h - inset);
  }
  context.stroke();
}

/** Slanting lines, with a rim in the colour of the ground where they cross something bright. */
function drawHatch(context: Context, box: Box, colour: string, rim?: string): void {
  const step = Math.max(3, box.w / 4);
  context.save();
  context.beginPath();
  context.roundRect(box.x, box.y, box.w, box.h, radiusOf(box));
  context.clip();
  context.beginPath();
  for (let at = step / 2; at < box.w + box.h; at += step) {
    context.moveTo(box.x + at, box.y);
    context.lineTo(box.x + at - box.h, box.y + box.h);
  }
  const line = Math.min(1.5, Math.max(0.8, box.w / 12));
  if (rim !== undefined) {
    context.strokeStyle = rim;
    context.lineWidth = line * 2.4;
    context.stroke();
  }
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.stroke();
  context.restore();
}

function drawNotch(context: Context, box: Box, colour: string): void {
  const side = Math.max(2, box.w * 0.4);
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(box.x + box.w - side, box.y);
  context.lineTo(box.x + box.w, box.y);
  context.lineTo(box.x + box.w, box.y + side);
  context.fill();
}

function drawBolt(context: Context, box: Box, palette: Palette): void {
  const size = Math.min(12, box.w * 0.6);
  const { x, y } = { x: box.x + box.w - size * 0.62, y: box.y - size * 0.1 };
  const points = [
    [0.6, 0.04],
    [0.18, 0.57],
    [0.44, 0.57],
    [0.36, 0.96],
    [0.82, 0.4],
    [0.55, 0.4],
  ] as const;
  context.beginPath();
  for (const [px, py] of points) context.lineTo(x + px * size, y + py * size);
  context.closePath();
  context.strokeStyle = palette.colour('--bg');
  context.lineWidth = 2;
  context.stroke();
  context.fillStyle = palette.colour('--bad');
  context.fill();
}
