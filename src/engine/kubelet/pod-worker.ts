/** One pod on its machine: accepting it, moving it through its stages, reporting, letting it go. */
import { isMirror } from '../../k8s/static-pod';
import { isPodTerminal } from '../../k8s/conditions';
import type { Pod } from '../../k8s/types';
import type { Context } from '../component';
import { releasePodAddress, takePodAddress } from './addresses';
import { admissionProblem } from './admission';
import { applyChangedImages, ownEnd, runContainers } from './containers';
import { conditionsOf } from './eviction-signals';
import { noticeAgent } from './network';
import { writeStatus } from './pod-status';
import { runReadiness } from './probes';
import { reaches, reachOf } from './reach';
import { claimProblem, missingVolumes } from './references';
import { recordExit } from './restarts';
import { LOOK } from './stages';
import {
  containersOf,
  excluding,
  including,
  isAlive,
  type ContainerWorker,
  type KubeletState,
  type Machine,
  type PodWorker,
} from './state';
import { forgetTaken, noteTaken, takenOn } from './taken';
import {
  beginStopping,
  cleanUp,
  endPod,
  finish,
  killLeftovers,
  limitToGrace,
  runStopping,
} from './termination';
import { durationIn, nextMountDelay, onGrid } from './timing';
import { enterPodStage, newContainer, podEvent, type Work } from './work';

const NETWORK_DOWN =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
const PAST_DEADLINE = 'Pod was active on the node longer than the specified deadline';

/** Brings the machine in line with a pod that is bound to it. Level-based: call it as often as you like. */
export function syncPod(ctx: Context<KubeletState>, machine: Machine, pod: Pod): void {
  let worker = ctx.state.workers.get(pod.metadata.uid);
  if (!worker) {
    worker = newWorker(pod, machine, ctx.now);
    ctx.state.workers.set(worker.uid, worker);
    machine.pods = including(machine.pods, worker.uid);
    const work: Work = { ctx, machine, worker, pod };
    accept(work);
    noteTaken(ctx.state, work.pod);
    return;
  }
  const work: Work = { ctx, machine, worker, pod };
  const { stage } = worker;
  if (pod.metadata.deletionTimestamp !== undefined) {
    if (stage === 'stopping') limitToGrace(work);
    else if (stage === 'finished') cleanUp(work);
    else if (stage !== 'cleanup') beginStopping(work);
  } else if (stage === 'network' && machine.networkReady) setUp(work);
  else if (stage === 'containers') applyChangedImages(work);
  runPod(work);
}

