import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalHash, CanonicalHash } from './canonical-hash';
import { canonicalJson } from './canonical-json';

const RUNS = { seed: 1, numRuns: 300 };

test('a known value, so that no engine and no change makes it another', () => {
  const value = { b: [1, -1.5, 1e21, true, null], a: 'é 💥', m: new Map([['k', new Set([2, 1])]]), n: 5n };
  expect(canonicalHash(value)).toBe('9143b9b0005b9e2a06ff17338d57453e');
});

describe('the same', () => {
  const same: [string, unknown, unknown][] = [
    ['keys in another order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
    ['undefined and absent', { a: 1, b: undefined }, { a: 1 }],
    ['0 and -0', [0], [-0]],
    ['1 and 1.0, 1e3 and 1000', [1, 1e3], [1.0, 1000]],
    ['any NaN', NaN, Math.sqrt(-1)],
    ['no prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    [
      'entries in another order',
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['b', 2],
        ['a', 1],
      ]),
    ],
    [
      'entries by number',
      new Map([
        [10, 1],
        [9, 2],
      ]),
      new Map([
        [9, 2],
        [10, 1],
      ]),
    ],
    ['members in another order', new Set(['b', 'a']), new Set(['a', 'b'])],
    ['members that are objects', new Set([{ a: 1 }, { b: 1 }]), new Set([{ b: 1 }, { a: 1 }])],
  ];
  test.each(same)('%s', (_, a, b) => expect(canonicalHash(a)).toBe(canonicalHash(b)));
});

describe('another', () => {
  const different: [string, unknown, unknown][] = [
    ['list in another order', ['a', 'b'], ['b', 'a']],
    ['text and number', '1', 1],
    ['number and bigint', 1, 1n],
    ['nothing and false', null, false],
    ['nothing in a list and no item', [null], []],
    ['texts cut elsewhere', ['ab', 'c'], ['a', 'bc']],
    ['lists cut elsewhere', [[1], [2]], [[1, 2]]],
    ['a list and a set', ['a'], new Set(['a'])],
    ['an object and a map', { a: 1 }, new Map([['a', 1]])],
    ['the empty text at the end', ['a', ''], ['a']],
    ['a zero character', 'a', 'a\0'],
    ['letter of two units', '\u{1f4a5}', '\ud83d'],
    ['large numbers', 2 ** 53, 2 ** 53 - 1],
    ['tiny numbers', 5e-324, 0],
    ['infinities', Infinity, -Infinity],
  ];
  test.each(different)('%s', (_, a, b) => expect(canonicalHash(a)).not.toBe(canonicalHash(b)));

  test('for each two values that differ as JSON, and only for these', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(canonicalHash(a) === canonicalHash(b)).toBe(canonicalJson(a) === canonicalJson(b));
      }),
      RUNS,
    );
  });

  test('in every part: a hundred thousand neighbours share not even a quarter of it', () => {
    const hashes = Array.from({ length: 100_000 }, (_, i) => canonicalHash({ name: `pod-${i % 1000}`, i }));
    // A quarter has 32 bits: of 100,000 about one pair falls together by chance, of halves none.
    for (const part of [0, 8, 16, 24])
      expect(new Set(hashes.map((h) => h.slice(part, part + 8))).size).toBeGreaterThan(99_980);
    for (const part of [0, 8, 16])
      expect(new Set(hashes.map((h) => h.slice(part, part + 16))).size).toBe(100_000);
  });
});

test('what is no plain data is refused', () => {
  for (const value of [() => 1, Symbol('a'), new Date(0), new (class A {})()])
    expect(() => canonicalHash({ value })).toThrow('only plain data');
});

test('value by value', () => {
  const hash = new CanonicalHash();
  hash.add('a');
  const one = hash.digest();
  expect(hash.digest()).toBe(one);
  expect(hash.add('b').digest()).toBe(new CanonicalHash().add('a').add('b').digest());
  expect(hash.digest()).not.toBe(one);
});
