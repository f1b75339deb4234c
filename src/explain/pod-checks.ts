import type { Reader, WorldReader } from '../engine/index';
import { conditionOf, isPodReady, isPodTerminal } from '../k8s/conditions';
import { podStatusWord } from '../k8s/pod-status';
import type { ContainerStatus, Pod } from '../k8s/types';
import { blamedProbe, tellingEvents } from './telling-events';
import type { Check } from './verdict-types';

/** The kubelet's part: admission, volumes, images, containers, readiness. Stops at the first that fails. */
export function kubeletChecks(read: Reader, pod: Pod, world?: WorldReader): Check[] {
  if (!pod.spec.nodeName)
    return [skipped('Kubelet: volumes, image, start', 'not reached: the pod is not bound')];
  if (isPodTerminal(pod))
    return [{ state: 'no', label: 'Kubelet', detail: pod.status.message?.trim() || podStatusWord(pod) }];
  const statuses = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  const volumes = volumesCheck(read, pod);
  if (volumes.state === 'no')
    return [volumes, skipped('Kubelet: image, start', 'not reached: a volume is missing')];
  const image = imageCheck(statuses, world?.ofCluster().registry === 'down');
  if (image.state !== 'ok') return [volumes, image];
  const containers = containersCheck(statuses, probeWords(read, pod));
  return containers.state === 'ok'
    ? [volumes, image, containers, readyCheck(pod, probeWords(read, pod))]
    : [volumes, image, containers];
}

/** `; Liveness probe failed: …` when the last that was heard of the pod is a probe that fails, or nothing. */
function probeWords(read: Reader, pod: Pod): () => string {
  return () => {
    const event = tellingEvents(read).get(pod.metadata.uid);
    return event && blamedProbe(event) !== undefined ? `; ${event.message}` : '';
  };
}

function skipped(label: string, detail: string): Check {
  return { state: 'skipped', label, detail };
}

function volumesCheck(read: Reader, pod: Pod): Check {
  const label = 'Kubelet: volumes';
  const event = pod.status.phase === 'Pending' ? tellingEvents(read).get(pod.metadata.uid) : undefined;
  if (event?.reason === 'FailedMount') return { state: 'no', label, detail: event.message };
  const count = (pod.spec.volumes ?? []).length;
  return { state: 'ok', label, detail: count === 0 ? 'none' : `${count} set up` };
}

const IMAGE_FAILURE =
  /^(ImagePullBackOff|ErrImagePull|ErrImageNeverPull|InvalidImageName|ImageInspectError)$/;

function imageCheck(statuses: readonly ContainerStatus[], registryDown: boolean): Check {
  const label = 'Kubelet: image';
  const failing = statuses.find(({ state }) => IMAGE_FAILURE.test(state?.waiting?.reason ?? ''));
  if (failing) {
    const { reason, message } = failing.state?.waiting ?? {};
    const said = message ? `${reason}: ${message}` : (reason ?? '');
    return { state: 'no', label, detail: registryDown ? `${said} (the image registry is down)` : said };
  }
  const creating = statuses.some(({ state }) =>
    /^(ContainerCreating|PodInitializing)$/.test(state?.waiting?.reason ?? ''),
  );
  if (statuses.length === 0 || creating) return skipped(label, 'being pulled, or about to be');
  return { state: 'ok', label, detail: [...new Set(statuses.map(({ image }) => image))].join(', ') };
}

function containersCheck(statuses: readonly ContainerStatus[], probe: () => string): Check {
  const label = 'Kubelet: containers';
  for (const { name, state, lastState, restartCount } of statuses) {
    const { waiting } = state ?? {};
    const stopped = state?.terminated;
    if (stopped && stopped.exitCode !== 0)
      return {
        state: 'no',
        label,
        detail: `${name} stopped with exit code ${stopped.exitCode} (${stopped.reason ?? ''})${probe()}`,
      };
    if (!waiting) continue;
    const exit = lastState?.terminated ? `; last exit code ${lastState.terminated.exitCode}` : '';
    const restarts = restartCount > 0 ? `, ${restartCount} restarts` : '';
    return {
      state: 'no',
      label,
      detail: `${name}: ${waiting.message ?? waiting.reason ?? 'waiting'}${exit}${restarts}${probe()}`,
    };
  }
  return { state: 'ok', label, detail: 'running' };
}

function readyCheck(pod: Pod, probe: () => string): Check {
  const label = 'Ready';
  if (isPodReady(pod)) return { state: 'ok', label, detail: 'the Ready condition is True' };
  const condition = conditionOf(pod.status.conditions, 'Ready');
  return {
    state: 'no',
    label,
    detail: `${condition?.message ?? condition?.reason ?? 'the Ready condition is not True'}${probe()}`,
  };
}
