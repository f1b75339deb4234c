/** Why a set has, or has not, a pod on a node: the engine's own answers, put into words (architecture rule 5). */
import {
  daemonJudge,
  isPodUpdated,
  templateGeneration,
  type DaemonVerdict,
  type Reader,
  type WorldReader,
} from '../engine/index';
import { conditionOf, isPodAvailable, isPodReady, isPodTerminal, isTerminating } from '../k8s/conditions';
import { podStatusWord } from '../k8s/pod-status';
import { hasProbe } from '../k8s/resources';
import { parseRfc3339 } from '../k8s/time';
import type { DaemonSet, Node, Pod } from '../k8s/types';
import { compareText } from '../lib/compare';
import { controllerChecks, ROOM } from './controller-checks';
import { fixFor } from './fix';
import { byControllers, controllersStopped, outageOf, seenFromOutside, unnoticed } from './outside';
import { kubeletChecks } from './pod-checks';
import type { Question } from './question';
import { currentHash, rolloutWait } from './rollout';
import { gatesOf, SCHEDULER, schedulerCheck } from './scheduler-check';
import { podsOfSet } from './set-pods';
import { tellingEvents } from './telling-events';
import { failureSummary } from './unfinished';
import type { Check, Verdict } from './verdict-types';

export type { Verdict } from './verdict-types';

/**
 * `now`: virtual time, ms since the Unix epoch; only minReadySeconds and the rollout's budget depend on it. `world`: faults and who places
 * daemon pods; without it all is sound, and the scheduler does.
 */
export function explainSlot(
  read: Reader,
  set: DaemonSet,
  nodeName: string,
  now: number,
  world?: WorldReader,
): Verdict {
  const name = set.metadata.name;
  const node = read.get('Node', undefined, nodeName);
  if (!node)
    return {
      title: `${nodeName} does not exist`,
      summary: 'There is no node of this name.',
      tone: 'excluded',
      checks: [],
    };
  const verdict = daemonJudge(read, world)(set, node);
  const pods = podsOfSet(read, set.metadata.uid)
    .on(nodeName)
    .toSorted((a, b) => compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp));
  const pod = pods.findLast((candidate) => !isTerminating(candidate)) ?? pods.at(-1);
  const base = { read, set, node, verdict, now, world };
  const answer = pod ? explainPod(base, pod, pods) : explainAbsence(base);
  const fix = fixFor(node, verdict);
  return {
    title: pod ? titleOf(name, nodeName, pod) : `${nodeName} has no ${name} pod`,
    ...answer,
    ...(fix ? { fix } : {}),
  };
}

type Answer = Omit<Verdict, 'title' | 'fix'>;

function titleOf(set: string, node: string, pod: Pod): string {
  // Of a pod that has failed kubectl shows how a container ended; why it failed tells more.
  const word = (pod.status.phase === 'Failed' && pod.status.reason) || podStatusWord(pod);
  if (isTerminating(pod)) return `${set} on ${node} is terminating`;
  if (word !== 'Running') return `${set} on ${node}: ${word}`;
  return isPodReady(pod) ? `${set} runs on ${node}` : `${set} on ${node} is not ready`;
}

