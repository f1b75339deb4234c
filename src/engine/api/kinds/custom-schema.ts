/**
 * Objects of custom kinds brought into the form of their structural schema, as the server does when it decodes them: unknown fields
 * and meaningless nulls go, defaults are filled in.
 */
import type { Json, JsonObject } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { decode } from '../decode';
import { at, isObject, put } from '../patch/json-value';
import type { Manifest } from '../types';
import { objectAt, own } from '../validation/untyped';

/** `openAPIV3Schema` of a version, or a part of it. */
export type Schema = JsonObject;

/** Deeper than any manifest that somebody wrote; what lies below is left as it is. */
export const MAX_DEPTH = 100;

const TYPE_AND_META: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** `additionalProperties` may be a bare `true` or `false`, which says nothing about the values. */
export function schemaOfKey(schema: Schema | undefined, key: string): Schema | undefined {
  return objectAt(objectAt(schema, 'properties'), key) ?? objectAt(schema, 'additionalProperties');
}

interface Walk {
  unknown: string[];
  depth: number;
}

/** `unknown`: paths of the fields that went (`spec.ports[0].foo`), in byte order. An object that fits is returned as it is. */
export function fitted(
  object: Manifest,
  schema: Schema | undefined,
): { object: Manifest; unknown: string[] } {
  const walk: Walk = { unknown: [], depth: 0 };
  const fit = fitObject(walk, object, schema, '', true, isTrue(schema, KEEP));
  return { object: fit, unknown: walk.unknown.sort(compareText) };
}

const KEEP = 'x-kubernetes-preserve-unknown-fields';

export function isTrue(schema: Schema | undefined, key: string): boolean {
  return own(schema, key) === true;
}

/** `keeps`: unknown fields may stay. */
function fitValue(walk: Walk, value: Json, schema: Schema | undefined, path: string, keeps: boolean): Json {
  if (typeof value !== 'object' || value === null || walk.depth > MAX_DEPTH) return value;
  walk.depth++;
  const fit = Array.isArray(value)
    ? fitList(walk, value, schema, path, keeps)
    : fitObject(walk, value, schema, path, isTrue(schema, 'x-kubernetes-embedded-resource'), keeps);
  walk.depth--;
  return fit;
}

function fitList(walk: Walk, list: Json[], schema: Schema | undefined, path: string, keeps: boolean): Json[] {
  const items = objectAt(schema, 'items');
  if (keeps && !items) return list;
  let changed = false;
  const fit = list.map((item, i) => {
    const value =
      item === null && items && !isTrue(items, 'nullable') ? (own(items, 'default') ?? null) : item;
    const result = fitValue(walk, value, items, `${path}[${i}]`, keeps || isTrue(items, KEEP));
    if (result !== item) changed = true;
    return result;
  });
  return changed ? fit : list;
}

function fitObject(
  walk: Walk,
  object: JsonObject,
  schema: Schema | undefined,
  path: string,
  isResource: boolean,
  keeps: boolean,
): JsonObject {
  const properties = objectAt(schema, 'properties');
  const anyKey = own(schema, 'additionalProperties') !== undefined;
  const fit: JsonObject = {};
  let changed = false;
  for (const key of Object.keys(object)) {
    const before = object[key];
    if (before === undefined) continue;
    let value: Json | undefined = before;
    if (isResource && key === 'metadata' && path !== '') value = fitMetadata(walk, before, path);
    else if (!(isResource && TYPE_AND_META.has(key))) {
      const inner = path === '' ? key : `${path}.${key}`;
      const known = schemaOfKey(schema, key);
      if (known === undefined && !anyKey) {
        if (!keeps) {
          walk.unknown.push(inner);
          value = undefined;
        }
      } else {
        if (value === null && known && !isTrue(known, 'nullable')) value = own(known, 'default');
        if (value !== undefined) value = fitValue(walk, value, known, inner, isTrue(known, KEEP));
      }
    }
    if (value !== before) changed = true;
    if (value !== undefined) put(fit, key, value);
  }
  for (const key of Object.keys(properties ?? {})) {
    if (at(fit, key) !== undefined) continue;
    const property = objectAt(properties, key);
    const value = own(property, 'default');
    if (value === undefined) continue;
    put(fit, key, fitValue(walk, value, property, key, isTrue(property, KEEP)));
    changed = true;
  }
  return changed ? fit : object;
}

/** The metadata of an object inside an object. */
function fitMetadata(walk: Walk, sent: Json, path: string): Json {
  const { object, problems } = decode({ id: '.', kind: '', version: '' }, { metadata: sent });
  const { metadata } = object;
  if (problems.fatal !== undefined || !isObject(metadata)) return sent;
  walk.unknown.push(...problems.unknown.map((text) => `${path}.${text.slice(UNKNOWN.length, -1)}`));
  if (metadata === sent || own(metadata, 'creationTimestamp') !== undefined) return metadata;
  const { creationTimestamp: _never, ...rest } = metadata;
  return rest;
}

const UNKNOWN = 'unknown field "';

/** A part of a schema that holds for the whole: some node for which `test` is true. */
export function someSchema(
  schema: Json | undefined,
  test: (node: JsonObject) => boolean,
  depth = 0,
): boolean {
  if (depth > MAX_DEPTH || typeof schema !== 'object' || schema === null) return false;
  if (Array.isArray(schema)) return schema.some((node) => someSchema(node, test, depth + 1));
  if (test(schema)) return true;
  return (
    PARTS.some((part) => someSchema(own(schema, part), test, depth + 1)) ||
    Object.values(objectAt(schema, 'properties') ?? {}).some(
      (node) => isObject(node) && someSchema(node, test, depth + 1),
    )
  );
}

const PARTS = ['items', 'additionalProperties', 'allOf', 'anyOf', 'oneOf', 'not'];
