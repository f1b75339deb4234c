/** Topology spread constraints (VAL-70). */
import type { JsonObject } from '../../../k8s/types';
import { duplicate, invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkLabelKeys, checkLabelSelector } from './label-selector';
import { checkQualifiedName } from './names';
import { numberAt, objectAt, objectsAt, own, textAt } from './untyped';

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const POLICIES = ['Honor', 'Ignore'];
const NOT_POSITIVE = 'must be greater than zero';

export function checkTopologySpread(errors: FieldError[], spec: JsonObject | undefined, path: string): void {
  const constraints = objectsAt(spec, 'topologySpreadConstraints');
  constraints.forEach((constraint, i) => {
    const at = `${path}.topologySpreadConstraints[${i}]`;
    const skew = numberAt(constraint, 'maxSkew') ?? 0;
    const key = textAt(constraint, 'topologyKey');
    const action = textAt(constraint, 'whenUnsatisfiable');
    if (skew <= 0) errors.push(invalidValue(`${at}.maxSkew`, skew, NOT_POSITIVE));
    if (key === '') errors.push(required(`${at}.topologyKey`, 'can not be empty'));
    else checkQualifiedName(errors, `${at}.topologyKey`, key);
    if (!ACTIONS.includes(action)) errors.push(notSupported(`${at}.whenUnsatisfiable`, action, ACTIONS));
    const repeated = constraints
      .slice(i + 1)
      .some((other) => textAt(other, 'topologyKey') === key && textAt(other, 'whenUnsatisfiable') === action);
    if (repeated) errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${key}, ${action}}`));
    checkMinDomains(errors, constraint, at, action);
    for (const policy of ['nodeAffinityPolicy', 'nodeTaintsPolicy']) {
      if (own(constraint, policy) === undefined) continue;
      const value = textAt(constraint, policy);
      if (!POLICIES.includes(value)) errors.push(notSupported(`${at}.${policy}`, value, POLICIES));
    }
    checkLabelKeys(errors, constraint, at, 'matchLabelKeys');
    checkLabelSelector(errors, objectAt(constraint, 'labelSelector'), `${at}.labelSelector`);
  });
}

function checkMinDomains(errors: FieldError[], constraint: JsonObject, at: string, action: string): void {
  const domains = numberAt(constraint, 'minDomains');
  if (domains === undefined) return;
  if (domains <= 0) errors.push(invalidValue(`${at}.minDomains`, domains, NOT_POSITIVE));
  if (action !== 'DoNotSchedule') {
    errors.push(
      invalidValue(
        `${at}.minDomains`,
        domains,
        `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`,
      ),
    );
  }
}
