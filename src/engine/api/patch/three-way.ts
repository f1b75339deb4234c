/** The patch that `kubectl apply` sends (API-47): what the new manifest changes, and what it no longer has of the last one. */
import { structOf } from '../../../k8s/schema/field-table';
import type { Json, JsonObject } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { deepEqual } from '../../../lib/equal';
import type { Manifest } from '../types';
import { goText } from '../errors';
import { at, isObject, put } from './json-value';
import { DELETE_PRIMITIVES, DIRECTIVE, fieldSchema, RETAIN, SET_ORDER, type FieldSchema } from './merge-keys';
import { mergePatch } from './merge';
import { PatchRefusal } from './refusal';
import { joinedPatches } from './strategic';

export interface ThreeWayPatch {
  /** Custom resources have no strategic merge patches: theirs is a merge patch. */
  type: 'strategic' | 'merge';
  patch: JsonObject;
  /** Equal to `{}`: kubectl says `unchanged` (API-48). */
  isEmpty: boolean;
  /** Why there is no patch, e.g. an item without the key that tells items apart; `patch` is empty then. */
  refusal?: string;
}

/** `current` is the live object. Without `lastApplied` nothing is deleted. `kind`: the kind word, or the id of a custom kind. */
export function createThreeWayPatch(
  kind: string,
  lastApplied: Manifest | undefined,
  modified: Manifest,
  current: Manifest,
): ThreeWayPatch {
  const strategic = structOf(kind) !== undefined;
  const type = strategic ? 'strategic' : 'merge';
  try {
    const patch = threeWayPatch(kind, strategic, lastApplied, modified, current);
    return { type, patch, isEmpty: Object.keys(patch).length === 0 };
  } catch (error) {
    if (error instanceof PatchRefusal) return { type, patch: {}, isEmpty: false, refusal: error.message };
    throw error;
  }
}

function threeWayPatch(
  kind: string,
  strategic: boolean,
  lastApplied: Manifest | undefined,
  modified: Manifest,
  current: Manifest,
): JsonObject {
  const diff = strategic ? strategicDiff : mergeDiff;
  const changes = diff(current, modified, 'changes', kind);
  const deletions = diff(lastApplied ?? {}, modified, 'deletions', kind);
  return strategic ? joinedPatches(kind, deletions, changes) : (mergePatch(deletions, changes) as JsonObject);
}

/** Which half of the difference: what `to` adds or changes, or what it lacks of `from`. */
type Half = 'changes' | 'deletions';

function strategicDiff(
  from: JsonObject,
  to: JsonObject,
  half: Half,
  struct: string,
  retainKeys = false,
): JsonObject {
  const patch: JsonObject = {};
  for (const key of keysOf(to)) {
    const after = at(to, key) ?? null;
    const before = at(from, key);
    const schema = fieldSchema(struct, key);
    if (isObject(before) && isObject(after) && !schema?.rule.replace) {
      const inner = strategicDiff(before, after, half, schema?.struct ?? '', schema?.rule.retainKeys);
      if (Object.keys(inner).length > 0) put(patch, key, inner);
    } else if (Array.isArray(before) && Array.isArray(after) && schema !== undefined && isMerged(schema)) {
      diffLists(patch, key, before, after, half, schema);
    } else if (half === 'changes' && (schema?.rule.replace || !isSame(before, after))) {
      // Upstream does not compare what is replaced as a whole.
      put(patch, key, after);
    }
  }
  if (half === 'deletions') for (const key of missing(from, to)) put(patch, key, null);
  const kept = keysOf(to).filter((key) => at(to, key) !== null);
  const clears = missing(from, to).some((key) => at(from, key) !== null);
  if (retainKeys && kept.length > 0 && (Object.keys(patch).length > 0 || clears)) patch[RETAIN] = kept;
  return patch;
}

function isSame(before: Json | undefined, after: Json): boolean {
  return before !== undefined && deepEqual(before, after);
}

function isMerged({ rule }: FieldSchema): boolean {
  return rule.key !== undefined || rule.set === true;
}

function keysOf(object: JsonObject): string[] {
  return Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort(compareText);
}

function missing(from: JsonObject, to: JsonObject): string[] {
  return keysOf(from).filter((key) => at(to, key) === undefined);
}

