import { describe, expect, test } from 'vitest';
import { LIMITS, type Scenario } from '../scenario/scenario';
import { createSession, defaultScenario, type SessionStore } from './session';

const open = (more: Partial<Scenario> = {}): SessionStore => createSession({ ...defaultScenario(), ...more });
const lines = (store: SessionStore): string[] => store.getState().actions.map((a) => a.line);
/** Plays on to a number of seconds after the origin. */
function playTo(store: SessionStore, seconds: number): void {
  const { origin } = store.getState();
  while (!store.getState().advanceTo(origin + seconds * 1000, 1000));
}
const seek = (store: SessionStore, seconds: number): void =>
  store.getState().seek(store.getState().origin + seconds * 1000);
/** As the frame driver does: until nothing is under way. */
const arrive = (store: SessionStore): void => {
  while (!store.getState().work(1000));
};
const digest = (store: SessionStore): string => store.getState().cluster.digest();
function reopened(store: SessionStore): string {
  const again = createSession(store.getState().toScenario(''));
  arrive(again);
  return digest(again);
}

describe('run', () => {
  test.each([
    ['kubectl cordon worker-1', 1],
    ['kubectl taint node worker-1 a=b:NoSchedule', 1],
    ['sim stop-kubelet worker-1', 1],
    ['kubectl get pods', 0],
    ['kubectl delete pod no-such-pod', 0],
    ['kubectl cordon no-such-node', 0],
    ['kubectl label node worker-1 b@d=x', 0],
    ['kubectl delete node worker-1 --dry-run=server', 0],
    ['sim stop-kubelet no-such-node', 0],
    ['no-such-program', 0],
    ['', 0],
  ])('%j records %d actions', (line, count) => {
    const store = open();
    const before = digest(store);
    store.getState().run(line);
    expect(lines(store)).toEqual(count === 0 ? [] : [line]);
    if (count === 0) expect(digest(store)).toBe(before);
    else expect(digest(store)).not.toBe(before);
  });

  test('a command that fails in part is recorded, because it changed something', () => {
    const store = open();
    const output = store.getState().run('kubectl delete node worker-1 no-such-node');
    expect(output.status).toBe(1);
    expect(lines(store)).toHaveLength(1);
    expect(reopened(store)).toBe(digest(store));
  });

  test('an action in the middle of a sliced frame carries the time at which the cluster took it', () => {
    const store = open();
    store.getState().run('kubectl set image ds/nginx nginx=nginx:1.29');
    const { origin } = store.getState();
    let cut = false;
    for (let i = 0; i < 3; i++) cut = !store.getState().advanceTo(origin + 20_000, 3) || cut;
    expect(cut).toBe(true);
    store.getState().run('kubectl cordon worker-1');
    playTo(store, 30);
    expect(reopened(store)).toBe(digest(store));
  });

  test('a waiting command does not hold the page', () => {
    const store = open();
    const before = store.getState().now;
    store.getState().run('kubectl delete daemonset nginx --cascade=foreground');
    expect(store.getState().now).toBe(before);
    expect(lines(store)).toHaveLength(1);
  });

  test.each([
    ['a line', 'kubectl ' + 'x'.repeat(LIMITS.line), undefined],
    ['a text', 'kubectl apply -f -', 'x'.repeat(LIMITS.text + 1)],
  ])('%s that no link could carry is refused', (_, line, stdin) => {
    const output = open().getState().run(line, stdin);
    expect(output.status).toBe(1);
    expect(output.lines[0]?.text).toMatch(/^error: a (command|text) may have \d+ characters$/);
  });

  test('more actions than a link could carry are refused', () => {
    const actions = Array.from({ length: LIMITS.actions }, (_, i) => ({
      at: 0,
      line: `kubectl ${i % 2 === 0 ? 'cordon' : 'uncordon'} worker-1`,
    }));
    const store = open({ actions });
    while (!store.getState().advanceTo(store.getState().origin, 100));
    const output = store.getState().run('kubectl cordon worker-2');
    expect(output.lines[0]?.text).toContain('a scenario may have 2000 actions');
    expect(store.getState().actions).toHaveLength(LIMITS.actions);
  });
});

