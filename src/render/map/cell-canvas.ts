import { easeCubicOut } from 'd3-ease';
import { cellMarks, shownSets, worstMark, type CellMark, type Look } from '../../scene/cell-look';
import type { Scene, Tile } from '../../scene/types';
import { createTextFit } from '../text-fit';
import { cellBox, gapOf, type Box, type Camera, type Size } from './camera';
import { detailAt, drawDetail, isBroken, type Detail } from './cell-detail';
import { drawCell, type CellSigns } from './cell-shape';
import type { Palette } from './palette';

/** Milliseconds in which a cell takes on its new look. */
const FADE = 240;
/** More cells than this change at once without fading: a seek is no rollout. */
const MOST_FADING = 1500;
/** Of more than so many fading cells each is painted at most so often, milliseconds: every second frame. */
const MANY_FADING = 120;
const FADE_STEP = 25;
/** Narrower than this, CSS pixels, a set's part of a cell tells nothing: the worst of them stands for all. */
const LEAST_STRIPE = 3;
const HEADING_FONT = 12;

export interface CellCanvas {
  resize(size: Size): void;
  show(scene: Scene, look: Look): void;
  move(camera: Camera): void;
  /** Everything anew: the theme or a font has changed. */
  repaint(): void;
  /** Paints what is due. True = call again in the next frame. `now`: real milliseconds. */
  paint(now: number): boolean;
  /** Indexes of the sets that are shown. */
  shown(): readonly number[];
}

interface Fade {
  from: string;
  since: number;
}

