import { expect, test } from 'vitest';
import type { Checkpoint } from './checkpoint';
import { History } from './history';
import type { LoggedInput } from './input';

const point = (now: number, inputs = 0, work = 0): Checkpoint => ({ now, inputs, work }) as Checkpoint;
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
  expect(history.wantsCheckpoint(2099)).toBe(false);
  expect(history.wantsCheckpoint(2100)).toBe(true);
});

test('old ones thin out; the first stays, and so do the newest', () => {
  const history = new History();
  for (let now = 0; now < 2000; now++) history.keep(point(now));
  const kept = new Set<number>();
  for (let now = 0; now < 2000; now++) kept.add(history.nearest(now).now);
  expect(kept.size).toBeLessThanOrEqual(240);
  expect(kept.has(0)).toBe(true);
  for (let now = 1900; now < 2000; now++) expect(kept.has(now)).toBe(true);
});
