/** StorageClasses and CSIDrivers. */
import { qualifiedName } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { duplicate, forbidden, invalidValue, required, tooLong, type FieldError } from '../field-error';
import type { CreateCheck } from '../kinds/definition';
import { checkName, checkQualifiedName } from './names';
import { checkImmutable } from './object-meta';
import { checkEnum, inOrder, metaOf, metaUpdate } from './rules';
import { numberAt, objectAt, objectsAt, own, textAt, textEntries, textsAt } from './untyped';
import { DEPRECATED_LABELS } from './warnings';

const MAX_PARAMETERS = 512;
const MAX_PARAMETER_BYTES = 262144;
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];

const checkClass: CreateCheck = (errors, object) => {
  const provisioner = textAt(object, 'provisioner');
  if (provisioner === '') errors.push(required('provisioner'));
  else checkName(errors, 'provisioner', provisioner.toLowerCase(), qualifiedName);
  checkParameters(errors, textEntries(objectAt(object, 'parameters')));
  const policy = textAt(object, 'reclaimPolicy');
  if (policy !== '') checkEnum(errors, 'reclaimPolicy', policy, ['Delete', 'Retain']);
  if (own(object, 'volumeBindingMode') === undefined) errors.push(required('volumeBindingMode'));
  else checkEnum(errors, 'volumeBindingMode', textAt(object, 'volumeBindingMode'), BINDING_MODES);
  checkTopologies(errors, objectsAt(object, 'allowedTopologies'));
};

export const checkStorageClass = inOrder(metaOf(false), checkClass);
export const checkStorageClassUpdate = inOrder(checkStorageClass, metaUpdate, (errors, object, old) => {
  for (const key of ['parameters', 'provisioner', 'reclaimPolicy']) {
    if (!deepEqual(own(object, key), own(old, key))) {
      errors.push(forbidden(key, `updates to ${key} are forbidden.`));
    }
  }
  const key = 'volumeBindingMode';
  checkImmutable(errors, key, own(object, key), own(old, key));
});

function checkParameters(errors: FieldError[], entries: readonly [string, string][]): void {
  if (entries.length > MAX_PARAMETERS) {
    errors.push(tooLong('parameters', MAX_PARAMETERS));
    return;
  }
  if (entries.some(([key]) => key === '')) {
    errors.push(invalidValue('parameters', '', 'field can not be empty.'));
  }
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (size > MAX_PARAMETER_BYTES) errors.push(tooLong('parameters', MAX_PARAMETER_BYTES));
}

function checkTopologies(errors: FieldError[], terms: readonly JsonObject[]): void {
  // A term without expressions always counts as a duplicate: so upstream.
  const seen: Record<string, string[]>[] = terms.map(() => ({}));
  terms.forEach((term, i) => {
    const field = `allowedTopologies[${i}].matchLabelExpressions`;
    const values: Record<string, string[]> = {};
    objectsAt(term, 'matchLabelExpressions').forEach((expression, j) => {
      const at = `${field}[${j}]`;
      const key = textAt(expression, 'key');
      const listed = textsAt(expression, 'values');
      if (listed.length === 0) errors.push(required(`${at}.values`));
      listed.forEach((value, k) => {
        if (listed.indexOf(value) < k) errors.push(duplicate(`${at}.values[${k}]`, value));
      });
      checkQualifiedName(errors, `${at}.key`, key);
      if (Object.hasOwn(values, key)) errors.push(duplicate(`${at}.key`, key));
      values[key] = [...new Set(listed)].sort();
    });
    for (const other of seen) if (deepEqual(other, values)) errors.push(duplicate(field, ''));
    seen.push(values);
  });
}

export function storageClassWarnings(object: JsonObject): string[] {
  return objectsAt(object, 'allowedTopologies').flatMap((term, i) =>
    objectsAt(term, 'matchLabelExpressions').flatMap((expression, j) => {
      const key = textAt(expression, 'key');
      if (!Object.hasOwn(DEPRECATED_LABELS, key)) return [];
      return [`allowedTopologies[${i}].matchLabelExpressions[${j}].key: ${DEPRECATED_LABELS[key]}`];
    }),
  );
}

const TEN_MINUTES = 600;
const MODES = ['Persistent', 'Ephemeral'];
const GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];

const checkDriverSpec: CreateCheck = (errors, object) => {
  const spec = objectAt(object, 'spec');
  for (const [key, name] of [
    ['attachRequired', 'attachedRequired'],
    ['podInfoOnMount', 'podInfoOnMount'],
    ['storageCapacity', 'storageCapacity'],
  ] as const) {
    if (own(spec, key) === undefined) errors.push(required(`spec.${name}`));
  }
  if (own(spec, 'fsGroupPolicy') !== undefined) {
    checkEnum(errors, 'spec.fsGroupPolicy', textAt(spec, 'fsGroupPolicy'), GROUP_POLICIES);
  }
  checkTokenRequests(errors, objectsAt(spec, 'tokenRequests'));
  for (const mode of textsAt(spec, 'volumeLifecycleModes')) {
    checkEnum(errors, 'spec.volumeLifecycleModes', mode, MODES);
  }
};

function checkTokenRequests(errors: FieldError[], requests: readonly JsonObject[]): void {
  const audiences = new Set<string>();
  requests.forEach((request, i) => {
    const at = `spec.tokenRequests[${i}]`;
    const audience = textAt(request, 'audience');
    if (audiences.has(audience)) {
      errors.push(duplicate(`${at}.audience`, audience));
      return;
    }
    audiences.add(audience);
    const seconds = numberAt(request, 'expirationSeconds') ?? TEN_MINUTES;
    const refuse = (why: string) =>
      errors.push(invalidValue(`${at}.expirationSeconds`, seconds, `may not specify a duration ${why}`));
    if (seconds < TEN_MINUTES) refuse('less than 10 minutes');
    if (seconds > 2 ** 32) refuse('larger than 2^32 seconds');
  });
}

export const checkCsiDriver = inOrder(metaOf(false), checkDriverSpec);
export const checkCsiDriverUpdate = inOrder(metaUpdate, checkDriverSpec, (errors, object, old) => {
  const spec = objectAt(object, 'spec');
  const before = objectAt(old, 'spec');
  const same = (key: string, name: string) =>
    checkImmutable(errors, `spec.${name}`, own(spec, key), own(before, key));
  same('attachRequired', 'attachedRequired');
  same('volumeLifecycleModes', 'volumeLifecycleModes');
});
