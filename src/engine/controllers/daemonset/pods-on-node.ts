/** Pure: which pods to create and delete so that every node has what it should (DS-33 … DS-36). */
import { isPodAvailable, isPodReady, isPodTerminal, isTerminating } from '../../../k8s/conditions';
import { resolveIntOrPercent } from '../../../k8s/int-or-percent';
import { taintText } from '../../../k8s/taints';
import type { DaemonSet, Pod } from '../../../k8s/types';
import { backoffDelay, backoffKey, nextDelay, type FailedPodBackoff } from './failed-pod-backoff';
import { compareDaemonPods, type NodePods } from './node-pods';
import type { PodChanges } from './plan';
import { HASH_LABEL } from './pod-template';
import type { DaemonVerdict } from './should-run';

/** A node, and whether it should run a pod. */
export interface JudgedNode {
  name: string;
  verdict: DaemonVerdict;
}

export interface ManageInput {
  ds: DaemonSet;
  /** All nodes in list order, which is the order of creation; or the only ones that need a look. */
  nodes: readonly JudgedNode[];
  byNode: NodePods;
  /** `nodes` are not all, but then no pod is on a node that is gone. */
  partial?: boolean;
  /** Hash of the current revision. */
  hash: string;
  /** ms */
  now: number;
  /** DS-36; only read here. */
  backoff: FailedPodBackoff;
}

export interface PlannedEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

export interface ManagePlan extends PodChanges {
  events: PlannedEvent[];
  /** Keys whose back-off advances, because their failed pod is deleted, and the delay that follows, ms. */
  failed: Map<string, number>;
  /** Sync again after this many ms: the shortest back-off met. */
  retryAfter?: number;
}

/**
 * With surge, a failed pod in back-off does not keep the next one from being created (DS-33), so a node whose kubelet refuses
 * every pod fills up as fast as it refuses. Upstream nothing stops that; here it ends at this many pods on the node, because
 * refusing takes no time.
 */
const MOST_WITH_FAILED = 20;

/** DS-41: any non-zero number or percentage. */
export function allowsSurge(ds: DaemonSet): boolean {
  const strategy = ds.spec.updateStrategy;
  return (
    strategy?.type === 'RollingUpdate' && resolveIntOrPercent(strategy.rollingUpdate?.maxSurge, 1, true) > 0
  );
}

/** DS-33 for all nodes, then DS-34. */
export function podsOnNodes(input: ManageInput): ManagePlan {
  const plan: ManagePlan = { create: [], delete: [], events: [], failed: new Map() };
  const surge = allowsSurge(input.ds);
  let nodesWithPods = 0;
  for (const { name, verdict } of input.nodes) {
    const pods = input.byNode.get(name);
    if (pods) nodesWithPods++;
    if (isSettled(verdict, pods, surge)) continue;
    podsOnNode(input, name, verdict, pods, surge, plan);
  }
  if (!input.partial && nodesWithPods < input.byNode.size) unscheduledOfGoneNodes(input, plan);
  return plan;
}

/**
 * The common case at scale: the one pod that should be here is here, or none should be and none is. With surge nobody waits for the end of
 * one that is going.
 */
export function isSettled(verdict: DaemonVerdict, pods: readonly Pod[] | undefined, surge: boolean): boolean {
  if (!pods) return !verdict.shouldRun;
  const only = pods.length === 1 && verdict.shouldContinueRunning ? pods[0] : undefined;
  return only !== undefined && !isPodTerminal(only) && !(surge && isTerminating(only));
}

function podsOnNode(
  input: ManageInput,
  nodeName: string,
  verdict: DaemonVerdict,
  pods: readonly Pod[] | undefined,
  surge: boolean,
  plan: ManagePlan,
): void {
  if (verdict.unplaced !== undefined) return;
  if (!pods) {
    if (verdict.shouldRun)
      plan.create.push({ node: nodeName, why: `${nodeName} runs no pod and should: create one` });
    return;
  }
  if (!verdict.shouldContinueRunning) {
    for (const pod of pods)
      if (!isTerminating(pod))
        plan.delete.push({
          pod,
          why: `${nodeName} should not run this pod (${reasonText(verdict)}): delete it`,
        });
    return;
  }
  const running = runningPods(input, nodeName, pods, plan);
  if (surge) surgeOnNode(input, nodeName, verdict, running, pods.length, plan);
  else if (running.length > 1)
    for (const pod of running.toSorted(compareDaemonPods).slice(1))
      plan.delete.push({
        pod,
        why: `${nodeName} runs ${running.length} pods and should run one: delete this one`,
      });
}

