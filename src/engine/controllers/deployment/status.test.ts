import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../../../k8s/time';
import { START } from '../../testing/fake-context';
import type { DeploymentStatus } from './conditions';
import { isComplete, rolloutStatusOf, statusOf } from './status';
import { aDeployment, aSet } from './testing/fixtures';

const at = (seconds: number) => rfc3339(START + seconds * 1000);

function progressed(reason: string, seconds: number, counters: DeploymentStatus = {}): DeploymentStatus {
  const time = at(seconds);
  const condition = {
    type: 'Progressing',
    status: 'True',
    reason,
    message: '',
    lastUpdateTime: time,
    lastTransitionTime: time,
  };
  return { ...counters, conditions: [condition] };
}

const setsOf = (current: ReturnType<typeof aSet> | undefined, old: ReturnType<typeof aSet>[] = []) => ({
  current,
  old,
  all: current ? [...old, current] : old,
});

const full = (name: string, count: number) =>
  aSet(name, count, { available: count, status: { readyReplicas: count } });

function progressOf(status: DeploymentStatus): string[] {
  const condition = status.conditions?.find((c) => c.type === 'Progressing');
  return condition ? [condition.status, condition.reason ?? '', condition.message ?? ''] : [];
}

describe('WL-13 Available', () => {
  test.each([
    [10, 8, 'RollingUpdate', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'],
    [
      10,
      7,
      'RollingUpdate',
      'False',
      'MinimumReplicasUnavailable',
      'Deployment does not have minimum availability.',
    ],
    [
      10,
      9,
      'Recreate',
      'False',
      'MinimumReplicasUnavailable',
      'Deployment does not have minimum availability.',
    ],
    [0, 0, 'RollingUpdate', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'],
  ])('%s wanted, %s available, %s: %s', (wanted, available, type, status, reason, message) => {
    const d = aDeployment(wanted, { type, surge: 0, unavailable: 2 });
    const time = at(0);
    expect(statusOf(d, setsOf(aSet('a', wanted, { available })), START).conditions).toEqual([
      { type: 'Available', status, reason, message, lastUpdateTime: time, lastTransitionTime: time },
    ]);
  });
});

test('the counters are sums over all sets, those that are zero left out', () => {
  const d = aDeployment(3, { generation: 4, status: { collisionCount: 0 } });
  const sets = setsOf(aSet('new', 2, { available: 1, status: { readyReplicas: 2 } }), [full('old', 2)]);
  const { conditions: _, ...counters } = statusOf(d, sets, START);
  expect(counters).toEqual({
    observedGeneration: 4,
    replicas: 4,
    updatedReplicas: 2,
    readyReplicas: 4,
    availableReplicas: 3,
    unavailableReplicas: 1,
    collisionCount: 0,
  });
  const none = statusOf(aDeployment(0), setsOf(aSet('new', 0)), START);
  expect(Object.keys(none)).toEqual(['observedGeneration', 'conditions']);
});

describe('WL-13 Progressing', () => {
  const spec = { progressDeadlineSeconds: 10 };
  const counters = { replicas: 2, updatedReplicas: 2, readyReplicas: 1, availableReplicas: 1 };
  const half = aSet('new', 2, { available: 1, status: { readyReplicas: 1 } });
  const progress = (status: DeploymentStatus, sets: ReturnType<typeof setsOf>, seconds: number) =>
    progressOf(
      rolloutStatusOf(
        aDeployment(2, { spec, status, surge: 1, unavailable: 0 }),
        sets,
        START + seconds * 1000,
      ),
    );

  test.each([
    ['more are available', { ...counters, readyReplicas: 0, availableReplicas: 0 }],
    ['more are ready', { ...counters, readyReplicas: 0 }],
    ['more are new', { ...counters, updatedReplicas: 1 }],
    ['fewer are old', { ...counters, replicas: 3 }],
  ])('%s: ReplicaSetUpdated, as of now', (_name, before) => {
    const status = progressed('ReplicaSetUpdated', 0, before);
    const d = aDeployment(2, { spec, status });
    const condition = rolloutStatusOf(d, setsOf(half), START + 5000).conditions?.find(
      (c) => c.type === 'Progressing',
    );
    expect(condition).toEqual({
      type: 'Progressing',
      status: 'True',
      reason: 'ReplicaSetUpdated',
      message: 'ReplicaSet "new" is progressing.',
      lastUpdateTime: at(5),
      lastTransitionTime: at(0),
    });
  });

  test('no news: it stays until the deadline is over, then ProgressDeadlineExceeded', () => {
    const status = progressed('ReplicaSetUpdated', 0, counters);
    expect(progress(status, setsOf(half), 10)).toEqual(['True', 'ReplicaSetUpdated', '']);
    expect(progress(status, setsOf(half), 11)).toEqual([
      'False',
      'ProgressDeadlineExceeded',
      'ReplicaSet "new" has timed out progressing.',
    ]);
    expect(progress(status, setsOf(undefined, [half]), 11)).toContain(
      'Deployment "foo" has timed out progressing.',
    );
  });

  test('all there: NewReplicaSetAvailable, which a later loss does not take back', () => {
    const done = ['True', 'NewReplicaSetAvailable', 'ReplicaSet "new" has successfully progressed.'];
    expect(progress(progressed('ReplicaSetUpdated', 0, counters), setsOf(full('new', 2)), 5)).toEqual(done);
    const after = progressed('NewReplicaSetAvailable', 0, {
      ...counters,
      readyReplicas: 2,
      availableReplicas: 2,
    });
    expect(progress(after, setsOf(half), 100)).toEqual(['True', 'NewReplicaSetAvailable', '']);
  });

  test.each([undefined, 2 ** 31 - 1])(
    'with the deadline %s there is no condition',
    (progressDeadlineSeconds) => {
      const d = aDeployment(2, {
        spec: { progressDeadlineSeconds },
        status: progressed('ReplicaSetUpdated', 0),
      });
      expect(progressOf(rolloutStatusOf(d, setsOf(half), START))).toEqual([]);
    },
  );

  test('the failure of a set is that of the Deployment, the new set first', () => {
    const failing = (name: string) =>
      aSet(name, 1, {
        status: {
          conditions: [
            {
              type: 'ReplicaFailure',
              status: 'True',
              reason: 'FailedCreate',
              message: name,
              lastTransitionTime: at(1),
            },
          ],
        },
      });
    const d = aDeployment(2, { spec });
    const failureOf = (sets: ReturnType<typeof setsOf>) =>
      rolloutStatusOf(d, sets, START).conditions?.find((c) => c.type === 'ReplicaFailure');
    expect(failureOf(setsOf(failing('new'), [failing('old')]))).toEqual({
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'new',
      lastUpdateTime: at(1),
      lastTransitionTime: at(1),
    });
    expect(failureOf(setsOf(aSet('new', 1), [failing('old')]))?.message).toBe('old');
    expect(failureOf(setsOf(aSet('new', 1)))).toBeUndefined();
  });
});

test.each([
  [{ updatedReplicas: 3, replicas: 3, availableReplicas: 3, observedGeneration: 2 }, true],
  [{ updatedReplicas: 2, replicas: 3, availableReplicas: 3, observedGeneration: 2 }, false],
  [{ updatedReplicas: 3, replicas: 4, availableReplicas: 3, observedGeneration: 2 }, false],
  [{ updatedReplicas: 3, replicas: 3, availableReplicas: 2, observedGeneration: 2 }, false],
  [{ updatedReplicas: 3, replicas: 3, availableReplicas: 3, observedGeneration: 1 }, false],
])('WL-13 complete: %o %s', (status, expected) => {
  expect(isComplete(aDeployment(3, { generation: 2 }), status)).toBe(expected);
});
