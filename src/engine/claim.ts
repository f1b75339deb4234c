/** Adoption and release by selector, as all controllers of workloads do it (DS-13 … DS-15). */
import { isTerminating } from '../k8s/conditions';
import { matchesSelector } from '../k8s/labels';
import { controllerOf, controllerReference } from '../k8s/owner';
import { refOf } from '../k8s/ref';
import type { Kind, KindMap, KubeObject, LabelSelector, ObjectMeta, OwnerReference } from '../k8s/types';
import type { Status } from './api/types';
import type { Context } from './component';

/** An object that owns others by its selector. */
export interface Workload extends KubeObject {
  spec: { selector?: LabelSelector };
}

/** What of a context claiming needs. */
type ClaimContext = Pick<Context<unknown>, 'read' | 'api' | 'decide'>;

export interface ClaimPlan<T> {
  /** Owned, and the selector still matches. The list of the owned itself when all are kept: most syncs end that way. */
  keep: readonly T[];
  adopt: T[];
  release: T[];
}

/**
 * Pure part: what becomes of the objects that carry the owner's uid and of those without a controller, all of its namespace.
 * `isMember`: what belongs besides the selector. `isCandidate`: what is looked at at all; others are neither kept, adopted nor released.
 */
export function planClaim<T extends KubeObject>(
  owner: Workload,
  owned: readonly T[],
  orphans: readonly T[],
  isMember: (object: T) => boolean = () => true,
  isCandidate: (object: T) => boolean = () => true,
): ClaimPlan<T> {
  const { uid, namespace } = owner.metadata;
  const plan = { keep: owned, adopt: [] as T[], release: [] as T[] };
  let keep: T[] | undefined;
  // The pods of one template share their labels and owners: what held for the last one mostly holds for the next.
  let last: ObjectMeta | undefined;
  let isOwn = false;
  let matches = false;
  for (let i = 0; i < owned.length; i++) {
    const object = owned[i] as T;
    const { labels, ownerReferences } = object.metadata;
    if (!last || last.labels !== labels || last.ownerReferences !== ownerReferences) {
      last = object.metadata;
      isOwn = controllerOf(object)?.uid === uid;
      matches = matchesSelector(owner.spec.selector, labels);
    }
    const concerns = isOwn && object.metadata.namespace === namespace && isCandidate(object);
    if (concerns && matches && isMember(object)) keep?.push(object);
    else {
      keep ??= owned.slice(0, i);
      if (concerns && !isTerminating(owner)) plan.release.push(object);
    }
  }
  if (keep) plan.keep = keep;
  if (isTerminating(owner)) return plan;
  for (const object of orphans)
    if (
      !isTerminating(object) &&
      matchesSelector(owner.spec.selector, object.metadata.labels) &&
      isMember(object) &&
      isCandidate(object)
    )
      plan.adopt.push(object);
  return plan;
}

/** In order of their names; those that have just been adopted stand at the end. */
export type Claimed<T> = { ok: true; objects: readonly T[] } | { ok: false; error: string };

/** The objects of a kind that belong to the owner, after adopting and releasing what has to be. */
export function claim<K extends Kind>(
  ctx: ClaimContext,
  owner: Workload,
  kind: K,
  isMember?: (object: KindMap[K]) => boolean,
  isCandidate?: (object: KindMap[K]) => boolean,
): Claimed<KindMap[K]> {
  type T = KindMap[K];
  const { uid, namespace = '' } = owner.metadata;
  const plan = planClaim<T>(
    owner,
    ctx.read.ownedBy(kind, uid),
    ctx.read.orphans(kind, namespace),
    isMember,
    isCandidate,
  );
  const adopted: T[] = [];
  const errors: string[] = [];
  for (const object of plan.release) {
    ctx.decide(
      refOf(object),
      `${object.metadata.name} is released: its labels no longer match the selector of ${owner.metadata.name}`,
    );
    const left = (object.metadata.ownerReferences ?? []).filter((other) => other.uid !== uid);
    const failure = setOwners(ctx, object, left);
    if (failure && failure.reason !== 'NotFound' && failure.reason !== 'Invalid')
      errors.push(failure.message);
  }
  const refusal = plan.adopt.length > 0 ? adoptionRefusal(ctx, owner) : undefined;
  for (const object of plan.adopt) {
    const { name } = object.metadata;
    if (refusal !== undefined) {
      errors.push(`can't adopt ${kind} ${namespace}/${name} (${object.metadata.uid}): ${refusal}`);
      continue;
    }
    const failure = adoptOne(ctx, owner, object);
    if (!failure) adopted.push(ctx.read.get(kind, namespace, name) ?? object);
    else if (failure.reason !== 'NotFound') errors.push(failure.message);
  }
  return errors.length > 0
    ? { ok: false, error: errors.join(', ') }
    : {
        ok: true,
        objects: adopted.length > 0 ? [...plan.keep, ...adopted] : plan.keep,
      };
}

/** DS-14: a live read must still show the same, living owner before anything is adopted. */
export function adoptionRefusal(ctx: ClaimContext, owner: Workload): string | undefined {
  const { namespace, name, uid } = owner.metadata;
  const fresh = ctx.api.get(owner.kind as Kind, namespace, name);
  if (!fresh.ok) return fresh.status.message;
  const live = fresh.object.metadata;
  if (live.uid !== uid)
    return `original ${owner.kind} ${namespace}/${name} is gone: got uid ${live.uid}, wanted ${uid}`;
  if (live.deletionTimestamp !== undefined)
    return `${namespace}/${name} has just been deleted at ${live.deletionTimestamp}`;
  return undefined;
}

/** Result: why it failed. */
export function adoptOne(ctx: ClaimContext, owner: Workload, object: KubeObject): Status | undefined {
  const { name, ownerReferences = [] } = object.metadata;
  ctx.decide(
    refOf(object),
    `${name} has no owner and matches the selector of ${owner.metadata.name}: adopt it`,
  );
  return setOwners(ctx, object, [...ownerReferences, controllerReference(owner)]);
}

function setOwners(
  ctx: ClaimContext,
  object: KubeObject,
  owners: readonly OwnerReference[],
): Status | undefined {
  const { namespace, name } = object.metadata;
  const ownerReferences = owners.length > 0 ? owners.map((reference) => ({ ...reference })) : null;
  const result = ctx.api.patch(object.kind as Kind, namespace, name, 'merge', {
    metadata: { ownerReferences },
  });
  return result.ok ? undefined : result.status;
}
