/** ServiceAccounts: metadata only. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import type { FieldError } from '../field-error';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { objectAt } from './untyped';

export function checkServiceAccount(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Subdomain });
}

export function checkServiceAccountUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  checkServiceAccount(errors, object);
}
