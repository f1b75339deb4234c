/** Sums over ReplicaSets, the limits of a rollout (WL-9), and the order of sets. */
import { resolveIntOrPercent } from '../../../k8s/int-or-percent';
import type { Deployment, ReplicaSet } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';

export function wantedOf({ spec }: Deployment | ReplicaSet): number {
  return spec.replicas ?? 1;
}

export function sum(sets: readonly ReplicaSet[], count: (rs: ReplicaSet) => number): number {
  return sets.reduce((total, rs) => total + count(rs), 0);
}

export const availableOf = ({ status }: ReplicaSet): number => status.availableReplicas ?? 0;

export function isActive(rs: ReplicaSet): boolean {
  return wantedOf(rs) > 0;
}

/** Surge is rounded up, unavailable down; where both come to nothing, one pod may be unavailable. */
function limits({ spec }: Deployment, wanted: number): { surge: number; unavailable: number } {
  const { maxSurge, maxUnavailable } = spec.strategy?.rollingUpdate ?? {};
  const surge = resolveIntOrPercent(maxSurge, wanted, true);
  const unavailable = resolveIntOrPercent(maxUnavailable, wanted, false);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

export function isRolling({ spec }: Deployment): boolean {
  return spec.strategy?.type === 'RollingUpdate';
}

export function maxSurge(d: Deployment): number {
  return isRolling(d) ? limits(d, wantedOf(d)).surge : 0;
}

export function maxUnavailable(d: Deployment): number {
  const wanted = wantedOf(d);
  return isRolling(d) && wanted > 0 ? Math.min(limits(d, wanted).unavailable, wanted) : 0;
}

/** Oldest first. */
export function byCreation(a: ReplicaSet, b: ReplicaSet): number {
  return (
    compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    compareText(a.metadata.name, b.metadata.name)
  );
}
