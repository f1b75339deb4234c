/** What is done for one node as soon as it changes. */
import { rfc3339 } from '../../../k8s/time';
import type { Json, Node, Taint } from '../../../k8s/types';
import type { Context } from '../../component';
import { labelsToReconcile } from './node-labels';
import type { NodeLifecycleState } from './state';
import { withMirroredTaints } from './taints';

type Ctx = Context<NodeLifecycleState>;

/** NODE-11: follows the node's change at once, unlike the NoExecute taints. */
export function mirrorTaints(ctx: Ctx, name: string): void {
  const node = ctx.read.get('Node', undefined, name);
  if (!node) return;
  const taints = withMirroredTaints(node, rfc3339(ctx.now));
  if (taints) writeTaints(ctx, node, taints);
  const labels = labelsToReconcile(node);
  if (labels) ctx.api.patch('Node', undefined, name, 'merge', { metadata: { labels } });
}

export function writeTaints(ctx: Ctx, node: Node, taints: readonly Taint[]): void {
  const { name } = node.metadata;
  ctx.api.patch('Node', undefined, name, 'merge', {
    spec: { taints: taints.length === 0 ? null : (taints as unknown as Json[]) },
  });
}
