/**
 * Any user, any fault: what holds at every change and at every moment, judged by laws that know nothing of the engine. The plays of
 * a build are always the same, so that a build fails for its own faults only; to look further: `SEED=$RANDOM RUNS=5000 npx vitest
 * run src/engine/testing/model/model.test.ts`. What is found goes to `pinned.ts`.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPlay, type Play } from './action';
import { Court, settled, tried } from './court';
import type { Change } from './mirror';
import { PINNED } from './pinned';
import { invalidObjects } from './validity';

const { SEED, RUNS } = process.env;
const MOST_TIME = RUNS === undefined ? 300_000 : 3_600_000;

function always(numRuns: number, plays: fc.Arbitrary<Play>, holds: (play: Play) => void): void {
  const property = fc.property(plays, (play) => {
    holds(play);
  });
  fc.assert(property, { numRuns: Number(RUNS ?? numRuns), seed: Number(SEED ?? 4) });
}

const lawful = (play: Play): void => expect(tried(play).violations).toEqual([]);
const settles = (play: Play): void => expect(settled(tried(play))).toEqual([]);

test.each(PINNED)('pinned: %s', (_, play) => settles(play));

describe('DS-33, DS-41, DS-47, DS-53, DS-56, WL-9, POD-1, API-2: every change is lawful', () => {
  test('whatever is done', () => always(300, aPlay(), lawful), MOST_TIME);

  const rollouts = aPlay({ sets: 8, pods: 2, nodes: 1, workloads: 0, world: 0 });
  test('in rollouts one after the other', () => always(200, rollouts, lawful), MOST_TIME);

  const workloads = aPlay({ sets: 1, pods: 2, nodes: 1, workloads: 8, world: 1 });
  test('in rollouts of Deployments', () => always(100, workloads, lawful), MOST_TIME);

  const faults = aPlay({ sets: 4, pods: 1, nodes: 1, workloads: 1, world: 6 });
  test('while everything breaks', () => always(150, faults, lawful), MOST_TIME);
});

describe('DS-33, DS-34, DS-47, NODE-10, NODE-27, API-20 … API-24, WL-1: when all is mended everything settles', () => {
  test('whatever was done', () => always(130, aPlay(), settles), MOST_TIME);

  const nodes = aPlay({ sets: 2, pods: 1, nodes: 6, workloads: 1, world: 4 }, 1, 16);
  test('after nodes came, broke and went', () => always(90, nodes, settles), MOST_TIME);
});

test('what is stored is valid, field by field', () => always(80, aPlay(), isValid), MOST_TIME);

function isValid(play: Play): void {
  const changes: Change[] = [];
  const court = new Court(play, undefined, (change) => changes.push(change));
  for (const action of play.actions) {
    court.take(action);
    expect(invalidObjects(court.cluster, changes.splice(0))).toEqual([]);
  }
}
