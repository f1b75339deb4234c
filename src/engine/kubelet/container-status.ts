import { rfc3339 } from '../../k8s/time';
import type { Container, ContainerState, ContainerStatus } from '../../k8s/types';
import { fullImageName, hex64, imageId } from './registry';
import type { ContainerWorker, Exit, PodWorker } from './state';

/** The status entry of one container (POD-6, POD-7), with the mounts and the resources that 1.34 reports as well. */
export function containerStatus(
  worker: PodWorker,
  container: ContainerWorker,
  spec: Container | undefined,
): ContainerStatus {
  const state = stateOf(worker, container);
  const shown = shownState(container);
  const before = shown === 'terminated' || container.hidden;
  const exit = before ? container.lastExit : (container.exit ?? container.lastExit);
  const hasRun = container.starts > 0;
  const requests = spec?.resources?.requests;
  const volumeMounts = spec?.volumeMounts && reportedMounts(spec.volumeMounts);
  const status: Draft = {
    name: container.name,
    state,
    lastState: exit ? { terminated: terminated(exit) } : NEVER_ENDED,
    // An init container that is done counts as ready.
    ready: container.ready || (container.role === 'init' && hasSucceeded(container)),
    restartCount: Math.max(0, container.starts - 1),
    image: hasRun ? fullImageName(container.image) : container.image,
    imageID: hasRun ? imageId(container.image) : '',
  };
  if (hasRun) status.containerID = containerId(worker, container);
  status.started = container.started;
  if (hasRun) status.resources = spec?.resources ?? {};
  if (hasRun && requests) status.allocatedResources = requests;
  if (volumeMounts) status.volumeMounts = volumeMounts;
  // The published types do not know the last ones.
  return status as unknown as ContainerStatus;
}

type Draft = Partial<Record<'resources' | 'allocatedResources' | 'volumeMounts', object>> &
  Omit<ContainerStatus, 'resources' | 'allocatedResources' | 'volumeMounts'>;

const NEVER_ENDED: ContainerState = {};

type Mounts = NonNullable<Container['volumeMounts']>;

// A cache of a pure function of an immutable list: it cannot change any result, and equal lists are the same list.
const reported = new WeakMap<Mounts, readonly object[]>();

function reportedMounts(mounts: Mounts): readonly object[] {
  let list = reported.get(mounts);
  if (!list) {
    list = mounts.map(({ mountPath, name, readOnly }) =>
      readOnly ? { mountPath, name, readOnly, recursiveReadOnly: 'Disabled' } : { mountPath, name },
    );
    reported.set(mounts, list);
  }
  return list;
}

/** Which of the three states is reported of it. */
export function shownState({ stage, exit, hidden, shown }: ContainerWorker): keyof ContainerState {
  if (hidden && exit) return 'running';
  if (stage === 'running' || stage === 'replacing' || stage === 'stopping') return 'running';
  // A retry under way does not change what is shown.
  if (shown && stage !== 'stopped') return 'waiting';
  return exit ? 'terminated' : 'waiting';
}

/** Whether it is reported to have ended well. */
export function hasSucceeded(container: ContainerWorker): boolean {
  return container.exit?.code === 0 && shownState(container) === 'terminated';
}

function stateOf(worker: PodWorker, container: ContainerWorker): ContainerState {
  const { exit, hidden, shown, startedAt } = container;
  switch (shownState(container)) {
    case 'running':
      return { running: { startedAt: rfc3339(hidden && exit ? exit.startedAt : startedAt) } };
    case 'terminated':
      return { terminated: terminated(exit as Exit) };
    default:
      return { waiting: (container.stage !== 'stopped' && shown) || startingUp(worker) };
  }
}

const CREATING = { reason: 'ContainerCreating' };
const INITIALIZING = { reason: 'PodInitializing' };

function startingUp({ init }: PodWorker): NonNullable<ContainerState['waiting']> {
  return init.length > 0 ? INITIALIZING : CREATING;
}

function terminated(exit: Exit): NonNullable<ContainerState['terminated']> {
  return {
    exitCode: exit.code,
    reason: exit.reason ?? (exit.code === 0 ? 'Completed' : 'Error'),
    ...(exit.message !== undefined && { message: exit.message }),
    startedAt: rfc3339(exit.startedAt),
    finishedAt: rfc3339(exit.finishedAt),
    containerID: exit.id,
  };
}

/** Id of the container's present or last incarnation. */
export function containerId(worker: PodWorker, container: ContainerWorker): string {
  return `containerd://${hex64(`${worker.uid}/${container.name}/${container.starts}`)}`;
}
