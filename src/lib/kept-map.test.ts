import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deepClone } from './clone';
import type { Kept } from './kept';
import { KeptMap } from './kept-map';

interface Counter {
  count: number;
}

/** What a play does: to a KeptMap and to a plain Map, which is cloned in full at every `keep`. */
type Step =
  | { type: 'set' | 'change' | 'delete' | 'peek'; key: string; count: number }
  | { type: 'keep' }
  | { type: 'revive'; which: number };

const aKey = fc.integer({ min: 0, max: 90 }).map(String);
const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'set' as const,
        'set' as const,
        'change' as const,
        'delete' as const,
        'peek' as const,
      ),
      key: aKey,
      count: fc.nat(1000),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'keep' as const }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('revive' as const), which: fc.nat(5) }) },
);
test('any play: like a map of which every copy is a full clone', () => {
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 400 }), (steps) => {
      const map = new KeptMap<Counter>(deepClone);
      let model = new Map<string, Counter>();
      const kept: { copy: Kept<Counter>; model: Map<string, Counter> }[] = [];
      for (const step of steps) {
        if (step.type === 'keep') kept.push({ copy: map.keep(), model: deepClone(model) });
        else if (step.type === 'revive') {
          const then = kept[step.which % (kept.length || 1)];
          if (!then) continue;
          map.revive(then.copy);
          model = deepClone(then.model);
        } else if (step.type === 'set') {
          map.set(step.key, { count: step.count });
          model.set(step.key, { count: step.count });
        } else if (step.type === 'delete') expect(map.delete(step.key)).toBe(model.delete(step.key));
        else if (step.type === 'peek') expect(map.peek(step.key)).toEqual(model.get(step.key));
        else {
          const [value, expected] = [map.get(step.key), model.get(step.key)];
          expect(value).toEqual(expected);
          if (value && expected) value.count = expected.count = step.count;
        }
        expect(map.size).toBe(model.size);
      }
      expect(map.keys()).toEqual([...model.keys()]);
      expect(map.keep().entries()).toEqual([...model]);
      for (const { copy, model: then } of kept) expect(copy.entries()).toEqual([...then]);
    }),
    { numRuns: 300, seed: 1 },
  );
});

describe('what copies share', () => {
  const many = (): KeptMap<Counter> => {
    const map = new KeptMap<Counter>(deepClone);
    for (let i = 0; i < 1000; i++) map.set(`${i}`, { count: i });
    return map;
  };

  test('without a change in between: everything', () => {
    const map = many();
    const copy = map.keep();
    map.peek('5');
    expect(map.keep().leaves).toBe(copy.leaves);
    expect([copy.newTo(undefined), map.keep().newTo(copy)]).toEqual([1000, 0]);
  });

  test('after one change: all but one leaf', () => {
    const map = many();
    const before = map.keep();
    (map.get('500') as Counter).count = -1;
    const after = map.keep();
    const other = after.leaves.filter((leaf, i) => leaf !== before.leaves[i]);
    expect(other).toHaveLength(1);
    expect(other[0]?.keys).toBe(before.leaves[after.leaves.indexOf(other[0]!)]?.keys);
  });

  test('going back to a copy and keeping it again gives the same copy; nobody who only looks gets a clone', () => {
    const map = many();
    const copy = map.keep();
    map.delete('7');
    for (let i = 0; i < 100; i++) map.set(`more ${i}`, { count: 0 });
    map.revive(copy);
    expect(map.keep().leaves).toBe(copy.leaves);
    expect(map.peek('7')).toBe(copy.entries().find(([key]) => key === '7')?.[1]);
  });

  test('what is gone leaves no gaps for ever', () => {
    const map = new KeptMap<Counter>(deepClone);
    for (let i = 0; i < 1000; i++) {
      map.set(`${i}`, { count: i });
      if (i >= 10) map.delete(`${i - 10}`);
    }
    expect(map.keep().leaves.length).toBeLessThan(4);
    expect(map.keys()).toEqual(Array.from({ length: 10 }, (_, i) => `${990 + i}`));
  });
});
