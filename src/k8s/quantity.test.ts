import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareQuantities, parseMilli, parseQuantity, parseWhole, quantityText } from './quantity';

test.each<[string | number, number | undefined]>([
  ['1', 1],
  [2, 2],
  ['100m', 0.1],
  ['0.5', 0.5],
  ['.5', 0.5],
  ['1.', 1],
  ['64Mi', 64 * 1024 * 1024],
  ['1.5Gi', 1.5 * 1024 ** 3],
  ['128974848', 128974848],
  ['129e6', 129e6],
  ['129M', 129e6],
  ['1E', 1e18],
  ['-1', -1],
  ['+3k', 3000],
  ['1n', 1e-9],
  ['', undefined],
  ['.', undefined],
  ['abc', undefined],
  ['1 Gi', undefined],
  ['1KB', undefined],
])('parseQuantity %j', (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});

test.each([
  ['100m', 100],
  ['1', 1000],
  ['0.1005', 101],
  ['1u', 1],
])('parseMilli %j is rounded up', (text, value) => {
  expect(parseMilli(text)).toBe(value);
});

test('parseWhole rounds up', () => {
  expect([parseWhole('1500m'), parseWhole('1Ki'), parseWhole('0')]).toEqual([2, 1024, 0]);
});

test.each([
  ['0.5', '500m'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['1024Mi', '1Gi'],
  ['1536Mi', '1536Mi'],
  ['1.5Gi', '1536Mi'],
  ['512', '512'],
  ['1000', '1k'],
  ['1500000', '1500k'],
  ['1e3', '1e3'],
  ['0.5Ki', '512'],
  ['0Mi', '0'],
  ['-0.5', '-500m'],
  ['nonsense', 'nonsense'],
])('quantityText %j is %j, as the server gives it back', (text, canonical) => {
  expect(quantityText(text)).toBe(canonical);
});

test('quantityText keeps the value and is its own canonical form', () => {
  const amount = fc.tuple(
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.constantFrom('', 'm', 'k', 'M', 'Ki', 'Mi', 'Gi'),
  );
  fc.assert(
    fc.property(amount, ([n, suffix]) => {
      const text = quantityText(`${n}${suffix}`);
      expect(compareQuantities(text, `${n}${suffix}`)).toBe(0);
      expect(quantityText(text)).toBe(text);
    }),
  );
});
