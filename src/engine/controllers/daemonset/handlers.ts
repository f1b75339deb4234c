/** Watch events to queue keys (DS-2 … DS-7). Pods and revisions lead to their sets; nodes go through a key of their own. */
import { conditionOf, isTerminating } from '../../../k8s/conditions';
import { matchesSelector } from '../../../k8s/labels';
import { controllerOf } from '../../../k8s/owner';
import { keyOf } from '../../../k8s/ref';
import type { ControllerRevision, DaemonSet, OwnerReference, Pod } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import type { WatchEvent } from '../../api/types';
import { setsOfNodeEvent, wakeSuspended } from './before-1-12/node-events';
import { creationObserved, deletionObserved } from './expectations';
import { forgetBackoff } from './failed-pod-backoff';
import type { DaemonContext } from './daemon-context';
import { placementChanged } from './placement-changed';

type EventOf<K extends WatchEvent['kind']> = Extract<WatchEvent, { kind: K }>;

export function setKey(ds: { metadata: { namespace?: string; name: string } }): string {
  return `set:${keyOf(ds.metadata.namespace, ds.metadata.name)}`;
}

/** DS-2. */
export function onDaemonSet(ctx: DaemonContext, event: EventOf<'DaemonSet'>): void {
  const { object, old } = event;
  const replaced =
    event.type === 'DELETED' || (old !== undefined && old.metadata.uid !== object.metadata.uid);
  if (replaced) {
    ctx.state.expectations.delete(keyOf(object.metadata.namespace, object.metadata.name));
    forgetBackoff(ctx.state.backoff, (old ?? object).metadata.uid);
  }
  ctx.enqueue(setKey(object));
}

/** DS-3. */
export function onRevision(ctx: DaemonContext, event: EventOf<'ControllerRevision'>): void {
  const { object, old } = event;
  const owner = controllerOf(object);
  if (event.type === 'DELETED' || (event.type === 'ADDED' && isTerminating(object))) {
    enqueueOwner(ctx, object, owner);
    return;
  }
  if (event.type === 'ADDED') {
    if (!owner) enqueueMatching(ctx, object);
    return;
  }
  const before = old && controllerOf(old);
  if (before && before.uid !== owner?.uid) enqueueOwner(ctx, object, before);
  if (owner) enqueueOwner(ctx, object, owner);
  else if (before || !deepEqual(old?.metadata.labels, object.metadata.labels)) enqueueMatching(ctx, object);
}

/** DS-4, DS-5, DS-6. */
export function onPod(ctx: DaemonContext, event: EventOf<'Pod'>): void {
  const { object, old } = event;
  if (event.type === 'DELETED' || isTerminating(object)) {
    const ds = ownerOf(ctx, object, controllerOf(object));
    if (!ds) return wakeSuspended(ctx, object);
    deletionObserved(ctx.state.expectations, keyOf(ds.metadata.namespace, ds.metadata.name));
    ctx.enqueue(setKey(ds));
  } else if (event.type === 'ADDED') {
    const owner = controllerOf(object);
    if (!owner) return enqueueMatching(ctx, object);
    const ds = ownerOf(ctx, object, owner);
    if (!ds) return;
    creationObserved(ctx.state.expectations, keyOf(ds.metadata.namespace, ds.metadata.name));
    ctx.enqueue(setKey(ds));
  } else if (old && old.metadata.resourceVersion !== object.metadata.resourceVersion)
    onPodUpdate(ctx, object, old);
}

function onPodUpdate(ctx: DaemonContext, pod: Pod, old: Pod): void {
  const owner = controllerOf(pod);
  const before = controllerOf(old);
  const ownerChanged = before?.uid !== owner?.uid;
  if (before && ownerChanged) enqueueOwner(ctx, pod, before);
  if (!owner) {
    if (ownerChanged || !deepEqual(old.metadata.labels, pod.metadata.labels)) enqueueMatching(ctx, pod);
    return;
  }
  const ds = ownerOf(ctx, pod, owner);
  if (!ds) return;
  ctx.enqueue(setKey(ds));
  const minReadySeconds = ds.spec.minReadySeconds ?? 0;
  if (minReadySeconds > 0 && ready(pod) && !ready(old))
    ctx.enqueueAfter(setKey(ds), (minReadySeconds + 1) * 1000);
}

function ready(pod: Pod): boolean {
  return conditionOf(pod.status.conditions, 'Ready')?.status === 'True';
}

/** DS-7: only labels and taints matter; a deleted node matters through its pods (DS-71). */
export function onNode(ctx: DaemonContext, event: EventOf<'Node'>): void {
  if (event.type === 'DELETED') return;
  const { object, old } = event;
  const changed = !old || placementChanged(old, object);
  if (ctx.world.daemonPlacement === 'controller') {
    for (const ds of setsOfNodeEvent(ctx, object, old, changed)) ctx.enqueue(setKey(ds));
  } else if (changed) ctx.enqueue(`node:${object.metadata.name}`);
}

function ownerOf(
  ctx: DaemonContext,
  object: Pod | ControllerRevision,
  owner: OwnerReference | undefined,
): DaemonSet | undefined {
  if (owner?.kind !== 'DaemonSet') return undefined;
  const ds = ctx.read.get('DaemonSet', object.metadata.namespace, owner.name);
  return ds?.metadata.uid === owner.uid ? ds : undefined;
}

function enqueueOwner(
  ctx: DaemonContext,
  object: Pod | ControllerRevision,
  owner: OwnerReference | undefined,
): void {
  const ds = ownerOf(ctx, object, owner);
  if (ds) ctx.enqueue(setKey(ds));
}

/** All sets that could adopt the object; an empty selector adopts nothing, and nothing without labels is adopted. */
function enqueueMatching(ctx: DaemonContext, object: Pod | ControllerRevision): void {
  if (Object.keys(object.metadata.labels ?? {}).length === 0) return;
  for (const ds of ctx.read.list('DaemonSet', object.metadata.namespace)) {
    const { selector } = ds.spec;
    const empty =
      Object.keys(selector?.matchLabels ?? {}).length === 0 && !selector?.matchExpressions?.length;
    if (!empty && matchesSelector(selector, object.metadata.labels)) ctx.enqueue(setKey(ds));
  }
}
