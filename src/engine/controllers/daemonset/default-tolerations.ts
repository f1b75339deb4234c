import type { PodSpec, Toleration } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';

const ALWAYS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const HOST_NETWORK: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

function sameToleration(a: Toleration, b: Toleration): boolean {
  return (
    (a.key ?? '') === (b.key ?? '') &&
    (a.operator ?? '') === (b.operator ?? '') &&
    (a.value ?? '') === (b.value ?? '') &&
    (a.effect ?? '') === (b.effect ?? '')
  );
}

/** The tolerations of a daemon pod: the template's, then the defaults of DS-24; one that is the same but for seconds is replaced in place. */
export function daemonTolerations(spec: PodSpec): Toleration[] {
  const tolerations = [...(spec.tolerations ?? [])];
  const defaults = spec.hostNetwork === true ? [...ALWAYS, HOST_NETWORK] : ALWAYS;
  for (const toleration of defaults) {
    const at = tolerations.findIndex((t) => sameToleration(t, toleration));
    if (at < 0) tolerations.push(toleration);
    else if (!deepEqual(tolerations[at], toleration)) tolerations[at] = toleration;
  }
  return tolerations;
}
