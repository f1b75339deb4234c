/** Files inside volumes: keys of Secrets and ConfigMaps, fields of the pod. */
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, required, type FieldError } from '../field-error';
import { checkFieldRef, checkResourceFieldRef } from './env';
import { checkFileMode, checkLocalPath } from './numbers';
import { objectAt, own, textAt } from './untyped';

export function checkKeyToPath(errors: FieldError[], item: JsonObject, at: string): void {
  for (const key of ['key', 'path']) if (textAt(item, key) === '') errors.push(required(`${at}.${key}`));
  checkLocalPath(errors, `${at}.path`, textAt(item, 'path'));
  checkFileMode(errors, `${at}.mode`, own(item, 'mode'));
}

const DOWNWARD_PATHS = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

export function checkDownwardFile(errors: FieldError[], file: JsonObject, at: string): void {
  const path = textAt(file, 'path');
  const field = objectAt(file, 'fieldRef');
  const resource = objectAt(file, 'resourceFieldRef');
  if (path === '') errors.push(required(`${at}.path`));
  checkLocalPath(errors, `${at}.path`, path);
  if (field !== undefined) {
    checkFieldRef(errors, field, `${at}.fieldRef`, DOWNWARD_PATHS);
    if (resource !== undefined) {
      errors.push(
        invalidValue(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'),
      );
    }
  } else if (resource !== undefined) {
    checkResourceFieldRef(errors, resource, `${at}.resourceFieldRef`, { inVolume: true });
  } else errors.push(required(at, 'one of fieldRef and resourceFieldRef is required'));
  checkFileMode(errors, `${at}.mode`, own(file, 'mode'));
}
