/**
 * Reading of objects whose types nobody has checked: a field of the wrong type reads as absent. Validation runs after the
 * decoder, so this only keeps it from throwing on what clients inside the engine might send.
 */
import type { Json, JsonObject } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';

export type Untyped = Json | undefined;

const NOTHING: JsonObject = Object.freeze({});

/** Own property: keys come from users, so `constructor` and the like must read as absent. */
export function own(object: JsonObject | undefined, key: string): Untyped {
  if (object === undefined || !Object.hasOwn(object, key)) return undefined;
  const value = object[key];
  return value === null ? undefined : value;
}

export function objectAt(object: JsonObject | undefined, key: string): JsonObject | undefined {
  return asObject(own(object, key));
}

function asObject(value: Untyped): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** The list, with everything that is not an object in it read as an empty one (so that indexes stay right). */
export function objectsAt(object: JsonObject | undefined, key: string): JsonObject[] {
  const value = own(object, key);
  return Array.isArray(value) ? value.map((item) => asObject(item) ?? NOTHING) : [];
}

export function listAt(object: JsonObject | undefined, key: string): Json[] {
  const value = own(object, key);
  return Array.isArray(value) ? value : [];
}

export function textsAt(object: JsonObject | undefined, key: string): string[] {
  return listAt(object, key).map((item) => (typeof item === 'string' ? item : ''));
}

/** The text, or '' when absent: Go's zero value, which upstream does not tell from absent either. */
export function textAt(object: JsonObject | undefined, key: string): string {
  const value = own(object, key);
  return typeof value === 'string' ? value : '';
}

export function numberAt(object: JsonObject | undefined, key: string): number | undefined {
  const value = own(object, key);
  return typeof value === 'number' ? value : undefined;
}

export function isTrue(object: JsonObject | undefined, key: string): boolean {
  return own(object, key) === true;
}

/** Entries of a map of texts in key order (upstream's order is Go's random map order). */
export function textEntries(object: JsonObject | undefined): [string, string][] {
  return Object.entries(object ?? NOTHING)
    .map(([key, value]): [string, string] => [key, typeof value === 'string' ? value : ''])
    .sort(([a], [b]) => compareText(a, b));
}

/** A map with its keys in byte order, as Go writes maps to JSON; absent maps are `null`. */
export function sortedMap(object: JsonObject | undefined): JsonObject | null {
  if (object === undefined) return null;
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => compareText(a, b)));
}
