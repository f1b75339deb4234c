/**
 * The StatefulSet controller: pods with a name, a number and a place in the row (WL-18 … WL-21). Queue keys are
 * `<namespace>/<name>`. What a sync does is decided by a pure function (`planSteps`) and carried out by `act.ts`, which alone
 * creates, changes and deletes pods.
 */
import type { Component } from '../../component';
import { newChurn } from '../../churn';
import { onPod } from './handlers';
import type { StatefulState } from './stateful-context';
import { syncStatefulSet } from './sync';
import { keyOf } from '../../../k8s/ref';

export const statefulSetController: Component<StatefulState> = {
  name: 'statefulset-controller',
  process: 'kube-controller-manager',
  initialState: () => ({ churn: newChurn() }),
  onEvent(ctx, event) {
    if (event.kind === 'StatefulSet')
      ctx.enqueue(keyOf(event.object.metadata.namespace, event.object.metadata.name));
    else if (event.kind === 'Pod') onPod(ctx, event);
  },
  sync: syncStatefulSet,
};
