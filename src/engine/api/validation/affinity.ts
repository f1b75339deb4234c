/** Node affinity and pod (anti-)affinity (VAL-69). */
import { dns1123Label, dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, required, type FieldError } from '../field-error';
import {
  checkLabelKeys,
  checkLabelSelector,
  checkNodeFieldRequirement,
  checkNodeRequirement,
} from './label-selector';
import { checkName, checkQualifiedName } from './names';
import { numberAt, objectAt, objectsAt, textAt, textsAt } from './untyped';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function checkAffinity(errors: FieldError[], affinity: JsonObject | undefined, field: string): void {
  checkNodeAffinity(errors, objectAt(affinity, 'nodeAffinity'), `${field}.nodeAffinity`);
  for (const key of ['podAffinity', 'podAntiAffinity']) {
    const terms = objectAt(affinity, key);
    objectsAt(terms, REQUIRED).forEach((term, i) =>
      checkPodTerm(errors, term, `${field}.${key}.${REQUIRED}[${i}]`),
    );
    objectsAt(terms, PREFERRED).forEach((weighted, i) => {
      const at = `${field}.${key}.${PREFERRED}[${i}]`;
      checkWeight(errors, weighted, at);
      checkPodTerm(errors, objectAt(weighted, 'podAffinityTerm') ?? {}, `${at}.podAffinityTerm`);
    });
  }
}

function checkNodeAffinity(errors: FieldError[], affinity: JsonObject | undefined, field: string): void {
  const selector = objectAt(affinity, REQUIRED);
  if (selector !== undefined) checkNodeSelector(errors, selector, `${field}.${REQUIRED}`);
  objectsAt(affinity, PREFERRED).forEach((preferred, i) => {
    const at = `${field}.${PREFERRED}[${i}]`;
    checkWeight(errors, preferred, at);
    // A preference for a label value that no node can have is harmless: upstream lets it pass.
    const term = objectAt(preferred, 'preference') ?? {};
    checkNodeTerm(errors, term, `${at}.preference`, { checkValues: false });
  });
}

export function checkNodeSelector(errors: FieldError[], selector: JsonObject, field: string): void {
  const terms = objectsAt(selector, 'nodeSelectorTerms');
  const at = `${field}.nodeSelectorTerms`;
  if (terms.length === 0) errors.push(required(at, 'must have at least one node selector term'));
  terms.forEach((term, i) => checkNodeTerm(errors, term, `${at}[${i}]`, { checkValues: true }));
}

function checkNodeTerm(
  errors: FieldError[],
  term: JsonObject,
  at: string,
  options: { checkValues: boolean },
): void {
  objectsAt(term, 'matchExpressions').forEach((requirement, i) =>
    checkNodeRequirement(errors, requirement, `${at}.matchExpressions[${i}]`, options),
  );
  objectsAt(term, 'matchFields').forEach((requirement, i) =>
    checkNodeFieldRequirement(errors, requirement, `${at}.matchFields[${i}]`, dns1123Subdomain),
  );
}

function checkWeight(errors: FieldError[], term: JsonObject, at: string): void {
  const weight = numberAt(term, 'weight') ?? 0;
  if (weight <= 0 || weight > 100) {
    errors.push(invalidValue(`${at}.weight`, weight, 'must be in the range 1-100'));
  }
}

function checkPodTerm(errors: FieldError[], term: JsonObject, at: string): void {
  checkLabelSelector(errors, objectAt(term, 'labelSelector'), `${at}.labelSelector`);
  checkLabelSelector(errors, objectAt(term, 'namespaceSelector'), `${at}.namespaceSelector`);
  for (const name of textsAt(term, 'namespaces')) checkName(errors, `${at}.namespace`, name, dns1123Label);
  const key = textAt(term, 'topologyKey');
  if (key === '') errors.push(required(`${at}.topologyKey`, 'can not be empty'));
  checkQualifiedName(errors, `${at}.topologyKey`, key);
  checkLabelKeys(errors, term, at, 'matchLabelKeys', 'mismatchLabelKeys');
}
