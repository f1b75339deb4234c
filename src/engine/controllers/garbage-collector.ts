/**
 * Deletes what its owners leave behind, and carries out foreground and orphan deletion (API-19 … API-24, DS-67 … DS-69).
 * Owners are known by uid (API-23). Queue keys: `owner:<uid>` (an owner is gone: look at its dependents),
 * `deleting:<Kind> <key>` (an owner with a deletion finalizer), `object:<Kind> <key>` (one dependent).
 */
import { isTerminating } from '../../k8s/conditions';
import { keyOf, refOf, splitKey } from '../../k8s/ref';
import type { AnyObject, CustomResourceDefinition, Kind, KubeObject, OwnerReference } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import { kindByApiVersion, kindIdOf, kindIds } from '../api/kinds/lookup';
import type { Manifest, Propagation } from '../api/types';
import type { Component, Context, SyncError } from '../component';

type Ctx = Context<null>;

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/** Kinds that can have owners. Events refer to objects but are never owned (API-58). */
function dependentKinds(ctx: Ctx): Kind[] {
  return kindIds(ctx.read).filter((kind) => kind !== 'Event');
}

export const garbageCollector: Component<null> = {
  name: 'garbage-collector-controller',
  process: 'kube-controller-manager',
  initialState: () => null,
  onEvent(ctx, event) {
    const { object } = event;
    if (event.kind === 'CustomResourceDefinition' && event.type !== 'DELETED')
      enqueueOwnedBy(ctx, event.object);
    if (event.type === 'DELETED') {
      if (hasDependents(ctx, object)) ctx.enqueue(`owner:${object.metadata.uid}`);
      enqueueWaitingOwners(ctx, object);
      return;
    }
    if (hasFinalizer(object, FOREGROUND) || hasFinalizer(object, ORPHAN)) {
      if (isTerminating(object)) ctx.enqueue(`deleting:${objectKey(ctx, object)}`);
    }
    const owners = object.metadata.ownerReferences;
    const ownersChanged = event.type === 'ADDED' || !deepEqual(event.old?.metadata.ownerReferences, owners);
    if (owners && ownersChanged && owners.some((owner) => stateOf(ctx, object, owner) !== 'solid'))
      ctx.enqueue(`object:${objectKey(ctx, object)}`);
    if (event.type === 'MODIFIED' && event.old && ownersChanged) enqueueWaitingOwners(ctx, event.old);
  },
  sync(ctx, key) {
    const what = key.slice(0, key.indexOf(':'));
    const rest = key.slice(what.length + 1);
    if (what === 'owner') return all(dependents(ctx, rest).map((object) => collect(ctx, object)));
    const object = find(ctx, rest);
    if (!object) return undefined;
    return what === 'deleting' ? finishDeletion(ctx, object) : collect(ctx, object);
  },
};

/** Of owners of a kind that is only now served it can be told whether they are there. */
function enqueueOwnedBy(ctx: Ctx, { spec }: CustomResourceDefinition): void {
  const isOwner = ({ apiVersion, kind }: OwnerReference): boolean =>
    kind === spec.names.kind && apiVersion.startsWith(`${spec.group}/`);
  for (const kind of dependentKinds(ctx))
    for (const object of ctx.read.list(kind) as readonly AnyObject[])
      if (object.metadata.ownerReferences?.some(isOwner)) ctx.enqueue(`object:${objectKey(ctx, object)}`);
}

function objectKey(ctx: Ctx, object: KubeObject): string {
  return `${kindIdOf(object, ctx.read)} ${keyOf(object.metadata.namespace, object.metadata.name)}`;
}

function find(ctx: Ctx, key: string): AnyObject | undefined {
  const space = key.indexOf(' ');
  const { namespace, name } = splitKey(key.slice(space + 1));
  return ctx.read.get(key.slice(0, space) as Kind, namespace, name) as AnyObject | undefined;
}

