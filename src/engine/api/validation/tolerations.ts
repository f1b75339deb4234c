/** Tolerations of pods and taints of nodes (VAL-67, VAL-68). */
import { labelValue } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { duplicate, invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkQualifiedName } from './names';
import { objectsAt, own, textAt } from './untyped';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function checkTolerations(errors: FieldError[], spec: JsonObject | undefined, path: string): void {
  objectsAt(spec, 'tolerations').forEach((toleration, i) => {
    const at = `${path}.tolerations[${i}]`;
    const key = textAt(toleration, 'key');
    const operator = textAt(toleration, 'operator');
    const effect = textAt(toleration, 'effect');
    if (key !== '') checkQualifiedName(errors, `${at}.key`, key);
    else if (operator !== 'Exists') {
      errors.push(
        invalidValue(
          `${at}.operator`,
          operator,
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      );
    }
    if (own(toleration, 'tolerationSeconds') !== undefined && effect !== 'NoExecute') {
      errors.push(
        invalidValue(`${at}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"),
      );
    }
    checkOperator(errors, toleration, operator, `${at}.operator`);
    if (effect !== '') checkEffect(errors, effect, `${at}.effect`);
  });
}

/** Faults of the value are reported on the operator. */
function checkOperator(errors: FieldError[], toleration: JsonObject, operator: string, field: string): void {
  const value = textAt(toleration, 'value');
  if (operator === 'Equal' || operator === '') {
    const messages = labelValue(value);
    if (messages.length > 0) errors.push(invalidValue(field, value, messages.join(';')));
  } else if (operator !== 'Exists') {
    errors.push(notSupported(field, operator, ['Equal', 'Exists']));
  } else if (value !== '') {
    errors.push(invalidValue(field, value, "value must be empty when `operator` is 'Exists'"));
  }
}

/** Upstream prints its internal struct, whose fields have Go names. */
export function tolerationValue(toleration: JsonObject): JsonObject {
  return {
    Key: textAt(toleration, 'key'),
    Operator: textAt(toleration, 'operator'),
    Value: textAt(toleration, 'value'),
    Effect: textAt(toleration, 'effect'),
    TolerationSeconds: own(toleration, 'tolerationSeconds') ?? null,
  };
}

function checkEffect(errors: FieldError[], effect: string, field: string): void {
  if (!EFFECTS.includes(effect)) errors.push(notSupported(field, effect, EFFECTS));
}

/** VAL-68: upstream reports the taints of a node under its metadata. */
export function checkTaints(errors: FieldError[], spec: JsonObject | undefined, field: string): void {
  const seen = new Set<string>();
  objectsAt(spec, 'taints').forEach((taint, i) => {
    const at = `${field}[${i}]`;
    const key = textAt(taint, 'key');
    const value = textAt(taint, 'value');
    const effect = textAt(taint, 'effect');
    checkQualifiedName(errors, `${at}.key`, key);
    const messages = labelValue(value);
    if (messages.length > 0) errors.push(invalidValue(`${at}.value`, value, messages.join(';')));
    if (effect === '') errors.push(required(`${at}.effect`));
    else checkEffect(errors, effect, `${at}.effect`);
    const pair = `${effect}\n${key}`;
    if (seen.has(pair)) {
      errors.push(duplicate(at, taintValue(taint), 'taints must be unique by key and effect pair'));
    }
    seen.add(pair);
  });
}

function taintValue(taint: JsonObject): JsonObject {
  return {
    Key: textAt(taint, 'key'),
    Value: textAt(taint, 'value'),
    Effect: textAt(taint, 'effect'),
    TimeAdded: own(taint, 'timeAdded') ?? null,
  };
}
