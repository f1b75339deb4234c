// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildTimeline } from '../scene/timeline';
import type { LaneSegment, NodeLane, TimelineInput, TimelineMark } from '../scene/timeline-types';
import type { PodState } from '../scene/types';
import { createTimeline, type TimelineView } from './create-timeline';

const ORIGIN = Date.UTC(2026, 0, 5, 9, 10);
let host: HTMLElement;
let view: TimelineView;
let sought: number[];

beforeEach(() => {
  host = document.body.appendChild(document.createElement('div'));
  sought = [];
  view = createTimeline(host, {
    reducedMotion: () => true,
    onSeek: (time) => sought.push((time - ORIGIN) / 1000),
    labelId: 'lane-words',
  });
});
afterEach(() => {
  view.destroy();
  host.remove();
});

const segment = (
  from: number,
  to: number,
  state: PodState = 'ready',
  pod = 'a',
  colour = 1,
): LaneSegment => ({
  from: ORIGIN + from * 1000,
  to: ORIGIN + to * 1000,
  uid: pod,
  pod: `nginx-${pod}`,
  state,
  colour,
  revision: colour,
});
const lane = (node: string, ...segments: LaneSegment[]): NodeLane => ({ node, segments });

function show(
  lanes: NodeLane[],
  end = 30,
  marks: TimelineMark[] = [],
  more: Partial<TimelineInput> = {},
): void {
  const time = ORIGIN + end * 1000;
  view.update(
    buildTimeline({
      set: { namespace: 'default', name: 'nginx' },
      lanes,
      more: 0,
      marks,
      origin: ORIGIN,
      now: time,
      end: time,
      width: 692,
      height: 140,
      gutter: 92,
      ...more,
    }),
  );
}
const all = (selector: string) => [...host.querySelectorAll<SVGElement>(selector)];
const one = (selector: string) => host.querySelector<SVGElement>(selector);
const names = () => all('.lane-name').map((name) => name.firstChild?.textContent);

test('bars keep their elements while they grow, change and are joined by others', () => {
  show([lane('worker-1', segment(0, 30))]);
  const bar = one('.bars rect');
  expect(bar?.getAttribute('width')).toBe('299');
  show([lane('worker-1', segment(0, 40))], 40);
  expect(one('.bars rect')).toBe(bar);
  expect(bar?.getAttribute('width')).toBe('399');
  show([lane('worker-1', segment(0, 40), segment(40, 45, 'terminating'))], 45);
  expect(all('.bars rect').map((b) => b.dataset['style'])).toEqual(['solid', 'dashed']);
  expect(one('.bars rect')).toBe(bar);
  expect(bar?.querySelector('title')?.textContent).toBe(
    'worker-1: nginx-a\nReady, revision 1\n00:00 – 00:40',
  );
});

test('bars that a fork has taken away go', () => {
  show([lane('worker-1', segment(0, 20), segment(20, 30, 'starting', 'b', 2))]);
  show([lane('worker-1', segment(0, 10))], 10);
  expect(all('.bars rect').map((b) => b.dataset['colour'])).toEqual(['1']);
});

test('an unchanged bar is not touched', () => {
  show([lane('worker-1', segment(0, 20), segment(20, 30, 'starting', 'b', 2))]);
  const records: MutationRecord[] = [];
  const observer = new MutationObserver((list) => records.push(...list));
  observer.observe(one('.lanes')!, { subtree: true, attributes: true, childList: true });
  show([lane('worker-1', segment(0, 20), segment(20, 30, 'starting', 'b', 2))]);
  records.push(...observer.takeRecords());
  const bars = records.filter((record) => (record.target as Element).tagName === 'rect');
  expect(bars).toEqual([]);
  observer.disconnect();
});

test('lanes come and go by name', () => {
  show([lane('worker-1', segment(0, 30)), lane('worker-2', segment(0, 30))]);
  const second = all('g.lane')[1];
  show([lane('worker-2', segment(0, 30)), lane('worker-3', segment(0, 30))]);
  expect(names()).toEqual(['worker-2', 'worker-3']);
  expect(all('g.lane')[0]).toBe(second);
  expect(second?.querySelector('.bars rect')?.getAttribute('width')).toBe('299');
});

test('another height of the lanes draws their bars again', () => {
  show([lane('worker-1', segment(0, 30))]);
  const before = one('.bars rect')?.getAttribute('height');
  show(Array.from({ length: 5 }, (_, i) => lane(`worker-${i + 1}`, segment(0, 30))));
  expect(Number(one('.bars rect')?.getAttribute('height'))).toBeLessThan(Number(before));
});

test('the picture is hidden, and its words can be pointed at', () => {
  show([lane('worker-1', segment(0, 30))]);
  expect(one('svg')?.getAttribute('aria-hidden')).toBe('true');
  expect(document.getElementById('lane-words')?.textContent).toContain('nginx at 00:00:30. worker-1:');
});

test('names are text, never markup, and shortened with the whole in a tooltip', () => {
  const name = '<img src=x onerror=alert(1)>-a-very-long-name';
  show([lane(name, segment(0, 30))]);
  expect(all('img')).toEqual([]);
  expect(one('.lane-name')?.firstChild?.textContent).toMatch(/…$/);
  expect(one('.lane-name title')?.textContent).toBe(name);
});

test('beyond the playhead a veil lies over what was seen', () => {
  show([lane('worker-1', segment(0, 30))], 30, [], { now: ORIGIN + 10_000 });
  expect([one('.veil')?.getAttribute('x'), one('.veil')?.getAttribute('width')]).toEqual(['192', '200']);
  show([lane('worker-1', segment(0, 30))]);
  expect(one('.veil')?.getAttribute('width')).toBe('0');
});

test('marks have a line each and labels where there is room; a label leads to its time', () => {
  const marks = [
    { at: 5000, words: 'manifest applied' },
    { at: 6000, words: 'worker-3 added' },
    { at: 7000, words: 'worker-4 added' },
  ];
  show([lane('worker-1', segment(0, 30))], 30, marks);
  expect(all('.mark-lines line')).toHaveLength(3);
  expect(all('.marks text').map((t) => t.firstChild?.textContent)).toEqual([
    'manifest applied',
    'worker-3 added',
  ]);
  all('.marks text')[1]?.dispatchEvent(new MouseEvent('pointerdown', { bubbles: true, button: 0 }));
  expect(sought).toEqual([6]);
});

test('pressing on the strip leads to the time there', () => {
  show([lane('worker-1', segment(0, 30))]);
  const svg = one('svg')!;
  svg.setPointerCapture = () => undefined;
  const press = (clientX: number) =>
    svg.dispatchEvent(new MouseEvent('pointerdown', { bubbles: true, button: 0, clientX }));
  press(192);
  press(40);
  expect(sought).toEqual([10]);
});

test('destroy leaves nothing', () => {
  show([lane('worker-1', segment(0, 30))]);
  view.destroy();
  expect(host.childElementCount).toBe(0);
});

test('what the lanes have forgotten is hatched, with the reason', () => {
  const rect = host.querySelector('rect.forgotten');
  show([lane('worker-1', segment(0, 30))]);
  expect(rect?.getAttribute('width')).toBe('0');
  show([lane('worker-1', segment(20, 30))], 30, [], { forgottenUntil: ORIGIN + 15_000 });
  expect(Number(rect?.getAttribute('width'))).toBeGreaterThan(0);
  expect(rect?.textContent).toContain('gone before 00:00:15');
});
