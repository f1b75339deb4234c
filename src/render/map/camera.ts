/** Where the picture lies under the window: a point of the picture is drawn at `x + k × point`. */
export interface Camera {
  k: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** What the camera must keep to, CSS pixels. */
export interface Bounds {
  /** Of the window. */
  view: Size;
  /** Of the picture at k = 1. */
  picture: Size;
  /** Greatest enlargement. */
  most: number;
}

/** Between cells that have become tiles the gap does not grow any more, CSS pixels. */
const WIDEST_GAP = 9;

/** Where a cell of the picture lies in the window. `gap`: between cells of the picture; what it does not need of it enlarged is the cell's. */
export function cellBox(cell: Box, camera: Camera, gap: number): Box {
  const { k, x, y } = camera;
  const w = (cell.w + gap) * k - Math.min(gap * k, Math.max(gap, WIDEST_GAP));
  return { x: x + cell.x * k, y: y + cell.y * k, w, h: w };
}

/** Between cells that lie side by side. */
export function gapOf(cells: readonly Box[]): number {
  let least = Infinity;
  for (let i = 1; i < cells.length; i++) {
    const [a, b] = [cells[i - 1], cells[i]];
    // Between two sections of a line there is more.
    if (a && b && a.y === b.y) least = Math.min(least, b.x - a.x - a.w);
  }
  return least < (cells[0]?.w ?? 0) ? least : 1;
}

/** Enlargement at which the whole picture is seen; never above 1, for it is laid out for the window. */
export function leastZoom({ view, picture }: Bounds): number {
  return picture.height > 0 ? Math.min(1, view.height / picture.height) : 1;
}

/** The whole picture. */
export function fitted(bounds: Bounds): Camera {
  return kept({ k: leastZoom(bounds), x: 0, y: 0 }, bounds);
}

/** Enlarged by a factor; the point of the picture under (x, y) of the window stays there. */
export function zoomed(camera: Camera, factor: number, x: number, y: number, bounds: Bounds): Camera {
  const k = Math.min(Math.max(bounds.most, 1), Math.max(leastZoom(bounds), camera.k * factor));
  const ratio = k / camera.k;
  return kept({ k, x: x - (x - camera.x) * ratio, y: y - (y - camera.y) * ratio }, bounds);
}

export function panned(camera: Camera, dx: number, dy: number, bounds: Bounds): Camera {
  return kept({ ...camera, x: camera.x + dx, y: camera.y + dy }, bounds);
}

/** Moved as little as shows a box of the picture with some room around it. */
export function revealing(camera: Camera, box: Box, bounds: Bounds): Camera {
  const { k } = camera;
  const room = Math.min(24, (bounds.view.width - box.w * k) / 2, (bounds.view.height - box.h * k) / 2);
  const shift = (at: number, length: number, view: number): number =>
    Math.max(room - at, 0) || Math.min(view - room - (at + length), 0);
  const dx = shift(camera.x + k * box.x, k * box.w, bounds.view.width);
  const dy = shift(camera.y + k * box.y, k * box.h, bounds.view.height);
  return dx === 0 && dy === 0 ? camera : panned(camera, dx, dy, bounds);
}

/** A box in the middle of the window, enlarged to `size` pixels of width. */
export function centredOn(box: Box, size: number, bounds: Bounds): Camera {
  const k = Math.min(bounds.most, Math.max(leastZoom(bounds), size / box.w));
  const { width, height } = bounds.view;
  return kept({ k, x: width / 2 - k * (box.x + box.w / 2), y: height / 2 - k * (box.y + box.h / 2) }, bounds);
}

/** A point of the window as one of the picture. */
export function toPicture({ k, x, y }: Camera, at: { x: number; y: number }): { x: number; y: number } {
  return { x: (at.x - x) / k, y: (at.y - y) / k };
}

// The picture never leaves its window: no edge comes further in than it lies at rest.
function kept({ k, x, y }: Camera, { view, picture }: Bounds): Camera {
  return { k, x: within(x, view.width, picture.width * k), y: within(y, view.height, picture.height * k) };
}

function within(at: number, view: number, length: number): number {
  return length <= view ? 0 : Math.min(0, Math.max(view - length, at));
}

/** From one camera to another, 0 ≤ t ≤ 1; enlargement in equal ratios. */
export function between(a: Camera, b: Camera, t: number): Camera {
  if (t >= 1) return b;
  const k = a.k * (b.k / a.k) ** t;
  // The point that both show at the same place stays there.
  const share = a.k === b.k ? t : (k - a.k) / (b.k - a.k);
  return { k, x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}
