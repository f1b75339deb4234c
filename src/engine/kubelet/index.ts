/**
 * The kubelets of all machines, as one component. Keys: `pod:<namespace>/<name>`, `node:<name>`, `gone:<uid>`, `static:<node>`.
 * Timers: `pod:<uid>`, `status:<uid>`, `boot:`, `look:`, `pressure:` and `lease:<node>`.
 */
import { isPodTerminal } from '../../k8s/conditions';
import { isMirror } from '../../k8s/static-pod';
import { splitKey } from '../../k8s/ref';
import type { Node, Pod } from '../../k8s/types';
import type { WatchEvent } from '../api/types';
import type { Component, Context } from '../component';
import { beginContact, LEASE_NAMESPACE, nextBeat } from './heartbeat';
import { applyFaults, finishBoot } from './machine-faults';
import { addMachine, adoptMachine, removeMachine } from './machines';
import { lookAtNode, lookSoon } from './node-report';
import { podFault } from './pod-faults';
import { dropPod, forget, syncPod, wakePod } from './pod-worker';
import { followEviction, manageEvictions } from './pressure';
import { reaches } from './reach';
import { initialState, type KubeletState, type Machine } from './state';
import { syncStaticPods } from './static-pods';
import { noteTaken } from './taken';

type Ctx = Context<KubeletState>;
type PodEvent = Extract<WatchEvent, { kind: 'Pod' }>;

export const kubelets: Component<KubeletState> = {
  name: 'kubelet',
  initialState,
  onInput(ctx, input) {
    if (input.type === 'add-node') addMachine(ctx, input);
    else if (input.type === 'break' || input.type === 'mend') {
      const machine = ctx.state.machines.get(input.target);
      if (machine) applyFaults(ctx, machine);
      podFault(ctx, input);
    }
  },
  onEvent(ctx, event) {
    if (event.kind === 'Pod') podChanged(ctx, event);
    else if (event.kind === 'Node') {
      if (event.type === 'MODIFIED') nodeChanged(ctx, event.object, event.old);
      else ctx.enqueue(`node:${event.object.metadata.name}`);
    } else if (event.kind === 'Lease' && event.type === 'DELETED') leaseDeleted(ctx, event.object.metadata);
  },
  sync(ctx, key) {
    const colon = key.indexOf(':');
    const rest = key.slice(colon + 1);
    SYNC[key.slice(0, colon)]?.(ctx, rest);
  },
  onTimer(ctx, key) {
    const colon = key.indexOf(':');
    const rest = key.slice(colon + 1);
    if (key.startsWith('pod:') || key.startsWith('status:')) return podTimer(ctx, rest);
    const machine = ctx.state.machines.get(rest);
    if (machine) TIMERS[key.slice(0, colon)]?.(ctx, machine);
  },
};

const TIMERS: Record<string, (ctx: Ctx, machine: Machine) => void> = {
  boot: finishBoot,
  look: lookAtNode,
  pressure: manageEvictions,
  lease(ctx, machine) {
    if (machine.contact !== undefined) beginContact(ctx, machine);
  },
};

const SYNC: Record<string, (ctx: Ctx, rest: string) => void> = {
  pod(ctx, key) {
    const { namespace, name } = splitKey(key);
    const pod = ctx.read.get('Pod', namespace, name);
    const machine = pod && ctx.state.machines.get(pod.spec.nodeName ?? '');
    if (!pod || !machine || !reaches(ctx, machine)) return;
    if (isMirror(pod) && pod.metadata.deletionTimestamp !== undefined) removeMirror(ctx, machine, pod);
    else if (!isMirror(pod) || ctx.state.workers.has(pod.metadata.uid)) syncPod(ctx, machine, pod);
    podDealtWith(ctx, machine);
  },
  gone(ctx, uid) {
    const worker = ctx.state.workers.get(uid);
    const machine = worker && ctx.state.machines.get(worker.node);
    if (!worker || !machine || !reaches(ctx, machine)) return;
    dropPod(ctx, machine, worker);
    podDealtWith(ctx, machine);
  },
  node(ctx, name) {
    const node = ctx.read.get('Node', undefined, name);
    const machine = ctx.state.machines.get(name);
    if (machine && machine.uid !== node?.metadata.uid) removeMachine(ctx, machine);
    if (node && !ctx.state.machines.has(name)) adoptMachine(ctx, node);
  },
  static(ctx, name) {
    const node = ctx.read.get('Node', undefined, name);
    const machine = ctx.state.machines.get(name);
    if (node && machine?.staticPods && reaches(ctx, machine)) syncStaticPods(ctx, machine, node);
  },
};

