import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda, inOrder } from './agenda';

const due = (agenda: Agenda, time = Number.POSITIVE_INFINITY): string[] => {
  const keys: string[] = [];
  for (let e = agenda.takeDue(time); e; e = agenda.takeDue(time)) keys.push(`${e.key}@${e.at}`);
  return keys;
};

test('by time, then in the order in which things were scheduled', () => {
  const agenda = new Agenda();
  agenda.set(0, 'timer', 'c', 20);
  agenda.set(0, 'timer', 'b', 10);
  agenda.set(1, 'timer', 'a', 10);
  expect(agenda.nextTime()).toBe(10);
  expect(due(agenda, 9)).toEqual([]);
  expect(due(agenda, 19)).toEqual(['b@10', 'a@10']);
  expect(due(agenda)).toEqual(['c@20']);
  expect(agenda.nextTime()).toBeUndefined();
});

test('one entry for each component, type and key: a new time replaces the old, later or earlier', () => {
  const agenda = new Agenda();
  agenda.set(0, 'timer', 'a', 10);
  agenda.set(0, 'timer', 'a', 30);
  agenda.set(0, 'enqueue', 'a', 20);
  agenda.set(1, 'timer', 'a', 25);
  agenda.set(1, 'timer', 'a', 5);
  expect(agenda.nextTime()).toBe(5);
  expect(due(agenda)).toEqual(['a@5', 'a@20', 'a@30']);
});

test('the same time again keeps the place in the line', () => {
  const agenda = new Agenda();
  agenda.set(0, 'timer', 'a', 10);
  agenda.set(0, 'timer', 'b', 10);
  agenda.set(0, 'timer', 'a', 10);
  expect(due(agenda)).toEqual(['a@10', 'b@10']);
});

test('setEarliest keeps what is sooner', () => {
  const agenda = new Agenda();
  agenda.setEarliest(0, 'enqueue', 'a', 10);
  agenda.setEarliest(0, 'enqueue', 'a', 20);
  expect(agenda.nextTime()).toBe(10);
  agenda.setEarliest(0, 'enqueue', 'a', 5);
  expect(due(agenda)).toEqual(['a@5']);
});

test('what is cleared never comes, and may be set again', () => {
  const agenda = new Agenda();
  agenda.set(0, 'timer', 'a', 10);
  agenda.clear(0, 'timer', 'a');
  agenda.clear(0, 'timer', 'never set');
  expect(agenda.nextTime()).toBeUndefined();
  agenda.set(0, 'timer', 'a', 10);
  expect(due(agenda)).toEqual(['a@10']);
});

test('any run of changes: as a plain list would have it, also after a snapshot', () => {
  const step = fc.record({
    does: fc.constantFrom('set', 'set', 'setEarliest', 'clear', 'take', 'restore'),
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    at: fc.integer({ min: 0, max: 8 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let agenda = new Agenda();
      let model: { key: string; at: number; n: number }[] = [];
      let n = 0;
      for (const { does, key, at } of steps) {
        const known = model.find((e) => e.key === key);
        const replace =
          does === 'set' ? known?.at !== at : does === 'setEarliest' && (!known || at < known.at);
        if (does === 'set') agenda.set(0, 'timer', key, at);
        if (does === 'setEarliest') agenda.setEarliest(0, 'timer', key, at);
        if (does === 'clear') agenda.clear(0, 'timer', key);
        if (does === 'clear' || replace) model = model.filter((e) => e !== known);
        if (replace) model.push({ key, at, n: n++ });
        model.sort((x, y) => x.at - y.at || x.n - y.n);
        if (does === 'take') {
          const first = model[0] && model[0].at <= at ? model.shift() : undefined;
          expect(agenda.takeDue(at)?.key).toBe(first?.key);
        }
        if (does === 'restore') {
          const snapshot = agenda.snapshot();
          agenda.set(0, 'timer', 'other', 0);
          agenda = new Agenda();
          agenda.restore(snapshot);
          expect(inOrder(snapshot).map((e) => e.key)).toEqual(model.map((e) => e.key));
        }
        expect(agenda.nextTime()).toBe(model[0]?.at);
      }
      expect(due(agenda)).toEqual(model.map((e) => `${e.key}@${e.at}`));
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('what is cancelled, taken or of that component alone is nothing that others have to come', () => {
  const agenda = new Agenda();
  expect(agenda.holdsNothingBut(0)).toBe(true);
  agenda.set(0, 'timer', 'a', 10);
  agenda.set(1, 'timer', 'a', 5);
  agenda.set(2, 'enqueue', 'a', 20);
  expect(agenda.holdsNothingBut(0)).toBe(false);
  agenda.clearAll(2);
  expect(agenda.holdsNothingBut(0)).toBe(false);
  agenda.takeDue(5);
  expect(agenda.holdsNothingBut(0)).toBe(true);
});

test('what is cancelled or put off again and again does not pile up', () => {
  const agenda = new Agenda();
  for (let i = 0; i < 100; i++) agenda.set(0, 'timer', `${i}`, 1e6 + i);
  for (let i = 0; i < 5000; i++) {
    agenda.set(1, 'timer', 'late', 2000 + i);
    agenda.set(1, 'enqueue', `${i}`, i);
    agenda.clear(1, 'enqueue', `${i}`);
    expect(agenda.length).toBeLessThan(350);
  }
  agenda.clearAll(0);
  expect(agenda.length).toBeLessThan(150);
  expect(due(agenda)).toEqual(['late@6999']);
});
