/** Who decides which nodes run a pod of a set, and how the pod gets there: the switch of DS-22. */
import type { DaemonSet, Node, PodSpec } from '../../../k8s/types';
import type { Reader } from '../../api/types';
import type { WorldReader } from '../../world';
import { fitJudge } from './before-1-12/fit-judge';
import { pinnedToNode } from './pod-template';
import { daemonVerdicts as verdictsOfToday, nodeShouldRunDaemonPod, type DaemonVerdict } from './should-run';

export type Judge = (ds: DaemonSet, node: Node) => DaemonVerdict;

export interface Placement {
  readonly judge: Judge;
  /** A verdict for each node, in the order of the list. */
  judgeAll(ds: DaemonSet, nodes: readonly Node[]): readonly DaemonVerdict[];
  /** The pod's spec, bound for the node. */
  place(spec: PodSpec, nodeName: string): PodSpec;
  /** The verdict depends on labels and taints alone, so that sums of it can be kept (tally.ts). */
  readonly steady: boolean;
}

/** v1.34: the pod names its node in its affinity, and the scheduler binds it. */
export const byScheduler: Placement = {
  judge: nodeShouldRunDaemonPod,
  judgeAll: verdictsOfToday,
  place: pinnedToNode,
  steady: true,
};

/**
 * Before 1.12 (VER-1, VER-2): the controller simulates the scheduler and binds the pod itself, so the scheduler never sees it. As in
 * 1.11: which nodes are wanted, host ports, resources, FailedPlacement, what wakes a set, nothing done on nodes without room.
 * As today, because it is not about placement: default tolerations, back-off of failed pods, rolling updates with their surge, history, and
 * sums of requests (sidecars, overhead). 1.11 looked neither at pressure nor at readiness of nodes.
 */
export function byController(read: Reader): Placement {
  const judge = fitJudge(read);
  return {
    judge,
    judgeAll: (ds, nodes) => nodes.map((node) => judge(ds, node)),
    place: (spec, nodeName) => ({ ...spec, nodeName }),
    steady: false,
  };
}

export function placementOf({ read, world }: { read: Reader; world?: WorldReader }): Placement {
  return world?.daemonPlacement === 'controller' ? byController(read) : byScheduler;
}

/** The verdicts of today, or of before 1.12 while the world says so. */
export function daemonJudge(read: Reader, world?: WorldReader): Judge {
  return placementOf({ read, world }).judge;
}

/** The same for each node, in the order of the list. */
export function daemonVerdicts(
  read: Reader,
  world: WorldReader | undefined,
  ds: DaemonSet,
  nodes: readonly Node[],
): readonly DaemonVerdict[] {
  return placementOf({ read, world }).judgeAll(ds, nodes);
}
