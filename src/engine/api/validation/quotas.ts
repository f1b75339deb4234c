/** ResourceQuotas and LimitRanges. */
import { compareQuantities, parseMilli } from '../../../k8s/quantity';
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { duplicate, forbidden, invalidValue, required, type FieldError } from '../field-error';
import type { CreateCheck, UpdateCheck } from '../kinds/definition';
import { checkQualifiedName } from './names';
import { qualifiedName } from '../../../k8s/names';
import {
  amounts,
  checkAmount,
  checkContainerResourceName,
  checkResourceName,
  isOvercommittable,
  isStandardResource,
} from './resources';
import { inOrder, metaOf, metaUpdate } from './rules';
import { objectAt, objectsAt, textAt, textsAt } from './untyped';

const POD_RESOURCES = [
  'pods',
  'cpu',
  'memory',
  'limits.cpu',
  'limits.memory',
  'requests.cpu',
  'requests.memory',
];
const POD_SCOPES = [
  'Terminating',
  'NotTerminating',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
];
/** Which of the standard resources a scope applies to. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(POD_SCOPES.map((scope) => [scope, POD_RESOURCES])),
  BestEffort: ['pods'],
  VolumeAttributesClass: ['persistentvolumeclaims', 'requests.storage'],
};
const EXISTS_ONLY = [
  'BestEffort',
  'NotBestEffort',
  'Terminating',
  'NotTerminating',
  'CrossNamespacePodAffinity',
];
const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];

function checkHard(errors: FieldError[], from: JsonObject | undefined, key: string, field: string): void {
  for (const { name, text } of amounts(from, key)) {
    const at = `${field}[${name}]`;
    const before = errors.length;
    checkResourceName(errors, at, name);
    if (!name.includes('/') && (errors.length > before || name === 'storage')) {
      errors.push(invalidValue(at, name, 'must be a standard resource for quota'));
    }
    checkAmount(errors, at, name, text);
  }
}

const checkQuotaSpec: CreateCheck = (errors, object) => {
  const spec = objectAt(object, 'spec');
  checkHard(errors, spec, 'hard', 'spec.hard');
  const hard = amounts(spec, 'hard')
    .map(({ name }) => name)
    .filter((name) => isStandardResource(name) && name !== 'storage');
  const scopes = textsAt(spec, 'scopes');
  /** Says which faults a scope has in itself and with the resources. */
  const refuseScope = (scope: string, unknown: () => void, refuse: (why: string) => void) => {
    const fits = Object.hasOwn(SCOPES, scope) ? SCOPES[scope] : undefined;
    if (!fits) unknown();
    else for (const name of hard) if (!fits.includes(name)) refuse('unsupported scope applied to resource');
  };
  const refuseConflicts = (found: readonly string[], refuse: (why: string) => void) => {
    for (const pair of CONFLICTS) if (pair.every((one) => found.includes(one))) refuse('conflicting scopes');
  };
  const refuse = (why: string) => errors.push(invalidValue('spec.scopes', scopes, why));
  for (const scope of scopes) refuseScope(scope, () => refuse('unsupported scope'), refuse);
  refuseConflicts(scopes, refuse);

  const selector = objectAt(spec, 'scopeSelector');
  const field = 'spec.scopeSelector.matchExpressions';
  const expressions = objectsAt(selector, 'matchExpressions');
  for (const expression of expressions) {
    const name = textAt(expression, 'scopeName');
    refuseScope(
      name,
      () => errors.push(invalidValue(`${field}.scopeName`, name, 'unsupported scope')),
      (why) => errors.push(invalidValue(field, selectorValue(expressions), why)),
    );
    checkScopeOperator(errors, expression, field);
  }
  const names = expressions.map((expression) => textAt(expression, 'scopeName'));
  refuseConflicts(names, (why) => errors.push(invalidValue(field, scopes.length > 0 ? scopes : null, why)));
};

/** Upstream prints its internal struct. */
function selectorValue(expressions: readonly JsonObject[]): JsonObject {
  return {
    MatchExpressions: expressions.map((expression) => ({
      ScopeName: textAt(expression, 'scopeName'),
      Operator: textAt(expression, 'operator'),
      Values: textsAt(expression, 'values').length > 0 ? textsAt(expression, 'values') : null,
    })),
  };
}

function checkScopeOperator(errors: FieldError[], expression: JsonObject, field: string): void {
  const operator = textAt(expression, 'operator');
  const values = textsAt(expression, 'values');
  const refuse = (key: string, value: unknown, why: string) =>
    errors.push(invalidValue(`${field}.${key}`, value, why));
  if (EXISTS_ONLY.includes(textAt(expression, 'scopeName')) && operator !== 'Exists') {
    refuse(
      'operator',
      operator,
      "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity",
    );
  }
  if (operator === 'In' || operator === 'NotIn') {
    const why = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    if (values.length === 0) errors.push(required(`${field}.values`, why));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    const why = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    if (values.length > 0) refuse('values', values, why);
  } else refuse('operator', operator, 'not a valid selector operator');
}