function hasFinalizer(object: KubeObject, finalizer: string): boolean {
  return object.metadata.finalizers?.includes(finalizer) ?? false;
}

function dependents(ctx: Ctx, uid: string): AnyObject[] {
  return dependentKinds(ctx).flatMap((kind) => ctx.read.ownedBy(kind, uid) as readonly AnyObject[]);
}

function hasDependents(ctx: Ctx, { metadata: { uid } }: KubeObject): boolean {
  return ctx.read.ownsAny(uid) && dependentKinds(ctx).some((kind) => ctx.read.ownedBy(kind, uid).length > 0);
}

/** Owners in foreground deletion wait for their dependents: they are looked at again when one goes. */
function enqueueWaitingOwners(ctx: Ctx, dependent: KubeObject): void {
  for (const owner of dependent.metadata.ownerReferences ?? []) {
    const object = ownerObject(ctx, dependent, owner);
    if (object && isTerminating(object) && hasFinalizer(object, FOREGROUND))
      ctx.enqueue(`deleting:${objectKey(ctx, object)}`);
  }
}

/** The owner as it is now, in the dependent's namespace or cluster-scoped; an object of another uid is not it. */
function ownerObject(ctx: Ctx, dependent: KubeObject, owner: OwnerReference): AnyObject | undefined {
  const row = kindByApiVersion(owner.apiVersion, owner.kind, ctx.read);
  if (!row) return undefined;
  const namespace = row.namespaced ? dependent.metadata.namespace : undefined;
  const found = ctx.read.get(row.id, namespace, owner.name) as AnyObject | undefined;
  return found?.metadata.uid === owner.uid ? found : undefined;
}

/**
 * `waiting` = the owner is in foreground deletion; `unknown` = nobody can tell: a kind that is not served, or a namespaced owner of an
 * object that is in no namespace. Nothing is done to such an object.
 */
type OwnerState = 'solid' | 'dangling' | 'waiting' | 'unknown';

function stateOf(ctx: Ctx, dependent: KubeObject, owner: OwnerReference): OwnerState {
  const row = kindByApiVersion(owner.apiVersion, owner.kind, ctx.read);
  if (!row || (row.namespaced && dependent.metadata.namespace === undefined)) return 'unknown';
  const object = ownerObject(ctx, dependent, owner);
  if (!object) return 'dangling';
  return isTerminating(object) && hasFinalizer(object, FOREGROUND) ? 'waiting' : 'solid';
}

/** Decides about one dependent: it stays with its living owners, loses dead references, or is deleted when none lives (API-20, API-23). */
function collect(ctx: Ctx, object: AnyObject): SyncError | undefined {
  const { namespace, name, uid, ownerReferences: owners = [] } = object.metadata;
  if (owners.length === 0) return undefined;
  if (isTerminating(object) && !hasFinalizer(object, FOREGROUND)) return undefined;
  const states = owners.map((owner) => stateOf(ctx, object, owner));
  if (states.includes('unknown')) return undefined;
  owners.forEach((owner, i) => {
    if (states[i] === 'dangling') warnOfOtherNamespace(ctx, object, owner);
  });
  if (states.includes('solid')) {
    const left = owners.filter((_, i) => states[i] === 'solid');
    if (left.length === owners.length) return undefined;
    ctx.decide(refOf(object), `${name} still has a living owner: only the dead references go`);
    return setOwners(ctx, object, left);
  }
  if (isTerminating(object)) return undefined;
  const propagationPolicy = propagation(ctx, object, states.includes('waiting'));
  const gone = owners.map((owner) => `${owner.kind} ${owner.name}`).join(', ');
  ctx.decide(
    refOf(object),
    states.includes('waiting')
      ? `${gone} waits for its dependents to go: delete ${name}`
      : `${gone} is gone: delete ${name}`,
  );
  const result = ctx.api.delete(kindIdOf(object, ctx.read), namespace, name, {
    propagationPolicy,
    preconditions: { uid },
  });
  return result.ok || result.status.reason === 'NotFound' ? undefined : { error: result.status.message };
}

