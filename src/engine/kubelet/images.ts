/** Getting the image of a container onto the machine (POD-15 … POD-17, POD-23, POD-24, POD-29, POD-30). */
import { goDuration } from '../../k8s/duration';
import { parseImage } from '../../k8s/image';
import { reaches } from './reach';
import { missingPullSecrets } from './references';
import {
  fullImageName,
  imageBehaviour,
  imageSize,
  pullDuration,
  pullError,
  referenceError,
  type PullProblem,
} from './registry';
import { including, type ContainerWorker, type Machine } from './state';
import { isStale, nextBackOff, onGrid } from './timing';
import { cannotStart, containerEvent, enterStage, podEvent, specOf, type Work } from './work';

/** How long it takes until nobody has answered, milliseconds. */
const DIAL_TIMEOUT = 30_000;

/** Looks for the image; true when it is on the machine and may be used as it is, otherwise the container has entered a stage. */
export function ensureImage(work: Work, container: ContainerWorker): boolean {
  const { ctx, machine } = work;
  const { image, pull } = container;
  const invalid = referenceError(image);
  if (invalid !== undefined) {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${invalid}`;
    containerEvent(work, container, 'Warning', 'InspectFailed', message);
    fail(work, container, 'bad-image-name', 'InvalidImageName', message);
    return false;
  }
  const policy = pullPolicy(work, container);
  if (policy !== 'Always' && machine.images.has(fullImageName(image))) {
    const message = `Container image "${image}" already present on machine`;
    containerEvent(work, container, 'Normal', 'Pulled', message);
    container.pull = undefined;
    return true;
  }
  if (policy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    containerEvent(work, container, 'Warning', 'ErrImageNeverPull', message);
    fail(work, container, 'never-pulled', 'ErrImageNeverPull', message);
    return false;
  }
  warnAboutPullSecrets(work);
  if (pull && !isStale(pull, ctx.now) && ctx.now - pull.since < pull.delay) {
    const message = `Back-off pulling image "${image}"`;
    containerEvent(work, container, 'Normal', 'BackOff', message);
    const before = container.pullError === undefined ? '' : `: ErrImagePull: ${container.pullError}`;
    fail(work, container, 'pull-back-off', 'ImagePullBackOff', message + before);
    return false;
  }
  askForPull(work, container);
  return false;
}

/** Pulls queue up: a kubelet pulls one image at a time (serializeImagePulls). */
function askForPull(work: Work, container: ContainerWorker): void {
  const { ctx, machine } = work;
  const { image } = container;
  containerEvent(work, container, 'Normal', 'Pulling', `Pulling image "${image}"`);
  const from = Math.max(ctx.now, machine.pullsEnd ?? 0);
  const problem = problemOf(work, image);
  container.pullWait = from - ctx.now;
  container.pullTime = timeOf(work, image, problem, from);
  container.pullError = problem && pullError(image, problem);
  const ends = onGrid(from + container.pullTime);
  machine.pullsEnd = ends;
  if (!problem) machine.coming = copyOf(machine.coming).set(fullImageName(image), ends);
  enterStage(work, container, 'pulling', ends);
}

function problemOf({ ctx, machine }: Work, image: string): PullProblem | undefined {
  if (!reaches(ctx, machine)) return 'unreachable';
  if (ctx.world.ofCluster().registry === 'down') return 'refused';
  return imageBehaviour(image) === 'broken' ? 'unknown' : undefined;
}

function timeOf({ ctx, machine }: Work, image: string, problem: PullProblem | undefined, at: number): number {
  if (problem === 'unreachable') return DIAL_TIMEOUT;
  const usual = pullDuration(image, problem !== undefined || isPresent(machine, image, at), machine.name);
  return usual * (problem ? 1 : (ctx.world.ofCluster().pullFactor ?? 1));
}

/** Whether the image is on the machine then: a pull queued before brings it. */
function isPresent({ images, coming }: Machine, image: string, at: number): boolean {
  const name = fullImageName(image);
  return images.has(name) || (coming?.get(name) ?? Infinity) <= at;
}

/** The pull has ended; true when the image is there now. */
export function finishPull(work: Work, container: ContainerWorker): boolean {
  const { ctx, machine } = work;
  const { image } = container;
  // Half an image is none.
  if (!reaches(ctx, machine)) container.pullError ??= pullError(image, 'unreachable');
  const { pullError: error } = container;
  if (error !== undefined) {
    hasCome(machine, image);
    containerEvent(work, container, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`);
    container.pull = nextBackOff(container.pull, ctx.now, ctx.now);
    fail(work, container, 'pull-failed', 'ErrImagePull', error);
    return false;
  }
  const took = goDuration(container.pullTime ?? 0);
  const waited = goDuration((container.pullTime ?? 0) + (container.pullWait ?? 0));
  machine.images = including(machine.images, fullImageName(image));
  if ((machine.pullsEnd ?? 0) <= ctx.now) machine.pullsEnd = machine.coming = undefined;
  else hasCome(machine, image);
  container.pull = undefined;
  container.pullTime = undefined;
  const text = `Successfully pulled image "${image}" in ${took} (${waited} including waiting)`;
  containerEvent(work, container, 'Normal', 'Pulled', `${text}. Image size: ${imageSize(image)} bytes.`);
  return true;
}

/** Nothing brings the image any more: it is there, or the pull has failed. */
function hasCome(machine: Machine, image: string): void {
  const name = fullImageName(image);
  if (!machine.coming?.has(name)) return;
  const coming = copyOf(machine.coming);
  coming.delete(name);
  machine.coming = coming;
}

/** With `forEach`: the constructor would make a pair of each entry. */
function copyOf(coming: Machine['coming']): Map<string, number> {
  const copy = new Map<string, number>();
  coming?.forEach((at, name) => copy.set(name, at));
  return copy;
}

function fail(
  work: Work,
  container: ContainerWorker,
  stage: 'pull-failed' | 'pull-back-off' | 'never-pulled' | 'bad-image-name',
  error: string,
  message: string,
): void {
  containerEvent(work, container, 'Warning', 'Failed', `Error: ${error}`);
  cannotStart(work, container, stage, message);
}

function pullPolicy(work: Work, container: ContainerWorker): string {
  const byTag = parseImage(container.image).tagOrLatest === 'latest' ? 'Always' : 'IfNotPresent';
  return specOf(work, container).imagePullPolicy ?? byTag;
}

function warnAboutPullSecrets(work: Work): void {
  const missing = missingPullSecrets(work.pod, work.ctx.read);
  if (missing.length === 0) return;
  const message = `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`;
  podEvent(work, 'Warning', 'FailedToRetrieveImagePullSecret', message);
}
