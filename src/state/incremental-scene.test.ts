import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kubeletActivity } from '../engine/index';
import { buildScene, type SceneInput } from '../scene/build-scene';
import { createChangeFeed } from '../scene/changes';
import { createSceneBuilder } from '../scene/scene-builder';
import type { Scene, SceneTarget } from '../scene/types';
import { createSession, defaultScenario, type SessionStore } from './session';
import { anAction } from './testing/random-play';

const DAEMONS = (name: string, image = 'nginx:1.28'): string => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  updateStrategy: {rollingUpdate: {maxUnavailable: 30%}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: c, image: '${image}'}]}
`;

/** The picture as the page follows it, beside the same from nothing. */
function follow(session: SessionStore, frame: Partial<SceneInput> = {}) {
  const builder = createSceneBuilder();
  const feed = createChangeFeed();
  const inputNow = (selection?: SceneTarget): SceneInput => {
    const { cluster, now } = session.getState();
    const { read, world } = cluster;
    const activity = (uid: string) => kubeletActivity(cluster, uid);
    return { read, world, now, width: 640, activity, ...frame, ...(selection ? { selection } : {}) };
  };
  return {
    next: (selection?: SceneTarget): Scene =>
      builder.build(inputNow(selection), feed.take(session.getState().cluster)),
    /** One piece of the work; undefined: the picture is not whole yet. */
    piece: (tiles: number): Scene | undefined => {
      let left = tiles;
      return builder.follow(inputNow(), feed.take(session.getState().cluster), () => --left > 0);
    },
    fresh: (selection?: SceneTarget): Scene => buildScene(inputNow(selection)),
  };
}

function wait(session: SessionStore, milliseconds: number): void {
  const time = session.getState().now + milliseconds;
  while (!session.getState().advanceTo(time, 1000));
}

const aFault = fc.constantFrom(
  'sim break node-crashed worker-1',
  'sim mend node-crashed worker-1',
  'sim break memory-pressure worker-2',
  'sim break scheduler-stopped',
  'sim mend scheduler-stopped',
  'sim break controller-manager-stopped',
  'sim mend controller-manager-stopped',
  'sim place-daemon-pods controller',
  'sim place-daemon-pods scheduler',
  'kubectl create deployment web --image=nginx:crash --replicas=3',
);

const aMove = fc.oneof(
  { weight: 2, arbitrary: aFault.map((line) => ({ type: 'run' as const, line, stdin: undefined })) },
  { weight: 4, arbitrary: anAction.map((action) => ({ type: 'run' as const, ...action })) },
  // Words follow the clock in quarters of a second.
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: 60 }).map((n) => ({ type: 'wait' as const, time: n * 250 })),
  },
  { weight: 1, arbitrary: fc.constantFrom(0.1, 0.5, 0.9, 1).map((to) => ({ type: 'seek' as const, to })) },
  { weight: 1, arbitrary: fc.constant({ type: 'unseen' as const }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('worker-1', 'n-1').map((name) => ({ type: 'select' as const, name })),
  },
);

describe('the picture that follows is the picture from nothing', () => {
  test.each(['full', 'compact', 'cells'] as const)('at level %s, whatever happens', (level) => {
    fc.assert(
      fc.property(fc.array(aMove, { minLength: 5, maxLength: 25 }), (moves) => {
        const session = createSession(defaultScenario());
        const { next, fresh } = follow(session, { level, height: 300 });
        let selection: SceneTarget | undefined;
        let unseen = false;
        for (const move of moves) {
          const { origin, end } = session.getState();
          if (move.type === 'run') session.getState().run(move.line, move.stdin);
          else if (move.type === 'wait') wait(session, move.time);
          else if (move.type === 'seek')
            session.getState().seek(origin + Math.floor(((end - origin) * move.to) / 250) * 250);
          else if (move.type === 'select') selection = { type: 'node', name: move.name };
          // Several moves between two looks.
          unseen = move.type === 'unseen' || (unseen && move.type === 'seek');
          if (!unseen) expect(next(selection)).toEqual(fresh(selection));
        }
        expect(next(selection)).toEqual(fresh(selection));
      }),
      { numRuns: 25 },
    );
  });

  test('in pieces, while time goes on: it is whole or it is not there', () => {
    fc.assert(
      fc.property(
        fc.array(aMove, { minLength: 5, maxLength: 25 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
        (moves, pieces) => {
          const session = createSession(defaultScenario());
          const { piece, fresh } = follow(session, { level: 'cells', height: 300 });
          let whole = 0;
          const look = (i: number): boolean => {
            const scene = piece(pieces[i % pieces.length] ?? 1);
            if (scene) expect(scene).toEqual(fresh());
            if (scene) whole += 1;
            return scene !== undefined;
          };
          for (const [i, move] of moves.entries()) {
            const { origin, end } = session.getState();
            if (move.type === 'run') session.getState().run(move.line, move.stdin);
            else if (move.type === 'wait') wait(session, move.time);
            else if (move.type === 'seek')
              session.getState().seek(origin + Math.floor(((end - origin) * move.to) / 250) * 250);
            look(i);
          }
          let more = 0;
          while (!look(more)) more += 1;
          expect(more).toBeLessThan(30);
          expect(whole).toBeGreaterThan(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a picture is finished at once where everything changes all the time', () => {
    const session = createSession(defaultScenario());
    const { piece, fresh } = follow(session);
    session.getState().run('sim add-node n-{1..60}');
    let calls = 1;
    for (let scene = piece(1); !scene; scene = piece(1), calls += 1) {
      expect(calls).toBeLessThan(60);
      session.getState().run('sim place-daemon-pods ' + (calls % 2 ? 'controller' : 'scheduler'));
    }
    expect(piece(1000)).toEqual(fresh());
  });

  test('a fork that is longer than what it forgets is not taken for a continuation', () => {
    const session = createSession(defaultScenario());
    const { next, fresh } = follow(session);
    session.getState().run('kubectl apply -f -', DAEMONS('web'));
    wait(session, 10_000);
    next();
    session.getState().seek(session.getState().origin + 1000);
    for (const name of ['n-1', 'n-2', 'n-3', 'n-4', 'n-5']) session.getState().run(`sim add-node ${name}`);
    wait(session, 30_000);
    expect(next()).toEqual(fresh());
  });

  test('another scenario is another picture', () => {
    const session = createSession(defaultScenario());
    const { next, fresh } = follow(session);
    session.getState().run('sim add-node n-1');
    next();
    session.getState().load({ ...defaultScenario(), seed: 7 });
    expect(next()).toEqual(fresh());
  });
});

describe('back where the same pods are stored, words that stand still are those of that moment', () => {
  const PATIENT = (name: string, image: string): string =>
    DAEMONS(name, image).replace('spec:\n', 'spec:\n  minReadySeconds: 30\n');

  const drained = (session: SessionStore): void => {
    while (!session.getState().work(1000));
  };

  /** So much work of others that checkpoints are kept every few seconds. Some machines go down on the way. */
  function busy(image: string): SessionStore {
    const session = createSession(defaultScenario());
    session.getState().run('sim add-node n-{1..100}');
    drained(session);
    session.getState().run('kubectl apply -f -', PATIENT('web', image));
    drained(session);
    noise(session, 8);
    for (const node of ['n-1', 'n-50', 'worker-1']) session.getState().run(`sim break node-crashed ${node}`);
    noise(session, 2);
    for (const node of ['n-1', 'n-50', 'worker-1']) session.getState().run(`sim mend node-crashed ${node}`);
    noise(session, 16);
    return session;
  }

  function noise(session: SessionStore, times: number): void {
    for (let i = 0; i < times; i++) {
      session
        .getState()
        .run(`kubectl create deployment d-${session.getState().now} --image=nginx --replicas=25`);
      wait(session, 5_000);
    }
  }

  test.each([
    ['not available yet', 'nginx:1.28'],
    ['restarted again and again', 'nginx:crash'],
    ['not ready for long', 'nginx:unready'],
  ])('%s', (_, image) => {
    const session = busy(image);
    const { next, fresh } = follow(session, { level: 'cells', height: 300 });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 520 }), { minLength: 6, maxLength: 12 }), (quarters) => {
        for (const quarter of quarters) {
          session.getState().seek(session.getState().origin + quarter * 250);
          drained(session);
          expect(next()).toEqual(fresh());
        }
      }),
      { numRuns: 4, seed: 2026 },
    );
  });
});

describe('only what has changed is made again', () => {
  const started = () => {
    const session = createSession(defaultScenario());
    const nodes = Array.from({ length: 40 }, (_, i) => `n-${i + 1}`).join(' ');
    session.getState().run(`sim add-node ${nodes}`);
    session.getState().run('kubectl apply -f -', DAEMONS('web'));
    wait(session, 60_000);
    return { session, ...follow(session, { level: 'cells' }) };
  };

  test('a quiet cluster is the same picture, tile by tile and list by list', () => {
    const { session, next } = started();
    const before = next();
    wait(session, 1000);
    const after = next();
    expect(after.now).toBe(before.now + 1000);
    expect({ ...after, now: before.now }).toEqual(before);
    expect(after.tiles).toBe(before.tiles);
    expect(after.sets).toBe(before.sets);
    expect(after.workloads).toBe(before.workloads);
  });

  test('a deleted pod changes the tile of its node and no other', () => {
    const { session, next } = started();
    const before = next();
    const [pod] = session
      .getState()
      .cluster.read.podsOnNode('n-7')
      .filter(({ metadata }) => metadata.name.startsWith('web'));
    session.getState().run(`kubectl delete pod ${pod?.metadata.name ?? ''} --wait=false`);
    const after = next();
    const changed = after.tiles.filter((tile, i) => tile !== before.tiles[i]).map(({ name }) => name);
    expect(changed).toEqual(['n-7']);
  });

  test('words that count seconds go on while nothing is written', () => {
    const { session, next } = started();
    session.getState().run('sim stop-kubelet n-3');
    wait(session, 60_000);
    const note = () => next().tiles.find(({ name }) => name === 'n-3')?.note;
    const before = note();
    wait(session, 3000);
    expect(before).toMatch(/^NotReady \d+s$/);
    expect(note()).not.toBe(before);
  });
});
