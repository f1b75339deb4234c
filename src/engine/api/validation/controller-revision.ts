/** ControllerRevisions: their data never changes (DS-61). */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, required, type FieldError } from '../field-error';
import { checkNonNegative } from './numbers';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { objectAt, own } from './untyped';

export function checkControllerRevision(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Subdomain });
  checkNonNegative(errors, 'revision', own(object, 'revision'));
  if (own(object, 'data') === undefined) errors.push(required('data', 'data is mandatory'));
  else if (!objectAt(object, 'data')) errors.push(required('data', 'data must be a valid JSON object'));
}

export function checkControllerRevisionUpdate(
  errors: FieldError[],
  object: JsonObject,
  old: JsonObject,
): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  checkNonNegative(errors, 'revision', own(object, 'revision'));
  // Upstream compares bytes: the order of the keys counts.
  const [data, before] = [own(object, 'data') ?? null, own(old, 'data') ?? null];
  if (JSON.stringify(data) !== JSON.stringify(before))
    errors.push(invalidValue('data', data, 'field is immutable'));
}
