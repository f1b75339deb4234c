/** Getting the image of a container onto the machine (POD-15 … POD-17, POD-23, POD-24, POD-29, POD-30). */
import { goDuration } from '../../k8s/duration';
import { parseImage } from '../../k8s/image';
import { missingPullSecrets } from './references';
import {
  fullImageName,
  imageBehaviour,
  imageSize,
  pullDuration,
  pullError,
  referenceError,
} from './registry';
import { RESYNC } from './stages';
import type { ContainerWorker } from './state';
import { durationIn, nextBackOff, onGrid } from './timing';
import { containerEvent, enterStage, podEvent, specOf, type Work } from './work';

/** Looks for the image; true when it is on the machine and may be used as it is, otherwise the container has entered a stage. */
export function ensureImage(work: Work, container: ContainerWorker): boolean {
  const { ctx, machine, worker } = work;
  const { image } = container;
  const invalid = referenceError(image);
  if (invalid !== undefined) {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${invalid}`;
    containerEvent(work, container, 'Warning', 'InspectFailed', message);
    fail(work, container, 'bad-image-name', 'InvalidImageName', message);
    return false;
  }
  const present = machine.images.has(fullImageName(image));
  const policy = pullPolicy(work, container);
  if (present && policy !== 'Always') {
    containerEvent(
      work,
      container,
      'Normal',
      'Pulled',
      `Container image "${image}" already present on machine`,
    );
    return true;
  }
  if (policy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    containerEvent(work, container, 'Warning', 'ErrImageNeverPull', message);
    fail(work, container, 'never-pulled', 'ErrImageNeverPull', message);
    return false;
  }
  warnAboutPullSecrets(work);
  containerEvent(work, container, 'Normal', 'Pulling', `Pulling image "${image}"`);
  container.pullTime = pullDuration(image, present, worker.node);
  enterStage(work, container, 'pulling', onGrid(ctx.now + container.pullTime));
  return false;
}

/** The pull has ended; true when the image is there now. */
export function finishPull(work: Work, container: ContainerWorker): boolean {
  const { ctx, machine } = work;
  const { image } = container;
  if (imageBehaviour(image) === 'broken') {
    const error = pullError(image);
    containerEvent(work, container, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`);
    container.pull = nextBackOff(container.pull, ctx.now, ctx.now);
    fail(work, container, 'pull-failed', 'ErrImagePull', error);
    return false;
  }
  const took = goDuration(container.pullTime ?? 0);
  machine.images.add(fullImageName(image));
  container.pull = undefined;
  container.pullTime = undefined;
  const text = `Successfully pulled image "${image}" in ${took} (${took} including waiting)`;
  containerEvent(work, container, 'Normal', 'Pulled', `${text}. Image size: ${imageSize(image)} bytes.`);
  return true;
}

/** The kubelet looks again at a container whose pull has failed; true when it is time to try again. */
export function waitForPull(work: Work, container: ContainerWorker): boolean {
  const { ctx, worker } = work;
  const { image, pull, stage } = container;
  const ends = onGrid((pull?.since ?? 0) + (pull?.delay ?? 0));
  if (stage === 'pull-back-off' && ctx.now >= ends) return true;
  const look = onGrid(ctx.now + durationIn(RESYNC, worker.uid, container.name, ++container.turn));
  containerEvent(work, container, 'Normal', 'BackOff', `Back-off pulling image "${image}"`);
  containerEvent(work, container, 'Warning', 'Failed', 'Error: ImagePullBackOff');
  container.message = `Back-off pulling image "${image}": ErrImagePull: ${pullError(image)}`;
  enterStage(work, container, 'pull-back-off', Math.min(look, Math.max(ends, ctx.now + 100)));
  return false;
}

function fail(
  work: Work,
  container: ContainerWorker,
  stage: 'pull-failed' | 'never-pulled' | 'bad-image-name',
  error: string,
  message: string,
): void {
  containerEvent(work, container, 'Warning', 'Failed', `Error: ${error}`);
  container.turn++;
  container.message = message;
  enterStage(work, container, stage);
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
