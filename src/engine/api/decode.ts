/**
 * From a client's JSON to an object of a kind: unknown fields, wrong types, nulls, quantities (VAL-23, VAL-48). The field
 * table is generated; see k8s/schema.
 */
import { quantityText } from '../../k8s/quantity';
import schema from '../../k8s/schema/fields.json';
import type { Json, JsonObject, Kind } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { goType, jsonWord, restoreProblem, SCALARS, valueProblem } from './decode-values';
import type { Manifest } from './types';
import { warningsFor } from './validation/warnings';

const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = schema.types;
/** Upstream stops collecting there. */
const MAX_UNKNOWN = 100;

export interface DecodeProblems {
  /** The first value of a wrong type, in the words of the JSON decoder (create and update). */
  fatal?: string;
  /** The same in the words of the converter that applies patches. */
  patchFatal?: string;
  /** `unknown field "spec.foo"`, in the order of the sorted JSON that clients send. */
  unknown: string[];
}

/** Structs that Go holds by value: they exist even when a client leaves them out, and get their defaults. */
const ALWAYS_THERE: Readonly<Partial<Record<Kind, readonly (readonly string[])[]>>> = {
  DaemonSet: [['spec', 'template', 'spec']],
  Node: [['spec']],
  Pod: [['spec']],
  Service: [['spec']],
};

interface Walk extends DecodeProblems {
  /** Names of the fields from the root, without indexes: what the JSON decoder names. */
  fields: string[];
  /** The struct that holds the field last entered. */
  struct: string;
}

/**
 * Decodes an object. `strict` refuses unknown fields, `warn` reports them, `ignore` drops them silently; `warnings` holds what
 * else the server warns of as well (API-38). What the server would
 * not give back never reaches the stored object: unknown fields, nulls, zero values that Go does not write out; quantities are
 * rewritten in their canonical form. An object that needs none of that is returned as it is. On failure `message` is that of a
 * BadRequest (API-30).
 */
export function decodeManifest(
  kind: Kind,
  manifest: Manifest,
  mode: 'strict' | 'warn' | 'ignore',
): { ok: true; object: Manifest; warnings: string[] } | { ok: false; message: string } {
  const { object, problems } = decode(kind, manifest);
  const prefix = `${kind} in version "v1" cannot be handled as a ${kind}: `;
  if (problems.fatal !== undefined) return { ok: false, message: prefix + problems.fatal };
  if (mode === 'strict' && problems.unknown.length > 0) {
    return { ok: false, message: `${prefix}strict decoding error: ${problems.unknown.join(', ')}` };
  }
  return {
    ok: true,
    object,
    warnings: [...(mode === 'warn' ? problems.unknown : []), ...warningsFor(kind, object)],
  };
}

/** The same with the problems apart, for patches, which upstream words differently. */
export function decode(kind: Kind, manifest: Manifest): { object: Manifest; problems: DecodeProblems } {
  const walk: Walk = { unknown: [], fields: [], struct: kind };
  let object = walkStruct(walk, kind, manifest, '') as Manifest;
  for (const path of [['metadata'], ...(ALWAYS_THERE[kind] ?? [])]) object = withStructs(object, path);
  const { fatal, patchFatal, unknown } = walk;
  return {
    object,
    problems: {
      unknown,
      ...(fatal !== undefined && { fatal }),
      ...(patchFatal !== undefined && { patchFatal }),
    },
  };
}

/** The object with the (nested) struct at the path, empty where absent. */
function withStructs(object: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  if (key === undefined) return object;
  const value = object[key] ?? {};
  // A value of a wrong type has been reported.
  if (typeof value !== 'object' || Array.isArray(value)) return object;
  const next = withStructs(value, rest);
  return next === object[key] ? object : { ...object, [key]: next };
}

/** Returns undefined for a null, which is the same as leaving the field out. */
function walkValue(walk: Walk, type: string, value: Json | undefined, path: string): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (type === 'any') return value;
  if (type.startsWith('[]')) return walkList(walk, type, value, path);
  if (type.startsWith('{}')) return walkMap(walk, type, value, path);
  if (type === 'quantity') return walkQuantity(walk, value);
  if (SCALARS.has(type) || type.includes('.')) return walkScalar(walk, type, value);
  if (typeof value === 'object' && !Array.isArray(value)) return walkStruct(walk, type, value, path);
  return mismatch(walk, type, value);
}

