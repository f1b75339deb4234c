import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareText } from './compare';
import { SortedList } from './sorted-list';

const keyOf = (n: number): string => `k${n}`;
const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('set' as const), first: fc.nat(99), count: fc.nat(3) }),
  },
  // So many at once that they are not put in one by one.
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('set' as const), first: fc.nat(99), count: fc.nat(60) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('delete' as const), first: fc.nat(99), count: fc.nat(3) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('look' as const), first: fc.nat(), count: fc.nat() }) },
);

test('what it lists is what is in it, in order, and lists handed out never change', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.array(change, { maxLength: 60 }), (size, changes) => {
      const list = new SortedList<number>();
      const plain = new Map<string, number>();
      const handedOut: { list: readonly number[]; copy: number[] }[] = [];
      let serial = 0;
      const set = (n: number): void => {
        plain.set(keyOf(n), ++serial);
        list.set(keyOf(n), serial);
      };
      for (let n = 0; n < size; n++) set(n);
      for (const { do: what, first, count } of changes) {
        if (what === 'look') {
          const items = list.items();
          const sorted = [...plain].toSorted(([a], [b]) => compareText(a, b)).map(([, value]) => value);
          expect(items).toEqual(sorted);
          handedOut.push({ list: items, copy: [...items] });
        } else
          for (let n = first; n <= first + count; n++) {
            if (what === 'set') set(n);
            else {
              plain.delete(keyOf(n));
              list.delete(keyOf(n));
            }
          }
      }
      expect(list.size).toBe(plain.size);
      for (const { list: items, copy } of handedOut) expect(items).toEqual(copy);
    }),
    { numRuns: 300, seed: 1 },
  );
});
