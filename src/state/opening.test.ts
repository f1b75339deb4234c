import { expect, test, vi } from 'vitest';
import { createDraft } from './draft';
import { openingDraft, openingSession } from './opening';
import { createSession, defaultScenario, type SessionStore } from './session';
import { TextPort } from './text-port';
import { createWaiting } from './waiting';

/** The stores as the page opens with them, and a way to let the simulation arrive. */
function opening() {
  const waiting = createWaiting();
  const { later } = waiting;
  const scenario = defaultScenario();
  const text = new TextPort(scenario.text);
  const session = openingSession(undefined, later);
  const draft = openingDraft(later);
  const arrive = (): SessionStore => {
    const full = createSession(scenario, session);
    createDraft(full, { getText: () => text.getText(), later: (task) => task() }, draft);
    waiting.end();
    return full;
  };
  return { session, draft, text, later, arrive };
}

/** Lets virtual seconds pass. */
function pass(session: SessionStore, seconds: number): void {
  const time = session.getState().now + seconds * 1_000;
  while (!session.getState().advanceTo(time, Number.POSITIVE_INFINITY));
}

test('a session that takes the place of its stand-in is the one made from nothing', () => {
  const { session, arrive } = opening();
  const heard = vi.fn();
  session.subscribe(heard);
  const full = arrive();
  expect(full).toBe(session);
  expect(heard).toHaveBeenCalled();
  const plain = createSession(defaultScenario()).getState();
  expect(Object.keys(full.getState()).sort()).toEqual(Object.keys(plain).sort());
  expect(full.getState().cluster.digest()).toBe(plain.cluster.digest());
  expect(full.getState()).toMatchObject({ now: plain.now, playing: true, speed: 1, title: plain.title });
});

test('what was chosen of time before stays chosen', () => {
  const { session, arrive } = opening();
  session.getState().pause();
  session.getState().setSpeed(30);
  expect(session.getState()).toMatchObject({ playing: false, speed: 30 });
  expect(arrive().getState()).toMatchObject({ playing: false, speed: 30 });
});

test('what was asked for is done in order when the simulation is there', () => {
  const { session, draft, text, arrive } = opening();
  session.getState().run('sim add-node worker-3');
  session.getState().run('kubectl cordon worker-3');
  text.setText(text.getText().replace('nginx:1.28', 'nginx:1.29'));
  draft.getState().textChanged(text.getText());
  draft.getState().apply();
  draft.getState().setLive(true);
  expect(session.getState().actions).toEqual([]);
  expect(draft.getState()).toMatchObject({ revision: 2, live: true });
  const full = arrive();
  pass(full, 1);
  expect(full.getState().actions.map(({ line }) => line)).toEqual([
    'sim add-node worker-3',
    'kubectl cordon worker-3',
    'kubectl apply -f -',
  ]);
  const { read } = full.getState().cluster;
  expect(read.get('Node', undefined, 'worker-3')?.spec.unschedulable).toBe(true);
  const { live, revision, appliedRevision } = draft.getState();
  expect({ live, applied: appliedRevision === revision }).toEqual({ live: true, applied: true });
});

test('the last word on the clock counts: played after a look back, it goes on', () => {
  const { session, arrive } = opening();
  session.getState().pause();
  session.getState().seek(session.getState().origin);
  session.getState().play();
  const full = arrive();
  expect(full.getState().playing).toBe(true);
  pass(full, 5);
  full.getState().pause();
  expect(full.getState().playing).toBe(false);
});

test('who shows the text looks at it again when the simulation has brought another', () => {
  const { draft, arrive } = opening();
  const { revision } = draft.getState();
  arrive();
  expect(draft.getState().revision).toBeGreaterThan(revision);
  expect(draft.getState().appliedRevision).toBe(draft.getState().revision);
});

test('a step waits for the simulation, and the clock stands until then', () => {
  const { session, arrive } = opening();
  session.getState().step();
  expect(session.getState().playing).toBe(false);
  const full = arrive();
  while (!full.getState().work(Number.POSITIVE_INFINITY));
  const { now, origin, playing } = full.getState();
  expect(playing).toBe(false);
  expect(now).toBeGreaterThan(origin);
});

test('every control of the stand-ins is one of the stores, and reaches them', () => {
  const { session, draft, arrive } = opening();
  const before = { ...session.getState(), ...draft.getState() };
  const controls = Object.entries(before).filter(([, value]) => typeof value === 'function');
  expect(controls.length).toBeGreaterThan(15);
  const full = arrive();
  for (const [name] of controls)
    expect(({ ...full.getState(), ...draft.getState() } as Record<string, unknown>)[name]).not.toBe(
      (before as Record<string, unknown>)[name],
    );
});

test('after the simulation has come nothing waits any more', () => {
  const { later, arrive } = opening();
  const done: string[] = [];
  later(() => {
    done.push('first');
    later(() => done.push('inside'));
  });
  later(() => done.push('second'));
  expect(done).toEqual([]);
  arrive();
  later(() => done.push('at once'));
  expect(done).toEqual(['first', 'inside', 'second', 'at once']);
});
