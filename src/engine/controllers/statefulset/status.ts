/** The set's counters (WL-19, WL-20). */
import { isPodAvailable, isPodReady, isTerminating } from '../../../k8s/conditions';
import type { Pod, StatefulSet } from '../../../k8s/types';
import type { Manifest } from '../../api/types';
import { revisionOf } from './identity';
import type { StatefulContext } from './stateful-context';

export type Status = StatefulSet['status'] & {
  replicas: number;
  readyReplicas: number;
  availableReplicas: number;
  currentReplicas: number;
  updatedReplicas: number;
};

export function isRunningAndReady(pod: Pod): boolean {
  return pod.status.phase === 'Running' && isPodReady(pod);
}

/** Pure. `current` and `update` are names of revisions, `now` is in ms. */
export function countPods(
  set: StatefulSet,
  pods: readonly Pod[],
  current: string,
  update: string,
  now: number,
): Status {
  const status: Status = {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    readyReplicas: 0,
    availableReplicas: 0,
    currentReplicas: 0,
    updatedReplicas: 0,
    currentRevision: current,
    updateRevision: update,
  };
  for (const pod of pods) {
    if (isRunningAndReady(pod)) {
      status.readyReplicas++;
      if (isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now)) status.availableReplicas++;
    }
    if (isTerminating(pod)) continue;
    const revision = revisionOf(pod);
    if (revision === current) status.currentReplicas++;
    if (revision === update) status.updatedReplicas++;
  }
  return status;
}

/** When all pods are of the new revision and ready, it becomes the current one. */
function completed(set: StatefulSet, status: Status): Status {
  const { replicas = 1, updateStrategy } = set.spec;
  return updateStrategy?.type === 'RollingUpdate' &&
    status.updatedReplicas === replicas &&
    status.readyReplicas === replicas &&
    status.replicas === replicas
    ? { ...status, currentReplicas: status.updatedReplicas, currentRevision: status.updateRevision }
    : status;
}

const COMPARED = [
  'replicas',
  'currentReplicas',
  'readyReplicas',
  'updatedReplicas',
  'availableReplicas',
] as const;

/** Writes the status when it differs from what is stored. Result: the error, if any. */
export function storeStatus(ctx: StatefulContext, set: StatefulSet, counted: Status): string | undefined {
  const next = completed(set, counted);
  const { status: old } = set;
  const isSame =
    (next.observedGeneration ?? 0) <= (old.observedGeneration ?? 0) &&
    next.currentRevision === old.currentRevision &&
    next.updateRevision === old.updateRevision &&
    COMPARED.every((key) => next[key] === (old[key] ?? 0));
  if (isSame) return undefined;
  const status: StatefulSet['status'] = { ...next };
  // Zero values of the optional counters are not shown.
  for (const key of ['readyReplicas', 'currentReplicas', 'updatedReplicas'] as const)
    if (next[key] === 0) delete status[key];
  const { namespace, name } = set.metadata;
  const write = (base: StatefulSet) =>
    ctx.api.update('StatefulSet', namespace, name, { ...base, status } as unknown as Manifest, {
      subresource: 'status',
    });
  const first = write(set);
  if (first.ok || first.status.reason !== 'Conflict') return first.ok ? undefined : first.status.message;
  const fresh = ctx.read.get('StatefulSet', namespace, name);
  if (!fresh) return first.status.message;
  const second = write(fresh);
  return second.ok ? undefined : second.status.message;
}
