/** PriorityClasses. */
import { dns1123Subdomain } from '../../../k8s/names';
import { BUILT_IN_PRIORITY_CLASSES, HIGHEST_USER_PRIORITY } from '../../../k8s/pod-priority';
import type { JsonObject } from '../../../k8s/types';
import { forbidden, type FieldError } from '../field-error';
import { checkOneOf } from './containers';
import { checkImmutable, checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { numberAt, objectAt, own, textAt } from './untyped';

export function checkPriorityClass(errors: FieldError[], object: JsonObject): void {
  const meta = objectAt(object, 'metadata');
  const name = textAt(meta, 'name');
  const value = numberAt(object, 'value') ?? 0;
  checkObjectMeta(errors, meta, { namespaced: false, name: dns1123Subdomain });
  if (name.startsWith('system-')) {
    const known = BUILT_IN_PRIORITY_CLASSES.find((row) => row.name === name);
    const why = !known
      ? `${name} is not a known system priority class`
      : known.value !== value
        ? `value of ${name} PriorityClass must be ${known.value}`
        : own(object, 'globalDefault') === true && `globalDefault of ${name} PriorityClass must be false`;
    if (why) {
      errors.push(
        forbidden(
          'metadata.name',
          `priority class names with 'system-' prefix are reserved for system use only. error: ${why}`,
        ),
      );
    }
  } else if (value > HIGHEST_USER_PRIORITY) {
    errors.push(
      forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`),
    );
  }
  if (own(object, 'preemptionPolicy') !== undefined) {
    const found: FieldError[] = [];
    checkOneOf(found, object, '', 'preemptionPolicy', ['PreemptLowerPriority', 'Never']);
    errors.push(...found.map((error) => ({ ...error, field: 'preemptionPolicy' })));
  }
}

export function checkPriorityClassUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  if ((numberAt(object, 'value') ?? 0) !== (numberAt(old, 'value') ?? 0)) {
    errors.push(forbidden('value', 'may not be changed in an update.'));
  }
  checkImmutable(errors, 'preemptionPolicy', own(object, 'preemptionPolicy'), own(old, 'preemptionPolicy'));
}
