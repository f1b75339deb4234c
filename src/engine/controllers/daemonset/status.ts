/** The set's counters (DS-47 … DS-50). */
import { isPodAvailable, isPodReady } from '../../../k8s/conditions';
import type { DaemonSet, DaemonSetStatus, Node } from '../../../k8s/types';
import type { Manifest } from '../../api/types';
import { firstPod, type NodePods } from './node-pods';
import { isPodUpdated, templateGeneration } from './pod-template';
import { daemonVerdicts, type DaemonVerdict } from './should-run';
import type { DaemonContext } from './daemon-context';

export interface Counters {
  desiredNumberScheduled: number;
  currentNumberScheduled: number;
  numberMisscheduled: number;
  numberReady: number;
  updatedNumberScheduled: number;
  numberAvailable: number;
  numberUnavailable: number;
}

/** Pure: counts the first pod of each node (DS-35), as DS-47 says. `now` in ms; `verdicts` in the order of the nodes. */
export function countPods(
  ds: DaemonSet,
  nodes: readonly Node[],
  byNode: NodePods,
  hash: string,
  now: number,
  verdicts: readonly DaemonVerdict[] = daemonVerdicts(ds, nodes),
): Counters {
  const minReadySeconds = ds.spec.minReadySeconds ?? 0;
  const generation = templateGeneration(ds);
  const c: Counters = {
    desiredNumberScheduled: 0,
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    numberReady: 0,
    updatedNumberScheduled: 0,
    numberAvailable: 0,
    numberUnavailable: 0,
  };
  let i = 0;
  for (const node of nodes) {
    const verdict = verdicts[i++];
    const first = firstPod(byNode.get(node.metadata.name));
    if (!verdict?.shouldRun) {
      if (first) c.numberMisscheduled++;
      continue;
    }
    c.desiredNumberScheduled++;
    if (!first) continue;
    c.currentNumberScheduled++;
    if (isPodReady(first)) {
      c.numberReady++;
      if (isPodAvailable(first, minReadySeconds, now)) c.numberAvailable++;
    }
    if (isPodUpdated(first, hash, generation)) c.updatedNumberScheduled++;
  }
  c.numberUnavailable = c.desiredNumberScheduled - c.numberAvailable;
  return c;
}

/** Writes the counters when they differ from what is stored; one fresh read and one retry on failure (DS-48). Result: the error, if any. */
export function storeStatus(
  ctx: DaemonContext,
  ds: DaemonSet,
  counters: Counters,
  /** Absent = leave observedGeneration as it is (DS-8 step 5). */
  observedGeneration: number | undefined,
): string | undefined {
  const s = ds.status;
  const generation = observedGeneration ?? s.observedGeneration ?? 0;
  if (
    s.desiredNumberScheduled === counters.desiredNumberScheduled &&
    s.currentNumberScheduled === counters.currentNumberScheduled &&
    s.numberMisscheduled === counters.numberMisscheduled &&
    s.numberReady === counters.numberReady &&
    (s.updatedNumberScheduled ?? 0) === counters.updatedNumberScheduled &&
    (s.numberAvailable ?? 0) === counters.numberAvailable &&
    (s.numberUnavailable ?? 0) === counters.numberUnavailable &&
    (observedGeneration === undefined || (s.observedGeneration ?? 0) >= observedGeneration)
  )
    return undefined;
  const { namespace, name } = ds.metadata;
  const write = (base: DaemonSet) =>
    ctx.api.update('DaemonSet', namespace, name, withStatus(base, counters, generation), {
      subresource: 'status',
    });
  const first = write(ds);
  if (first.ok) return undefined;
  const fresh = ctx.api.get('DaemonSet', namespace, name);
  if (!fresh.ok) return fresh.status.message;
  const second = write(fresh.object);
  return second.ok ? undefined : second.status.message;
}

function withStatus(ds: DaemonSet, counters: Counters, observedGeneration: number): Manifest {
  const status: DaemonSetStatus = { ...ds.status, ...counters };
  // Zero values of the optional counters are not shown (DS-48).
  for (const key of ['updatedNumberScheduled', 'numberAvailable', 'numberUnavailable'] as const)
    if (counters[key] === 0) delete status[key];
  if (observedGeneration > 0) status.observedGeneration = observedGeneration;
  return { ...ds, status } as unknown as Manifest;
}
