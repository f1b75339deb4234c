/** The life of a container: image, creation, run, end, restart (POD-10 … POD-30). */
import { ensureImage, finishPull } from './images';
import { hookDuration } from './hooks';
import { runProbes, startProbes } from './probes';
import { environmentProblem } from './references';
import { imageBehaviour } from './registry';
import { decideRestart, kill, recordExit, restarts } from './restarts';
import { RUN_TIMES, type ContainerStage } from './stages';
import { containersOf, isInitialized, type ContainerWorker, type Exit } from './state';
import { durationIn, onGrid } from './timing';
import { cannotStart, containerEvent, enterStage, specOf, type Work } from './work';

/** What happens when a stage's time is up. Stages without an entry only end from outside. */
const STAGE_ENDS: Partial<Record<ContainerStage, (work: Work, container: ContainerWorker) => void>> = {
  pulling: (work, container) => {
    if (finishPull(work, container)) create(work, container);
  },
  'pull-failed': begin,
  'pull-back-off': begin,
  'never-pulled': begin,
  'bad-image-name': begin,
  'config-error': begin,
  starting: start,
  'post-start': run,
  running: (work, container) => end(work, container, ownEnd(container)),
  replacing: replaced,
  'run-error': restart,
  ended: restart,
  'crash-back-off': restart,
};

/** Moves on every container of the pod whose time has come, then starts those whose turn it is. */
export function runContainers(work: Work): void {
  const { ctx, worker } = work;
  for (const container of containersOf(worker)) {
    if (container.due !== undefined && container.due <= ctx.now) {
      container.due = undefined;
      // First the report, then the work.
      if (container.reason) container.shown = container.reason;
      STAGE_ENDS[container.stage]?.(work, container);
    }
    if (container.stage !== 'running') continue;
    const failing = runProbes(work, container);
    if (failing) probeFailed(work, container, failing);
  }
  startNext(work);
}

/** Init containers one by one (POD-12, POD-13), then the regular ones, each as soon as the one before has been dealt with (POD-10). */
function startNext(work: Work): void {
  const { worker } = work;
  const initialized = worker.main.some((c) => c.runs > 0);
  for (const container of worker.init) {
    if (initialized || isInitialized(container)) continue;
    if (container.stage === 'queued') beginAgain(work, container);
    return;
  }
  for (const container of worker.main) {
    if (container.stage === 'queued') beginAgain(work, container);
    const inTheWay =
      container.stage === 'pulling' || container.stage === 'starting' || container.stage === 'post-start';
    if (container.runs === (container.stage === 'post-start' ? 1 : 0) && !container.shown && inTheWay) return;
  }
}

/** In a new sandbox a container that ran in the one before is restarted. */
function beginAgain(work: Work, container: ContainerWorker): void {
  if (container.exit && decideRestart(work, container, container.exit.finishedAt)) return;
  begin(work, container);
}

function begin(work: Work, container: ContainerWorker): void {
  if (ensureImage(work, container)) create(work, container);
}

function restart(work: Work, container: ContainerWorker): void {
  if (!restarts(work, container, container.exit?.code ?? 0)) enterStage(work, container, 'stopped');
  else if (!decideRestart(work, container, container.exit?.finishedAt)) begin(work, container);
}

function create(work: Work, container: ContainerWorker): void {
  const problem = environmentProblem(specOf(work, container), work.pod, work.ctx.read);
  if (problem !== undefined) {
    containerEvent(work, container, 'Warning', 'Failed', `Error: ${problem}`);
    cannotStart(work, container, 'config-error', problem);
    return;
  }
  containerEvent(work, container, 'Normal', 'Created', `Created container: ${container.name}`);
  enterStage(work, container, 'starting');
}

function start(work: Work, container: ContainerWorker): void {
  const { ctx } = work;
  if (container.exit) container.lastExit = container.exit;
  container.exit = undefined;
  container.starts++;
  container.runs++;
  container.startedAt = ctx.now;
  if (imageBehaviour(container.image) === 'nostart') {
    cannotRun(work, container);
    return;
  }
  containerEvent(work, container, 'Normal', 'Started', `Started container ${container.name}`);
  const hook = hookDuration(specOf(work, container).lifecycle?.postStart);
  if (hook > 0) enterStage(work, container, 'post-start', onGrid(ctx.now + hook));
  else run(work, container);
}

