/** Strategic merge patch (API-44, API-45). Unchanged parts of the original come back as the same references. */
import type { Json, JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { at, isObject, put } from './json-value';
import { DELETE_PRIMITIVES, DIRECTIVE, listStrategy, RETAIN, SET_ORDER } from './merge-keys';

/** `parent` is the field that holds the object; the whole object has none. */
export function strategicMerge(original: JsonObject, patch: JsonObject, parent = ''): JsonObject {
  const directive = patch[DIRECTIVE];
  if (directive === 'replace') return withoutDirectives(patch);
  if (directive === 'delete') return {};
  let result = retained(original, patch[RETAIN]);
  const write = (): JsonObject => (result === original ? (result = { ...original }) : result);

  for (const key of Object.keys(patch)) {
    if (key.startsWith('$')) continue;
    const value = at(patch, key);
    if (value === undefined) continue;
    const before = at(result, key);
    if (value === null) {
      if (before !== undefined) delete write()[key];
      continue;
    }
    const after = mergedValue(before, value, key, parent, patch);
    if (after !== before) put(write(), key, after);
  }
  for (const key of Object.keys(patch)) {
    if (key.startsWith(DELETE_PRIMITIVES)) removePrimitives(result, write, key, patch[key]);
    if (!key.startsWith(SET_ORDER)) continue;
    const field = key.slice(SET_ORDER.length);
    // A list that the patch also names is ordered while it is merged.
    if (Object.hasOwn(patch, field)) continue;
    const list = at(result, field);
    if (!Array.isArray(list)) continue;
    const ordered = inOrder(list, patch[key], list, field, parent);
    if (!deepEqual(ordered, list)) put(write(), field, ordered);
  }
  return result;
}

function mergedValue(
  before: Json | undefined,
  value: Json,
  field: string,
  parent: string,
  patch: JsonObject,
): Json {
  if (isObject(value)) return strategicMerge(isObject(before) ? before : {}, value, field);
  if (Array.isArray(value)) return mergedList(before, value, field, parent, patch[SET_ORDER + field]);
  return value;
}

function mergedList(
  before: Json | undefined,
  items: Json[],
  field: string,
  parent: string,
  order: Json | undefined,
): Json {
  const original = Array.isArray(before) ? before : [];
  const strategy = listStrategy(field, parent);
  let merged: Json[];
  if (strategy.type === 'atomic') merged = items;
  else if (strategy.type === 'set') merged = [...original, ...items.filter((i) => !original.includes(i))];
  else merged = mergedByKey(original, items, field, strategy.key);
  if (strategy.type !== 'atomic') merged = inOrder(merged, order, original, field, parent);
  return Array.isArray(before) && deepEqual(before, merged) ? before : merged;
}

function mergedByKey(original: readonly Json[], items: readonly Json[], field: string, key: string): Json[] {
  const replacing = items.some((i) => isObject(i) && i[DIRECTIVE] === 'replace');
  const result: Json[] = replacing ? [] : [...original];
  for (const item of items) {
    if (!isObject(item)) continue;
    const directive = item[DIRECTIVE];
    // The item that says `replace` is a mark on the list, not content, when it has no key.
    if (directive === 'replace' && item[key] === undefined) continue;
    const found = result.findIndex((r) => isObject(r) && r[key] === item[key]);
    if (directive === 'delete') {
      for (let i = result.length - 1; i >= 0; i--) {
        const r = result[i];
        if (isObject(r) && r[key] === item[key]) result.splice(i, 1);
      }
    } else if (found < 0) result.push(strategicMerge({}, item, field));
    else result[found] = strategicMerge(result[found] as JsonObject, item, field);
  }
  return result;
}

/** `$setElementOrder`: the patch's order wins for what it names; items that only the server has keep their places as well as can be. */
function inOrder(
  list: Json[],
  order: Json | undefined,
  server: readonly Json[],
  field: string,
  parent: string,
): Json[] {
  if (!Array.isArray(order)) return list;
  const strategy = listStrategy(field, parent);
  const idOf = (item: Json | undefined): Json | undefined =>
    strategy.type === 'merge' && isObject(item) ? item[strategy.key] : item;
  const wanted = order.map(idOf);
  const serverOrder = server.map(idOf);
  const named = list
    .filter((item) => wanted.includes(idOf(item)))
    .sort((a, b) => wanted.indexOf(idOf(a)) - wanted.indexOf(idOf(b)));
  const others = list.filter((item) => !wanted.includes(idOf(item)));
  const result: Json[] = [];
  let next = 0;
  for (const item of named) {
    const place = serverOrder.indexOf(idOf(item));
    while (next < others.length && place >= 0) {
      const other = serverOrder.indexOf(idOf(others[next]));
      if (other < 0 || other > place) break;
      result.push(others[next++] as Json);
    }
    result.push(item);
  }
  return [...result, ...others.slice(next)];
}

function removePrimitives(
  result: JsonObject,
  write: () => JsonObject,
  key: string,
  removed: Json | undefined,
): void {
  const field = key.slice(DELETE_PRIMITIVES.length);
  const list = at(result, field);
  if (!Array.isArray(list) || !Array.isArray(removed)) return;
  const kept = list.filter((item) => !removed.includes(item));
  if (kept.length < list.length) put(write(), field, kept);
}

/** `$retainKeys`: drops what the list does not name, before the merge. */
function retained(original: JsonObject, keys: Json | undefined): JsonObject {
  if (!Array.isArray(keys) || Object.keys(original).every((key) => keys.includes(key))) return original;
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key)));
}

function withoutDirectives(patch: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const key of Object.keys(patch)) {
    const value = at(patch, key);
    if (key.startsWith('$') || value === null || value === undefined) continue;
    put(result, key, clean(value));
  }
  return result;
}

function clean(value: Json): Json {
  if (Array.isArray(value)) return value.map(clean);
  return isObject(value) ? withoutDirectives(value) : value;
}
