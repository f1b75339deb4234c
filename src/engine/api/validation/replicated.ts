/** What Deployments and ReplicaSets have in common: a selector, a template, and counters in the status (WL-17). */
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, required, type FieldError } from '../field-error';
import { checkLabelSelector, isUsableSelector, selectorValue } from './label-selector';
import { checkNonNegative } from './numbers';
import { checkImmutable, checkObjectMetaUpdate } from './object-meta';
import {
  checkMatchesTemplate,
  checkNotEmpty,
  checkPodTemplate,
  checkRunsForever,
  isEmptySelector,
} from './pod-template';
import { numberAt, objectAt, own } from './untyped';

/** `spec.selector`: required, well-formed, not empty. */
export function checkRequiredSelector(
  errors: FieldError[],
  selector: JsonObject | undefined,
  word: string,
): void {
  if (selector === undefined) errors.push(required('spec.selector'));
  checkLabelSelector(errors, selector, 'spec.selector');
  checkNotEmpty(errors, selector, word);
}

/** A selector that cannot be used hides the faults of the template. False when so; `why` says it in upstream's words. */
export function checkUsable(
  errors: FieldError[],
  selector: JsonObject | undefined,
  template: JsonObject | undefined,
  why: string,
): boolean {
  if (selector !== undefined && !isUsableSelector(selector)) {
    errors.push(invalidValue('spec.selector', selectorValue(selector), why));
    return false;
  }
  if (selector === undefined || !isEmptySelector(selector)) checkMatchesTemplate(errors, selector, template);
  return true;
}

export function checkSelectorAndTemplate(errors: FieldError[], spec: JsonObject | undefined): void {
  const selector = objectAt(spec, 'selector');
  const template = objectAt(spec, 'template');
  // Upstream says `deployment` of ReplicaSets as well.
  checkRequiredSelector(errors, selector, 'deployment');
  if (!checkUsable(errors, selector, template, 'invalid label selector')) return;
  checkPodTemplate(errors, template);
  checkRunsForever(errors, template, 'ReplicaSet');
}

/** The update rules that stand around a kind's own `checkSpec`. */
export function checkReplicatedUpdate(
  errors: FieldError[],
  object: JsonObject,
  old: JsonObject,
  checkSpec: (errors: FieldError[], spec: JsonObject | undefined) => void,
): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const spec = objectAt(object, 'spec');
  checkSpec(errors, spec);
  checkSameSelector(errors, spec, objectAt(old, 'spec'));
}

/** VAL-6. */
export function checkSameSelector(
  errors: FieldError[],
  spec: JsonObject | undefined,
  old: JsonObject | undefined,
): void {
  const [selector, before] = [spec, old].map((holder) => {
    const value = objectAt(holder, 'selector');
    return value && selectorValue(value);
  });
  checkImmutable(errors, 'spec.selector', selector, before);
}

export function checkCounters(
  errors: FieldError[],
  status: JsonObject | undefined,
  counters: readonly string[],
): void {
  for (const key of counters) checkNonNegative(errors, `status.${key}`, own(status, key));
}

/** No counter of `parts` may be greater than `whole`. */
export function checkParts(
  errors: FieldError[],
  status: JsonObject | undefined,
  parts: readonly string[],
  whole: string,
  shown: string,
): void {
  const limit = numberAt(status, whole) ?? 0;
  for (const key of parts) {
    const count = numberAt(status, key) ?? 0;
    if (count > limit) {
      errors.push(invalidValue(`status.${key}`, count, `cannot be greater than ${shown}`));
    }
  }
}

/** VAL-19. */
export function checkCollisionCount(
  errors: FieldError[],
  status: JsonObject | undefined,
  old: JsonObject | undefined,
): void {
  const count = numberAt(status, 'collisionCount') ?? 0;
  const before = numberAt(old, 'collisionCount');
  if (before !== undefined && count < before) {
    errors.push(invalidValue('status.collisionCount', count, 'cannot be decremented'));
  }
}
