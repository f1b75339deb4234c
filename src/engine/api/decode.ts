/**
 * From a client's JSON to an object of a kind: unknown fields, wrong types, nulls, quantities, times (VAL-23, VAL-48). The
 * field table is generated; see k8s/schema.
 */
import { quantityText } from '../../k8s/quantity';
import { structOf, type Field, type Struct } from '../../k8s/schema/field-table';
import type { Json, JsonObject } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { parseTime } from './decode-time';
import { bareName, canonicalBase64, goType, restoreProblem, SCALARS, valueProblem } from './decode-values';
import { jsonWord } from './patch/json-value';
import type { Manifest } from './types';

const MAX_DEPTH = 200;

/** Upstream stops collecting there. */
const MAX_UNKNOWN = 100;

/** What is decoded: a row of the table of kinds, or one of the small kinds that subresources take (`Eviction`, `Scale`). */
export interface DecodeTarget {
  /** Differs from the kind word for custom resources: of those only the metadata is decoded here. */
  id: string;
  kind: string;
  version: string;
  /** Custom resources: judges all but the metadata by the schema of the definition. */
  fit?(object: Manifest): { object: Manifest; unknown: readonly string[] };
}

export interface DecodeProblems {
  /** The first value of a wrong type, in the words of the JSON decoder (create and update). */
  fatal?: string;
  /** The same in the words of the converter that applies patches. */
  patchFatal?: string;
  /** `unknown field "spec.foo"`, in the order of the sorted JSON that clients send. */
  unknown: string[];
}

interface Walk extends DecodeProblems {
  /** Names of the fields from the root, without indexes: what the JSON decoder names. */
  fields: string[];
  /** The struct that holds the field last entered. */
  struct: string;
}

/**
 * Decodes an object. `strict` refuses unknown fields, `warn` reports them, `ignore` drops them silently. What the server would
 * not give back is gone: unknown fields, nulls, zero values that mean nothing; quantities and times are in their canonical form,
 * and structs that always exist are there. An object that needs none of that is returned as it is. On failure `message` is that
 * of a BadRequest (API-30).
 */
export function decodeManifest(
  target: DecodeTarget,
  manifest: Manifest,
  mode: 'strict' | 'warn' | 'ignore',
): { ok: true; object: Manifest; warnings: string[] } | { ok: false; message: string } {
  const { object, problems } = decode(target, manifest);
  const prefix = `${target.kind} in version "${target.version}" cannot be handled as a ${target.kind}: `;
  if (problems.fatal !== undefined) return { ok: false, message: prefix + problems.fatal };
  if (mode === 'strict' && problems.unknown.length > 0) {
    return { ok: false, message: `${prefix}strict decoding error: ${problems.unknown.join(', ')}` };
  }
  return { ok: true, object, warnings: mode === 'warn' ? problems.unknown : [] };
}

/** The same with the problems apart, for patches, which upstream words differently. */
export function decode(
  target: DecodeTarget,
  manifest: Manifest,
): { object: Manifest; problems: DecodeProblems } {
  const walk: Walk = { unknown: [], fields: [], struct: target.kind };
  const custom = target.id !== target.kind;
  const object = custom ? walkCustom(walk, target, manifest) : walkStruct(walk, target.kind, manifest, '');
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

/** The metadata are those of all kinds; the rest is for the schema of the definition to judge. */
function walkCustom(walk: Walk, target: DecodeTarget, manifest: Manifest): Manifest {
  const sent = manifest['metadata'] ?? {};
  const isObject = typeof sent === 'object' && !Array.isArray(sent);
  const problem = `json: cannot unmarshal ${jsonWord(sent)} into Go value of type v1.ObjectMeta`;
  const metadata = isObject
    ? walkStruct(walk, 'ObjectMeta', sent, 'metadata')
    : fail(walk, sent, problem, problem);
  const fitted = target.fit?.(manifest) ?? { object: manifest, unknown: [] };
  walk.unknown.push(...fitted.unknown.map((path) => `unknown field "${path}"`));
  return metadata === fitted.object['metadata'] ? fitted.object : { ...fitted.object, metadata };
}

/** Returns undefined for a null, which is the same as leaving the field out. */
function walkValue(walk: Walk, type: string, value: Json | undefined, path: string): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (type === 'any') return value;
  if (type === 'schema') return walkSchema(value);
  if (type.startsWith('[]')) return walkList(walk, type, value, path);
  if (type.startsWith('{}')) return walkMap(walk, type, value, path);
  if (type === 'quantity') return walkQuantity(walk, value);
  if (type === 'time' || type === 'microTime') return walkTime(walk, type, value);
  if (SCALARS.has(type) || type.includes('.')) return walkScalar(walk, type, value);
  if (typeof value === 'object' && !Array.isArray(value)) return walkStruct(walk, type, value, path);
  return mismatch(walk, type, value);
}

/** Schemas that stand where something else may stand as well are decoded apart: their unknown fields are dropped silently. */
function walkSchema(value: Json): Json {
  if (Array.isArray(value)) return value.map(walkSchema);
  if (typeof value !== 'object' || value === null) return value;
  return walkStruct({ unknown: [], fields: [], struct: '' }, 'JSONSchemaProps', value, '');
}

