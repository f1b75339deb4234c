import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64Url, encodeBase64Url } from './base64url';
import { canonicalJson } from './canonical-json';
import { deepClone } from './clone';
import { compareText } from './compare';
import { deepEqual } from './equal';
import { fnv1a32 } from './fnv';
import { heapPop, heapPush } from './heap';
import { hex32, hexText, uuidText } from './hex';
import { SortedList } from './sorted-list';

const RUNS = { seed: 1, numRuns: 200 };

describe('base64url', () => {
  // RFC 4648 section 10, without padding.
  test.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
    ['\u00fb\u00ff', '-_8'],
  ])('%j is %s', (text, encoded) => {
    const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
    expect(encodeBase64Url(bytes)).toBe(encoded);
    expect(decodeBase64Url(encoded)).toEqual(bytes);
  });

  test.each(['A', 'AAAAA', 'Zg==', 'Zm9v Zm9v', 'a+b/', 'Zm9v\n', 'Zm9💥'])('%j is none', (text) => {
    expect(decodeBase64Url(text)).toBeUndefined();
  });

  test('any bytes come back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes);
      }),
      RUNS,
    );
  });
});

describe('canonicalJson', () => {
  test.each<[unknown, string]>([
    [null, 'null'],
    [undefined, 'null'],
    ['a"b', '"a\\"b"'],
    [1.5, '1.5'],
    [{ b: 1, a: [true, null] }, '{"a":[true,null],"b":1}'],
    [{ a: undefined, é: 1, z: 2 }, '{"z":2,"é":1}'],
    [new Set(['b', 'a']), '{"set":["a","b"]}'],
    [
      new Map([
        ['b', 1],
        ['a', 2],
      ]),
      '{"map":[["a",2],["b",1]]}',
    ],
    [{ 10: 'x', 9: 'y' }, '{"10":"x","9":"y"}'],
  ])('%j', (value, text) => expect(canonicalJson(value)).toBe(text));

  test('equal values, equal text; and the other way round', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(canonicalJson(a) === canonicalJson(b)).toBe(deepEqual(normal(a), normal(b)));
        expect(JSON.parse(canonicalJson(a))).toEqual(normal(a));
      }),
      RUNS,
    );
  });
  // JSON knows no -0.
  const normal = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
});

describe('deepClone', () => {
  test('copies all containers and shares none', () => {
    const value = {
      list: [{ a: 1 }],
      map: new Map([['k', { b: [2] }]]),
      set: new Set(['x']),
      none: undefined,
    };
    const copy = deepClone(value);
    expect(copy).toEqual(value);
    copy.list[0]!.a = 9;
    copy.map.get('k')!.b.push(3);
    copy.set.add('y');
    expect(value).toEqual({
      list: [{ a: 1 }],
      map: new Map([['k', { b: [2] }]]),
      set: new Set(['x']),
      none: undefined,
    });
  });

  test('no class instances', () => {
    expect(() => deepClone({ at: new Date(0) })).toThrow('only plain data');
  });
});

test('compareText orders as bytes do, not as a locale', () => {
  expect(['b', 'a', 'B', 'é', '', 'a-b', 'a.b', 'ab'].sort(compareText)).toEqual([
    '',
    'B',
    'a',
    'a-b',
    'a.b',
    'ab',
    'b',
    'é',
  ]);
  expect(compareText('a', 'a')).toBe(0);
});

test.each<[unknown, unknown, boolean]>([
  [1, 1, true],
  [Number.NaN, Number.NaN, true],
  [null, undefined, false],
  [{}, null, false],
  [[], {}, false],
  [[1, 2], [1], false],
  [{ a: undefined }, {}, true],
  [{}, { a: undefined }, true],
  [{ a: null }, {}, false],
  [{ a: [{ b: 1 }] }, { a: [{ b: 1 }] }, true],
  [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, false],
  [{ a: 1 }, { b: 1 }, false],
])('deepEqual %j %j: %s', (a, b, equal) => {
  expect(deepEqual(a, b)).toBe(equal);
  expect(deepEqual(b, a)).toBe(equal);
});

// From the FNV reference implementation.
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('fnv1a32 of %j', (text, hash) => expect(fnv1a32(text)).toBe(hash));

test('a heap gives its items in order', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer(), { nil: 'pop' as const })), (steps) => {
      const heap: number[] = [];
      const model: number[] = [];
      const less = (a: number, b: number): boolean => a < b;
      for (const step of steps) {
        if (step === 'pop') {
          model.sort((a, b) => a - b);
          expect(heapPop(heap, less)).toBe(model.shift());
        } else {
          heapPush(heap, step, less);
          model.push(step);
        }
      }
      expect(heap.length).toBe(model.length);
    }),
    RUNS,
  );
});

test('a sorted list is a sorted map whose lists, once handed out, never change', () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'B', 'aa', 'é', ''),
    value: fc.integer(),
    does: fc.constantFrom('set', 'set', 'delete', 'look'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const list = new SortedList<number>();
      const model = new Map<string, number>();
      const seen: [readonly number[], number[]][] = [];
      for (const { key, value, does } of steps) {
        if (does === 'set') {
          list.set(key, value);
          model.set(key, value);
        } else if (does === 'delete') {
          list.delete(key);
          model.delete(key);
        } else seen.push([list.items(), [...list.items()]]);
        expect(list.get(key)).toBe(model.get(key));
        expect(list.size).toBe(model.size);
        const sorted = [...model].sort(([a], [b]) => compareText(a, b)).map(([, v]) => v);
        if (does === 'look') expect(list.items()).toEqual(sorted);
      }
      for (const [handed, then] of seen) expect(handed).toEqual(then);
    }),
    RUNS,
  );
});

test('SortedList merges many new keys at once, and leaves what it has handed out alone', () => {
  const list = new SortedList<string>();
  const keys = Array.from({ length: 100 }, (_, i) => `k${(i * 37) % 100}`);
  for (const key of keys.slice(0, 40)) list.set(key, key);
  const handed = list.items();
  const then = [...handed];
  for (const key of keys.slice(40)) list.set(key, key);
  list.set('k37', 'changed');
  list.delete('k0');
  const expected = keys.filter((key) => key !== 'k0').sort(compareText);
  expect(list.items()).toEqual(expected.map((key) => (key === 'k37' ? 'changed' : key)));
  expect(handed).toEqual(then);
});

test.each([
  [0, '00000000'],
  [0x0102abcd, '0102abcd'],
  [0xffffffff, 'ffffffff'],
  [-1, 'ffffffff'],
])('hex32 of %d is %s', (n, text) => {
  expect(hex32(n)).toBe(text);
  expect(hexText([n, 1])).toBe(`${text}00000001`);
});

test('uuidText puts the dashes where a UUID has them', () => {
  expect(uuidText(0x01234567, 0x89abcdef, -2, 0x10)).toBe('01234567-89ab-cdef-ffff-fffe00000010');
});

test('deepEqual: an inherited name is no key', () => {
  expect(deepEqual({}, { constructor: 'a' })).toBe(false);
  expect(deepEqual({ constructor: 'a' }, {})).toBe(false);
  expect(deepEqual({ toString: undefined }, {})).toBe(true);
  expect(deepEqual({ constructor: 'a' }, { constructor: 'a' })).toBe(true);
});
