/** A pod's runtime class brings overhead, a node selector and tolerations. */
import type { Toleration } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { forbidden } from '../errors';
import { nameForMessages, type Admission, type Admitted } from './types';

export const runtimeClass: Admission = (object, { read }) => {
  const name = object.kind === 'Pod' ? object.spec.runtimeClassName : undefined;
  if (object.kind !== 'Pod' || name === undefined || name === null) return { ok: true, object };
  const refuse = (why: string): Admitted<never> => ({
    ok: false,
    status: forbidden('Pod', nameForMessages(object), why),
  });
  const found = read.get('RuntimeClass', undefined, name);
  if (!found) return refuse(`pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  const { overhead, scheduling } = found;
  let { spec } = object;
  if (overhead) {
    const own = spec.overhead ?? {};
    if (Object.keys(own).length > 0 && !deepEqual(own, overhead.podFixed)) return refuse(DIFFERENT);
    spec = { ...spec, overhead: overhead.podFixed };
  }
  if (scheduling) {
    for (const [key, value] of Object.entries(scheduling.nodeSelector ?? {})) {
      const own = spec.nodeSelector?.[key];
      if (own !== undefined && own !== value) {
        const where = `nodeSelector[${key}]`;
        return refuse(`conflict: runtimeClass.scheduling.${where} = ${value}; pod.spec.${where} = ${own}`);
      }
    }
    const nodeSelector = { ...spec.nodeSelector, ...scheduling.nodeSelector };
    const tolerations = merged([...(spec.tolerations ?? []), ...(scheduling.tolerations ?? [])]);
    spec = {
      ...spec,
      ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
      ...(tolerations.length > 0 && { tolerations }),
    };
  }
  return { ok: true, object: { ...object, spec } };
};

const DIFFERENT = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

/** Without those that others cover. */
function merged(all: readonly Toleration[]): Toleration[] {
  const kept: Toleration[] = [];
  for (const [i, one] of all.entries()) {
    if (kept.some((other) => covers(other, one))) continue;
    if (!all.slice(i + 1).some((other) => !deepEqual(one, other) && covers(other, one))) kept.push(one);
  }
  return kept;
}

function covers(wide: Toleration, narrow: Toleration): boolean {
  if (deepEqual(wide, narrow)) return true;
  const any = wide.operator === 'Exists';
  if ((narrow.key ?? '') !== (wide.key ?? '') && (wide.key || !any)) return false;
  if ((narrow.effect ?? '') !== (wide.effect ?? '') && wide.effect) return false;
  const [longest, asked] = [wide.tolerationSeconds, narrow.tolerationSeconds];
  if (wide.effect === 'NoExecute' && typeof longest === 'number' && !((asked ?? Infinity) <= longest))
    return false;
  return any || (narrow.operator !== 'Exists' && (narrow.value ?? '') === (wide.value ?? ''));
}
