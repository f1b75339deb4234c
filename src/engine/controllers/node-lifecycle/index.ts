import type { Component } from '../../component';
import { reviewZones } from './eviction-queue';
import { check } from './health-check';
import { noticedAt } from './heartbeat';
import { mirrorTaints } from './node-sync';
import { armCheck, CHECK, ZONES } from './passes';
import { newNodeLifecycleState, type NodeLifecycleState } from './state';
import { onNodeAddedOrChanged, onNodeDeleted } from './watch';

/**
 * The node lifecycle controller: notices silent kubelets (NODE-9), mirrors conditions as taints (NODE-11, NODE-12) and marks the
 * pods of a lost node (NODE-13). Keys are node names; `@…` are its two passes over all nodes.
 */
export const nodeLifecycleController: Component<NodeLifecycleState> = {
  name: 'node-controller',
  process: 'kube-controller-manager',
  initialState: newNodeLifecycleState,
  onEvent(ctx, event) {
    if (event.kind !== 'Node') return;
    if (event.type === 'DELETED') onNodeDeleted(ctx, event.object);
    else onNodeAddedOrChanged(ctx, event.object);
  },
  onInput(ctx, input) {
    if (input.type !== 'break' && input.type !== 'mend') return;
    const known = ctx.state.nodes.get(input.target);
    // A machine that never posted is on its way to the startup grace period already.
    if (!known?.posted) return;
    if (ctx.world.ofNode(input.target).kubelet !== 'stopped') ctx.state.silent.delete(input.target);
    else if (!ctx.state.silent.has(input.target)) {
      const at = noticedAt(known.registered, ctx.now);
      ctx.state.silent.set(input.target, at);
      armCheck(ctx, at);
    }
  },
  onTimer(ctx, key) {
    ctx.enqueue(key);
  },
  sync(ctx, key) {
    if (key === CHECK) check(ctx);
    else if (key === ZONES) reviewZones(ctx);
    else mirrorTaints(ctx, key);
  },
};