/** The cells on a canvas. Paints what has changed, everything only when the camera moves or the picture is another. */
export function createCellCanvas(
  canvas: HTMLCanvasElement,
  palette: Palette,
  still: () => boolean,
): CellCanvas {
  const context = canvas.getContext('2d');
  const text = createTextFit();
  let size: Size = { width: 0, height: 0 };
  let ratio = 1;
  let scene: Scene | undefined;
  let look: Look = { colour: 'revision', set: undefined };
  let shown: readonly number[] = [];
  let camera: Camera = { k: 1, x: 0, y: 0 };
  let gap = 1;
  let all = true;
  /** Look of each cell as it was last painted or is fading to. */
  let keys: string[] = [];
  const dirty = new Set<number>();
  const fades = new Map<number, Fade>();
  let faded = Number.NEGATIVE_INFINITY;
  /** Every look there is, painted once in the present size. */
  const sprites = new Map<string, HTMLCanvasElement>();
  let spriteSize = 0;

  function show(next: Scene, nextLook: Look): void {
    const before = scene;
    const same =
      before !== undefined &&
      before.sections === next.sections &&
      before.tiles.length === next.tiles.length &&
      look === nextLook &&
      before.sets.length === next.sets.length;
    scene = next;
    look = nextLook;
    if (!same || before.sets !== next.sets) {
      const sets = shownSets(next.sets, look);
      if (sets.length !== shown.length || sets.some((index, i) => index !== shown[i])) all = true;
      shown = sets;
    }
    if (!same) {
      all = true;
      gap = gapOf(next.tiles);
    }
    if (all) return;
    const texts = detailNow() !== 'shape';
    const fading = !texts && !still();
    let changed = 0;
    for (let i = 0; i < next.tiles.length; i++) {
      const tile = next.tiles[i];
      if (!tile || tile === before?.tiles[i]) continue;
      const key = keyOf(tile);
      const known = keys[i];
      if (key !== known) {
        keys[i] = key;
        changed += 1;
        if (fading && known !== undefined) fades.set(i, { from: known, since: Number.NaN });
      } else if (!texts) continue;
      dirty.add(i);
    }
    if (changed > MOST_FADING) fades.clear();
  }

  function detailNow(): Detail {
    return detailAt(cellSize());
  }

  function cellSize(): number {
    const [first] = scene?.tiles ?? [];
    return first ? cellBox(first, camera, gap).w : 0;
  }

  function marksOf(tile: Tile): readonly CellMark[] {
    const marks = cellMarks(tile, shown, look.colour);
    if (marks.length <= 1 || cellSize() / marks.length >= LEAST_STRIPE) return marks;
    const worst = worstMark(marks);
    return worst ? [worst] : [];
  }

  function keyOf(tile: Tile): string {
    let key = tile.ready ? '' : '!';
    if (isBroken(tile)) key += '*';
    for (const { shape, token, stray } of marksOf(tile)) key += `${shape}${token}${stray ? '?' : ''} `;
    return key;
  }

  /** On the grid of the screen's pixels: at rest cells are sharp and equal. */
  function boxOf(tile: Tile): Box {
    const snap = (value: number): number => Math.round(value * ratio) / ratio;
    const { x, y, w } = cellBox(tile, camera, gap);
    const side = Math.max(1 / ratio, snap(w));
    return { x: snap(x), y: snap(y), w: side, h: side };
  }

  function isSeen(box: Box): boolean {
    return box.x < size.width && box.y < size.height && box.x + box.w > 0 && box.y + box.h > 0;
  }

  function paint(now: number): boolean {
    if (!context || !scene) return false;
    if (all) {
      paintAll(context, scene);
      return false;
    }
    const detail = detailNow();
    for (const index of dirty) if (!fades.has(index)) repaintCell(context, index, scene.tiles[index], detail);
    dirty.clear();
    if (fades.size > MANY_FADING && now >= faded && now - faded < FADE_STEP) return true;
    faded = now;
    for (const [index, fade] of fades) {
      if (Number.isNaN(fade.since)) fade.since = now;
      const t = Math.min(1, Math.max(0, (now - fade.since) / FADE));
      const tile = scene.tiles[index];
      if (t >= 1 || detail !== 'shape') {
        fades.delete(index);
        repaintCell(context, index, tile, detail);
      } else if (tile) paintFading(context, index, tile, fade.from, easeCubicOut(t));
    }
    return fades.size > 0;
  }

  function paintAll(target: CanvasRenderingContext2D, { tiles, sections }: Scene): void {
    all = false;
    dirty.clear();
    fades.clear();
    const detail = detailNow();
    target.setTransform(ratio, 0, 0, ratio, 0, 0);
    target.clearRect(0, 0, size.width, size.height);
    keys = tiles.map(keyOf);
    for (let i = 0; i < tiles.length; i++) {
      const tile = tiles[i] as Tile;
      const box = boxOf(tile);
      if (isSeen(box)) paintCell(target, tile, keys[i] as string, box, detail);
    }
    target.font = `${HEADING_FONT}px ${palette.sans}`;
    target.fillStyle = palette.colour('--muted');
    target.textAlign = 'left';
    for (const [i, section] of sections.entries()) {
      // The words keep their size, and stand on the cells below them.
      const first = tiles[section.first];
      if (!first) continue;
      const y = camera.y + first.y * camera.k - Math.min(8, 7 * Math.max(1, camera.k / 2));
      if (y <= 0 || y >= size.height + HEADING_FONT) continue;
      const x = Math.max(0, camera.x + first.x * camera.k) + 1;
      const next = tiles[sections[i + 1]?.first ?? -1];
      const end = next && next.y === first.y ? camera.x + next.x * camera.k : Infinity;
      if (x + text.width(section.text, target.font) < end) target.fillText(section.text, x, y);
    }
  }

  function repaintCell(
    target: CanvasRenderingContext2D,
    index: number,
    tile: Tile | undefined,
    detail: Detail,
  ): void {
    if (!tile) return;
    const box = boxOf(tile);
    if (!isSeen(box)) return;
    clear(target, box);
    paintCell(target, tile, keys[index] ?? keyOf(tile), box, detail);
  }

  // The bolt of a fault stands out a little.
  function clear(target: CanvasRenderingContext2D, box: Box): void {
    const out = box.w >= 9 ? 1.5 : 0;
    target.clearRect(box.x - out, box.y - out, box.w + 2 * out, box.h + 2 * out);
  }

  function paintCell(
    target: CanvasRenderingContext2D,
    tile: Tile,
    key: string,
    box: Box,
    detail: Detail,
  ): void {
    if (detail === 'shape') {
      const out = spriteRoom(box.w);
      target.drawImage(
        spriteOf(key, tile, box.w),
        box.x - out,
        box.y - out,
        box.w + 2 * out,
        box.h + 2 * out,
      );
    } else drawDetail({ context: target, palette, text, look, shown }, tile, box, detail);
  }

  function paintFading(
    target: CanvasRenderingContext2D,
    index: number,
    tile: Tile,
    from: string,
    t: number,
  ): void {
    const box = boxOf(tile);
    if (!isSeen(box)) return;
    clear(target, box);
    const old = sprites.get(from);
    const out = spriteRoom(box.w);
    target.globalAlpha = 1 - t;
    if (old) target.drawImage(old, box.x - out, box.y - out, box.w + 2 * out, box.h + 2 * out);
    target.globalAlpha = t;
    paintCell(target, tile, keys[index] ?? keyOf(tile), box, 'shape');
    target.globalAlpha = 1;
  }

  function spriteRoom(width: number): number {
    return width >= 9 ? 1 : 0;
  }

  /** `tile`: one that looks like this. */
  function spriteOf(key: string, tile: Tile, width: number): HTMLCanvasElement {
    if (spriteSize !== width) {
      sprites.clear();
      spriteSize = width;
    }
    let sprite = sprites.get(key);
    if (sprite) return sprite;
    sprite = document.createElement('canvas');
    const out = spriteRoom(width);
    sprite.width = sprite.height = Math.max(1, Math.round((width + 2 * out) * ratio));
    const pen = sprite.getContext('2d');
    pen?.scale(ratio, ratio);
    if (pen) drawCell(pen, { x: out, y: out, w: width, h: width }, marksOf(tile), signsOf(tile), palette);
    sprites.set(key, sprite);
    return sprite;
  }

  return {
    show,
    paint,
    shown: () => shown,
    resize(next) {
      const scale = window.devicePixelRatio || 1;
      if (next.width === size.width && next.height === size.height && scale === ratio) return;
      size = next;
      ratio = scale;
      canvas.width = Math.max(1, Math.round(size.width * ratio));
      canvas.height = Math.max(1, Math.round(size.height * ratio));
      canvas.style.width = `${size.width}px`;
      canvas.style.height = `${size.height}px`;
      sprites.clear();
      all = true;
    },
    move(next) {
      camera = next;
      all = true;
    },
    repaint() {
      sprites.clear();
      text.forget();
      all = true;
    },
  };
}

function signsOf(tile: Tile): CellSigns {
  return { unready: !tile.ready, broken: isBroken(tile) };
}