/** The program is not there: the runtime has made a container that never ran. */
function cannotRun(work: Work, container: ContainerWorker): void {
  const { command = ['/start'] } = specOf(work, container);
  const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: ${JSON.stringify(command[0])}: ${command[0]?.includes('/') ? `stat ${command[0]}: no such file or directory` : 'executable file not found in $PATH'}`;
  containerEvent(work, container, 'Warning', 'Failed', `Error: ${message}`);
  container.startedAt = 0;
  recordExit(work, container, { code: 128, reason: 'StartError', message });
  container.shown = container.reason = { reason: 'RunContainerError', message };
  enterStage(work, container, 'run-error');
}

/** It runs, and its postStart hook has ended. */
function run(work: Work, container: ContainerWorker): void {
  const { worker } = work;
  container.shown = undefined;
  container.reason = undefined;
  container.hidden = undefined;
  enterStage(work, container, 'running');
  const behaviour = imageBehaviour(container.image);
  const row = behaviour === 'crash' || behaviour === 'oom' || behaviour === 'once' ? behaviour : undefined;
  const lasts = RUN_TIMES[row ?? 'init'];
  if (row || container.role === 'init')
    container.due = onGrid(
      container.startedAt + durationIn(lasts, worker.uid, `${container.name}run`, container.starts),
    );
  startProbes(work, container);
}

/** How it ends when nothing is done to it. */
export function ownEnd({ image }: ContainerWorker): Pick<Exit, 'code' | 'reason'> {
  switch (imageBehaviour(image)) {
    case 'crash':
      return { code: 1 };
    case 'oom':
      return { code: 137, reason: 'OOMKilled' };
    default:
      return { code: 0 };
  }
}

/** It has ended by itself. */
export function end(work: Work, container: ContainerWorker, exit: Pick<Exit, 'code' | 'reason'>): void {
  recordExit(work, container, exit);
  enterStage(work, container, restarts(work, container, exit.code) ? 'ended' : 'stopped');
}

function probeFailed(
  work: Work,
  container: ContainerWorker,
  kind: 'startup' | 'liveness' | 'readiness',
): void {
  const spec = specOf(work, container);
  const { restartPolicy, terminationGracePeriodSeconds: own = 30 } = work.pod.spec;
  const what = `${container.name} failed ${kind} probe`;
  const again = restartPolicy === 'Never' ? '' : ', will be restarted';
  const message = container.role === 'sidecar' ? `Init container ${what}` : `Container ${what}${again}`;
  kill(work, container, message, spec[`${kind}Probe`]?.terminationGracePeriodSeconds ?? own);
}

/** A container that was killed has ended: in the same pass it is started anew, unless it has to wait. */
function replaced(work: Work, container: ContainerWorker): void {
  const { ready, started, lastExit } = container;
  recordExit(work, container, { code: container.endCode ?? 0 });
  const { image = '' } = specOf(work, container);
  const changed = image !== container.image;
  container.image = image;
  if (!changed && !restarts(work, container, 1)) {
    enterStage(work, container, 'stopped');
    return;
  }
  // What it was before it was killed is what is shown meanwhile.
  Object.assign(container, { hidden: true, ready, started });
  if (changed) container.crash = container.pull = undefined;
  if (!decideRestart(work, container, lastExit?.finishedAt)) begin(work, container);
}

/** A changed image in the spec: the container is killed and started anew (POD-20). */
export function applyChangedImages(work: Work): void {
  const { terminationGracePeriodSeconds: grace = 30 } = work.pod.spec;
  for (const container of containersOf(work.worker)) {
    const { image = '' } = specOf(work, container);
    if (image === container.image || container.stage === 'replacing') continue;
    // An init container that is done is not done again.
    if (container.role === 'init' && isInitialized(container)) continue;
    if (container.stage === 'running' && container.role !== 'init') {
      const text = `ontainer ${container.name} definition changed`;
      const message = container.role === 'sidecar' ? `Init c${text}` : `C${text}, will be restarted`;
      kill(work, container, message, grace);
      continue;
    }
    container.image = image;
    container.pull = container.crash = undefined;
    const waits =
      container.stage !== 'queued' && container.stage !== 'stopped' && container.stage !== 'running';
    if (waits && container.stage !== 'stopping') begin(work, container);
  }
}
