/** One sync of one Deployment. */
import { isTerminating } from '../../../k8s/conditions';
import { refOf, splitKey } from '../../../k8s/ref';
import type { Deployment, ReplicaSet } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { claim } from '../../claim';
import type { SyncError } from '../../component';
import { storeStatus, type Failed, type Stored } from './act';
import { desiredReplicas } from './annotations';
import { cleanUp } from './clean-up';
import { hasDeadline, newCondition, progressing, withCondition } from './conditions';
import type { DeploymentContext } from './deployment-context';
import { isActive, isRolling, wantedOf } from './replica-counts';
import { resize } from './resize';
import { findSets, type Sets } from './revision';
import { recreate, roll } from './rollout';
import { deadlineOf, isComplete, rolloutStatusOf, statusOf } from './status';

/** `key`: `namespace/name`. */
export function syncDeployment(ctx: DeploymentContext, key: string): SyncError | undefined {
  const { namespace, name } = splitKey(key);
  const d = ctx.read.get('Deployment', namespace, name);
  if (!d) return undefined;
  if (deepEqual(d.spec.selector, {})) return refuse(ctx, d);
  const claimed = claim(ctx, d, 'ReplicaSet');
  if (!claimed.ok) return { error: claimed.error };
  const error = syncSets(ctx, d, claimed.objects, key);
  return error === undefined ? undefined : { error };
}

function refuse(ctx: DeploymentContext, d: Deployment): undefined {
  const message = 'This deployment is selecting all pods. A non-empty selector is required.';
  ctx.event({ apiVersion: d.apiVersion, ...refOf(d) }, 'Warning', 'SelectingAll', message);
  const { generation = 0 } = d.metadata;
  if ((d.status.observedGeneration ?? 0) < generation)
    storeStatus(ctx, d, { ...d.status, observedGeneration: generation });
}

function syncSets(
  ctx: DeploymentContext,
  original: Deployment,
  owned: readonly ReplicaSet[],
  key: string,
): Failed {
  const deleted = isTerminating(original);
  const noted = deleted ? ({ ok: true, d: original } as const) : notePause(ctx, original);
  if (!noted.ok) return noted.error;
  const found = findSets(ctx, noted.d, owned);
  if (!found.ok) return found.error;
  const { d, sets } = found;
  if (deleted) return finish(ctx, d, sets);
  if (d.spec.paused || isScaled(d, sets)) {
    const error = resize(ctx, d, sets) ?? (d.spec.paused ? cleanUp(ctx, d, sets.old) : undefined);
    return error ?? finish(ctx, d, sets);
  }
  const step = isRolling(d) ? roll(ctx, d, sets) : recreate(ctx, d, sets);
  if (!step.ok) return step.forgiven ? undefined : step.error;
  return step.settled && isComplete(step.d, step.d.status)
    ? (cleanUp(ctx, step.d, step.sets.old) ?? finishRollout(ctx, step.d, step.sets, key))
    : finishRollout(ctx, step.d, step.sets, key);
}

/** While a rollout is paused its deadline does not run (WL-14). */
function notePause(ctx: DeploymentContext, d: Deployment): Stored {
  const reason = progressing(d.status)?.reason;
  const paused = d.spec.paused === true;
  const isNoted = reason === 'DeploymentPaused';
  if (!hasDeadline(d) || reason === 'ProgressDeadlineExceeded' || paused === isNoted) return { ok: true, d };
  const condition = paused
    ? newCondition(ctx.now, 'Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused')
    : newCondition(ctx.now, 'Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed');
  return storeStatus(ctx, d, {
    ...d.status,
    conditions: withCondition(d.status.conditions ?? [], condition),
  });
}

/** The number of replicas has changed since the sets with pods were last sized. */
function isScaled(d: Deployment, { all }: Sets): boolean {
  return all.some((rs) => isActive(rs) && (desiredReplicas(rs) ?? wantedOf(d)) !== wantedOf(d));
}

function finish(ctx: DeploymentContext, d: Deployment, sets: Sets): Failed {
  const stored = storeStatus(ctx, d, statusOf(d, sets, ctx.now));
  return stored.ok ? undefined : stored.error;
}

/** Without any news it looks again when the deadline is over; a rollout that was complete once cannot miss it. */
function finishRollout(ctx: DeploymentContext, d: Deployment, sets: Sets, key: string): Failed {
  const status = rolloutStatusOf(d, sets, ctx.now);
  if (!deepEqual(d.status, status)) {
    const stored = storeStatus(ctx, d, status);
    return stored.ok ? undefined : stored.error;
  }
  const reason = progressing(status)?.reason;
  if (
    !hasDeadline(d) ||
    reason === undefined ||
    reason === 'ProgressDeadlineExceeded' ||
    reason === 'NewReplicaSetAvailable' ||
    isComplete(d, status)
  )
    return undefined;
  const left = deadlineOf(d) - ctx.now;
  ctx.enqueueAfter(key, left < 1000 ? Math.max(left, 0) + 1 : left + 1000);
  return undefined;
}