describe('time', () => {
  test('seeking stays between the origin and the latest time reached', () => {
    const store = open();
    playTo(store, 60);
    const { origin } = store.getState();
    seek(store, -100);
    expect(store.getState().now).toBe(origin);
    seek(store, 1e9);
    expect(store.getState().now).toBe(origin + 60_000);
    store.getState().seek(Number.NaN);
    expect(store.getState().now).toBe(origin + 60_000);
    expect(store.getState().playing).toBe(false);
  });

  test('an action in the past drops the later ones', () => {
    const store = open();
    store.getState().run('kubectl cordon worker-1');
    playTo(store, 30);
    store.getState().run('kubectl cordon worker-2');
    playTo(store, 60);
    seek(store, 10);
    expect(lines(store)).toHaveLength(2);
    store.getState().run('kubectl get nodes');
    store.getState().run('kubectl delete pod no-such-pod');
    expect(lines(store)).toHaveLength(2);
    store.getState().run('sim add-node worker-3');
    expect(lines(store)).toEqual(['kubectl cordon worker-1', 'sim add-node worker-3']);
    expect(store.getState().end).toBe(store.getState().now);
    playTo(store, 60);
    expect(
      store.getState().cluster.read.get('Node', undefined, 'worker-2')?.spec.unschedulable,
    ).toBeUndefined();
    expect(reopened(store)).toBe(digest(store));
  });

  test('what is shared is the moment at the playhead', () => {
    const store = open();
    store.getState().run('kubectl cordon worker-1');
    playTo(store, 30);
    store.getState().run('kubectl cordon worker-2');
    playTo(store, 60);
    seek(store, 10);
    const scenario = store.getState().toScenario('hello');
    expect(scenario).toEqual({
      ...defaultScenario(),
      text: 'hello',
      playhead: 10_000,
      actions: [{ at: 0, line: 'kubectl cordon worker-1' }],
    });
    const again = createSession(scenario);
    arrive(again);
    arrive(store);
    expect(digest(again)).toBe(digest(store));
  });

  test.each([
    [0.25, 0.25],
    [60, 60],
    [0, 0.25],
    [-1, 0.25],
    [1e9, 60],
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
  ])('speed %d becomes %d', (wanted, speed) => {
    const store = open();
    store.getState().setSpeed(wanted);
    expect(store.getState().speed).toBe(speed);
  });

  test('the clock stops at the end of what a link can hold', () => {
    const store = open();
    playTo(store, 24 * 3600 + 5);
    expect(store.getState().now - store.getState().origin).toBe(LIMITS.time);
    expect(store.getState().playing).toBe(false);
    store.getState().step();
    expect(store.getState().toScenario('').playhead).toBe(LIMITS.time);
  });

  test('a step goes to the next write, at a whole millisecond, and pauses', () => {
    const store = open();
    store.getState().run('sim add-node worker-3');
    for (let i = 0; i < 4; i++) {
      const { version, now, cluster } = store.getState();
      const { revision } = cluster;
      store.getState().step();
      expect(cluster.revision).toBeGreaterThan(revision);
      expect(store.getState().version).toBeGreaterThan(version);
      expect(store.getState().now).toBeGreaterThanOrEqual(now);
      expect(Number.isInteger(store.getState().now)).toBe(true);
    }
    expect(store.getState().playing).toBe(false);
    expect(reopened(store)).toBe(digest(store));
  });

  test('a step with nothing to come stays', () => {
    const store = open();
    playTo(store, 600);
    const { now } = store.getState();
    store.getState().step();
    expect(store.getState().now).toBe(now);
  });
});