/** Somebody else wrote to the Node: the kubelet puts its status right, and tells of a cordon, at its next look. */
function nodeChanged(ctx: Ctx, { metadata, spec, status }: Node, old: Node | undefined): void {
  if (ctx.state.writing === metadata.uid) return;
  const machine = ctx.state.machines.peek(metadata.name);
  if (!machine) return;
  const cordon = (spec.unschedulable ?? false) !== machine.unschedulable;
  if (cordon || status !== old?.status) lookSoon(ctx, machine);
}

/** A kubelet that cannot renew its lease makes another. */
function leaseDeleted(ctx: Ctx, { namespace, name }: Node['metadata']): void {
  const machine = namespace === LEASE_NAMESPACE ? ctx.state.machines.peek(name) : undefined;
  if (machine?.contact !== undefined) ctx.setTimer(`lease:${name}`, nextBeat(machine, ctx.now));
}

/** What concerns a kubelet: a pod bound to a machine, changed by somebody else than the kubelet itself. */
function podChanged(ctx: Ctx, event: PodEvent): void {
  const { state } = ctx;
  const { metadata, spec } = event.object;
  if (spec.nodeName === undefined) return;
  if (changesTaken(event)) noteTaken(state, event.object, event.type !== 'DELETED');
  if (state.writing === metadata.uid) return;
  const machine = state.machines.peek(spec.nodeName);
  if (event.type !== 'DELETED') {
    if (!machine) return;
    if (event.type === 'MODIFIED' && state.workers.has(metadata.uid) && isReport(event.object, event.old))
      ctx.setTimer(`status:${metadata.uid}`, nextBeat(machine, ctx.now));
    else ctx.enqueue(`pod:${metadata.namespace ?? ''}/${metadata.name}`);
    return;
  }
  if (machine?.staticPods && isMirror(event.object)) ctx.enqueue(`static:${machine.name}`);
  if (state.workers.has(metadata.uid)) ctx.enqueue(`gone:${metadata.uid}`);
}

/** All but the bulk of the events: the status of a pod that keeps its room. */
function changesTaken({ type, object, old }: PodEvent): boolean {
  return type === 'DELETED' || old?.spec !== object.spec || isPodTerminal(old) !== isPodTerminal(object);
}

/**
 * Somebody else wrote the status, and nothing but: controllers see it until the kubelet, which compares every 10 s what it has reported
 * with what is stored, puts it right. With readiness gates it looks at once.
 */
function isReport({ metadata, spec }: Pod, old: Pod | undefined): boolean {
  return (
    old !== undefined &&
    old.spec === spec &&
    old.metadata.deletionTimestamp === metadata.deletionTimestamp &&
    old.metadata.deletionGracePeriodSeconds === metadata.deletionGracePeriodSeconds &&
    (spec.readinessGates ?? []).length === 0
  );
}

function podTimer(ctx: Ctx, uid: string): void {
  const machine = wakePod(ctx, uid);
  if (machine) podDealtWith(ctx, machine);
}

/** A pod may have brought an image, which the next look at the node tells of, or room for what its machine is short of. */
function podDealtWith(ctx: Ctx, machine: Machine): void {
  if (machine.images.size !== machine.imagesReported) lookSoon(ctx, machine);
  if (machine.pressure) followEviction(ctx, machine);
}

/** The mirror goes at once; the containers behind it never notice. */
function removeMirror(ctx: Ctx, machine: Machine, pod: Pod): void {
  const { uid, namespace, name } = pod.metadata;
  const worker = ctx.state.workers.get(uid);
  if (worker) forget(ctx, machine, worker);
  ctx.api.delete('Pod', namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } });
}

export { kubeletActivity } from './activity';
export type { KubeletState } from './state';
