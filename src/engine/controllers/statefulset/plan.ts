/** What to do next with the pods of a set: pure (WL-19, WL-20, WL-25, WL-26). */
import { isPodAvailable, isPodTerminal, isTerminating } from '../../../k8s/conditions';
import type { Pod, StatefulSet } from '../../../k8s/types';
import { ordinalOf, ordinalRange, revisionOf } from './identity';
import { isRunningAndReady } from './status';

/** `why` goes into the trace in these words. */
export type Step =
  | { type: 'create'; ordinal: number; isOld: boolean; why: string }
  | { type: 'delete'; pod: Pod; why: string }
  /** Make the claims that a pending pod lacks. */
  | { type: 'claims'; pod: Pod }
  /** Set its labels, its volumes and the owners of its claims right. */
  | { type: 'correct'; pod: Pod }
  /** The owners of the claims of a pod that is to go. */
  | { type: 'claim-owners'; pod: Pod };

/** Most pods that one sync creates; the next one goes on. */
const MOST_CREATIONS = 500;

export interface Plan {
  /** One entry a pod: with Parallel they are taken in slow-start batches, else in order up to the first failure. */
  replicas: Step[][];
  condemnedClaims: Step[][];
  condemned: Step[][];
  /** The pod of the old revision that goes next, when all else succeeded. */
  update: Step[];
}

export interface Situation {
  set: StatefulSet;
  /** All pods of the set. */
  pods: readonly Pod[];
  /** Name of the newest revision. */
  update: string;
  /** ms */
  now: number;
}

export function planSteps({ set, pods, update, now }: Situation): Plan {
  const plan: Plan = { replicas: [], condemnedClaims: [], condemned: [], update: [] };
  if (isTerminating(set)) return plan;
  const { start, end } = ordinalRange(set);
  const inOrder = set.spec.podManagementPolicy !== 'Parallel';
  const available = (pod: Pod) => isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now);
  const replicas = new Map<number, Pod>();
  const condemned: Pod[] = [];
  for (const pod of pods) {
    const ordinal = ordinalOf(pod);
    if (ordinal >= start && ordinal < end) replicas.set(ordinal, pod);
    else if (ordinal >= 0) condemned.push(pod);
  }
  condemned.sort((a, b) => ordinalOf(b) - ordinalOf(a));

  let creations = 0;
  for (let ordinal = start; ordinal < end && creations < MOST_CREATIONS; ordinal++) {
    const { steps, blocks } = replicaSteps(set, ordinal, replicas.get(ordinal), available);
    plan.replicas.push(steps);
    if (blocks && inOrder) return plan;
    if (!replicas.has(ordinal)) creations++;
  }
  plan.condemnedClaims = condemned.map((pod) => [{ type: 'claim-owners', pod }]);
  // All replicas stand: a pod that is not available may go only if no other one is missing.
  const missing = inOrder ? condemned.findLast((pod) => !available(pod) || isTerminating(pod)) : undefined;
  for (const pod of condemned) {
    if (!isTerminating(pod) && (!inOrder || isSound(pod, available) || pod === missing))
      plan.condemned.push([
        { type: 'delete', pod, why: `${pod.metadata.name} is not among the replicas any more: delete it` },
      ]);
    if (inOrder) return plan;
  }
  plan.update = updateSteps(set, replicas, update, available);
  return plan;
}

function isSound(pod: Pod, available: (pod: Pod) => boolean): boolean {
  return isRunningAndReady(pod) && available(pod);
}

/** `blocks`: the pods behind it have to wait when they stand in order. */
function replicaSteps(
  set: StatefulSet,
  ordinal: number,
  pod: Pod | undefined,
  available: (pod: Pod) => boolean,
): { steps: Step[]; blocks: boolean } {
  const name = `${set.metadata.name}-${ordinal}`;
  if (!pod) {
    const why = `${name} is missing: create it`;
    return { steps: [{ type: 'create', ordinal, isOld: keepsOldRevision(set, ordinal), why }], blocks: true };
  }
  if (isPodTerminal(pod)) {
    const why = `${name} has ended (${pod.status.phase}): delete it, so that it can be created anew`;
    return { steps: isTerminating(pod) ? [] : [{ type: 'delete', pod, why }], blocks: true };
  }
  const steps: Step[] = pod.status.phase === 'Pending' ? [{ type: 'claims', pod }] : [];
  const blocks = isTerminating(pod) || !isSound(pod, available);
  const waits = blocks && set.spec.podManagementPolicy !== 'Parallel';
  return { steps: waits ? steps : [...steps, { type: 'correct', pod }], blocks };
}

/** Whether a new pod with this number still gets the current revision, not the newest. */
function keepsOldRevision({ spec, status }: StatefulSet, ordinal: number): boolean {
  const start = spec.ordinals?.start ?? 0;
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  if (rollingUpdate) return ordinal < start + (rollingUpdate.partition ?? 0);
  return type === 'RollingUpdate' && ordinal < start + (status.currentReplicas ?? 0);
}

/** WL-20: the highest of the old pods, unless one above it is not available. */
function updateSteps(
  set: StatefulSet,
  replicas: ReadonlyMap<number, Pod>,
  update: string,
  available: (pod: Pod) => boolean,
): Step[] {
  if (set.spec.updateStrategy?.type === 'OnDelete') return [];
  const { start, end } = ordinalRange(set);
  const lowest = start + (set.spec.updateStrategy?.rollingUpdate?.partition ?? 0);
  for (let ordinal = end - 1; ordinal >= lowest; ordinal--) {
    const pod = replicas.get(ordinal);
    if (pod && revisionOf(pod) !== update && !isTerminating(pod))
      return [{ type: 'delete', pod, why: `${pod.metadata.name} is not of revision ${update}: delete it` }];
    if (!pod || !available(pod) || isTerminating(pod)) return [];
  }
  return [];
}