describe('opening', () => {
  test('reset goes back to the default scenario', () => {
    const store = open();
    const { cluster } = store.getState();
    store.getState().run('kubectl cordon worker-1');
    playTo(store, 30);
    store.getState().reset();
    expect(store.getState()).toMatchObject({ actions: [], lastAction: '', end: store.getState().origin });
    expect(store.getState().cluster).not.toBe(cluster);
    expect(digest(store)).toBe(digest(open()));
  });

  const names = Array.from({ length: 60 }, (_, i) => `n-${i}`);
  const long: Partial<Scenario> = {
    actions: [
      { at: 0, line: `sim add-node ${names.join(' ')}` },
      { at: 10_000, line: 'kubectl set image ds/nginx nginx=nginx:crash' },
      ...Array.from({ length: 30 }, (_, i) => ({ at: 20_000 + i * 1000, line: `kubectl cordon n-${i}` })),
    ],
    playhead: 3_600_000,
  };

  test('a long way is played in slices, to the same end', () => {
    const store = open(long);
    const { heading, end, origin, now } = store.getState();
    expect(heading).toBe(origin + 3_600_000);
    expect(end).toBe(heading);
    expect(now).toBeLessThan(end);
    // Saving or sharing on the way keeps all of it.
    expect(store.getState().toScenario('')).toMatchObject(long);
    store.getState().pause();
    let slices = 0;
    while (!store.getState().advanceTo(end, 200)) slices++;
    expect(slices).toBeGreaterThan(5);
    expect(store.getState()).toMatchObject({ heading: undefined, now: end });
    const whole = open(long);
    while (!whole.getState().advanceTo(end, Number.POSITIVE_INFINITY));
    expect(digest(whole)).toBe(digest(store));
  });

  test('staying on the way keeps what lies ahead', () => {
    const store = open(long);
    expect(store.getState().underWay).toMatchObject({ type: 'opening', returns: false });
    store.getState().cancel();
    arrive(store);
    expect(store.getState()).toMatchObject({ heading: undefined, underWay: undefined, playing: false });
    expect(store.getState().actions).toHaveLength(32);
    const { end } = store.getState();
    while (!store.getState().advanceTo(end, 1000));
    const whole = open(long);
    while (!whole.getState().advanceTo(end, 1000));
    expect(digest(store)).toBe(digest(whole));
  });

  test('an action on the way waits until the playhead is there', () => {
    const store = open(long);
    const printed: string[] = [];
    const output = store.getState().run('sim add-node mine', undefined, ({ lines: all }) => {
      printed.push(...all.map((line) => line.text));
    });
    expect(output).toEqual({ lines: [], status: 0, goesOn: true });
    expect(store.getState().actions).toHaveLength(32);
    arrive(store);
    expect(printed).toEqual(['node mine added']);
    expect(store.getState().actions.at(-1)).toEqual({ at: 3_600_000, line: 'sim add-node mine' });
    expect(store.getState().actions).toHaveLength(33);
    expect(reopened(store)).toBe(digest(store));
  });

  test('stopped on the way, an action makes a fork there', () => {
    const store = open(long);
    store.getState().cancel();
    arrive(store);
    const { now, origin } = store.getState();
    store.getState().run('sim add-node mine');
    arrive(store);
    expect(store.getState().actions.at(-1)).toEqual({ at: now - origin, line: 'sim add-node mine' });
    playTo(store, 120);
    expect(store.getState().actions.every((a) => a.at <= now - origin)).toBe(true);
    expect(reopened(store)).toBe(digest(store));
  });

  test('seeking back on the way and ahead again meets the actions that were still to come', () => {
    const store = open({
      actions: [
        { at: 1000, line: `sim add-node ${names.join(' ')}` },
        { at: 3_000_000, line: 'kubectl cordon worker-1' },
      ],
      playhead: 3_600_000,
    });
    seek(store, 0);
    arrive(store);
    expect(store.getState()).toMatchObject({ heading: undefined, now: store.getState().origin });
    seek(store, 3_600_000);
    arrive(store);
    expect(store.getState().cluster.read.get('Node', undefined, 'worker-1')?.spec.unschedulable).toBe(true);
  });
});
