/** ConfigMaps: keys, size and immutability. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { forbidden, invalidValue, tooLong, type FieldError } from '../field-error';
import { checkName, configKey } from './names';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { isTrue, objectAt, own, textEntries } from './untyped';

export const MAX_SIZE = 1024 * 1024;

export function checkConfigMap(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Subdomain });
  const binary = objectAt(object, 'binaryData');
  let size = 0;
  for (const [key, value] of textEntries(objectAt(object, 'data'))) {
    checkName(errors, `data[${key}]`, key, configKey);
    if (own(binary, key) !== undefined) {
      errors.push(invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'));
    }
    size += value.length;
  }
  for (const [key, value] of textEntries(binary)) {
    checkName(errors, `binaryData[${key}]`, key, configKey);
    size += base64Size(value);
  }
  if (size > MAX_SIZE) errors.push(tooLong('[]', MAX_SIZE));
}

export function checkConfigMapUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  checkFrozen(errors, object, old, ['data', 'binaryData']);
  checkConfigMap(errors, object);
}

/** `immutable: true` cannot be taken back, and freezes the data. */
export function checkFrozen(
  errors: FieldError[],
  object: JsonObject,
  old: JsonObject,
  keys: readonly string[],
): void {
  if (!isTrue(old, 'immutable')) return;
  if (!isTrue(object, 'immutable')) {
    errors.push(forbidden('immutable', 'field is immutable when `immutable` is set'));
  }
  for (const key of keys) {
    if (!deepEqual(own(object, key), own(old, key))) {
      errors.push(forbidden(key, 'field is immutable when `immutable` is set'));
    }
  }
}

/** Bytes that a base64 text stands for. */
export function base64Size(text: string): number {
  return Math.floor((text.replace(/=+$/, '').length * 3) / 4);
}
