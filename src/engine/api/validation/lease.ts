/** Leases. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, type FieldError } from '../field-error';
import { checkNonNegative } from './numbers';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { numberAt, objectAt, own } from './untyped';

export function checkLease(errors: FieldError[], object: JsonObject): void {
  const meta = objectAt(object, 'metadata');
  checkObjectMeta(errors, meta, { namespaced: true, name: dns1123Subdomain, anyFinalizer: true });
  checkSpec(errors, objectAt(object, 'spec'));
}

export function checkLeaseUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  const meta = objectAt(object, 'metadata');
  checkObjectMetaUpdate(errors, meta, objectAt(old, 'metadata'), { anyFinalizer: true });
  checkSpec(errors, objectAt(object, 'spec'));
}

function checkSpec(errors: FieldError[], spec: JsonObject | undefined): void {
  const seconds = numberAt(spec, 'leaseDurationSeconds');
  if (seconds !== undefined && seconds <= 0) {
    errors.push(invalidValue('spec.leaseDurationSeconds', seconds, 'must be greater than 0'));
  }
  checkNonNegative(errors, 'spec.leaseTransitions', own(spec, 'leaseTransitions'));
}
