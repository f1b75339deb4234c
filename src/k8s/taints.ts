/** Taints and tolerations (DS-20, SCH-8). */
import type { Taint, Toleration } from './types';

/** DS-20: an empty key or effect of the toleration matches any; `Exists` ignores the value, `Equal` (or none) compares it. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator) {
    case 'Exists':
      return true;
    case 'Equal':
    case undefined:
    case '':
      // An empty key with Equal is refused by validation; as upstream's matcher, it would compare the value only.
      return (toleration.value ?? '') === (taint.value ?? '');
    default:
      return false;
  }
}

/** Whether any of the tolerations matches. */
export function toleratesAny(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  if (!tolerations) return false;
  for (const toleration of tolerations) if (tolerates(toleration, taint)) return true;
  return false;
}

/** First taint, in the node's order, that has one of the effects and is not tolerated (TEST-112). */
export function untoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[],
): Taint | undefined {
  if (!taints) return undefined;
  for (const taint of taints) {
    if (effects.includes(taint.effect) && !toleratesAny(tolerations, taint)) return taint;
  }
  return undefined;
}

/** `key=value:Effect`, or `key:Effect` without a value (CLI-43). */
export function taintText(taint: Taint): string {
  const value = taint.value ? `=${taint.value}` : '';
  return `${taint.key}${value}${taint.effect ? `:${taint.effect}` : ''}`;
}
