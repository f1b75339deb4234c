/** Adoption and release of pods and ControllerRevisions by selector (DS-13 … DS-15). */
import { isTerminating } from '../../../k8s/conditions';
import { matchesSelector } from '../../../k8s/labels';
import { controllerOf, controllerReference } from '../../../k8s/owner';
import { refOf } from '../../../k8s/ref';
import type {
  ControllerRevision,
  DaemonSet,
  LabelSelector,
  ObjectMeta,
  OwnerReference,
  Pod,
} from '../../../k8s/types';
import type { Status } from '../../api/types';
import type { DaemonContext } from './daemon-context';

export interface ClaimPlan<T> {
  /** Owned, and the selector still matches. */
  keep: T[];
  adopt: T[];
  release: T[];
}

/**
 * Pure part: what becomes of the objects that carry the set's uid and of those without a controller, all of the set's namespace.
 * `kept`: objects that the same set with the same selector has kept before, in order of their names; they need no second look.
 */
export function planClaim<T extends Pod | ControllerRevision>(
  ds: DaemonSet,
  owned: readonly T[],
  orphans: readonly T[],
  kept: readonly T[] = [],
): ClaimPlan<T> {
  const { uid, namespace } = ds.metadata;
  const plan: ClaimPlan<T> = { keep: [], adopt: [], release: [] };
  // The pods of one template share their labels and owners: what held for the last one mostly holds for the next.
  let last: ObjectMeta | undefined;
  let isOwn = false;
  let matches = false;
  let at = 0;
  for (const object of owned) {
    let before = kept[at];
    while (before && before !== object && before.metadata.name < object.metadata.name) before = kept[++at];
    if (before === object) {
      at++;
      plan.keep.push(object);
      continue;
    }
    const { labels, ownerReferences } = object.metadata;
    if (!last || last.labels !== labels || last.ownerReferences !== ownerReferences) {
      last = object.metadata;
      isOwn = controllerOf(object)?.uid === uid;
      matches = matchesSelector(ds.spec.selector, labels);
    }
    if (!isOwn || object.metadata.namespace !== namespace) continue;
    if (matches) plan.keep.push(object);
    else if (!isTerminating(ds)) plan.release.push(object);
  }
  if (isTerminating(ds)) return plan;
  for (const object of orphans)
    if (!isTerminating(object) && matchesSelector(ds.spec.selector, object.metadata.labels))
      plan.adopt.push(object);
  return plan;
}

/** `adopted`: some of them have just been adopted and stand at the end, out of order. */
export type Claimed<T> = { ok: true; objects: T[]; adopted: boolean } | { ok: false; error: string };

// Nothing but a head start: an object that was kept by this selector is kept again.
const lastKept = new WeakMap<LabelSelector, { uid: string; kept: readonly (Pod | ControllerRevision)[] }>();

/** The objects of a kind that belong to the set, after adopting and releasing what has to be. */
export function claim<K extends 'Pod' | 'ControllerRevision'>(
  ctx: DaemonContext,
  ds: DaemonSet,
  kind: K,
): Claimed<K extends 'Pod' ? Pod : ControllerRevision> {
  type T = K extends 'Pod' ? Pod : ControllerRevision;
  const { uid, namespace = '' } = ds.metadata;
  const { selector } = ds.spec;
  const last = kind === 'Pod' && selector ? lastKept.get(selector) : undefined;
  const plan = planClaim<Pod | ControllerRevision>(
    ds,
    ctx.read.ownedBy(kind, uid),
    ctx.read.orphans(kind, namespace),
    last?.uid === uid ? last.kept : undefined,
  );
  if (kind === 'Pod' && selector) lastKept.set(selector, { uid, kept: plan.keep });
  const objects = plan.adopt.length > 0 ? [...plan.keep] : plan.keep;
  const errors: string[] = [];
  for (const object of plan.release) {
    ctx.decide(
      refOf(object),
      `${object.metadata.name} is released: its labels no longer match the selector of ${ds.metadata.name}`,
    );
    const left = (object.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
    const failure = setOwners(ctx, object, left);
    if (failure && failure.reason !== 'NotFound' && failure.reason !== 'Invalid')
      errors.push(failure.message);
  }
  const refusal = plan.adopt.length > 0 ? adoptionRefusal(ctx, ds) : undefined;
  for (const object of plan.adopt) {
    const { name } = object.metadata;
    if (refusal !== undefined) {
      errors.push(`can't adopt ${kind} ${namespace}/${name} (${object.metadata.uid}): ${refusal}`);
      continue;
    }
    ctx.decide(
      refOf(object),
      `${name} has no owner and matches the selector of ${ds.metadata.name}: adopt it`,
    );
    const owners = [...(object.metadata.ownerReferences ?? []), controllerReference(ds)];
    const failure = setOwners(ctx, object, owners);
    if (!failure) objects.push(ctx.read.get(kind, namespace, name) ?? object);
    else if (failure.reason !== 'NotFound') errors.push(failure.message);
  }
  return errors.length > 0
    ? { ok: false, error: errors.join(', ') }
    : { ok: true, objects: objects as T[], adopted: plan.adopt.length > 0 };
}

/** DS-14: a live read must still show the same, living set before anything is adopted. */
function adoptionRefusal(ctx: DaemonContext, ds: DaemonSet): string | undefined {
  const { namespace, name, uid } = ds.metadata;
  const fresh = ctx.api.get('DaemonSet', namespace, name);
  if (!fresh.ok) return fresh.status.message;
  const live = fresh.object.metadata;
  if (live.uid !== uid)
    return `original DaemonSet ${namespace}/${name} is gone: got uid ${live.uid}, wanted ${uid}`;
  if (live.deletionTimestamp !== undefined)
    return `${namespace}/${name} has just been deleted at ${live.deletionTimestamp}`;
  return undefined;
}

function setOwners(
  ctx: DaemonContext,
  object: Pod | ControllerRevision,
  owners: readonly OwnerReference[],
): Status | undefined {
  const { namespace, name } = object.metadata;
  const ownerReferences = owners.length > 0 ? owners.map((owner) => ({ ...owner })) : null;
  const result = ctx.api.patch(object.kind as 'Pod', namespace, name, 'merge', {
    metadata: { ownerReferences },
  });
  return result.ok ? undefined : result.status;
}
