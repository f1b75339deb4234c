import { describe, expect, test } from 'vitest';
import {
  creationObserved,
  deletionObserved,
  expect as expectChanges,
  satisfied,
  type Expectations,
} from './expectations';
import { slowStart } from '../../slow-start';

// Of TestUIDExpectations nothing is here: ReplicaSets, which use them upstream, need no expectations (replicaset/index.ts).
describe('TEST-97, DS-9 expectations', () => {
  const set = (add: number, del: number): Expectations => {
    const all: Expectations = new Map();
    expectChanges(all, 'a', add, del, 0);
    return all;
  };
  test('never set: satisfied', () => expect(satisfied(new Map(), 'a', 0)).toBe(true));
  test('counts go down to satisfied', () => {
    const all = set(2, 1);
    creationObserved(all, 'a');
    deletionObserved(all, 'a');
    expect(satisfied(all, 'a', 0)).toBe(false);
    creationObserved(all, 'a');
    expect(satisfied(all, 'a', 0)).toBe(true);
  });
  test('below zero is satisfied, too; other keys are not touched', () => {
    const all = set(0, 1);
    deletionObserved(all, 'b');
    expect(satisfied(all, 'a', 0)).toBe(false);
    deletionObserved(all, 'a');
    deletionObserved(all, 'a');
    expect(satisfied(all, 'a', 0)).toBe(true);
  });
  test('setting overwrites', () => {
    const all = set(5, 5);
    expectChanges(all, 'a', 0, 0, 0);
    expect(satisfied(all, 'a', 0)).toBe(true);
  });
  test('they expire after five minutes', () => {
    const all = set(1, 0);
    expect(satisfied(all, 'a', 300_000)).toBe(false);
    expect(satisfied(all, 'a', 300_001)).toBe(true);
  });
});

describe('DS-38 slow start', () => {
  test.each([
    [0, 0, 0, 0],
    [1, 10, 1, 0],
    [100, 10, 15, 85],
    [100, 0, 1, 99],
    [100, 1, 3, 97],
    [10, 100, 10, 0],
    [12, 10, 12, 0],
  ])('%i wanted, %i succeed: %i calls, %i skipped', (wanted, limit, calls, skipped) => {
    let made = 0;
    const result = slowStart(wanted, () => (++made > limit ? 'error' : undefined));
    expect([made, result.skipped]).toEqual([calls, skipped]);
    expect(result.errors).toHaveLength(Math.max(0, calls - limit));
  });
});
