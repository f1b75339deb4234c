import { expect, test } from 'vitest';
import type { Checkpoint } from './checkpoint';
import { BUDGET, History } from './history';
import type { LoggedInput } from './input';

/** A checkpoint that holds `kilobytes` of its own; one work item a millisecond. */
const point = (now: number, inputs = 0, work = now, kilobytes = 0): Checkpoint =>
  ({
    now,
    inputs,
    work,
    store: { resourceVersion: 0, objects: [] },
    agenda: { sequence: 0, entries: { length: kilobytes * 128 } },
    events: {},
    components: [],
  }) as unknown as Checkpoint;
const input = (at: number): LoggedInput => ({
  at,
  input: { type: 'break', fault: 'kubelet-stopped', target: `${at}` },
});

test('an input at the playhead drops what was logged after it, and the checkpoints that knew of it', () => {
  const history = new History();
  history.keep(point(0));
  history.record(input(10));
  history.keep(point(20, 1));
  history.record(input(30));
  history.keep(point(40, 2));
  expect(history.applied).toBe(2);
  history.applied = 1;
  expect(history.nextInput()).toEqual(input(30));
  history.record(input(25));
  expect(history.log).toEqual([input(10), input(25)]);
  expect(history.nextInput()).toBeUndefined();
  expect(history.nearest(100)).toEqual(point(20, 1));
});

test('replaying moves along the log', () => {
  const history = new History();
  history.record(input(10));
  history.applied = 0;
  expect(history.nextInput()).toEqual(input(10));
  history.replayed();
  expect(history.nextInput()).toBeUndefined();
});

test('the nearest checkpoint before a time', () => {
  const history = new History();
  for (const now of [0, 10, 20]) history.keep(point(now));
  expect([-5, 0, 9, 10, 19, 20, 1000].map((t) => history.nearest(t).now)).toEqual([0, 0, 0, 10, 10, 20, 20]);
});

test('checkpoints follow the work, not the time', () => {
  const history = new History();
  expect(history.wantsCheckpoint(1e9)).toBe(false);
  history.keep(point(0, 0, 100));
  expect(history.wantsCheckpoint(599)).toBe(false);
  expect(history.wantsCheckpoint(600)).toBe(true);
});

test('after a look back those ahead stay, gaps are filled, and what is there already is not kept again', () => {
  const history = new History();
  for (const now of [0, 1000, 5000]) history.keep(point(now));
  expect([1200, 1500, 3000, 4600, 5400].map((work) => history.wantsCheckpoint(work))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
  history.keep(point(3000));
  expect([2999, 3000, 4999, 9000].map((t) => history.nearest(t).now)).toEqual([1000, 3000, 3000, 5000]);
});

test('of one instant the last is kept, besides the very first', () => {
  const history = new History();
  for (const work of [0, 10, 20]) history.keep(point(0, 0, work));
  for (const work of [30, 40]) history.keep(point(5, 0, work));
  expect(history.count).toBe(3);
  expect([history.nearest(0).work, history.nearest(5).work]).toEqual([20, 40]);
});

/** Work between a moment and the checkpoint that it is reached from. */
const replayed = (history: History, time: number): number => time - history.nearest(time).now;

test('however many there are: the first and the last stay, gaps are even nearby and widen with the distance', () => {
  const history = new History();
  const end = 1_000_000;
  for (let now = 0; now <= end; now += 500) history.keep(point(now));
  expect(history.count).toBe(400);
  expect([history.nearest(0).now, history.nearest(end).now]).toEqual([0, end]);
  const longest = (from: number, to: number): number => {
    let most = 0;
    for (let time = from; time < to; time += 100) most = Math.max(most, replayed(history, time));
    return most;
  };
  const [near, far] = [longest(end - 50_000, end), longest(0, 500_000)];
  expect(near).toBeLessThan(2500);
  expect(far).toBeGreaterThan(near);
  expect(far).toBeLessThan(20_000);
});

test('what they hold together is bounded; after a look back those near the playhead are the ones that stay', () => {
  const history = new History();
  for (let now = 0; now <= 300_000; now += 500) history.keep(point(now, 0, now, 300));
  expect(history.bytes).toBeLessThan(BUDGET);
  expect(history.count).toBeGreaterThan(30);
  const before = replayed(history, 20_999);
  for (let now = 20_000; now < 30_000; now += 100)
    if (history.wantsCheckpoint(now)) history.keep(point(now, 0, now, 300));
  expect(history.bytes).toBeLessThan(BUDGET);
  expect(replayed(history, 29_900)).toBeLessThan(1000);
  expect(before).toBeGreaterThan(0);
  expect([history.nearest(0).now, history.nearest(1e9).now]).toEqual([0, 300_000]);
});
