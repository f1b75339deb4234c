import { expect, test } from 'vitest';
import { median, percentile } from './statistics';

test('percentiles are values that were measured, by nearest rank', () => {
  const values = [5, 1, 4, 2, 3];
  expect([0, 20, 21, 50, 95, 100].map((p) => percentile(values, p))).toEqual([1, 1, 2, 3, 5, 5]);
  expect(median([4, 1, 3, 2])).toBe(2);
  expect(percentile([], 50)).toBeNaN();
});
