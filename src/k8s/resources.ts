/** Resource requests, allocatable amounts and host ports as the scheduler and the kubelet count them (SCH-9, SCH-11, SCH-17). */
import { parseMilli, parseWhole } from './quantity';
import type { Container, Node, PodSpec } from './types';

/** Resource name → amount: `cpu` in thousandths of a core, everything else in whole units (bytes, pods, devices). */
export type Amounts = Readonly<Record<string, number>>;

export interface HostPort {
  /** `0.0.0.0` when the container names none. */
  ip: string;
  protocol: string;
  port: number;
}

type ResourceMap = Record<string, string> | undefined;

function amounts(list: ResourceMap): Record<string, number> {
  const result: Record<string, number> = {};
  for (const name in list) {
    const text = list[name] as string;
    result[name] = (name === 'cpu' ? parseMilli(text) : parseWhole(text)) ?? 0;
  }
  return result;
}

function add(into: Record<string, number>, more: Amounts): void {
  for (const name in more) into[name] = (into[name] ?? 0) + (more[name] as number);
}

function raise(into: Record<string, number>, other: Amounts): void {
  for (const name in other) into[name] = Math.max(into[name] ?? 0, other[name] as number);
}

/** An init container that keeps running beside the regular ones (restartPolicy Always). */
export function isSidecar(container: Container): boolean {
  return (container as { restartPolicy?: string }).restartPolicy === 'Always';
}

/** Whether a container that stays has such a probe: sidecars have theirs, init containers none. */
export function hasProbe(spec: PodSpec | undefined, probe: 'startup' | 'readiness' | 'liveness'): boolean {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? []).filter(isSidecar)];
  return containers.some((container) => container[`${probe}Probe`] !== undefined);
}

const requestsBySpec = new WeakMap<PodSpec, Amounts>();
const amountsByList = new WeakMap<object, Amounts>();
const NOTHING: Amounts = {};

/** What a pod takes from a node (SCH-17): max(containers + sidecars, each init container beside the sidecars before it) + overhead. */
export function podRequests(spec: PodSpec): Amounts {
  const only = onlyContainer(spec);
  if (only) return sharedAmounts(only.resources?.requests);
  let known = requestsBySpec.get(spec);
  if (!known) requestsBySpec.set(spec, (known = sumOfRequests(spec, {})));
  return known;
}

/**
 * The container whose requests are those of the pod. The pods of a template share its list, so what has been made of it once is there for
 * all of them; each pod has a spec of its own.
 */
export function onlyContainer(spec: PodSpec): Container | undefined {
  const { resources } = spec as { resources?: unknown };
  const isAlone =
    spec.containers.length === 1 && !spec.initContainers?.length && !resources && !spec.overhead;
  return isAlone ? spec.containers[0] : undefined;
}

function sharedAmounts(list: ResourceMap): Amounts {
  if (!list) return NOTHING;
  let known = amountsByList.get(list);
  if (!known) amountsByList.set(list, (known = amounts(list)));
  return known;
}

/** The same where a container that does not ask for a resource counts with what `missing` says (SCH-28). */
export function sumOfRequests(spec: PodSpec, missing: Amounts): Amounts {
  const requests = (c: Container) => ({ ...missing, ...amounts(c.resources?.requests) });
  const total: Record<string, number> = {};
  for (const c of spec.containers) add(total, requests(c));
  const sidecars: Record<string, number> = {};
  const starting: Record<string, number> = {};
  for (const c of spec.initContainers ?? []) {
    const own = requests(c);
    if (isSidecar(c)) {
      add(total, own);
      add(sidecars, own);
      raise(starting, sidecars);
    } else {
      add(own, sidecars);
      raise(starting, own);
    }
  }
  raise(total, starting);
  // Pod-level requests, where given, replace the sum (on by default in 1.34).
  Object.assign(
    total,
    amounts((spec as { resources?: { requests?: Record<string, string> } }).resources?.requests),
  );
  add(total, amounts(spec.overhead));
  return total;
}

/** `status.allocatable` of a node (`capacity` where it is absent), in the units of `podRequests`. */
export function allocatable(node: Node): Amounts {
  const status = node.status ?? {};
  return sharedAmounts(status.allocatable ?? status.capacity);
}

const NO_PORTS: readonly HostPort[] = [];
const portsBySpec = new WeakMap<PodSpec, readonly HostPort[]>();

/** Host ports of the regular containers and sidecars, in order. */
export function hostPortsOf(spec: PodSpec): readonly HostPort[] {
  // Most pods have none: that is seen sooner than remembered.
  if (!spec.initContainers?.length && !havePorts(spec.containers)) return NO_PORTS;
  const known = portsBySpec.get(spec);
  if (known) return known;
  const ports: HostPort[] = [];
  const collect = (c: Container): void => {
    for (const p of c.ports ?? []) {
      if (p.hostPort)
        ports.push({ ip: p.hostIP || '0.0.0.0', protocol: p.protocol || 'TCP', port: p.hostPort });
    }
  };
  for (const c of spec.initContainers ?? []) if (isSidecar(c)) collect(c);
  spec.containers.forEach(collect);
  const result = ports.length === 0 ? NO_PORTS : ports;
  portsBySpec.set(spec, result);
  return result;
}

function havePorts(containers: readonly Container[]): boolean {
  for (const { ports } of containers) if (ports) return true;
  return false;
}

/** SCH-9: same protocol and port, and the same address or one of them 0.0.0.0. */
export function hostPortConflicts(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.ip === b.ip || a.ip === '0.0.0.0' || b.ip === '0.0.0.0';
}

/** Whether any port of one list conflicts with any of the other. */
export function hostPortsConflict(wanted: readonly HostPort[], used: readonly HostPort[]): boolean {
  for (const a of wanted) for (const b of used) if (hostPortConflicts(a, b)) return true;
  return false;
}
