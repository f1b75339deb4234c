/** One sync of one StatefulSet. */
import { splitKey } from '../../../k8s/ref';
import type { Pod, StatefulSet } from '../../../k8s/types';
import { claim } from '../../claim';
import type { SyncError } from '../../component';
import { act } from './act';
import { isMember } from './identity';
import { planSteps } from './plan';
import { adoptRevisions, constructHistory, dropRevisions, revisionsOf, surplusRevisions } from './revisions';
import type { StatefulContext } from './stateful-context';
import { countPods, storeStatus } from './status';

export function syncStatefulSet(ctx: StatefulContext, key: string): SyncError | undefined {
  const { namespace, name } = splitKey(key);
  const set = ctx.read.get('StatefulSet', namespace, name);
  if (!set) return undefined;
  const unadopted = adoptRevisions(ctx, set);
  if (unadopted !== undefined) return { error: unadopted };
  const claimed = claim(ctx, set, 'Pod', (pod) => isMember(set, pod));
  if (!claimed.ok) return { error: claimed.error };
  const pods = claimed.objects;

  const revisions = revisionsOf(ctx, set);
  const history = constructHistory(ctx, set, revisions);
  const error = history.ok ? updateSet(ctx, set, key, pods, history) : history.error;
  const surplus = surplusRevisions(set, revisions, pods, history.ok ? history : undefined);
  const dropped = dropRevisions(ctx, set, surplus);
  return error === undefined && dropped === undefined ? undefined : { error: error ?? dropped ?? '' };
}

function updateSet(
  ctx: StatefulContext,
  set: StatefulSet,
  key: string,
  pods: readonly Pod[],
  history: Extract<ReturnType<typeof constructHistory>, { ok: true }>,
): string | undefined {
  const { current, update, collisionCount } = history;
  const names = [current.metadata.name, update.metadata.name] as const;
  const status = { ...countPods(set, pods, ...names, ctx.now), collisionCount };
  const plan = planSteps({ set, pods, update: names[1], now: ctx.now });
  const { error, updated } = act({ ctx, set, key, current, update }, plan);
  // The pod that goes is still counted as a replica, but no longer as one of the current revision.
  if (updated) status.currentReplicas--;
  const unstored = storeStatus(ctx, set, status);
  const { minReadySeconds = 0 } = set.spec;
  const failure = error ?? unstored;
  // Counted from this sync, not from when a pod became ready: recording 40 has pods available 6.8 s after that with a minimum of 4.
  if (failure === undefined && minReadySeconds > 0 && status.availableReplicas !== (set.spec.replicas ?? 1))
    ctx.enqueueAfter(key, minReadySeconds * 1000);
  return failure;
}
