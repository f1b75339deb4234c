/**
 * The eviction manager of a machine that runs short of something (POD-41). It looks every 10 s, and one second after a pod that it
 * evicted has ended. What a machine lacks is used up by something else than its pods: the shortage lasts as long as the fault, so pods
 * go one after another until none is left that may go. A sound machine has no timer.
 */
import type { Context } from '../component';
import type { Resource } from '../world';
import { evictPod } from './eviction';
import { evictionMessage, isCritical, rankForEviction, type Candidate } from './eviction-ranking';
import { available, conditionsOf, RESOURCES, SIGNALS } from './eviction-signals';
import { nextBeat } from './heartbeat';
import { lookSoon, nodeEvent } from './node-report';
import { kubeletWorks, reaches } from './reach';
import { fullImageName } from './registry';
import { containersOf, type KubeletState, type Machine } from './state';
import { durationIn, onGrid } from './timing';

type Ctx = Context<KubeletState>;

const PERIOD = 10_000;
/**
 * The first look comes so long before the next look at the node. Upstream the two are independent: where the status comes seconds
 * later, the scheduler goes on sending pods that the kubelet turns away.
 */
const AHEAD = [100, 900] as const;
/** evictionPressureTransitionPeriod. */
const TRANSITION = 300_000;
/** Between the end of an evicted pod and the next look. */
const AFTER_EVICTION = 1_000;
/** So long after its deletion an evicted pod is waited for. */
const PATIENCE = 30_000;

/** Call it when a shortage begins or a kubelet starts. */
export function watchPressure(ctx: Ctx, machine: Machine): void {
  if (!kubeletWorks(ctx, machine) || ctx.world.pressureOn(machine.name).length === 0) return;
  const ahead = onGrid(durationIn(AHEAD, machine.uid, 'housekeeping', machine.reboots));
  const due = nextBeat(machine, ctx.now + ahead) - ahead;
  // After a shortage that is over, the next look may be far away.
  if (machine.pressure && machine.pressure.due <= due) return;
  machine.pressure = { seen: {}, ...machine.pressure, due };
  ctx.setTimer(`pressure:${machine.name}`, due);
}

/** The kubelet stops: what it remembers goes with it. */
export function forgetPressure(ctx: Ctx, machine: Machine): void {
  machine.pressure = undefined;
  ctx.clearTimer(`pressure:${machine.name}`);
}

/** One look. */
export function manageEvictions(ctx: Ctx, machine: Machine): void {
  const { pressure } = machine;
  if (!pressure || pressure.due > ctx.now || !kubeletWorks(ctx, machine)) return;
  delete pressure.evicting;
  const short = ctx.world.pressureOn(machine.name);
  const before = conditionsOf(machine).join();
  for (const resource of RESOURCES) {
    if (short.includes(resource)) pressure.seen[resource] = ctx.now;
    else if (ctx.now - (pressure.seen[resource] ?? ctx.now) >= TRANSITION) delete pressure.seen[resource];
  }
  if (conditionsOf(machine).join() !== before) lookSoon(ctx, machine);
  const first = RESOURCES.find((resource) => short.includes(resource));
  const evicted = first !== undefined && reclaim(ctx, machine, first);
  const recovered = Object.values(pressure.seen).map((at) => at + TRANSITION);
  if (evicted) pressure.due = onGrid(ctx.now + PATIENCE);
  else if (first !== undefined) pressure.due = ctx.now + PERIOD;
  else if (recovered.length > 0) pressure.due = Math.min(...recovered);
  else return forgetPressure(ctx, machine);
  ctx.setTimer(`pressure:${machine.name}`, pressure.due);
  followEviction(ctx, machine);
}

/** A pod may have ended: if it is the one that was evicted, the next look is near. */
export function followEviction(ctx: Ctx, machine: Machine): void {
  const { pressure } = machine;
  if (pressure?.evicting === undefined) return;
  const stage = ctx.state.workers.peek(pressure.evicting)?.stage;
  if (stage !== undefined && stage !== 'cleanup' && stage !== 'finished') return;
  delete pressure.evicting;
  pressure.due = ctx.now + AFTER_EVICTION;
  ctx.setTimer(`pressure:${machine.name}`, pressure.due);
}

/** Evicts the first pod that may go; whether there was one. */
function reclaim(ctx: Ctx, machine: Machine, resource: Resource): boolean {
  const { resource: word } = SIGNALS[resource];
  if (reaches(ctx, machine))
    nodeEvent(ctx, machine, 'EvictionThresholdMet', `Attempting to reclaim ${word}`, 'Warning');
  if (resource === 'disk') dropUnusedImages(ctx, machine);
  const [victim] = rankForEviction(candidatesOn(ctx, machine), resource).filter(
    ({ pod }) => !isCritical(pod),
  );
  if (!victim || !machine.pressure) return false;
  const { worker, pod } = victim;
  const message = evictionMessage(victim, resource, available(resource, machine.uid, ctx.now));
  machine.pressure.evicting = worker.uid;
  evictPod({ ctx, machine, worker, pod }, message);
  return true;
}

function candidatesOn(ctx: Ctx, machine: Machine): Candidate[] {
  const candidates: Candidate[] = [];
  for (const uid of machine.pods) {
    const worker = ctx.state.workers.get(uid);
    if (!worker || worker.stage === 'finished') continue;
    const pod = ctx.read.get('Pod', worker.namespace, worker.name);
    if (pod?.metadata.uid === uid) candidates.push({ worker, pod });
  }
  return candidates;
}

/** Before it evicts for want of disk, the kubelet deletes the images that no container uses. */
function dropUnusedImages(ctx: Ctx, machine: Machine): void {
  const used = new Set<string>();
  for (const uid of machine.pods) {
    const worker = ctx.state.workers.peek(uid);
    if (!worker || worker.stage === 'finished') continue;
    for (const { image } of containersOf(worker)) used.add(fullImageName(image));
  }
  const kept = [...machine.images].filter((image) => used.has(image));
  if (kept.length === machine.images.size) return;
  machine.images = new Set(kept);
  lookSoon(ctx, machine);
}
