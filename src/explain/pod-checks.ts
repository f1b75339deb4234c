import { explainScheduling, type Reader } from '../engine/index';
import { conditionOf, isPodReady } from '../k8s/conditions';
import { podStatusWord } from '../k8s/pod-status';
import { hostPortsOf, podRequests } from '../k8s/resources';
import type { ContainerStatus, Pod } from '../k8s/types';
import { tellingEvents } from './telling-events';
import type { Check } from './verdict-types';

/** The scheduler's part for a pod that exists: bound, or why not (SCH-20). */
export function schedulerCheck(read: Reader, pod: Pod, node: string): Check {
  const label = 'Scheduler: ports, resources';
  if (pod.spec.nodeName)
    return { state: 'ok', label, detail: `bound to ${pod.spec.nodeName}${needsText(pod)}` };
  const rejection = explainScheduling(read, pod).rejections.get(node);
  const reported = conditionOf(pod.status.conditions, 'PodScheduled');
  if (rejection) return { state: 'no', label, detail: rejection.reasons.join(', ') };
  if (reported?.status === 'False')
    return { state: 'no', label, detail: reported.message ?? reported.reason ?? '' };
  return { state: 'skipped', label, detail: 'not looked at yet' };
}

function needsText(pod: Pod): string {
  const ports = hostPortsOf(pod.spec).map(({ port }) => port);
  const { cpu } = podRequests(pod.spec);
  const parts = [
    ...(ports.length > 0 ? [`host port ${ports.join(', ')}`] : []),
    ...(cpu ? [`${cpu}m cpu`] : []),
  ];
  return parts.length > 0 ? `, with ${parts.join(' and ')}` : '';
}

/** The kubelet's part: admission, volumes, images, containers, readiness. Stops at the first that fails. */
export function kubeletChecks(read: Reader, pod: Pod): Check[] {
  if (!pod.spec.nodeName)
    return [skipped('Kubelet: volumes, image, start', 'not reached: the pod is not bound')];
  if (pod.status.phase === 'Failed')
    return [{ state: 'no', label: 'Kubelet', detail: pod.status.message?.trim() || podStatusWord(pod) }];
  const statuses = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  const volumes = volumesCheck(read, pod);
  if (volumes.state === 'no')
    return [volumes, skipped('Kubelet: image, start', 'not reached: a volume is missing')];
  const image = imageCheck(statuses);
  if (image.state !== 'ok') return [volumes, image];
  const containers = containersCheck(statuses);
  return containers.state === 'ok'
    ? [volumes, image, containers, readyCheck(pod)]
    : [volumes, image, containers];
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

function imageCheck(statuses: readonly ContainerStatus[]): Check {
  const label = 'Kubelet: image';
  const failing = statuses.find(({ state }) => IMAGE_FAILURE.test(state?.waiting?.reason ?? ''));
  if (failing) {
    const { reason, message } = failing.state?.waiting ?? {};
    return { state: 'no', label, detail: message ? `${reason}: ${message}` : (reason ?? '') };
  }
  const creating = statuses.some(({ state }) =>
    /^(ContainerCreating|PodInitializing)$/.test(state?.waiting?.reason ?? ''),
  );
  if (statuses.length === 0 || creating) return skipped(label, 'being pulled, or about to be');
  return { state: 'ok', label, detail: [...new Set(statuses.map(({ image }) => image))].join(', ') };
}

function containersCheck(statuses: readonly ContainerStatus[]): Check {
  const label = 'Kubelet: containers';
  for (const { name, state, lastState, restartCount } of statuses) {
    const { waiting } = state ?? {};
    const stopped = state?.terminated;
    if (stopped && stopped.exitCode !== 0)
      return {
        state: 'no',
        label,
        detail: `${name} stopped with exit code ${stopped.exitCode} (${stopped.reason ?? ''})`,
      };
    if (!waiting) continue;
    const exit = lastState?.terminated ? `; last exit code ${lastState.terminated.exitCode}` : '';
    const restarts = restartCount > 0 ? `, ${restartCount} restarts` : '';
    return {
      state: 'no',
      label,
      detail: `${name}: ${waiting.message ?? waiting.reason ?? 'waiting'}${exit}${restarts}`,
    };
  }
  return { state: 'ok', label, detail: 'running' };
}

function readyCheck(pod: Pod): Check {
  const label = 'Ready';
  if (isPodReady(pod)) return { state: 'ok', label, detail: 'the Ready condition is True' };
  const condition = conditionOf(pod.status.conditions, 'Ready');
  return {
    state: 'no',
    label,
    detail: condition?.message ?? condition?.reason ?? 'the Ready condition is not True',
  };
}
