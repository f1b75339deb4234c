/** Probes (POD-32 … POD-35). What they find out follows from the image, so a probe stops ticking once its result cannot change. */
import type { Container, Probe } from '../../k8s/types';
import { imageBehaviour } from './registry';
import type { ContainerWorker, ProbeWorker } from './state';
import { onGrid } from './timing';
import { containerEvent, specOf, type Work } from './work';

/** A probe that may run at once has its answer after this long, milliseconds. */
const ANSWER = 100;

/** The container has just started: from here on its probes run (POD-9, POD-33). */
export function startProbes(work: Work, container: ContainerWorker): void {
  const { startupProbe } = specOf(work, container);
  container.ready = false;
  container.readiness = undefined;
  container.startup = startupProbe && newProbe(work, container, startupProbe);
  container.started = !startupProbe;
  if (container.started) startReadiness(work, container);
}

export function stopProbes(container: ContainerWorker): void {
  container.ready = false;
  container.started = false;
  container.startup = undefined;
  container.readiness = undefined;
}

function startReadiness(work: Work, container: ContainerWorker): void {
  const { readinessProbe } = specOf(work, container);
  // An init container that runs to its end has no readiness of its own.
  if (container.role === 'init') return;
  if (readinessProbe) container.readiness = newProbe(work, container, readinessProbe);
  else container.ready = imageBehaviour(container.image) !== 'unready';
}

/** The first tick of POD-32 that is not before the initial delay. */
function newProbe({ ctx }: Work, container: ContainerWorker, probe: Probe): ProbeWorker {
  const earliest = container.startedAt + (probe.initialDelaySeconds ?? 0) * 1000;
  const ticks = Math.ceil((earliest - ctx.now) / period(probe));
  return { due: onGrid(ticks <= 0 ? ctx.now + ANSWER : ctx.now + ticks * period(probe)), successes: 0 };
}

/** Runs the probes that are due. */
export function runProbes(work: Work, container: ContainerWorker): void {
  const { now } = work.ctx;
  const { startupProbe, readinessProbe } = specOf(work, container);
  const { startup, readiness } = container;
  if (startupProbe && isDue(startup, now) && succeeds(startup, startupProbe, now)) {
    container.started = true;
    startReadiness(work, container);
  }
  if (!readinessProbe || !isDue(readiness, now)) return;
  if (imageBehaviour(container.image) !== 'unready') {
    if (succeeds(readiness, readinessProbe, now)) container.ready = true;
    return;
  }
  readiness.due = onGrid(now + period(readinessProbe));
  const output = failureOutput(readinessProbe, specOf(work, container), work.pod.status.podIP ?? '');
  containerEvent(work, container, 'Warning', 'Unhealthy', `Readiness probe failed: ${output}`);
}

function isDue(probe: ProbeWorker | undefined, now: number): probe is ProbeWorker {
  return probe?.due !== undefined && probe.due <= now;
}

/** Counts one success; true when the success threshold is reached, after which the probe rests. */
function succeeds(worker: ProbeWorker, probe: Probe, now: number): boolean {
  worker.successes++;
  const done = worker.successes >= (probe.successThreshold ?? 1);
  worker.due = done ? undefined : onGrid(now + period(probe));
  return done;
}

function period(probe: Probe): number {
  return Math.max(1, probe.periodSeconds ?? 10) * 1000;
}

/** POD-25. */
export function failureOutput(probe: Probe, container: Container, podIP: string): string {
  if (probe.httpGet) return 'HTTP probe failed with statuscode: 503';
  if (probe.tcpSocket) {
    const { host, port } = probe.tcpSocket;
    const number = typeof port === 'number' ? port : portNamed(container, port);
    return `dial tcp ${host || podIP}:${number}: connect: connection refused`;
  }
  return probe.grpc ? 'service unhealthy (responded with "NOT_SERVING")' : '';
}

function portNamed(container: Container, name: string): string {
  return String(container.ports?.find((p) => p.name === name)?.containerPort ?? name);
}
