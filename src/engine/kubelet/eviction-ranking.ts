/** Whom the kubelet evicts first when its machine is short of something, and in which words (POD-41). */
import { isMirror } from '../../k8s/static-pod';
import { parseWhole, quantityText } from '../../k8s/quantity';
import { CRITICAL_PRIORITY, podPriority } from '../../k8s/pod-priority';
import { podRequests } from '../../k8s/resources';
import type { Pod } from '../../k8s/types';
import type { Resource } from '../world';
import { binaryText, SIGNALS } from './eviction-signals';
import type { PodWorker } from './state';
import { total, usageOf } from './usage';

export interface Candidate {
  worker: PodWorker;
  pod: Pod;
}

/** Never evicted, and admitted under pressure: mirrors of static pods, and pods of a system priority. */
export function isCritical(pod: Pod): boolean {
  return isMirror(pod) || podPriority(pod) >= CRITICAL_PRIORITY;
}

interface Ranked extends Candidate {
  /** More than it asked for; absent when nothing is measured. */
  over?: number;
}

/** The first to go first: unmeasured, above its requests, low priority, most above its requests. PIDs know no requests. */
export function rankForEviction(candidates: readonly Candidate[], resource: Resource): Candidate[] {
  const rows = candidates.map(({ worker, pod }): Ranked => {
    const usage = usageOf(worker, pod, resource);
    const asked = podRequests(pod.spec)[SIGNALS[resource].resource] ?? 0;
    return { worker, pod, ...(usage && { over: total(usage) - asked }) };
  });
  const exceeds = ({ over }: Ranked): number => (over === undefined ? 2 : Number(over > 0));
  const byRequests = (a: Ranked, b: Ranked): number => (resource === 'pid' ? 0 : exceeds(b) - exceeds(a));
  return rows.sort(
    (a, b) =>
      byRequests(a, b) ||
      podPriority(a.pod) - podPriority(b.pod) ||
      (b.over ?? Infinity) - (a.over ?? Infinity) ||
      0,
  );
}

/** Text of the pod's status, condition and event. It ends with a space, as upstream's. `left`: what is available, as a quantity. */
export function evictionMessage({ worker, pod }: Candidate, resource: Resource, left: string): string {
  const { resource: word, threshold } = SIGNALS[resource];
  let message = `The node was low on resource: ${word}. Threshold quantity: ${threshold}, available: ${left}. `;
  const usage = resource === 'pid' ? undefined : usageOf(worker, pod, resource);
  if (!usage) return message;
  const used = (who: string, bytes: number, request: string): string =>
    `${who} was using ${binaryText(bytes)}, request is ${quantityText(request)}, has larger consumption of ${word}. `;
  const whole = (pod.spec as { resources?: { requests?: Record<string, string> } }).resources?.requests?.[
    word
  ];
  if (resource === 'memory' && whole !== undefined)
    message += used(`Pod ${pod.metadata.name}`, total(usage), whole);
  for (const { name, resources } of [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]) {
    const bytes = usage.get(name);
    const request = resources?.requests?.[word] ?? '0';
    if (bytes !== undefined && bytes > wholeOf(request)) message += used(`Container ${name}`, bytes, request);
  }
  return message;
}

function wholeOf(text: string): number {
  return parseWhole(text) ?? 0;
}
