/** JSON merge patch (RFC 7386). */
import type { Json, JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { at, isObject, put } from './json-value';

/** Unchanged parts of the original come back as the same references. */
export function mergePatch(original: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return deepEqual(original, patch) ? (original as Json) : patch;
  const base: JsonObject = isObject(original) ? original : {};
  let result: JsonObject | undefined = base === original ? undefined : {};
  for (const key of Object.keys(patch)) {
    const value = at(patch, key);
    if (value === undefined) continue;
    const before = at(result ?? base, key);
    if (value === null) {
      if (before !== undefined) delete (result ??= { ...base })[key];
      continue;
    }
    const after = mergePatch(before, value);
    if (after !== before) put((result ??= { ...base }), key, after);
  }
  return result ?? base;
}
