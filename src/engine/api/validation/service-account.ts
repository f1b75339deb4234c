/** ServiceAccounts. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import type { FieldError } from '../field-error';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { objectAt, own } from './untyped';

export function checkServiceAccount(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Subdomain });
}

export function checkServiceAccountUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  checkServiceAccount(errors, object);
}

const MOUNTABLE = 'kubernetes.io/enforce-mountable-secrets';

export function serviceAccountWarnings(object: JsonObject): string[] {
  if (own(objectAt(objectAt(object, 'metadata'), 'annotations'), MOUNTABLE) === undefined) return [];
  return [
    `metadata.annotations[${MOUNTABLE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
  ];
}
