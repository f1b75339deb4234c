import type { Json, JsonObject } from '../k8s/types';

/** What kubectl makes of an object that has `items`. */
export type ListItems =
  | { items: JsonObject[] }
  /** `nested`: a list inside the list, which kubectl finds out later. */
  | { problem: string; path: string; nested?: true };

/**
 * The objects of a list. To kubectl every object with a field `items` is one, whatever its kind; an item without kind
 * and version has those of its list (`DaemonSetList`). undefined for any other object.
 */
export function listItems(object: JsonObject): ListItems | undefined {
  if (!Object.hasOwn(object, 'items')) return undefined;
  const { items } = object;
  if (items === null || items === undefined) return { items: [] };
  if (!Array.isArray(items)) {
    const problem = `json: cannot unmarshal ${jsonType(items)} into Go struct field decodeList.items of type []json.RawMessage`;
    return { problem, path: 'items' };
  }
  const wrong = items.findIndex((item) => item !== null && !isObject(item));
  if (wrong !== -1) {
    const problem = `json: cannot unmarshal ${jsonType(items[wrong] ?? null)} into Go value of type map[string]interface {}`;
    return { problem, path: `items[${wrong}]` };
  }
  const nested = items.findIndex((item) => isObject(item) && Array.isArray(item['items']));
  if (nested !== -1) {
    const problem = '*unstructured.Unstructured is not a list: no Items field in this object';
    return { problem, path: `items[${nested}].items`, nested: true };
  }
  return { items: items.map((item) => withType(isObject(item) ? item : {}, object)) };
}

function withType(item: JsonObject, list: JsonObject): JsonObject {
  if (textOf(item['kind']) !== '' || textOf(item['apiVersion']) !== '') return item;
  const kind = textOf(list['kind']).replace(/List$/, '');
  const apiVersion = textOf(list['apiVersion']);
  return kind === '' ? item : { ...item, apiVersion, kind };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Go's word for the type of a JSON value. */
export function jsonType(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
