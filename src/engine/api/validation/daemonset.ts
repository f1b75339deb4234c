/** DaemonSets (VAL-6 … VAL-20), in the order of VAL-22. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, type FieldError } from '../field-error';
import { checkLabelSelector, isUsableSelector, selectorValue } from './label-selector';
import { checkNonNegative } from './numbers';
import { checkImmutable, checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { checkMatchesTemplate, checkNotEmpty, checkPodTemplate, checkRunsForever } from './pod-template';
import { checkUpdateStrategy } from './update-strategy';
import { numberAt, objectAt, own } from './untyped';

export function checkDaemonSet(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Subdomain });
  checkSpec(errors, objectAt(object, 'spec'));
}

/** VAL-6. */
export function checkDaemonSetUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const spec = objectAt(object, 'spec');
  const selector = objectAt(spec, 'selector');
  const oldSelector = objectAt(objectAt(old, 'spec'), 'selector');
  const value = selector === undefined ? undefined : selectorValue(selector);
  checkImmutable(
    errors,
    'spec.selector',
    value,
    oldSelector === undefined ? undefined : selectorValue(oldSelector),
  );
  checkSpec(errors, spec);
}

/** VAL-19: what the status subresource checks. */
export function checkDaemonSetStatusUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const status = objectAt(object, 'status');
  for (const key of STATUS_COUNTERS) checkNonNegative(errors, `status.${key}`, own(status, key));
  const count = numberAt(status, 'collisionCount');
  const before = numberAt(objectAt(old, 'status'), 'collisionCount');
  checkNonNegative(errors, 'status.collisionCount', count);
  if (before !== undefined && (count ?? 0) < before) {
    errors.push(invalidValue('status.collisionCount', count ?? 0, 'cannot be decremented'));
  }
}

const STATUS_COUNTERS = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
];

function checkSpec(errors: FieldError[], spec: JsonObject | undefined): void {
  const template = objectAt(spec, 'template');
  checkSelector(errors, spec, template);
  checkPodTemplate(errors, template);
  checkRunsForever(errors, template, 'DaemonSet');
  checkNonNegative(errors, 'spec.minReadySeconds', own(spec, 'minReadySeconds'));
  checkUpdateStrategy(errors, objectAt(spec, 'updateStrategy'), 'spec.updateStrategy');
  checkNonNegative(errors, 'spec.revisionHistoryLimit', own(spec, 'revisionHistoryLimit'));
}

/** VAL-7, VAL-8. */
function checkSelector(
  errors: FieldError[],
  spec: JsonObject | undefined,
  template: JsonObject | undefined,
): void {
  const selector = objectAt(spec, 'selector');
  checkLabelSelector(errors, selector, 'spec.selector');
  if (isUsableSelector(selector)) checkMatchesTemplate(errors, selector, template);
  checkNotEmpty(errors, selector, 'daemonset');
}
