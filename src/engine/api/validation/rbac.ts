/** Roles and their bindings. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { invalidValue, notSupported, required, type FieldError } from '../field-error';
import type { CreateCheck, UpdateCheck } from '../kinds/definition';
import { pathSegment } from './common-meta';
import { checkLabelSelector, isUsableSelector } from './label-selector';
import { checkName } from './names';
import { checkEnum, inOrder, metaOf, metaUpdate } from './rules';
import { listAt, objectAt, objectsAt, textAt, textsAt } from './untyped';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

export const checkRole = roleCheck(true);
export const checkRoleUpdate = inOrder(checkRole, checkRole, metaUpdate);

export const checkClusterRole: CreateCheck = (errors, object) => {
  roleCheck(false)(errors, object);
  const rule = objectAt(object, 'aggregationRule');
  if (rule === undefined) return;
  const field = 'aggregationRule.clusterRoleSelectors';
  const selectors = objectsAt(rule, 'clusterRoleSelectors');
  if (selectors.length === 0) {
    errors.push(required(field, 'at least one clusterRoleSelector required if aggregationRule is non-nil'));
  }
  selectors.forEach((selector, i) => {
    checkLabelSelector(errors, selector, `${field}[${i}]`);
    if (!isUsableSelector(selector)) {
      errors.push(invalidValue(`${field}[${i}]`, null, 'invalid label selector.'));
    }
  });
};
export const checkClusterRoleUpdate = inOrder(checkClusterRole, checkClusterRole, metaUpdate);

export const checkRoleBinding = bindingCheck(true);
export const checkRoleBindingUpdate = bindingUpdate(checkRoleBinding);
export const checkClusterRoleBinding = bindingCheck(false);
export const checkClusterRoleBindingUpdate = bindingUpdate(checkClusterRoleBinding);

function roleCheck(namespaced: boolean): CreateCheck {
  const checkMeta = metaOf(namespaced, pathSegment);
  return (errors, object) => {
    checkMeta(errors, object);
    objectsAt(object, 'rules').forEach((rule, i) => checkPolicyRule(errors, rule, `rules[${i}]`, namespaced));
  };
}

function checkPolicyRule(errors: FieldError[], rule: JsonObject, at: string, namespaced: boolean): void {
  const isEmpty = (key: string) => listAt(rule, key).length === 0;
  if (isEmpty('verbs')) errors.push(required(`${at}.verbs`, 'verbs must contain at least one value'));
  if (!isEmpty('nonResourceURLs')) {
    const refuse = (why: string) =>
      errors.push(invalidValue(`${at}.nonResourceURLs`, textsAt(rule, 'nonResourceURLs'), why));
    if (namespaced) refuse('namespaced rules cannot apply to non-resource URLs');
    if (!['apiGroups', 'resources', 'resourceNames'].every(isEmpty)) {
      refuse('rules cannot apply to both regular resources and non-resource URLs');
    }
    return;
  }
  if (isEmpty('apiGroups')) {
    errors.push(required(`${at}.apiGroups`, 'resource rules must supply at least one api group'));
  }
  if (isEmpty('resources')) {
    errors.push(required(`${at}.resources`, 'resource rules must supply at least one resource'));
  }
}

function bindingCheck(namespaced: boolean): CreateCheck {
  const checkMeta = metaOf(namespaced, pathSegment);
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  return (errors, object) => {
    checkMeta(errors, object);
    const role = objectAt(object, 'roleRef');
    const name = textAt(role, 'name');
    checkEnum(errors, 'roleRef.apiGroup', textAt(role, 'apiGroup'), [RBAC_GROUP]);
    checkEnum(errors, 'roleRef.kind', textAt(role, 'kind'), kinds);
    if (name === '') errors.push(required('roleRef.name'));
    else checkName(errors, 'roleRef.name', name, pathSegment);
    objectsAt(object, 'subjects').forEach((subject, i) =>
      checkSubject(errors, subject, `subjects[${i}]`, namespaced),
    );
  };
}

function checkSubject(errors: FieldError[], subject: JsonObject, at: string, namespaced: boolean): void {
  const name = textAt(subject, 'name');
  const kind = textAt(subject, 'kind');
  const group = textAt(subject, 'apiGroup');
  if (name === '') errors.push(required(`${at}.name`));
  if (kind === 'ServiceAccount') {
    if (name !== '') checkName(errors, `${at}.name`, name, dns1123Subdomain);
    checkEnum(errors, `${at}.apiGroup`, group, ['']);
    if (!namespaced && textAt(subject, 'namespace') === '') errors.push(required(`${at}.namespace`));
  } else if (kind === 'User' || kind === 'Group') {
    checkEnum(errors, `${at}.apiGroup`, group, [RBAC_GROUP]);
  } else errors.push(notSupported(`${at}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
}

function bindingUpdate(check: CreateCheck): UpdateCheck {
  return inOrder(check, check, metaUpdate, (errors, object, old) => {
    const role = roleRefValue(object);
    if (!deepEqual(role, roleRefValue(old))) {
      errors.push(invalidValue('roleRef', role, 'cannot change roleRef'));
    }
  });
}

/** Upstream prints its internal struct. */
function roleRefValue(object: JsonObject): JsonObject {
  const role = objectAt(object, 'roleRef');
  return { APIGroup: textAt(role, 'apiGroup'), Kind: textAt(role, 'kind'), Name: textAt(role, 'name') };
}
