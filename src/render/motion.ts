import { easeCubicInOut, easeCubicOut } from 'd3-ease';
import { select } from 'd3-selection';
import 'd3-transition';

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
  element.setAttribute('transform', `translate(${spot.x},${spot.y})${scale}`);
}

function same(a: Spot, b: Spot): boolean {
  return a.x === b.x && a.y === b.y && (a.scale ?? 1) === (b.scale ?? 1);
}

/** Puts an element at a spot at once. */
export function put(element: Element, spot: Spot): void {
  select(element).interrupt('place');
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
  select(element)
    .transition('place')
    .duration(duration)
    .ease(duration === TIMES.glide ? easeCubicInOut : easeCubicOut)
    .tween('place', () => (t: number) => {
      const at = between(from, spot, t);
      courses.set(element, { at, goal: spot });
      draw(element, at);
    });
}

function between(a: Spot, b: Spot, t: number): Spot {
  const mix = (from: number, to: number) => from + (to - from) * t;
  return { x: mix(a.x, b.x), y: mix(a.y, b.y), scale: mix(a.scale ?? 1, b.scale ?? 1) };
}

export function fadeIn(element: Element, duration: number = TIMES.arrive): void {
  const selection = select<Element, unknown>(element);
  selection
    .style('opacity', '0')
    .transition('fade')
    .duration(duration)
    .ease(easeCubicOut)
    .styleTween('opacity', () => (t: number) => String(t))
    .on('end', () => selection.style('opacity', null));
}

/** Fades an element out and removes it. */
export function fadeOut(element: Element, duration: number = TIMES.leave): void {
  select<Element, unknown>(element)
    .transition('fade')
    .duration(duration)
    .ease(easeCubicOut)
    .styleTween('opacity', () => (t: number) => String(1 - t))
    .remove();
}

/** A ring that spreads from a glyph once: something has become ready. */
export function pulse(parent: Element, x: number, y: number): void {
  select(parent)
    .append('circle')
    .attr('class', 'pulse')
    .attr('cx', x)
    .attr('cy', y)
    .transition('pulse')
    .duration(TIMES.pulse)
    .ease(easeCubicOut)
    .attrTween('r', () => (t: number) => String(6 + 9 * t))
    .styleTween('opacity', () => (t: number) => String(0.7 * (1 - t)))
    .remove();
}

/** A short shake that ends a little lower: the pod was thrown out. */
export function shake(element: Element): void {
  select(element)
    .transition('shake')
    .duration(TIMES.shake)
    .tween('shake', () => (t: number) => {
      const x = Math.sin(t * Math.PI * 5) * 3.5 * (1 - t);
      element.setAttribute('transform', `translate(${x},${1.5 * t})`);
    });
}
