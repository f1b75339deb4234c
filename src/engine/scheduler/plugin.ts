import type { Node, Pod } from '../../k8s/types';
import type { NodeUsage } from './node-usage';

/** What filters look at: a stored pod, or a pod template's spec. */
export type PodLike = Pick<Pod, 'spec'>;

/** Why a plugin turns a node down. */
export interface Rejection {
  /** As they stand in the failure message (SCH-6 … SCH-14). */
  reasons: readonly string[];
  /** Removing other pods cannot help (framework.UnschedulableAndUnresolvable). */
  unresolvable: boolean;
}

/** A part of a node whose change can make a rejected pod fit (SCH-38). */
export type NodeAspect = 'added' | 'labels' | 'taints' | 'unschedulable' | 'allocatable';

/** Which nodes are worth filtering at all, found from the pod alone (SCH-15). */
export type PreFilterResult = { nodes: ReadonlySet<string> } | { conflict: string } | undefined;

export interface FilterPlugin {
  readonly name: string;
  /** Node changes that can end its rejection. */
  readonly wakesOn: readonly NodeAspect[];
  /** Whether a pod that leaves a node can end its rejection. */
  readonly wakesOnPodRemoval: boolean;
  preFilter?(pod: PodLike): PreFilterResult;
  /** undefined = the pod fits as far as this plugin is concerned. */
  filter(pod: PodLike, node: Node, usage: NodeUsage): Rejection | undefined;
}

export interface ScorePlugin {
  readonly name: string;
  readonly weight: number;
  /** Raw score of one node. */
  score(pod: PodLike, node: Node, usage: NodeUsage): number;
  /** Raw scores to 0 … 100; absent = they are already. */
  normalize?(scores: readonly number[]): number[];
}
