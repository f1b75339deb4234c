/**
 * Probes (POD-32 … POD-35). What they find out follows from the image and from faults, so a probe stops ticking once its result cannot
 * change: pods that are well cost nothing.
 */
import type { Probe } from '../../k8s/types';
import { probeOutput } from './probe-output';
import { imageBehaviour } from './registry';
import type { ContainerWorker, ProbeKind, ProbeWorker } from './state';
import { durationIn, onGrid } from './timing';
import { containerEvent, specOf, type Work } from './work';

/** A probe that may run at once has its answer after this long, milliseconds. */
const ANSWER = 100;

const KINDS: readonly ProbeKind[] = ['startup', 'readiness', 'liveness'];
const TITLES: Record<ProbeKind, string> = {
  startup: 'Startup',
  readiness: 'Readiness',
  liveness: 'Liveness',
};

/** The container has just started: from here on its probes run (POD-9, POD-33). */
export function startProbes(work: Work, container: ContainerWorker): void {
  stopProbes(container);
  container.ready = false;
  container.started = false;
  if (probeOf(work, container, 'startup')) schedule(work, container, 'startup');
  else becomeStarted(work, container);
}

export function stopProbes({ probes }: ContainerWorker): void {
  for (const kind of KINDS) {
    const probe = probes[kind];
    if (probe) probes[kind] = { passed: probe.passed, run: probe.run };
  }
}

function becomeStarted(work: Work, container: ContainerWorker): void {
  container.started = true;
  // An init container that runs to its end has no readiness of its own.
  if (container.role === 'init') return;
  if (probeOf(work, container, 'readiness')) schedule(work, container, 'readiness');
  else container.ready = imageBehaviour(container.image) !== 'unready';
  wakeProbes(work, container);
}

/** What probes find out may have changed: those that rest look again at their next tick. */
export function wakeProbes(work: Work, container: ContainerWorker): void {
  if (container.stage !== 'running') return;
  for (const kind of KINDS) {
    const runs = (kind === 'startup') !== container.started && probeOf(work, container, kind);
    if (runs && container.probes[kind]?.due === undefined && !passes(work, container, kind))
      schedule(work, container, kind);
  }
}

/** A kubelet that has just started knows no results: a random part of a period later it begins anew (POD-32). */
export function forgetProbes(work: Work, container: ContainerWorker): void {
  const { ctx, worker } = work;
  container.probes = {};
  if (container.stage !== 'running' || container.role === 'init') return;
  container.started = true;
  for (const kind of KINDS) {
    const probe = probeOf(work, container, kind);
    if (!probe) continue;
    const wait = durationIn(
      [0, period(probe)],
      worker.uid,
      `${container.name}${kind}restart`,
      ctx.now / 1000,
    );
    container.probes[kind] = { passed: true, run: 0, due: onGrid(ctx.now + wait), fresh: true };
  }
  if (!probeOf(work, container, 'readiness')) container.ready = imageBehaviour(container.image) !== 'unready';
}

/** Plans the next run: at a tick of the worker, not before the initial delay. */
function schedule(work: Work, container: ContainerWorker, kind: ProbeKind): void {
  const { ctx, worker } = work;
  const probe = probeOf(work, container, kind);
  if (!probe) return;
  const record = (container.probes[kind] ??= { passed: true, run: 0 });
  const earliest = Math.max(ctx.now, container.startedAt + (probe.initialDelaySeconds ?? 0) * 1000);
  // The kubelet does not let a readiness probe wait when it reports a container that is not ready.
  const asked = kind === 'readiness' && !container.ready;
  if (asked && earliest <= ctx.now) {
    record.due = onGrid(ctx.now + ANSWER);
    return;
  }
  const from = asked ? container.startedAt : worker.probesFrom;
  const ticks = Math.ceil((earliest - from) / period(probe));
  const tick = from + ticks * period(probe);
  record.due = onGrid(tick > ctx.now ? tick : tick + period(probe));
}

/** Runs the probes that are due; the answer is the one that wants the container restarted. */
export function runProbes(work: Work, container: ContainerWorker): ProbeKind | undefined {
  let verdict: ProbeKind | undefined;
  for (const kind of KINDS) {
    const record = container.probes[kind];
    if (record?.due === undefined || record.due > work.ctx.now) continue;
    if (record.fresh) takeInitialValue(work, container, kind, record);
    else if (runOne(work, container, kind, record)) verdict = kind;
  }
  return verdict;
}

/** While a pod ends, readiness is still looked at, and nothing else (POD-35). */
export function runReadiness(work: Work, container: ContainerWorker): void {
  const { readiness } = container.probes;
  if (container.stage !== 'stopping' || (readiness?.due ?? Infinity) > work.ctx.now || !readiness) return;
  runOne(work, container, 'readiness', readiness);
}

function takeInitialValue(
  work: Work,
  container: ContainerWorker,
  kind: ProbeKind,
  record: ProbeWorker,
): void {
  const { now } = work.ctx;
  record.fresh = undefined;
  record.due = undefined;
  if (kind === 'liveness') {
    if (!passes(work, container, kind)) record.due = onGrid(now + ANSWER);
    return;
  }
  container.ready = false;
  record.due = onGrid(now + ANSWER);
  if (kind === 'readiness') return;
  container.started = false;
  record.due = onGrid(now + period(probeOf(work, container, kind) ?? {}));
  const { readiness } = container.probes;
  if (readiness) readiness.due = readiness.fresh = undefined;
}

/** true: the container has to be restarted. */
function runOne(work: Work, container: ContainerWorker, kind: ProbeKind, record: ProbeWorker): boolean {
  const { now } = work.ctx;
  const probe = probeOf(work, container, kind);
  if (!probe) return false;
  const passed = passes(work, container, kind);
  record.run = record.passed === passed ? record.run + 1 : 1;
  record.passed = passed;
  record.due = onGrid(now + period(probe));
  if (!passed) {
    const output = probeOutput(probe, specOf(work, container), work.pod.status.podIP ?? '');
    containerEvent(work, container, 'Warning', 'Unhealthy', `${TITLES[kind]} probe failed: ${output}`);
  }
  const enough = passed ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
  if (record.run < enough) {
    // A single failure that was not enough leaves no trace once the probe passes again.
    if (passed && (kind === 'liveness' || (kind === 'readiness' && container.ready))) record.due = undefined;
    return false;
  }
  if (kind === 'readiness') {
    if (!passed && container.ready) record.due = onGrid(now + ANSWER);
    container.ready = passed;
    if (passed) record.due = undefined;
    return false;
  }
  record.due = undefined;
  if (kind === 'startup' || !passed) record.run = 0;
  if (kind === 'startup' && passed) becomeStarted(work, container);
  return !passed;
}

function passes({ ctx, pod }: Work, { image }: ContainerWorker, kind: ProbeKind): boolean {
  if (ctx.world.ofPod(pod).probe === kind) return false;
  return kind !== 'readiness' || imageBehaviour(image) !== 'unready';
}

function probeOf(work: Work, container: ContainerWorker, kind: ProbeKind): Probe | undefined {
  return specOf(work, container)[`${kind}Probe`];
}

function period(probe: Probe): number {
  return Math.max(1, probe.periodSeconds ?? 10) * 1000;
}
