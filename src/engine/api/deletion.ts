/** Deletion: grace, finalizers, propagation (API-12 … API-17, API-20 … API-24). Pure: says what to do. */
import { parseRfc3339, rfc3339 } from '../../k8s/time';
import type { AnyObject, Pod, StoredMeta } from '../../k8s/types';
import { terminatingDefinition } from './kinds/custom';
import type { DeleteOptions } from './types';

export type DeletionPlan =
  /** `object` is the last state. */
  | { action: 'remove'; object: AnyObject }
  | { action: 'store'; object: AnyObject }
  /** Already being deleted and nothing to change. */
  | { action: 'none' };

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** `now` in milliseconds. */
export function planDeletion(object: AnyObject, options: DeleteOptions, now: number): DeletionPlan {
  if (object.apiVersion === 'v1' && object.kind === 'Namespace') return planNamespace(object, options, now);
  if (object.apiVersion === 'v1' && object.kind === 'Pod') return planPod(object, options, now);
  if (
    object.kind === 'CustomResourceDefinition' &&
    object.apiVersion === 'apiextensions.k8s.io/v1' &&
    object.metadata.deletionTimestamp === undefined
  )
    return { action: 'store', object: terminatingDefinition(object, rfc3339(now)) };
  const metadata = withPropagation(object.metadata, options);
  if (!metadata.finalizers?.length) {
    const last = metadata === object.metadata ? object : ({ ...object, metadata } as AnyObject);
    return { action: 'remove', object: last };
  }
  if (object.metadata.deletionTimestamp !== undefined && metadata === object.metadata)
    return { action: 'none' };
  return { action: 'store', object: { ...object, metadata: marked(metadata, now) } as AnyObject };
}

/** API-13, API-14. */
function planPod(pod: Pod, options: DeleteOptions, now: number): DeletionPlan {
  if (pod.metadata.deletionTimestamp !== undefined) return planPodAgain(pod, options, now);
  const grace = firstGrace(pod, options);
  const { generation } = pod.metadata;
  const metadata: StoredMeta = {
    ...withPropagation(pod.metadata, options),
    ...(generation && { generation: generation + 1 }),
    deletionTimestamp: rfc3339(now + grace * 1000),
    deletionGracePeriodSeconds: grace,
  };
  const object: Pod = { ...pod, metadata };
  if (grace === 0 && !metadata.finalizers?.length) return { action: 'remove', object };
  return { action: 'store', object };
}

/** API-13: seconds; a pod that runs nowhere, or has finished, goes at once. */
function firstGrace(pod: Pod, options: DeleteOptions): number {
  const { phase } = pod.status;
  if (!pod.spec.nodeName || phase === 'Succeeded' || phase === 'Failed') return 0;
  const period = options.gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 0;
  return period < 0 ? 1 : period;
}

/** API-15: the period can only be shortened. */
function planPodAgain(pod: Pod, options: DeleteOptions, now: number): DeletionPlan {
  const current = pod.metadata.deletionGracePeriodSeconds;
  if (current === undefined) return { action: 'remove', object: pod };
  let period = options.gracePeriodSeconds;
  if (period !== undefined && period < 0) period = 1;
  const pending = Boolean(pod.metadata.finalizers?.length);
  if (period === undefined || period >= current) {
    // A period of 0 that is already stored means that only the finalizers keep the pod.
    return period === 0 && !pending ? { action: 'remove', object: pod } : { action: 'none' };
  }
  let deadline = parseRfc3339(pod.metadata.deletionTimestamp ?? '') + (period - current) * 1000;
  if (deadline < now) {
    deadline = now;
    if (period !== 0) period = 1;
  }
  const object: Pod = {
    ...pod,
    metadata: { ...pod.metadata, deletionTimestamp: rfc3339(deadline), deletionGracePeriodSeconds: period },
  };
  if (period === 0 && !pending) return { action: 'remove', object };
  return { action: 'store', object };
}

/** A namespace first turns Terminating; it goes when its spec.finalizers, which the namespace controller takes off, are gone. */
function planNamespace(
  namespace: Extract<AnyObject, { kind: 'Namespace' }>,
  options: DeleteOptions,
  now: number,
): DeletionPlan {
  const metadata = withPropagation(namespace.metadata, options);
  const held = Boolean(namespace.spec?.finalizers?.length) || Boolean(metadata.finalizers?.length);
  if (!held) return { action: 'remove', object: namespace };
  if (namespace.metadata.deletionTimestamp !== undefined) return { action: 'none' };
  const terminating = { ...metadata, deletionTimestamp: rfc3339(now) };
  return {
    action: 'store',
    object: { ...namespace, metadata: terminating, status: { ...namespace.status, phase: 'Terminating' } },
  };
}

/** A kind without graceful deletion, kept by its finalizers (API-16). */
function marked(metadata: StoredMeta, now: number): StoredMeta {
  const first = metadata.deletionGracePeriodSeconds === undefined;
  return {
    ...metadata,
    ...(first && metadata.generation && { generation: metadata.generation + 1 }),
    deletionTimestamp: metadata.deletionTimestamp ?? rfc3339(now),
    deletionGracePeriodSeconds: 0,
  };
}

/** API-21, API-22: the policy is kept as a finalizer for the garbage collector; without one, what is already there counts. */
function withPropagation(metadata: StoredMeta, options: DeleteOptions): StoredMeta {
  const policy = options.propagationPolicy;
  if (policy === undefined) return metadata;
  const before = metadata.finalizers ?? [];
  const wanted = policy === 'Orphan' ? ORPHAN : policy === 'Foreground' ? FOREGROUND : undefined;
  if (
    wanted === undefined ? !before.includes(ORPHAN) && !before.includes(FOREGROUND) : before.includes(wanted)
  ) {
    return metadata;
  }
  const finalizers = before.filter((f) => f !== ORPHAN && f !== FOREGROUND);
  if (wanted !== undefined) finalizers.push(wanted);
  if (finalizers.length > 0) return { ...metadata, finalizers };
  const { finalizers: _dropped, ...rest } = metadata;
  return rest;
}

/** API-16: whether an update has taken away the last thing that kept the object. */
export function isFinallyGone(object: AnyObject): boolean {
  const { metadata } = object;
  if (metadata.deletionTimestamp === undefined || metadata.finalizers?.length) return false;
  if (object.kind === 'Namespace' && object.spec?.finalizers?.length) return false;
  return !metadata.deletionGracePeriodSeconds;
}
