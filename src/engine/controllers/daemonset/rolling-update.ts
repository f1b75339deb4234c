/** Pure: which old pods a rolling update replaces next (DS-51 … DS-56). Replacements are created by `manage`, once the old pod is gone (DS-54). */
import { isPodAvailable } from '../../../k8s/conditions';
import type { DaemonSet, Node, Pod } from '../../../k8s/types';
import type { NodePods } from './node-pods';
import type { PodChanges, PodToDelete } from './plan';
import { isPodUpdated, templateGeneration } from './pod-template';
import type { DaemonVerdict } from './should-run';
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
  /** In the order of the nodes; default: those of today. */
  verdicts?: readonly DaemonVerdict[];
}

export interface UpdateStep extends PodChanges {
  /** Why the step could not be decided; then nothing is changed. */
  error?: string;
}

/** One step of the rolling update, with or without surge. */
export function rollingUpdate(given: UpdateInput): UpdateStep {
  // All that a step can do is to replace old pods; most syncs find none.
  if (!hasOldPod(given)) return { create: [], delete: [] };
  const input = { ...given, byNode: new Map(given.byNode) };
  const budget = updateBudget(input.ds, input.nodes, input.byNode, input.verdicts);
  return budget.maxSurge === 0
    ? {
        create: [],
        delete: replaceOldPods(input, inNodeOrder(input.nodes, input.byNode), 0, budget.maxUnavailable),
      }
    : surgeUpdate(input, budget);
}

function hasOldPod({ ds, byNode, hash }: UpdateInput): boolean {
  const generation = templateGeneration(ds);
  for (const pods of byNode.values())
    for (const pod of pods) if (!isPodUpdated(pod, hash, generation)) return true;
  return false;
}

export interface NodeInUpdate {
  /** Whether the node does not count as an unavailable one. */
  available: boolean;
  /** The old pod, when it is the only one and is to be replaced. */
  old?: Pod;
}

const UNAVAILABLE: NodeInUpdate = { available: false };
const AVAILABLE: NodeInUpdate = { available: true };

/** DS-53: what the pods of one node mean for the budget. A node without pods is an unavailable one. */
export function nodeInUpdate(
  pods: readonly Pod[],
  hash: string,
  generation: number | undefined,
  minReadySeconds: number,
  now: number,
): NodeInUpdate {
  const found = oldAndNew(pods, hash, generation);
  if (!found.ok || Boolean(found.old) === Boolean(found.new)) return UNAVAILABLE;
  if (found.new) return isPodAvailable(found.new, minReadySeconds, now) ? AVAILABLE : UNAVAILABLE;
  const old = found.old as Pod;
  return { available: isPodAvailable(old, minReadySeconds, now), old };
}

/**
 * DS-53: old pods that are not available go at once and consume budget; available ones go as far as the budget reaches.
 * `unavailable`: how many nodes are unavailable apart from those of `entries`.
 */
export function replaceOldPods(
  { ds, hash, now }: Pick<UpdateInput, 'ds' | 'hash' | 'now'>,
  entries: readonly [nodeName: string, pods: readonly Pod[]][],
  unavailable: number,
  maxUnavailable: number,
): PodToDelete[] {
  const minReadySeconds = ds.spec.minReadySeconds ?? 0;
  const generation = templateGeneration(ds);
  const marked: PodToDelete[] = [];
  const candidates: Pod[] = [];
  for (const [nodeName, pods] of entries) {
    const { old, available } = nodeInUpdate(pods, hash, generation, minReadySeconds, now);
    if (!available) unavailable++;
    if (old && !available) {
      const why = `old pod on ${nodeName} is not available: replace it first, that takes nothing away`;
      marked.push({ pod: old, why });
    } else if (old && unavailable < maxUnavailable) candidates.push(old);
  }
  const room = Math.min(Math.max(maxUnavailable - unavailable, 0), candidates.length);
  candidates.slice(0, room).forEach((pod, i) => {
    const used = `${unavailable + i} of ${maxUnavailable} unavailable used`;
    marked.push({ pod, why: `old pod on ${pod.spec.nodeName ?? 'its node'} deleted: ${used}` });
  });
  return marked;
}
