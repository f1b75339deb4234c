/** The one place that creates and deletes pods of ReplicaSets (WL-1 … WL-4). */
import { matchesSelector } from '../../../k8s/labels';
import { controllerOf, controllerReference } from '../../../k8s/owner';
import { keyOf, refOf } from '../../../k8s/ref';
import type { Pod, ReplicaSet } from '../../../k8s/types';
import type { Manifest, Reader } from '../../api/types';
import { mayCreate, noteCreation } from '../../churn';
import { isNamespaceTerminating } from '../../namespace-terminating';
import { slowStart } from '../../slow-start';
import { podsToDelete } from './deletion-order';
import type { ReplicaContext } from './replica-context';
import { isActive, type Replicas } from './replica-sums';

/** Most creations, or deletions, in one sync (WL-2). */
export const BURST = 500;
/** Upstream's client makes 20 requests a second: milliseconds a pod. */
const PACE = 50;
/** After so many pods in a row that died at once the pace is halved, and again after as many. */
const PLENTY = 100;

/** Brings the number of pods nearer to what is wanted; the rest is found again by the next sync. Result: the first error, if any. */
export function manageReplicas(ctx: ReplicaContext, rs: ReplicaSet, active: Replicas): string | undefined {
  const wanted = rs.spec.replicas ?? 1;
  const missing = wanted - active.size;
  if (missing > 0) return createPods(ctx, rs, wanted, Math.min(missing, BURST));
  // Pods have stayed from one instant to the next.
  if (ctx.state.churn.at !== ctx.now) ctx.state.dead.delete(keyOfSet(rs));
  return missing < 0 ? deletePods(ctx, rs, active.list(), wanted) : undefined;
}

function createPods(
  ctx: ReplicaContext,
  rs: ReplicaSet,
  wanted: number,
  missing: number,
): string | undefined {
  const { churn, dead } = ctx.state;
  const { uid, namespace } = rs.metadata;
  const about = { apiVersion: rs.apiVersion, ...refOf(rs) };
  // More than the pods themselves and all of them replaced by hand is no honest reason.
  const most = 20 + 3 * wanted;
  if (!mayCreate(churn, uid, '', ctx.now, most)) {
    const key = keyOfSet(rs);
    const died = (dead.get(key) ?? 0) + most;
    dead.set(key, died);
    ctx.enqueueAfter(key, most * PACE * 2 ** Math.floor(died / PLENTY));
    return undefined;
  }
  ctx.decide(about, `${wanted - missing} of ${wanted} pods are there: create ${missing}`);
  const pod = podOf(rs);
  const { errors } = slowStart(missing, () => {
    const result = ctx.api.create('Pod', namespace, pod);
    if (result.ok) {
      noteCreation(churn, uid, '', ctx.now);
      ctx.event(about, 'Normal', 'SuccessfulCreate', `Created pod: ${result.object.metadata.name}`);
      return undefined;
    }
    if (isNamespaceTerminating(result.status)) return undefined;
    ctx.event(about, 'Warning', 'FailedCreate', `Error creating: ${result.status.message}`);
    return result.status.message;
  });
  return errors[0];
}

function deletePods(
  ctx: ReplicaContext,
  rs: ReplicaSet,
  active: readonly Pod[],
  wanted: number,
): string | undefined {
  const about = { apiVersion: rs.apiVersion, ...refOf(rs) };
  const count = Math.min(active.length - wanted, BURST);
  let firstError: string | undefined;
  for (const { pod, why } of podsToDelete(active, relatedPods(ctx.read, rs), count, ctx.now)) {
    const { namespace, name } = pod.metadata;
    ctx.decide(refOf(pod), `${active.length} pods, ${wanted} wanted: ${name} goes, because ${why}`);
    const result = ctx.api.delete('Pod', namespace, name);
    if (result.ok) ctx.event(about, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
    else if (result.status.reason !== 'NotFound') {
      ctx.event(about, 'Warning', 'FailedDelete', `Error deleting: ${result.status.message}`);
      firstError ??= `unable to delete pods: ${result.status.message}`;
    }
  }
  return firstError;
}

/** Active pods of all sets of the same Deployment. A set without an owner has none, not even its own, as upstream. */
function relatedPods(read: Reader, rs: ReplicaSet): Pod[] {
  const owner = controllerOf(rs);
  if (!owner) return [];
  return read
    .ownedBy('ReplicaSet', owner.uid)
    .filter((set) => controllerOf(set)?.uid === owner.uid)
    .flatMap((set) =>
      read
        .ownedBy('Pod', set.metadata.uid)
        .filter((pod) => isActive(pod) && matchesSelector(set.spec.selector, pod.metadata.labels)),
    );
}

function podOf(rs: ReplicaSet): Manifest {
  const { name, namespace } = rs.metadata;
  const { metadata, spec } = rs.spec.template ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: name.length < 253 ? `${name}-` : name,
      namespace,
      labels: metadata?.labels ?? {},
      ...(metadata?.annotations && { annotations: metadata.annotations }),
      ...(metadata?.finalizers && { finalizers: metadata.finalizers }),
      ownerReferences: [controllerReference(rs)],
    },
    spec,
  } as unknown as Manifest;
}

export function keyOfSet({ metadata }: ReplicaSet): string {
  return keyOf(metadata.namespace, metadata.name);
}
