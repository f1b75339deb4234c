/** Carries out the next step of a rollout. */
import { isPodTerminal } from '../../../k8s/conditions';
import { matchesSelector } from '../../../k8s/labels';
import { isControlledBy } from '../../../k8s/owner';
import type { Deployment } from '../../../k8s/types';
import type { Reader } from '../../api/types';
import { scale } from './act';
import type { DeploymentContext } from './deployment-context';
import { isActive, sum, wantedOf } from './replica-counts';
import { createSet, type Found, type Sets } from './revision';
import { scaleNewSet, scaleOldSets } from './rolling';

/** `settled`: nothing was left to scale. */
export type Step = Extract<Found, { ok: false }> | { ok: true; d: Deployment; sets: Sets; settled: boolean };

function start(ctx: DeploymentContext, d: Deployment, sets: Sets): Found {
  return sets.current ? { ok: true, d, sets } : createSet(ctx, d, sets.old);
}

/** RollingUpdate (WL-10): up, or else down. */
export function roll(ctx: DeploymentContext, before: Deployment, known: Sets): Step {
  const found = start(ctx, before, known);
  if (!found.ok) return found;
  const { d, sets } = found;
  const { current } = sets;
  if (!current) return { ...found, settled: false };
  const up = scaleNewSet(d, sets.all, current);
  if (up) {
    const error = scale(ctx, d, current, up.to, up.why);
    return error === undefined ? { ...found, settled: false } : { ok: false, error };
  }
  const down = scaleOldSets(d, sets.old, current);
  // As upstream: what does not work now is tried again when something changes.
  for (const { rs, to, why } of down) if (scale(ctx, d, rs, to, why) !== undefined) break;
  return { ...found, settled: down.length === 0 };
}

/** Recreate (WL-11): all old pods have to be gone before the first new one comes. */
export function recreate(ctx: DeploymentContext, before: Deployment, known: Sets): Step {
  const down = known.old.filter(isActive);
  for (const rs of down) {
    const error = scale(ctx, before, rs, 0, 'no pod of another template may be left');
    if (error !== undefined) return { ok: false, error };
  }
  if (down.length > 0 || hasOldPods(ctx.read, before, known))
    return { ok: true, d: before, sets: known, settled: false };
  const found = start(ctx, before, known);
  if (!found.ok) return found;
  const { d, sets } = found;
  const wanted = wantedOf(d);
  if (sets.current && wantedOf(sets.current) !== wanted) {
    const error = scale(ctx, d, sets.current, wanted, 'no pod of another template is left');
    if (error !== undefined) return { ok: false, error };
  }
  return { ...found, settled: true };
}

function hasOldPods(read: Reader, d: Deployment, { old }: Sets): boolean {
  if (sum(old, (rs) => rs.status.replicas) > 0) return true;
  return old.some(({ metadata: { uid } }) =>
    read
      .ownedBy('Pod', uid)
      .some(
        (pod) =>
          isControlledBy(pod, uid) &&
          matchesSelector(d.spec.selector, pod.metadata.labels) &&
          !isPodTerminal(pod),
      ),
  );
}
