import { easeCubicInOut, easeCubicOut } from 'd3-ease';
import { select } from 'd3-selection';
import { setAttribute } from './set-attribute';
import { stopTween, tween } from './tween';

/** Milliseconds. Long enough to follow with the eyes, short enough not to lag behind a fast clock. */
export const TIMES = { arrive: 420, leave: 320, glide: 480, pulse: 900, shake: 420, fade: 220 } as const;

export interface Spot {
  x: number;
  y: number;
  scale?: number;
}

interface Course {
  /** Where it is drawn now. */
  at: Spot;
  /** Where it is or will be. */
  goal: Spot;
}

// Kept beside the elements: an interrupted glide goes on from where it is, and one to the same goal is not started again.
const courses = new WeakMap<Element, Course>();

function draw(element: Element, spot: Spot): void {
  const scale = spot.scale === undefined || spot.scale === 1 ? '' : ` scale(${spot.scale})`;
  setAttribute(element, 'transform', `translate(${spot.x},${spot.y})${scale}`);
}

function same(a: Spot, b: Spot): boolean {
  return a.x === b.x && a.y === b.y && (a.scale ?? 1) === (b.scale ?? 1);
}

/** Puts an element at a spot at once. */
export function put(element: Element, spot: Spot): void {
  stopTween(element, 'place');
  courses.set(element, { at: spot, goal: spot });
  draw(element, spot);
}

/** Moves an element to a spot; nothing happens when it is on its way there already. */
export function glide(element: Element, spot: Spot, duration: number = TIMES.glide): void {
  const course = courses.get(element);
  if (!course) return put(element, spot);
  if (same(course.goal, spot)) return;
  const from = course.at;
  courses.set(element, { at: from, goal: spot });
  const ease = duration === TIMES.glide ? easeCubicInOut : easeCubicOut;
  tween(element, 'place', duration, (t) => {
    const at = between(from, spot, ease(t));
    courses.set(element, { at, goal: spot });
    draw(element, at);
  });
}

function between(a: Spot, b: Spot, t: number): Spot {
  const mix = (from: number, to: number) => from + (to - from) * t;
  return { x: mix(a.x, b.x), y: mix(a.y, b.y), scale: mix(a.scale ?? 1, b.scale ?? 1) };
}

type Styled = Element & ElementCSSInlineStyle;

export function fadeIn(element: Styled, duration: number = TIMES.arrive): void {
  const { style } = element;
  style.opacity = '0';
  tween(
    element,
    'fade',
    duration,
    (t) => (style.opacity = String(easeCubicOut(t))),
    () => style.removeProperty('opacity'),
  );
}

/** Fades an element out and removes it. */
export function fadeOut(element: Styled, duration: number = TIMES.leave): void {
  const { style } = element;
  tween(
    element,
    'fade',
    duration,
    (t) => (style.opacity = String(1 - easeCubicOut(t))),
    () => element.remove(),
  );
}

/** A ring that spreads from a glyph once: something has become ready. */
export function pulse(parent: Element, x: number, y: number): void {
  const ring = select(parent).append('circle').attr('class', 'pulse').attr('cx', x).attr('cy', y);
  const element = ring.node() as SVGCircleElement;
  const spread = (linear: number): void => {
    const t = easeCubicOut(linear);
    // Not the opacity, for which a browser would make a layer of the picture.
    ring.attr('r', 6 + 9 * t).attr('stroke-opacity', 0.7 * (1 - t));
  };
  tween(element, 'pulse', TIMES.pulse, spread, () => element.remove());
}

/** A short shake that ends a little lower: the pod was thrown out. */
export function shake(element: Element): void {
  tween(element, 'shake', TIMES.shake, (linear) => {
    const t = easeCubicInOut(linear);
    const x = Math.sin(t * Math.PI * 5) * 3.5 * (1 - t);
    element.setAttribute('transform', `translate(${x},${1.5 * t})`);
  });
}
