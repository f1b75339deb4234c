/** Strategic merge patch (API-44, API-45). Unchanged parts of the original come back as the same references. */
import type { Json, JsonObject } from '../../../k8s/types';
import { deepClone } from '../../../lib/clone';
import { compareText } from '../../../lib/compare';
import { deepEqual } from '../../../lib/equal';
import { goText } from '../errors';
import { at, isObject, put } from './json-value';
import { orderedLike, type Identity } from './list-order';
import { DELETE_PRIMITIVES, DIRECTIVE, fieldSchema, RETAIN, SET_ORDER, type FieldSchema } from './merge-keys';
import { PatchRefusal } from './refusal';

export interface StrategicMerged {
  object: JsonObject;
  /** What is left of the patch after the merge has used up its directives: refusals of the result show it (VAL-23). */
  rest: JsonObject;
}

/** `struct` names the Go type of the object, e.g. `DaemonSet`. Throws PatchRefusal. */
export function strategicMerge(struct: string, original: JsonObject, patch: JsonObject): StrategicMerged {
  const rest = deepClone(patch);
  return { object: mergeObject(original, rest, struct, false), rest };
}

/** One patch that does what two do: the later on top of the earlier. Directives and nulls stay. */
export function joinedPatches(struct: string, earlier: JsonObject, later: JsonObject): JsonObject {
  return mergeObject(earlier, deepClone(later), struct, true);
}

/** Uses up what it merges of `patch`, as upstream does. `join`: the original is a patch as well. */
function mergeObject(original: JsonObject, patch: JsonObject, struct: string, join: boolean): JsonObject {
  const directive = at(patch, DIRECTIVE);
  if (directive !== undefined) {
    if (directive === 'delete') return {};
    if (directive !== 'replace') throw unknownDirective(directive, patch);
    delete patch[DIRECTIVE];
    return patch;
  }
  let result = retained(original, patch, join);
  const set = (field: string, value: Json | undefined): void => {
    if (value === at(result, field)) return;
    if (result === original) result = { ...original };
    if (value === undefined) delete result[field];
    else put(result, field, value);
  };
  for (const key of keysOf(patch)) {
    if (!key.startsWith(SET_ORDER)) continue;
    if (join) set(key, at(patch, key));
    orderField(result, patch, key, struct, join, set);
  }
  for (const key of keysOf(patch)) {
    const deletes = key.startsWith(DELETE_PRIMITIVES);
    if (deletes && join) {
      set(key, at(patch, key));
      continue;
    }
    const field = deletes ? fieldOf(key, DELETE_PRIMITIVES, 'invalid patch format of primitive list') : key;
    const value = at(patch, key);
    const before = at(result, field);
    if (value === null || value === undefined) set(field, join ? null : undefined);
    else if (before === undefined || shape(before) !== shape(value)) {
      if (!deletes) set(field, plain(join ? value : withoutNulls(value)));
    } else if (isObject(before) && isObject(value)) {
      const { rule, struct: inner } = known(struct, field);
      const after = rule.replace ? value : mergeObject(before, value, inner, join);
      set(field, deepEqual(before, after) ? before : after);
    } else if (Array.isArray(before) && Array.isArray(value)) {
      const after = mergeList(before, value, known(struct, field), join, deletes);
      set(field, deepEqual(before, after) ? before : after);
    } else set(field, value);
  }
  return result;
}

/** Upstream goes in random order; deletions from lists of texts have the last word here. */
function keysOf(object: JsonObject): string[] {
  const keys = Object.keys(object).sort(compareText);
  const last = (key: string): boolean => key.startsWith(DELETE_PRIMITIVES);
  return [...keys.filter((key) => !last(key)), ...keys.filter(last)];
}

function shape(value: Json): 'list' | 'object' | 'scalar' {
  return Array.isArray(value) ? 'list' : isObject(value) ? 'object' : 'scalar';
}

function known(struct: string, field: string): FieldSchema {
  const schema = fieldSchema(struct, field);
  if (schema !== undefined) return schema;
  const name = struct === 'any' ? 'RawExtension' : struct;
  throw new PatchRefusal(
    `unable to find api field in struct ${name} for the json field ${JSON.stringify(field)}`,
  );
}

