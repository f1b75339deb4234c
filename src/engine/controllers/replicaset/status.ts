/** The status of a ReplicaSet (WL-5). */
import { conditionOf, isPodAvailable } from '../../../k8s/conditions';
import { rfc3339 } from '../../../k8s/time';
import type { ReplicaSet } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import type { Manifest } from '../../api/types';
import type { ReplicaContext } from './replica-context';
import type { Replicas } from './replica-sums';

type ReplicaSetStatus = ReplicaSet['status'];
type Conditions = NonNullable<ReplicaSetStatus['conditions']>;

const FAILURE = 'ReplicaFailure';

/** Pure. `failure`: why pods could not be created or deleted just now. `now` in ms. Zero counters are left out, as encoded. */
export function statusOf(
  rs: ReplicaSet,
  active: Replicas,
  failure: string | undefined,
  now: number,
): ReplicaSetStatus {
  const { minReadySeconds = 0 } = rs.spec;
  const { full, ready } = active.sums;
  let available = ready;
  // Time alone makes pods available then.
  if (minReadySeconds > 0) {
    available = 0;
    for (const pod of active.pods()) if (isPodAvailable(pod, minReadySeconds, now)) available++;
  }
  const conditions = conditionsOf(rs, active.size, failure, now);
  return {
    replicas: active.size,
    ...(full > 0 && { fullyLabeledReplicas: full }),
    ...(ready > 0 && { readyReplicas: ready }),
    ...(available > 0 && { availableReplicas: available }),
    ...(conditions.length > 0 && { conditions }),
    observedGeneration: rs.metadata.generation ?? 0,
  };
}

/** A failure that stands already keeps its text and time. */
function conditionsOf(rs: ReplicaSet, active: number, failure: string | undefined, now: number): Conditions {
  const old = rs.status.conditions ?? [];
  if ((failure !== undefined) === (conditionOf(old, FAILURE) !== undefined)) return old;
  const others = old.filter((condition) => condition.type !== FAILURE);
  if (failure === undefined) return others;
  const wanted = rs.spec.replicas ?? 1;
  const reason = active < wanted ? 'FailedCreate' : active > wanted ? 'FailedDelete' : '';
  return [
    ...others,
    { type: FAILURE, status: 'True', lastTransitionTime: rfc3339(now), reason, message: failure },
  ];
}

/** Writes it when it differs from what is stored; one fresh read and one retry on failure. Result: the error, if any. */
export function storeStatus(
  ctx: ReplicaContext,
  rs: ReplicaSet,
  status: ReplicaSetStatus,
): string | undefined {
  if (deepEqual(rs.status, status)) return undefined;
  const { namespace, name } = rs.metadata;
  const write = (base: ReplicaSet) =>
    ctx.api.update('ReplicaSet', namespace, name, { ...base, status } as unknown as Manifest, {
      subresource: 'status',
    });
  const first = write(rs);
  if (first.ok) return undefined;
  const fresh = ctx.api.get('ReplicaSet', namespace, name);
  if (!fresh.ok) return fresh.status.message;
  const second = write(fresh.object);
  return second.ok ? undefined : second.status.message;
}
