import { podReadyCount, podRestarts, podStatusWord } from '../../../k8s/pod-status';
import type { Pod } from '../../../k8s/types';
import { ageOf } from './age';
import { columnsOf, NONE, orNone, type KindTable } from './columns';

/** Phases at which a pod has ended, in words. */
const ENDED: Readonly<Record<string, string>> = {
  Succeeded: 'The pod has completed successfully.',
  Failed: 'The pod failed.',
};

/** CLI-22 … CLI-25. */
export const podTable: KindTable<Pod> = {
  columns: columnsOf('Name Ready Status Restarts Age|IP Node Nominated_Node Readiness_Gates'),
  cells(pod, now) {
    const { ready, total } = podReadyCount(pod);
    return [
      pod.metadata.name,
      `${ready}/${total}`,
      podStatusWord(pod),
      podRestarts(pod, now),
      ageOf(pod, now),
      orNone(pod.status.podIPs?.[0]?.ip ?? pod.status.podIP),
      orNone(pod.spec.nodeName),
      orNone(pod.status.nominatedNodeName),
      readinessGates(pod),
    ];
  },
  conditions({ status: { phase } }) {
    const message = phase && ENDED[phase];
    return message ? [{ type: 'Completed', status: 'True', reason: phase, message }] : undefined;
  },
};

function readinessGates(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const holds = gates.filter((gate) =>
    pod.status.conditions?.some((c) => c.type === gate.conditionType && c.status === 'True'),
  );
  return `${holds.length}/${gates.length}`;
}