/** Neither terminating nor finished; finished ones are put up for deletion on the way. */
function runningPods(input: ManageInput, nodeName: string, pods: readonly Pod[], plan: ManagePlan): Pod[] {
  const running: Pod[] = [];
  for (const pod of pods) {
    if (isTerminating(pod)) continue;
    const label = `${pod.metadata.namespace}/${pod.metadata.name}`;
    if (pod.status.phase === 'Failed') {
      const key = backoffKey(input.ds, nodeName);
      // Failed pods of one node share the back-off: the first of a sync puts the others into it.
      const delay = plan.failed.get(key) ?? backoffDelay(input.backoff, key, input.now);
      if (delay !== undefined) {
        plan.retryAfter = Math.min(plan.retryAfter ?? delay, delay);
        continue;
      }
      plan.failed.set(key, nextDelay(input.backoff, key, input.now));
      plan.events.push({
        type: 'Warning',
        reason: 'FailedDaemonPod',
        message: `Found failed daemon pod ${label} on node ${nodeName}, will try to kill it`,
      });
      plan.delete.push({
        pod,
        why: `failed pod on ${nodeName}: delete it, so that a new one can be created`,
      });
    } else if (pod.status.phase === 'Succeeded') {
      plan.events.push({
        type: 'Normal',
        reason: 'SucceededDaemonPod',
        message: `Found succeeded daemon pod ${label} on node ${nodeName}, will try to delete it`,
      });
      plan.delete.push({
        pod,
        why: `succeeded pod on ${nodeName}: delete it, so that a new one can be created`,
      });
    } else running.push(pod);
  }
  return running;
}

/** DS-33 with surge: an old and a new pod may stand side by side until the new one is available. */
function surgeOnNode(
  input: ManageInput,
  nodeName: string,
  verdict: DaemonVerdict,
  running: readonly Pod[],
  all: number,
  plan: ManagePlan,
): void {
  if (running.length === 0) {
    if (verdict.shouldRun && all < MOST_WITH_FAILED)
      plan.create.push({ node: nodeName, why: `${nodeName} runs no pod and should: create one` });
    return;
  }
  if (running.length === 1) return;
  let oldest: Pod | undefined;
  let newest: Pod | undefined;
  for (const pod of running.toSorted(compareDaemonPods)) {
    if (pod.metadata.labels?.[HASH_LABEL] === input.hash && !newest) newest = pod;
    else if (pod.metadata.labels?.[HASH_LABEL] !== input.hash && !oldest) oldest = pod;
    else
      plan.delete.push({
        pod,
        why: `${nodeName} runs one pod of this revision more than it should: delete this one`,
      });
  }
  if (!oldest || !newest) return;
  if (!isPodReady(oldest))
    plan.delete.push({
      pod: oldest,
      why: `old pod on ${nodeName} is not ready and its replacement exists: delete it`,
    });
  else if (isPodAvailable(newest, input.ds.spec.minReadySeconds ?? 0, input.now))
    plan.delete.push({ pod: oldest, why: `new pod on ${nodeName} is available: delete the old one` });
}

/** DS-34: never scheduled, and the node they are for is gone; the pod garbage collector does not see those. One that a finalizer keeps is deleted again. */
function unscheduledOfGoneNodes(input: ManageInput, plan: ManagePlan): void {
  const existing = new Set(input.nodes.map(({ name }) => name));
  for (const [nodeName, pods] of input.byNode) {
    if (existing.has(nodeName)) continue;
    for (const pod of pods)
      if (!pod.spec.nodeName)
        plan.delete.push({
          pod,
          why: `${nodeName} no longer exists and this pod was never scheduled: delete it`,
        });
  }
}

/** The first check that says no, in words. */
export function reasonText({ checks }: DaemonVerdict): string {
  if (!checks.nodeName.ok) return `the template names node ${checks.nodeName.wanted}`;
  const mismatch = checks.nodeSelector.mismatches[0];
  if (mismatch) return `nodeSelector ${mismatch.key}=${mismatch.wanted}`;
  if (!checks.nodeAffinity.ok) return 'required node affinity';
  if (checks.hostPorts?.ok === false) return `host port ${checks.hostPorts.taken.join(', ')} is taken`;
  const taint =
    checks.taints.untolerated.find((t) => t.effect === 'NoExecute') ?? checks.taints.untolerated[0];
  return taint ? `untolerated taint ${taintText(taint)}` : 'it should';
}
