/** What controllers may take away. What users, faults and nodes take is not theirs to answer for, but it uses up the budget. */
import type { DaemonSet, Deployment, Pod, ReplicaSet } from '../../../k8s/types';
import { aimOf, eligibility } from './eligibility';
import { nameOf, type Law } from './laws';
import { controllerUid, isLive, isUp, podsOf, type Change, type Picture } from './mirror';
import { currentHash } from './recount';

/** `3` of anything, `50%` of so many. */
function share(value: number | string | undefined, of: number, round: (n: number) => number): number {
  if (typeof value !== 'string') return value ?? 0;
  return round((Number.parseInt(value) * of) / 100);
}

/** The pod that a controller sends away by this change: it was alive before. */
function sentAway({ type, object, old, by }: Change, controller: string): Pod | undefined {
  if (by !== controller || old?.kind !== 'Pod') return undefined;
  const going = type === 'DELETED' || object.metadata.deletionTimestamp !== undefined;
  return going && isLive(old as Pod) ? (old as Pod) : undefined;
}

function ownerSet(picture: Picture, pod: Pod): DaemonSet | undefined {
  const owner = controllerUid(pod);
  return picture.list('DaemonSet').find(({ metadata }) => metadata.uid === owner);
}

/** Whether the node has a pod of the set that is up, apart from one that goes. */
function isServed(picture: Picture, ds: DaemonSet, node: string, at: number, without?: Pod): boolean {
  return podsOf(picture, ds).some(
    (pod) =>
      pod.metadata.uid !== without?.metadata.uid &&
      aimOf(pod) === node &&
      isLive(pod) &&
      isUp(pod, ds.spec.minReadySeconds ?? 0, at),
  );
}

/**
 * DS-53, DS-56: an update takes an available pod away only as long as no more than maxUnavailable of the desired nodes are without
 * an available pod afterwards; with surge, only when the node has an available pod of the new kind, or more nodes than desired are
 * served. Not about pods on nodes that may not keep them, duplicates, and pods that were not available anyway.
 */
export const daemonUpdatesKeepBudget: Law = (change, before, { isOldPlacement }) => {
  const pod = sentAway(change, 'daemonset-controller');
  const ds = pod && ownerSet(before, pod);
  const node = pod && before.find('Node', undefined, aimOf(pod) ?? '');
  if (!pod || !ds || !node || isOldPlacement || !eligibility(ds, node).keeps) return undefined;
  const { at } = change;
  if (!isUp(pod, ds.spec.minReadySeconds ?? 0, at)) return undefined;
  const nodes = before.list('Node');
  const desired = nodes.filter((n) => eligibility(ds, n).runs);
  const others = podsOf(before, ds).filter(
    (other) => other !== pod && isLive(other) && aimOf(other) === node.metadata.name,
  );
  const { rollingUpdate, type } = ds.spec.updateStrategy ?? {};
  const surge = share(rollingUpdate?.maxSurge, desired.length, Math.ceil);
  const hash = currentHash(before, ds);
  const isNew = (p: Pod): boolean => p.metadata.labels?.['controller-revision-hash'] === hash;
  if (others.length > 0) {
    const isSurge = surge > 0 && type === 'RollingUpdate' && others.length === 1 && !isNew(pod);
    if (!isSurge || !isNew(others[0] as Pod) || isServed(before, ds, node.metadata.name, at, pod))
      return undefined;
    return `${nameOf(pod)} goes before ${others[0]?.metadata.name} is available`;
  }
  if (type !== 'RollingUpdate') return `${nameOf(pod)} is replaced, but ${nameOf(ds)} updates OnDelete`;
  if (isNew(pod)) return `${nameOf(pod)} is up to date, wanted, alone, and goes all the same`;
  if (surge > 0) {
    const served = nodes.filter((n) => isServed(before, ds, n.metadata.name, at, pod)).length;
    return served < desired.length
      ? `${nameOf(pod)} goes: ${served} nodes served of ${desired.length} desired`
      : undefined;
  }
  const unserved = desired.filter((n) => !isServed(before, ds, n.metadata.name, at, pod)).length;
  const most = Math.max(share(rollingUpdate?.maxUnavailable, desired.length, Math.ceil), 1);
  return unserved > most ? `${nameOf(pod)} goes: ${unserved} nodes unserved, at most ${most}` : undefined;
};

