/** What the volume plugins ask about a pod's claims (SCH-14). */
import { matchesSelector } from '../../k8s/labels';
import { matchesNodeSelectorTerms } from '../../k8s/node-affinity';
import { compareQuantities } from '../../k8s/quantity';
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../../k8s/types';
import type { Reader } from '../api/types';
import type { Change } from './plugin';

const OLD_CLASS = 'volume.beta.kubernetes.io/storage-class';
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
/** Of volumes made by hand. */
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** A claim that a volume of the pod refers to. `ephemeral`: made from a template in the pod, named after both. */
export interface ClaimName {
  name: string;
  ephemeral: boolean;
}

export function claimNames(pod: Pod): ClaimName[] {
  const names: ClaimName[] = [];
  for (const { name, persistentVolumeClaim: claim, ephemeral } of pod.spec.volumes ?? [])
    if (claim) names.push({ name: claim.claimName, ephemeral: false });
    else if (ephemeral) names.push({ name: `${pod.metadata.name}-${name}`, ephemeral: true });
  return names;
}

/** Whether a changed claim is one of the pod's. */
export function isOwnClaim(pod: Pod, change: Change): boolean {
  if (change.kind !== 'Claim') return false;
  const { name, namespace } = change.now.metadata;
  return namespace === pod.metadata.namespace && claimNames(pod).some((claim) => claim.name === name);
}

export function claimOf(read: Reader, pod: Pod, name: string): PersistentVolumeClaim | undefined {
  return read.get('PersistentVolumeClaim', pod.metadata.namespace, name);
}

export function isBound(claim: PersistentVolumeClaim): boolean {
  return Boolean(claim.spec?.volumeName) && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

/** The annotation of old comes first. */
export function className(object: PersistentVolumeClaim | PersistentVolume): string {
  return object.metadata.annotations?.[OLD_CLASS] ?? object.spec?.storageClassName ?? '';
}

export function classOf(read: Reader, claim: PersistentVolumeClaim): StorageClass | undefined {
  const name = className(claim);
  return name === '' ? undefined : read.get('StorageClass', undefined, name);
}

export function waitsForConsumer(read: Reader, claim: PersistentVolumeClaim): boolean {
  return classOf(read, claim)?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** `spec.nodeAffinity` of a volume. */
export function isReachable(volume: PersistentVolume, node: Node): boolean {
  const required = volume.spec?.nodeAffinity?.required;
  return !required || matchesNodeSelectorTerms(required, node);
}

/**
 * How claims that wait for their first pod are bound on the node: each to an available volume of its own, the smallest that does, or
 * to a new one. undefined = that cannot be.
 */
export function bindingsOn(
  read: Reader,
  claims: readonly PersistentVolumeClaim[],
  node: Node,
): { claim: PersistentVolumeClaim; volume?: PersistentVolume }[] | undefined {
  const taken = new Set<string>();
  const size = (c: PersistentVolumeClaim) => c.spec?.resources?.requests?.['storage'] ?? '0';
  const bindings: { claim: PersistentVolumeClaim; volume?: PersistentVolume }[] = [];
  for (const claim of claims.toSorted((a, b) => compareQuantities(size(a), size(b)))) {
    const selected = claim.metadata.annotations?.[SELECTED_NODE];
    if (selected !== undefined && selected !== node.metadata.name) return undefined;
    const volume = selected === undefined ? smallestFor(read, claim, node, taken) : undefined;
    if (volume) taken.add(volume.metadata.name);
    else if (!canProvision(classOf(read, claim), node)) return undefined;
    bindings.push({ claim, ...(volume && { volume }) });
  }
  return bindings;
}

/** The pod's claims that wait for their first pod. */
export function waitingClaims(read: Reader, pod: Pod): PersistentVolumeClaim[] {
  return claimNames(pod)
    .map(({ name }) => claimOf(read, pod, name))
    .filter((claim) => claim !== undefined)
    .filter((claim) => !isBound(claim) && !claim.spec?.volumeName && waitsForConsumer(read, claim));
}

function smallestFor(
  read: Reader,
  claim: PersistentVolumeClaim,
  node: Node,
  taken: ReadonlySet<string>,
): PersistentVolume | undefined {
  const { accessModes = [], resources, volumeMode = 'Filesystem', selector } = claim.spec ?? {};
  let best: PersistentVolume | undefined;
  for (const volume of read.list('PersistentVolume')) {
    const { metadata, spec, status } = volume;
    const ref = spec?.claimRef;
    if (taken.has(metadata.name) || metadata.deletionTimestamp || className(volume) !== className(claim))
      continue;
    if (ref && (ref.name !== claim.metadata.name || ref.namespace !== claim.metadata.namespace)) continue;
    if (ref?.uid && ref.uid !== claim.metadata.uid) continue;
    const capacity = spec?.capacity?.['storage'] ?? '0';
    if (compareQuantities(capacity, resources?.requests?.['storage'] ?? '0') < 0) continue;
    if ((spec?.volumeMode ?? 'Filesystem') !== volumeMode || !isReachable(volume, node)) continue;
    if (ref) return volume;
    if (status?.phase !== 'Available' || (selector && !matchesSelector(selector, metadata.labels))) continue;
    if (!accessModes.every((mode) => spec?.accessModes?.includes(mode))) continue;
    if (!best || compareQuantities(capacity, best.spec?.capacity?.['storage'] ?? '0') < 0) best = volume;
  }
  return best;
}

function canProvision(storageClass: StorageClass | undefined, node: Node): boolean {
  if (!storageClass?.provisioner || storageClass.provisioner === NO_PROVISIONER) return false;
  const terms = storageClass.allowedTopologies ?? [];
  if (terms.length === 0) return true;
  return terms.some((term) =>
    (term.matchLabelExpressions ?? []).every(({ key, values }) =>
      values.includes(node.metadata.labels?.[key] ?? ''),
    ),
  );
}
