/** The life of a container: image, creation, run, end, restart (POD-10 … POD-30). */
import { goDuration } from '../../k8s/duration';
import { containerId } from './container-status';
import { ensureImage, finishPull, waitForPull } from './images';
import { runProbes, startProbes, stopProbes } from './probes';
import { environmentProblem } from './references';
import { imageBehaviour } from './registry';
import { RESYNC, RUN_TIMES, type ContainerStage } from './stages';
import { containersOf, isInitialized, type ContainerWorker } from './state';
import { durationIn, isStale, nextBackOff, onGrid } from './timing';
import { containerEvent, enterStage, specOf, type Work } from './work';

/** What happens when a stage's time is up. Stages without an entry only end from outside. */
const STAGE_ENDS: Partial<Record<ContainerStage, (work: Work, container: ContainerWorker) => void>> = {
  pulling: (work, container) => {
    if (finishPull(work, container)) create(work, container);
  },
  'pull-failed': (work, container) => void waitForPull(work, container),
  'pull-back-off': (work, container) => {
    if (waitForPull(work, container)) begin(work, container);
  },
  'never-pulled': begin,
  'bad-image-name': begin,
  'config-error': begin,
  starting: start,
  running: (work, container) => {
    end(work, container, imageBehaviour(container.image) === 'crash' ? 1 : 0);
  },
  replacing: (work, container) => {
    recordExit(work, container, 0);
    begin(work, container);
  },
  ended: decideRestart,
  'crash-back-off': decideRestart,
};

/** Moves on every container of the pod whose time has come, then starts those whose turn it is. */
export function runContainers(work: Work): void {
  const { ctx, worker } = work;
  for (const container of containersOf(worker)) {
    if (container.due !== undefined && container.due <= ctx.now) {
      container.due = undefined;
      STAGE_ENDS[container.stage]?.(work, container);
    }
    if (container.stage === 'running') runProbes(work, container);
  }
  startNext(work);
}

/** Init containers one by one (POD-12, POD-13), then the regular ones, each as soon as the one before has been dealt with (POD-10). */
function startNext(work: Work): void {
  const { worker } = work;
  const initialized = worker.main.some((c) => c.starts > 0);
  for (const container of worker.init) {
    if (initialized || isInitialized(container)) continue;
    if (container.stage === 'queued') begin(work, container);
    return;
  }
  for (const container of worker.main) {
    if (container.stage === 'queued') begin(work, container);
    const inTheWay = container.stage === 'pulling' || container.stage === 'starting';
    if (container.starts === 0 && container.turn === 0 && inTheWay) return;
  }
}

function begin(work: Work, container: ContainerWorker): void {
  if (ensureImage(work, container)) create(work, container);
}

function create(work: Work, container: ContainerWorker): void {
  const problem = environmentProblem(specOf(work, container), work.pod, work.ctx.read);
  if (problem !== undefined) {
    containerEvent(work, container, 'Warning', 'Failed', `Error: ${problem}`);
    container.message = problem;
    container.turn++;
    enterStage(work, container, 'config-error');
    return;
  }
  containerEvent(work, container, 'Normal', 'Created', `Created container: ${container.name}`);
  enterStage(work, container, 'starting');
}

function start(work: Work, container: ContainerWorker): void {
  const { ctx, worker } = work;
  containerEvent(work, container, 'Normal', 'Started', `Started container ${container.name}`);
  container.starts++;
  container.startedAt = ctx.now;
  container.message = undefined;
  container.shown = undefined;
  if (container.exit) container.lastExit = container.exit;
  container.exit = undefined;
  enterStage(work, container, 'running');
  const crashes = imageBehaviour(container.image) === 'crash';
  const runs = crashes ? RUN_TIMES.crash : container.role === 'init' ? RUN_TIMES.init : undefined;
  if (runs)
    container.due = onGrid(ctx.now + durationIn(runs, worker.uid, `${container.name}run`, container.starts));
  startProbes(work, container);
}

function end(work: Work, container: ContainerWorker, code: number): void {
  recordExit(work, container, code);
  enterStage(work, container, restarts(work, container, code) ? 'ended' : 'stopped');
}

/** Notes that the container has ended now; the caller chooses the next stage. */
export function recordExit({ ctx, worker }: Work, container: ContainerWorker, code: number): void {
  const id = containerId(worker, container);
  container.exit = { code, startedAt: container.startedAt, finishedAt: ctx.now, id };
  container.due = undefined;
  container.turn++;
  stopProbes(container);
}

/** POD-2, POD-12, POD-13, POD-28. */
function restarts({ pod }: Work, container: ContainerWorker, code: number): boolean {
  if (container.role === 'sidecar') return true;
  const policy = pod.spec.restartPolicy ?? 'Always';
  if (container.role === 'init') return code !== 0 && policy !== 'Never';
  return policy === 'Always' || (policy === 'OnFailure' && code !== 0);
}

/** The first restart is immediate, later ones wait for the back-off since the last exit (POD-26). */
function decideRestart(work: Work, container: ContainerWorker): void {
  const { ctx, worker } = work;
  const finishedAt = container.exit?.finishedAt ?? ctx.now;
  const { crash } = container;
  const ends = crash && !isStale(crash, finishedAt) ? onGrid(finishedAt + crash.delay) : ctx.now;
  if (ends <= ctx.now) {
    container.crash = nextBackOff(crash, finishedAt, ctx.now);
    begin(work, container);
    return;
  }
  const pod = `${worker.name}_${worker.namespace}(${worker.uid})`;
  const message = `Back-off restarting failed container ${container.name} in pod ${pod}`;
  containerEvent(work, container, 'Warning', 'BackOff', message);
  const delay = goDuration(crash?.delay ?? 0);
  container.message = `back-off ${delay} restarting failed container=${container.name} pod=${pod}`;
  const look = onGrid(ctx.now + durationIn(RESYNC, worker.uid, container.name, ++container.turn));
  enterStage(work, container, 'crash-back-off', Math.min(look, ends));
}

/** A changed image in the spec: the container is killed and started anew (POD-20). */
export function applyChangedImages(work: Work): void {
  for (const container of containersOf(work.worker)) {
    const { image = '' } = specOf(work, container);
    if (image === container.image) continue;
    container.image = image;
    container.pull = undefined;
    if (container.stage === 'running') {
      const message = `Container ${container.name} definition changed, will be restarted`;
      containerEvent(work, container, 'Normal', 'Killing', message);
      enterStage(work, container, 'replacing');
    } else if (
      container.stage !== 'queued' &&
      container.stage !== 'stopped' &&
      container.stage !== 'replacing'
    ) {
      begin(work, container);
    }
  }
}
