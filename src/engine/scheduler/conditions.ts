import { conditionOf } from '../../k8s/conditions';
import { rfc3339 } from '../../k8s/time';
import type { Json } from '../../k8s/types';
import type { Pod } from '../../k8s/types';
import type { Context } from '../component';

/** A pod condition without its times. */
export interface ConditionWanted {
  type: string;
  status: 'True' | 'False';
  reason: string;
  message: string;
}

/**
 * Writes a condition, and the nominated node where that changes (`null` = none), through the status subresource. Writes nothing when
 * nothing changes; the transition time moves only with the status.
 */
export function writeCondition(
  ctx: Context<unknown>,
  pod: Pod,
  wanted: ConditionWanted,
  nominatedNodeName?: string | null,
): void {
  const known = conditionOf(pod.status.conditions, wanted.type);
  const same =
    known?.status === wanted.status && known.reason === wanted.reason && known.message === wanted.message;
  const nomination =
    nominatedNodeName !== undefined && (pod.status.nominatedNodeName ?? null) !== nominatedNodeName;
  if (same && !nomination) return;
  const status: Record<string, Json> = {};
  if (!same) {
    const lastTransitionTime =
      known?.status === wanted.status ? (known.lastTransitionTime ?? rfc3339(ctx.now)) : rfc3339(ctx.now);
    const { generation } = pod.metadata;
    const observed = generation === undefined ? {} : { observedGeneration: generation };
    status['conditions'] = [{ ...wanted, ...observed, lastTransitionTime }];
  }
  if (nomination) status['nominatedNodeName'] = nominatedNodeName;
  const { namespace, name } = pod.metadata;
  ctx.api.patch('Pod', namespace, name, 'strategic', { status }, { subresource: 'status' });
}
