/**
 * The picture of a cluster as plain values (architecture rule 8): what the grid draws, what the cards count and what the
 * live region says all come from one `Scene`. Lengths are CSS pixels; x and y of a tile are relative to the grid, those of a
 * slot to its tile, those of a pod to its slot.
 */

/** What can be selected. */
export type SceneTarget =
  | { type: 'node'; name: string }
  | { type: 'pod'; uid: string; namespace: string; name: string; node?: string }
  | { type: 'slot'; node: string; set: SetName }
  | { type: 'set'; namespace: string; name: string }
  | { type: 'workload'; kind: WorkloadKind; namespace: string; name: string };

/** Controllers of pods beside DaemonSets. */
export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'ReplicaSet';

export interface SetName {
  namespace: string;
  name: string;
}

/**
 * Stage of a pod as a shape. `running` = all started but not Ready; `backoff` = a container that cannot run for now (crash or
 * image); `failed` = phase Failed (Evicted, OutOfcpu, …); `unknown` = its node stopped reporting.
 */
export type PodState =
  | 'pending'
  | 'pulling'
  | 'starting'
  | 'running'
  | 'ready'
  | 'terminating'
  | 'backoff'
  | 'failed'
  | 'succeeded'
  | 'unknown';

/** full: readable tiles; compact: a name and one cell for each set; cells: a small square for each node, on a canvas. */
export type SceneLevel = 'full' | 'compact' | 'cells';

/** How the cells of a large cluster are put together. */
export type Grouping = 'zone' | 'role' | 'none';

export type Tone = 'ok' | 'warn' | 'bad' | 'muted';

export interface Chip {
  /** Stable within its tile. */
  key: string;
  /** Short text, e.g. `control-plane:NoSchedule` or `zone=a`. */
  text: string;
  /** Full text, e.g. `node-role.kubernetes.io/control-plane:NoSchedule`. */
  title: string;
  /** `fault`: what is really the matter with the machine, which Kubernetes cannot know. */
  kind: 'label' | 'taint' | 'fault';
  x: number;
  y: number;
  w: number;
}

export interface PodMark {
  uid: string;
  namespace: string;
  name: string;
  state: PodState;
  /** e.g. `Ready`, `Pulling`, `CrashLoopBackOff`, `Terminating 12s`. */
  word: string;
  /** More in a word or two, where there is room: `preempted`, `nominated`. */
  note: string | undefined;
  /** A sentence for the tooltip. */
  title: string;
  /** A fault of the pod itself or of its controller: `liveness probe failing`. */
  fault: string | undefined;
  /** Colour: index into the palette (`scene/palette.ts`), from 1; 0 = revision unknown. */
  colour: number;
  /** Revision number of its ControllerRevision, when known. */
  revision: number | undefined;
  /** Whether it has the set's current template (DS-32). */
  current: boolean;
  /** 0 … 1, when something is measurably under way (minReadySeconds). */
  progress: number | undefined;
  x: number;
  w: number;
}

