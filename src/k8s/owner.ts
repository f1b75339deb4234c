/** Owner references (API-18). */
import type { KubeObject, OwnerReference } from './types';

/** The reference with `controller: true`, if any. */
export function controllerOf(object: Pick<KubeObject, 'metadata'>): OwnerReference | undefined {
  const owners = object.metadata.ownerReferences;
  if (!owners) return undefined;
  for (const owner of owners) if (owner.controller) return owner;
  return undefined;
}

/** What a controller writes into the objects that it creates (API-18). */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

export function isControlledBy(object: Pick<KubeObject, 'metadata'>, uid: string): boolean {
  return controllerOf(object)?.uid === uid;
}
