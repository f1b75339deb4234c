/** Which nodes the DaemonSet controller chose before 1.12, when it looked at host ports and resources itself (VER-2). */
import { CRITICAL_PRIORITY } from '../../../../k8s/pod-priority';
import { isPodTerminal } from '../../../../k8s/conditions';
import { controllerOf } from '../../../../k8s/owner';
import { allocatable, hostPortsConflict, hostPortsOf, podRequests } from '../../../../k8s/resources';
import type { DaemonSet, Node, Pod, PodSpec, PodTemplateSpec } from '../../../../k8s/types';
import { compareText } from '../../../../lib/compare';
import type { Reader } from '../../../api/types';
import { nodeShouldRunDaemonPod, type DaemonVerdict } from '../should-run';

const NO_PODS: readonly Pod[] = [];

interface Known {
  pods: readonly Pod[];
  verdict: DaemonVerdict;
}
// A verdict follows from the template, the node and the list of its pods, none of which ever changes in place.
const known = new WeakMap<PodTemplateSpec, { uid: string; byNode: WeakMap<Node, Known> }>();

export function fitJudge(read: Reader): (ds: DaemonSet, node: Node) => DaemonVerdict {
  return (ds, node) => {
    const verdict = nodeShouldRunDaemonPod(ds, node);
    const { template } = ds.spec;
    const { checks } = verdict;
    const mayFit = checks.nodeName.ok && checks.nodeSelector.ok && checks.nodeAffinity.ok;
    if (!mayFit || !template.spec) return verdict;
    const bound = read.podsOnNode(node.metadata.name);
    const pods = bound.length > 0 ? bound : NO_PODS;
    const { uid } = ds.metadata;
    let memo = known.get(template);
    if (memo?.uid !== uid) known.set(template, (memo = { uid, byNode: new WeakMap() }));
    const last = memo.byNode.get(node);
    if (last?.pods === pods) return last.verdict;
    const others = pods.filter((pod) => !isPodTerminal(pod) && controllerOf(pod)?.uid !== uid);
    const judged = withRoom(verdict, template.spec, node, others);
    memo.byNode.set(node, { pods, verdict: judged });
    return judged;
  };
}

/** A port that is taken excludes the node; too few resources are told, and only keep a pod from being created. */
function withRoom(verdict: DaemonVerdict, spec: PodSpec, node: Node, others: readonly Pod[]): DaemonVerdict {
  const wanted = hostPortsOf(spec);
  const taken = wanted.filter((port) =>
    others.some((pod) => hostPortsConflict([port], hostPortsOf(pod.spec))),
  );
  const checks = {
    ...verdict.checks,
    hostPorts: { ok: taken.length === 0, taken: taken.map(({ port }) => port) },
  };
  if (taken.length > 0) return { shouldRun: false, shouldContinueRunning: false, checks };
  const lack = isCritical(spec) ? undefined : lackOf(spec, node, others);
  const resources = { ok: lack === undefined, ...(lack !== undefined && { lack }) };
  const { shouldRun } = verdict;
  return {
    ...verdict,
    ...(shouldRun && lack !== undefined && { unplaced: lack }),
    checks: { ...checks, resources },
  };
}

function isCritical(spec: PodSpec): boolean {
  // The priority of a class is not known to a template, only a number given there.
  return ((spec as { priority?: number }).priority ?? 0) >= CRITICAL_PRIORITY;
}

/** The last of the resources there is too little of: that one was told. */
function lackOf(spec: PodSpec, node: Node, others: readonly Pod[]): string | undefined {
  const capacity = allocatable(node);
  const lack = (name: string, requested: number, used: number) => {
    const most = capacity[name] ?? 0;
    return used + requested > most
      ? `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${used}, capacity: ${most}`
      : undefined;
  };
  let told = lack('pods', 1, others.length);
  const requests = podRequests(spec);
  const scalars = Object.keys(requests).filter((name) => !BASIC.includes(name));
  if (scalars.length === 0 && BASIC.every((name) => !requests[name])) return told;
  for (const name of [...BASIC, ...scalars.toSorted(compareText)]) {
    const used = others.reduce((sum, pod) => sum + (podRequests(pod.spec)[name] ?? 0), 0);
    told = lack(name, requests[name] ?? 0, used) ?? told;
  }
  return told;
}

const BASIC = ['cpu', 'memory', 'ephemeral-storage'];
