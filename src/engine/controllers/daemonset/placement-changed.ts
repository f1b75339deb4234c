import type { Node } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';

/**
 * Whether a node's verdicts may be others than before: labels and taints decide (DS-7, TEST-66). Parts that a write did not touch are
 * shared, so most updates end at the comparison by identity.
 */
export function placementChanged(old: Node, node: Node): boolean {
  return (
    !same(old.metadata.labels, node.metadata.labels) || !same(old.spec.taints ?? [], node.spec.taints ?? [])
  );
}

function same(a: unknown, b: unknown): boolean {
  return a === b || deepEqual(a ?? {}, b ?? {});
}
