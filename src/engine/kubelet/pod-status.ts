/** From the kubelet's own records to the pod's status, and its writing. */
import { rfc3339 } from '../../k8s/time';
import type { Pod, PodStatus } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { deepEqual } from '../../lib/equal';
import type { Manifest } from '../api/types';
import { podConditions } from './conditions';
import { containerStatus } from './container-status';
import { machineAddress } from './addresses';
import { podPhase } from './phase';
import { reaches } from './reach';
import { containersOf, type Machine, type PodWorker } from './state';
import { isSettled, settle } from './status-sources';
import type { Work } from './work';

/** The status as the kubelet would write it. `ending`: all containers have been stopped for good (POD-37). */
export function podStatus(
  pod: Pod,
  worker: PodWorker,
  machine: Machine,
  now: number,
  ending = false,
): PodStatus {
  const final = podPhase(worker, pod.spec.restartPolicy ?? 'Always', ending);
  const conditions = podConditions(pod, worker, final, now, ending);
  // No pod is over as long as containers of it could run.
  const delayed = !ending && !worker.rejected && isTerminal(final) && !isTerminal(pod.status.phase);
  const phase = delayed ? pod.status.phase : final;
  const { generation } = pod.metadata;
  const hostIP = machineAddress(machine);
  const podIP = pod.spec.hostNetwork ? hostIP : worker.podIP;
  // Filled in field by field: there is hardly anything that is made as often as a status.
  const status: Draft = {
    ...(podIP === '' && !worker.rejected ? withoutAddress(reported(pod)) : reported(pod)),
  };
  if (generation !== undefined) status.observedGeneration = generation;
  if (worker.rejected) {
    const { reason, message } = worker.rejected;
    Object.assign(status, { phase, conditions, reason });
    if (conditions.length === 0) delete status.conditions;
    return Object.assign(status, {
      message: `Pod was rejected: ${message}`,
      startTime: rfc3339(worker.acceptedAt),
    });
  }
  if (!delayed && worker.ended?.reason !== undefined) status.reason = worker.ended.reason;
  if (!delayed && worker.ended?.message !== undefined) status.message = worker.ended.message;
  status.phase = phase;
  status.conditions = conditions;
  status.hostIP = hostIP;
  status.hostIPs = onlyAddress(hostIP, status.hostIPs);
  if (podIP !== '') {
    status.podIP = podIP;
    status.podIPs = onlyAddress(podIP, status.podIPs);
  }
  status.startTime = rfc3339(worker.acceptedAt);
  if (worker.init.length > 0)
    status.initContainerStatuses = worker.init.map((c, i) =>
      containerStatus(worker, c, pod.spec.initContainers?.[i]),
    );
  // In the order of their names, unlike init containers.
  status.containerStatuses = worker.main
    .map((c, i) => containerStatus(worker, c, pod.spec.containers[i]))
    .sort((a, b) => compareText(a.name, b.name));
  return status;
}

/** The published types do not know observedGeneration of 1.34. */
type Draft = PodStatus & { observedGeneration?: number };

/** A list of one address: the one that there is, if it says the same. */
function onlyAddress<T extends { ip?: string }>(ip: string, before: T[] | undefined): T[] {
  return before?.length === 1 && before[0]?.ip === ip ? before : [{ ip } as T];
}

function isTerminal(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

function withoutAddress(status: PodStatus): PodStatus {
  if (status.podIP === undefined) return status;
  const { podIP: _address, podIPs: _addresses, ...rest } = status;
  return rest;
}

/** What a kubelet carries over of a status. A nomination is none of its business: its first write takes it away (SCH-36). */
function reported({ status }: Pod): PodStatus {
  if (status.nominatedNodeName === undefined) return status;
  const { nominatedNodeName: _dropped, ...rest } = status;
  return rest;
}

/** Writes the status when it differs from what the API server has and the kubelet reaches it. */
export function writeStatus(work: Work, ending = false): void {
  const { ctx, worker, machine, pod } = work;
  if ((!ending && isMidPass(worker)) || !reaches(ctx, machine)) return;
  if (isSettled(pod, worker, machine, ending)) return;
  const status = podStatus(pod, worker, machine, ctx.now, ending);
  if (deepEqual(pod.status, status)) return settle(pod, worker, machine, ending);
  ctx.state.writing = worker.uid;
  const body = { ...pod, status } as unknown as Manifest;
  const result = ctx.api.update('Pod', worker.namespace, worker.name, body, { subresource: 'status' });
  ctx.state.writing = '';
  if (!result.ok) return;
  work.pod = result.object;
  // What is written at the end of a pod is looked at once more before its object goes.
  if (ending) settle(work.pod, worker, machine, ending);
}

/**
 * The kubelet starts the containers of a pod in one go and reports afterwards: nobody sees the first one run while the second
 * still pulls its image.
 */
function isMidPass(worker: PodWorker): boolean {
  if (worker.stage !== 'containers') return false;
  // Each init container is a pass of its own.
  if (worker.init.length > 0 && worker.main.every((c) => c.starts === 0)) return false;
  return containersOf(worker).some(
    (c) =>
      c.hidden ||
      c.stage === 'post-start' ||
      (c.starts === 0 && c.shown === undefined && c.stage !== 'queued'),
  );
}
