/** PodDisruptionBudgets, in upstream's order. The metadata is looked at last, and by the common rules only. */
import { regexError } from '../../../k8s/names';
import type { Json, JsonObject } from '../../../k8s/types';
import { duplicate, invalidValue, notSupported, required, tooLong, type FieldError } from '../field-error';
import { checkCommonMeta } from './common-meta';
import { checkLabelSelector, selectorValue } from './label-selector';
import { checkQualifiedName } from './names';
import { checkCounters } from './replicated';
import { numberAt, objectAt, objectsAt, own, textAt } from './untyped';
import { checkAtMostAll, checkIntOrPercent, intOrPercent } from './update-strategy';

export function checkPodDisruptionBudget(errors: FieldError[], object: JsonObject): void {
  const before = errors.length;
  checkSpec(errors, objectAt(object, 'spec'));
  if (errors.length === before) checkCommonMeta(errors, object);
}

export function checkPodDisruptionBudgetUpdate(errors: FieldError[], object: JsonObject): void {
  checkSpec(errors, objectAt(object, 'spec'));
}

export function checkPodDisruptionBudgetStatusUpdate(errors: FieldError[], object: JsonObject): void {
  const status = objectAt(object, 'status');
  checkConditions(errors, objectsAt(status, 'conditions'), 'status.conditions');
  checkCounters(errors, status, ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods']);
}

const EVICTION_POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

function checkSpec(errors: FieldError[], spec: JsonObject | undefined): void {
  const limits = ['minAvailable', 'maxUnavailable'];
  if (limits.every((key) => own(spec, key) !== undefined)) {
    errors.push(invalidValue('spec', specValue(spec), 'minAvailable and maxUnavailable cannot be both set'));
  }
  for (const key of limits) {
    if (own(spec, key) === undefined) continue;
    const limit = intOrPercent(own(spec, key));
    checkIntOrPercent(errors, `spec.${key}`, limit);
    checkAtMostAll(errors, `spec.${key}`, limit);
  }
  checkLabelSelector(errors, objectAt(spec, 'selector'), 'spec.selector');
  const policy = textAt(spec, 'unhealthyPodEvictionPolicy');
  if (own(spec, 'unhealthyPodEvictionPolicy') !== undefined && !EVICTION_POLICIES.includes(policy)) {
    errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, EVICTION_POLICIES));
  }
}

/** Upstream prints its internal struct, whose fields have Go names. */
function specValue(spec: JsonObject | undefined): JsonObject {
  const selector = objectAt(spec, 'selector');
  return {
    MinAvailable: own(spec, 'minAvailable') ?? null,
    Selector: selector ? selectorValue(selector) : null,
    MaxUnavailable: own(spec, 'maxUnavailable') ?? null,
    UnhealthyPodEvictionPolicy: (own(spec, 'unhealthyPodEvictionPolicy') ?? null) as Json,
  };
}

const REASON = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?';
const REASON_RE = new RegExp(`^${REASON}$`);
const CONDITION_STATUSES = ['False', 'True', 'Unknown'];

/** Conditions of the common type (metav1.Condition). */
function checkConditions(errors: FieldError[], conditions: readonly JsonObject[], field: string): void {
  const types = new Set<string>();
  conditions.forEach((condition, i) => {
    const at = `${field}[${i}]`;
    const type = textAt(condition, 'type');
    if (types.has(type)) errors.push(duplicate(`${at}.type`, type));
    types.add(type);
    checkQualifiedName(errors, `${at}.type`, type);
    const status = textAt(condition, 'status');
    if (!CONDITION_STATUSES.includes(status)) {
      errors.push(notSupported(`${at}.status`, status, CONDITION_STATUSES));
    }
    const generation = numberAt(condition, 'observedGeneration') ?? 0;
    if (generation < 0) {
      const detail = 'must be greater than or equal to zero';
      errors.push(invalidValue(`${at}.observedGeneration`, generation, detail));
    }
    if (textAt(condition, 'lastTransitionTime') === '') errors.push(required(`${at}.lastTransitionTime`));
    checkReason(errors, textAt(condition, 'reason'), `${at}.reason`);
    if (textAt(condition, 'message').length > 32768) errors.push(tooLong(`${at}.message`, 32768));
  });
}

function checkReason(errors: FieldError[], reason: string, field: string): void {
  if (reason === '') {
    errors.push(required(field));
    return;
  }
  if (!REASON_RE.test(reason)) {
    const detail = regexError(
      "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'",
      REASON,
      'my_name',
      'MY_NAME',
      'MyName',
      'ReasonA,ReasonB',
      'ReasonA:ReasonB',
    );
    errors.push(invalidValue(field, reason, detail));
  }
  if (reason.length > 1024) errors.push(tooLong(field, 1024));
}
