import { rfc3339 } from '../../k8s/time';
import type { PodCondition } from '../../k8s/types';
import { runPod } from './pod-worker';
import { endPod } from './termination';
import { podEvent, type Work } from './work';

/** Seconds that a pod gets when the kubelet needs what it uses at once. */
const GRACE = 1;

/** The kubelet ends a pod for want of something (POD-41). It is reported Failed when its containers have stopped; the object stays. */
export function evictPod(work: Work, message: string): void {
  const { generation } = work.pod.metadata;
  const condition = {
    type: 'DisruptionTarget',
    ...(generation !== undefined && { observedGeneration: generation }),
    status: 'True',
    reason: 'TerminationByKubelet',
    message,
    lastProbeTime: null,
    lastTransitionTime: rfc3339(work.ctx.now),
  };
  // The published types know neither the null that the server really sends nor observedGeneration of 1.34.
  const conditions = [condition as unknown as PodCondition];
  podEvent(work, 'Warning', 'Evicted', message);
  endPod(work, { phase: 'Failed', reason: 'Evicted', message, conditions, grace: GRACE });
  runPod(work);
}
