/** ControllerRevisions: their data never changes (DS-61). */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { required, type FieldError } from '../field-error';
import { checkNonNegative } from './numbers';
import { checkImmutable, checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { objectAt, own } from './untyped';

export function checkControllerRevision(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Subdomain });
  if (own(object, 'data') === undefined) errors.push(required('data', 'data is mandatory'));
  checkNonNegative(errors, 'revision', own(object, 'revision'));
}

export function checkControllerRevisionUpdate(
  errors: FieldError[],
  object: JsonObject,
  old: JsonObject,
): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  checkNonNegative(errors, 'revision', own(object, 'revision'));
  checkImmutable(errors, 'data', own(object, 'data'), own(old, 'data'));
}
