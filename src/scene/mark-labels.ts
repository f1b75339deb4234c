/** The user's actions on the strip: near ones are one mark, and their labels never run into each other. */
import { shortClockText } from './time-scale';
import type { Mark, MarkLabel, TimelineMark } from './timeline-types';

/** CSS pixels. */
const TOGETHER = 3;
const GAP = 10;
/** From the line to its label. */
const BESIDE = 5;
const LONGEST = 180;
/** Narrower labels say nothing. */
const SHORTEST = 36;
export const MARK_ROWS = 2;

interface Labelling {
  origin: number;
  left: number;
  right: number;
  x: (time: number) => number;
  measure: (text: string) => number;
}

interface Group {
  at: number;
  x: number;
  marks: TimelineMark[];
}

/** `marks` in order of time. */
export function placeMarks(marks: readonly TimelineMark[], place: Labelling): Mark[] {
  const taken: MarkLabel[][] = Array.from({ length: MARK_ROWS }, () => []);
  return grouped(marks, place).map((group, i) => {
    const label = labelOf(group, taken, place);
    if (label) taken[label.row]?.push(label);
    return {
      key: `${i}`,
      at: place.origin + group.at,
      x: group.x,
      title: group.marks.map(({ at, words }) => `${shortClockText(at)} ${words}`).join('\n'),
      label,
    };
  });
}

function grouped(marks: readonly TimelineMark[], { origin, x }: Labelling): Group[] {
  const groups: Group[] = [];
  for (const mark of marks) {
    const place = x(origin + mark.at);
    const last = groups.at(-1);
    if (last && place - last.x < TOGETHER) last.marks.push(mark);
    else groups.push({ at: mark.at, x: place, marks: [mark] });
  }
  return groups;
}

/** The first free place: right of its line, then left of it, in the upper row, then in the lower. */
function labelOf(
  { x, marks }: Group,
  taken: readonly MarkLabel[][],
  place: Labelling,
): MarkLabel | undefined {
  const more = marks.length > 1 ? ` +${marks.length - 1}` : '';
  const words = marks[0]?.words ?? '';
  const room = Math.max(place.right - x, x - place.left) - BESIDE;
  const longest = Math.min(LONGEST, room);
  if (longest < SHORTEST) return undefined;
  const text = fit(words, longest - (more === '' ? 0 : place.measure(more)), place.measure) + more;
  const w = place.measure(text);
  for (const [row, labels] of taken.entries())
    for (const start of [x + BESIDE, x - BESIDE - w]) {
      if (start < place.left || start + w > place.right) continue;
      if (labels.every((label) => start >= label.x + label.w + GAP || start + w + GAP <= label.x))
        return { text, x: start, w, row };
    }
  return undefined;
}

function fit(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const letters = Array.from(text);
  while (letters.length > 1 && measure(`${letters.join('')}…`) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
