/** What the status of a DaemonSet should say, counted from nodes and pods alone. */
import type { DaemonSet, Pod } from '../../../k8s/types';
import { aimOf, eligibility } from './eligibility';
import { isUp, podsOf, type Picture } from './mirror';

export interface Count {
  desired: number;
  current: number;
  misscheduled: number;
  ready: number;
  available: number;
  unavailable: number;
  updated: number;
}

export function recount(picture: Picture, ds: DaemonSet, at: number): Count {
  const count: Count = {
    desired: 0,
    current: 0,
    misscheduled: 0,
    ready: 0,
    available: 0,
    unavailable: 0,
    updated: 0,
  };
  for (const node of picture.list('Node')) {
    const [pod] = podsOn(picture, ds, node.metadata.name);
    if (!eligibility(ds, node).runs) {
      if (pod) count.misscheduled++;
      continue;
    }
    count.desired++;
    if (!pod) continue;
    count.current++;
    if (isUp(pod, 0, at)) count.ready++;
    if (isUp(pod, ds.spec.minReadySeconds ?? 0, at)) count.available++;
    if (isCurrent(picture, ds, pod)) count.updated++;
  }
  count.unavailable = count.desired - count.available;
  return count;
}

export function stated({ status }: DaemonSet): Count {
  return {
    desired: status.desiredNumberScheduled,
    current: status.currentNumberScheduled,
    misscheduled: status.numberMisscheduled,
    ready: status.numberReady,
    available: status.numberAvailable ?? 0,
    unavailable: status.numberUnavailable ?? 0,
    updated: status.updatedNumberScheduled ?? 0,
  };
}

/** The set's pods for a node: those that are bound first, the oldest of them first. Finished ones that are deleted do not count. */
export function podsOn(picture: Picture, ds: DaemonSet, node: string): Pod[] {
  const rank = ({ spec, metadata }: Pod): string =>
    `${spec.nodeName ? 0 : 1} ${metadata.creationTimestamp} ${metadata.name}`;
  return podsOf(picture, ds)
    .filter((pod) => aimOf(pod) === node)
    .filter(({ metadata, status }) => {
      const isFinished = status.phase === 'Failed' || status.phase === 'Succeeded';
      return !isFinished || metadata.deletionTimestamp === undefined;
    })
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** The hash of the template as it is now: that of the set's newest revision. */
export function currentHash(picture: Picture, ds: DaemonSet): string | undefined {
  const own = picture
    .list('ControllerRevision')
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === ds.metadata.uid));
  const newest = own.sort((a, b) => b.revision - a.revision)[0];
  return newest?.metadata.labels?.['controller-revision-hash'];
}

export function isCurrent(picture: Picture, ds: DaemonSet, pod: Pod): boolean {
  const labels = pod.metadata.labels ?? {};
  const generation = ds.metadata.annotations?.['deprecated.daemonset.template.generation'];
  const hash = currentHash(picture, ds);
  return (
    (hash !== undefined && labels['controller-revision-hash'] === hash) ||
    (generation !== undefined && labels['pod-template-generation'] === generation)
  );
}
