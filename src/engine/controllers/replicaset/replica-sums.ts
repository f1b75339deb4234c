/** The pods that count as replicas of a set, and sums of them, in step with the watch events. */
import { isPodReady, isPodTerminal, isTerminating } from '../../../k8s/conditions';
import type { Pod, ReplicaSet } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import type { WatchEvent } from '../../api/types';
import { claim } from '../../claim';
import type { SyncError } from '../../component';
import { derivedFrom } from '../../derived';
import { OwnedPods, type PodSums } from '../../owned-pods';
import type { ReplicaContext, ReplicaState } from './replica-context';

/** What a sync has to know of the active pods of a set. */
export interface Replicas {
  readonly size: number;
  readonly sums: ReplicaSums;
  /** As they were when they were counted, in no order. */
  pods(): Iterable<Pod>;
  /** As they are, in order of their names. */
  list(): readonly Pod[];
}

/** Neither finished nor going: what counts as a replica (WL-1). */
export function isActive(pod: Pod): boolean {
  return !isTerminating(pod) && !isPodTerminal(pod);
}

type Labels = Readonly<Record<string, string>>;

/** How many of a set's pods have all labels of its template, and how many are ready, pod by pod. */
export class ReplicaSums implements PodSums {
  full = 0;
  ready = 0;
  private readonly pairs: readonly [string, string][];

  constructor(readonly labels: Labels | undefined) {
    this.pairs = Object.entries(labels ?? {});
  }

  changed(before: Pod | undefined, now: Pod | undefined): void {
    if (before) this.count(before, -1);
    if (now) this.count(now, 1);
  }

  private count(pod: Pod, by: 1 | -1): void {
    const { labels } = pod.metadata;
    if (this.pairs.every(([key, value]) => labels?.[key] === value)) this.full += by;
    if (isPodReady(pod)) this.ready += by;
  }
}

export const knownPods = derivedFrom<ReplicaState, OwnedPods<ReplicaSums>>(() => new OwnedPods(isActive));

/** To be told of every event, before anything is enqueued for it. */
export function noteEvent(state: ReplicaState, event: WatchEvent): void {
  if (event.kind === 'Pod') knownPods(state).note(event);
  else if (event.kind === 'ReplicaSet' && event.type === 'DELETED')
    knownPods(state).forget(event.object.metadata.uid);
}

/** The set's active pods, after adopting and releasing what has to be. */
export function replicasOf(ctx: ReplicaContext, rs: ReplicaSet): Replicas | SyncError {
  const known = knownPods(ctx.state);
  const { uid } = rs.metadata;
  const labels = rs.spec.template?.metadata?.labels;
  const newSums = () => new ReplicaSums(labels);
  let roster = known.of(ctx.read, rs, newSums);
  if (roster && !deepEqual(roster.sums.labels, labels)) {
    known.forget(uid);
    roster = known.of(ctx.read, rs, newSums);
  }
  if (roster) {
    const counted = roster;
    return {
      size: counted.size,
      sums: counted.sums,
      pods: () => counted.pods(),
      list: () => counted.list(ctx.read),
    };
  }
  const claimed = claim(ctx, rs, 'Pod', undefined, isActive);
  if (!claimed.ok) return { error: claimed.error };
  const { objects } = claimed;
  const sums = newSums();
  for (const pod of objects) sums.changed(undefined, pod);
  return { size: objects.length, sums, pods: () => objects, list: () => objects };
}
