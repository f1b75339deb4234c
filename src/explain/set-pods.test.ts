import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { templateGeneration, type Reader, type WorldReader } from '../engine/index';
import { groupByNode } from '../engine/controllers/daemonset/node-pods';
import { oldAndNew, updateBudget } from '../engine/controllers/daemonset/update-budget';
import { isPodAvailable } from '../k8s/conditions';
import { targetNodeName } from '../k8s/node-affinity';
import type { DaemonSet } from '../k8s/types';
import { createSession, defaultScenario } from '../state/session';
import { anAction } from '../state/testing/random-play';
import { currentHash, rolloutWait } from './rollout';
import { podsOfSet } from './set-pods';

/** How many nodes use up the budget, by looking at all of them. */
function usersOf(read: Reader, set: DaemonSet, now: number): { users: number; limit: number } {
  const nodes = read.list('Node');
  const byNode = groupByNode(read.ownedBy('Pod', set.metadata.uid));
  const { maxSurge, maxUnavailable } = updateBudget(set, nodes, byNode);
  const { minReadySeconds = 0 } = set.spec;
  const users = [...byNode.values()].filter((pods) => {
    const found = oldAndNew(pods, currentHash(read, set), templateGeneration(set));
    const pod = found.new ?? found.old;
    if (!found.ok) return true;
    if (maxSurge > 0) return found.old && found.new && !isPodAvailable(found.new, minReadySeconds, now);
    return !pod || (found.old && found.new) || !isPodAvailable(pod, minReadySeconds, now);
  });
  return { users: users.length, limit: maxSurge > 0 ? maxSurge : maxUnavailable };
}

function check(read: Reader, now: number, world: WorldReader): void {
  for (const set of read.list('DaemonSet')) {
    const { uid } = set.metadata;
    const owned = read.ownedBy('Pod', uid);
    const pods = podsOfSet(read, uid);
    expect(new Set(pods.nodes)).toEqual(new Set(groupByNode(owned).keys()));
    for (const { metadata } of read.list('Node'))
      expect(pods.on(metadata.name)).toEqual(owned.filter((pod) => targetNodeName(pod) === metadata.name));
    for (const { metadata } of read.ownedBy('ControllerRevision', uid)) {
      const hash = metadata.labels?.['controller-revision-hash'] ?? '';
      const own = owned.filter((pod) => pod.metadata.labels?.['controller-revision-hash'] === hash);
      expect(pods.ofRevision(hash)).toBe(own.length);
    }
    const { detail, budgetUsed } = rolloutWait(read, set, now, world);
    if (!detail.startsWith('max') || world.daemonPlacement !== 'scheduler') continue;
    const { users, limit } = usersOf(read, set, now);
    expect(budgetUsed).toBe(users >= limit);
    if (!budgetUsed) expect(detail).toContain(`: ${users} in use`);
    else if (users > 3) expect(detail).toContain(`${users - 3} more`);
  }
}

const SET = (strategy: string, image: string, minReadySeconds = 7): string => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  minReadySeconds: ${minReadySeconds}
  selector: {matchLabels: {app: agent}}
  updateStrategy: {rollingUpdate: {${strategy}}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: c, image: 'nginx:${image}'}]}
`;

const aMove = fc.oneof(
  { weight: 3, arbitrary: anAction.map((action) => ({ type: 'run' as const, ...action })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('maxUnavailable: 3', 'maxSurge: 2, maxUnavailable: 0'),
        fc.constantFrom('1', '2'),
      )
      .map(([strategy, image]) => ({
        type: 'run' as const,
        line: 'kubectl apply -f -',
        stdin: SET(strategy, image),
      })),
  },
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: 9000 }).map((time) => ({ type: 'wait' as const, time })),
  },
  { weight: 1, arbitrary: fc.constantFrom(0.1, 0.5, 0.9, 1).map((to) => ({ type: 'seek' as const, to })) },
);

describe('the pods of a set that are followed', () => {
  test('are those of the store, whatever happens, and so is what uses up the budget', () => {
    fc.assert(
      fc.property(fc.array(aMove, { minLength: 5, maxLength: 25 }), (moves) => {
        const session = createSession(defaultScenario());
        for (const move of moves) {
          const { origin, end, now } = session.getState();
          if (move.type === 'run') session.getState().run(move.line, move.stdin);
          else if (move.type === 'seek')
            session.getState().seek(origin + Math.floor((end - origin) * move.to));
          else while (!session.getState().advanceTo(now + move.time, 1000));
          const { cluster } = session.getState();
          check(cluster.read, cluster.now, cluster.world);
        }
      }),
      { numRuns: 30, seed: 2026 },
    );
  });

  test.each(['maxUnavailable: 3', 'maxSurge: 2, maxUnavailable: 0'])(
    'back where the same pods are stored, those that were not available yet use up the budget (%s)',
    (strategy) => {
      const session = createSession(defaultScenario());
      const drained = () => {
        while (!session.getState().work(1000));
      };
      const wait = (milliseconds: number) => {
        const time = session.getState().now + milliseconds;
        while (!session.getState().advanceTo(time, 1000));
      };
      // Enough nodes that checkpoints are kept every few seconds.
      for (const did of [
        { line: 'sim add-node n-{1..100}' },
        { line: 'kubectl apply -f -', stdin: SET(strategy, '1', 30) },
        { line: 'kubectl apply -f -', stdin: SET(strategy, '2', 30) },
      ]) {
        session.getState().run(did.line, did.stdin);
        drained();
        wait(65_000);
      }
      const look = () => {
        const { cluster } = session.getState();
        check(cluster.read, cluster.now, cluster.world);
      };
      look();
      const { origin, end } = session.getState();
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0, max: end - origin }), { minLength: 6 }), (times) => {
          for (const time of times) {
            session.getState().seek(origin + time);
            drained();
            look();
          }
        }),
        { numRuns: 8, seed: 2026 },
      );
    },
  );
});
