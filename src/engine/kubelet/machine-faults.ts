/** What befalls machines: kubelet, power and network go and come, alone, together and in any order. */
import type { Context } from '../component';
import { beginContact, endContact } from './heartbeat';
import { awaitsAgent } from './network';
import { announceStart, lookAtNode, postStatus } from './node-report';
import { forgetPressure, watchPressure } from './pressure';
import { followReach } from './reboot';
import { BOOT } from './stages';
import type { KubeletState, Machine } from './state';
import { durationIn, onGrid } from './timing';

type Ctx = Context<KubeletState>;

/** Brings a machine in line with the faults that it has now. */
export function applyFaults(ctx: Ctx, machine: Machine): void {
  const { kubelet, power, network } = ctx.world.ofNode(machine.name);
  if (power === 'off') switchOff(ctx, machine);
  else if (machine.off) switchOn(ctx, machine);
  if (network === 'cut') cut(ctx, machine);
  else if (machine.cut) restore(ctx, machine);
  if (kubelet === 'stopped') stopKubelet(ctx, machine);
  else startKubelet(ctx, machine);
  followReach(ctx, machine);
  watchPressure(ctx, machine);
}

function switchOff(ctx: Ctx, machine: Machine): void {
  if (machine.off) return;
  stopKubelet(ctx, machine);
  machine.off = true;
  machine.rebooted = true;
  machine.networkReady = false;
  machine.bootEnds = undefined;
  ctx.clearTimer(`boot:${machine.name}`);
}

/** The kubelet starts when the machine has booted. */
function switchOn(ctx: Ctx, machine: Machine): void {
  machine.off = undefined;
  machine.reboots++;
  machine.bootEnds = onGrid(ctx.now + durationIn(BOOT, machine.uid, 'boot', machine.reboots));
  ctx.setTimer(`boot:${machine.name}`, machine.bootEnds);
}

function cut(ctx: Ctx, machine: Machine): void {
  if (machine.cut) return;
  machine.cut = true;
  if (!machine.running) return;
  endContact(ctx, machine);
}

/** The kubelet hears of what has changed, and reports what has happened. */
function restore(ctx: Ctx, machine: Machine): void {
  machine.cut = undefined;
  if (!machine.running) return;
  beginContact(ctx, machine);
  lookAtNode(ctx, machine);
  enqueuePods(ctx, machine);
  if (machine.staticPods) ctx.enqueue(`static:${machine.name}`);
}

/** The kubelet process stops: the containers run on, but nothing on the machine is looked after or reported. */
function stopKubelet(ctx: Ctx, machine: Machine): void {
  if (!machine.running) return;
  endContact(ctx, machine);
  forgetPressure(ctx, machine);
  ctx.clearTimer(`look:${machine.name}`);
  machine.running = false;
}

/** It starts once it can: one that does not reach the control plane knows no pods yet. */
export function startKubelet(ctx: Ctx, machine: Machine): void {
  const booting = machine.rebooted && machine.bootEnds !== undefined;
  const { kubelet } = ctx.world.ofNode(machine.name);
  if (machine.running || machine.off || machine.cut || booting || kubelet === 'stopped') return;
  machine.running = true;
  machine.unschedulable = false;
  announceStart(ctx, machine);
  beginContact(ctx, machine);
  // NODE-10. A kubelet that starts posts, news or not.
  postStatus(ctx, machine, true);
  lookAtNode(ctx, machine);
  machine.rebooted = undefined;
  followReach(ctx, machine);
  if (!machine.networkReady) ctx.setTimer(`boot:${machine.name}`, Math.max(ctx.now, machine.bootEnds ?? 0));
  if (machine.staticPods) ctx.enqueue(`static:${machine.name}`);
  enqueuePods(ctx, machine);
  watchPressure(ctx, machine);
}

export function enqueuePods(ctx: Ctx, machine: Machine): void {
  for (const { metadata } of ctx.read.podsOnNode(machine.name))
    ctx.enqueue(`pod:${metadata.namespace ?? ''}/${metadata.name}`);
}

/** The end of a boot, or of the wait for the agent that brings the network. */
export function finishBoot(ctx: Ctx, machine: Machine): void {
  const booted = machine.rebooted || machine.running;
  if (!booted || machine.off || machine.networkReady || ctx.now < (machine.bootEnds ?? 0)) return;
  machine.bootEnds = undefined;
  // The configuration of the network outlives a reboot.
  if (!machine.rebooted && awaitsAgent(ctx, machine)) return;
  machine.networkReady = true;
  if (machine.rebooted) return startKubelet(ctx, machine);
  // The network is up: the node is Ready, and the pods that waited for it go on.
  if (!machine.cut) postStatus(ctx, machine);
  if (machine.staticPods) ctx.enqueue(`static:${machine.name}`);
  enqueuePods(ctx, machine);
}