/** The field that `$setElementOrder/field` speaks of. */
function fieldOf(key: string, prefix: string, complaint: string): string {
  const field = key.slice(prefix.length + 1);
  if (!key.startsWith(`${prefix}/`)) throw new PatchRefusal(complaint, 400);
  return field;
}

function unknownDirective(directive: Json, patch: JsonObject): PatchRefusal {
  const isWord = typeof directive === 'string' || typeof directive === 'object';
  const text = isWord ? goText(directive) : `%!s(${goType(directive)}=${directive})`;
  return new PatchRefusal(`unknown patch type: ${text} in map: ${goText(patch)}`);
}

function noMergeKey(item: JsonObject, key: string): PatchRefusal {
  return new PatchRefusal(`map: ${goText(item)} does not contain declared merge key: ${key}`);
}

const LIST = '[]interface {}';
const OBJECT = 'map[string]interface {}';

/** Of a decoded JSON value. */
function goType(value: Json): string {
  if (Array.isArray(value)) return LIST;
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  return value === null ? '%!s(<nil>)' : typeof value === 'string' ? 'string' : OBJECT;
}

function badType(expected: string, actual: Json | undefined): PatchRefusal {
  return new PatchRefusal(`expected a ${expected}, but received a ${goType(actual ?? null)}`);
}

const BAD_RETAIN = 'invalid patch format of retainKeys';

/** `$retainKeys`: the original loses what the list does not name, before the merge. */
function retained(original: JsonObject, patch: JsonObject, join: boolean): JsonObject {
  const keys = at(patch, RETAIN);
  if (keys === undefined) return original;
  delete patch[RETAIN];
  if (join) return { ...original, [RETAIN]: keys };
  if (!Array.isArray(keys)) throw new PatchRefusal(BAD_RETAIN, 400);
  for (const key of Object.keys(patch)) {
    if (at(patch, key) === null || key.startsWith(DELETE_PRIMITIVES) || key.startsWith(SET_ORDER)) continue;
    if (!keys.includes(key)) throw new PatchRefusal(BAD_RETAIN, 400);
  }
  if (Object.keys(original).every((key) => keys.includes(key))) return original;
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key)));
}

/** `$setElementOrder/field`: merges the list of that field, if the patch has one, and puts it in order. */
function orderField(
  object: JsonObject,
  patch: JsonObject,
  key: string,
  struct: string,
  join: boolean,
  set: (field: string, value: Json) => void,
): void {
  const order = at(patch, key);
  delete patch[key];
  if (!Array.isArray(order)) throw badType(LIST, order);
  const field = fieldOf(key, SET_ORDER, 'invalid patch format of setElementOrder list');
  const before = at(object, field);
  const items = at(patch, field);
  if (before !== undefined && !Array.isArray(before)) throw badType(LIST, before);
  if (items !== undefined && !Array.isArray(items)) throw badType(LIST, items);
  const schema = known(struct, field);
  checkOrder(items ?? [], order, schema.rule.key);
  if (before === undefined && items === undefined) return;
  const merged =
    items === undefined
      ? (before ?? [])
      : before === undefined
        ? (plain(items) as Json[])
        : mergeList(before, items, schema, join);
  const stray = order.findIndex((place) => schema.rule.key !== undefined && !isObject(place));
  if (stray >= 0) throw new PatchRefusal(`value for key ${stray} is not a map`);
  sameTypes(before ?? [], items ?? []);
  const after = orderedLike(order, merged, before ?? [], identity(schema.rule.key));
  set(field, before !== undefined && deepEqual(before, after) ? before : after);
  delete patch[field];
}

/** The items of the patch stand in the order that the directive gives, and none is missing there. */
function checkOrder(items: Json[], order: Json[], key: string | undefined): void {
  if (items.length === 0 || order.length === 0) return;
  if (key !== undefined && !items.every(isObject))
    throw badType(
      OBJECT,
      items.find((i) => !isObject(i)),
    );
  const idOf = identity(key);
  const named = items.filter((item) => !isObject(item) || at(item, DIRECTIVE) === undefined);
  let next = 0;
  for (const place of order) if (next < named.length && idOf(named[next]) === idOf(place)) next++;
  if (next === named.length) return;
  throw new PatchRefusal(
    `The order in patch list:\n${goText(items)}\n doesn't match ${SET_ORDER} list:\n${goText(order)}\n`,
  );
}

