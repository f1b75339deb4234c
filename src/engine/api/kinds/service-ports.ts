/** Node ports of Services, allotted before validation as upstream does. */
import type { Random } from '../../component';
import { invalidValue, type FieldError } from '../field-error';
import type { Reader } from '../types';
import type { Refusal } from './definition';
import type { Draft } from './service-addresses';

const [FIRST, LAST] = [30000, 32767];

const TAKEN = 'provided port is already allocated';
const OUTSIDE = `provided port is not in the valid range. The range of valid ports is ${FIRST}-${LAST}`;

type Ports = NonNullable<Draft['ports']>;

/** The node ports of the cluster, during one request. */
export class NodePorts {
  private readonly taken: Set<number>;
  private readonly given: number[] = [];

  constructor(
    read: Reader,
    private readonly random: Random,
    private readonly dryRun: boolean,
  ) {
    const specs = read.list('Service').map(({ spec }) => spec);
    this.taken = new Set(
      specs.flatMap((spec) => [...numbersOf(spec?.ports ?? []), spec?.healthCheckNodePort ?? 0]),
    );
  }

  /** Why the port cannot be had. */
  take(port: number): string | undefined {
    if (!this.dryRun && (port < FIRST || port > LAST)) return OUTSIDE;
    if (this.taken.has(port)) return TAKEN;
    this.give(port);
    return undefined;
  }

  /** Upstream has numbers outside the range for what is not stored. */
  next(): number {
    if (this.dryRun) return this.give(1 + (this.given.length > 0 ? Math.max(...this.given) : LAST + 1));
    let port = this.random.int(FIRST, LAST);
    while (this.taken.has(port)) port = port === LAST ? FIRST : port + 1;
    return this.give(port);
  }

  private give(port: number): number {
    this.taken.add(port);
    this.given.push(port);
    return port;
  }
}

function numbersOf(ports: Ports): number[] {
  return ports.map((port) => port.nodePort ?? 0).filter((port) => port !== 0);
}

export function needsNodePorts({ type }: Draft): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

export function needsHealthCheck(spec: Draft | undefined): boolean {
  return spec?.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}

/** A client may leave out the ports that it was given before; they are known by name. */
export function keepNodePorts(spec: Draft, old: Draft): void {
  const allots = (s: Draft): boolean => needsNodePorts(s) && s.allocateLoadBalancerNodePorts !== false;
  if (allots(old) && allots(spec) && spec.ports) {
    const sent = numbersOf(spec.ports);
    const known = new Map(old.ports?.map((port) => [port.name ?? '', port.nodePort ?? 0]));
    spec.ports = spec.ports.map((port) => {
      const nodePort = port.nodePort || known.get(port.name ?? '') || 0;
      return port.nodePort || nodePort === 0 || sent.includes(nodePort) ? port : { ...port, nodePort };
    });
  }
  if (needsHealthCheck(old) && needsHealthCheck(spec)) spec.healthCheckNodePort ||= old.healthCheckNodePort;
}

/** Returns faults of the request, or a failure of the whole. */
export function allotNodePorts(spec: Draft, old: Draft | undefined, free: NodePorts): FieldError[] | Refusal {
  if (needsNodePorts(spec) && spec.ports) {
    const ports = [...spec.ports];
    const why = old
      ? changedPorts(spec, ports, numbersOf(old.ports ?? []), free)
      : newPorts(spec, ports, free);
    if (why) return why;
    spec.ports = ports;
  }
  if (!needsHealthCheck(spec) || needsHealthCheck(old)) return [];
  if (!spec.healthCheckNodePort) {
    spec.healthCheckNodePort = free.next();
    return [];
  }
  const why = free.take(spec.healthCheckNodePort);
  return why === undefined
    ? []
    : {
        how: 'internal',
        why: `failed to allocate requested HealthCheck NodePort ${spec.healthCheckNodePort}: ${why}`,
      };
}

/** Ports of the same number share a node port. */
function newPorts(spec: Draft, ports: Ports, free: NodePorts): FieldError[] | undefined {
  const shared = new Map<number, number>();
  for (const [i, port] of ports.entries()) {
    if (!port.nodePort && spec.allocateLoadBalancerNodePorts === false) continue;
    const before = shared.get(port.port);
    const asked =
      before === undefined ? ports.find((p) => p.port === port.port && p.nodePort)?.nodePort : port.nodePort;
    const nodePort = asked || (before ?? free.next());
    const why = asked && asked !== before ? free.take(asked) : undefined;
    if (why !== undefined) return [invalidValue(`spec.ports[${i}].nodePort`, asked, why)];
    if (before === undefined) shared.set(port.port, nodePort);
    ports[i] = { ...port, nodePort };
  }
  return undefined;
}

function changedPorts(
  spec: Draft,
  ports: Ports,
  old: readonly number[],
  free: NodePorts,
): FieldError[] | Refusal | undefined {
  const own = new Set(old);
  const seen = new Set<string>();
  for (const [i, port] of ports.entries()) {
    if (!port.nodePort && spec.allocateLoadBalancerNodePorts === false) continue;
    const nodePort = port.nodePort || free.next();
    const why = port.nodePort && !own.has(nodePort) ? free.take(nodePort) : undefined;
    if (why !== undefined) return [invalidValue(`spec.ports[${i}].nodePort`, nodePort, why)];
    own.add(nodePort);
    const key = `{${port.protocol} ${nodePort}}`;
    if (seen.has(key)) return { how: 'unclassified', why: `duplicate nodePort: ${key}` };
    seen.add(key);
    ports[i] = { ...port, nodePort };
  }
  return undefined;
}
