/**
 * The Deployment controller: a ReplicaSet for each template, and replicas that move from one to the next (WL-6 … WL-14). Queue
 * keys are `<namespace>/<name>`. What a rollout does next is decided by pure functions (`rolling.ts`, `proportion.ts`,
 * `status.ts`); only `revision.ts` and `act.ts` write ReplicaSets.
 */
import { controllerOf } from '../../../k8s/owner';
import { keyOf } from '../../../k8s/ref';
import type { Deployment, Pod } from '../../../k8s/types';
import type { Component } from '../../component';
import { concernedOwners, resolveOwner } from '../../owner-events';
import type { DeploymentContext, DeploymentState } from './deployment-context';
import { syncDeployment } from './sync';

/** So many failures in a row, then the controller waits for the next change. */
const MOST_RETRIES = 15;

export const deploymentController: Component<DeploymentState> = {
  name: 'deployment-controller',
  process: 'kube-controller-manager',
  initialState: () => ({ retries: new Map() }),
  onEvent(ctx, event) {
    if (event.kind === 'Deployment') enqueue(ctx, event.object);
    else if (event.kind === 'ReplicaSet')
      for (const d of concernedOwners(ctx.read, 'Deployment', event)) enqueue(ctx, d);
    else if (event.kind === 'Pod' && event.type === 'DELETED') onPodGone(ctx, event.object);
  },
  sync(ctx, key) {
    const { retries } = ctx.state;
    const failure = syncDeployment(ctx, key);
    const count = failure ? (retries.get(key) ?? 0) + 1 : 0;
    if (count > 0 && count <= MOST_RETRIES) retries.set(key, count);
    else retries.delete(key);
    return count > MOST_RETRIES ? undefined : failure;
  },
};

function enqueue(ctx: DeploymentContext, { metadata }: Deployment): void {
  ctx.enqueue(keyOf(metadata.namespace, metadata.name));
}

/** A Deployment that recreates goes on when the last pod is gone (WL-11). */
function onPodGone(ctx: DeploymentContext, pod: Pod): void {
  const { namespace } = pod.metadata;
  const rs = resolveOwner(ctx.read, 'ReplicaSet', namespace, controllerOf(pod));
  const d = rs && resolveOwner(ctx.read, 'Deployment', namespace, controllerOf(rs));
  if (d?.spec.strategy?.type !== 'Recreate') return;
  const sets = ctx.read.ownedBy('ReplicaSet', d.metadata.uid);
  if (sets.every((set) => ctx.read.ownedBy('Pod', set.metadata.uid).length === 0)) enqueue(ctx, d);
}
