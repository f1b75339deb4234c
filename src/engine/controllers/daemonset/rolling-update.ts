/** Pure: which old pods a rolling update replaces next (DS-51 … DS-56). Replacements are created by `manage`, once the old pod is gone (DS-54). */
import { isPodAvailable } from '../../../k8s/conditions';
import type { DaemonSet, Node } from '../../../k8s/types';
import type { NodePods } from './node-pods';
import type { PodChanges, PodToDelete } from './plan';
import { isPodUpdated, templateGeneration } from './pod-template';
import { surgeUpdate } from './surge';
import { inNodeOrder, oldAndNew, updateBudget } from './update-budget';

export interface UpdateInput {
  ds: DaemonSet;
  nodes: readonly Node[];
  byNode: NodePods;
  /** Hash of the current revision. */
  hash: string;
  /** ms */
  now: number;
}

/** One step of the rolling update, with or without surge. */
export function rollingUpdate(given: UpdateInput): PodChanges {
  // All that a step can do is to replace old pods; most syncs find none.
  if (!hasOldPod(given)) return { create: [], delete: [] };
  const input = { ...given, byNode: new Map(given.byNode) };
  const budget = updateBudget(input.ds, input.nodes, input.byNode);
  return budget.maxSurge === 0
    ? { create: [], delete: replaceOldPods(input, budget.maxUnavailable) }
    : surgeUpdate(input, budget);
}

function hasOldPod({ ds, byNode, hash }: UpdateInput): boolean {
  const generation = templateGeneration(ds);
  for (const pods of byNode.values())
    for (const pod of pods) if (!isPodUpdated(pod, hash, generation)) return true;
  return false;
}

/** DS-53: old pods that are not available go at once and consume budget; available ones go as far as the budget reaches. */
function replaceOldPods(input: UpdateInput, maxUnavailable: number): PodToDelete[] {
  const { ds, hash, now } = input;
  const minReadySeconds = ds.spec.minReadySeconds ?? 0;
  const generation = templateGeneration(ds);
  const marked: PodToDelete[] = [];
  const candidates: PodToDelete['pod'][] = [];
  let unavailable = 0;
  for (const [nodeName, pods] of inNodeOrder(input.nodes, input.byNode)) {
    const found = oldAndNew(pods, hash, generation);
    if (!found.ok || Boolean(found.old) === Boolean(found.new)) unavailable++;
    else if (found.new) {
      if (!isPodAvailable(found.new, minReadySeconds, now)) unavailable++;
    } else if (found.old) {
      if (!isPodAvailable(found.old, minReadySeconds, now)) {
        const why = `old pod on ${nodeName} is not available: replace it first, that takes nothing away`;
        marked.push({ pod: found.old, why });
        unavailable++;
      } else if (unavailable < maxUnavailable) candidates.push(found.old);
    }
  }
  const room = Math.min(Math.max(maxUnavailable - unavailable, 0), candidates.length);
  candidates.slice(0, room).forEach((pod, i) => {
    const used = `${unavailable + i} of ${maxUnavailable} unavailable used`;
    marked.push({ pod, why: `old pod on ${pod.spec.nodeName ?? 'its node'} deleted: ${used}` });
  });
  return marked;
}
