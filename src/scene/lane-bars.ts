/** Segments of one node's lane as bars: beside each other during a surge, and never more than the pixels can show. */
import { shortClockText } from './time-scale';
import type { BarStyle, Bar, LaneSegment, NodeLane } from './timeline-types';
import type { PodState } from './types';

/** Narrower bars are drawn together, and what is left below the second is not drawn. CSS pixels. */
const NARROW = 2;
const INVISIBLE = 0.75;

const STATES: Readonly<Record<PodState, { style: BarStyle; word: string; weight: number }>> = {
  ready: { style: 'solid', word: 'Ready', weight: 0 },
  succeeded: { style: 'dashed', word: 'Finished', weight: 1 },
  running: { style: 'dashed', word: 'Not ready', weight: 2 },
  starting: { style: 'dashed', word: 'Starting', weight: 3 },
  pulling: { style: 'dashed', word: 'Pulling', weight: 3 },
  pending: { style: 'dashed', word: 'Pending', weight: 3 },
  terminating: { style: 'dashed', word: 'Terminating', weight: 4 },
  unknown: { style: 'striped', word: 'Unknown', weight: 5 },
  backoff: { style: 'striped', word: 'Cannot run for now', weight: 6 },
  failed: { style: 'striped', word: 'Failed', weight: 7 },
};

export function stateWord(state: PodState): string {
  return STATES[state].word;
}

/** The way to a running pod is one bar; its tooltip names the stages. */
const COMING: ReadonlySet<PodState> = new Set(['pending', 'pulling', 'starting']);

/** A segment, or the segments of one pod that become one bar. */
interface Stretch extends LaneSegment {
  words: readonly string[];
}

/** A stretch of a segment during which the number of pods beside it does not change. */
interface Slice {
  segment: Stretch;
  from: number;
  to: number;
  part: number;
  parts: number;
}

interface BarPlace {
  origin: number;
  y: number;
  h: number;
  x: (time: number) => number;
}

export function laneBars(lane: NodeLane, place: BarPlace): Bar[] {
  const rows = new Map<string, Slice[]>();
  for (const slice of slicesOf(lane.segments)) {
    const row = `${slice.part}/${slice.parts}`;
    const list = rows.get(row);
    if (list) list.push(slice);
    else rows.set(row, [slice]);
  }
  const bars = [...rows.values()].flatMap((slices) => barsOfRow(slices, lane.node, place));
  return rows.size > 1 ? bars.sort((a, b) => a.x - b.x || a.y - b.y) : bars;
}

function slicesOf(segments: readonly LaneSegment[]): Slice[] {
  const sorted = stretchesOf(segments).sort((a, b) => a.from - b.from);
  const rank = new Map<string, number>();
  for (const { uid } of sorted) if (!rank.has(uid)) rank.set(uid, rank.size);
  const edges = [...new Set(sorted.flatMap((s) => [s.from, s.to]))].sort((a, b) => a - b);
  const slices: Slice[] = [];
  let open: Slice[] = [];
  let active: Stretch[] = [];
  let next = 0;
  edges.forEach((edge, i) => {
    active = active.filter((s) => s.to > edge);
    for (; next < sorted.length && (sorted[next] as Stretch).from === edge; next++)
      active.push(sorted[next] as Stretch);
    const until = edges[i + 1];
    if (until === undefined || active.length === 0) return;
    if (active.length > 1) active.sort((a, b) => (rank.get(a.uid) ?? 0) - (rank.get(b.uid) ?? 0));
    // A lane has room for two: the oldest and the newest.
    const shown = active.length > 2 ? [active[0], active.at(-1)] : active;
    const parts = shown.length;
    open = (shown as Stretch[]).map((segment, part) => {
      const before = open.find((s) => s.segment === segment && s.part === part && s.parts === parts);
      if (before && before.to === edge) {
        before.to = until;
        return before;
      }
      const slice = { segment, from: edge, to: until, part, parts };
      slices.push(slice);
      return slice;
    });
  });
  return slices;
}

function stretchesOf(segments: readonly LaneSegment[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const segment of segments) {
    if (segment.to <= segment.from) continue;
    const word = stateWord(segment.state);
    const last = stretches.at(-1);
    const goesOn = last?.uid === segment.uid && last.to === segment.from;
    if (!last || !goesOn || !COMING.has(last.state) || !COMING.has(segment.state))
      stretches.push({ ...segment, words: [word] });
    else {
      const words = last.words.includes(word) ? last.words : [...last.words, word];
      stretches[stretches.length - 1] = { ...last, to: segment.to, state: segment.state, words };
    }
  }
  return stretches;
}

/** Narrow neighbours become one bar, which shows the weightiest of them. */
function barsOfRow(slices: readonly Slice[], node: string, place: BarPlace): Bar[] {
  const bars: Bar[] = [];
  let run: Slice[] = [];
  const flush = (): void => {
    const first = run[0];
    const last = run.at(-1);
    if (first && last && place.x(last.to) - place.x(first.from) >= INVISIBLE)
      bars.push(barOf(run, first, last, node, place));
    run = [];
  };
  for (const slice of slices) {
    const last = run.at(-1);
    const narrow = place.x(slice.to) - place.x(slice.from) < NARROW;
    if (last && (!narrow || last.to !== slice.from)) flush();
    run.push(slice);
    if (!narrow || place.x(slice.to) - place.x((run[0] as Slice).from) >= NARROW) flush();
  }
  flush();
  return bars;
}

function barOf(run: readonly Slice[], first: Slice, last: Slice, node: string, place: BarPlace): Bar {
  const { segment, part, parts } = run.reduce((a, b) => (weight(b) > weight(a) ? b : a));
  const { origin, y, h } = place;
  const { state, colour, revision, pod, words } = segment;
  const x = place.x(first.from);
  const height = h / parts;
  const times = `${shortClockText(first.from - origin)} – ${shortClockText(last.to - origin)}`;
  const stages = words.join(', ');
  const what = revision === undefined ? stages : `${stages}, revision ${revision}`;
  return {
    key: `${first.segment.uid} ${first.from - origin} ${part}/${parts}`,
    state,
    style: STATES[state].style,
    colour,
    title: `${node}: ${pod}\n${what}\n${times}`,
    x,
    y: y + part * height,
    w: place.x(last.to) - x,
    h: height,
  };
}

function weight({ segment }: Slice): number {
  return STATES[segment.state].weight;
}
