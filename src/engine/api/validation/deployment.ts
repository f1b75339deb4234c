/** Deployments (WL-6, WL-9, WL-17), in upstream's order. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { forbidden, invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkNonNegative } from './numbers';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import {
  checkCollisionCount,
  checkCounters,
  checkParts,
  checkReplicatedUpdate,
  checkSelectorAndTemplate,
} from './replicated';
import { numberAt, objectAt, own, textAt } from './untyped';
import { checkAtMostAll, checkIntOrPercent, intOrPercent, isZero, strategyValue } from './update-strategy';

export function checkDeployment(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Subdomain });
  checkSpec(errors, objectAt(object, 'spec'));
}

export function checkDeploymentUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkReplicatedUpdate(errors, object, old, checkSpec);
}

export function checkDeploymentStatusUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const status = objectAt(object, 'status');
  checkCounters(errors, status, COUNTERS);
  checkParts(
    errors,
    status,
    ['updatedReplicas', 'readyReplicas', 'availableReplicas'],
    'replicas',
    'status.replicas',
  );
  checkParts(errors, status, ['availableReplicas'], 'readyReplicas', 'readyReplicas');
  checkCollisionCount(errors, status, objectAt(old, 'status'));
}

const COUNTERS = [
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'terminatingReplicas',
  'collisionCount',
];

function checkSpec(errors: FieldError[], spec: JsonObject | undefined): void {
  checkNonNegative(errors, 'spec.replicas', own(spec, 'replicas'));
  checkSelectorAndTemplate(errors, spec);
  checkStrategy(errors, objectAt(spec, 'strategy'));
  const ready = numberAt(spec, 'minReadySeconds') ?? 0;
  checkNonNegative(errors, 'spec.minReadySeconds', ready);
  checkNonNegative(errors, 'spec.revisionHistoryLimit', own(spec, 'revisionHistoryLimit'));
  const deadline = numberAt(spec, 'progressDeadlineSeconds');
  if (deadline === undefined) return;
  checkNonNegative(errors, 'spec.progressDeadlineSeconds', deadline);
  if (deadline <= ready) {
    errors.push(
      invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'),
    );
  }
}

function checkStrategy(errors: FieldError[], strategy: JsonObject | undefined): void {
  const type = textAt(strategy, 'type');
  const rolling = objectAt(strategy, 'rollingUpdate');
  const field = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate') {
    if (rolling === undefined) return;
    errors.push(forbidden(field, "may not be specified when strategy `type` is 'Recreate'"));
  } else if (type !== 'RollingUpdate') {
    errors.push(notSupported('spec.strategy', strategyValue(type, rolling), ['Recreate', 'RollingUpdate']));
  } else if (rolling === undefined) {
    errors.push(required(field, 'this should be defaulted and never be nil'));
  } else checkRollingUpdate(errors, rolling, field);
}

function checkRollingUpdate(errors: FieldError[], rolling: JsonObject, field: string): void {
  const unavailable = intOrPercent(own(rolling, 'maxUnavailable'));
  const surge = intOrPercent(own(rolling, 'maxSurge'));
  checkIntOrPercent(errors, `${field}.maxUnavailable`, unavailable);
  checkIntOrPercent(errors, `${field}.maxSurge`, surge);
  if (isZero(unavailable) && isZero(surge)) {
    errors.push(invalidValue(`${field}.maxUnavailable`, unavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  checkAtMostAll(errors, `${field}.maxUnavailable`, unavailable);
}
