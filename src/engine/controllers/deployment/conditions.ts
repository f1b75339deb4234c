/** Conditions of a Deployment (WL-13). */
import { conditionOf } from '../../../k8s/conditions';
import { rfc3339 } from '../../../k8s/time';
import type { Deployment } from '../../../k8s/types';

export type DeploymentStatus = Deployment['status'];
export type Conditions = NonNullable<DeploymentStatus['conditions']>;
type Condition = Conditions[number];

/** Upstream's "no deadline". */
const NEVER = 2 ** 31 - 1;

export function progressing(status: DeploymentStatus): Condition | undefined {
  return conditionOf(status.conditions, 'Progressing');
}

export function hasDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NEVER;
}

export function newCondition(
  now: number,
  type: string,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
): Condition {
  const at = rfc3339(now);
  return { type, status, lastUpdateTime: at, lastTransitionTime: at, reason, message };
}

export function without(conditions: Conditions, type: string): Conditions {
  return conditions.filter((condition) => condition.type !== type);
}

/** Put last. One of the same status and reason stays as it is; one of the same status keeps its transition time. */
export function withCondition(conditions: Conditions, condition: Condition): Conditions {
  const old = conditionOf(conditions, condition.type);
  if (old?.status === condition.status && old.reason === condition.reason) return conditions;
  const lastTransitionTime =
    old?.status === condition.status ? old.lastTransitionTime : condition.lastTransitionTime;
  return [...without(conditions, condition.type), { ...condition, lastTransitionTime }];
}
