import { timer, type Timer } from 'd3-timer';

// What is under way at each element, by name.
const motions = new WeakMap<Element, Map<string, Timer>>();

/**
 * Calls `frame` with 0 … 1 in every frame for some milliseconds, then `done`. A motion takes the place of one with the same name at the
 * same element, whose `done` is then never called.
 */
export function tween(
  element: Element,
  name: string,
  duration: number,
  frame: (t: number) => void,
  done?: () => void,
): void {
  stopTween(element, name);
  const own = motions.get(element) ?? new Map<string, Timer>();
  motions.set(element, own);
  const clock = timer((elapsed) => {
    const t = Math.min(1, elapsed / duration);
    if (t === 1) stopTween(element, name);
    frame(t);
    if (t === 1) done?.();
  });
  own.set(name, clock);
}

export function stopTween(element: Element, name: string): void {
  const own = motions.get(element);
  own?.get(name)?.stop();
  own?.delete(name);
}

/** Stops all that moves inside an element. */
export function stopTweens(root: Element): void {
  for (const element of [root, ...root.querySelectorAll('*')]) {
    for (const clock of motions.get(element)?.values() ?? []) clock.stop();
    motions.delete(element);
  }
}
