/**
 * PersistentVolumeClaims from the set's templates, and whom they belong to (spec.persistentVolumeClaimRetentionPolicy). Nothing binds
 * them here, and no pod waits for them.
 */
import { controllerReference } from '../../../k8s/owner';
import { refOf } from '../../../k8s/ref';
import type { OwnerReference, PersistentVolumeClaim, Pod, StatefulSet } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import type { Manifest } from '../../api/types';
import { claimName, ordinalRange, parentAndOrdinal } from './identity';
import type { StatefulContext } from './stateful-context';

/** Makes what is missing for the pod of this name. Result: the error, if any. */
export function createClaims(ctx: StatefulContext, set: StatefulSet, pod: string): string | undefined {
  const { namespace } = set.metadata;
  const errors: string[] = [];
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const name = claimName(set, template.metadata?.name ?? '', parentAndOrdinal(pod).ordinal);
    const existing = ctx.read.get('PersistentVolumeClaim', namespace, name);
    if (existing) {
      if (existing.metadata.deletionTimestamp !== undefined) errors.push(`pvc ${name} is being deleted`);
      continue;
    }
    const labels = { ...template.metadata?.labels, ...set.spec.selector?.matchLabels };
    const created = ctx.api.create('PersistentVolumeClaim', namespace, {
      ...template,
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { ...template.metadata, name, namespace, labels },
    } as unknown as Manifest);
    const about = { apiVersion: set.apiVersion, ...refOf(set) };
    const where = `Pod ${pod} in StatefulSet ${set.metadata.name}`;
    if (created.ok) {
      ctx.event(about, 'Normal', 'SuccessfulCreate', `create Claim ${name} ${where} success`);
      continue;
    }
    const { message } = created.status;
    errors.push(`failed to create PVC ${name}: ${message}`);
    if (created.status.reason !== 'AlreadyExists')
      ctx.event(
        about,
        'Warning',
        'FailedCreate',
        `create Claim ${name} for ${where} failed error: ${message}`,
      );
  }
  return errors.length > 1 ? `[${errors.join(', ')}]` : errors[0];
}

/** The claims of a pod that exist. */
function claimsOf(ctx: StatefulContext, set: StatefulSet, pod: string): PersistentVolumeClaim[] {
  const { ordinal } = parentAndOrdinal(pod);
  const found: PersistentVolumeClaim[] = [];
  for (const { metadata } of set.spec.volumeClaimTemplates ?? []) {
    const name = claimName(set, metadata?.name ?? '', ordinal);
    const claim = ctx.read.get('PersistentVolumeClaim', set.metadata.namespace, name);
    if (claim) found.push(claim);
  }
  return found;
}

function refersTo(reference: OwnerReference, { apiVersion, kind, metadata }: StatefulSet | Pod): boolean {
  return reference.apiVersion === apiVersion && reference.kind === kind && reference.name === metadata.name;
}

/** A reference by the name of an owner that is gone. */
function isStale(references: readonly OwnerReference[], owner: StatefulSet | Pod): boolean {
  const found = references.find((reference) => refersTo(reference, owner));
  return found !== undefined && found.uid !== owner.metadata.uid;
}

/** A claim that will go with an earlier pod of this name: the next pod has to wait until it has. */
export function waitsForOldClaim(ctx: StatefulContext, set: StatefulSet, pod: string): boolean {
  if (set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled !== 'Delete') return false;
  return claimsOf(ctx, set, pod).some(({ metadata }) =>
    (metadata.ownerReferences ?? []).some((r) => r.apiVersion === 'v1' && r.kind === 'Pod' && r.name === pod),
  );
}

interface Wanted {
  owners: OwnerReference[];
  /** Another controller's claim: the policy is not for it. */
  conflict: boolean;
}

/** Pure: whom the claim of a pod should belong to; undefined = leave it alone. */
export function wantedOwners(set: StatefulSet, pod: Pod, claim: PersistentVolumeClaim): Wanted | undefined {
  const references = claim.metadata.ownerReferences ?? [];
  if (isStale(references, set) || isStale(references, pod)) return undefined;
  const owners = references.filter((r) => !refersTo(r, set) && !refersTo(r, pod));
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  if (whenDeleted !== 'Delete' && whenScaled !== 'Delete') return { owners, conflict: false };
  if (owners.some((owner) => owner.controller)) return { owners, conflict: true };
  const { start, end } = ordinalRange(set);
  const { ordinal } = parentAndOrdinal(pod.metadata.name);
  const isCondemned = whenScaled === 'Delete' && (ordinal < start || ordinal >= end);
  if (isCondemned) owners.push(controllerReference(pod));
  else if (whenDeleted === 'Delete') owners.push(controllerReference(set));
  return { owners, conflict: false };
}

/** Writes the owners into the claims of a pod. Result: the error, if any. */
export function keepClaimOwners(ctx: StatefulContext, set: StatefulSet, pod: Pod): string | undefined {
  for (const claim of claimsOf(ctx, set, pod.metadata.name)) {
    const wanted = wantedOwners(set, pod, claim);
    const { name, namespace, ownerReferences = [] } = claim.metadata;
    if (wanted?.conflict)
      ctx.event(
        { apiVersion: set.apiVersion, ...refOf(set) },
        'Warning',
        'ConflictingController',
        `PersistentVolumeClaim ${name} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim`,
      );
    if (!wanted || deepEqual(wanted.owners, ownerReferences)) continue;
    const metadata = { ...claim.metadata, ownerReferences: wanted.owners };
    const next = { ...claim, metadata } as unknown as Manifest;
    const result = ctx.api.update('PersistentVolumeClaim', namespace, name, next);
    if (!result.ok)
      return `could not update claim ${name} for delete policy ownerRefs: ${result.status.message}`;
  }
  return undefined;
}

/** Whether `keepClaimOwners` has nothing to do. */
export function claimOwnersAreRight(ctx: StatefulContext, set: StatefulSet, pod: Pod): boolean {
  return claimsOf(ctx, set, pod.metadata.name).every((claim) => {
    const wanted = wantedOwners(set, pod, claim);
    return !wanted || deepEqual(wanted.owners, claim.metadata.ownerReferences ?? []);
  });
}
