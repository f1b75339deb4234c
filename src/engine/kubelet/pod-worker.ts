/** One pod on its machine: accepting it, moving it through its stages, reporting, letting it go. */
import type { Pod } from '../../k8s/types';
import type { Context } from '../component';
import { takePodAddress } from './addresses';
import { admissionProblem } from './admission';
import { applyChangedImages, runContainers } from './containers';
import { writeStatus } from './pod-status';
import { missingVolumes } from './references';
import { containersOf, type KubeletState, type Machine, type PodWorker } from './state';
import { beginStopping, finish, killLeftovers, limitToGrace, runStopping } from './termination';
import { nextMountDelay, onGrid } from './timing';
import { enterPodStage, isMirror, newContainer, podEvent, type Work } from './work';

const NETWORK_DOWN =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';

/** Brings the machine in line with a pod that is bound to it. Level-based: call it as often as you like. */
export function syncPod(ctx: Context<KubeletState>, machine: Machine, pod: Pod): void {
  let worker = ctx.state.workers.get(pod.metadata.uid);
  if (!worker) {
    worker = newWorker(pod, machine, ctx.now);
    ctx.state.workers.set(worker.uid, worker);
    machine.pods.add(worker.uid);
    accept({ ctx, machine, worker, pod });
    return;
  }
  const work: Work = { ctx, machine, worker, pod };
  if (pod.metadata.deletionTimestamp !== undefined) {
    if (worker.stage === 'stopping') limitToGrace(work);
    else if (worker.stage !== 'finished') beginStopping(work);
  } else if (worker.stage === 'network' && machine.networkReady) setUp(work);
  else if (worker.stage === 'containers') applyChangedImages(work);
  runPod(work);
}

function accept(work: Work): void {
  const { ctx, machine, worker, pod } = work;
  if (pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded') {
    // Its life is over: after a restart of the kubelet, or because somebody said so.
    enterPodStage(work, 'finished');
    return;
  }
  if (pod.metadata.deletionTimestamp !== undefined) {
    beginStopping(work);
    runPod(work);
    return;
  }
  const node = ctx.read.get('Node', undefined, machine.name);
  const rejection = node && admissionProblem(pod, node, othersOn(work));
  if (rejection) {
    worker.rejected = rejection;
    enterPodStage(work, 'finished');
    podEvent(work, 'Warning', rejection.reason, rejection.message);
    writeStatus(work);
    return;
  }
  writeStatus(work);
  if (machine.networkReady || pod.spec.hostNetwork) setUp(work);
  else {
    enterPodStage(work, 'network');
    podEvent(work, 'Warning', 'NetworkNotReady', `network is not ready: ${NETWORK_DOWN}`);
  }
  arm(work);
}

/** Pods that the machine already looks after. */
function othersOn({ ctx, machine, worker }: Work): Pod[] {
  return ctx.read.podsOnNode(machine.name).filter(({ metadata, status }) => {
    const other = ctx.state.workers.get(metadata.uid);
    return (
      other &&
      other !== worker &&
      !other.rejected &&
      status.phase !== 'Failed' &&
      status.phase !== 'Succeeded'
    );
  });
}

/** Volumes, then the sandbox. */
function setUp(work: Work): void {
  const { ctx, worker, pod } = work;
  const failures = missingVolumes(pod, ctx.read);
  for (const { message } of failures) podEvent(work, 'Warning', 'FailedMount', message);
  if (failures.length === 0) {
    enterPodStage(work, 'sandbox');
    return;
  }
  worker.mountDelay = nextMountDelay(worker.mountDelay);
  enterPodStage(work, 'volumes', onGrid(ctx.now + worker.mountDelay));
}

/** Does what is due for the pod now, reports it and arranges to be called again. */
export function runPod(work: Work): void {
  const { ctx, worker, machine, pod } = work;
  const isDue = worker.due !== undefined && worker.due <= ctx.now;
  if (worker.stage === 'volumes' && isDue) setUp(work);
  else if (worker.stage === 'sandbox' && isDue) {
    worker.sandbox = true;
    if (!pod.spec.hostNetwork) worker.podIP = takePodAddress(ctx.state, machine);
    enterPodStage(work, 'containers');
  }
  if (worker.stage === 'containers') {
    runContainers(work);
    writeStatus(work);
  } else if (worker.stage === 'stopping' && runStopping(work)) {
    finish(work);
    forget(ctx, machine, worker);
    return;
  } else if (worker.stage === 'stopping') writeStatus(work);
  arm(work);
}

/** One timer for each pod, at the earliest thing to come. */
function arm({ ctx, worker }: Work): void {
  let next = worker.due ?? Infinity;
  for (const { stage, due, startup, readiness } of containersOf(worker)) {
    next = Math.min(next, due ?? Infinity);
    if (stage === 'running') next = Math.min(next, startup?.due ?? Infinity, readiness?.due ?? Infinity);
  }
  if (next < Infinity) ctx.setTimer(`pod:${worker.uid}`, next);
  else ctx.clearTimer(`pod:${worker.uid}`);
}

/** The pod's object is gone. */
export function dropPod(ctx: Context<KubeletState>, machine: Machine, worker: PodWorker): void {
  const { namespace, name, uid } = worker;
  const pod = { metadata: { namespace, name, uid } } as Pod;
  killLeftovers({ ctx, machine, worker, pod });
  forget(ctx, machine, worker);
}

export function forget(ctx: Context<KubeletState>, machine: Machine, worker: PodWorker): void {
  ctx.state.workers.delete(worker.uid);
  machine.pods.delete(worker.uid);
  ctx.clearTimer(`pod:${worker.uid}`);
}

export function newWorker(pod: Pod, machine: Machine, now: number): PodWorker {
  const { uid, name, namespace = '' } = pod.metadata;
  return {
    uid,
    namespace,
    name,
    node: machine.name,
    mirror: isMirror(pod),
    stage: 'network',
    acceptedAt: now,
    sandbox: false,
    podIP: '',
    init: (pod.spec.initContainers ?? []).map((spec) => newContainer(spec, true)),
    main: pod.spec.containers.map((spec) => newContainer(spec, false)),
  };
}
