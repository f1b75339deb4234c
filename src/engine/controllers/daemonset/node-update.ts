/** The second queue: which sets a new or changed node concerns (DS-7). */
import { targetNodeName } from '../../../k8s/node-affinity';
import { controllerOf } from '../../../k8s/owner';
import type { DaemonSet } from '../../../k8s/types';
import { setKey } from './handlers';
import { nodeShouldRunDaemonPod } from './should-run';
import type { DaemonContext } from './daemon-context';

/**
 * Enqueues every set that has to act on this node, or that counts misscheduled pods already. So a first NoSchedule taint on a
 * node with a pod enqueues nothing, as in v1.34: the counters follow with the next sync of the set.
 */
export function syncNode(ctx: DaemonContext, nodeName: string): void {
  const node = ctx.read.get('Node', undefined, nodeName);
  if (!node) return;
  const owners = new Set(ctx.read.podsOnNode(nodeName).map((pod) => controllerOf(pod)?.uid));
  for (const ds of ctx.read.list('DaemonSet')) {
    const verdict = nodeShouldRunDaemonPod(ds, node);
    const bound = owners.has(ds.metadata.uid);
    const concerned = verdict.shouldRun
      ? !bound
      : !verdict.shouldContinueRunning && (bound || waitsForNode(ctx, ds, nodeName));
    if (concerned || (bound && (ds.status.numberMisscheduled ?? 0) > 0)) ctx.enqueue(setKey(ds));
  }
}

/** A pod of the set that the scheduler has not bound yet, but that can only go to this node. */
function waitsForNode(ctx: DaemonContext, ds: DaemonSet, nodeName: string): boolean {
  return ctx.read
    .ownedBy('Pod', ds.metadata.uid)
    .some((pod) => !pod.spec.nodeName && targetNodeName(pod) === nodeName);
}
