/** How many pods a budget counts on, and how many of them have to be healthy (WL-29). */
import { resolveIntOrPercent } from '../../../k8s/int-or-percent';
import { controllerOf } from '../../../k8s/owner';
import type { Kind, KubeObject, OwnerReference, Pod, PodDisruptionBudget } from '../../../k8s/types';
import { kindByApiVersion } from '../../api/kinds/lookup';
import type { DisruptionContext } from './disruption-context';

export type Expected =
  | { ok: true; expectedPods: number; desiredHealthy: number; unmanaged: readonly Pod[] }
  | { ok: false; error: string };

export function expectedPods(
  ctx: DisruptionContext,
  { spec }: PodDisruptionBudget,
  pods: readonly Pod[],
): Expected {
  const { minAvailable, maxUnavailable } = spec;
  if (maxUnavailable === undefined && typeof minAvailable !== 'string')
    return {
      ok: true,
      expectedPods: minAvailable === undefined ? 0 : pods.length,
      desiredHealthy: minAvailable ?? 0,
      unmanaged: [],
    };
  const scale = totalScale(ctx, pods);
  if ('error' in scale) return { ok: false, error: scale.error };
  const { total, unmanaged } = scale;
  const desiredHealthy =
    maxUnavailable === undefined
      ? resolveIntOrPercent(minAvailable, total, true)
      : Math.max(0, total - resolveIntOrPercent(maxUnavailable, total, true));
  return { ok: true, expectedPods: total, desiredHealthy, unmanaged };
}

/** What the controllers of the pods are scaled to, each counted once. */
function totalScale(
  ctx: DisruptionContext,
  pods: readonly Pod[],
): { total: number; unmanaged: Pod[] } | { error: string } {
  const scales = new Map<string, number>();
  const unmanaged: Pod[] = [];
  let last: string | undefined;
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (!owner) unmanaged.push(pod);
    // Mostly the owner of the pod before.
    if (!owner || owner.uid === last || scales.has(owner.uid)) continue;
    const found = scaleOf(ctx, owner, pod.metadata.namespace);
    if (found === undefined)
      return { error: `found no controllers for pod ${JSON.stringify(pod.metadata.name)}` };
    if ('error' in found) return found;
    scales.set(found.uid, found.replicas);
    last = owner.uid;
  }
  let total = 0;
  for (const replicas of scales.values()) total += replicas;
  return { total, unmanaged };
}

/** Of a ReplicaSet it is the Deployment above it that counts. Undefined: the controller is gone. */
function scaleOf(
  ctx: DisruptionContext,
  owner: OwnerReference,
  namespace: string | undefined,
): { uid: string; replicas: number } | { error: string } | undefined {
  const { apiVersion, kind, name, uid } = owner;
  // Known upstream, but not served here.
  if (apiVersion === 'v1' && kind === 'ReplicationController') return undefined;
  const row = kindByApiVersion(apiVersion, kind, ctx.read);
  if (!row)
    return { error: `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}` };
  const object = ctx.read.get(row.id as Kind, namespace, name) as KubeObject | undefined;
  if (!row.subresources.includes('scale')) {
    const resource = row.group === '' ? row.plural : `${row.plural}.${row.group}`;
    return { error: `${resource} does not implement the scale subresource` };
  }
  if (object?.metadata.uid !== uid) return undefined;
  if (row.id === 'ReplicaSet') {
    const above = controllerOf(object);
    if (above?.kind === 'Deployment') {
      const deployment = ctx.read.get('Deployment', namespace, above.name);
      if (deployment?.metadata.uid === above.uid)
        return { uid: above.uid, replicas: deployment.spec.replicas ?? 1 };
    }
  }
  const scale = ctx.api.getScale(row.id as Kind, namespace, name);
  if (!scale.ok) return { error: scale.status.message };
  return { uid, replicas: scale.object.spec?.replicas ?? 0 };
}