function accept(work: Work): void {
  const { ctx, machine, worker, pod } = work;
  if (isPodTerminal(pod)) {
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
  const rejection = node && admissionProblem(pod, node, takenOn(ctx, machine, pod), conditionsOf(machine));
  if (rejection) {
    worker.rejected = rejection;
    enterPodStage(work, 'finished');
    podEvent(work, 'Warning', rejection.reason, rejection.message);
    writeStatus(work);
    return;
  }
  writeStatus(work);
  prepare(work);
  arm(work);
}

/** The way to a (new) sandbox: the network must be there, then the volumes. */
export function prepare(work: Work): void {
  const { ctx, machine, worker, pod } = work;
  if (machine.networkReady || pod.spec.hostNetwork) setUp(work);
  else {
    const look = durationIn(LOOK.network, worker.uid, 'network', ctx.now / 1000);
    enterPodStage(work, 'network', onGrid(ctx.now + look));
    podEvent(work, 'Warning', 'NetworkNotReady', `network is not ready: ${NETWORK_DOWN}`);
  }
}

/** Volumes, then the sandbox. */
function setUp(work: Work): void {
  const { ctx, worker, pod } = work;
  const claim = claimProblem(pod, ctx.read);
  if (claim !== undefined) {
    podEvent(work, 'Warning', 'FailedMount', claim);
    const look = durationIn(LOOK.error, worker.uid, 'claim', ctx.now / 1000);
    enterPodStage(work, 'volumes', onGrid(ctx.now + look));
    return;
  }
  const failures = missingVolumes(pod, ctx.read);
  for (const { message } of failures) podEvent(work, 'Warning', 'FailedMount', message);
  if (failures.length > 0) {
    worker.mountDelay = nextMountDelay(worker.mountDelay);
    enterPodStage(work, 'volumes', onGrid(ctx.now + worker.mountDelay));
    return;
  }
  worker.mountDelay = undefined;
  worker.probesFrom = ctx.now;
  if (containersOf(worker).some((c) => c.starts > 0))
    podEvent(work, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
  enterPodStage(work, 'sandbox');
}

/** Does what is due for the pod now, reports it and arranges to be called again. */
export function runPod(work: Work): void {
  const { ctx, worker, machine, pod } = work;
  const isDue = worker.due !== undefined && worker.due <= ctx.now;
  if (worker.stage === 'network' && isDue) prepare(work);
  else if (worker.stage === 'volumes' && isDue) setUp(work);
  else if (worker.stage === 'sandbox' && isDue) {
    worker.sandbox = true;
    worker.podIP = pod.spec.hostNetwork ? '' : takePodAddress(ctx.state, machine);
    enterPodStage(work, 'containers');
  }
  if (worker.stage === 'containers') {
    runContainers(work);
    if (isDone(work)) endPod(work, {});
    else writeStatus(work);
    noticeAgent(work);
  }
  if (isPastDeadline(work)) {
    podEvent(work, 'Normal', 'DeadlineExceeded', PAST_DEADLINE);
    endPod(work, { phase: 'Failed', reason: 'DeadlineExceeded', message: PAST_DEADLINE });
  }
  if (worker.stage === 'stopping') {
    for (const container of worker.main) runReadiness(work, container);
    if (runStopping(work)) cleanUp(work);
  } else if (worker.stage === 'cleanup' && (worker.due ?? 0) <= ctx.now && reaches(ctx, machine)) {
    if (finish(work)) {
      forget(ctx, machine, worker);
      return;
    }
  }
  arm(work);
}

/** Nothing of it runs, and nothing will: sidecars do not keep a pod alive (POD-13). */
function isDone({ worker, pod }: Work): boolean {
  const policy = pod.spec.restartPolicy ?? 'Always';
  if (policy === 'Always') return false;
  if (policy === 'Never' && worker.init.some((c) => c.role === 'init' && hasFailed(c))) return true;
  return worker.main.every((c) => c.stage === 'stopped');
}

function hasFailed({ stage, exit }: ContainerWorker): boolean {
  return stage === 'stopped' && exit !== undefined && exit.code !== 0;
}

function isPastDeadline({ ctx, worker, pod }: Work): boolean {
  const { stage } = worker;
  if (stage === 'stopping' || stage === 'cleanup' || stage === 'finished') return false;
  return deadlineOf(worker, pod) <= ctx.now;
}

/** Of activeDeadlineSeconds; the kubelet looks once a second. */
function deadlineOf({ acceptedAt }: PodWorker, { spec }: Pod): number {
  return spec.activeDeadlineSeconds === undefined
    ? Infinity
    : onGrid(acceptedAt + spec.activeDeadlineSeconds * 1000);
}

/** One timer for each pod, at the earliest thing to come. */
function arm(work: Work): void {
  const { ctx, machine, worker, pod } = work;
  const { stage } = worker;
  // What waits for the API server is taken up again when it can be reached.
  const waits = stage === 'cleanup' && !reaches(ctx, machine);
  let next = waits ? Infinity : (worker.due ?? Infinity);
  if (stage !== 'stopping' && stage !== 'cleanup' && stage !== 'finished')
    next = Math.min(next, deadlineOf(worker, pod));
  for (const container of containersOf(worker)) next = Math.min(next, nextOf(container));
  if (next < Infinity) ctx.setTimer(`pod:${worker.uid}`, next);
  else ctx.clearTimer(`pod:${worker.uid}`);
}

function nextOf({ stage, due = Infinity, probes }: ContainerWorker): number {
  const { startup, readiness, liveness } = probes;
  const ready = readiness?.due ?? Infinity;
  if (stage === 'stopping') return Math.min(due, ready);
  if (stage !== 'running') return due;
  return Math.min(due, ready, startup?.due ?? Infinity, liveness?.due ?? Infinity);
}

/**
 * A timer of a pod: a kubelet that works goes on with it; without one, containers end all the same. Returns the pod's machine, if
 * there are both.
 */
export function wakePod(ctx: Context<KubeletState>, uid: string): Machine | undefined {
  const worker = ctx.state.workers.get(uid);
  const machine = worker && ctx.state.machines.get(worker.node);
  if (worker && machine) goOn(ctx, machine, worker);
  return machine;
}

function goOn(ctx: Context<KubeletState>, machine: Machine, worker: PodWorker): void {
  const { uid } = worker;
  const reach = reachOf(ctx, machine);
  if (reach === 'off' || (machine.lost && reach !== 'all')) return;
  const pod = reach === 'all' ? ctx.read.get('Pod', worker.namespace, worker.name) : worker.known;
  if (reach === 'stopped' || !pod) leaveAlone(ctx, worker);
  else if (pod.metadata.uid === uid) runPod({ ctx, machine, worker, pod });
}

/** Nobody looks after the pod: what runs, or was told to stop, still comes to its end. */
export function leaveAlone(ctx: Context<KubeletState>, worker: PodWorker): void {
  let next = Infinity;
  for (const container of containersOf(worker)) {
    const { due } = container;
    if (due === undefined || !isAlive(container) || container.stage === 'post-start') continue;
    if (due > ctx.now) next = Math.min(next, due);
    else endUnseen(ctx, worker, container);
  }
  if (next < Infinity) ctx.setTimer(`pod:${worker.uid}`, next);
  else ctx.clearTimer(`pod:${worker.uid}`);
}

function endUnseen(ctx: Context<KubeletState>, worker: PodWorker, container: ContainerWorker): void {
  const exit = container.stage === 'running' ? ownEnd(container) : { code: container.endCode ?? 0 };
  recordExit({ ctx, worker }, container, exit);
  container.stage = worker.stage === 'stopping' ? 'stopped' : 'ended';
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
  forgetTaken(ctx.state, worker);
  releasePodAddress(ctx.state, worker);
  machine.pods = excluding(machine.pods, worker.uid);
  if (worker.mirror) (machine.unmirrored ??= new Map()).set(worker.name, worker);
  ctx.clearTimer(`pod:${worker.uid}`);
}

/**
 * All fields stand in it from the start, as objects of one shape are the cheap ones, and those that change most before the others, as a
 * copy is compared with the one before (`KeptMap`) field by field.
 */
export function newWorker(pod: Pod, machine: Machine, now: number): PodWorker {
  const { uid, name, namespace = '' } = pod.metadata;
  return {
    due: undefined,
    stage: 'network',
    uid,
    namespace,
    name,
    node: machine.name,
    mirror: isMirror(pod),
    acceptedAt: now,
    sandbox: false,
    probesFrom: now,
    known: undefined,
    podIP: '',
    mountDelay: undefined,
    rejected: undefined,
    grace: undefined,
    ended: undefined,
    init: (pod.spec.initContainers ?? []).map((spec) => newContainer(spec, true)),
    main: pod.spec.containers.map((spec) => newContainer(spec, false)),
  };
}
