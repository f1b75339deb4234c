/** What no single change may do. Each law sees a change and the picture before it, and answers with what is wrong. */
import type { KubeObject, Node, Pod } from '../../../k8s/types';
import { aimOf } from './eligibility';
import { isLive, podsOf, type Change, type Picture } from './mirror';
import { recount, stated } from './recount';

export interface Surroundings {
  /** Daemon pods are, or were a moment ago, placed by their controller: other nodes count as desired then. */
  isOldPlacement: boolean;
}

export type Law = (change: Change, before: Picture, around: Surroundings) => string | undefined;

const isPod = (object: KubeObject | undefined): object is Pod => object?.kind === 'Pod';

export function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Every write has a version of its own, later than all before. A law with a memory: one for each cluster. */
export function versionsGrow(): Law {
  let last = 0;
  return ({ object }) => {
    const version = Number(object.metadata.resourceVersion);
    if (!(version > last)) return `${nameOf(object)} has version ${version} after ${last}`;
    last = version;
    return undefined;
  };
}

/** What is created was not there, what changes or goes was, and it is the same object. */
export const isOneHistory: Law = ({ type, object, old }) => {
  if (type === 'ADDED') return old && `${nameOf(object)} is created twice`;
  if (!old) return `${nameOf(object)} was never created`;
  for (const field of ['uid', 'creationTimestamp'] as const)
    if (old.metadata[field] !== object.metadata[field]) return `${field} of ${nameOf(object)} changes`;
  const generation = object.metadata.generation ?? 0;
  if (generation < (old.metadata.generation ?? 0)) return `generation of ${nameOf(object)} goes back`;
  return undefined;
};

/** POD-1, API-15: the end of a pod is the end, and nothing that is being deleted is saved. */
export const endsStay: Law = ({ type, object, old, at }, before) => {
  if (type !== 'MODIFIED' || !old) return undefined;
  const deletion = old.metadata.deletionTimestamp;
  const now = object.metadata.deletionTimestamp;
  // Who shortens a period that is over already is given until now.
  const isLater = now !== undefined && deletion !== undefined && now > deletion && Date.parse(now) > at;
  if (deletion !== undefined && (now === undefined || isLater))
    return `deletion of ${nameOf(object)} is put off from ${deletion} to ${now ?? 'never'}`;
  if (!isPod(object) || !isPod(old)) return undefined;
  const { phase } = old.status;
  if ((phase === 'Succeeded' || phase === 'Failed') && object.status.phase !== phase)
    return `${nameOf(object)} was ${phase} and is ${object.status.phase}`;
  if (old.spec.nodeName && object.spec.nodeName !== old.spec.nodeName)
    return `${nameOf(object)} moves from ${old.spec.nodeName} to ${object.spec.nodeName}`;
  const restarts = (pod: Pod): number =>
    (pod.status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);
  // A machine that took the place of another, under its name, has never run the container.
  const node = before.find('Node', undefined, object.spec.nodeName ?? '');
  const isNewcomer = (node?.metadata.creationTimestamp ?? '') > (object.metadata.creationTimestamp ?? '');
  if (restarts(object) < restarts(old) && !isNewcomer) return `${nameOf(object)} forgets restarts`;
  return undefined;
};

/** DS-47, DS-48: what the controller writes down is true at that moment. */
export const statusIsTrue: Law = ({ object, old, by, at }, before, { isOldPlacement }) => {
  if (by !== 'daemonset-controller' || object.kind !== 'DaemonSet' || !old || isOldPlacement)
    return undefined;
  const ds = before.find('DaemonSet', object.metadata.namespace, object.metadata.name);
  if (!ds) return undefined;
  const says = JSON.stringify(stated(object as typeof ds));
  const counted = JSON.stringify(recount(before, ds, at));
  if (says === JSON.stringify(stated(ds)) || says === counted) return undefined;
  return `${nameOf(object)} says ${says}, counted ${counted}`;
};

/** NODE-1, SCH-41: nothing is bound to a node that is not there. */
export const bindsToNodes: Law = ({ object, old, by }, before) => {
  if (by !== 'default-scheduler' || !isPod(object) || !isPod(old)) return undefined;
  const { nodeName } = object.spec;
  if (!nodeName || old.spec.nodeName || before.find('Node', undefined, nodeName)) return undefined;
  return `${nameOf(object)} is bound to ${nodeName}, which is not there`;
};

/** SCH-8, SCH-10: the scheduler never gives away more than a node has. */
export const bindsWhereRoomIs: Law = ({ object, old, by }, before) => {
  if (by !== 'default-scheduler' || !isPod(object) || !isPod(old)) return undefined;
  if (!object.spec.nodeName || old.spec.nodeName) return undefined;
  const node = before.find('Node', undefined, object.spec.nodeName);
  const lack = node && lackOf(before, node, object);
  return lack && `${nameOf(object)} is bound to ${object.spec.nodeName} despite ${lack}`;
};

/** What a node lacks for a pod, counting those that are there already and pass `counts`. */
export function lackOf(
  picture: Picture,
  node: Node,
  pod: Pod,
  counts: (other: Pod) => boolean = () => true,
): 'cpu' | 'host port' | 'place' | undefined {
  const there = picture
    .list('Pod')
    .filter((other) => other.spec.nodeName === node.metadata.name && other.metadata.uid !== pod.metadata.uid)
    .filter(({ status }) => status.phase !== 'Succeeded' && status.phase !== 'Failed')
    .filter(counts);
  const room = node.status.allocatable ?? {};
  if (there.length + 1 > Number(room['pods'])) return 'place';
  const used = there.reduce((sum, other) => sum + cpuOf(other), 0);
  if (cpuOf(pod) > 0 && used + cpuOf(pod) > milli(room['cpu'])) return 'cpu';
  const taken = there.flatMap(portsOf);
  return portsOf(pod).some((port) => taken.includes(port)) ? 'host port' : undefined;
}

function cpuOf({ spec }: Pod): number {
  return spec.containers.reduce((sum, { resources }) => sum + milli(resources?.requests?.['cpu']), 0);
}

/** `1500m` or `2` in thousandths. */
function milli(quantity: string | undefined): number {
  if (quantity === undefined) return 0;
  return quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000;
}

function portsOf({ spec }: Pod): number[] {
  return spec.containers.flatMap(({ ports = [] }) => ports.flatMap(({ hostPort }) => hostPort ?? []));
}

/** DS-33, DS-41: what must hold whenever the controller has had its say; `isAtWork`: its process runs. */
export function crowdedNodes(picture: Picture, isAtWork: boolean): string[] {
  const crowded: string[] = [];
  if (!isAtWork) return crowded;
  for (const ds of picture.list('DaemonSet')) {
    if (ds.metadata.deletionTimestamp !== undefined) continue;
    const { type, rollingUpdate } = ds.spec.updateStrategy ?? {};
    const surge = Number.parseInt(String(rollingUpdate?.maxSurge ?? 0));
    const most = type === 'RollingUpdate' && surge > 0 ? 2 : 1;
    const living = new Map<string, string[]>();
    for (const pod of podsOf(picture, ds)) {
      const node = aimOf(pod);
      // Pods of a lost node are collected later.
      if (node === undefined || !isLive(pod) || !picture.find('Node', undefined, node)) continue;
      living.set(node, [...(living.get(node) ?? []), pod.metadata.name]);
    }
    for (const [node, names] of living)
      if (names.length > most) crowded.push(`${nameOf(ds)} has ${names.join(', ')} on ${node}`);
  }
  return crowded;
}