function walkScalar(walk: Walk, type: string, value: Json): Json {
  const problem = valueProblem(type, value);
  if (problem === undefined) return value;
  // Types that decode themselves know neither field nor struct.
  if ('text' in problem) return fail(walk, value, problem.text, problem.text);
  return mismatch(walk, type, value, problem.word);
}

function walkQuantity(walk: Walk, value: Json): Json {
  const problem = valueProblem('quantity', value);
  if (problem !== undefined) {
    const text = 'text' in problem ? problem.text : problem.word;
    return fail(walk, value, text, text);
  }
  const text = quantityText(typeof value === 'string' ? value.trim() : JSON.stringify(value));
  return text === value ? value : text;
}

function mismatch(walk: Walk, type: string, value: Json, word = jsonWord(value)): Json {
  const field = [walk.struct, ...walk.fields].join('.');
  return fail(
    walk,
    value,
    `json: cannot unmarshal ${word} into Go struct field ${field} of type ${goType(type)}`,
    restoreProblem(type, value),
  );
}

/** Only the first problem counts. */
function fail(walk: Walk, value: Json, fatal: string, patchFatal: string): Json {
  walk.fatal ??= fatal;
  walk.patchFatal ??= patchFatal;
  return value;
}

function walkList(walk: Walk, type: string, value: Json, path: string): Json {
  if (!Array.isArray(value)) return mismatch(walk, type, value);
  const item = type.slice(2);
  let changed = false;
  const list = value.map((entry, i) => {
    const walked = walkValue(walk, item, entry, `${path}[${i}]`) ?? zero(item);
    if (walked !== entry) changed = true;
    return walked;
  });
  return changed ? list : value;
}

function walkMap(walk: Walk, type: string, value: Json, path: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return mismatch(walk, type, value);
  const item = type.slice(2);
  const changes = new Map<string, Json>();
  for (const key of Object.keys(value).sort(compareText)) {
    const entry = value[key];
    const walked = walkValue(walk, item, entry, `${path}.${key}`) ?? zero(item);
    if (walked !== entry) changes.set(key, walked);
  }
  if (changes.size === 0) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, changes.get(key) ?? entry]));
}

function walkStruct(walk: Walk, struct: string, value: JsonObject, path: string): Json {
  const types = TYPES[struct];
  if (types === undefined) return value;
  const changes = new Map<string, Json | undefined>();
  // Clients send JSON with sorted keys; the first problem in that order is the one reported.
  for (const key of Object.keys(value).sort(compareText)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(types, key)) {
      if (walk.unknown.length < MAX_UNKNOWN) walk.unknown.push(`unknown field "${at}"`);
      changes.set(key, undefined);
      continue;
    }
    walk.fields.push(key);
    walk.struct = struct;
    const declared = types[key] ?? 'any';
    const droppable = declared.endsWith('?');
    let walked = walkValue(walk, droppable ? declared.slice(0, -1) : declared, value[key], at);
    walk.fields.pop();
    if (droppable && isZero(walked)) walked = undefined;
    if (walked !== value[key]) changes.set(key, walked);
  }
  if (changes.size === 0) return value;
  const entries = Object.entries(value).map(([key, entry]) => [
    key,
    changes.has(key) ? changes.get(key) : entry,
  ]);
  return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined)) as JsonObject;
}

/** What Go does not write out: `hostNetwork: false`, `args: []`, `value: ""` are the same as leaving the field out. */
function isZero(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return value === '' || value === 0 || value === false;
  return (Array.isArray(value) ? value : Object.keys(value)).length === 0;
}

/** Go's zero value, which a null inside a list or map becomes. */
function zero(type: string): Json {
  if (type.startsWith('[]')) return [];
  if (type === 'bool') return false;
  if (type === 'int32' || type === 'int64' || type === 'intOrString') return 0;
  if (type === 'quantity') return '0';
  if (SCALARS.has(type) || type.includes('.')) return '';
  return {};
}
