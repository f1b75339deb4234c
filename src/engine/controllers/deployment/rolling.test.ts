import { describe, expect, test } from 'vitest';
import { maxSurge, maxUnavailable } from './replica-counts';
import { newSetSize, scaleNewSet, scaleOldSets } from './rolling';
import { aDeployment, aSet } from './testing/fixtures';

type Amount = number | string | undefined;

describe('WL-9 surge is rounded up, unavailable down', () => {
  test.each<[Amount, Amount, number, number, number]>([
    ['39%', '39%', 10, 4, 3],
    [undefined, '39%', 10, 0, 3],
    ['39%', undefined, 10, 4, 0],
    [undefined, undefined, 10, 0, 1],
    ['0%', '0%', 10, 0, 1],
    ['25%', '25%', 4, 1, 1],
    ['25%', '25%', 1, 1, 0],
    ['0%', '1%', 2, 0, 1],
    ['1%', '25%', 1, 1, 0],
    [3, 12, 10, 3, 10],
    ['0%', '0%', 0, 0, 0],
  ])('surge %s, unavailable %s of %s: %s and %s', (surge, unavailable, replicas, up, down) => {
    const d = aDeployment(replicas, { surge, unavailable });
    expect([maxSurge(d), maxUnavailable(d)]).toEqual([up, down]);
  });
  test('WL-11 a Deployment that recreates has neither', () => {
    const d = aDeployment(10, { type: 'Recreate' });
    expect([maxSurge(d), maxUnavailable(d)]).toEqual([0, 0]);
  });
});

describe('WL-10 the new set', () => {
  test.each<[surge: number, old: number, is: number, to: number | undefined]>([
    [0, 10, 0, undefined],
    [2, 10, 0, 2],
    [2, 5, 0, 7],
    [2, 10, 2, undefined],
    [2, 2, 11, 10],
  ])('surge %s, old %s, new %s: %s', (surge, old, is, to) => {
    const rs = aSet('foo-v2', is);
    const all = [aSet('foo-v1', old), rs];
    expect(scaleNewSet(aDeployment(10, { surge, unavailable: 0 }), all, rs)?.to).toBe(to);
  });
  test.each<[string, number, number, number, number]>([
    ['RollingUpdate', 1, 5, 1, 5],
    ['RollingUpdate', 6, 2, 10, 6],
    ['Recreate', 3, 1, 1, 3],
  ])('%s, %s wanted, %s there, surge %s: %s', (type, wanted, is, surge, to) => {
    expect(newSetSize(aDeployment(wanted, { type, surge, unavailable: 1 }), [aSet('other', 5)], is)).toBe(to);
  });
});

describe('WL-10 the old sets', () => {
  const steps = (
    d: ReturnType<typeof aDeployment>,
    old: ReturnType<typeof aSet>[],
    rs: ReturnType<typeof aSet>,
  ) => scaleOldSets(d, old, rs).map((step) => `${step.rs.metadata.name} ${step.to}`);

  test.each<
    [unavailable: number, old: number, available: number, is: number, isAvailable: number, expected: string[]]
  >([
    // Nothing allowed at all counts as one.
    [0, 10, 10, 0, 0, ['old 9']],
    [2, 10, 10, 0, 0, ['old 8']],
    // Of 10 pods 8 are available: the others go first, and then no more can.
    [2, 10, 8, 0, 0, ['old 8']],
    [2, 10, 9, 0, 0, ['old 9', 'old 8']],
    [2, 8, 8, 2, 0, []],
    [2, 8, 8, 2, 1, ['old 7']],
    [2, 10, 1, 0, 0, ['old 8']],
    [2, 0, 0, 10, 10, []],
  ])(
    'unavailable %s: old %s with %s, new %s with %s',
    (unavailable, old, available, is, isAvailable, expected) => {
      const d = aDeployment(10, { surge: 0, unavailable });
      expect(
        steps(d, [aSet('old', old, { available })], aSet('new', is, { available: isAvailable })),
      ).toEqual(expected);
    },
  );

  test('the oldest gives first, and unavailable pods of any set before all', () => {
    const d = aDeployment(10, { surge: 3, unavailable: 2 });
    const old = [
      aSet('b', 4, { available: 4, age: 1 }),
      aSet('a', 4, { available: 3, age: 2 }),
      aSet('zero', 0),
    ];
    expect(steps(d, old, aSet('new', 5, { available: 5 }))).toEqual(['a 3', 'a 0', 'b 3']);
  });

  test.each([
    [aSet('old', 5, { available: 14 }), aSet('new', 3)],
    [aSet('old', 1, { available: 1 }), aSet('new', 3, { available: 9 })],
  ])('while a set has not yet said how many pods are left, nothing is taken %#', (old, rs) => {
    expect(steps(aDeployment(3, { surge: 3, unavailable: 2 }), [old], rs)).toEqual([]);
  });

  test('a new set whose pods never become available takes nothing from the old ones', () => {
    const d = aDeployment(10, { surge: 3, unavailable: 2 });
    expect(steps(d, [aSet('old', 8, { available: 7 })], aSet('new', 5))).toEqual([]);
    // Back again: the broken ones are the old ones now.
    expect(steps(d, [aSet('new', 5)], aSet('old', 8, { available: 7 }))).toEqual(['new 1']);
  });
});