/** A finalizer that is already there keeps its meaning; a dependent that has dependents itself goes in the foreground with its owner. */
function propagation(ctx: Ctx, object: AnyObject, ownerWaits: boolean): Propagation {
  if (ownerWaits && hasDependents(ctx, object)) return 'Foreground';
  if (hasFinalizer(object, ORPHAN)) return 'Orphan';
  return hasFinalizer(object, FOREGROUND) ? 'Foreground' : 'Background';
}

/** API-19. */
function warnOfOtherNamespace(ctx: Ctx, object: AnyObject, owner: OwnerReference): void {
  const { namespace } = object.metadata;
  const row = kindByApiVersion(owner.apiVersion, owner.kind, ctx.read);
  if (namespace === undefined || !row) return;
  const all = ctx.read.list(row.id) as readonly AnyObject[];
  if (!all.some((o) => o.metadata.uid === owner.uid)) return;
  const id = `[${owner.apiVersion}/${owner.kind}, namespace: ${namespace}, name: ${owner.name}, uid: ${owner.uid}]`;
  const message = `ownerRef ${id} does not exist in namespace "${namespace}"`;
  ctx.event(
    { apiVersion: object.apiVersion, ...refOf(object) },
    'Warning',
    'OwnerRefInvalidNamespace',
    message,
  );
}

/** API-21, API-22: dependents first, then the finalizer, with which the owner goes. */
function finishDeletion(ctx: Ctx, owner: AnyObject): SyncError | undefined {
  const { uid, name } = owner.metadata;
  const own = dependents(ctx, uid);
  if (hasFinalizer(owner, ORPHAN)) {
    ctx.decide(
      refOf(owner),
      `${name} is deleted without its ${own.length} dependents: they lose their owner`,
    );
    const error = all(
      own.map((object) =>
        setOwners(
          ctx,
          object,
          (object.metadata.ownerReferences ?? []).filter((ref) => ref.uid !== uid),
        ),
      ),
    );
    return error ?? dropFinalizer(ctx, owner, ORPHAN);
  }
  const error = all(own.map((object) => collect(ctx, object)));
  if (error) return error;
  const blocking = dependents(ctx, uid).filter((object) =>
    object.metadata.ownerReferences?.some((ref) => ref.uid === uid && ref.blockOwnerDeletion),
  );
  if (blocking.length > 0) return undefined;
  ctx.decide(refOf(owner), `no dependent of ${name} is left: let it go`);
  return dropFinalizer(ctx, owner, FOREGROUND);
}

function all(results: readonly (SyncError | undefined)[]): SyncError | undefined {
  return results.find((result) => result !== undefined);
}

function setOwners(ctx: Ctx, object: AnyObject, owners: readonly OwnerReference[]): SyncError | undefined {
  const { namespace, name } = object.metadata;
  const ownerReferences = owners.length > 0 ? owners.map((owner) => ({ ...owner })) : null;
  const result = ctx.api.patch(kindIdOf(object, ctx.read), namespace, name, 'merge', {
    metadata: { ownerReferences },
  });
  return result.ok || result.status.reason === 'NotFound' ? undefined : { error: result.status.message };
}

function dropFinalizer(ctx: Ctx, object: AnyObject, finalizer: string): SyncError | undefined {
  const { namespace, name } = object.metadata;
  const kind = kindIdOf(object, ctx.read);
  const live = ctx.read.get(kind, namespace, name);
  if (!live || !hasFinalizer(live, finalizer)) return undefined;
  const finalizers = (live.metadata.finalizers ?? []).filter((f) => f !== finalizer);
  const updated = { ...live, metadata: { ...live.metadata, finalizers } } as unknown as Manifest;
  const result = ctx.api.update(kind, namespace, name, updated);
  return result.ok || result.status.reason === 'NotFound' ? undefined : { error: result.status.message };
}
