/**
 * The ReplicaSet controller: as many pods of one template as wanted (WL-1 … WL-5). Queue keys are `<namespace>/<name>`.
 * Watches are synchronous here, so that what a sync has asked for is there when it returns: upstream's expectations would always
 * be met. Invariant: only `replicas.ts` creates and deletes pods; which ones go is decided by a pure function (`podsToDelete`).
 */
import { keyOf } from '../../../k8s/ref';
import { newChurn } from '../../churn';
import type { Component } from '../../component';
import { concernedOwners } from '../../owner-events';
import type { ReplicaState } from './replica-context';
import { noteEvent } from './replica-sums';
import { syncReplicaSet } from './sync';

export const replicaSetController: Component<ReplicaState> = {
  name: 'replicaset-controller',
  process: 'kube-controller-manager',
  initialState: () => ({ churn: newChurn(), dead: new Map() }),
  onEvent(ctx, event) {
    noteEvent(ctx.state, event);
    const { kind, object } = event;
    if (kind === 'ReplicaSet') ctx.enqueue(keyOf(object.metadata.namespace, object.metadata.name));
    else if (kind === 'Pod')
      for (const { metadata } of concernedOwners(ctx.read, 'ReplicaSet', event))
        ctx.enqueue(keyOf(metadata.namespace, metadata.name));
  },
  sync: syncReplicaSet,
};
