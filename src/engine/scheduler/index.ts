import { splitKey } from '../../k8s/ref';
import type { Component } from '../component';
import { attempt } from './cycle';
import { nextKey, takeNext } from './queue';
import { newSchedulerState, type SchedulerState } from './state';
import {
  activate,
  flush,
  FLUSH_TIMER,
  onNodeEvent,
  onPodEvent,
  onStorageEvent,
  SCHEDULER_NAME,
} from './watch';

export { explainScheduling } from './explain-scheduling';
export { usageOf } from './node-usage';

/** kube-scheduler. Keys are pods, but the pod that is tried is always the first of the queue (SCH-1). */
export const scheduler: Component<SchedulerState> = {
  name: SCHEDULER_NAME,
  process: 'kube-scheduler',
  initialState: newSchedulerState,
  onEvent(ctx, event) {
    if (event.kind === 'Pod') onPodEvent(ctx, event);
    else if (event.kind === 'Node') onNodeEvent(ctx, event);
    else onStorageEvent(ctx, event);
  },
  sync(ctx) {
    const pending = takeNext(ctx.state);
    if (!pending) return;
    const { namespace, name } = splitKey(pending.key);
    const pod = ctx.read.get('Pod', namespace, name);
    if (pod) attempt(ctx, pending, pod);
    // A pod of higher priority may have been tried in place of the key's own, so make sure that nobody is left behind.
    const next = nextKey(ctx.state);
    if (next !== undefined) ctx.enqueue(next);
  },
  onTimer(ctx, key) {
    if (key === FLUSH_TIMER) flush(ctx);
    else {
      const pending = ctx.state.pending.get(key.slice('error '.length));
      if (pending?.pool === 'error') activate(ctx, pending);
    }
  },
};
