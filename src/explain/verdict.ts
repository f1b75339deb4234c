/** Why a set has, or has not, a pod on a node: the engine's own answers, put into words (architecture rule 5). */
import {
  isPodUpdated,
  nodeShouldRunDaemonPod,
  templateGeneration,
  type DaemonVerdict,
  type Reader,
} from '../engine/index';
import { conditionOf, isPodAvailable, isPodReady, isTerminating } from '../k8s/conditions';
import { targetNodeName } from '../k8s/node-affinity';
import { podStatusWord } from '../k8s/pod-status';
import { parseRfc3339 } from '../k8s/time';
import type { DaemonSet, Node, Pod } from '../k8s/types';
import { compareText } from '../lib/compare';
import { controllerChecks } from './controller-checks';
import { fixFor } from './fix';
import { kubeletChecks, schedulerCheck } from './pod-checks';
import { currentHash, rolloutWait } from './rollout';
import { tellingEvents } from './telling-events';
import type { Check, Verdict } from './verdict-types';

export type { Verdict } from './verdict-types';

/** `now`: virtual time, ms since the Unix epoch; only minReadySeconds and the rollout's budget depend on it. */
export function explainSlot(read: Reader, set: DaemonSet, nodeName: string, now: number): Verdict {
  const name = set.metadata.name;
  const node = read.get('Node', undefined, nodeName);
  if (!node)
    return {
      title: `${nodeName} does not exist`,
      summary: 'There is no node of this name.',
      tone: 'excluded',
      checks: [],
    };
  const verdict = nodeShouldRunDaemonPod(set, node);
  const pods = read
    .ownedBy('Pod', set.metadata.uid)
    .filter((pod) => targetNodeName(pod) === nodeName)
    .toSorted((a, b) => compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp));
  const pod = pods.findLast((candidate) => !isTerminating(candidate)) ?? pods.at(-1);
  const base = { read, set, node, verdict, now };
  const answer = pod ? explainPod(base, pod, pods) : explainAbsence(base);
  const fix = fixFor(node, verdict);
  return {
    title: pod ? titleOf(name, nodeName, pod) : `${nodeName} has no ${name} pod`,
    ...answer,
    ...(fix ? { fix } : {}),
  };
}

interface Question {
  read: Reader;
  set: DaemonSet;
  node: Node;
  verdict: DaemonVerdict;
  now: number;
}
type Answer = Omit<Verdict, 'title' | 'fix'>;

function titleOf(set: string, node: string, pod: Pod): string {
  const word = podStatusWord(pod);
  if (isTerminating(pod)) return `${set} on ${node} is terminating`;
  if (word !== 'Running') return `${set} on ${node}: ${word}`;
  return isPodReady(pod) ? `${set} runs on ${node}` : `${set} on ${node} is not ready`;
}

function explainAbsence({ read, set, node, verdict }: Question): Answer {
  const checks = controllerChecks(set, node, verdict);
  const later = {
    state: 'skipped',
    label: 'Scheduler: ports, resources',
    detail: 'not reached: no pod is created',
  } as const;
  if (!verdict.shouldRun)
    return { tone: 'excluded', summary: excludedSummary(node, verdict), checks: [...checks, later] };
  if (set.metadata.deletionTimestamp)
    return {
      tone: 'wait',
      summary: 'The DaemonSet is being deleted, so it creates no more pods.',
      checks: [...checks, later],
    };
  const event = tellingEvents(read).get(set.metadata.uid);
  if (event?.reason === 'FailedCreate')
    return {
      tone: 'bad',
      summary: 'The controller tries to create the pod, but the API server refuses it.',
      checks: [...checks, { state: 'no', label: 'API server', detail: event.message }, later],
    };
  return {
    tone: 'wait',
    summary: 'The node qualifies; the controller is about to create the pod.',
    checks: [...checks, later],
  };
}

function excludedSummary(node: Node, { checks }: DaemonVerdict): string {
  const placed = checks.nodeName.ok && checks.nodeSelector.ok && checks.nodeAffinity.ok;
  const lost = checks.taints.untolerated.find((taint) => /\/(not-ready|unreachable)$/.test(taint.key));
  // DS-26: only the NoExecute form of these two taints is tolerated by default.
  if (placed && lost)
    return `${node.metadata.name} is not ready: its taint ${lost.key}:NoSchedule keeps new pods away until the kubelet reports again.`;
  return 'The DaemonSet controller skips this node: one of its rules says no.';
}

