/** The same inputs make the same bytes, however the time between them is cut up and in whichever order it is looked at. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cluster } from '../../cluster';
import { aPlay, type Play } from './action';
import { opening, perform, START } from './play';

/** How a play is watched: work items at a time, and how far back the watcher looks after each action, in parts of a thousand. */
const watching = fc.record({
  budget: fc.integer({ min: 1, max: 40 }),
  looks: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 6 }),
});

function straight(play: Play): Cluster {
  const cluster = opening(play);
  for (const action of play.actions) perform(cluster, action);
  return cluster;
}

function seekPart(cluster: Cluster, end: number, part: number): void {
  cluster.seek(START + Math.floor(((end - START) * part) / 1000));
}

test('in slices, with looks back in between, and from the log alone', () => {
  fc.assert(
    fc.property(aPlay(), watching, (play, { budget, looks }) => {
      const whole = straight(play);
      const digest = whole.digest();

      const cut = opening(play);
      play.actions.forEach((action, i) => {
        if (action.do === 'wait') {
          const end = cut.now + action.ms;
          while (!cut.advanceTo(end, budget));
        } else perform(cut, action);
        if (i % 4 !== 3) return;
        const now = cut.now;
        seekPart(cut, now, looks[i % looks.length] as number);
        cut.seek(now);
      });
      expect(cut.digest()).toBe(digest);

      const end = whole.now;
      for (const part of looks) seekPart(whole, end, part);
      whole.seek(end);
      expect(whole.digest()).toBe(digest);
    }),
    { numRuns: 80, seed: 4 },
  );
}, 300_000);

test('a fork: what is done after a look back is done to the cluster of that time', () => {
  fc.assert(
    fc.property(aPlay({}, 4, 14), fc.nat(1000), (play, part) => {
      const at = Math.floor((play.actions.length * part) / 1001);
      const short = straight({ ...play, actions: play.actions.slice(0, at) });
      const long = straight(play);
      const last = play.actions[play.actions.length - 1];
      if (!last || long.now === short.now) return;
      // The moment before the first thing that came later.
      long.seek(short.now);
      if (long.inputsApplied !== short.inputsApplied) return;
      expect(long.digest()).toBe(short.digest());
      for (const cluster of [long, short]) {
        // An input that is never refused: it starts the fork.
        perform(cluster, { do: 'place', by: 'scheduler' });
        perform(cluster, last);
      }
      expect(long.digest()).toBe(short.digest());
    }),
    { numRuns: 30, seed: 4 },
  );
}, 300_000);
