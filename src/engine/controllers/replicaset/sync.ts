/** One sync of one ReplicaSet. */
import { conditionOf, isTerminating } from '../../../k8s/conditions';
import { splitKey } from '../../../k8s/ref';
import { parseRfc3339 } from '../../../k8s/time';
import type { Pod } from '../../../k8s/types';
import type { SyncError } from '../../component';
import type { ReplicaContext } from './replica-context';
import { replicasOf } from './replica-sums';
import { manageReplicas } from './replicas';
import { statusOf, storeStatus } from './status';

/** `key`: `namespace/name`. */
export function syncReplicaSet(ctx: ReplicaContext, key: string): SyncError | undefined {
  const { namespace, name } = splitKey(key);
  const rs = ctx.read.get('ReplicaSet', namespace, name);
  if (!rs) {
    ctx.state.dead.delete(key);
    return undefined;
  }
  const active = replicasOf(ctx, rs);
  if ('error' in active) return active;
  const failure = isTerminating(rs) ? undefined : manageReplicas(ctx, rs, active);
  // Of the pods as they were before: what has just been changed is counted by the next sync, as upstream.
  const status = statusOf(rs, active, failure, ctx.now);
  const error = storeStatus(ctx, rs, status) ?? failure;
  if (error !== undefined) return { error };
  const { minReadySeconds = 0 } = rs.spec;
  if (minReadySeconds > 0 && status.readyReplicas !== status.availableReplicas)
    ctx.enqueueAfter(key, untilAvailable(active.pods(), minReadySeconds, ctx.now));
  return undefined;
}

/** Milliseconds until the next pod has been ready for long enough. */
function untilAvailable(pods: Iterable<Pod>, minReadySeconds: number, now: number): number {
  let least = minReadySeconds * 1000;
  for (const { status } of pods) {
    const ready = conditionOf(status.conditions, 'Ready');
    if (ready?.status !== 'True') continue;
    const left = parseRfc3339(ready.lastTransitionTime ?? '') + minReadySeconds * 1000 - now;
    if (left > 0 && left < least) least = left;
  }
  return least;
}
