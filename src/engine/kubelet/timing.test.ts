import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationIn, nextBackOff, nextMountDelay, onGrid, type BackOff } from './timing';

test('POD-26 the back-off doubles from 10 s to 300 s', () => {
  const delays: number[] = [];
  let backOff: BackOff | undefined;
  for (let i = 0; i < 7; i++) {
    backOff = nextBackOff(backOff, i * 1000, i * 1000);
    delays.push(backOff.delay / 1000);
  }
  expect(delays).toEqual([10, 20, 40, 80, 160, 300, 300]);
});

test.each([
  [600_000, 300],
  [600_001, 10],
])('POD-26 a failure %d ms after the last restart: next delay %d s', (after, seconds) => {
  expect(nextBackOff({ delay: 300_000, since: 0 }, after, after).delay).toBe(seconds * 1000);
});

test('volumes are tried again after 0.5 s, doubling to 2 min 2 s', () => {
  const delays = [nextMountDelay(undefined)];
  while (delays.length < 10) delays.push(nextMountDelay(delays.at(-1)));
  expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16000, 32000, 64000, 122000, 122000]);
});

test('durations stay within their range and do not depend on anything else', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(5000), fc.nat(5000), fc.nat(9), (uid, least, extra, turn) => {
      const duration = durationIn([least, least + extra], uid, 'stage', turn);
      expect(duration).toBeGreaterThanOrEqual(least);
      expect(duration).toBeLessThanOrEqual(least + extra);
      expect(durationIn([least, least + extra], uid, 'stage', turn)).toBe(duration);
    }),
  );
});

test('durations of different pods spread over the range', () => {
  const seen = new Set(Array.from({ length: 200 }, (_, i) => durationIn([0, 9], `uid-${i}`, 'stage')));
  expect(seen.size).toBe(10);
});

test.each([
  [0, 0],
  [1, 100],
  [100, 100],
  [101, 200],
])('the grid: %d is due at %d', (time, due) => {
  expect(onGrid(time)).toBe(due);
});
