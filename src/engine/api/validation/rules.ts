/** Building blocks for kinds whose rules are few. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { notSupported, required, type FieldError } from '../field-error';
import type { CreateCheck, UpdateCheck } from '../kinds/definition';
import type { NameRule } from './names';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { objectAt, textAt } from './untyped';

export function metaOf(namespaced: boolean, name: NameRule = dns1123Subdomain): CreateCheck {
  return (errors, object) => checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced, name });
}

export const metaUpdate: UpdateCheck = (errors, object, old) =>
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));

/** Several checks as one; upstream runs some of them twice on an update, and so do we (API-42). */
export function inOrder(...checks: readonly CreateCheck[]): CreateCheck;
export function inOrder(...checks: readonly UpdateCheck[]): UpdateCheck;
export function inOrder(...checks: readonly UpdateCheck[]): UpdateCheck {
  return (errors, object, old) => {
    for (const check of checks) check(errors, object, old);
  };
}

/** Texts that may not be empty. */
export function needTexts(
  errors: FieldError[],
  object: JsonObject | undefined,
  at: string,
  ...keys: readonly string[]
): void {
  for (const key of keys) if (textAt(object, key) === '') errors.push(required(`${at}.${key}`));
}

export function checkEnum(
  errors: FieldError[],
  field: string,
  value: string,
  allowed: readonly string[],
): void {
  if (!allowed.includes(value)) errors.push(notSupported(field, value, allowed));
}
