import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeOf, timeAt } from './time-scale';
import { buildTimeline, lanesThatFit, TIMELINE } from './timeline';
import type { LaneSegment, NodeLane, TimelineInput, TimelineScene } from './timeline-types';
import type { PodState } from './types';

const ORIGIN = Date.UTC(2026, 0, 5, 9, 10);
const SECOND = 1000;
const SET = { namespace: 'default', name: 'nginx' };

function input(more: Partial<TimelineInput> = {}): TimelineInput {
  return {
    set: SET,
    lanes: [],
    more: 0,
    marks: [],
    origin: ORIGIN,
    now: ORIGIN + 30 * SECOND,
    end: ORIGIN + 30 * SECOND,
    width: 692,
    height: 140,
    gutter: 92,
    ...more,
  };
}
/** From and to in seconds since the origin. */
function segment(from: number, to: number, state: PodState = 'ready', pod = 'a', revision = 1): LaneSegment {
  const times = { from: ORIGIN + from * SECOND, to: ORIGIN + to * SECOND };
  return { ...times, uid: pod, pod: `nginx-${pod}`, state, colour: revision, revision };
}
const bars = (...segments: LaneSegment[]) =>
  buildTimeline(input({ lanes: [{ node: 'worker-1', segments }] })).lanes[0]!.bars;

describe('scale', () => {
  test('a minute fills the strip right of the gutter', () => {
    const { scale, playhead, reached } = buildTimeline(input());
    expect(scale).toEqual({ origin: ORIGIN, span: 60 * SECOND, left: 92, right: 692 });
    expect(playhead).toBe(392);
    expect(reached).toBe(392);
  });

  test('the playhead stands before what has been reached after a seek back', () => {
    const scene = buildTimeline(input({ now: ORIGIN + 10 * SECOND }));
    expect([scene.playhead, scene.reached]).toEqual([192, 392]);
  });

  test('a place and its time belong together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 86_400_000 }),
        fc.integer({ min: 100, max: 2000 }),
        (ms, width) => {
          const { scale } = buildTimeline(input({ end: ORIGIN + 86_400_000, width: 92 + width }));
          expect(timeAt(scale, placeOf(scale, ORIGIN + ms))).toBe(ORIGIN + ms);
        },
      ),
    );
  });

  test.each([
    [0, ['00:00', '00:10', '00:20', '00:30', '00:40', '00:50', '01:00']],
    [70, ['00:00', '00:30', '01:00', '01:30', '02:00']],
    [3000, ['00:00', '10:00', '20:00', '30:00', '40:00', '50:00', '01:00:00']],
  ])('after %d s the ruler has nice steps', (seconds, texts) => {
    const end = ORIGIN + seconds * SECOND;
    const got = buildTimeline(input({ now: end, end })).ticks.map((tick) => tick.text);
    expect(got.slice(0, texts.length)).toEqual(texts);
    expect(got.length).toBeLessThanOrEqual(8);
  });
});