/** What tells the items of a list apart; refuses items without it. */
function identity(key: string | undefined): Identity {
  if (key === undefined) return (item) => item;
  return (item) => {
    if (!isObject(item)) throw badType(OBJECT, item);
    return at(item, key) ?? refuse(noMergeKey(item, key));
  };
}

function refuse(refusal: PatchRefusal): never {
  throw refusal;
}

function mergeList(
  original: Json[],
  items: Json[],
  { rule, struct }: FieldSchema,
  join: boolean,
  deletes = false,
): Json[] {
  if (rule.key === undefined && !rule.set && !deletes) return items;
  if (original.length === 0 && items.length === 0) return original;
  if (sameTypes(original, items) !== OBJECT) {
    if (deletes) return original.filter((item) => !items.includes(item));
    return orderedLike(items, [...new Set([...original, ...items])], original, identity(undefined));
  }
  const { key } = rule;
  if (key === undefined) throw new PatchRefusal(`cannot merge lists without merge key for ${struct}`);
  const { base, content } = withDirectives(original, items as JsonObject[], key);
  return orderedLike(content, mergeByKey(base, content, key, struct, join), base, identity(key));
}

/** Applies `$patch: delete` and `$patch: replace` of items; what remains is content. */
function withDirectives(
  original: Json[],
  items: JsonObject[],
  key: string,
): { base: Json[]; content: JsonObject[] } {
  let base = original;
  const content: JsonObject[] = [];
  let replaces = false;
  for (const item of items) {
    const directive = at(item, DIRECTIVE);
    if (directive === undefined) content.push(item);
    else if (directive === 'delete') {
      const id = at(item, key) ?? refuse(noMergeKey(item, key));
      base = base.filter((entry) => !isObject(entry) || at(entry, key) !== id);
    } else if (directive === 'replace') replaces = true;
    else if (directive === 'merge')
      throw new PatchRefusal('merging lists cannot yet be specified in the patch');
    else throw unknownDirective(directive, item);
  }
  return replaces ? { base: content, content: [] } : { base, content };
}

function mergeByKey(base: Json[], content: JsonObject[], key: string, struct: string, join: boolean): Json[] {
  const result = [...base];
  for (const item of content) {
    const id = at(item, key) ?? refuse(noMergeKey(item, key));
    const place = result.findIndex((entry) => isObject(entry) && at(entry, key) === id);
    if (place < 0) result.push(item);
    else result[place] = mergeObject(result[place] as JsonObject, item, struct, join);
  }
  return result;
}

/** Go looks at the types of all items; lists of lists are not merged at all. Returns the type. */
function sameTypes(...lists: Json[][]): string {
  const types = lists.flat().map(goType);
  const [first] = types;
  if (first === LIST) throw new PatchRefusal('lists of lists are not supported', 422);
  if (first === undefined) throw new PatchRefusal('no elements in any of the given slices');
  if (types.some((type) => type !== first)) {
    throw new PatchRefusal(`list element types are not identical: ${goText(lists)}`);
  }
  return first;
}

/** Objects that are new to the original hold no nulls; those in lists stay. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) value.forEach(withoutNulls);
  else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const inner = at(value, key);
      if (inner === null || inner === undefined) delete value[key];
      else withoutNulls(inner);
    }
  }
  return value;
}

/** A value that is new to the original, without the parts that hold directives; undefined if it is such a part itself. */
function plain(value: Json): Json | undefined {
  if (Array.isArray(value)) return value.map(plain).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (at(value, DIRECTIVE) !== undefined) return undefined;
  for (const key of Object.keys(value)) {
    const inner = plain(at(value, key) ?? null);
    if (inner === undefined) delete value[key];
    else put(value, key, inner);
  }
  return value;
}
