/** NODE-20: five minutes on a lost node, unless the pod says otherwise. */
import type { Pod, Toleration } from '../../../k8s/types';
import type { Admission } from './types';

const KEYS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const;

const ADDED: readonly Toleration[] = KEYS.map((key) => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

export const defaultTolerationSeconds: Admission = (object) => {
  return { ok: true, object: object.kind === 'Pod' ? defaultTolerations(object) : object };
};

export function defaultTolerations(object: Pod): Pod {
  const own = object.spec.tolerations ?? [];
  const missing = ADDED.filter((added) => !own.some((t) => concerns(t, added.key as string)));
  if (missing.length === 0) return object;
  return { ...object, spec: { ...object.spec, tolerations: [...own, ...missing] } };
}

function concerns(t: Toleration, key: string): boolean {
  return (!t.key || t.key === key) && (!t.effect || t.effect === 'NoExecute');
}