describe('bars', () => {
  test('a bar for each stage, solid when Ready, dashed on the way, striped in trouble', () => {
    const got = bars(
      segment(0, 10),
      segment(10, 12, 'terminating'),
      segment(12, 20, 'pulling', 'b', 2),
      segment(20, 30, 'backoff', 'b', 2),
    );
    expect(got.map(({ x, w, style, colour }) => [x, w, style, colour])).toEqual([
      [92, 100, 'solid', 1],
      [192, 20, 'dashed', 1],
      [212, 80, 'dashed', 2],
      [292, 100, 'striped', 2],
    ]);
    expect(got[3]?.title).toBe('worker-1: nginx-b\nCannot run for now, revision 2\n00:20 – 00:30');
  });

  test('the stages on the way to a running pod are one bar', () => {
    const got = bars(
      segment(0, 1, 'pending'),
      segment(1, 2, 'starting'),
      segment(2, 6, 'pulling'),
      segment(6, 8, 'starting'),
      segment(8, 30),
    );
    expect(got.map(({ x, w, style }) => [x, w, style])).toEqual([
      [92, 80, 'dashed'],
      [172, 220, 'solid'],
    ]);
    expect(got[0]?.title).toBe('worker-1: nginx-a\nPending, Starting, Pulling, revision 1\n00:00 – 00:08');
  });

  test('two pods on a node share the height while both are there', () => {
    const got = bars(segment(0, 20), segment(10, 30, 'ready', 'b', 2));
    const full = got[0]!.h;
    expect(got.map(({ x, w, y, h, colour }) => [x, w, y, h, colour])).toEqual([
      [92, 100, 0, full, 1],
      [192, 100, 0, full / 2, 1],
      [192, 100, full / 2, full / 2, 2],
      [292, 100, 0, full, 2],
    ]);
  });

  test('of stages too short to be seen the weightiest is shown', () => {
    const end = ORIGIN + 86_400 * SECOND;
    const flapping = Array.from({ length: 1000 }, (_, i) =>
      segment(i * 60, i * 60 + 60, i % 2 === 0 ? 'ready' : 'backoff'),
    );
    const scene = buildTimeline(input({ now: end, end, lanes: [{ node: 'n', segments: flapping }] }));
    const got = scene.lanes[0]!.bars;
    expect(got.length).toBeLessThan(300);
    expect(got.slice(0, -1).every((bar) => bar.state === 'backoff')).toBe(true);
  });

  const states: PodState[] = ['pending', 'starting', 'ready', 'terminating', 'backoff', 'unknown'];
  const life = fc
    .tuple(
      fc.integer({ min: 0, max: 4000 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.constantFrom(...states)), { maxLength: 12 }),
    )
    .map(([start, stages]) => ({ start, stages }));

  test('no two bars of a lane overlap, keys are unique, none leaves the strip', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 5 }), fc.integer({ min: 4000, max: 40_000 }), (lives, last) => {
        const segments = lives.flatMap(({ start, stages }, pod) => {
          let from = start;
          return stages.map(([length, state]) => {
            const piece = segment(from / 10, (from + length) / 10, state, `p${pod}`, pod + 1);
            from += length;
            return piece;
          });
        });
        const end = ORIGIN + Math.max(last, 8000) * 100;
        const { lanes, scale } = buildTimeline(input({ end, now: end, lanes: [{ node: 'n', segments }] }));
        const got = lanes[0]!.bars;
        expect(new Set(got.map((bar) => bar.key)).size).toBe(got.length);
        for (const bar of got) {
          expect(bar.x).toBeGreaterThanOrEqual(scale.left - 1e-6);
          expect(bar.x + bar.w).toBeLessThanOrEqual(scale.right + 1e-6);
          for (const other of got)
            if (other !== bar) {
              const beside = bar.x + bar.w <= other.x + 1e-6 || other.x + other.w <= bar.x + 1e-6;
              const above = bar.y + bar.h <= other.y + 1e-6 || other.y + other.h <= bar.y + 1e-6;
              expect(beside || above).toBe(true);
            }
        }
      }),
    );
  });
});

describe('lanes', () => {
  const lanes = (count: number): NodeLane[] =>
    Array.from({ length: count }, (_, i) => ({ node: `worker-${i + 1}`, segments: [segment(0, 30)] }));

  test.each([114, 140, 180])(
    'in %d px as many as can be read, between the labels and the slider',
    (height) => {
      const { lanes: got, top, more } = buildTimeline(input({ height, lanes: lanes(20), more: 3 }));
      expect(got).toHaveLength(lanesThatFit(height));
      expect(got.length).toBeGreaterThanOrEqual(3);
      expect(more).toBe(`+${23 - got.length} nodes`);
      expect(got[0]!.y).toBeGreaterThanOrEqual(top);
      got.forEach((lane, i) => {
        expect(lane.y + lane.h).toBeLessThanOrEqual(got[i + 1]?.y ?? height - TIMELINE.foot);
      });
    },
  );

  test('a strip too low for lanes keeps the slider, the ruler and the lines of the actions', () => {
    const marks = [{ at: 5000, words: 'manifest applied' }];
    const scene = buildTimeline(input({ height: 50, gutter: 0, lanes: lanes(3), marks }));
    expect([scene.lanes, scene.heading, scene.more, scene.top]).toEqual([[], '', '', 0]);
    expect(scene.marks.map(({ x, label }) => [x, label])).toEqual([[57.666666666666664, undefined]]);
    expect(scene.label).toContain('3 more nodes');
  });

  test('nothing to show', () => {
    const scene = buildTimeline(input({ set: undefined }));
    expect([scene.lanes, scene.more, scene.heading]).toEqual([[], '', '']);
    expect(scene.label).toBe('At 00:00:30 there is no DaemonSet.');
  });
});

