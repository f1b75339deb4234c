/** `spec.updateStrategy` of a DaemonSet (VAL-12 … VAL-18, VAL-21). */
import { regexError } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkNonNegative } from './numbers';
import { objectAt, own, textAt, type Untyped } from './untyped';

const PERCENT = /^[0-9]+%$/;
const PERCENT_MESSAGE = regexError(
  "a valid percent string must be a numeric string followed by an ending '%'",
  '[0-9]+%',
  '1%',
  '93%',
);

export function checkUpdateStrategy(
  errors: FieldError[],
  strategy: JsonObject | undefined,
  field: string,
): void {
  const type = textAt(strategy, 'type');
  const rolling = objectAt(strategy, 'rollingUpdate');
  if (type === 'OnDelete') return;
  if (type !== 'RollingUpdate') {
    errors.push(notSupported(field, strategyValue(type, rolling), ['RollingUpdate', 'OnDelete']));
  } else if (rolling === undefined) errors.push(required(`${field}.rollingUpdate`));
  else checkRollingUpdate(errors, rolling, `${field}.rollingUpdate`);
}

function checkRollingUpdate(errors: FieldError[], rolling: JsonObject, field: string): void {
  const unavailable = intOrPercent(own(rolling, 'maxUnavailable'));
  const surge = intOrPercent(own(rolling, 'maxSurge'));
  const unavailableField = `${field}.maxUnavailable`;
  const surgeField = `${field}.maxSurge`;
  checkIntOrPercent(errors, unavailableField, unavailable);
  checkIntOrPercent(errors, surgeField, surge);
  checkAtMostAll(errors, unavailableField, unavailable);
  checkAtMostAll(errors, surgeField, surge);
  if (isZero(unavailable) && isZero(surge)) {
    errors.push(required(unavailableField, 'cannot be 0 when maxSurge is 0'));
  } else if (!isZero(unavailable) && !isZero(surge)) {
    errors.push(invalidValue(surgeField, surge, 'may not be set when maxUnavailable is non-zero'));
  }
}

export function intOrPercent(value: Untyped): number | string {
  return typeof value === 'number' || typeof value === 'string' ? value : 0;
}

/** VAL-14, VAL-15. */
export function checkIntOrPercent(errors: FieldError[], field: string, value: number | string): void {
  if (typeof value === 'number') checkNonNegative(errors, field, value);
  else if (!PERCENT.test(value)) errors.push(invalidValue(field, value, PERCENT_MESSAGE));
}

/** VAL-16. */
export function checkAtMostAll(errors: FieldError[], field: string, value: number | string): void {
  if (typeof value === 'string' && PERCENT.test(value) && Number(value.slice(0, -1)) > 100) {
    errors.push(invalidValue(field, value, 'must not be greater than 100%'));
  }
}

/** VAL-21. A text that is neither percentage nor integer counts as zero. */
export function isZero(value: number | string): boolean {
  if (typeof value === 'number') return value === 0;
  const digits = PERCENT.test(value) ? value.slice(0, -1) : value;
  return !/^[+-]?[0-9]+$/.test(digits) || Number(digits) === 0;
}

/** Upstream prints its internal struct, whose fields have Go names. */
export function strategyValue(type: string, rolling: JsonObject | undefined): JsonObject {
  if (rolling === undefined) return { Type: type, RollingUpdate: null };
  return {
    Type: type,
    RollingUpdate: {
      MaxUnavailable: intOrPercent(own(rolling, 'maxUnavailable')),
      MaxSurge: intOrPercent(own(rolling, 'maxSurge')),
    },
  };
}
