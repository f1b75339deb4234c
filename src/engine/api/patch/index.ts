/** The patch types (API-44). */
import type { Json, JsonObject } from '../../../k8s/types';
import type { PatchType } from '../types';
import { jsonPatch } from './json';
import { isObject } from './json-value';
import { mergePatch } from './merge';
import { strategicMerge } from './strategic';

export type Patched =
  | { ok: true; object: JsonObject }
  /** `unprocessable`: well-formed, but it does not fit the object. */
  | { ok: false; message: string; unprocessable: boolean };

/** Returns the original itself when nothing changes. */
export function applyPatch(type: PatchType, original: JsonObject, patch: Json): Patched {
  if (type === 'json') {
    const result = jsonPatch(original, patch);
    if (!result.ok) return { ...result, unprocessable: true };
    return isObject(result.object)
      ? { ok: true, object: result.object }
      : { ok: false, message: 'the patched document is not an object', unprocessable: true };
  }
  if (!isObject(patch)) {
    return {
      ok: false,
      message: 'json: cannot unmarshal a patch that is not an object',
      unprocessable: false,
    };
  }
  const object = type === 'merge' ? mergePatch(original, patch) : strategicMerge(original, patch);
  return { ok: true, object: object as JsonObject };
}
