/** ReplicaSets, in upstream's order. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import type { FieldError } from '../field-error';
import { checkNonNegative } from './numbers';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { checkCounters, checkParts, checkReplicatedUpdate, checkSelectorAndTemplate } from './replicated';
import { objectAt, own } from './untyped';

export function checkReplicaSet(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Subdomain });
  checkSpec(errors, objectAt(object, 'spec'));
}

export function checkReplicaSetUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkReplicatedUpdate(errors, object, old, checkSpec);
}

export function checkReplicaSetStatusUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const status = objectAt(object, 'status');
  checkCounters(errors, status, ['replicas', ...PARTS, 'observedGeneration', 'terminatingReplicas']);
  checkParts(errors, status, PARTS, 'replicas', 'status.replicas');
  checkParts(errors, status, ['availableReplicas'], 'readyReplicas', 'readyReplicas');
}

const PARTS = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'];

function checkSpec(errors: FieldError[], spec: JsonObject | undefined): void {
  checkNonNegative(errors, 'spec.replicas', own(spec, 'replicas'));
  checkNonNegative(errors, 'spec.minReadySeconds', own(spec, 'minReadySeconds'));
  checkSelectorAndTemplate(errors, spec);
}
