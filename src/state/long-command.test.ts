/** Commands with much to do, in slices: the same bytes, one action, and nothing else comes between. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runDetached } from '../kubectl/shell';
import { playBase } from '../scenario/play';
import { Playback } from './playback';
import { createSession, defaultScenario, type SessionStore } from './session';
import { aScenario } from './testing/random-play';

const arrive = (store: SessionStore): void => {
  while (!store.getState().work(1000));
};
const digest = (store: SessionStore): string => store.getState().cluster.digest();
const sets = ['a', 'b', 'c']
  .map(
    (name) =>
      `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: ${name}}\nspec:\n  selector: {matchLabels: {app: ${name}}}\n` +
      `  template:\n    metadata: {labels: {app: ${name}}}\n    spec: {containers: [{name: a, image: "a:1"}]}\n`,
  )
  .join('---\n');

const LONG: [string, string?][] = [
  ['sim add-node n-{31..90}'],
  ['kubectl label nodes --all tier=a'],
  ['kubectl annotate pods --all note=x'],
  ['kubectl taint nodes --all a=b:NoSchedule'],
  ['kubectl cordon n-1 n-2 n-3 n-4 n-5'],
  ['kubectl drain n-1 n-2 --ignore-daemonsets --force'],
  ['kubectl delete pods --all'],
  ['kubectl delete pods --all --grace-period=0 --force'],
  ['kubectl delete nodes -l kubernetes.io/os=linux'],
  ['kubectl set image ds --all *=x:1'],
  ['kubectl rollout restart ds -l a!=b'],
  ['kubectl apply -f -', sets],
  ['kubectl create -f -', sets],
  ['kubectl apply -f - -o yaml', sets],
];

/** The cluster and what was printed when a command is run at once, as a link replays it. */
function atOnce(line: string, stdin: string | undefined): { digest: string; output: string } {
  const { base, seed } = new Playback(defaultScenario()).base
    ? { base: new Playback(defaultScenario()).base, seed: 1 }
    : { base: new Playback(defaultScenario()).base, seed: 1 };
  const cluster = playBase(base, seed, (c, l, text) => void runDetached(c, l, text));
  runDetached(cluster, 'sim add-node n-{1..30}');
  cluster.advanceTo(cluster.now + 20_000);
  const { output } = runDetached(cluster, line, stdin);
  return { digest: cluster.digest(), output };
}

function ready(): SessionStore {
  const store = createSession(defaultScenario());
  store.getState().run('sim add-node n-{1..30}');
  arrive(store);
  while (
    !store
      .getState()
      .advanceTo(store.getState().now + 20_000 - (store.getState().now - store.getState().origin), 1000)
  );
  return store;
}

describe('in slices', () => {
  test.each(LONG)('%s', (line, stdin) => {
    const whole = atOnce(line, stdin);
    for (const slice of [1, 7, 100]) {
      const store = ready();
      let text = '';
      store.getState().run(line, stdin, ({ lines }) => (text = lines.map((l) => `${l.text}\n`).join('')));
      const shares: number[] = [];
      for (;;) {
        const { underWay } = store.getState();
        if (underWay) shares.push(underWay.share);
        if (store.getState().work(slice)) break;
      }
      expect(text).toBe(whole.output);
      expect(digest(store)).toBe(whole.digest);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(store.getState().actions.map((a) => a.line)).toEqual(['sim add-node n-{1..30}', line]);
      expect(store.getState().underWay).toBeUndefined();
    }
  });

  test('of any size, in any history: as replayed at once', () => {
    const slices = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(aScenario(6), slices, fc.constantFrom(...LONG), (scenario, sizes, [line, stdin]) => {
        const store = createSession(scenario);
        arrive(store);
        store.getState().run(line, stdin);
        let i = 0;
        while (!store.getState().work(sizes[i++ % sizes.length] ?? 1));
        const again = createSession(store.getState().toScenario(''));
        arrive(again);
        expect(digest(again)).toBe(digest(store));
      }),
      { numRuns: 15, seed: 20260105 },
    );
  });
});

test('a long command is under way, and time waits for it', () => {
  const store = createSession(defaultScenario());
  const before = store.getState().now;
  const output = store.getState().run('sim add-node n-{1..500}');
  expect(output).toEqual({ lines: [], status: 0, goesOn: true });
  expect(store.getState().underWay).toMatchObject({ type: 'command', line: 'sim add-node n-{1..500}' });
  store.getState().advanceTo(before + 1000, 50);
  expect(store.getState().now).toBe(before);
  // What a link would carry now replays all of it.
  expect(store.getState().toScenario('').actions).toEqual([{ at: 0, line: 'sim add-node n-{1..500}' }]);
  arrive(store);
  expect(store.getState().cluster.read.list('Node')).toHaveLength(503);
  expect(store.getState().now).toBe(before);
});

test('paused or sought on the way: after the command', () => {
  const store = createSession(defaultScenario());
  while (!store.getState().advanceTo(store.getState().origin + 30_000, 1000));
  store.getState().run('sim add-node n-{1..300}');
  store.getState().pause();
  store.getState().seek(store.getState().origin + 10_000);
  expect(store.getState().underWay?.type).toBe('command');
  arrive(store);
  expect(store.getState()).toMatchObject({ playing: false, now: store.getState().origin + 10_000 });
  expect(store.getState().actions.map(({ at }) => at)).toEqual([30_000]);
});

test('another scenario ends it', () => {
  const store = createSession(defaultScenario());
  let hasEnded = false;
  store.getState().run('sim add-node n-{1..500}', undefined, () => (hasEnded = true));
  store.getState().reset();
  arrive(store);
  expect(hasEnded).toBe(false);
  expect(store.getState().cluster.read.list('Node')).toHaveLength(3);
  expect(store.getState().actions).toEqual([]);
});