function walkScalar(walk: Walk, type: string, value: Json): Json {
  const problem = valueProblem(type, value);
  if (problem === undefined) return type === 'bytes' ? canonicalBase64(value as string) : value;
  if ('text' in problem) {
    // Types that decode themselves know neither field nor struct.
    const prefix = type === 'bytes' ? 'error decoding from json: ' : '';
    return fail(walk, value, problem.text, prefix + problem.text);
  }
  if (type === 'intOrString') return mismatchInside(walk, 'int32', value, problem.word);
  if (type === 'int32' && Number.isInteger(value)) {
    // The converter cuts the number to 32 bits.
    mismatch(walk, type, value, problem.word, null);
    return Number(value) | 0;
  }
  return mismatch(walk, type, value, problem.word);
}

/** The value goes to an inner type, which the converter names without the field. */
function mismatchInside(walk: Walk, inner: string, value: Json, word = jsonWord(value)): Json {
  return mismatch(walk, inner, value, word, `json: cannot unmarshal ${word} into Go value of type ${inner}`);
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

/** Undefined for Go's zero time, which is the same as no time. */
function walkTime(walk: Walk, type: 'time' | 'microTime', value: Json): Json | undefined {
  if (typeof value !== 'string') return mismatchInside(walk, 'string', value);
  const parsed = parseTime(type, value);
  return parsed.problem === undefined ? parsed.text : fail(walk, value, parsed.problem, parsed.problem);
}

function mismatch(
  walk: Walk,
  type: string,
  value: Json,
  word = jsonWord(value),
  patchFatal: string | null = restoreProblem(type, value),
): Json {
  const field = [bareName(walk.struct), ...walk.fields].join('.');
  return fail(
    walk,
    value,
    `json: cannot unmarshal ${word} into Go struct field ${field} of type ${goType(type)}`,
    patchFatal,
  );
}

/** Only the first problem counts. */
function fail(walk: Walk, value: Json, fatal: string, patchFatal: string | null): Json {
  walk.fatal ??= fatal;
  walk.patchFatal ??= patchFatal ?? undefined;
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

function walkStruct(walk: Walk, name: string, value: JsonObject, path: string): JsonObject {
  const struct = structOf(name);
  // Only schemas of custom resources can be this deep; nobody looks into them so far down.
  if (struct === undefined || walk.fields.length > MAX_DEPTH) return value;
  const changes = new Map<string, Json | undefined>();
  // Clients send JSON with sorted keys; the first problem in that order is the one reported.
  for (const key of Object.keys(value).sort(compareText)) {
    const at = path === '' ? key : `${path}.${key}`;
    const field = struct.fields.get(key);
    if (field === undefined) {
      note(walk, `unknown field "${at}"`);
      changes.set(key, undefined);
      continue;
    }
    walk.fields.push(key);
    walk.struct = name;
    let walked = walkValue(walk, field.type, value[key], at);
    walk.fields.pop();
    if (walked !== undefined && isZero(walked) && (field.dropsZero || isForgotten(field))) walked = undefined;
    if (walked !== value[key]) changes.set(key, walked);
  }
  return withStructs(struct, changes.size === 0 ? value : withChanges(value, changes));
}

function note(walk: Walk, text: string): void {
  if (walk.unknown.length < MAX_UNKNOWN) walk.unknown.push(text);
}

function withChanges(value: JsonObject, changes: ReadonlyMap<string, Json | undefined>): JsonObject {
  const entries = Object.entries(value).map(([key, entry]) => [
    key,
    changes.has(key) ? changes.get(key) : entry,
  ]);
  return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined)) as JsonObject;
}

/** Structs that Go holds by value exist even when a client leaves them out, and get their defaults. */
function withStructs(struct: Struct, value: JsonObject): JsonObject {
  let result = value;
  for (const [key, type] of struct.written) {
    const inner = structOf(type);
    if (inner === undefined || (Object.hasOwn(value, key) && value[key] !== undefined)) continue;
    if (result === value) result = { ...value };
    result[key] = withStructs(inner, {});
  }
  return result;
}

/** What Go cannot tell from an absent field: `hostNetwork: false`, `args: []`, `value: ""`. */
function isZero(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return value === '' || value === 0 || value === false;
  return (Array.isArray(value) ? value : Object.keys(value)).length === 0;
}

/** The store does not keep empty lists and maps; a port of zero gets its default. */
function isForgotten({ type, writesZero }: Field): boolean {
  return writesZero && (type === 'intOrString' || type.startsWith('[]') || type.startsWith('{}'));
}

/** Go's zero value, which a null inside a list or map becomes. */
function zero(type: string): Json {
  if (type.startsWith('[]')) return [];
  if (type === 'bool') return false;
  if (type === 'int32' || type === 'int64' || type === 'float64' || type === 'intOrString') return 0;
  if (type === 'quantity') return '0';
  const struct = structOf(type);
  return struct === undefined ? '' : withStructs(struct, {});
}
