import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Kept } from './kept';
import { KeptTable } from './kept-table';

/** What a play does: to two tables that take over each other's copies, and to plain Maps, which are copied in full. */
type Step =
  | { type: 'set' | 'delete'; table: number; key: string; value: number }
  | { type: 'keep' | 'clear'; table: number }
  | { type: 'revive'; table: number; which: number; tells: boolean };

const aTable = fc.nat(1);
const aChange = fc.record({
  type: fc.constantFrom('set' as const, 'set' as const, 'delete' as const),
  table: aTable,
  key: fc.integer({ min: 0, max: 90 }).map(String),
  value: fc.nat(1000),
});
const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: aChange },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('keep' as const, 'keep' as const, 'keep' as const, 'clear' as const),
      table: aTable,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('revive' as const),
      table: aTable,
      which: fc.nat(7),
      tells: fc.boolean(),
    }),
  },
);
const ordered = (entries: Iterable<[string, number]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

class Pair {
  readonly table = new KeptTable<number>();
  model = new Map<string, number>();

  revive(copy: Kept<number>, then: ReadonlyMap<string, number>, tells: boolean): void {
    if (!tells) this.table.revive(copy);
    else {
      const gone: [string, number][] = [];
      const come: [string, number][] = [];
      this.table.revive(copy, (key, value, there) => (there ? come : gone).push([key, value]));
      const told = new Map(this.model);
      for (const [key, value] of gone) {
        expect(told.get(key)).toBe(value);
        told.delete(key);
      }
      expect(ordered([...told, ...come])).toEqual(ordered(then));
    }
    this.model = new Map(then);
  }

  check(): void {
    expect(this.table.size).toBe(this.model.size);
    expect(this.table.keys()).toEqual([...this.model.keys()]);
    for (let key = 0; key <= 90; key++) {
      expect(this.table.get(`${key}`)).toBe(this.model.get(`${key}`));
      expect(this.table.has(`${key}`)).toBe(this.model.has(`${key}`));
    }
  }
}

test('any play of two tables with the same copies: like maps of which every copy is full', () => {
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 400 }), (steps) => {
      const pairs = [new Pair(), new Pair()] as const;
      const kept: { copy: Kept<number>; model: Map<string, number> }[] = [];
      for (const step of steps) {
        const pair = pairs[step.table === 0 ? 0 : 1];
        const { table, model } = pair;
        if (step.type === 'keep') kept.push({ copy: table.keep(), model: new Map(model) });
        else if (step.type === 'revive') {
          const then = kept[step.which % (kept.length || 1)];
          if (then) pair.revive(then.copy, then.model, step.tells);
          pair.check();
        } else if (step.type === 'clear') {
          table.clear();
          model.clear();
        } else if (step.type === 'set') {
          expect(table.set(step.key, step.value)).toBe(model.get(step.key));
          model.set(step.key, step.value);
        } else if (step.type === 'delete') expect(table.delete(step.key)).toBe(model.delete(step.key));
      }
      for (const pair of pairs) {
        pair.check();
        expect(pair.table.keep().entries()).toEqual([...pair.model]);
      }
      for (const { copy, model } of kept) expect(copy.entries()).toEqual([...model]);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('a table finds what another one has added to a leaf that both have', () => {
  const [one, other] = [new KeptTable<number>(), new KeptTable<number>()];
  one.set('a', 1);
  other.revive(one.keep());
  one.set('b', 2);
  other.revive(one.keep());
  expect([other.keys(), other.get('b')]).toEqual([['a', 'b'], 2]);
});

describe('what copies share', () => {
  const many = (): KeptTable<string> => {
    const table = new KeptTable<string>();
    for (let i = 0; i < 1000; i++) table.set(`${i}`, `value ${i}`);
    return table;
  };

  test('without a change in between: everything', () => {
    const table = many();
    const copy = table.keep();
    table.get('5');
    expect(table.keep().leaves).toBe(copy.leaves);
    expect([copy.newTo(undefined), table.keep().newTo(copy)]).toEqual([1000, 0]);
  });

  test('after changes: all leaves but those of what has changed, whose keys are shared', () => {
    const table = many();
    const before = table.keep();
    table.set('17', 'other');
    table.set('17', 'and another');
    table.set('new', 'one');
    const after = table.keep();
    const different = after.leaves.flatMap((leaf, i) => (leaf === before.leaves[i] ? [] : [i]));
    expect(different).toEqual([1, 62]);
    expect(after.leaves[1]?.keys).toBe(before.leaves[1]?.keys);
    expect(after.newTo(before)).toBe(2);
  });

  test('a table that has gone back shares with what it went back to', () => {
    const table = many();
    const before = table.keep();
    for (let i = 0; i < 500; i++) table.delete(`${i}`);
    table.keep();
    table.revive(before);
    expect(table.keep().leaves).toBe(before.leaves);
    table.set('999', 'other');
    expect(before.entries().at(-1)).toEqual(['999', 'value 999']);
  });
});

test('keys that come and go for ever leave nothing behind', () => {
  const table = new KeptTable<number>();
  const copies = [];
  for (let i = 0; i < 30_000; i++) {
    table.set(`${i}`, i);
    if (i >= 10) table.delete(`${i - 10}`);
    if (i % 1000 === 0) copies.push(table.keep());
  }
  expect(table.size).toBe(10);
  expect(table.keep().leaves.length).toBeLessThan(4);
  copies.forEach((copy, n) => {
    table.revive(copy);
    expect(table.get(`${n * 1000}`)).toBe(n * 1000);
    expect(table.size).toBe(copy.entries().length);
  });
});
