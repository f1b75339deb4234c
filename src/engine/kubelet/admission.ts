/** The kubelet's own check of a pod that arrives (POD-40), in the words of v1.34. */
import { matchesNodeSelectorAndAffinity } from '../../k8s/node-affinity';
import { allocatable, hostPortsOf, podRequests, type Amounts } from '../../k8s/resources';
import { tolerates, untoleratedTaint } from '../../k8s/taints';
import { compareText } from '../../lib/compare';
import type { Node, Pod } from '../../k8s/types';
import type { Resource } from '../world';
import { isCritical } from './eviction-ranking';
import { conditionList } from './eviction-signals';
import type { Taken } from './taken';

export interface Rejection {
  reason: string;
  message: string;
}

const MEMORY_PRESSURE = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' };

/** Sysctls that need no permission of the kubelet's configuration. */
const SAFE_SYSCTLS =
  /^(?:kernel\.shm_rmid_forced|net\.ipv4\.(?:ip_local_port_range|tcp_syncookies|ping_group_range|ip_unprivileged_port_start|ip_local_reserved_ports|tcp_keepalive_(?:time|intvl|probes)|tcp_fin_timeout|tcp_[rw]mem))$/;

/**
 * Why the node cannot take the pod; undefined when it can. `taken`: by the pods it already runs. `short`: what it is short of, or was
 * in the last five minutes.
 */
export function admissionProblem(
  pod: Pod,
  node: Node,
  taken: Taken,
  short: readonly Resource[] = [],
): Rejection | undefined {
  if (short.length > 0 && !isAdmittedUnder(short, pod))
    return { reason: 'Evicted', message: `The node had condition: ${conditionList(short)}. ` };
  const sysctl = pod.spec.securityContext?.sysctls?.find(({ name }) => !SAFE_SYSCTLS.test(name));
  if (sysctl)
    return {
      reason: 'SysctlForbidden',
      message: `forbidden sysctl: ${JSON.stringify(sysctl.name)} not allowlisted`,
    };
  return foreignSystem(pod) ?? resourceShortage(pod, node, taken) ?? misplaced(pod, node, taken);
}

/** Critical pods always; for want of memory alone all but BestEffort pods that do not tolerate its taint. */
function isAdmittedUnder(short: readonly Resource[], pod: Pod): boolean {
  if (isCritical(pod)) return true;
  if (short.length > 1 || short[0] !== 'memory') return false;
  const tolerated = pod.spec.tolerations?.some((toleration) => tolerates(toleration, MEMORY_PRESSURE));
  return pod.status.qosClass !== 'BestEffort' || (tolerated ?? false);
}

function foreignSystem({ metadata, spec }: Pod): Rejection | undefined {
  const label = metadata.labels?.['kubernetes.io/os'];
  if (label !== undefined && label !== 'linux')
    return {
      reason: 'PodOSSelectorNodeLabelDoesNotMatch',
      message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
    };
  if (spec.os !== undefined && spec.os.name !== 'linux')
    return {
      reason: 'PodOSNotSupported',
      message: "Failed to admit pod as the OS field doesn't match node OS",
    };
  return undefined;
}

function misplaced(pod: Pod, node: Node, taken: Taken): Rejection | undefined {
  if (!matchesNodeSelectorAndAffinity(pod.spec, node))
    return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  if (taken.hasPortOf(hostPortsOf(pod.spec)))
    return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  if (untoleratedTaint(node.spec.taints, pod.spec.tolerations, ['NoExecute']))
    return failed('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  return undefined;
}

function failed(predicate: string, why: string): Rejection {
  return { reason: predicate, message: `Predicate ${predicate} failed: ${why}` };
}

function resourceShortage(pod: Pod, node: Node, taken: Taken): Rejection | undefined {
  const capacity = allocatable(node);
  const allowedPods = capacity['pods'] ?? 0;
  if (taken.pods + 1 > allowedPods) return shortOf('pods', 1, taken.pods, allowedPods);
  const wanted = podRequests(pod.spec);
  for (const resource of inOrder(wanted)) {
    const amount = wanted[resource] ?? 0;
    if (amount === 0 || isOfTheCluster(resource, capacity)) continue;
    const used = taken.requested(resource);
    const total = capacity[resource] ?? 0;
    if (used + amount > total) return shortOf(resource, amount, used, total);
  }
  return undefined;
}

/** An extended resource that the node does not know is none of the kubelet's business. */
function isOfTheCluster(resource: string, capacity: Amounts): boolean {
  return resource.includes('/') && !resource.includes('kubernetes.io/') && capacity[resource] === undefined;
}

// cpu, memory and ephemeral storage are looked at before extended resources.
const FIRST = ['cpu', 'memory', 'ephemeral-storage'];
const orders = new WeakMap<Amounts, readonly string[]>();

/** The resources in the order in which they are looked at. The pods of a template share their amounts. */
function inOrder(wanted: Amounts): readonly string[] {
  let order = orders.get(wanted);
  if (!order) orders.set(wanted, (order = Object.keys(wanted).sort(byCustom)));
  return order;
}

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
