/** Pure: the status of a Deployment, with and without an estimate of its progress (WL-13). */
import { conditionOf } from '../../../k8s/conditions';
import { parseRfc3339 } from '../../../k8s/time';
import type { Deployment, ReplicaSet } from '../../../k8s/types';
import {
  hasDeadline,
  newCondition,
  progressing,
  withCondition,
  without,
  type Conditions,
  type DeploymentStatus,
} from './conditions';
import { availableOf, maxUnavailable, sum, wantedOf } from './replica-counts';
import type { Sets } from './revision';

/** Sums and availability. Zero counters are left out, as encoded. `now` in ms. */
export function statusOf(d: Deployment, { all, current }: Sets, now: number): DeploymentStatus {
  const available = sum(all, availableOf);
  const minimum = available >= wantedOf(d) - maxUnavailable(d);
  const availability = newCondition(
    now,
    'Available',
    minimum ? 'True' : 'False',
    minimum ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    minimum ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
  );
  const counters = {
    observedGeneration: d.metadata.generation ?? 0,
    replicas: sum(all, replicasOf),
    updatedReplicas: current ? replicasOf(current) : 0,
    readyReplicas: sum(all, ({ status }) => status.readyReplicas ?? 0),
    availableReplicas: available,
    unavailableReplicas: Math.max(sum(all, wantedOf) - available, 0),
  };
  const { collisionCount } = d.status;
  return {
    ...Object.fromEntries(Object.entries(counters).filter(([, count]) => count > 0)),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: withCondition(d.status.conditions ?? [], availability),
  };
}

const replicasOf = ({ status }: ReplicaSet): number => status.replicas;

/** All wanted pods are there, new and available, and no other. */
export function isComplete(d: Deployment, status: DeploymentStatus): boolean {
  const wanted = wantedOf(d);
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (d.metadata.generation ?? 0)
  );
}

/** The status during a rollout: with what became of it since the status that is stored. */
export function rolloutStatusOf(d: Deployment, sets: Sets, now: number): DeploymentStatus {
  const status = statusOf(d, sets, now);
  const conditions = status.conditions ?? [];
  const estimated = hasDeadline(d)
    ? withProgress(d, status, conditions, sets.current, now)
    : without(conditions, 'Progressing');
  return { ...status, conditions: withFailure(estimated, sets) };
}

function withProgress(
  d: Deployment,
  status: DeploymentStatus,
  conditions: Conditions,
  rs: ReplicaSet | undefined,
  now: number,
): Conditions {
  const old = progressing(d.status);
  const rolledOut = (status.replicas ?? 0) === (status.updatedReplicas ?? 0);
  if (rolledOut && old?.reason === 'NewReplicaSetAvailable') return conditions;
  const who = rs
    ? `ReplicaSet ${JSON.stringify(rs.metadata.name)}`
    : `Deployment ${JSON.stringify(d.metadata.name)}`;
  const say = (value: 'True' | 'False', reason: string, what: string) =>
    newCondition(now, 'Progressing', value, reason, `${who} ${what}`);
  if (isComplete(d, status))
    return withCondition(conditions, say('True', 'NewReplicaSetAvailable', 'has successfully progressed.'));
  if (hasProgressed(d.status, status)) {
    const condition = say('True', 'ReplicaSetUpdated', 'is progressing.');
    if (old?.status === 'True') condition.lastTransitionTime = old.lastTransitionTime;
    // The same reason again still is a new sign of progress.
    return [...without(conditions, 'Progressing'), condition];
  }
  return isTimedOut(d, now)
    ? withCondition(conditions, say('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'))
    : conditions;
}

function hasProgressed(old: DeploymentStatus, status: DeploymentStatus): boolean {
  const count = (
    s: DeploymentStatus,
    key: 'replicas' | 'updatedReplicas' | 'readyReplicas' | 'availableReplicas',
  ) => s[key] ?? 0;
  const outdated = (s: DeploymentStatus) => count(s, 'replicas') - count(s, 'updatedReplicas');
  return (
    count(status, 'updatedReplicas') > count(old, 'updatedReplicas') ||
    outdated(status) < outdated(old) ||
    count(status, 'readyReplicas') > count(old, 'readyReplicas') ||
    count(status, 'availableReplicas') > count(old, 'availableReplicas')
  );
}

function isTimedOut(d: Deployment, now: number): boolean {
  const condition = progressing(d.status);
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return false;
  return condition.reason === 'ProgressDeadlineExceeded' || deadlineOf(d) < now;
}

/** When the rollout counts as failed unless it makes progress, ms; never = NaN. */
export function deadlineOf(d: Deployment): number {
  return (
    parseRfc3339(progressing(d.status)?.lastUpdateTime ?? '') + (d.spec.progressDeadlineSeconds ?? 0) * 1000
  );
}

/** The failure of a set, that of the new one before others. */
function withFailure(conditions: Conditions, { all, current }: Sets): Conditions {
  const failing = [...(current ? [current] : []), ...all];
  for (const { status } of failing) {
    const failure = conditionOf(status.conditions, 'ReplicaFailure');
    if (!failure) continue;
    const { lastTransitionTime } = failure;
    return withCondition(conditions, { ...failure, lastUpdateTime: lastTransitionTime });
  }
  return without(conditions, 'ReplicaFailure');
}