function explainPod(question: Question, pod: Pod, pods: readonly Pod[]): Answer {
  const { read, set, node, verdict } = question;
  const checks = [
    ...controllerChecks(set, node, verdict),
    schedulerCheck(read, pod, node.metadata.name),
    ...kubeletChecks(read, pod),
  ];
  if (isTerminating(pod)) return { tone: 'wait', summary: terminatingSummary(question, pod), checks };
  if (!verdict.shouldRun) return { tone: 'wait', summary: misscheduledSummary(question), checks };
  if (isLost(node))
    return {
      tone: 'wait',
      summary: `${node.metadata.name} has stopped reporting, so nobody knows whether the pod still runs. It tolerates the node's taints and stays.`,
      checks,
    };
  const failing = checks.find((check) => check.state === 'no');
  if (failing)
    return {
      tone: failing.label === 'Ready' ? 'wait' : 'bad',
      summary: failureSummary(question, pod, failing),
      checks,
    };
  return explainHealthy(question, pod, pods, checks);
}

function isLost(node: Node): boolean {
  return conditionOf(node.status.conditions, 'Ready')?.status === 'Unknown';
}

function terminatingSummary({ read, set, node, verdict }: Question, pod: Pod): string {
  if (isLost(node))
    return `It has been deleted, but the kubelet of ${node.metadata.name} has stopped reporting. The pod stays Terminating until the node returns or its Node object is deleted.`;
  if (!verdict.shouldContinueRunning)
    return 'The node no longer qualifies, so the controller has deleted the pod.';
  if (set.metadata.deletionTimestamp) return 'The DaemonSet is being deleted, and its pods with it.';
  if (!isPodUpdated(pod, currentHash(read, set), templateGeneration(set)))
    return 'The rolling update has deleted the old pod. The new one is created when this one is gone.';
  return 'The pod has been deleted. The controller creates a new one when this one is gone.';
}

function misscheduledSummary({ node, verdict }: Question): string {
  if (isLost(node))
    return `${node.metadata.name} has stopped reporting. The pod is not evicted, because daemon pods tolerate not-ready and unreachable with effect NoExecute; it counts as misscheduled, and no new pod would be created here.`;
  if (!verdict.shouldContinueRunning)
    return 'The node no longer qualifies, so the controller deletes the pod.';
  return 'NoSchedule keeps new pods away but evicts nobody: the pod stays and counts as misscheduled. If it goes, it does not come back.';
}

function failureSummary({ read, set }: Question, pod: Pod, failing: Check): string {
  const updated = isPodUpdated(pod, currentHash(read, set), templateGeneration(set));
  const status = set.status;
  const holdsUp = updated && (status.updatedNumberScheduled ?? 0) < status.desiredNumberScheduled;
  const effect = holdsUp ? ' Until it is available it uses up the budget of the rolling update.' : '';
  if (failing.label.startsWith('Scheduler'))
    return `The pod exists, but the scheduler cannot bind it.${effect}`;
  if (failing.label === 'Ready') return `The containers run, but the pod is not Ready.${effect}`;
  return `The kubelet cannot get it running: ${podStatusWord(pod)}.${effect}`;
}

function explainHealthy(
  { read, set, now }: Question,
  pod: Pod,
  pods: readonly Pod[],
  checks: Check[],
): Answer {
  const updated = isPodUpdated(pod, currentHash(read, set), templateGeneration(set));
  if (!updated) {
    const { summary, detail } = rolloutWait(read, set, now);
    return { tone: 'wait', summary, checks: [...checks, { state: 'no', label: 'Current template', detail }] };
  }
  if (!isPodReady(pod))
    return { tone: 'wait', summary: 'The node qualifies and the pod is on its way.', checks };
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  if (minReadySeconds === 0) return { tone: 'ok', summary: healthySummary(pods), checks };
  const since = parseRfc3339(conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ?? '');
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  const available = isPodAvailable(pod, minReadySeconds, now);
  const check: Check = {
    state: available ? 'ok' : 'skipped',
    label: 'Available',
    detail: `Ready for ${available ? 'at least ' : `${seconds} of `}${minReadySeconds} s (minReadySeconds)`,
  };
  const waiting = 'The pod is Ready; it counts as available after minReadySeconds.';
  return {
    tone: available ? 'ok' : 'wait',
    summary: available ? healthySummary(pods) : waiting,
    checks: [...checks, check],
  };
}

function healthySummary(pods: readonly Pod[]): string {
  return pods.length > 1
    ? 'The new pod is available; the old one goes.'
    : 'The node qualifies, and the pod runs and is ready.';
}
