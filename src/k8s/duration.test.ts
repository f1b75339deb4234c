import { expect, test } from 'vitest';
import { goDuration, humanDuration } from './duration';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

test.each([
  [-2 * SECOND, '<invalid>'],
  [-2 * SECOND + 0.000001, '0s'],
  [0, '0s'],
  [SECOND - 0.001, '0s'],
  [SECOND, '1s'],
  [2 * MINUTE - 1, '119s'],
  [2 * MINUTE, '2m'],
  [2 * MINUTE + SECOND, '2m1s'],
  [6 * MINUTE + 40 * SECOND, '6m40s'],
  [10 * MINUTE - 1, '9m59s'],
  [10 * MINUTE + SECOND, '10m'],
  [3 * HOUR - 1, '179m'],
  [3 * HOUR, '3h'],
  [3 * HOUR + MINUTE, '3h1m'],
  [8 * HOUR + 59 * MINUTE, '8h'],
  [47.99 * HOUR, '47h'],
  [48 * HOUR, '2d'],
  [49 * HOUR, '2d1h'],
  [8 * DAY - 1, '7d23h'],
  [8 * DAY + 23 * HOUR, '8d'],
  [729 * DAY, '729d'],
  [2 * YEAR, '2y'],
  [2 * YEAR + DAY, '2y1d'],
  [7 * YEAR + 364 * DAY, '7y364d'],
  [8 * YEAR + 364 * DAY, '8y'],
])('CLI-29 TEST-131 humanDuration(%d) = %s', (ms, text) => {
  expect(humanDuration(ms)).toBe(text);
});

test.each([
  [0, '0s'],
  [830, '830ms'],
  [1661, '1.661s'],
  [1500, '1.5s'],
  [2000, '2s'],
  [80_000, '1m20s'],
  [60_000, '1m0s'],
  [3_600_000, '1h0m0s'],
  [-1500, '-1.5s'],
])('goDuration(%d) = %s', (ms, text) => {
  expect(goDuration(ms)).toBe(text);
});
