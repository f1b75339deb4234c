/** No touch is missed: what a checkpoint keeps is what a full clone of the present would be, at any moment of any play. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deepClone } from '../lib/clone';
import { KeptMap } from '../lib/kept-map';
import type { Cluster } from './cluster';
import { COMPONENTS } from './registry';
import { keepState, plainState, reviveState } from './state-keeping';
import { aPlay } from './testing/model/action';
import { opening, perform } from './testing/model/play';

/** All that changes in place, as it is, next to what a checkpoint takes it for. */
function livingAndKept(cluster: Cluster): [living: unknown, kept: unknown][] {
  const pairs: [unknown, unknown][] = [];
  for (const { name } of COMPONENTS)
    for (const field of Object.values((cluster.stateOf(name) ?? {}) as object)) {
      if (!(field instanceof KeptMap)) continue;
      const living = new Map(field.keys().map((key) => [key, deepClone(field.peek(key))]));
      pairs.push([living, new Map(field.keep().entries())]);
    }
  return pairs;
}

test('no change in place is missed', () => {
  const seen = new Set<string>();
  const moments: [kept: unknown, then: unknown][] = [];
  fc.assert(
    fc.property(aPlay(), fc.integer({ min: 5, max: 60 }), (play, budget) => {
      const cluster = opening(play);
      const look = (): void => {
        for (const [living, kept] of livingAndKept(cluster)) {
          expect(kept).toEqual(living);
          moments.push([kept, deepClone(kept)]);
          for (const value of (living as Map<string, object>).values()) seen.add(Object.keys(value).join());
        }
      };
      for (const action of play.actions) {
        if (action.do === 'wait') {
          const end = cluster.now + action.ms;
          while (!cluster.advanceTo(end, budget)) look();
        } else perform(cluster, action);
        look();
      }
      // Nor does what was kept change with the living.
      for (const [kept, then] of moments.splice(0)) expect(kept).toEqual(then);
    }),
    { numRuns: 40, seed: 11 },
  );
  expect(seen.size).toBeGreaterThan(1);
}, 300_000);

test('keeping and reviving: maps by difference, the rest as clones', () => {
  const state = { map: new KeptMap<{ n: number }>(deepClone), list: [1], none: undefined };
  state.map.set('a', { n: 1 });
  const kept = keepState(state);
  state.map.set('b', { n: 2 });
  (state.map.get('a') as { n: number }).n = 5;
  state.list.push(2);
  expect(plainState(kept)).toEqual({ map: new Map([['a', { n: 1 }]]), list: [1], none: undefined });
  const revived = reviveState(kept, state) as typeof state;
  expect(revived.map.get('a')).toEqual({ n: 1 });
  expect([revived.map.has('b'), revived.list]).toEqual([false, [1]]);
  revived.list.push(7);
  (revived.map.get('a') as { n: number }).n = 7;
  expect(plainState(kept)).toEqual({ map: new Map([['a', { n: 1 }]]), list: [1], none: undefined });
});

test('states that are no objects', () => {
  expect([keepState(null), plainState(null), reviveState(null, null)]).toEqual([null, null, null]);
});
