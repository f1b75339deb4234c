/** SCH-33: `spec.priority` and `spec.preemptionPolicy` come from the pod's priority class. */
import { BUILT_IN_PRIORITY_CLASSES } from '../../../k8s/pod-priority';
import type { PriorityClass } from '../../../k8s/types';
import { forbidden } from '../errors';
import type { Reader } from '../types';
import { nameForMessages, type Admission } from './types';

type Resolved = Pick<PriorityClass, 'value' | 'preemptionPolicy'> & { name?: string };

export const priority: Admission = (object, { read }) => {
  if (object.kind !== 'Pod') return { ok: true, object };
  const name = object.spec.priorityClassName;
  const found = name ? classByName(read, name) : globalDefault(read);
  if (!found) {
    const why = `no PriorityClass with name ${name} was found`;
    return { ok: false, status: forbidden('Pod', nameForMessages(object), why) };
  }
  const given = object.spec.priority;
  if (given !== undefined && given !== found.value) {
    const why = `the integer value of priority (${given}) must not be provided in pod spec; priority admission controller computed ${found.value} from the given PriorityClass name`;
    return { ok: false, status: forbidden('Pod', nameForMessages(object), why) };
  }
  const policy = found.preemptionPolicy ?? 'PreemptLowerPriority';
  const givenPolicy = object.spec.preemptionPolicy;
  if (givenPolicy !== undefined && givenPolicy !== policy) {
    const why = `the string value of PreemptionPolicy (${givenPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`;
    return { ok: false, status: forbidden('Pod', nameForMessages(object), why) };
  }
  const spec = { ...object.spec };
  if (found.name !== undefined) spec.priorityClassName = found.name;
  spec.priority = found.value;
  spec.preemptionPolicy = policy;
  return { ok: true, object: { ...object, spec } };
};

function classByName(read: Reader, name: string): Resolved | undefined {
  const stored = read.get('PriorityClass', undefined, name);
  if (stored) return { value: stored.value, preemptionPolicy: stored.preemptionPolicy };
  return BUILT_IN_PRIORITY_CLASSES.find((c) => c.name === name);
}

/** The class marked `globalDefault` (the lowest one of several), else priority 0 without a class. */
function globalDefault(read: Reader): Resolved {
  let found: PriorityClass | undefined;
  for (const c of read.list('PriorityClass')) {
    if (c.globalDefault && (!found || c.value < found.value)) found = c;
  }
  return found
    ? { name: found.metadata.name, value: found.value, preemptionPolicy: found.preemptionPolicy }
    : { value: 0 };
}
