/** Follows a changed number of replicas, without moving the rollout on (WL-14). */
import type { Deployment } from '../../../k8s/types';
import { scale, type Failed } from './act';
import { desiredReplicas } from './annotations';
import type { DeploymentContext } from './deployment-context';
import { proportionalSizes } from './proportion';
import { availableOf, isActive, isRolling, wantedOf } from './replica-counts';
import type { Sets } from './revision';

export function resize(ctx: DeploymentContext, d: Deployment, sets: Sets): Failed {
  for (const { rs, to, why } of newSizes(d, sets)) {
    const error = scale(ctx, d, rs, to, why);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** Pure: the sets to size, and in which order. */
export function newSizes(d: Deployment, { all, old, current }: Sets) {
  const wanted = wantedOf(d);
  const active = all.filter(isActive);
  if (active.length <= 1) {
    const only = active[0] ?? current ?? old.at(-1);
    return only && wantedOf(only) !== wanted
      ? [{ rs: only, to: wanted, why: `${wanted} pods are wanted` }]
      : [];
  }
  const isSaturated =
    current &&
    wantedOf(current) === wanted &&
    desiredReplicas(current) === wanted &&
    availableOf(current) === wanted;
  if (isSaturated)
    return old.filter(isActive).map((rs) => ({ rs, to: 0, why: 'the new set has all the pods' }));
  if (!isRolling(d)) return [];
  return proportionalSizes(d, all).map((size) => ({ ...size, why: `its share of ${wanted} pods` }));
}
