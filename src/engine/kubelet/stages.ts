/** The life of a pod and of its containers on a machine, as data (architecture rule 7). */
import type { Range } from './timing';

/** What the kubelet does for a pod at this moment, for the page. */
export type KubeletActivity =
  | 'waiting-network'
  | 'waiting-volumes'
  | 'creating-sandbox'
  | 'pulling'
  | 'pull-failed'
  | 'config-error'
  | 'starting'
  | 'running'
  | 'crash-back-off'
  | 'stopping'
  | 'finished';

export interface StageRow {
  activity: KubeletActivity;
  /** How long the stage lasts; absent = until something else happens, or computed (pulls, back-offs, probes). */
  lasts?: Range;
  /** Waiting reason that the container status shows (POD-7); absent = the default, or what was shown before. */
  waiting?: string;
}

export const POD_STAGES = {
  /** Accepted, but the machine's network is not up (pods on the host network do not wait for it). */
  network: { activity: 'waiting-network' },
  /** A config map or secret that a volume needs is missing; looked for again with back-off. */
  volumes: { activity: 'waiting-volumes' },
  /** Volumes mounted, sandbox and network being set up. */
  sandbox: { activity: 'creating-sandbox', lasts: [300, 800] },
  /** The containers live by their own stages. */
  containers: { activity: 'running' },
  /** Deleted, or come to its end: containers are given time to stop (POD-37). */
  stopping: { activity: 'stopping' },
  /** All containers have stopped and are reported so; sandbox and volumes are taken down. */
  cleanup: { activity: 'stopping', lasts: [200, 500] },
  /** Rejected, or all containers ended for good. */
  finished: { activity: 'finished' },
} as const satisfies Record<string, StageRow>;

export type PodStage = keyof typeof POD_STAGES;

/** After a failure the kubelet looks at the pod again this late, or at once when something else has happened to it meanwhile. */
export const LOOK: { error: Range; network: Range; news: Range } = {
  error: [10_000, 15_000],
  /** The network of the machine is missing. */
  network: [1_000, 2_000],
  news: [100, 900],
};

export const CONTAINER_STAGES = {
  /** Its turn has not come. */
  queued: { activity: 'starting' },
  pulling: { activity: 'pulling' },
  'pull-failed': { activity: 'pull-failed', waiting: 'ErrImagePull' },
  'pull-back-off': { activity: 'pull-failed', waiting: 'ImagePullBackOff' },
  'never-pulled': { activity: 'pull-failed', waiting: 'ErrImageNeverPull' },
  'bad-image-name': { activity: 'pull-failed', waiting: 'InvalidImageName' },
  'config-error': { activity: 'config-error', waiting: 'CreateContainerConfigError' },
  /** Created, not yet started. */
  starting: { activity: 'starting', lasts: [200, 600] },
  /** The runtime could not start its program. */
  'run-error': { activity: 'crash-back-off', waiting: 'RunContainerError', lasts: [700, 1_500] },
  /** Runs, but its postStart hook has not ended. */
  'post-start': { activity: 'starting' },
  running: { activity: 'running' },
  /** Told to stop in order to be restarted: its definition changed, or a probe failed (POD-20, POD-34). */
  replacing: { activity: 'stopping' },
  /** Ended a moment ago; the kubelet has not decided yet (POD-28). */
  ended: { activity: 'crash-back-off', lasts: [700, 1_500] },
  'crash-back-off': { activity: 'crash-back-off', waiting: 'CrashLoopBackOff' },
  /** Told to stop because the pod ends. */
  stopping: { activity: 'stopping' },
  /** Ended for good. */
  stopped: { activity: 'finished' },
} as const satisfies Record<string, StageRow>;

export type ContainerStage = keyof typeof CONTAINER_STAGES;

/** How long a container of an image runs by itself; absent = for ever. */
export const RUN_TIMES: Readonly<Record<'crash' | 'oom' | 'once' | 'init', Range>> = {
  crash: [2_000, 3_000],
  oom: [4_000, 6_000],
  once: [4_000, 6_000],
  init: [1_000, 2_000],
};

/** A program that heeds SIGTERM needs this long. */
export const STOP_TIME: Range = [500, 2_000];

/** A hook that does not sleep takes this long, milliseconds. */
export const HOOK_DURATION = 1_000;

/** A machine needs this long from registering its Node to being Ready, if its network waits for no agent. */
export const BOOT: Range = [2_000, 4_000];
