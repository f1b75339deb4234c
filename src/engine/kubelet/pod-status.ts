/** From the kubelet's own records to the pod's status, and its writing. */
import { rfc3339 } from '../../k8s/time';
import type { Pod, PodStatus } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import type { Manifest } from '../api/types';
import { podConditions } from './conditions';
import { containerStatus } from './container-status';
import { machineAddress } from './addresses';
import { podPhase } from './phase';
import { containersOf, type Machine, type PodWorker } from './state';
import type { Work } from './work';

/** The status as the kubelet would write it. `ending`: all containers have been stopped for good (POD-37). */
export function podStatus(
  pod: Pod,
  worker: PodWorker,
  machine: Machine,
  now: number,
  ending = false,
): PodStatus {
  const phase = podPhase(worker, pod.spec.restartPolicy ?? 'Always', ending);
  const conditions = podConditions(pod, worker, phase, now);
  const observed =
    pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation };
  if (worker.rejected) {
    const { reason, message } = worker.rejected;
    const refused: PodStatus = { ...reported(pod), ...observed, phase, conditions, reason };
    if (conditions.length === 0) delete refused.conditions;
    return { ...refused, message: `Pod was rejected: ${message}`, startTime: rfc3339(worker.acceptedAt) };
  }
  const hostIP = machineAddress(machine);
  const podIP = pod.spec.hostNetwork ? hostIP : worker.podIP;
  return {
    ...reported(pod),
    ...observed,
    phase,
    conditions,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(podIP !== '' && { podIP, podIPs: [{ ip: podIP }] }),
    startTime: rfc3339(worker.acceptedAt),
    ...(worker.init.length > 0 && {
      initContainerStatuses: worker.init.map((c, i) =>
        containerStatus(worker, c, pod.spec.initContainers?.[i]),
      ),
    }),
    containerStatuses: worker.main.map((c, i) => containerStatus(worker, c, pod.spec.containers[i])),
  };
}

/** Writes the status when it differs from what the API server has. */
/** What a kubelet carries over of a status. A nomination is none of its business: its first write takes it away (SCH-36). */
function reported({ status }: Pod): PodStatus {
  if (status.nominatedNodeName === undefined) return status;
  const { nominatedNodeName: _dropped, ...rest } = status;
  return rest;
}

export function writeStatus(work: Work, ending = false): void {
  const { ctx, worker, machine, pod } = work;
  if (!ending && isMidPass(worker)) return;
  const status = podStatus(pod, worker, machine, ctx.now, ending);
  if (deepEqual(pod.status, status)) return;
  ctx.state.writing = worker.uid;
  const body = { ...pod, status } as unknown as Manifest;
  const result = ctx.api.update('Pod', worker.namespace, worker.name, body, { subresource: 'status' });
  ctx.state.writing = '';
  if (result.ok) work.pod = result.object;
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
    (c) => c.starts === 0 && (c.stage === 'pulling' || c.stage === 'starting') && c.turn === 0,
  );
}
