/** Pod priority (SCH-33). */
import type { Pod } from './types';

export interface BuiltInPriorityClass {
  name: string;
  value: number;
  description: string;
}

/** From here on a pod is critical: the value of the lower of the classes that every cluster has. */
export const CRITICAL_PRIORITY = 2_000_000_000;

/** The classes that every cluster has; neither is the global default, both preempt. */
export const BUILT_IN_PRIORITY_CLASSES: readonly BuiltInPriorityClass[] = [
  {
    name: 'system-cluster-critical',
    value: CRITICAL_PRIORITY,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
  {
    name: 'system-node-critical',
    value: 2000001000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
];

/** Greatest value of a class that a user makes. */
export const HIGHEST_USER_PRIORITY = 1000000000;

/** `spec.priority`, 0 when absent (TEST-113). */
export function podPriority(pod: Pick<Pod, 'spec'>): number {
  return pod.spec.priority ?? 0;
}