function explainAbsence({ read, set, node, verdict, world }: Question): Answer {
  const checks = controllerChecks(set, node, verdict);
  const bypassed = world?.daemonPlacement === 'controller';
  const later = {
    state: 'skipped',
    label: SCHEDULER,
    detail: bypassed ? 'not asked: the controller places the pods itself' : 'not reached: no pod is created',
  } as const;
  if (!verdict.shouldRun)
    return { tone: 'excluded', summary: excludedSummary(node, verdict), checks: [...checks, later] };
  if (set.metadata.deletionTimestamp)
    return {
      tone: 'wait',
      summary: 'The DaemonSet is being deleted, so it creates no more pods.',
      checks: [...checks, later],
    };
  if (controllersStopped(world))
    return {
      tone: 'wait',
      summary: 'The node qualifies. kube-controller-manager is stopped: nobody creates the pod.',
      checks: [...checks, later],
    };
  if (verdict.unplaced !== undefined)
    return {
      tone: 'bad',
      summary: `The pod does not fit on ${node.metadata.name}, so the controller creates none. It tries again when something changes.`,
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
  const { read, set, node, verdict, world } = question;
  const { name } = node.metadata;
  const checks = [
    ...controllerChecks(set, node, verdict).map(leftAlone),
    schedulerCheck(read, pod, name, world),
    ...kubeletChecks(read, pod, world),
  ];
  if (isTerminating(pod)) return { tone: 'wait', summary: terminatingSummary(question, pod), checks };
  if (!verdict.shouldRun) return { tone: 'wait', summary: misscheduledSummary(question, pod), checks };
  if (isLost(node))
    return {
      tone: 'wait',
      summary: `${name} has stopped reporting, so nobody knows whether the pod still runs. It tolerates the node's taints and stays.${seenFromOutside(world, name)}`,
      checks,
    };
  const outage = outageOf(world, name);
  if (outage && pod.spec.nodeName && !isPodTerminal(pod)) {
    const silent: Check = { state: 'no', label: 'Node', detail: outage.reason };
    const summary = pod.status.startTime
      ? unnoticed(world, name, outage)
      : `The pod is bound to ${name}, and nobody starts it there: ${outage.reason}.`;
    return { tone: 'wait', summary, checks: [...checks, silent] };
  }
  const failing = checks.find((check) => check.state === 'no');
  if (failing)
    return {
      tone: failing.label === 'Ready' || gatesOf(pod).length > 0 ? 'wait' : 'bad',
      summary: failureSummary(question, pod, failing),
      checks,
    };
  return explainHealthy(question, pod, pods, checks);
}

/** Before 1.12: that there is no room for another pod does not matter to the one that is there. */
function leftAlone(check: Check): Check {
  if (check.label !== ROOM || check.state !== 'no') return check;
  return { ...check, state: 'skipped', detail: `no room for a new one: ${check.detail}` };
}

function isLost(node: Node): boolean {
  return conditionOf(node.status.conditions, 'Ready')?.status === 'Unknown';
}

function terminatingSummary({ read, set, node, verdict, world }: Question, pod: Pod): string {
  const { name } = node.metadata;
  if (isLost(node))
    return `It has been deleted, but the kubelet of ${name} has stopped reporting. The pod stays Terminating until the node returns or its Node object is deleted.${seenFromOutside(world, name)}`;
  const outage = outageOf(world, name);
  if (outage)
    return `It has been deleted, and nobody ends it on ${name}: ${outage.reason}. It stays Terminating until the node reports again.`;
  if (!verdict.shouldContinueRunning)
    return 'The node no longer qualifies, so the controller has deleted the pod.';
  if (set.metadata.deletionTimestamp) return 'The DaemonSet is being deleted, and its pods with it.';
  if (!isPodUpdated(pod, currentHash(read, set), templateGeneration(set)))
    return byControllers(
      world,
      'The rolling update has deleted the old pod. The new one is created when this one is gone.',
    );
  return byControllers(
    world,
    'The pod has been deleted. The controller creates a new one when this one is gone.',
  );
}

function misscheduledSummary({ set, node, verdict, world }: Question, pod: Pod): string {
  const { name } = node.metadata;
  if (isLost(node))
    return `${name} has stopped reporting. The pod is not evicted, because daemon pods tolerate not-ready and unreachable with effect NoExecute; it counts as misscheduled, and no new pod would be created here.${seenFromOutside(world, name)}`;
  if (!verdict.shouldContinueRunning && !pod.spec.nodeName)
    return 'The node no longer qualifies. A pod that is not bound yet does not make the controller look; it deletes the pod when the set is next synced.';
  if (!verdict.shouldContinueRunning)
    return byControllers(world, 'The node no longer qualifies, so the controller deletes the pod.');
  // DS-7: a taint like this does not queue the set.
  const when =
    set.status.numberMisscheduled > 0 ? '' : ', but only once the set is synced for another reason';
  return `NoSchedule keeps new pods away but evicts nobody: the pod stays and counts as misscheduled${when}. If it goes, it does not come back.`;
}

function explainHealthy(
  { read, set, now, world }: Question,
  pod: Pod,
  pods: readonly Pod[],
  checks: Check[],
): Answer {
  if (controllersStopped(world) && (set.status.observedGeneration ?? 0) < (set.metadata.generation ?? 0))
    return {
      tone: 'wait',
      summary: 'The DaemonSet has been changed. kube-controller-manager is stopped: nothing follows from it.',
      checks,
    };
  const updated = isPodUpdated(pod, currentHash(read, set), templateGeneration(set));
  if (!updated) {
    const { summary, detail } = rolloutWait(read, set, now, world);
    return { tone: 'wait', summary, checks: [...checks, { state: 'no', label: 'Current template', detail }] };
  }
  if (!isPodReady(pod))
    return { tone: 'wait', summary: 'The node qualifies and the pod is on its way.', checks };
  const threat = probeThreat(world, pod);
  if (threat !== undefined) return { tone: 'wait', summary: threat, checks };
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

/** A probe that fails while the pod does not show it yet, or no longer (POD-33, POD-34). */
function probeThreat(world: WorldReader | undefined, pod: Pod): string | undefined {
  const probe = world?.ofPod(pod).probe;
  if ((probe !== 'liveness' && probe !== 'readiness') || !hasProbe(pod.spec, probe)) return undefined;
  const then = probe === 'liveness' ? 'the kubelet restarts the container' : 'it is not Ready';
  return `The pod runs and is ready, but its ${probe} probe fails: after failureThreshold failures in a row ${then}.`;
}

function healthySummary(pods: readonly Pod[]): string {
  return pods.length > 1
    ? 'The new pod is available; the old one goes.'
    : 'The node qualifies, and the pod runs and is ready.';
}
