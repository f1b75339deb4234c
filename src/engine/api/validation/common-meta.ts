/** What the server checks of the metadata of every kind, whatever the kind's own rules are. */
import type { JsonObject } from '../../../k8s/types';
import type { FieldError } from '../field-error';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { objectAt } from './untyped';

/** Names of kinds without a rule of their own: whatever fits into one step of a URL. */
export function pathSegment(name: string): readonly string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((char) => name.includes(char)).map((char) => `may not contain '${char}'`);
}

const COMMON = { name: pathSegment, anyFinalizer: true } as const;

export function checkCommonMeta(errors: FieldError[], object: JsonObject, namespaced = true): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { ...COMMON, namespaced });
}

/** The server starts every update with these, before the rules of the kind (API-42). */
export function checkCommonMetaUpdate(
  errors: FieldError[],
  object: JsonObject,
  old: JsonObject,
  namespaced = true,
): void {
  checkCommonMeta(errors, object, namespaced);
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'), COMMON);
}