/** DS-56: beside a pod that is available, at most maxSurge new ones are under way. */
export const daemonSurgeKeepsBudget: Law = ({ type, object, by, at }, before, { isOldPlacement }) => {
  if (type !== 'ADDED' || object.kind !== 'Pod' || by !== 'daemonset-controller' || isOldPlacement)
    return undefined;
  const ds = ownerSet(before, object as Pod);
  const there = aimOf(object as Pod);
  if (!ds || there === undefined || !isServed(before, ds, there, at)) return undefined;
  const nodes = before.list('Node');
  const desired = nodes.filter((n) => eligibility(ds, n).runs).length;
  const { rollingUpdate, type: strategy } = ds.spec.updateStrategy ?? {};
  const most = strategy === 'RollingUpdate' ? share(rollingUpdate?.maxSurge, desired, Math.ceil) : 0;
  const hash = currentHash(before, ds);
  const underWay = nodes.filter(({ metadata }) => {
    const living = podsOf(before, ds).filter((pod) => isLive(pod) && aimOf(pod) === metadata.name);
    const fresh = living.filter((pod) => pod.metadata.labels?.['controller-revision-hash'] === hash);
    const up = (pod: Pod): boolean => isUp(pod, ds.spec.minReadySeconds ?? 0, at);
    return fresh.some((pod) => !up(pod)) && living.some((pod) => !fresh.includes(pod) && up(pod));
  });
  const count = underWay.length + 1;
  return count > most ? `${nameOf(object)} is number ${count} of at most ${most} in surge` : undefined;
};

/**
 * WL-9: a rollout takes an available pod of a Deployment away only if replicas − maxUnavailable are available afterwards. Not about
 * fewer replicas, which is the user's will. A law with a memory: one for each cluster.
 */
export function rolloutsKeepBudget(): Law {
  /** Uids of ReplicaSets that shrank because the Deployment did. */
  const shrunk = new Set<string>();
  return (change, before) => {
    noteShrinking(change, before, shrunk);
    const pod = sentAway(change, 'replicaset-controller');
    if (!pod || !isUp(pod, 0, change.at)) return undefined;
    const sets = before.list('ReplicaSet');
    const rs = sets.find(({ metadata }) => metadata.uid === controllerUid(pod));
    const d = rs && deploymentOf(before, rs);
    if (!d || d.spec.strategy?.type !== 'RollingUpdate' || shrunk.has(rs.metadata.uid)) return undefined;
    const siblings = sets.filter((set) => controllerUid(set) === d.metadata.uid);
    const up = siblings
      .flatMap((set) => podsOf(before, set))
      .filter((p) => isLive(p) && isUp(p, d.spec.minReadySeconds ?? 0, change.at));
    const { replicas = 1 } = d.spec;
    const { maxUnavailable, maxSurge } = d.spec.strategy.rollingUpdate ?? {};
    const unavailable = share(maxUnavailable, replicas, Math.floor);
    const isStuck = unavailable === 0 && share(maxSurge, replicas, Math.ceil) === 0;
    const least = replicas - (isStuck ? 1 : unavailable);
    const left = up.length - 1;
    return left < least ? `${nameOf(pod)} goes: ${left} available, at least ${least}` : undefined;
  };
}

function deploymentOf(picture: Picture, rs: ReplicaSet): Deployment | undefined {
  return picture.list('Deployment').find(({ metadata }) => metadata.uid === controllerUid(rs));
}

const DESIRED = 'deployment.kubernetes.io/desired-replicas';

function noteShrinking({ object, old, by }: Change, before: Picture, shrunk: Set<string>): void {
  if (by !== 'deployment-controller' || object.kind !== 'ReplicaSet' || old?.kind !== 'ReplicaSet') return;
  const [rs, was] = [object as ReplicaSet, old as ReplicaSet];
  if ((rs.spec.replicas ?? 1) >= (was.spec.replicas ?? 1)) return;
  const wanted = String(deploymentOf(before, rs)?.spec.replicas ?? 1);
  if (was.metadata.annotations?.[DESIRED] === wanted) shrunk.delete(rs.metadata.uid);
  else shrunk.add(rs.metadata.uid);
}
