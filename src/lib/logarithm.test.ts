import { describe, expect, test } from 'vitest';
import { floorLog2, naturalLog } from './logarithm';

describe('naturalLog', () => {
  // Bits of fdlibm's log. Others differ in the last one: the nearest double to that of 3 ends in 98.
  test.each([
    [1, 0],
    [2, 0.6931471805599453],
    [3, 1.0986122886681096],
    [10, 2.302585092994046],
    [1400, 7.2442275156033498],
    [5000, 8.517193191416238],
  ])('of %d is %d', (n, log) => expect(naturalLog(n)).toBe(log));

  test('of as many nodes as there may be: at most one place off', () => {
    for (let n = 2; n <= 10_000; n++)
      expect(Math.abs(naturalLog(n) - Math.log(n))).toBeLessThanOrEqual(2 ** -52 * Math.log(n));
  });

  test.each([0, -1, 1.5, NaN, Infinity, 2 ** 20])('of %d is not known', (n) => {
    expect(() => naturalLog(n)).toThrow(RangeError);
  });
});

describe('floorLog2', () => {
  test('at powers of two and on both sides', () => {
    for (let n = 2; n <= 52; n++)
      expect([2 ** n - 1, 2 ** n, 2 ** n + 1].map(floorLog2)).toEqual([n - 1, n, n]);
    expect([1, 1.5, 2, 1e18, Number.MAX_VALUE].map(floorLog2)).toEqual([0, 0, 1, 59, 1023]);
  });

  test.each([0, 0.5, NaN, Infinity])('of %d is not known', (x) => {
    expect(() => floorLog2(x)).toThrow(RangeError);
  });
});
