/** Same scenario, same bytes: however it is cut, sought, forked or sent (architecture rule 2). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runDetached } from '../kubectl/shell';
import type { Scenario } from '../scenario/scenario';
import { decodeLink, encodeLink } from '../share/link';
import { Playback } from './playback';
import { aScenario, anAction } from './testing/random-play';

const RUNS = { numRuns: 8, seed: 20260105 };

function playTo(playback: Playback, time: number, budget = Number.POSITIVE_INFINITY): void {
  while (!playback.advanceTo(playback.origin + time, budget));
}

function play(scenario: Scenario): Playback {
  const playback = new Playback(scenario);
  playTo(playback, scenario.playhead);
  return playback;
}

const digest = ({ cluster }: Playback): string => cluster.digest();
const pods = ({ cluster }: Playback): string => runDetached(cluster, 'kubectl get pods -A -o yaml').output;

test('played twice: the same', () => {
  fc.assert(
    fc.property(aScenario(), (scenario) => {
      const [a, b] = [play(scenario), play(scenario)];
      expect(digest(a)).toBe(digest(b));
      expect(a.cluster.trace.records()).toEqual(b.cluster.trace.records());
    }),
    RUNS,
  );
});

test('other seeds give other names', () => {
  const names = [1, 2].map((seed) => {
    const { cluster } = play({ version: 1, base: 'three-nodes-1', seed, actions: [], text: '', playhead: 0 });
    return cluster.read.list('Pod').map((pod) => pod.metadata.name);
  });
  expect(names[0]).not.toEqual(names[1]);
});

test('played in slices of any size: the same', () => {
  const budgets = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(aScenario(), budgets, (scenario, sizes) => {
      const sliced = new Playback(scenario);
      let i = 0;
      while (!sliced.advanceTo(sliced.origin + scenario.playhead, sizes[i++ % sizes.length] ?? 1));
      expect(digest(sliced)).toBe(digest(play(scenario)));
    }),
    RUNS,
  );
});

test('played millisecond-wise through instants at which nothing is due: the same', () => {
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
  fc.assert(
    fc.property(aScenario(), cuts, (scenario, parts) => {
      const cut = new Playback(scenario);
      for (const part of parts.toSorted((a, b) => a - b)) playTo(cut, Math.floor(part * scenario.playhead));
      playTo(cut, scenario.playhead);
      expect(digest(cut)).toBe(digest(play(scenario)));
    }),
    RUNS,
  );
});

test('after seeking back and forth: the same state, trace and kubectl text', () => {
  const times = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(aScenario(), times, (scenario, sought) => {
      const straight = play(scenario);
      const restless = play(scenario);
      for (const part of sought) {
        const time = Math.floor(part * scenario.playhead);
        restless.cluster.seek(restless.origin + time);
        const fresh = play({
          ...scenario,
          actions: scenario.actions.filter((a) => a.at <= time),
          playhead: time,
        });
        expect(digest(restless)).toBe(digest(fresh));
      }
      restless.cluster.seek(restless.origin + scenario.playhead);
      expect(digest(restless)).toBe(digest(straight));
      expect(restless.cluster.trace.records()).toEqual(straight.cluster.trace.records());
      expect(pods(restless)).toBe(pods(straight));
    }),
    RUNS,
  );
});

test('a checkpoint of any moment brings that moment back, however often', () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(aScenario(), part, (scenario, p) => {
      const straight = play(scenario);
      const playback = new Playback(scenario);
      playTo(playback, Math.floor(p * scenario.playhead));
      const moment = playback.cluster.checkpoint();
      const then = digest(playback);
      playTo(playback, scenario.playhead);
      for (let i = 0; i < 2; i++) {
        playback.cluster.restore(moment);
        expect(digest(playback)).toBe(then);
        playTo(playback, scenario.playhead);
        expect(digest(playback)).toBe(digest(straight));
      }
    }),
    RUNS,
  );
});

test('an action at the very moment at which timers are due comes after them, when replayed too', () => {
  const playback = new Playback({
    version: 1,
    base: 'three-nodes-1',
    seed: 3,
    actions: [],
    text: '',
    playhead: 0,
  });
  playback.run('sim add-node n-1', undefined);
  for (let i = 0; i < 4; i++) {
    const due = playback.cluster.nextTime();
    expect(due).toBeDefined();
    playback.cluster.advanceTo(due ?? 0);
    playback.run('kubectl delete pods -l app=nginx --grace-period=0 --force', undefined);
  }
  playback.cluster.advanceTo(playback.cluster.now + 60_000);
  const { now } = playback.cluster;
  const end = digest(playback);
  playback.cluster.seek(playback.origin);
  playback.cluster.seek(now);
  expect(digest(playback)).toBe(end);
});

test('a long play with many automatic checkpoints: any time sought is as if played straight to it', () => {
  const names = Array.from({ length: 30 }, (_, i) => `n-${i}`).join(' ');
  const scenario: Scenario = {
    version: 1,
    base: 'three-nodes-1',
    seed: 9,
    actions: [
      { at: 0, line: `sim add-node ${names}` },
      { at: 10_000, line: 'kubectl set image ds/nginx nginx=nginx:crash' },
      { at: 900_000, line: 'sim stop-kubelet n-3' },
    ],
    text: '',
    playhead: 3_600_000,
  };
  const playback = play(scenario);
  const end = digest(playback);
  for (const time of [3_599_999, 1_234_567, 899_999, 900_000, 2_000_000, 11_000, 0, 3_000_000]) {
    playback.cluster.seek(playback.origin + time);
    const actions = scenario.actions.filter((a) => a.at <= time);
    expect(digest(playback)).toBe(digest(play({ ...scenario, actions, playhead: time })));
  }
  playback.cluster.seek(playback.origin + scenario.playhead);
  expect(digest(playback)).toBe(end);
});

test('going back and doing something else: as if nothing had been done after', () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(aScenario(), part, anAction, (scenario, p, { line, stdin }) => {
      const time = Math.floor(p * scenario.playhead);
      const fork = play(scenario);
      fork.cluster.seek(fork.origin + time);
      const { action } = fork.run(line, stdin);
      const actions = scenario.actions.filter((a) => a.at <= time);
      const fresh = new Playback({ ...scenario, actions: action ? [...actions, action] : actions });
      playTo(fork, action ? time + 60_000 : time);
      playTo(fresh, action ? time + 60_000 : time);
      expect(digest(fork)).toBe(digest(fresh));
      // What was refused or only read has not dropped the future.
      if (!action) playTo(fork, scenario.playhead);
      if (!action) expect(digest(fork)).toBe(digest(play(scenario)));
    }),
    RUNS,
  );
});

const harmless: [string, string?][] = [
  ['kubectl get pods -A -o yaml'],
  ['kubectl delete pod no-such-pod'],
  ['kubectl delete node no-such-node'],
  ['kubectl create namespace default'],
  ['kubectl create namespace new --dry-run=server'],
  ['kubectl create serviceaccount x -n nowhere'],
  ['kubectl label node worker-1 bad@key=x'],
  ['kubectl taint node worker-1 a=b:Nonsense'],
  ['kubectl set image ds/nginx nope=nginx:1'],
  ['kubectl set image ds/nginx nginx=nginx:9 --dry-run=server'],
  ['kubectl delete ds nginx --dry-run=server'],
  ['kubectl delete pods --all -A --dry-run=server'],
  ['kubectl rollout undo ds/nginx --to-revision=99'],
  ['kubectl patch ds nginx -p \'{"spec":{"minReadySeconds":-1}}\''],
  ['kubectl patch ds nginx -p \'{"spec":{"minReadySeconds":1}}\' --dry-run=server'],
  ['kubectl patch ds nginx -p \'{"metadata":{"resourceVersion":"1"},"spec":{"minReadySeconds":1}}\''],
  ['kubectl apply -f -', 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: []}\n'],
  [
    'kubectl create -f -',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {serviceAccountName: no, containers: [{name: a, image: a}]}\n',
  ],
  [
    'kubectl create -f - --dry-run=server',
    'apiVersion: v1\nkind: Pod\nmetadata: {generateName: p-}\nspec: {containers: [{name: a, image: a}]}\n',
  ],
];
test.each(harmless)('what is refused, read or only rehearsed leaves no trace: %s', (line, stdin) => {
  const playback = play({
    version: 1,
    base: 'three-nodes-1',
    seed: 5,
    actions: [],
    text: '',
    playhead: 1000,
  });
  const before = digest(playback);
  const records = playback.cluster.trace.records().length;
  const { action } = playback.run(line, stdin);
  expect(action).toBeUndefined();
  expect(digest(playback)).toBe(before);
  expect(playback.cluster.trace.records()).toHaveLength(records);
});

test('sent as a link: the same', () => {
  fc.assert(
    fc.property(aScenario(), (scenario) => {
      const parsed = decodeLink(encodeLink(scenario));
      expect(parsed).toEqual({ ok: true, scenario });
      if (parsed.ok) expect(digest(play(parsed.scenario))).toBe(digest(play(scenario)));
    }),
    RUNS,
  );
});
