import type { Component } from '../../component';
import { drainZones } from './eviction-queue';
import { check } from './health-check';
import { mirrorTaints } from './node-sync';
import { CHECK, ZONES } from './passes';
import { newNodeLifecycleState, type NodeLifecycleState } from './state';
import { onFault, onLease, onNodeAddedOrChanged, onNodeDeleted, onStart } from './watch';

/**
 * The node lifecycle controller: notices silent kubelets (NODE-9), mirrors conditions as taints (NODE-11, NODE-12) and marks the
 * pods of a lost node (NODE-13). Keys are node names; `@…` are its two passes over all nodes.
 */
export const nodeLifecycleController: Component<NodeLifecycleState> = {
  name: 'node-controller',
  process: 'kube-controller-manager',
  initialState: newNodeLifecycleState,
  onStart,
  onEvent(ctx, event) {
    if (event.kind === 'Lease') {
      if (event.type !== 'DELETED') onLease(ctx, event.object.metadata);
    } else if (event.kind !== 'Node') return;
    else if (event.type === 'DELETED') onNodeDeleted(ctx, event.object);
    else onNodeAddedOrChanged(ctx, event.object);
  },
  onInput(ctx, input) {
    if (input.type === 'break') onFault(ctx, input.target);
  },
  onTimer(ctx, key) {
    ctx.enqueue(key);
  },
  sync(ctx, key) {
    if (key === CHECK) check(ctx);
    else if (key === ZONES) drainZones(ctx);
    else mirrorTaints(ctx, key);
  },
};
