/** The patch types (API-44). */
import type { Json, JsonObject } from '../../../k8s/types';
import type { PatchType } from '../types';
import { jsonPatch, unknownFields } from './json';
import { isObject, jsonWord } from './json-value';
import { mergePatch } from './merge';
import { PatchRefusal } from './refusal';
import { strategicMerge } from './strategic';

export type Patched =
  | {
      ok: true;
      object: JsonObject;
      /** Of a strategic patch: what refusals of the result show. */
      rest?: JsonObject;
      /** What strict validation says of a JSON patch itself. */
      unknown?: string[];
    }
  | { ok: false; code: PatchRefusal['code']; message: string };

/** Returns the original itself when nothing changes. */
export function applyPatch(type: PatchType, original: JsonObject, patch: Json): Patched {
  try {
    if (type === 'json') {
      const object = jsonPatch(original, patch);
      // Upstream finds name and kind missing then.
      return { ok: true, object: isObject(object) ? object : {}, unknown: unknownFields(patch) };
    }
    if (type === 'merge') {
      if (patch === null) throw new PatchRefusal('Invalid JSON Patch', 400);
      checkObject(patch, 'error decoding patch: ');
      return { ok: true, object: mergePatch(original, patch) as JsonObject };
    }
    if (patch === null) return { ok: true, object: original, rest: {} };
    checkObject(patch, '');
    const { object, rest } = strategicMerge(original['kind'] as string, original, patch);
    return { ok: true, object, rest };
  } catch (error) {
    if (error instanceof PatchRefusal) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

function checkObject(patch: Json, prefix: string): asserts patch is JsonObject {
  if (isObject(patch)) return;
  const text = `json: cannot unmarshal ${jsonWord(patch)} into Go value of type map[string]interface {}`;
  throw new PatchRefusal(prefix + text, 400);
}
