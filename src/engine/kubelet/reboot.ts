/** What a kubelet does with its pods when it, its machine or its network comes and goes. */
import type { Context } from '../component';
import { releasePodAddress } from './addresses';
import { dropPod, leaveAlone, prepare, runPod } from './pod-worker';
import { writeStatus } from './pod-status';
import { forgetProbes } from './probes';
import { reachOf } from './reach';
import { recordExit } from './restarts';
import { containersOf, isAlive, type KubeletState, type Machine } from './state';
import { beginStopping } from './termination';
import { enterStage, type Work } from './work';

type Ctx = Context<KubeletState>;

/**
 * Brings the pods of a machine in line with what its kubelet can do now. Level-based: call it after any input that may have changed
 * `machine.running` or the faults of the machine; without effect when nothing has changed.
 */
export function followReach(ctx: Ctx, machine: Machine): void {
  const reach = reachOf(ctx, machine);
  const before = machine.reach ?? 'all';
  if (reach === before) return;
  machine.reach = reach;
  if (reach === 'off') machine.lost = true;
  if (reach === 'off' || reach === 'stopped') {
    machine.restarted = true;
    // Pulls end with the kubelet that made them.
    machine.pullsEnd = machine.coming = undefined;
  }
  for (const uid of machine.pods) {
    const worker = ctx.state.workers.get(uid);
    if (!worker) continue;
    const stored = ctx.read.get('Pod', worker.namespace, worker.name);
    const pod = stored?.metadata.uid === uid ? stored : undefined;
    // A kubelet keeps what it knows as long as it runs. One that starts learns of its pods from the API server alone.
    worker.known = reach === 'alone' && before === 'all' ? pod : undefined;
    if (reach === 'off') ctx.clearTimer(`pod:${uid}`);
    else if (reach === 'all' && !pod) {
      if (worker.mirror && machine.lost) queueAgain({ ctx, worker });
      dropPod(ctx, machine, worker);
    } else if (reach === 'all' && pod) resume({ ctx, machine, worker, pod });
    else if (!worker.known && !machine.lost) leaveAlone(ctx, worker);
  }
  if (reach !== 'all') return;
  machine.restarted = machine.lost = undefined;
  for (const { metadata } of ctx.read.podsOnNode(machine.name))
    ctx.enqueue(`pod:${metadata.namespace ?? ''}/${metadata.name}`);
}

/** The kubelet reaches the API server again. */
function resume(work: Work): void {
  const { machine, worker, pod } = work;
  if (worker.stage === 'finished') return;
  const deleted = pod.metadata.deletionTimestamp !== undefined;
  if (machine.lost) reboot(work);
  else if (machine.restarted) {
    restart(work);
    if (worker.stage === 'stopping') beginStopping(work);
  }
  if (!deleted || worker.stage === 'stopping' || worker.stage === 'cleanup') runPod(work);
}

/** A kubelet that starts has forgotten its back-offs and what its probes have found; containers that run are left alone. */
function restart(work: Work): void {
  const { ctx, worker } = work;
  worker.mountDelay = undefined;
  if (worker.stage === 'volumes' || worker.stage === 'network') worker.due = ctx.now;
  for (const container of containersOf(worker)) {
    container.crash = container.pull = container.reason = container.shown = container.hidden = undefined;
    if (isAlive(container)) forgetProbes(work, container);
    else if (container.stage !== 'stopped') {
      enterStage(work, container, container.exit ? 'ended' : 'queued', container.exit && ctx.now);
    }
  }
}

/** The machine was off: containers and sandboxes are found dead, and all but what is done begins again in a new sandbox. */
function reboot(work: Work): void {
  const { worker, pod } = work;
  const hasRun = containersOf(worker).some((c) => c.starts > 0);
  findDead(work);
  if (worker.stage === 'stopping' || worker.stage === 'cleanup') return;
  // The file of a static pod is still there, whatever becomes of its mirror.
  if (pod.metadata.deletionTimestamp !== undefined && !worker.mirror) {
    beginStopping(work);
    return;
  }
  const never = hasRun && pod.spec.restartPolicy === 'Never';
  for (const container of containersOf(worker)) {
    const { stage, role } = container;
    const done = never || (role === 'main' && stage === 'stopped');
    if (done) enterStage(work, container, container.exit ? 'stopped' : 'queued');
    else enterStage(work, container, 'queued');
  }
  if (never) {
    worker.stage = 'containers';
    worker.due = undefined;
    return;
  }
  writeStatus(work);
  prepare(work);
}

type Found = Pick<Work, 'ctx' | 'worker'>;

/** A static pod whose mirror is gone begins again when it has its next one. */
function queueAgain(found: Found): void {
  findDead(found);
  for (const container of containersOf(found.worker)) enterStage(found, container, 'queued');
}

function findDead(found: Found): void {
  const { ctx, worker } = found;
  for (const container of containersOf(worker)) {
    if (isAlive(container)) {
      // The runtime cannot know how it ended, nor when.
      recordExit(found, container, { code: 255, reason: 'Unknown' });
      enterStage(found, container, 'ended');
    }
    container.crash = container.pull = container.reason = container.shown = container.hidden = undefined;
    container.probes = {};
    container.due = undefined;
    container.runs = 0;
    if (container.role !== 'main') container.lastExit = undefined;
  }
  worker.sandbox = false;
  releasePodAddress(ctx.state, worker);
  worker.podIP = '';
}