describe('words', () => {
  const lanes = [
    { node: 'worker-1', segments: [segment(0, 10), segment(10, 12, 'terminating')] },
    {
      node: 'worker-2',
      segments: [segment(0, 30), segment(15, 30, 'starting', 'b', 2)].map((s) => ({ ...s, open: true })),
    },
  ];
  const at = (seconds: number, more = 0) =>
    buildTimeline(input({ now: ORIGIN + seconds * SECOND, lanes, more })).label;
  test.each([
    [5, 'nginx at 00:00:05. worker-1: Ready (revision 1); worker-2: Ready (revision 1).'],
    [10, 'nginx at 00:00:10. worker-1: Terminating (revision 1); worker-2: Ready (revision 1).'],
    [12, 'nginx at 00:00:12. worker-1: no pod; worker-2: Ready (revision 1).'],
    [30, 'nginx at 00:00:30. worker-1: no pod; worker-2: Ready (revision 1) and Starting (revision 2).'],
  ])('at %d s', (seconds, words) => expect(at(seconds)).toBe(words));

  test('what is forgotten is said', () => {
    const { label, forgotten, scale } = buildTimeline(
      input({ now: ORIGIN + 30 * SECOND, lanes, forgottenUntil: ORIGIN + 12 * SECOND }),
    );
    expect(label).toMatch(/ pods that were gone before 00:00:12 have no bars any more\.$/);
    expect(forgotten?.x).toBeGreaterThan(scale.left);
    expect(buildTimeline(input({ lanes })).forgotten).toBeUndefined();
  });

  test('nodes without room are counted', () => {
    expect(at(5, 2)).toMatch(/; 2 more nodes\.$/);
  });
});

describe('marks', () => {
  const marked = (marks: [number, string][], more: Partial<TimelineInput> = {}): TimelineScene =>
    buildTimeline(input({ marks: marks.map(([at, words]) => ({ at: at * SECOND, words })), ...more }));

  test('labels stand right of their lines, in the lower row where the upper is taken', () => {
    const { marks } = marked([
      [0, 'manifest applied'],
      [5, 'worker-3 added'],
      [6, 'worker-4 added'],
    ]);
    expect(marks.map(({ x, label }) => [x, label?.text, label?.row])).toEqual([
      [92, 'manifest applied', 0],
      [142, 'worker-3 added', 1],
      [152, undefined, undefined],
    ]);
    expect(marks[2]?.title).toBe('00:06 worker-4 added');
  });

  test('at the right end a label stands left of its line', () => {
    const { marks } = marked([[58, 'worker-1 cordoned']]);
    const { x, label } = marks[0]!;
    expect(label!.x + label!.w).toBeLessThan(x);
  });

  test('actions at one place are one mark', () => {
    const { marks } = marked([
      [10, 'worker-3 added'],
      [10, 'worker-4 added'],
      [10.1, 'worker-5 added'],
    ]);
    expect(marks).toHaveLength(1);
    expect(marks[0]?.label?.text).toBe('worker-3 added +2');
    expect(marks[0]?.title.split('\n')).toHaveLength(3);
    expect(marks[0]?.at).toBe(ORIGIN + 10_000);
  });

  test('a long one is shortened', () => {
    const { marks } = marked([[1, 'node worker-1: label example.com/a-very-long-key=with-a-long-value']]);
    expect(marks[0]?.label?.text).toMatch(/^node worker-1: label.*…$/);
    expect(marks[0]?.label?.w).toBeLessThanOrEqual(180);
  });

  test('labels never run into each other or out of the strip', () => {
    const word = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
    const action = fc.tuple(fc.integer({ min: 0, max: 600 }), word);
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), fc.integer({ min: 150, max: 1600 }), (list, width) => {
        const sorted = list.toSorted((a, b) => a[0] - b[0]);
        const end = ORIGIN + 600 * SECOND;
        const { marks, scale } = marked(sorted, { width, end, now: end });
        const labels = marks.flatMap(({ label }) => (label ? [label] : []));
        for (const label of labels) {
          expect(label.x).toBeGreaterThanOrEqual(scale.left);
          expect(label.x + label.w).toBeLessThanOrEqual(scale.right);
          for (const other of labels)
            if (other !== label && other.row === label.row)
              expect(other.x >= label.x + label.w || label.x >= other.x + other.w).toBe(true);
        }
        expect(marks.reduce((sum, { title }) => sum + title.split('\n').length, 0)).toBeGreaterThanOrEqual(
          list.length,
        );
      }),
    );
  });
});
