import { countText } from '../explain/words';
import { laneBars, stateWord } from './lane-bars';
import { MARK_ROWS, placeMarks } from './mark-labels';
import { clockText, placeOf, shortClockText, tickFor, timeScale, type TimeScale } from './time-scale';
import type { Lane, NodeLane, Tick, TimelineInput, TimelineScene } from './timeline-types';

/** CSS pixels. */
export const TIMELINE = {
  /** Left of the origin, for the names of the nodes. */
  gutter: 92,
  /** One row of the actions' labels. */
  markRow: 15,
  /** Below the lanes: the slider, then the ruler. */
  foot: 38,
  /** From the top of one lane to that of the next. */
  pitch: { least: 12, most: 17 },
} as const;

const TOP = MARK_ROWS * TIMELINE.markRow + 3;
/** An average letter of 11 px, on the wide side. */
const LETTER = 6.6;

/** How many lanes a strip of this height holds. */
export function lanesThatFit(height: number): number {
  return Math.max(0, Math.floor((height - TOP - TIMELINE.foot) / TIMELINE.pitch.least));
}

/**
 * The lanes, the ruler, the actions and the playhead on one strip. Lanes that do not fit are counted in `more`; a strip too low for
 * any has neither names nor labels.
 */
export function buildTimeline(input: TimelineInput): TimelineScene {
  const { origin, now, end, width, height, gutter, set } = input;
  const measure = input.measure ?? ((text: string) => text.length * LETTER);
  const scale = timeScale(origin, end, gutter, width);
  const shown = input.lanes.slice(0, lanesThatFit(height));
  const more = input.more + input.lanes.length - shown.length;
  const low = lanesThatFit(height) === 0;
  const bottom = Math.max(0, height - TIMELINE.foot);
  const x = (time: number): number => placeOf(scale, time);
  const marks = placeMarks(input.marks, { origin, left: gutter, right: width, x, measure });
  return {
    width,
    height,
    scale,
    heading: low ? '' : (set?.name ?? ''),
    lanes: placeLanes(shown, bottom, scale),
    more: more > 0 && !low ? `+${countText(more, 'node')}` : '',
    top: low ? 0 : TOP,
    bottom,
    ticks: ticksOf(scale),
    marks: low ? marks.map((mark) => ({ ...mark, label: undefined })) : marks,
    playhead: x(now),
    reached: x(Math.max(now, end)),
    forgotten: forgottenOf(input, scale),
    label: labelOf(input, shown, more),
  };
}

/** The lanes remember so many pods and no more; the cluster itself can still go back there. */
function forgottenOf(
  { forgottenUntil, origin }: TimelineInput,
  scale: TimeScale,
): TimelineScene['forgotten'] {
  if (forgottenUntil === undefined) return undefined;
  return { x: placeOf(scale, forgottenUntil), text: forgottenWords(forgottenUntil - origin) };
}

/** `until`: milliseconds since the origin. */
function forgottenWords(until: number): string {
  return `Too much has happened to keep it all: pods that were gone before ${clockText(until)} have no bars any more`;
}

function placeLanes(lanes: readonly NodeLane[], bottom: number, scale: TimeScale): Lane[] {
  const { least, most } = TIMELINE.pitch;
  const pitch = Math.min(most, Math.max(least, (bottom - TOP) / Math.max(1, lanes.length)));
  const h = Math.round(pitch - 5);
  return lanes.map((lane, i) => {
    const y = Math.round(TOP + i * pitch + (pitch - h) / 2);
    const x = (time: number): number => placeOf(scale, time);
    return { node: lane.node, y, h, bars: laneBars(lane, { origin: scale.origin, y: 0, h, x }) };
  });
}

function ticksOf(scale: TimeScale): Tick[] {
  const { origin, span } = scale;
  const step = tickFor(span);
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, i) => {
    const at = origin + i * step;
    return { at, x: placeOf(scale, at), text: shortClockText(i * step) };
  });
}

function labelOf(input: TimelineInput, lanes: readonly NodeLane[], more: number): string {
  const { set, origin, now, forgottenUntil } = input;
  const clock = clockText(now - origin);
  if (!set) return `At ${clock} there is no DaemonSet.`;
  const each = lanes.map(({ node, segments }) => {
    const here = segments.filter((s) => s.from <= now && (s.to > now || s.open));
    const words = here.map(({ state, revision }) =>
      revision === undefined ? stateWord(state) : `${stateWord(state)} (revision ${revision})`,
    );
    return `${node}: ${words.join(' and ') || 'no pod'}`;
  });
  const rest = more > 0 ? [`${countText(more, 'more node')}`] : [];
  const shown = `${set.name} at ${clock}. ${[...each, ...rest].join('; ') || 'No pods so far'}.`;
  return forgottenUntil === undefined ? shown : `${shown} ${forgottenWords(forgottenUntil - origin)}.`;
}
