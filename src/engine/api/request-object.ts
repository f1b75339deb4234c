/** Objects on their way through a request: what the client sent, what changed. */
import { rfc3339 } from '../../k8s/time';
import type { AnyObject, Kind, ObjectMeta, Pod, PodCondition } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import { kindOf } from './kinds';
import type { Manifest } from './types';

/** An object seen as what a client would send: interfaces have no index signature, so TypeScript needs to be told. */
export function manifestOf(object: AnyObject): Manifest {
  return object as unknown as Manifest;
}

export function metaOf(manifest: Manifest): ObjectMeta {
  const { metadata } = manifest;
  return (
    typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) ? metadata : {}
  ) as ObjectMeta;
}

export function withNamespace(meta: ObjectMeta, namespace: string | undefined): ObjectMeta {
  if (meta.namespace === namespace) return meta;
  if (namespace !== undefined) return { ...meta, namespace };
  const { namespace: _dropped, ...rest } = meta;
  return rest;
}

/** The manifest as an object of the kind; what it lacks is filled or refused by the steps that follow. */
export function typed(kind: Kind, manifest: Manifest, metadata: ObjectMeta): AnyObject {
  return { ...manifest, apiVersion: kindOf(kind).apiVersion, kind, metadata } as unknown as AnyObject;
}

export function named(object: AnyObject, name: string): AnyObject {
  return { ...object, metadata: { ...object.metadata, name } } as AnyObject;
}

/** Every field but metadata and status is the very one that is stored. */
export function sameButMetadata(next: AnyObject, old: AnyObject): boolean {
  const a = next as unknown as Record<string, unknown>;
  const b = old as unknown as Record<string, unknown>;
  for (const key in a) if (key !== 'metadata' && key !== 'status' && a[key] !== b[key]) return false;
  for (const key in b) if (a[key] === undefined && key !== 'status' && b[key] !== undefined) return false;
  return true;
}

/** What a write changed, in a word, for the trace. */
export function what(next: AnyObject, old: AnyObject): string {
  if ('spec' in next && 'spec' in old && !deepEqual(next.spec, old.spec)) return 'spec';
  if ('status' in next && 'status' in old && !deepEqual(next.status, old.status)) return 'status';
  const { labels, annotations, finalizers, ownerReferences } = next.metadata;
  if (!deepEqual(labels, old.metadata.labels)) return 'labels';
  if (!deepEqual(ownerReferences, old.metadata.ownerReferences)) return 'ownerReferences';
  if (!deepEqual(finalizers, old.metadata.finalizers)) return 'finalizers';
  return deepEqual(annotations, old.metadata.annotations) ? 'data' : 'annotations';
}

/** The pod's conditions with PodScheduled as the binding writes it (SCH-41). */
export function scheduled(pod: Pod, now: number): PodCondition[] {
  const others = (pod.status.conditions ?? []).filter((c) => c.type !== 'PodScheduled');
  const { generation } = pod.metadata;
  const condition = {
    type: 'PodScheduled',
    ...(generation !== undefined && { observedGeneration: generation }),
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: rfc3339(now),
  };
  // The published types know neither the null that the server really sends nor observedGeneration.
  return [...others, condition as unknown as PodCondition];
}
