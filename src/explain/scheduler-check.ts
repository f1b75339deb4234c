import { explainScheduling, type Reader, type WorldReader } from '../engine/index';
import { conditionOf } from '../k8s/conditions';
import { hostPortsOf, podRequests } from '../k8s/resources';
import type { Pod } from '../k8s/types';
import { schedulerStopped } from './outside';
import type { Check } from './verdict-types';

export const SCHEDULER = 'Scheduler';
const DEFAULT = 'default-scheduler';

/** The scheduler's part for a pod that exists: bound, or why not (SCH-6 … SCH-14, SCH-20, SCH-40). */
export function schedulerCheck(read: Reader, pod: Pod, node: string, world?: WorldReader): Check {
  const label = SCHEDULER;
  if (pod.spec.nodeName)
    return { state: 'ok', label, detail: `bound to ${pod.spec.nodeName}${needsText(pod)}` };
  const no = (detail: string): Check => ({ state: 'no', label, detail });
  const gates = gatesOf(pod);
  if (gates.length > 0) return no(`not looked at before its gates are gone: ${gates.join(', ')}`);
  const { schedulerName = DEFAULT } = pod.spec;
  if (schedulerName !== DEFAULT)
    return no(`the pod asks for ${schedulerName}, and there is no such scheduler`);
  if (schedulerStopped(world)) return no('kube-scheduler is stopped: nobody binds the pod');
  if (pod.status.nominatedNodeName === node)
    return {
      state: 'skipped',
      label,
      detail: 'place is made by preemption: the pods that give way are ending',
    };
  const reported = conditionOf(pod.status.conditions, 'PodScheduled');
  // It will in this very instant; until then there is nothing to tell, and of thousands of new pods the search would take long.
  if (!reported) return { state: 'skipped', label, detail: 'not looked at yet' };
  const { feasible, rejections, message } = explainScheduling(read, pod);
  const rejection = rejections.get(node);
  if (rejection) return no(rejection.reasons.join(', '));
  if (message !== undefined && feasible.length === 0) return no(message);
  return { state: 'skipped', label, detail: 'it fits now; the scheduler has not tried again yet' };
}

export function gatesOf(pod: Pod): string[] {
  return (pod.spec.schedulingGates ?? []).map(({ name }) => name);
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
