/** Virtual time as a length and as words, for the slider, its ruler and the lanes above it. Times are milliseconds. */

const STEPS = [10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400].map(
  (seconds) => seconds * 1000,
);
const LEAST_SPAN = 60_000;

/** Length of the strip: a little more than what has been reached, in steps, so that it does not creep with each frame. */
export function spanFor(reached: number): number {
  let span = LEAST_SPAN;
  while (span < reached * 1.04) span *= span % 3 === 0 && span <= 120_000 ? 2 : 1.5;
  return span;
}

/** Distance of the ruler's marks: at most eight on the strip. */
export function tickFor(span: number): number {
  return STEPS.find((step) => span / step <= 7) ?? 86_400_000;
}

/** `00:06:02` from milliseconds; hours go on beyond 24. */
export function clockText(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** `06:02`, or with hours from one hour on: for marks on the ruler. */
export function shortClockText(ms: number): string {
  const text = clockText(ms);
  return text.startsWith('00:') ? text.slice(3) : text;
}

/** Where times lie on the strip: `left` + share of the span × the rest of the width. */
export interface TimeScale {
  origin: number;
  span: number;
  /** CSS pixels: where the origin is, and where the span ends. */
  left: number;
  right: number;
}

export function timeScale(origin: number, end: number, left: number, right: number): TimeScale {
  return { origin, span: spanFor(end - origin), left, right };
}

/** CSS pixels of a time. */
export function placeOf({ origin, span, left, right }: TimeScale, time: number): number {
  return left + ((time - origin) / span) * (right - left);
}

/** The time at a place, within the span. */
export function timeAt({ origin, span, left, right }: TimeScale, x: number): number {
  const share = right > left ? (x - left) / (right - left) : 0;
  return Math.round(origin + Math.min(1, Math.max(0, share)) * span);
}
