/** Projected volumes: several sources in one directory. */
import type { JsonObject } from '../../../k8s/types';
import { forbidden, invalidValue, required, type FieldError } from '../field-error';
import { checkFileMode, checkLocalPath } from './numbers';
import { numberAt, objectAt, objectsAt, own, textAt } from './untyped';
import { checkDownwardFile, checkKeyToPath } from './volume-files';

const MAX_EXPIRATION = 2 ** 32;

export function checkProjected(errors: FieldError[], volume: JsonObject, at: string): void {
  checkFileMode(errors, `${at}.defaultMode`, own(volume, 'defaultMode'));
  const paths = new Set<string>();
  /** Two files of one name; `shown` is what upstream names as the value. */
  const claim = (path: string, shown: string): void => {
    if (path === '') return;
    if (paths.has(path)) errors.push(invalidValue(at, shown, 'conflicting duplicate paths'));
    paths.add(path);
  };
  objectsAt(volume, 'sources').forEach((source, i) => {
    const sourceAt = `${at}.sources[${i}]`;
    let count = 0;
    for (const key of ['secret', 'configMap']) {
      const part = objectAt(source, key);
      if (part === undefined) continue;
      count++;
      const name = textAt(part, 'name');
      if (name === '') errors.push(required(`${sourceAt}.${key}.name`));
      objectsAt(part, 'items').forEach((item, j) => {
        checkKeyToPath(errors, item, `${sourceAt}.${key}.items[${j}]`);
        claim(textAt(item, 'path'), name);
      });
    }
    const downward = objectAt(source, 'downwardAPI');
    if (downward !== undefined) {
      count++;
      for (const file of objectsAt(downward, 'items')) {
        checkDownwardFile(errors, file, `${sourceAt}.downwardAPI`);
        claim(textAt(file, 'path'), textAt(file, 'path'));
      }
    }
    const token = objectAt(source, 'serviceAccountToken');
    if (token !== undefined) {
      count++;
      checkToken(errors, token, at, `${sourceAt}.serviceAccountToken`);
    }
    if (objectAt(source, 'clusterTrustBundle') !== undefined) count++;
    if (count > 1) {
      errors.push(forbidden(sourceAt, 'may not specify more than 1 volume type per source'));
    }
  });
}

function checkToken(errors: FieldError[], token: JsonObject, volumeAt: string, at: string): void {
  const seconds = numberAt(token, 'expirationSeconds') ?? 0;
  if (seconds < 600) {
    errors.push(
      invalidValue(`${at}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes'),
    );
  }
  if (seconds > MAX_EXPIRATION) {
    errors.push(
      invalidValue(`${at}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds'),
    );
  }
  const path = textAt(token, 'path');
  if (path === '') errors.push(required(`${volumeAt}.path`));
  else checkLocalPath(errors, `${volumeAt}.path`, path);
}
