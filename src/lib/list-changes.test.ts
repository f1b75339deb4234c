import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listChanges } from './list-changes';

interface Item {
  key: number;
}

const aList = fc
  .uniqueArray(fc.integer({ min: 0, max: 15 }), { maxLength: 12 })
  .map((keys) => keys.sort((a, b) => a - b).map((key): Item => ({ key })));

test('what is told leads from one list to the other, and nothing that both have is told', () => {
  fc.assert(
    fc.property(aList, aList, fc.array(fc.boolean(), { maxLength: 12 }), (before, others, shared) => {
      // Some items of the next list are those of the one before.
      const now = others.map((item, i) => (shared[i] && before.find(({ key }) => key === item.key)) || item);
      const reached = new Set(before);
      let told = 0;
      listChanges(
        before,
        now,
        (a, b) => a.key - b.key,
        (old, next) => {
          if (old && next) expect(old.key).toBe(next.key);
          if (old) expect(reached.delete(old)).toBe(true);
          if (next) reached.add(next);
          told += Number(old !== undefined) + Number(next !== undefined);
        },
      );
      expect(reached).toEqual(new Set(now));
      const both = now.filter((item) => before.includes(item)).length;
      expect(told).toBe(before.length + now.length - 2 * both);
    }),
    { numRuns: 300, seed: 2026 },
  );
});
