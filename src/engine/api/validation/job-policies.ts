/** When a Job's pods count as failed, and when the Job is done. */
import type { JsonObject } from '../../../k8s/types';
import {
  duplicate,
  invalidValue,
  invalidWithoutValue,
  notSupported,
  required,
  tooLong,
  tooMany,
  type FieldError,
} from '../field-error';
import { countIndexes } from './job-indexes';
import { checkQualifiedName } from './names';
import { checkNonNegative } from './numbers';
import { listAt, numberAt, objectAt, objectsAt, own, textAt } from './untyped';

const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const MAX_INDEXES_TEXT = 64 * 1024;

/** Required, and one of the values; upstream lists them as Go prints a list. */
function checkOneOf(errors: FieldError[], value: string, field: string, values: readonly string[]): void {
  if (value === '') {
    const list = values.map((v) => JSON.stringify(v)).join(' ');
    errors.push(required(field, `valid values: [${list}]`));
  } else if (!values.includes(value)) errors.push(notSupported(field, value, values));
}

export function checkFailurePolicy(
  errors: FieldError[],
  policy: JsonObject,
  spec: JsonObject | undefined,
  field: string,
): void {
  const rules = objectsAt(policy, 'rules');
  if (rules.length > MAX_RULES) errors.push(tooMany(`${field}.rules`, rules.length, MAX_RULES));
  const pod = objectAt(objectAt(spec, 'template'), 'spec');
  const containers = new Set(
    ['containers', 'initContainers'].flatMap((key) => objectsAt(pod, key).map((c) => textAt(c, 'name'))),
  );
  rules.forEach((rule, i) => {
    const at = `${field}.rules[${i}]`;
    const action = textAt(rule, 'action');
    if (action !== 'FailIndex') {
      checkOneOf(errors, action, `${at}.action`, ['Count', 'FailIndex', 'FailJob', 'Ignore']);
    } else if (own(spec, 'backoffLimitPerIndex') === undefined) {
      errors.push(invalidValue(`${at}.action`, action, 'requires the backoffLimitPerIndex to be set'));
    }
    const exitCodes = objectAt(rule, 'onExitCodes');
    const conditions = objectsAt(rule, 'onPodConditions');
    if (exitCodes) checkExitCodes(errors, exitCodes, containers, `${at}.onExitCodes`);
    checkPodConditions(errors, conditions, `${at}.onPodConditions`);
    if ((exitCodes !== undefined) === conditions.length > 0) {
      const fault = exitCodes ? 'both' : 'one of';
      const rest = exitCodes ? 'not supported' : 'required';
      errors.push(invalidWithoutValue(at, `specifying ${fault} OnExitCodes and OnPodConditions is ${rest}`));
    }
  });
}

function checkPodConditions(errors: FieldError[], patterns: readonly JsonObject[], field: string): void {
  if (patterns.length > MAX_RULES) errors.push(tooMany(field, patterns.length, MAX_RULES));
  patterns.forEach((pattern, i) => {
    checkQualifiedName(errors, `${field}[${i}].type`, textAt(pattern, 'type'));
    checkOneOf(errors, textAt(pattern, 'status'), `${field}[${i}].status`, ['False', 'True', 'Unknown']);
  });
}

function checkExitCodes(
  errors: FieldError[],
  requirement: JsonObject,
  containers: ReadonlySet<string>,
  field: string,
): void {
  const operator = textAt(requirement, 'operator');
  checkOneOf(errors, operator, `${field}.operator`, ['In', 'NotIn']);
  const name = own(requirement, 'containerName');
  if (typeof name === 'string' && !containers.has(name)) {
    const detail = 'must be one of the container or initContainer names in the pod template';
    errors.push(invalidValue(`${field}.containerName`, name, detail));
  }
  const values = listAt(requirement, 'values').map((value) => (typeof value === 'number' ? value : 0));
  const at = `${field}.values`;
  if (values.length === 0) {
    // An absent list is Go's nil.
    const shown = own(requirement, 'values') === undefined ? null : values;
    errors.push(invalidValue(at, shown, 'at least one value is required'));
  } else if (values.length > MAX_EXIT_CODES) errors.push(tooMany(at, values.length, MAX_EXIT_CODES));
  values.forEach((value, i) => {
    if (operator === 'In' && value === 0) {
      errors.push(invalidValue(`${at}[${i}]`, value, 'must not be 0 for the In operator'));
    }
    if (values.indexOf(value) < i) errors.push(duplicate(`${at}[${i}]`, value));
  });
  if (values.some((value, i) => value < (values[i - 1] ?? value))) {
    errors.push(invalidValue(at, values, 'must be ordered'));
  }
}

