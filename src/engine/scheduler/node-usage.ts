import { isPodTerminal } from '../../k8s/conditions';
import { hostPortsOf, onlyContainer, podRequests, sumOfRequests, type HostPort } from '../../k8s/resources';
import type { Pod, PodSpec } from '../../k8s/types';

/** What the pods of a node take from it, as the scheduler counts (SCH-17). Amounts as `podRequests` has them. */
export interface NodeUsage {
  pods: number;
  requests: Record<string, number>;
  /** cpu and memory for scores, where a container without a request counts as 100m / 200 MiB (SCH-28). */
  nonZero: { cpu: number; memory: number };
  ports: readonly HostPort[];
}

const DEFAULT_CPU = 100;
const DEFAULT_MEMORY = 200 * 1024 * 1024;

export function emptyUsage(): NodeUsage {
  return { pods: 0, requests: {}, nonZero: { cpu: 0, memory: 0 }, ports: [] };
}

/** Whether a pod takes room on a node: bound, and not finished. A terminating pod counts until it is gone (SCH-17). */
export function takesRoom(pod: Pod): boolean {
  return Boolean(pod.spec.nodeName) && !isPodTerminal(pod);
}

/** The usage of a node, from all its pods. */
export function usageOf(pods: readonly Pod[]): NodeUsage {
  const usage = emptyUsage();
  for (const pod of pods) if (takesRoom(pod)) addPod(usage, pod.spec);
  return usage;
}

/** Adds a pod to `usage` in place. */
export function addPod(usage: NodeUsage, spec: PodSpec): void {
  change(usage, spec, 1);
  const ports = hostPortsOf(spec);
  if (ports.length > 0) usage.ports = [...usage.ports, ...ports];
}

/** Takes a pod out of `usage` in place. */
export function removePod(usage: NodeUsage, spec: PodSpec): void {
  change(usage, spec, -1);
  for (const port of hostPortsOf(spec)) {
    const at = usage.ports.findIndex(
      (p) => p.port === port.port && p.protocol === port.protocol && p.ip === port.ip,
    );
    if (at >= 0) usage.ports = usage.ports.toSpliced(at, 1);
  }
}

export function copyUsage(usage: NodeUsage): NodeUsage {
  return { ...usage, requests: { ...usage.requests }, nonZero: { ...usage.nonZero } };
}

function change(usage: NodeUsage, spec: PodSpec, sign: 1 | -1): void {
  usage.pods += sign;
  const requests = podRequests(spec);
  for (const name in requests)
    usage.requests[name] = (usage.requests[name] ?? 0) + sign * (requests[name] as number);
  const { cpu, memory } = nonZeroRequests(spec);
  usage.nonZero.cpu += sign * cpu;
  usage.nonZero.memory += sign * memory;
}

interface NonZero {
  cpu: number;
  memory: number;
}

/** By the list of requests of the only container (`onlyContainer`), or by the pod's spec. */
const nonZero = new WeakMap<object, NonZero>();
const NOTHING_ASKED: NonZero = { cpu: DEFAULT_CPU, memory: DEFAULT_MEMORY };

/** Requests for scoring: a container without a cpu or memory request counts with a default (SCH-28). */
export function nonZeroRequests(spec: PodSpec): NonZero {
  const only = onlyContainer(spec);
  const source = only ? only.resources?.requests : spec;
  if (!source) return NOTHING_ASKED;
  let known = nonZero.get(source);
  if (!known) {
    const { cpu = 0, memory = 0 } = sumOfRequests(spec, { ...NOTHING_ASKED });
    nonZero.set(source, (known = { cpu, memory }));
  }
  return known;
}
