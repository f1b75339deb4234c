/** What the structure of custom objects asks for besides right values. */
import type { Json, JsonObject } from '../../../k8s/types';
import { canonicalJson } from '../../../lib/canonical-json';
import { compareText } from '../../../lib/compare';
import { duplicate, invalidValue, required, type FieldError } from '../field-error';
import { at, isObject } from '../patch/json-value';
import { objectAt, textAt, textsAt } from '../validation/untyped';
import { isTrue, MAX_DEPTH, schemaOfKey, type Schema } from './custom-schema';

/** Lists that are sets or maps hold nothing twice; embedded objects say what they are. */
export function structureErrors(schema: Schema, object: JsonObject): FieldError[] {
  const errors: FieldError[] = [];
  const repeated: FieldError[] = [];
  walk(schema, object, '', 0);
  return [...errors, ...repeated];

  function walk(part: Schema | undefined, value: Json, path: string, depth: number): void {
    if (!part || depth > MAX_DEPTH || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      checkUnique(repeated, part, value, path);
      value.forEach((item, i) => walk(objectAt(part, 'items'), item, `${path}[${i}]`, depth + 1));
      return;
    }
    if (isTrue(part, 'x-kubernetes-embedded-resource')) {
      for (const key of ['apiVersion', 'kind']) checkNamed(errors, value, key, `${path}.${key}`);
    }
    const properties = objectAt(part, 'properties');
    for (const key of Object.keys(value).sort(compareText)) {
      const inner = objectAt(properties, key) ? (path === '' ? key : `${path}.${key}`) : `${path}[${key}]`;
      walk(schemaOfKey(part, key), value[key] ?? null, inner, depth + 1);
    }
  }
}

function checkNamed(errors: FieldError[], object: JsonObject, key: string, path: string): void {
  const value = at(object, key);
  if (value === undefined) errors.push(required(path));
  else if (typeof value !== 'string') errors.push(invalidValue(path, value, 'must be a string'));
  else if (value === '') errors.push(invalidValue(path, value, 'must not be empty'));
}

function checkUnique(errors: FieldError[], schema: Schema, list: Json[], path: string): void {
  const type = textAt(schema, 'x-kubernetes-list-type');
  if (type !== 'set' && type !== 'map') return;
  let values: Json[] = list;
  if (type === 'map') {
    const wrong = list.findIndex((item) => item !== null && !isObject(item));
    if (wrong >= 0) {
      const text = 'must be an object for an array of list-type map';
      errors.push(invalidValue(`${path}[${wrong}]`, list[wrong], text));
      return;
    }
    const keys = textsAt(schema, 'x-kubernetes-list-map-keys').sort(compareText);
    values = list.map((item) =>
      Object.fromEntries(
        keys.flatMap((key) => (isObject(item) && at(item, key) !== undefined ? [[key, at(item, key)]] : [])),
      ),
    );
  }
  const seen = new Map<string, number>();
  values.forEach((value, i) => {
    const text = canonicalJson(value);
    const times = seen.get(text) ?? 0;
    seen.set(text, times + 1);
    // The first repetition speaks for all.
    if (times === 1) errors.push(duplicate(`${path}[${i}]`, JSON.parse(text)));
  });
}