export function checkSuccessPolicy(
  errors: FieldError[],
  policy: JsonObject,
  spec: JsonObject | undefined,
  field: string,
): void {
  const rules = objectsAt(policy, 'rules');
  if (own(spec, 'completionMode') !== 'Indexed') {
    errors.push(invalidValue(field, successPolicyValue(policy), 'requires indexed completion mode'));
    return;
  }
  if (rules.length === 0) {
    const detail = 'at least one rules must be specified when the successPolicy is specified';
    errors.push(required(`${field}.rules`, detail));
  }
  if (rules.length > MAX_RULES) errors.push(tooMany(`${field}.rules`, rules.length, MAX_RULES));
  const completions = numberAt(spec, 'completions') ?? 0;
  rules.forEach((rule, i) => checkSuccessRule(errors, rule, completions, `${field}.rules[${i}]`));
}

function checkSuccessRule(errors: FieldError[], rule: JsonObject, completions: number, at: string): void {
  const count = numberAt(rule, 'succeededCount');
  const indexes = own(rule, 'succeededIndexes');
  if (count === undefined && indexes === undefined) {
    errors.push(required(at, 'at least one of succeededCount or succeededIndexes must be specified'));
  }
  let total: number | undefined;
  if (typeof indexes === 'string') {
    const field = `${at}.succeededIndexes`;
    if (indexes.length > MAX_INDEXES_TEXT) errors.push(tooLong(field, MAX_INDEXES_TEXT));
    const counted = countIndexes(indexes, completions);
    if (typeof counted === 'string') {
      errors.push(invalidValue(field, indexes, `error parsing succeededIndexes: ${counted}`));
    }
    total = typeof counted === 'string' ? 0 : counted;
  }
  if (count === undefined) return;
  const field = `${at}.succeededCount`;
  const atMost = (limit: number, what: string) =>
    errors.push(invalidValue(field, count, `must be less than or equal to ${limit} (the number of ${what})`));
  checkNonNegative(errors, field, count);
  if (count > completions) atMost(completions, 'specified completions');
  if (total !== undefined && count > total) {
    atMost(total, 'indexes in the specified succeededIndexes field');
  }
}

/** Upstream prints its internal structs, whose fields have Go names. */
export function successPolicyValue(policy: JsonObject): JsonObject {
  return {
    Rules: objectsAt(policy, 'rules').map((rule) => ({
      SucceededIndexes: own(rule, 'succeededIndexes') ?? null,
      SucceededCount: own(rule, 'succeededCount') ?? null,
    })),
  };
}

export function failurePolicyValue(policy: JsonObject): JsonObject {
  return {
    Rules: objectsAt(policy, 'rules').map((rule) => {
      const exitCodes = objectAt(rule, 'onExitCodes');
      const conditions = objectsAt(rule, 'onPodConditions');
      return {
        Action: textAt(rule, 'action'),
        OnExitCodes: exitCodes
          ? {
              ContainerName: own(exitCodes, 'containerName') ?? null,
              Operator: textAt(exitCodes, 'operator'),
              Values: own(exitCodes, 'values') ?? null,
            }
          : null,
        OnPodConditions:
          conditions.length > 0
            ? conditions.map((c) => ({ Type: textAt(c, 'type'), Status: textAt(c, 'status') }))
            : null,
      };
    }),
  };
}
