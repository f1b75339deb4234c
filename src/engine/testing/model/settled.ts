/** What must hold once everything is mended and nothing has been done for long: nobody is forgotten, nobody is left over. */
import type { BuiltInKind, DaemonSet, Node, Pod } from '../../../k8s/types';
import { aimOf, eligibility, mayGoTo } from './eligibility';
import { lackOf, nameOf } from './laws';
import { controllerUid, isLive, isUp, podsOf, type Picture } from './mirror';
import { podsOn, recount, stated } from './recount';

/** Each of these answers with all that is wrong. */
export type Verdict = (picture: Picture, at: number) => string[];

const OWNED: readonly BuiltInKind[] = ['Pod', 'ReplicaSet', 'ControllerRevision'];
const OWNERS: readonly BuiltInKind[] = ['DaemonSet', 'ReplicaSet', 'Deployment', 'Node'];

/** NODE-27: pods of lost nodes are collected. */
export const podsAreOnNodes: Verdict = (picture) =>
  picture
    .list('Pod')
    .filter(({ spec }) => spec.nodeName && !picture.find('Node', undefined, spec.nodeName))
    .map((pod) => `${nameOf(pod)} is on ${pod.spec.nodeName}, which is gone`);

/** API-20 … API-24: what has lost its controller is collected. */
export const nothingIsOrphaned: Verdict = (picture) => {
  const owners = new Set(OWNERS.flatMap((kind) => picture.list(kind).map(({ metadata }) => metadata.uid)));
  return OWNED.flatMap((kind) => picture.list(kind))
    .filter((object) => (object.metadata.ownerReferences ?? []).some(({ uid }) => !owners.has(uid)))
    .map((object) => `the owner of ${nameOf(object)} is gone`);
};

/** Nothing is on its way out for ever. */
export const nothingLingers: Verdict = (picture) =>
  (['Pod', 'DaemonSet', 'Deployment', 'ReplicaSet', 'Namespace', 'Node', 'ControllerRevision'] as const)
    .flatMap((kind) => picture.list(kind))
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map((object) => `${nameOf(object)} is still terminating`);

/** NODE-10, NODE-14: a sound machine is Ready, without pressure, and none of the taints that say otherwise is left. */
export const nodesAreSound: Verdict = (picture) =>
  picture.list('Node').flatMap((node) => {
    const wrong: string[] = [];
    for (const { type, status } of node.status.conditions ?? [])
      if ((status === 'True') !== (type === 'Ready')) wrong.push(`${nameOf(node)} has ${type}=${status}`);
    for (const { key, effect } of node.spec.taints ?? []) {
      const isCordon = key === 'node.kubernetes.io/unschedulable' && node.spec.unschedulable === true;
      if (key.startsWith('node.kubernetes.io/') && !isCordon)
        wrong.push(`${nameOf(node)} keeps ${key}:${effect}`);
    }
    const isCordoned =
      node.spec.taints?.some(({ key }) => key === 'node.kubernetes.io/unschedulable') ?? false;
    if (isCordoned !== (node.spec.unschedulable ?? false))
      wrong.push(`cordon of ${nameOf(node)} and its taint differ`);
    return wrong;
  });

/** DS-33: eligible nodes have their pod and no other has one. Pending is allowed only where a node really is full. */
export const daemonsAreInPlace: Verdict = (picture) =>
  picture.list('DaemonSet').flatMap((ds) =>
    picture.list('Node').flatMap((node) => {
      const where = `${nameOf(ds)} on ${node.metadata.name}`;
      const pods = podsOn(picture, ds, node.metadata.name);
      const { runs, keeps } = eligibility(ds, node);
      if (!keeps) return pods.length > 0 ? [`${where}: ${pods.length} pods, but it may have none`] : [];
      const surge = Number.parseInt(String(ds.spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0));
      const most = surge > 0 && ds.spec.updateStrategy?.type === 'RollingUpdate' ? 2 : 1;
      if (pods.length > most) return [`${where}: ${pods.length} pods`];
      if (runs && pods.length === 0) return [`${where}: no pod`];
      return pods.flatMap((pod) => placeOf(picture, pod, node).map((wrong) => `${where}: ${wrong}`));
    }),
  );

