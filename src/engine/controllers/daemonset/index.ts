/**
 * The DaemonSet controller: one pod on every node that should run one. Queue keys are `set:<namespace>/<name>` and
 * `node:<name>` (upstream has two queues). Invariant: only `act.ts` creates and deletes pods; what it does is decided by pure
 * functions (`podsOnNodes`, `rollingUpdate`).
 */
import type { Component } from '../../component';
import { newChurn } from '../../churn';
import { onDaemonSet, onNode, onPod, onRevision, setKey } from './handlers';
import { noteEvent } from './known-pods';
import { syncNode } from './node-update';
import type { DaemonState } from './daemon-context';
import { syncDaemonSet } from './sync';

export const daemonSetController: Component<DaemonState> = {
  name: 'daemonset-controller',
  process: 'kube-controller-manager',
  initialState: () => ({
    expectations: new Map(),
    backoff: new Map(),
    churn: newChurn(),
    suspended: new Map(),
  }),
  onEvent(ctx, event) {
    noteEvent(ctx.state, event);
    switch (event.kind) {
      case 'DaemonSet':
        return onDaemonSet(ctx, event);
      case 'ControllerRevision':
        return onRevision(ctx, event);
      case 'Pod':
        return onPod(ctx, event);
      case 'Node':
        return onNode(ctx, event);
      default:
    }
  },
  onInput(ctx, input) {
    if (input.type !== 'place-daemon-pods') return;
    // The other way to place pods: every set is looked at anew, the pods there are stay.
    ctx.state.suspended.clear();
    for (const ds of ctx.read.list('DaemonSet')) ctx.enqueue(setKey(ds));
  },
  sync(ctx, key) {
    if (key.startsWith('node:')) return syncNode(ctx, key.slice('node:'.length));
    return syncDaemonSet(ctx, key.slice('set:'.length), key);
  },
};
