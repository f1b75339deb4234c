/**
 * What the pods that a machine has accepted take of it, for the check of the next one (POD-40): in step pod by pod, instead of all pods of
 * the machine for each pod that arrives. Derived from the objects and the workers, so no part of a checkpoint.
 */
import { isPodTerminal } from '../../k8s/conditions';
import { hostPortsConflict, hostPortsOf, podRequests, type HostPort } from '../../k8s/resources';
import type { Pod, PodSpec } from '../../k8s/types';
import type { Context } from '../component';
import { derivedFrom } from '../derived';
import type { KubeletState, Machine, PodWorker } from './state';

/** What some pods take together. */
export class Taken {
  /** By uid. */
  private readonly specs = new Map<string, PodSpec>();
  /** As `podRequests` has them, without zeros. */
  private readonly sums = new Map<string, number>();
  /** Sums beyond 2^53 depend on the order in which they were made. */
  private exact = true;

  get pods(): number {
    return this.specs.size;
  }

  /** Undefined: the pod takes nothing, or nothing any more. Calling it twice does no harm. */
  set(uid: string, spec: PodSpec | undefined): void {
    const before = this.specs.get(uid);
    if (before === spec) return;
    if (before) this.add(before, -1);
    if (spec) this.add(spec, 1);
    if (spec) this.specs.set(uid, spec);
    else this.specs.delete(uid);
  }

  requested(resource: string): number {
    return this.sums.get(resource) ?? 0;
  }

  /** Whether one of these ports is taken. */
  hasPortOf(wanted: readonly HostPort[]): boolean {
    if (wanted.length > 0)
      for (const spec of this.specs.values()) if (hostPortsConflict(wanted, hostPortsOf(spec))) return true;
    return false;
  }

  /** Whether the sums are the same whatever has come and gone meanwhile. */
  get isExact(): boolean {
    return this.exact;
  }

  private add(spec: PodSpec, sign: 1 | -1): void {
    const requests = podRequests(spec);
    for (const name in requests) {
      const sum = this.requested(name) + sign * (requests[name] as number);
      if (sum === 0) this.sums.delete(name);
      else this.sums.set(name, sum);
      if (!Number.isSafeInteger(sum)) this.exact = false;
    }
  }
}

/** By name of the machine; those that have been asked for. */
const derivedOf = derivedFrom<KubeletState, Map<string, Taken>>(() => new Map());

type View = Pick<Context<KubeletState>, 'state' | 'read'>;
type Named = Pick<Machine, 'name'>;

/** What the machine's pods take. `arriving`, which is to be judged, is none of them yet. */
export function takenOn(view: View, machine: Named, arriving?: Pod): Taken {
  const known = derivedOf(view.state);
  let taken = known.get(machine.name);
  if (!taken?.isExact) known.set(machine.name, (taken = countTaken(view, machine, arriving)));
  return taken;
}

/** The same from all pods of the machine. */
export function countTaken({ state, read }: View, machine: Named, arriving?: Pod): Taken {
  const taken = new Taken();
  for (const pod of read.podsOnNode(machine.name))
    if (pod.metadata.uid !== arriving?.metadata.uid && takesRoom(state, pod))
      taken.set(pod.metadata.uid, pod.spec);
  return taken;
}

/** To be told of every pod with a node that has come, changed or gone (`there` is false), and that a machine has accepted or refused. */
export function noteTaken(state: KubeletState, pod: Pod, there = true): void {
  const taken = derivedOf(state).get(pod.spec.nodeName ?? '');
  taken?.set(pod.metadata.uid, there && takesRoom(state, pod) ? pod.spec : undefined);
}

/** The machine looks after the pod no more. */
export function forgetTaken(state: KubeletState, { node, uid }: PodWorker): void {
  derivedOf(state).get(node)?.set(uid, undefined);
}

function takesRoom({ workers }: KubeletState, pod: Pod): boolean {
  const worker = workers.peek(pod.metadata.uid);
  return worker !== undefined && !worker.rejected && !isPodTerminal(pod);
}
