/** The conditions that the kubelet writes (POD-4). */
import { conditionOf } from '../../k8s/conditions';
import { rfc3339 } from '../../k8s/time';
import type { Pod, PodCondition } from '../../k8s/types';
import { hasSucceeded, shownState } from './container-status';
import { lastingOf, type ContainerWorker, type PodWorker } from './state';
import type { Phase } from './phase';

type Verdict = { status: 'True' | 'False'; reason?: string; message?: string };

const OWN = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled']);
const TRUE: Verdict = { status: 'True' };
const FALSE: Verdict = { status: 'False' };

/**
 * The whole list: other writers' conditions first, then the kubelet's five in POD-4's order. Of a pod that it refused the kubelet
 * reports no conditions at all. `now` in milliseconds.
 */
export function podConditions(
  pod: Pod,
  worker: PodWorker,
  phase: Phase,
  now: number,
  ending: boolean,
): PodCondition[] {
  const before = pod.status.conditions ?? [];
  if (worker.rejected) return before.filter((c) => !isOwn(c));
  const containers = containersVerdict(worker, phase);
  const own = (type: string, verdict: Verdict): PodCondition =>
    condition(pod, type, verdict, conditionOf(before, type), now);
  const five = [
    own('PodReadyToStartContainers', worker.sandbox && !ending ? TRUE : FALSE),
    own('Initialized', initializedVerdict(worker, phase)),
    own('Ready', readyVerdict(pod, containers)),
    own('ContainersReady', containers),
    own('PodScheduled', TRUE),
  ];
  const added = (ending && worker.ended?.conditions) || [];
  if (added.length === 0 && before.every(isOwn)) return five;
  const others = before.filter((c) => !isOwn(c) && !added.some(({ type }) => type === c.type));
  return others.concat(added, five);
}

function isOwn({ type }: PodCondition): boolean {
  return OWN.has(type);
}

function condition(
  pod: Pod,
  type: string,
  verdict: Verdict,
  before: PodCondition | undefined,
  now: number,
): PodCondition {
  const { generation } = pod.metadata;
  const same = before?.status === verdict.status;
  const observed = (before as { observedGeneration?: number } | undefined)?.observedGeneration;
  const unchanged = same && before.reason === verdict.reason && before.message === verdict.message;
  if (unchanged && observed === generation) return before;
  const { status, reason, message } = verdict;
  const lastTransitionTime = (same && before.lastTransitionTime) || rfc3339(now);
  // Pods have generations but for those of old links, and most verdicts no reason: literals are made at once, merged objects are not.
  const next =
    generation !== undefined && reason === undefined && message === undefined
      ? { type, observedGeneration: generation, status, lastProbeTime: null, lastTransitionTime }
      : {
          type,
          ...(generation !== undefined && { observedGeneration: generation }),
          ...verdict,
          lastProbeTime: null,
          lastTransitionTime,
        };
  // The published types know neither the null that the server really sends nor observedGeneration of 1.34.
  return next as unknown as PodCondition;
}

function initializedVerdict(worker: PodWorker, phase: Phase): Verdict {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  if (worker.init.length === 0 || worker.main.some((c) => shownState(c) !== 'waiting')) return TRUE;
  const isDone = (c: ContainerWorker): boolean => (c.role === 'sidecar' ? c.started : hasSucceeded(c));
  const names = worker.init.filter((c) => !isDone(c)).map((c) => c.name);
  if (names.length === 0) return TRUE;
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${names.join(' ')}]`,
  };
}

function containersVerdict(worker: PodWorker, phase: Phase): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const lasting = lastingOf(worker);
  if (lasting.every((c) => c.ready)) return TRUE;
  const names = lasting.filter((c) => !c.ready).map((c) => c.name);
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${names.join(' ')}]`,
  };
}

function readyVerdict(pod: Pod, containers: Verdict): Verdict {
  if (containers.status === 'False') return containers;
  const problems: string[] = [];
  for (const { conditionType } of pod.spec.readinessGates ?? []) {
    const gate = conditionOf(pod.status.conditions, conditionType);
    if (!gate)
      problems.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (gate.status !== 'True')
      problems.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`);
  }
  if (problems.length === 0) return TRUE;
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: problems.join(', ') };
}
