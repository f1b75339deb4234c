import { podReadyCount, podRestarts, podStatusWord } from '../../k8s/pod-status';
import type { Pod } from '../../k8s/types';
import { ageOf } from './age';
import { columnsOf, NONE, orNone, type KindTable } from './columns';

/** CLI-22 … CLI-25. */
export const podTable: KindTable<Pod> = {
  columns: columnsOf('NAME READY STATUS RESTARTS AGE|IP NODE NOMINATED_NODE READINESS_GATES'),
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
};

function readinessGates(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const holds = gates.filter((gate) =>
    pod.status.conditions?.some((c) => c.type === gate.conditionType && c.status === 'True'),
  );
  return `${holds.length}/${gates.length}`;
}
