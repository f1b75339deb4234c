/** Machines come and go with their Node objects (NODE-1 … NODE-5, NODE-28). */
import type { Node } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import type { Manifest } from '../api/types';
import type { Context } from '../component';
import type { AddNodeInput } from '../input';
import { beginContact } from './heartbeat';
import { applyFaults, enqueuePods } from './machine-faults';
import { adoptedNode, newNode } from './node-object';
import { announceStart, postStatus } from './node-report';
import { forget } from './pod-worker';
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
  beginContact(ctx, machine);
  if (input.boot) boot(ctx, machine);
  else {
    if (machine.staticPods) ctx.enqueue(`static:${machine.name}`);
    // Pods of an earlier node of this name may still be bound to it.
    enqueuePods(ctx, machine);
  }
  applyFaults(ctx, machine);
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
  beginContact(ctx, machine);
  boot(ctx, machine);
  applyFaults(ctx, machine);
}

/** All fields, those that change most before the others: as `newWorker` has it. */
function newMachine(ctx: Ctx, name: string, is: { booted: boolean; staticPods: boolean }): Machine {
  return {
    images: new Set(),
    coming: undefined,
    pullsEnd: undefined,
    lastPodAddress: 1,
    pods: new Set(),
    name,
    uid: '',
    number: ctx.state.machineCount++,
    running: true,
    networkReady: is.booted,
    bootEnds: undefined,
    off: undefined,
    cut: undefined,
    rebooted: undefined,
    reboots: 0,
    contact: undefined,
    renewed: undefined,
    unschedulable: false,
    imagesReported: 0,
    pressure: undefined,
    staticPods: is.staticPods,
    unmirrored: undefined,
    reach: undefined,
    restarted: undefined,
    lost: undefined,
  };
}

function boot(ctx: Ctx, machine: Machine): void {
  announceStart(ctx, machine);
  machine.bootEnds = onGrid(ctx.now + durationIn(BOOT, machine.uid, 'boot'));
  ctx.setTimer(`boot:${machine.name}`, machine.bootEnds);
}

/** The Node object is gone: the machine is switched off, and nobody stops its pods in good order. */
export function removeMachine(ctx: Ctx, machine: Machine): void {
  for (const uid of machine.pods) {
    const worker = ctx.state.workers.get(uid);
    if (worker) forget(ctx, machine, worker);
  }
  for (const timer of ['boot', 'look', 'pressure', 'lease']) ctx.clearTimer(`${timer}:${machine.name}`);
  ctx.state.machines.delete(machine.name);
}
