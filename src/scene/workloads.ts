import type { Reader } from '../engine/index';
import { controllerOf } from '../k8s/owner';
import { isPodReady } from '../k8s/conditions';
import type { Deployment, Pod, ReplicaSet, StatefulSet } from '../k8s/types';
import type { Faults } from './faults';
import { haltWords } from './halts';
import { podMark } from './pod-mark';
import type { Workload } from './types';

/** Pods looked at for the words of one workload. */
const LOOKED_AT = 50;

/** Controllers other than DaemonSets, those of the user first. Only what is not complete is looked into. */
export function workloadsOf(read: Reader, now: number, faults: Faults): Workload[] {
  const replicaSets = read.list('ReplicaSet').filter((set) => controllerOf(set) === undefined);
  return [...read.list('Deployment'), ...read.list('StatefulSet'), ...replicaSets]
    .map((object) => workload(read, object, now, faults))
    .toSorted((a, b) => Number(a.namespace === 'kube-system') - Number(b.namespace === 'kube-system'));
}

function workload(
  read: Reader,
  object: Deployment | StatefulSet | ReplicaSet,
  now: number,
  faults: Faults,
): Workload {
  const { uid, name, namespace = 'default' } = object.metadata;
  const desired = object.spec.replicas ?? 1;
  const ready = object.status.readyReplicas ?? 0;
  return {
    uid,
    kind: object.kind,
    namespace,
    name,
    desired,
    ready,
    trouble: ready < desired ? troubleOf(read, podsOf(read, object), now, faults) : undefined,
  };
}

/** Pods of a workload; of a Deployment those of all its ReplicaSets. */
export function podsOf(read: Reader, object: Deployment | StatefulSet | ReplicaSet): readonly Pod[] {
  if (object.kind !== 'Deployment') return read.ownedBy('Pod', object.metadata.uid);
  return read
    .ownedBy('ReplicaSet', object.metadata.uid)
    .flatMap((set) => read.ownedBy('Pod', set.metadata.uid));
}

function troubleOf(read: Reader, pods: readonly Pod[], now: number, faults: Faults): string | undefined {
  const lagging = pods.filter((pod) => !isPodReady(pod)).slice(0, LOOKED_AT);
  const halts = lagging.flatMap((pod) => {
    const node = pod.spec.nodeName ? read.get('Node', undefined, pod.spec.nodeName) : undefined;
    const { halt } = podMark(pod, undefined, {
      node,
      now,
      activity: undefined,
      schedulerStopped: faults.schedulerStopped,
    });
    return halt ? [{ halt }] : [];
  });
  if (halts.length > 0) return haltWords(halts);
  return faults.controllersStopped && pods.length === 0
    ? 'controller manager stopped: nobody makes its pods'
    : undefined;
}
