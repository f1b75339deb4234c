/** The way to another time, in slices: progress, another goal on the way, giving up. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../scenario/scenario';
import { createSession, defaultScenario, type SessionStore } from './session';
import { aScenario } from './testing/random-play';

const END = 120_000;
const BUSY: Scenario = {
  ...defaultScenario(),
  actions: [
    { at: 0, line: 'sim add-node n-{1..150}' },
    { at: 60_000, line: 'kubectl delete pods --all --grace-period=0 --force' },
    { at: 75_000, line: 'kubectl cordon worker-2' },
  ],
  playhead: END,
};

const arrive = (store: SessionStore): void => {
  while (!store.getState().work(1000));
};
function opened(scenario = BUSY): SessionStore {
  const store = createSession(scenario);
  arrive(store);
  return store;
}
const seek = (store: SessionStore, ms: number): void => store.getState().seek(store.getState().origin + ms);
const digest = (store: SessionStore): string => store.getState().cluster.digest();
/** The same moment, played straight to it. */
function straight(ms: number): string {
  const actions = BUSY.actions.filter((a) => a.at <= ms);
  return digest(opened({ ...BUSY, actions, playhead: ms }));
}

/** The moment from which the last kept one is farthest: more than is done at once. */
function farthest(): number {
  const store = opened();
  const ways = Array.from({ length: 20 }, (_, i) => {
    const ms = 60_500 + 1_000 * i;
    seek(store, ms);
    let slices = 0;
    while (!store.getState().work(20)) slices++;
    return { ms, slices };
  });
  return ways.reduce((a, b) => (b.slices > a.slices ? b : a)).ms;
}
const FAR = farthest();

describe('on the way', () => {
  test('back: progress never falls, and the goal is shown from the start', () => {
    const store = opened();
    const { origin } = store.getState();
    seek(store, FAR);
    expect(store.getState()).toMatchObject({
      heading: origin + FAR,
      playing: false,
      underWay: { type: 'seeking', to: origin + FAR, returns: true },
    });
    const shares: number[] = [];
    while (!store.getState().work(20)) shares.push(store.getState().underWay?.share ?? Number.NaN);
    expect(shares.length).toBeGreaterThan(5);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(new Set(shares).size).toBeGreaterThan(2);
    expect(store.getState()).toMatchObject({
      heading: undefined,
      underWay: undefined,
      now: origin + FAR,
      end: origin + END,
    });
    expect(digest(store)).toBe(straight(FAR));
  });

  test('sought again before it is there, it goes to the latest goal only', () => {
    const store = opened();
    for (const ms of [FAR, 20_000, END, FAR - 2]) {
      seek(store, ms);
      store.getState().work(10);
    }
    arrive(store);
    expect(store.getState().now).toBe(store.getState().origin + FAR - 2);
    expect(digest(store)).toBe(straight(FAR - 2));
  });

  test.each([
    ['back', END, FAR],
    ['ahead', 0, FAR],
  ])('given up %s: the moment before the first of the seeks', (_, from, to) => {
    const store = opened();
    seek(store, from);
    arrive(store);
    const before = digest(store);
    seek(store, to);
    store.getState().work(30);
    seek(store, to - 1);
    store.getState().work(30);
    expect(store.getState().underWay).toBeDefined();
    store.getState().cancel();
    arrive(store);
    expect(store.getState()).toMatchObject({
      now: store.getState().origin + from,
      end: store.getState().origin + END,
      heading: undefined,
      underWay: undefined,
      playing: false,
    });
    expect(digest(store)).toBe(before);
    // What was recorded is as it was: the future comes again.
    seek(store, END);
    arrive(store);
    expect(digest(store)).toBe(straight(END));
  });

  test('nothing is given up where nothing is under way', () => {
    const store = opened();
    const { version } = store.getState();
    store.getState().cancel();
    expect(store.getState().version).toBe(version);
  });

  test('what is asked for on the way is done at the goal, one after the other', () => {
    const store = opened();
    seek(store, FAR);
    const done: string[] = [];
    const run = (line: string): void => {
      store.getState().run(line, undefined, () => {
        done.push(`${line} at ${store.getState().now - store.getState().origin}`);
      });
    };
    run('kubectl cordon worker-1');
    seek(store, 400);
    run('sim add-node mine');
    expect(done).toEqual([]);
    arrive(store);
    // The first action dropped what came after it, but the way back is still there.
    expect(done).toEqual([`kubectl cordon worker-1 at ${FAR}`, 'sim add-node mine at 400']);
    expect(store.getState().actions.map((a) => a.line)).toEqual([
      'sim add-node n-{1..150}',
      'sim add-node mine',
    ]);
  });

  test('shared on the way back, it is the moment of the goal', () => {
    const store = opened();
    seek(store, FAR);
    expect(store.getState().toScenario('')).toMatchObject({
      playhead: FAR,
      actions: BUSY.actions.filter((a) => a.at <= FAR),
    });
  });
});

test('wherever one goes and gives up, in slices of any size: as if played straight', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const move = fc.record({ to: share, work: fc.integer({ min: 0, max: 200 }), cancel: fc.boolean() });
  fc.assert(
    fc.property(
      aScenario(),
      fc.array(move, { minLength: 1, maxLength: 6 }),
      share,
      (scenario, moves, last) => {
        const store = createSession(scenario);
        for (const { to, work, cancel } of moves) {
          seek(store, to * scenario.playhead);
          store.getState().work(work);
          if (cancel) store.getState().cancel();
        }
        const playhead = Math.round(last * scenario.playhead);
        seek(store, playhead);
        arrive(store);
        const actions = scenario.actions.filter((a) => a.at <= playhead);
        expect(digest(store)).toBe(digest(opened({ ...scenario, actions, playhead })));
      },
    ),
    { numRuns: 12, seed: 20260105 },
  );
});