/** A pod that belongs to no DaemonSet: a small mark at the foot of a tile. */
export interface LooseMark {
  uid: string;
  namespace: string;
  name: string;
  /** `ReplicaSet coredns-…`, `static pod`, `no controller`. */
  owner: string;
  state: PodState;
  word: string;
  note: string | undefined;
  /** Tooltip: `coredns-… (ReplicaSet coredns-…): Ready` and what it means. */
  title: string;
  fault: string | undefined;
  selected: boolean;
  /** For a screen reader. */
  label: string;
  /** Within the tile. */
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Why a slot holds no pod. `excluded`: the set does not want this node; `waiting`: a pod is to come; `failing`: it cannot be created. */
export interface Absence {
  kind: 'excluded' | 'waiting' | 'failing';
  /** A few words, e.g. `untolerated taint control-plane`. */
  reason: string;
  /** The same for narrow places: `untolerated taint`. */
  short: string;
  /** What must remain beside a long name: `taint`. Default: `short`. */
  least?: string;
  /** The whole reason. */
  title: string;
}

export interface Slot {
  /** `<node uid>/<set uid>`. */
  key: string;
  node: string;
  set: SetName;
  setUid: string;
  /** Drawn quietly: a set of kube-system that is not rolling out. */
  quiet: boolean;
  /** Oldest first; two during a surge. */
  pods: readonly PodMark[];
  absence: Absence | undefined;
  /** State of the youngest pod that is not going away, or `empty`. */
  state: PodState | 'empty';
  /** The set does not want a pod here (any more), yet one is there (DS-47 numberMisscheduled). */
  misscheduled: boolean;
  selected: boolean;
  /** For a screen reader: `nginx on worker-1: Ready, revision 2 of 2`. */
  label: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Tile {
  uid: string;
  name: string;
  /** `control plane`, `worker` or the node's other roles. */
  role: string;
  controlPlane: boolean;
  ready: boolean;
  cordoned: boolean;
  /** Resources the node reports to run short of: `MemoryPressure`. */
  pressure: readonly string[];
  /** What is broken on the machine: `machine off`. Kubernetes may not know it (yet). */
  faults: readonly string[];
  /** Right-hand words of the header: the role, or what is wrong (`NotReady 41s`, `cordoned`). */
  note: string;
  noteTone: Tone;
  chips: readonly Chip[];
  /** Its labels in short, for places without chips: `zone=a · disk=ssd`. */
  traits: string;
  slots: readonly Slot[];
  /** Pods that belong to no DaemonSet (static pods, those of Deployments, naked pods); `marks`: those with room for a mark. */
  /** Pods of no DaemonSet; those of `failing` are in backoff or have failed. Marks at level `full`. */
  others: { text: string; title: string; count: number; failing: number; marks: readonly LooseMark[] };
  selected: boolean;
  /** For a screen reader. */
  label: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Cells of one zone or role under a heading. */
export interface Section {
  /** `zone a`. */
  title: string;
  /** `zone a · 720 nodes`. */
  text: string;
  /** Base line of the heading. */
  y: number;
  /** Which tiles are in it: `count` from `first` on. */
  first: number;
  count: number;
}

export interface Segment {
  /** `done`: updated and available; `busy`: updated, not available yet, or being replaced; `old`: still the old revision. */
  kind: 'done' | 'busy' | 'old';
  count: number;
  /** Share of the whole, 0 … 1. */
  share: number;
  colour: number;
}

/** One DaemonSet: the columns of `kubectl get ds` (CLI-21) and the rollout. */
export interface SetCard {
  uid: string;
  namespace: string;
  name: string;
  /** Of kube-system. */
  system: boolean;
  counters: {
    desired: number;
    current: number;
    ready: number;
    upToDate: number;
    available: number;
    misscheduled: number;
  };
  /** True while not every wanted pod is updated and available. */
  rolling: boolean;
  /** True while pods of an old revision are there. */
  replacing: boolean;
  /** `v2 ← v1` while rolling, else the tag alone: `v2`. */
  versionText: string;
  /** Colour of the current revision. */
  colour: number;
  /** Its revisions, newest first, in a word: `v2`, `revision 3`. Colours come round again: several may have the same. */
  versions: readonly { revision: number; colour: number; text: string }[];
  segments: readonly Segment[];
  /** `9 nodes · 7 eligible · 2 excluded`. */
  summary: string;
  /** For a screen reader. */
  label: string;
  /** Why it does not get on by itself, in one line; undefined when it does. */
  trouble: string | undefined;
  selected: boolean;
}

/** A controller of pods other than a DaemonSet. */
export interface Workload {
  uid: string;
  kind: WorkloadKind;
  namespace: string;
  name: string;
  desired: number;
  ready: number;
  /** Why it does not get on: `2 pods Pending`. */
  trouble: string | undefined;
}

export interface Scene {
  /** Virtual time, ms since the Unix epoch. */
  now: number;
  level: SceneLevel;
  width: number;
  height: number;
  /** At level `cells`. */
  sections: readonly Section[];
  tiles: readonly Tile[];
  sets: readonly SetCard[];
  workloads: readonly Workload[];
  /** `9 nodes · 8 ready · 1 cordoned`. */
  summary: string;
}