export const checkResourceQuota = inOrder(metaOf(true), checkQuotaSpec);
export const checkResourceQuotaUpdate = inOrder(metaUpdate, checkQuotaSpec, (errors, object, old) => {
  const scopes = textsAt(objectAt(object, 'spec'), 'scopes');
  const before = textsAt(objectAt(old, 'spec'), 'scopes');
  const asSet = (list: string[]) => [...new Set(list)].sort();
  if (!deepEqual(asSet(scopes), asSet(before))) {
    errors.push(invalidValue('spec.scopes', scopes.length > 0 ? scopes : null, 'field is immutable'));
  }
});
export const checkResourceQuotaStatusUpdate: UpdateCheck = (errors, object, old) => {
  metaUpdate(errors, object, old);
  const status = objectAt(object, 'status');
  for (const key of ['hard', 'used']) checkHard(errors, status, key, `status.${key}`);
};

const LIMIT_TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];

const checkLimits: CreateCheck = (errors, object) => {
  const types = new Set<string>();
  objectsAt(objectAt(object, 'spec'), 'limits').forEach((limit, i) => {
    const at = `spec.limits[${i}]`;
    const type = textAt(limit, 'type');
    if (qualifiedName(type).length > 0) checkQualifiedName(errors, `${at}.type`, type);
    else if (!type.includes('/') && !LIMIT_TYPES.includes(type)) {
      errors.push(invalidValue(`${at}.type`, type, 'must be a standard limit type or fully qualified'));
    }
    if (types.has(type)) errors.push(duplicate(`${at}.type`, type));
    types.add(type);
    checkLimit(errors, limit, at, type);
  });
};

export const checkLimitRange = inOrder(metaOf(true), checkLimits);

function checkLimit(errors: FieldError[], limit: JsonObject, at: string, type: string): void {
  const found: Record<string, Map<string, string>> = {};
  const names = new Set<string>();
  const checkResource =
    type === 'Pod' || type === 'Container' ? checkContainerResourceName : checkResourceName;
  const read = (key: string) => {
    found[key] = new Map(amounts(limit, key).map(({ name, text }) => [name, text]));
    for (const name of found[key].keys()) {
      checkResource(errors, `${at}.${key}[${name}]`, name);
      names.add(name);
    }
  };
  read('max');
  read('min');
  for (const key of ['default', 'defaultRequest']) {
    if (type !== 'Pod') read(key);
    else if (amounts(limit, key).length > 0) {
      errors.push(forbidden(`${at}.${key}`, "may not be specified when `type` is 'Pod'"));
    }
  }
  if (type === 'PersistentVolumeClaim' && !found.min?.has('storage') && !found.max?.has('storage')) {
    const why = 'either minimum or maximum storage value is required, but neither was provided';
    errors.push(required(`${at}.limits`, why));
  }
  read('maxLimitRequestRatio');
  for (const name of [...names].sort()) {
    const value = (key: string) => found[key]?.get(name);
    checkOrder(errors, at, name, value);
    checkRatio(errors, `${at}.maxLimitRequestRatio[${name}]`, value);
    const [set, request] = [value('default'), value('defaultRequest')];
    if (set !== undefined && request !== undefined && !isOvercommittable(name)) {
      if (compareQuantities(set, request) !== 0) {
        const why = `default value ${set} must equal to defaultRequest value ${request} in ${name}`;
        errors.push(invalidValue(`${at}.defaultRequest[${name}]`, request, why));
      }
    }
  }
}

/** Smaller, larger, the field of the message, whose value is shown, and how upstream calls the two. */
const ORDERS = [
  ['min', 'max', 'min', 'min', 'min', 'max'],
  ['min', 'defaultRequest', 'defaultRequest', 'defaultRequest', 'min', 'default request'],
  ['defaultRequest', 'max', 'defaultRequest', 'defaultRequest', 'default request', 'max'],
  ['defaultRequest', 'default', 'defaultRequest', 'defaultRequest', 'default request', 'default limit'],
  ['min', 'default', 'default', 'min', 'min', 'default'],
  ['default', 'max', 'default', 'max', 'default', 'max'],
] as const;

type ValueOf = (key: string) => string | undefined;

function checkOrder(errors: FieldError[], at: string, name: string, value: ValueOf): void {
  for (const [lowKey, highKey, field, shown, lowWord, highWord] of ORDERS) {
    const low = value(lowKey);
    const high = value(highKey);
    if (low === undefined || high === undefined || compareQuantities(low, high) <= 0) continue;
    const why = `${lowWord} value ${low} is greater than ${highWord} value ${high}`;
    errors.push(invalidValue(`${at}.${field}[${name}]`, value(shown), why));
  }
}

function checkRatio(errors: FieldError[], field: string, value: ValueOf): void {
  const ratio = value('maxLimitRequestRatio');
  if (ratio === undefined) return;
  const refuse = (why: string) => errors.push(invalidValue(field, ratio, `ratio ${ratio} is ${why}`));
  if (compareQuantities(ratio, '1') < 0) refuse('less than 1');
  const [min, max] = [value('min'), value('max')];
  if (min === undefined || max === undefined) return;
  const most = (parseMilli(max) ?? 0) / (parseMilli(min) ?? 0);
  if ((parseMilli(ratio) ?? 0) / 1000 > most) refuse(`greater than max/min = ${most.toFixed(6)}`);
}
