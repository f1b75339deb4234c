/** NODE-2: a node that joins takes no pods before it is ready. */
import { isNodeReady } from '../../../k8s/conditions';
import type { Admission } from './types';

const KEY = 'node.kubernetes.io/not-ready';

/** A node created with a Ready status gets no taint: nothing would be there to take it away again in the same instant. */
export const nodeNotReadyTaint: Admission = (object) => {
  if (object.kind !== 'Node' || isNodeReady(object)) return { ok: true, object };
  const taints = object.spec?.taints ?? [];
  if (taints.some((t) => t.key === KEY && t.effect === 'NoSchedule')) return { ok: true, object };
  const spec = { ...object.spec, taints: [...taints, { key: KEY, effect: 'NoSchedule' }] };
  return { ok: true, object: { ...object, spec } };
};
