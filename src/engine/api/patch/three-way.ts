/** The patch that `kubectl apply` sends (API-47): what the new manifest changes, and what it no longer has of the last one. */
import { canonicalJson } from '../../../lib/canonical-json';
import { compareText } from '../../../lib/compare';
import { deepEqual } from '../../../lib/equal';
import type { Json, JsonObject } from '../../../k8s/types';
import type { Manifest } from '../types';
import { at, isObject, put } from './json-value';
import { DELETE_PRIMITIVES, DIRECTIVE, listStrategy, RETAIN, SET_ORDER } from './merge-keys';

export interface ThreeWayPatch {
  /** A strategic merge patch. */
  patch: JsonObject;
  /** Equal to `{}`: kubectl says `unchanged` (API-48). */
  isEmpty: boolean;
}

/** `current` is the live object. Without `lastApplied` nothing is deleted. `kind` is not needed as long as all kinds share API-45. */
export function createThreeWayPatch(
  _kind: string,
  lastApplied: Manifest | undefined,
  modified: Manifest,
  current: Manifest,
): ThreeWayPatch {
  const changes = diffObjects(current, modified, 'changes', '', false);
  const deletions = diffObjects(lastApplied ?? {}, modified, 'deletions', '', false);
  const patch = joinPatches(deletions, changes, '');
  return { patch, isEmpty: Object.keys(patch).length === 0 };
}

/** Which half of the difference: what `to` adds or changes, or what it lacks of `from`. */
type Half = 'changes' | 'deletions';

function diffObjects(
  from: JsonObject,
  to: JsonObject,
  half: Half,
  parent: string,
  retainKeys: boolean,
): JsonObject {
  const patch: JsonObject = {};
  for (const key of Object.keys(to).sort(compareText)) {
    const after = at(to, key);
    const before = at(from, key);
    if (after === undefined) continue;
    if (before === undefined || before === null) {
      // A null in the manifest of a field that is absent anyway changes nothing.
      if (half === 'changes' && after !== null) put(patch, key, after);
    } else if (isObject(before) && isObject(after)) {
      const inner = diffObjects(before, after, half, key, false);
      if (Object.keys(inner).length > 0) put(patch, key, inner);
    } else if (Array.isArray(before) && Array.isArray(after)) {
      diffLists(patch, key, before, after, half, parent);
    } else if (half === 'changes' && !deepEqual(before, after)) put(patch, key, after);
  }
  if (half === 'deletions') for (const key of missing(from, to)) put(patch, key, null);
  if (retainKeys && (Object.keys(patch).length > 0 || missing(from, to).length > 0)) {
    patch[RETAIN] = Object.keys(to).sort(compareText);
  }
  return patch;
}

function missing(from: JsonObject, to: JsonObject): string[] {
  return Object.keys(from).filter((key) => at(from, key) !== undefined && at(to, key) === undefined);
}

function diffLists(
  patch: JsonObject,
  field: string,
  from: Json[],
  to: Json[],
  half: Half,
  parent: string,
): void {
  const strategy = listStrategy(field, parent);
  if (strategy.type === 'atomic') {
    if (half === 'changes' && !deepEqual(from, to)) put(patch, field, to);
    return;
  }
  if (from.length === 0) {
    if (half === 'changes' && to.length > 0) put(patch, field, to);
    return;
  }
  if (strategy.type === 'set') {
    const added = half === 'changes' ? to.filter((item) => !from.includes(item)) : [];
    const removed = half === 'deletions' ? from.filter((item) => !to.includes(item)) : [];
    if (added.length > 0) put(patch, field, added);
    if (removed.length > 0) put(patch, DELETE_PRIMITIVES + field, removed);
    if (removed.length > 0 || (half === 'changes' && !deepEqual(from, to))) put(patch, SET_ORDER + field, to);
    return;
  }
  const { key } = strategy;
  const items = diffItems(from, to, half, field, strategy.key, strategy.retainKeys);
  if (items.length > 0) put(patch, field, items);
  const sameOrder =
    from.length === to.length && from.every((item, i) => deepEqual(keyOf(item, key), keyOf(to[i], key)));
  if (items.length > 0 || (half === 'changes' && !sameOrder)) {
    put(
      patch,
      SET_ORDER + field,
      to.map((item) => ({ [key]: keyOf(item, key) })),
    );
  }
}

function keyOf(item: Json | undefined, key: string): Json | undefined {
  return isObject(item) ? at(item, key) : undefined;
}

function diffItems(
  from: Json[],
  to: Json[],
  half: Half,
  field: string,
  key: string,
  retainKeys: boolean,
): Json[] {
  const items: Json[] = [];
  for (const after of to) {
    if (!isObject(after)) continue;
    const before = from.find((item) => keyOf(item, key) === keyOf(after, key));
    if (!isObject(before)) {
      if (half === 'changes') items.push(after);
      continue;
    }
    const inner = diffObjects(before, after, half, field, retainKeys);
    if (Object.keys(inner).length > 0) items.push({ ...inner, [key]: at(after, key) });
  }
  if (half === 'changes') return items;
  for (const before of from) {
    const id = keyOf(before, key);
    if (!to.some((item) => keyOf(item, key) === id)) items.push({ [key]: id, [DIRECTIVE]: 'delete' });
  }
  return items;
}

/** One patch that does both; they never contradict, since one only adds and the other only deletes. */
function joinPatches(deletions: JsonObject, changes: JsonObject, parent: string): JsonObject {
  const joined: JsonObject = { ...deletions };
  for (const field of Object.keys(changes)) {
    const change = at(changes, field) as Json;
    const deletion = at(joined, field);
    if (isObject(deletion) && isObject(change)) put(joined, field, joinPatches(deletion, change, field));
    else if (Array.isArray(deletion) && Array.isArray(change))
      put(joined, field, joinLists(deletion, change, field, parent));
    else put(joined, field, change);
  }
  return joined;
}

function joinLists(deletions: Json[], changes: Json[], field: string, parent: string): Json[] {
  const strategy = listStrategy(field, parent);
  if (field.startsWith('$') || strategy.type === 'atomic') return changes;
  if (strategy.type === 'set') return [...new Set([...deletions, ...changes])];
  const joined = [...deletions];
  for (const change of changes) {
    const id = canonicalJson(keyOf(change, strategy.key));
    const place = joined.findIndex((item) => canonicalJson(keyOf(item, strategy.key)) === id);
    const deletion = joined[place];
    if (isObject(deletion) && isObject(change)) joined[place] = joinPatches(deletion, change, field);
    else joined.push(change);
  }
  return joined;
}
