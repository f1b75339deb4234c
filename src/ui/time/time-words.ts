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

/** For a screen reader: `6 minutes 2 seconds`. */
export function spokenTime(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ] as const;
  const words = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`);
  return words.length > 0 ? words.join(' ') : 'start';
}

const STEPS = [10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400].map(
  (s) => s * 1000,
);
const LEAST_SPAN = 60_000;

/** Length of the strip: a little more than what has been reached, in steps, so that it does not creep with each frame. */
export function spanFor(reached: number): number {
  let span = LEAST_SPAN;
  while (span < reached * 1.04) span *= span % 3 === 0 && span <= 120_000 ? 2 : 1.5;
  return span;
}

/** Distance of the ruler's marks: at most six on the strip. */
export function tickFor(span: number): number {
  return STEPS.find((step) => span / step <= 7) ?? 86_400_000;
}
