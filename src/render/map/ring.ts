import type { Box } from './camera';

/** Lays a ring around a cell; out of sight when the cell is, or when there is none. Lengths are CSS pixels. */
export function placeRing(
  ring: HTMLElement,
  box: Box | undefined,
  view: { width: number; height: number },
): void {
  const seen = box && box.x + box.w > 0 && box.y + box.h > 0 && box.x < view.width && box.y < view.height;
  ring.classList.toggle('away', !seen);
  if (!box || !seen) return;
  ring.style.transform = `translate(${box.x}px,${box.y}px)`;
  ring.style.width = `${box.w}px`;
  ring.style.height = `${box.h}px`;
}
