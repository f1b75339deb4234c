/** Pure: how a change of the number of replicas is shared out while several sets have pods (WL-14). */
import type { Deployment, ReplicaSet } from '../../../k8s/types';
import { maxReplicas } from './annotations';
import { byCreation, isActive, maxSurge, sum, wantedOf } from './replica-counts';

/** The size of every active set afterwards, the largest first. */
export function proportionalSizes(
  d: Deployment,
  sets: readonly ReplicaSet[],
): { rs: ReplicaSet; to: number }[] {
  const wanted = wantedOf(d);
  const active = sets.filter(isActive);
  const add = (wanted > 0 ? wanted + maxSurge(d) : 0) - sum(active, wantedOf);
  if (add === 0) return active.map((rs) => ({ rs, to: wantedOf(rs) }));
  // Among sets of one size the newer grow first, and the older shrink first.
  active.sort((a, b) => wantedOf(b) - wantedOf(a) || (add > 0 ? byCreation(b, a) : byCreation(a, b)));
  let added = 0;
  const sizes = active.map((rs) => {
    const left = add - added;
    const share = left === 0 ? 0 : fraction(d, rs);
    const part = add > 0 ? Math.min(share, left) : Math.max(share, left);
    added += part;
    return { rs, to: wantedOf(rs) + part };
  });
  const largest = sizes[0];
  if (largest) largest.to = Math.max(largest.to + add - added, 0);
  return sizes;
}

/** By how much the set would grow if all sets kept their shares. */
function fraction(d: Deployment, rs: ReplicaSet): number {
  const size = wantedOf(rs);
  const wanted = wantedOf(d);
  if (wanted === 0) return -size;
  const before = maxReplicas(rs) || (d.status.replicas ?? 0);
  if (before === 0) return 0;
  return Math.floor((size * (wanted + maxSurge(d))) / before + 0.5) - size;
}
