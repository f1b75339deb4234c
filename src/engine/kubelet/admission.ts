/** The kubelet's own check of a pod that arrives (POD-40). */
import { matchesNodeSelectorAndAffinity } from '../../k8s/node-affinity';
import { allocatable, hostPortsConflict, hostPortsOf, podRequests } from '../../k8s/resources';
import { untoleratedTaint } from '../../k8s/taints';
import { compareText } from '../../lib/compare';
import type { Node, Pod } from '../../k8s/types';

export interface Rejection {
  reason: string;
  message: string;
}

/** Why the node cannot take the pod; undefined when it can. `others`: the pods it already runs. */
export function admissionProblem(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  const shortage = resourceShortage(pod, node, others);
  if (shortage) return shortage;
  if (!matchesNodeSelectorAndAffinity(pod.spec, node)) return failed('NodeAffinity');
  const ports = hostPortsOf(pod.spec);
  if (ports.length > 0 && others.some((other) => hostPortsConflict(ports, hostPortsOf(other.spec))))
    return failed('NodePorts');
  if (untoleratedTaint(node.spec.taints, pod.spec.tolerations, ['NoExecute']))
    return failed('TaintToleration');
  return undefined;
}

function failed(predicate: string): Rejection {
  return { reason: predicate, message: `Predicate ${predicate} failed` };
}

function resourceShortage(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  const capacity = allocatable(node);
  const allowedPods = capacity['pods'] ?? 0;
  if (others.length + 1 > allowedPods) return shortOf('pods', 1, others.length, allowedPods);
  const wanted = podRequests(pod.spec);
  for (const resource of Object.keys(wanted).sort(byCustom)) {
    const amount = wanted[resource] ?? 0;
    if (amount === 0) continue;
    const used = others.reduce((sum, other) => sum + (podRequests(other.spec)[resource] ?? 0), 0);
    const total = capacity[resource] ?? 0;
    if (used + amount > total) return shortOf(resource, amount, used, total);
  }
  return undefined;
}

// cpu, memory and ephemeral storage are looked at before extended resources.
const FIRST = ['cpu', 'memory', 'ephemeral-storage'];
function byCustom(a: string, b: string): number {
  const place = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return place(a) - place(b) || compareText(a, b);
}

function shortOf(resource: string, requested: number, used: number, capacity: number): Rejection {
  return {
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  };
}
