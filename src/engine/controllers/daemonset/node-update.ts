/** The second queue: which sets a new or changed node concerns (DS-7). */
import { controllerOf } from '../../../k8s/owner';
import { keyOf } from '../../../k8s/ref';
import { setKey } from './handlers';
import { judgeNode } from './should-run';
import type { DaemonContext } from './daemon-context';

/**
 * Enqueues every set that has to act on this node. In v1.34.0 that is all (seen at a real one): a NoSchedule taint on a node with a pod
 * enqueues nothing, its end neither, and a pod that is not bound yet is not on the node. Counters and Pending pods follow with the next
 * sync of the set.
 */
export function syncNode(ctx: DaemonContext, nodeName: string): void {
  const node = ctx.read.get('Node', undefined, nodeName);
  if (!node) return;
  const scheduled = new Set<string>();
  for (const pod of ctx.read.podsOnNode(nodeName)) {
    const owner = controllerOf(pod);
    if (owner?.kind === 'DaemonSet') scheduled.add(keyOf(pod.metadata.namespace, owner.name));
  }
  for (const ds of ctx.read.list('DaemonSet')) {
    const { shouldRun, shouldContinueRunning } = judgeNode(ds.spec.template, node);
    const has = scheduled.has(keyOf(ds.metadata.namespace, ds.metadata.name));
    if (has ? !shouldContinueRunning : shouldRun) ctx.enqueue(setKey(ds));
  }
}