function diffLists(
  patch: JsonObject,
  field: string,
  from: Json[],
  to: Json[],
  half: Half,
  { rule, struct }: FieldSchema,
): void {
  const changes = half === 'changes';
  if (from.length === 0) {
    if (changes && to.length > 0) put(patch, field, to);
    return;
  }
  const { key } = rule;
  if (key === undefined) {
    const added = changes ? to.filter((item) => !from.includes(item)) : [];
    const removed = changes ? [] : [...new Set(from.filter((item) => !to.includes(item)))].sort(byText);
    if (added.length > 0) put(patch, field, added);
    if (removed.length > 0) put(patch, `${DELETE_PRIMITIVES}/${field}`, removed);
    // Upstream compares with the sorted list.
    const reordered = changes && !deepEqual([...from].sort(byText), to);
    if (to.length > 0 && (removed.length > 0 || reordered)) {
      put(patch, `${SET_ORDER}/${field}`, to);
    }
    return;
  }
  const items = changes
    ? changedItems(from, to, key, struct, rule.retainKeys)
    : removedItems(from, to, key, struct, rule.retainKeys);
  if (items.length > 0) put(patch, field, items);
  const sameOrder =
    from.length === to.length && from.every((item, i) => keyOf(item, key) === keyOf(to[i], key));
  if (to.length === 0 || (items.length === 0 && (!changes || sameOrder))) return;
  put(
    patch,
    `${SET_ORDER}/${field}`,
    to.map((item) => ({ [key]: keyOf(item, key) })),
  );
}

function byText(a: Json, b: Json): number {
  return compareText(goText(a), goText(b));
}

function keyOf(item: Json | undefined, key: string): Json | undefined {
  return isObject(item) ? at(item, key) : undefined;
}

function find(list: readonly Json[], key: string, id: Json | undefined): JsonObject | undefined {
  return list.find((item): item is JsonObject => isObject(item) && at(item, key) === id);
}

function changedItems(from: Json[], to: Json[], key: string, struct: string, retainKeys?: boolean): Json[] {
  const items: Json[] = [];
  for (const after of to) {
    if (!isObject(after)) continue;
    const before = find(from, key, at(after, key));
    const inner = before ? strategicDiff(before, after, 'changes', struct, retainKeys) : after;
    if (inner === after) items.push(after);
    else if (Object.keys(inner).length > 0) items.push({ ...inner, [key]: at(after, key) });
  }
  return items;
}

/** The items that stay but lose something, in the order of the manifest, then those that go. */
function removedItems(from: Json[], to: Json[], key: string, struct: string, retainKeys?: boolean): Json[] {
  const items: Json[] = [];
  for (const after of to) {
    if (!isObject(after)) continue;
    const before = find(from, key, at(after, key));
    if (!before) continue;
    const inner = strategicDiff(before, after, 'deletions', struct, retainKeys);
    if (Object.keys(inner).length > 0) items.push({ ...inner, [key]: at(after, key) });
  }
  const gone = from.filter((item) => find(to, key, keyOf(item, key)) === undefined);
  const names = gone.map((item) => keyOf(item, key)).sort((a, b) => byText(a ?? null, b ?? null));
  return [...items, ...names.map((id) => ({ [key]: id, [DIRECTIVE]: 'delete' }))];
}

/** The same for merge patches, which know no lists. Nulls of the manifest count as deletions. */
function mergeDiff(from: JsonObject, to: JsonObject, half: Half): JsonObject {
  const patch: JsonObject = {};
  for (const key of keysOf(to)) {
    const after = at(to, key) ?? null;
    const before = at(from, key);
    if (isSame(before, after)) continue;
    if (after === null) {
      if (half === 'deletions') put(patch, key, null);
    } else if (isObject(after)) {
      const inner = mergeDiff(isObject(before) ? before : {}, after, half);
      const isNew = half === 'changes' && !isObject(before);
      if (isNew || Object.keys(inner).length > 0) put(patch, key, inner);
    } else if (half === 'changes') put(patch, key, withoutNulls(after));
  }
  if (half === 'deletions') for (const key of missing(from, to)) put(patch, key, null);
  return patch;
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutNulls(inner as Json)]));
}
