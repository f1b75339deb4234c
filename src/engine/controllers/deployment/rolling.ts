/** Pure: the next steps of a rolling update (WL-9, WL-10). */
import type { Deployment, ReplicaSet } from '../../../k8s/types';
import {
  availableOf,
  byCreation,
  isActive,
  isRolling,
  maxSurge,
  maxUnavailable,
  sum,
  wantedOf,
} from './replica-counts';

/** A set and the number of replicas that it gets. */
export interface Scale {
  rs: ReplicaSet;
  to: number;
  why: string;
}

/** How many replicas the new set may have now; `all` includes it, unless it is yet to be created. */
export function newSetSize(d: Deployment, all: readonly ReplicaSet[], now: number): number {
  const wanted = wantedOf(d);
  if (!isRolling(d)) return wanted;
  const room = wanted + maxSurge(d) - sum(all, wantedOf);
  return room <= 0 ? now : now + Math.min(room, wanted - now);
}

/** The new set down to what is wanted, or up as far as the surge allows. */
export function scaleNewSet(d: Deployment, all: readonly ReplicaSet[], rs: ReplicaSet): Scale | undefined {
  const wanted = wantedOf(d);
  const is = wantedOf(rs);
  if (is > wanted) return { rs, to: wanted, why: `only ${wanted} pods are wanted` };
  const to = newSetSize(d, all, is);
  if (to === is) return undefined;
  return { rs, to, why: `at most ${wanted + maxSurge(d)} pods, ${sum(all, wantedOf)} in all sets` };
}

/**
 * Old sets: first pods that are not available, which takes nothing away; then as many more as stay above the minimum. A set with
 * more available pods than it is to have was scaled down a moment ago: until it says how many are left nothing can be taken.
 */
export function scaleOldSets(d: Deployment, old: readonly ReplicaSet[], rs: ReplicaSet): Scale[] {
  const active = old.filter(isActive).toSorted(byCreation);
  const least = wantedOf(d) - maxUnavailable(d);
  const most = sum([...active, rs], wantedOf) - least - (wantedOf(rs) - availableOf(rs));
  const isStale = [...active, rs].some((set) => availableOf(set) > wantedOf(set));
  if (active.length === 0 || most <= 0 || isStale) return [];
  const steps: Scale[] = [];
  const sizes = new Map(active.map((set) => [set, wantedOf(set)]));
  const take = (set: ReplicaSet, count: number, why: string): number => {
    const size = (sizes.get(set) ?? 0) - count;
    sizes.set(set, size);
    steps.push({ rs: set, to: size, why });
    return count;
  };
  let cleaned = 0;
  for (const set of active) {
    const unhealthy = Math.min(most - cleaned, wantedOf(set) - availableOf(set));
    if (cleaned < most && unhealthy > 0)
      cleaned += take(set, unhealthy, `${unhealthy} of its pods are not available`);
  }
  const available = sum([...active, rs], availableOf);
  let spare = available - least;
  for (const set of active) {
    const count = Math.min(sizes.get(set) ?? 0, spare);
    if (count > 0) spare -= take(set, count, `${available} pods are available, ${least} have to be`);
  }
  return steps;
}
