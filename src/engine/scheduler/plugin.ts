import type { Node, Pod, StorageClass, PersistentVolume, PersistentVolumeClaim } from '../../k8s/types';
import type { ClusterView } from './cluster-view';
import type { NodeUsage } from './node-usage';

/** What most filters look at: a stored pod, or a pod template's spec. */
export type PodLike = Pick<Pod, 'spec'>;

/** Why a plugin turns a node down. */
export interface Rejection {
  /** As they stand in the failure message (SCH-6 … SCH-14). */
  reasons: readonly string[];
  /** Removing other pods cannot help (framework.UnschedulableAndUnresolvable). */
  unresolvable: boolean;
}

/** What a plugin has found out about the whole cluster for one pod, before any node is looked at. */
export interface ClusterCheck {
  /** undefined = the pod fits. */
  filter(node: Node): Rejection | undefined;
  /** Another pod comes to the node (1), or leaves it (-1), in thought (SCH-34). */
  moved(other: Pod, node: Node, by: 1 | -1): void;
  copy(): ClusterCheck;
}

/** PreFilter: the only nodes worth filtering (SCH-15), a failure of the pod whatever the node, or a check of each node. */
export type Prepared =
  { nodes: ReadonlySet<string> } | { refused: string } | { check: ClusterCheck } | undefined;

/** A change of the cluster, as the queue hears of it (SCH-38). `old` is absent when something came, `now` when it went. */
export type Change =
  | NodeChange
  | { kind: 'NodeDelete'; old: Node }
  /** Pods with a node; toleration and label changes of the waiting pod itself, too. */
  | { kind: 'PodAdd' | 'PodLabel' | 'PodToleration'; old?: Pod; now: Pod }
  | { kind: 'PodDelete'; old: Pod }
  | { kind: 'Claim'; old?: PersistentVolumeClaim; now: PersistentVolumeClaim }
  | { kind: 'Volume'; old?: PersistentVolume; now: PersistentVolume }
  | { kind: 'StorageClass'; old?: StorageClass; now: StorageClass };

export interface NodeChange {
  kind: 'NodeAdd' | 'NodeAllocatable' | 'NodeLabel' | 'NodeTaint';
  old?: Node;
  now: Node;
}

export type ChangeKind = Change['kind'];

export interface FilterPlugin {
  readonly name: string;
  /** Changes that can end its rejection. */
  readonly wakesOn: readonly ChangeKind[];
  /** Whether such a change may help this pod (QueueingHint); absent = always. */
  helps?(pod: Pod, change: Change): boolean;
  prepare?(pod: Pod, view: ClusterView): Prepared;
  /** undefined = the pod fits as far as this plugin is concerned. */
  filter?(pod: PodLike, node: Node, usage: NodeUsage): Rejection | undefined;
}

/** Scores a node by itself, 0 … 100, by nothing of the pod but its spec. */
export interface NodeScorePlugin {
  readonly name: string;
  readonly weight: number;
  score(pod: PodLike, node: Node, usage: NodeUsage): number;
}

/** Scores nodes beside one another, or by what is on others. */
export interface ClusterScorePlugin {
  readonly name: string;
  readonly weight: number;
  /** 0 … 100 for each node; undefined = it has nothing to say of this pod, so 0 for all. */
  scores(pod: Pod, nodes: readonly Node[], view: ClusterView): readonly number[] | undefined;
}

export type ScorePlugin = NodeScorePlugin | ClusterScorePlugin;
