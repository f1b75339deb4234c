/** What is done for one node as soon as it changes. */
import { refOf } from '../../../k8s/ref';
import { rfc3339 } from '../../../k8s/time';
import type { Json, Node, Taint } from '../../../k8s/types';
import type { Context } from '../../component';
import type { NodeLifecycleState } from './state';
import { readyStatus, withMirroredTaints, withNoExecute } from './taints';

type Ctx = Context<NodeLifecycleState>;

/** Events RemovingNode and RegisteredNode (NODE-6). */
export function announce(ctx: Ctx, name: string): void {
  const uid = ctx.state.removed.get(name);
  if (uid !== undefined) {
    ctx.state.removed.delete(name);
    const message = `Node ${name} event: Removing Node ${name} from Controller`;
    ctx.event({ kind: 'Node', name, uid }, 'Normal', 'RemovingNode', message);
  }
  const known = ctx.state.nodes.get(name);
  const node = ctx.read.get('Node', undefined, name);
  if (!known || !node || known.announced) return;
  known.announced = true;
  ctx.event(
    refOf(node),
    'Normal',
    'RegisteredNode',
    `Node ${name} event: Registered Node ${name} in Controller`,
  );
}

/** NODE-11, and the removal of the NoExecute taints from a node that is ready (NODE-10, NODE-12). */
export function mirrorTaints(ctx: Ctx, name: string): void {
  const node = ctx.read.get('Node', undefined, name);
  if (!node) return;
  const time = rfc3339(ctx.now);
  const mirrored = withMirroredTaints(node, time);
  const next = mirrored ? { ...node, spec: { ...node.spec, taints: mirrored } } : node;
  const cleared = readyStatus(node) === 'True' ? withNoExecute(next, undefined, time) : undefined;
  const taints = cleared ?? mirrored;
  if (taints) writeTaints(ctx, node, taints);
}

export function writeTaints(ctx: Ctx, node: Node, taints: readonly Taint[]): void {
  const { name } = node.metadata;
  ctx.api.patch('Node', undefined, name, 'merge', {
    spec: { taints: taints.length === 0 ? null : (taints as unknown as Json[]) },
  });
}
