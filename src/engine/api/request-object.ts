/** Objects on their way through a request: what the client sent, what changed. */
import { rfc3339 } from '../../k8s/time';
import type { AnyObject, ObjectMeta, Pod, PodCondition } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import type { KindDefinition, KindRow } from './kinds/definition';
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
export function typed({ apiVersion, kind }: KindRow, manifest: Manifest, metadata: ObjectMeta): AnyObject {
  const isTyped = manifest['apiVersion'] === apiVersion && manifest['kind'] === kind;
  // Components mostly send what they have read, changed in one place.
  if (isTyped && manifest['metadata'] === metadata) return manifest as unknown as AnyObject;
  return { ...manifest, apiVersion, kind, metadata } as unknown as AnyObject;
}

export function withDefaults(row: KindDefinition<AnyObject>, object: AnyObject): AnyObject {
  return row.defaults?.(object) ?? object;
}

/** Owners that come twice are dropped, with a warning. */
export function withSingleOwners(object: Manifest, when = ''): { object: Manifest; warnings: string[] } {
  const { ownerReferences: owners } = metaOf(object);
  if (!Array.isArray(owners) || owners.length < 2) return { object, warnings: [] };
  const kept = owners.filter((owner, i) => owners.findIndex((other) => deepEqual(other, owner)) === i);
  if (kept.length === owners.length) return { object, warnings: [] };
  const twice = owners.filter((owner, i) => owners.findIndex((other) => deepEqual(other, owner)) < i);
  const ids = twice.map((owner) => owner.uid).join(', ');
  const warning = `.metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${ids}`;
  const metadata = { ...(object['metadata'] as object), ownerReferences: kept };
  return { object: { ...object, metadata } as unknown as Manifest, warnings: [warning] };
}

/** Every field but metadata and status is the very one that is stored. */
export function sameButMetadata(next: AnyObject, old: AnyObject): boolean {
  const a = next as unknown as Record<string, unknown>;
  const b = old as unknown as Record<string, unknown>;
  for (const key in a) if (key !== 'metadata' && key !== 'status' && a[key] !== b[key]) return false;
  for (const key in b) if (a[key] === undefined && key !== 'status' && b[key] !== undefined) return false;
  return true;
}

/** What a write that changed something has changed, in a word, for the trace. */
export function what(next: AnyObject, old: AnyObject): string {
  const hadStatus = 'status' in next && 'status' in old;
  if (hadStatus && next.metadata === old.metadata && sameButMetadata(next, old)) return 'status';
  if ('spec' in next && 'spec' in old && !deepEqual(next.spec, old.spec)) return 'spec';
  if ('status' in next && 'status' in old && !deepEqual(next.status, old.status)) return 'status';
  const { labels, annotations, finalizers, ownerReferences } = next.metadata;
  if (!deepEqual(labels, old.metadata.labels)) return 'labels';
  if (!deepEqual(ownerReferences, old.metadata.ownerReferences)) return 'ownerReferences';
  if (!deepEqual(finalizers, old.metadata.finalizers)) return 'finalizers';
  return deepEqual(annotations, old.metadata.annotations) ? 'data' : 'annotations';
}

/** The pod's conditions with PodScheduled as the binding writes it (SCH-41): without a generation, that is the kubelet's to add. */
export function scheduled(pod: Pod, now: number): PodCondition[] {
  return withCondition(pod, { type: 'PodScheduled', status: 'True' }, now);
}

/** The pod's conditions with one set; its time is that of the last change of its status. */
export function withCondition(
  pod: Pod,
  condition: { type: string; status: string; reason?: string; message?: string },
  now: number,
): PodCondition[] {
  const { conditions = [] } = pod.status;
  const at = conditions.findIndex((c) => c.type === condition.type);
  const before = conditions[at];
  const { type, status, reason, message } = condition;
  const lastTransitionTime = before?.status === status ? before.lastTransitionTime : rfc3339(now);
  // The published types do not know the null that the server really sends.
  const next = { type, status, lastProbeTime: null, lastTransitionTime } as unknown as PodCondition;
  if (reason !== undefined) next.reason = reason;
  if (message !== undefined) next.message = message;
  return before ? conditions.with(at, next) : conditions.concat(next);
}
