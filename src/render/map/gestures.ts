/** What hands do to the picture, in CSS pixels from its upper left corner. */
export interface GestureTarget {
  zoom(factor: number, x: number, y: number): void;
  pan(dx: number, dy: number): void;
  /** A press without a drag. `touch`: by finger, which hits less exactly. */
  press(x: number, y: number, touch: boolean): void;
  /** The pointer is over a point, or (undefined) nowhere. */
  hover(at: { x: number; y: number } | undefined): void;
  /** Whether there is more than is seen. */
  zoomedIn(): boolean;
}

/** CSS pixels from which on a press is a drag. */
const SLACK = 4;
const WHEEL = 0.0018;
/** Fingers on a pad tell small steps, marked as if Ctrl were held. */
const PINCH = 0.01;

/** Listens for wheel, drag, pinch and press on an element. Returns what ends it. */
export function listenToGestures(element: HTMLElement, target: GestureTarget): () => void {
  const pointers = new Map<number, { x: number; y: number }>();
  let dragged = false;
  let last: { x: number; y: number; spread: number } | undefined;

  const place = (event: MouseEvent): { x: number; y: number } => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  /** The middle of the fingers and how far they are apart. */
  function grip(): { x: number; y: number; spread: number } | undefined {
    const points = [...pointers.values()];
    const [a, b = a] = points;
    if (!a || !b) return undefined;
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, spread: Math.hypot(a.x - b.x, a.y - b.y) };
  }

  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    if (pointers.size === 0) dragged = false;
    pointers.set(event.pointerId, place(event));
    last = grip();
  };
  const move = (event: PointerEvent): void => {
    const at = place(event);
    if (!pointers.has(event.pointerId)) {
      if (event.pointerType !== 'touch') target.hover(at);
      return;
    }
    pointers.set(event.pointerId, at);
    const now = grip();
    if (!now || !last) return;
    if (!dragged && pointers.size === 1) {
      if (Math.hypot(now.x - last.x, now.y - last.y) < SLACK || !target.zoomedIn()) return;
      element.setPointerCapture?.(event.pointerId);
    }
    dragged = true;
    target.hover(undefined);
    if (pointers.size > 1 && last.spread > 0 && now.spread > 0)
      target.zoom(now.spread / last.spread, now.x, now.y);
    target.pan(now.x - last.x, now.y - last.y);
    last = now;
  };
  const up = (event: PointerEvent): void => {
    const known = pointers.delete(event.pointerId);
    last = grip();
    if (!known || dragged || event.type === 'pointercancel') return;
    const { x, y } = place(event);
    target.press(x, y, event.pointerType === 'touch');
  };
  // A finger that is lifted leaves as well, and what it asked for should stay.
  const leave = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') target.hover(undefined);
  };
  const wheel = (event: WheelEvent): void => {
    const pinch = event.ctrlKey || event.metaKey;
    if (!pinch && !target.zoomedIn() && (event.deltaY > 0 || scrolls(element))) return;
    event.preventDefault();
    const { x, y } = place(event);
    const lines = event.deltaMode === 1 ? 16 : 1;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY) * 1.5)
      target.pan(
        -(event.deltaX + (event.shiftKey ? event.deltaY : 0)) * lines,
        event.shiftKey ? 0 : -event.deltaY * lines,
      );
    else target.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? PINCH : WHEEL)), x, y);
  };

  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('wheel', wheel, { passive: false });
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('wheel', wheel);
  };
}

/** Whether the wheel is needed to scroll what the picture stands in. */
function scrolls(element: Element): boolean {
  for (let at = element.parentElement; at; at = at.parentElement)
    if (at.scrollHeight > at.clientHeight + 4 && /auto|scroll/.test(getComputedStyle(at).overflowY))
      return true;
  return false;
}
