/**
 * JSON patch (RFC 6902) with the liberties that the server's library takes: `replace` and `copy` of a missing key work, indexes
 * count from the end when negative. The original is not changed.
 */
import type { Json, JsonObject } from '../../../k8s/types';
import { deepClone } from '../../../lib/clone';
import { deepEqual } from '../../../lib/equal';
import { at, isObject, jsonWord, put } from './json-value';
import { PatchRefusal } from './refusal';

/** Throws PatchRefusal. */
export function jsonPatch(original: JsonObject, operations: Json): Json {
  if (operations === null) return original;
  checkOperations(operations);
  let document: Json = deepClone<Json>(original);
  for (const operation of operations) document = applyOperation(document, operation);
  return document;
}

function checkOperations(operations: Json): asserts operations is JsonObject[] {
  const refuse = (value: Json, what: string): never => {
    throw new PatchRefusal(
      `error decoding patch: json: cannot unmarshal ${jsonWord(value)} into Go ${what}`,
      400,
    );
  };
  if (!Array.isArray(operations)) return refuse(operations, 'value of type []handlers.jsonPatchOp');
  for (const operation of operations) {
    if (!isObject(operation)) return refuse(operation, 'value of type handlers.jsonPatchOp');
    for (const key of ['op', 'path', 'from']) {
      const value = at(operation, key) ?? '';
      if (typeof value !== 'string') refuse(value, `struct field jsonPatchOp.${key} of type string`);
    }
  }
}

const FIELDS = ['op', 'path', 'from', 'value'];

/** `json patch unknown field "[0].foo"`. */
export function unknownFields(operations: Json): string[] {
  const list = Array.isArray(operations) ? operations : [];
  return list.flatMap((operation, i) =>
    Object.keys(operation as JsonObject)
      .filter((key) => !FIELDS.includes(key))
      .map((key) => `json patch unknown field "[${i}].${key}"`),
  );
}

/** The server keeps to itself what exactly does not fit. */
function misfit(): never {
  throw new PatchRefusal('the server rejected our request due to an error in our request', 422);
}

function applyOperation(document: Json, operation: JsonObject): Json {
  const path = textOf(operation, 'path');
  const value = deepClone(at(operation, 'value') ?? null);
  switch (at(operation, 'op')) {
    case 'add':
      add(document, path, value);
      break;
    case 'remove':
      remove(document, path);
      break;
    case 'replace':
      if (path === '') return typeof value === 'object' && value !== null ? value : misfit();
      replace(document, path, value);
      break;
    case 'move': {
      const from = textOf(operation, 'from');
      const moved = read(document, from);
      remove(document, from);
      add(document, path, moved ?? null);
      break;
    }
    case 'copy':
      add(document, path, deepClone(read(document, textOf(operation, 'from')) ?? null));
      break;
    case 'test':
      if (!deepEqual((path === '' ? document : read(document, path)) ?? null, value)) misfit();
      break;
    default:
      misfit();
  }
  return document;
}

function textOf(operation: JsonObject, field: string): string {
  const value = at(operation, field);
  return typeof value === 'string' ? value : misfit();
}

/** The object or list that holds what the path points at, in the copy that may be changed. */
function holder(document: Json, path: string): { into: JsonObject | Json[]; token: string } {
  if (!path.includes('/')) misfit();
  const tokens = path.split('/').slice(1);
  const token = unescaped(tokens.pop() ?? '');
  let value: Json | undefined = document;
  for (const step of tokens) value = child(value, unescaped(step));
  return isObject(value) || Array.isArray(value) ? { into: value, token } : misfit();
}

function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Undefined for a missing key of an object. */
function child(value: Json | undefined, token: string): Json | undefined {
  if (Array.isArray(value)) return value[index(token, value.length - 1, value.length)];
  return isObject(value) ? at(value, token) : misfit();
}

/** `length` is what a negative index counts from. */
function index(token: string, last: number, length: number): number {
  if (!/^[-+]?\d+$/.test(token)) misfit();
  const place = Number(token) + (Number(token) < 0 ? length : 0);
  return place < 0 || place > last ? misfit() : place;
}

function read(document: Json, path: string): Json | undefined {
  const { into, token } = holder(document, path);
  return child(into, token);
}

function add(document: Json, path: string, value: Json): void {
  const { into, token } = holder(document, path);
  if (!Array.isArray(into)) put(into, token, value);
  else if (token === '-') into.push(value);
  else into.splice(index(token, into.length, into.length + 1), 0, value);
}

function replace(document: Json, path: string, value: Json): void {
  const { into, token } = holder(document, path);
  if (Array.isArray(into)) into[index(token, into.length - 1, into.length)] = value;
  else put(into, token, value);
}

function remove(document: Json, path: string): void {
  const { into, token } = holder(document, path);
  if (Array.isArray(into)) into.splice(index(token, into.length - 1, into.length), 1);
  else if (!Object.hasOwn(into, token)) misfit();
  else delete into[token];
}
