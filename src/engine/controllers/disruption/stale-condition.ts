/** A pod that says it is about to be disrupted, but is not deleted within two minutes, takes that back. */
import { conditionOf, isPodTerminal, isTerminating } from '../../../k8s/conditions';
import { splitKey } from '../../../k8s/ref';
import { parseRfc3339, rfc3339 } from '../../../k8s/time';
import type { Pod, PodCondition } from '../../../k8s/types';
import type { Manifest } from '../../api/types';
import type { SyncError } from '../../component';
import type { DisruptionContext } from './disruption-context';

const TIMEOUT = 120_000;
const TYPE = 'DisruptionTarget';

/** Milliseconds until the condition has to be taken back; undefined when there is none to take back. */
export function staleAfter(pod: Pod, now: number): number | undefined {
  if (isTerminating(pod) || isPodTerminal(pod)) return undefined;
  const condition = conditionOf(pod.status.conditions, TYPE);
  // The kubelet's own may come long before the pod goes.
  if (condition?.status !== 'True' || condition.reason === 'TerminationByKubelet') return undefined;
  return Math.max(0, parseRfc3339(condition.lastTransitionTime ?? '') + TIMEOUT - now) || 0;
}

export function syncStalePod(ctx: DisruptionContext, key: string): SyncError | undefined {
  const { namespace, name } = splitKey(key);
  const pod = ctx.read.get('Pod', namespace, name);
  const delay = pod && staleAfter(pod, ctx.now);
  if (!pod || delay === undefined) return undefined;
  if (delay > 0) {
    ctx.enqueueAfter(`pod:${key}`, delay);
    return undefined;
  }
  const { generation } = pod.metadata;
  const condition = {
    type: TYPE,
    ...(generation !== undefined && { observedGeneration: generation }),
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: rfc3339(ctx.now),
  } as unknown as PodCondition;
  const conditions = pod.status.conditions?.map((c) => (c.type === TYPE ? condition : c)) ?? [];
  const next = { ...pod, status: { ...pod.status, conditions } } as unknown as Manifest;
  const result = ctx.api.update('Pod', namespace, name, next, { subresource: 'status' });
  return result.ok ? undefined : { error: result.status.message };
}
