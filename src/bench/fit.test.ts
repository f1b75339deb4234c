import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitPower } from './fit';

const pointsOf = (value: (size: number) => number, sizes = [100, 500, 1000, 5000]) =>
  sizes.map((size) => ({ size, value: value(size) }));

test('finds the exponent of any power, whatever its factor', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      (e, c) => {
        const fit = fitPower(pointsOf((size) => c * size ** e));
        expect(fit?.exponent).toBeCloseTo(e, 6);
      },
    ),
  );
});

test('says how well it fits', () => {
  expect(fitPower(pointsOf((size) => 3 * size))?.r2).toBeCloseTo(1, 9);
  const jagged = [10, 1, 30, 2].map((value, i) => ({ size: 10 ** (i + 1), value }));
  expect(fitPower(jagged)?.r2).toBeLessThan(0.1);
  expect(fitPower(pointsOf(() => 7))).toEqual({ exponent: 0, r2: 1 });
});

test('does not fit fewer than three sizes, nor what has none, nor zeros', () => {
  expect(fitPower(pointsOf((size) => size, [1, 2]))).toBeUndefined();
  expect(fitPower(pointsOf((size) => size, [1, 2, 2]))).toBeUndefined();
  expect(fitPower([{ value: 1 }, { value: 2 }, { value: 3 }])).toBeUndefined();
  expect(fitPower(pointsOf((size) => (size === 100 ? 0 : size), [100, 200, 300]))).toBeUndefined();
});
