/** Machines: adding, booting, stopping and starting their kubelets (NODE-1 … NODE-10). */
import type { Node } from '../../k8s/types';
import { conditionOf } from '../../k8s/conditions';
import { deepEqual } from '../../lib/equal';
import type { Manifest } from '../api/types';
import type { Context } from '../component';
import type { AddNodeInput } from '../input';
import { adoptedNode, newNode, nodeStatus, PRESSURE_EVENTS } from './node-object';
import { dropPod, forget } from './pod-worker';
import { BOOT } from './stages';
import type { KubeletState, Machine } from './state';
import { durationIn, onGrid } from './timing';

type Ctx = Context<KubeletState>;

/** A machine appears and registers its Node. Without effect when the API server refuses the Node. */
export function addMachine(ctx: Ctx, input: AddNodeInput): void {
  if (ctx.read.get('Node', undefined, input.name)) return;
  const machine = newMachine(ctx, input.name, { booted: !input.boot, staticPods: input.staticPods ?? false });
  // Its own watch event must find it.
  ctx.state.machines.set(machine.name, machine);
  const created = ctx.api.create('Node', undefined, newNode(input, machine, ctx.now));
  if (!created.ok) {
    ctx.state.machines.delete(machine.name);
    return;
  }
  machine.uid = created.object.metadata.uid;
  postStatus(ctx, machine);
  if (input.boot) {
    boot(ctx, machine);
    return;
  }
  if (machine.staticPods) ctx.enqueue(`static:${machine.name}`);
  // Pods of an earlier node of this name may still be bound to it.
  enqueuePods(ctx, machine);
}

/** Somebody created a Node: a machine of that name boots and fills in what is missing. */
export function adoptMachine(ctx: Ctx, node: Node): void {
  const machine = newMachine(ctx, node.metadata.name, { booted: false, staticPods: false });
  machine.uid = node.metadata.uid;
  ctx.state.machines.set(machine.name, machine);
  const adopted = adoptedNode(node, machine);
  if (!deepEqual(adopted, node))
    ctx.api.update('Node', undefined, machine.name, adopted as unknown as Manifest);
  postStatus(ctx, machine);
  boot(ctx, machine);
}

function newMachine(ctx: Ctx, name: string, is: { booted: boolean; staticPods: boolean }): Machine {
  return {
    name,
    uid: '',
    number: ctx.state.machineCount++,
    running: true,
    networkReady: is.booted,
    staticPods: is.staticPods,
    images: new Set(),
    lastPodAddress: 1,
    pods: new Set(),
  };
}

function boot(ctx: Ctx, machine: Machine): void {
  nodeEvent(ctx, machine, 'Starting', 'Starting kubelet.');
  for (const reason of PRESSURE_EVENTS)
    nodeEvent(ctx, machine, reason, `Node ${machine.name} status is now: ${reason}`);
  nodeEvent(ctx, machine, 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
  machine.bootEnds = onGrid(ctx.now + durationIn(BOOT, machine.uid, 'boot'));
  ctx.setTimer(`boot:${machine.name}`, machine.bootEnds);
}

/** The network is up: the node is Ready, and the pods that waited for it go on. */
export function finishBoot(ctx: Ctx, machine: Machine): void {
  if (!machine.running || machine.networkReady || ctx.now < (machine.bootEnds ?? 0)) return;
  machine.networkReady = true;
  machine.bootEnds = undefined;
  postStatus(ctx, machine);
  if (machine.staticPods) ctx.enqueue(`static:${machine.name}`);
  enqueuePods(ctx, machine);
}

/** Posts the node's status when it says something new (NODE-8); heartbeats alone are not written. */
function postStatus(ctx: Ctx, machine: Machine): void {
  const node = ctx.read.get('Node', undefined, machine.name);
  if (!node) return;
  const status = nodeStatus(node.status, machine, ctx.now);
  if (deepEqual(withoutHeartbeats(node), withoutHeartbeats({ ...node, status }))) return;
  const wasReady = conditionOf(node.status.conditions, 'Ready')?.status;
  const body = { ...node, status } as unknown as Manifest;
  ctx.api.update('Node', undefined, machine.name, body, { subresource: 'status' });
  if (machine.networkReady && wasReady !== 'True')
    nodeEvent(ctx, machine, 'NodeReady', `Node ${machine.name} status is now: NodeReady`);
}

function withoutHeartbeats({ status }: Node): unknown {
  return { ...status, conditions: (status.conditions ?? []).map((c) => ({ ...c, lastHeartbeatTime: '' })) };
}

/** The kubelet process stops: its containers run on, but nothing on the machine is looked after or reported. */
export function stopKubelet(ctx: Ctx, name: string): void {
  const machine = ctx.state.machines.get(name);
  if (machine) machine.running = false;
}

/** The kubelet comes back, says that the node is Ready (NODE-10) and catches up with its pods. */
export function startKubelet(ctx: Ctx, name: string): void {
  const machine = ctx.state.machines.get(name);
  if (!machine || machine.running) return;
  machine.running = true;
  nodeEvent(ctx, machine, 'Starting', 'Starting kubelet.');
  if (machine.networkReady) postStatus(ctx, machine);
  else ctx.setTimer(`boot:${name}`, Math.max(ctx.now, machine.bootEnds ?? 0));
  for (const uid of machine.pods) {
    const worker = ctx.state.workers.get(uid);
    if (!worker) continue;
    const pod = ctx.read.get('Pod', worker.namespace, worker.name);
    if (pod?.metadata.uid !== uid) dropPod(ctx, machine, worker);
    else ctx.setTimer(`pod:${uid}`, ctx.now);
  }
  if (machine.staticPods) ctx.enqueue(`static:${name}`);
  enqueuePods(ctx, machine);
}

function enqueuePods(ctx: Ctx, machine: Machine): void {
  for (const { metadata } of ctx.read.podsOnNode(machine.name))
    ctx.enqueue(`pod:${metadata.namespace ?? ''}/${metadata.name}`);
}

/** The Node object is gone: the machine is switched off, and nobody stops its pods in good order. */
export function removeMachine(ctx: Ctx, machine: Machine): void {
  for (const uid of machine.pods) {
    const worker = ctx.state.workers.get(uid);
    if (worker) forget(ctx, machine, worker);
  }
  ctx.clearTimer(`boot:${machine.name}`);
  ctx.state.machines.delete(machine.name);
}

function nodeEvent(ctx: Ctx, { name, uid }: Machine, reason: string, message: string): void {
  const source = { component: 'kubelet', host: name };
  ctx.event({ kind: 'Node', apiVersion: 'v1', name, uid }, 'Normal', reason, message, { source });
}
