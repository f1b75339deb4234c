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
  /** Deleted: containers are given time to stop (POD-37). */
  stopping: { activity: 'stopping', lasts: [200, 500] },
  /** Rejected, or all containers ended for good. */
  finished: { activity: 'finished' },
} as const satisfies Record<string, StageRow>;

export type PodStage = keyof typeof POD_STAGES;

export const CONTAINER_STAGES = {
  /** Its turn has not come. */
  queued: { activity: 'starting' },
  pulling: { activity: 'pulling' },
  'pull-failed': { activity: 'pull-failed', waiting: 'ErrImagePull', lasts: [1_000, 2_000] },
  'pull-back-off': { activity: 'pull-failed', waiting: 'ImagePullBackOff' },
  'never-pulled': { activity: 'pull-failed', waiting: 'ErrImageNeverPull', lasts: [10_000, 15_000] },
  'bad-image-name': { activity: 'pull-failed', waiting: 'InvalidImageName', lasts: [10_000, 15_000] },
  'config-error': {
    activity: 'config-error',
    waiting: 'CreateContainerConfigError',
    lasts: [10_000, 15_000],
  },
  /** Created, not yet started. */
  starting: { activity: 'starting', lasts: [200, 600] },
  running: { activity: 'running' },
  /** Told to stop because its definition changed (POD-20). */
  replacing: { activity: 'stopping', lasts: [500, 2_000] },
  /** Ended a moment ago; the kubelet has not decided yet (POD-28). */
  ended: { activity: 'crash-back-off', lasts: [700, 1_500] },
  'crash-back-off': { activity: 'crash-back-off', waiting: 'CrashLoopBackOff' },
  /** Told to stop because the pod is deleted. */
  stopping: { activity: 'stopping', lasts: [500, 2_000] },
  /** Ended for good. */
  stopped: { activity: 'finished' },
} as const satisfies Record<string, StageRow>;

export type ContainerStage = keyof typeof CONTAINER_STAGES;

/** How long a container of an image runs by itself; absent = for ever. */
export const RUN_TIMES: { crash: Range; init: Range } = {
  crash: [2_000, 3_000],
  init: [1_000, 2_000],
};

/** A failing container or pull is looked at this often during its back-off; each look repeats the event. */
export const RESYNC: Range = [10_000, 15_000];

/** A preStop hook other than `sleep` takes this long, milliseconds. */
export const HOOK_DURATION = 1_000;

/** A machine needs this long from registering its Node to being Ready. */
export const BOOT: Range = [2_000, 4_000];
