/** JSON patch (RFC 6902). The original is not changed. */
import type { Json, JsonObject } from '../../../k8s/types';
import { deepClone } from '../../../lib/clone';
import { deepEqual } from '../../../lib/equal';
import { at, isObject, put } from './json-value';

/** Carries a message up to `jsonPatch`; never leaves this file. */
class PatchFailure extends Error {}

export type JsonPatched = { ok: true; object: Json } | { ok: false; message: string };

export function jsonPatch(original: JsonObject, operations: Json): JsonPatched {
  if (!Array.isArray(operations)) return { ok: false, message: 'json patch must be a list of operations' };
  let document: Json = deepClone<Json>(original);
  try {
    for (const operation of operations) {
      if (!isObject(operation)) throw new PatchFailure('json patch operation must be an object');
      document = applyOperation(document, operation);
    }
  } catch (error) {
    if (error instanceof PatchFailure) return { ok: false, message: error.message };
    throw error;
  }
  return { ok: true, object: document };
}

function applyOperation(document: Json, operation: JsonObject): Json {
  const path = textOf(operation, 'path');
  switch (operation['op']) {
    case 'add':
      return add(document, path, valueOf(operation));
    case 'remove':
      return remove(document, path);
    case 'replace':
      read(document, path, `replace operation does not apply: doc is missing key: ${path}: missing value`);
      return add(path === '' ? document : remove(document, path), path, valueOf(operation));
    case 'move': {
      const from = textOf(operation, 'from');
      const value = read(
        document,
        from,
        `move operation does not apply: doc is missing from path: ${from}: missing value`,
      );
      return add(remove(document, from), path, value);
    }
    case 'copy': {
      const from = textOf(operation, 'from');
      const value = read(
        document,
        from,
        `copy operation does not apply: doc is missing from path: ${from}: missing value`,
      );
      return add(document, path, deepClone(value));
    }
    case 'test':
      if (
        !deepEqual(
          read(document, path, `testing path ${path} failed: missing value`),
          operation['value'] ?? null,
        )
      ) {
        throw new PatchFailure(`testing value ${path} failed: test failed`);
      }
      return document;
    default:
      throw new PatchFailure(`Unexpected kind: ${JSON.stringify(operation['op'])}`);
  }
}

function textOf(operation: JsonObject, field: string): string {
  const value = operation[field];
  if (typeof value !== 'string') throw new PatchFailure(`missing field ${field}`);
  return value;
}

function valueOf(operation: JsonObject): Json {
  return deepClone(operation['value'] ?? null);
}

function tokens(path: string): string[] {
  if (path === '') return [];
  if (!path.startsWith('/')) throw new PatchFailure(`invalid path ${path}`);
  return path
    .slice(1)
    .split('/')
    .map((t) => t.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function child(value: Json | undefined, token: string): Json | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(token) ? value[Number(token)] : undefined;
  return isObject(value) ? at(value, token) : undefined;
}

function read(document: Json, path: string, missing: string): Json {
  let value: Json | undefined = document;
  for (const token of tokens(path)) value = child(value, token);
  if (value === undefined) throw new PatchFailure(missing);
  return value;
}

/** The object or list that holds the last token, in the copy that may be changed. */
function holder(document: Json, path: string, verb: string): { into: JsonObject | Json[]; token: string } {
  const all = tokens(path);
  const token = all.pop() ?? '';
  let value: Json | undefined = document;
  for (const step of all) value = child(value, step);
  if (!isObject(value) && !Array.isArray(value)) {
    throw new PatchFailure(`${verb} operation does not apply: doc is missing path: "${path}": missing value`);
  }
  return { into: value, token };
}

function add(document: Json, path: string, value: Json): Json {
  if (path === '') return value;
  const { into, token } = holder(document, path, 'add');
  if (!Array.isArray(into)) put(into, token, value);
  else if (token === '-') into.push(value);
  else if (/^\d+$/.test(token) && Number(token) <= into.length) into.splice(Number(token), 0, value);
  else
    throw new PatchFailure(
      `add operation does not apply: doc is missing path: "${path}": Unable to access invalid index: ${token}`,
    );
  return document;
}

function remove(document: Json, path: string): Json {
  const { into, token } = holder(document, path, 'remove');
  if (child(into, token) === undefined) {
    throw new PatchFailure(`remove operation does not apply: doc is missing path: "${path}": missing value`);
  }
  if (Array.isArray(into)) into.splice(Number(token), 1);
  else delete into[token];
  return document;
}