function placeOf(picture: Picture, pod: Pod, node: Node): string[] {
  if (!isLive(pod)) return [`${pod.metadata.name} is ${pod.status.phase}`];
  if (pod.spec.nodeName) return pod.status.startTime ? [] : [`no kubelet has taken up ${pod.metadata.name}`];
  const scheduled = pod.status.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status !== 'False' || scheduled.reason !== 'Unschedulable')
    return [`${pod.metadata.name} waits, and nobody says why`];
  if (!mayGoTo(pod, node)) return [];
  // Pods of less weight would have to make room.
  const weight = pod.spec.priority ?? 0;
  return lackOf(picture, node, pod, (other) => (other.spec.priority ?? 0) >= weight) === undefined
    ? [`${pod.metadata.name} waits, but there is room`]
    : [];
}

/** POD-9: nothing is the matter any more, so what can start has started and passes its probes. */
export const soundPodsAreUp: Verdict = (picture, at) =>
  picture
    .list('Pod')
    .filter((pod) => isLive(pod) && pod.spec.nodeName && !isUp(pod, 0, at))
    .filter(({ spec }) => spec.containers.every(({ image = '' }) => !/:(broken|crash|unready)$/.test(image)))
    .map((pod) => `${nameOf(pod)} is not ready`);

/** DS-34, DS-71: and no pod waits for a node that is gone. An adopted pod that is for no node in particular is nobody's business. */
export const nobodyWaitsForGoneNodes: Verdict = (picture) =>
  picture.list('DaemonSet').flatMap((ds) =>
    podsOf(picture, ds).flatMap((pod) => {
      const aim = aimOf(pod);
      if (!isLive(pod) || aim === undefined || picture.find('Node', undefined, aim)) return [];
      return [`${nameOf(pod)} waits for ${aim}, which is gone`];
    }),
  );

/** DS-47, DS-48: what the status says is what there is, of this generation. */
export const statusIsUpToDate: Verdict = (picture, at) =>
  picture.list('DaemonSet').flatMap((ds: DaemonSet) => {
    const [says, counted] = [stated(ds), recount(picture, ds, at)].map((count) => JSON.stringify(count));
    const wrong = says === counted ? [] : [`${nameOf(ds)} says ${says}, counted ${counted}`];
    if (ds.status.observedGeneration !== ds.metadata.generation)
      wrong.push(
        `${nameOf(ds)} is seen as of ${ds.status.observedGeneration}, is at ${ds.metadata.generation}`,
      );
    return wrong;
  });

/** WL-1, WL-3, WL-9: ReplicaSets have as many pods as they want, and count them right; so do Deployments. */
export const replicasAreThere: Verdict = (picture, at) => {
  const wrong: string[] = [];
  const compare = (who: string, what: string, is: number, should: number): void => {
    if (is !== should) wrong.push(`${who}: ${what} ${is}, should be ${should}`);
  };
  for (const rs of picture.list('ReplicaSet')) {
    const pods = podsOf(picture, rs).filter(isLive);
    const up = pods.filter((pod) => isUp(pod, 0, at)).length;
    compare(nameOf(rs), 'pods', pods.length, rs.spec.replicas ?? 1);
    compare(nameOf(rs), 'status.replicas', rs.status.replicas, pods.length);
    compare(nameOf(rs), 'readyReplicas', rs.status.readyReplicas ?? 0, up);
  }
  for (const d of picture.list('Deployment')) {
    const sets = picture.list('ReplicaSet').filter((rs) => controllerUid(rs) === d.metadata.uid);
    const pods = sets.flatMap((rs) => podsOf(picture, rs)).filter(isLive);
    const up = pods.filter((pod) => isUp(pod, 0, at)).length;
    compare(nameOf(d), 'replicas', d.status.replicas ?? 0, pods.length);
    compare(nameOf(d), 'availableReplicas', d.status.availableReplicas ?? 0, up);
    // Scaled in between, when two of its sets have pods, a Deployment that recreates is stuck: the real one no less.
    const isStuck =
      d.spec.strategy?.type === 'Recreate' && sets.filter(({ spec }) => spec.replicas !== 0).length > 1;
    if (!isStuck && pods.length < (d.spec.replicas ?? 1))
      wrong.push(`${nameOf(d)}: only ${pods.length} pods`);
  }
  return wrong;
};

export const VERDICTS: readonly Verdict[] = [
  podsAreOnNodes,
  nothingIsOrphaned,
  nothingLingers,
  nodesAreSound,
  daemonsAreInPlace,
  soundPodsAreUp,
  nobodyWaitsForGoneNodes,
  statusIsUpToDate,
  replicasAreThere,
];
