/** From a stored object to what the server writes out: every field in its place, and the zero values that Go never leaves out. */
import { itemType, structOf, type Struct } from '../../k8s/schema/field-table';
import type { Json, JsonObject } from '../../k8s/types';
import { compareText } from '../../lib/compare';

const encoded = new WeakMap<object, JsonObject>();

/**
 * The object with all that is written even when it is absent: `rules: null`, `resources: {}`, `value: 0`, `firstTimestamp: null`.
 * Fields come in the order of the Go types, the keys of maps sorted. `id` is that of the kind; custom resources have sorted keys
 * throughout. Stored objects never change, so that the result is remembered.
 */
export function encode(id: string, object: object): JsonObject {
  let result = encoded.get(object);
  if (result === undefined) {
    const struct = structOf(id);
    result = struct
      ? encodeStruct(struct, object as JsonObject)
      : (sorted(object as JsonObject) as JsonObject);
    encoded.set(object, result);
  }
  return result;
}

function encodeValue(type: string, value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (type === 'any') return sorted(value);
  if (type === 'schema') {
    return Array.isArray(value)
      ? value.map((item) => encodeValue(type, item))
      : encodeValue('JSONSchemaProps', value);
  }
  if (Array.isArray(value)) return value.map((item) => encodeValue(type.slice(2), item));
  if (type.startsWith('{}')) return mapped(value, (item) => encodeValue(type.slice(2), item));
  const struct = structOf(itemType(type));
  return struct ? encodeStruct(struct, value) : value;
}

function mapped(map: JsonObject, change: (value: Json) => Json): JsonObject {
  const keys = Object.keys(map).sort(compareText);
  return Object.fromEntries(keys.map((key) => [key, change(map[key] ?? null)]));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  return typeof value === 'object' && value !== null ? mapped(value, sorted) : value;
}

function encodeStruct(struct: Struct, value: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const [key, { type, writesZero, writesNull }] of struct.fields) {
    const inner = Object.hasOwn(value, key) ? value[key] : undefined;
    if (inner !== undefined) result[key] = encodeValue(type, inner);
    else if (writesZero || writesNull) result[key] = writesZero ? zero(type) : null;
  }
  return result;
}

/** Go's zero value as it is written out. */
function zero(type: string): Json {
  if (/^(\[\]|\{\}|(any|bytes|time|microTime|schema)$)/.test(type)) return null;
  if (type === 'bool') return false;
  if (type === 'int32' || type === 'int64' || type === 'float64' || type === 'intOrString') return 0;
  if (type === 'quantity') return '0';
  const struct = structOf(type);
  return struct === undefined ? '' : encodeStruct(struct, {});
}
