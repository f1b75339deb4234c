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
  const before = state.terminated !== undefined || container.hidden;
  const exit = before ? container.lastExit : (container.exit ?? container.lastExit);
  const hasRun = container.starts > 0;
  const requests = spec?.resources?.requests;
  const volumeMounts = spec?.volumeMounts && reportedMounts(spec.volumeMounts);
  const status = {
    name: container.name,
    state,
    lastState: exit ? { terminated: terminated(exit) } : {},
    // An init container that is done counts as ready.
    ready: container.ready || (container.role === 'init' && state.terminated?.exitCode === 0),
    restartCount: Math.max(0, container.starts - 1),
    image: hasRun ? fullImageName(container.image) : container.image,
    imageID: hasRun ? imageId(container.image) : '',
    ...(hasRun && { containerID: containerId(worker, container) }),
    started: container.started,
    ...(hasRun && { resources: spec?.resources ?? {} }),
    ...(hasRun && requests && { allocatedResources: requests }),
    ...(volumeMounts && { volumeMounts }),
  };
  // The published types do not know the last ones.
  return status as unknown as ContainerStatus;
}

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

/** What is reported of it. */
export function stateOf(worker: PodWorker, container: ContainerWorker): ContainerState {
  const { stage, exit, hidden } = container;
  if (hidden && exit) return { running: { startedAt: rfc3339(exit.startedAt) } };
  if (stage === 'running' || stage === 'replacing' || stage === 'stopping')
    return { running: { startedAt: rfc3339(container.startedAt) } };
  // A retry under way does not change what is shown.
  if (container.shown && stage !== 'stopped') return { waiting: container.shown };
  if (exit) return { terminated: terminated(exit) };
  return { waiting: { reason: worker.init.length > 0 ? 'PodInitializing' : 'ContainerCreating' } };
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
