/** Label selectors (VAL-65). */
import { labelValue, qualifiedName } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { forbidden, invalidValue, required, type FieldError } from '../field-error';
import { checkLabelValue, checkQualifiedName } from './names';
import { checkLabels } from './object-meta';
import { listAt, objectAt, objectsAt, sortedMap, textAt, textEntries, textsAt } from './untyped';

const NEEDS_VALUES = "must be specified when `operator` is 'In' or 'NotIn'";
const FORBIDS_VALUES = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
const UNKNOWN_OPERATOR = 'not a valid selector operator';

export function checkLabelSelector(
  errors: FieldError[],
  selector: JsonObject | undefined,
  field: string,
): void {
  if (selector === undefined) return;
  checkLabels(errors, objectAt(selector, 'matchLabels'), `${field}.matchLabels`);
  objectsAt(selector, 'matchExpressions').forEach((expression, i) => {
    const at = `${field}.matchExpressions[${i}]`;
    checkOperator(errors, expression, at);
    checkQualifiedName(errors, `${at}.key`, textAt(expression, 'key'));
    checkValues(errors, expression, at);
  });
}

function checkOperator(errors: FieldError[], expression: JsonObject, at: string): void {
  const operator = textAt(expression, 'operator');
  const count = listAt(expression, 'values').length;
  if (operator === 'In' || operator === 'NotIn') {
    if (count === 0) errors.push(required(`${at}.values`, NEEDS_VALUES));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (count > 0) errors.push(forbidden(`${at}.values`, FORBIDS_VALUES));
  } else errors.push(invalidValue(`${at}.operator`, operator, UNKNOWN_OPERATOR));
}

function checkValues(errors: FieldError[], expression: JsonObject, at: string): void {
  textsAt(expression, 'values').forEach((value, i) => checkLabelValue(errors, `${at}.values[${i}]`, value));
}

/** VAL-69: a requirement on node labels has two more operators. */
export function checkNodeRequirement(
  errors: FieldError[],
  requirement: JsonObject,
  at: string,
  options: { checkValues: boolean },
): void {
  const operator = textAt(requirement, 'operator');
  if (operator === 'Gt' || operator === 'Lt') {
    if (listAt(requirement, 'values').length !== 1) {
      errors.push(required(`${at}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
    }
  } else checkOperator(errors, requirement, at);
  checkQualifiedName(errors, `${at}.key`, textAt(requirement, 'key'));
  if (options.checkValues) checkValues(errors, requirement, at);
}

/** VAL-69: a requirement on node fields. */
export function checkNodeFieldRequirement(
  errors: FieldError[],
  requirement: JsonObject,
  at: string,
  nodeName: (name: string) => readonly string[],
): void {
  const operator = textAt(requirement, 'operator');
  const key = textAt(requirement, 'key');
  const values = textsAt(requirement, 'values');
  if (operator !== 'In' && operator !== 'NotIn') {
    errors.push(invalidValue(`${at}.operator`, operator, UNKNOWN_OPERATOR));
  } else if (values.length !== 1) {
    errors.push(
      required(
        `${at}.values`,
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      ),
    );
  }
  if (key !== 'metadata.name') {
    errors.push(invalidValue(`${at}.key`, key, 'not a valid field selector key'));
    return;
  }
  values.forEach((value, i) => {
    for (const message of nodeName(value)) errors.push(invalidValue(`${at}.values[${i}]`, value, message));
  });
}

/** Whether the selector can be turned into a matcher at all; upstream skips VAL-7 when not. */
export function isUsableSelector(selector: JsonObject | undefined): boolean {
  const labels = textEntries(objectAt(selector, 'matchLabels'));
  if (labels.some(([key, value]) => qualifiedName(key).length + labelValue(value).length > 0)) return false;
  const errors: FieldError[] = [];
  checkLabelSelector(errors, selector, '');
  return errors.length === 0;
}

/** The selector with its fields in the order of the Go struct, for the text of an error. */
export function selectorValue(selector: JsonObject): JsonObject {
  const value: JsonObject = {};
  const labels = objectAt(selector, 'matchLabels');
  if (labels !== undefined && Object.keys(labels).length > 0) value.matchLabels = sortedMap(labels);
  const expressions = objectsAt(selector, 'matchExpressions');
  if (expressions.length > 0) {
    value.matchExpressions = expressions.map((expression) => {
      const values = textsAt(expression, 'values');
      const requirement = { key: textAt(expression, 'key'), operator: textAt(expression, 'operator') };
      return values.length > 0 ? { ...requirement, values } : requirement;
    });
  }
  return value;
}

/** Keys of labels whose values the selector takes from the pod. */
export function checkLabelKeys(errors: FieldError[], of: JsonObject, at: string, ...lists: string[]): void {
  for (const list of lists) {
    const keys = textsAt(of, list);
    if (keys.length > 0 && !objectAt(of, 'labelSelector'))
      errors.push(forbidden(`${at}.${list}`, 'must not be specified when labelSelector is not set'));
    else keys.forEach((key, i) => checkQualifiedName(errors, `${at}.${list}[${i}]`, key));
  }
}
