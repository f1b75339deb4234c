/** What the server itself decides about metadata (API-1 … API-9, API-16). */
import { rfc3339 } from '../../k8s/time';
import type { ObjectMeta, StoredMeta } from '../../k8s/types';
import type { Random } from '../component';

/** Some fields are read-only in the published types; here they are written. */
type Draft = { -readonly [K in keyof StoredMeta]: StoredMeta[K] };

const SUFFIX_LENGTH = 5;
const MAX_PREFIX = 58;

/** API-8: at most 58 characters of the prefix and 5 random ones. */
export function generatedName(prefix: string, random: Random): string {
  return prefix.slice(0, MAX_PREFIX) + random.suffix(SUFFIX_LENGTH);
}

/** Metadata of a new object: the client's part, and what only the server sets (API-1, API-3). */
export function createdMeta(
  meta: ObjectMeta,
  name: string,
  uid: string,
  now: number,
  generation: number | undefined,
): StoredMeta {
  const created: Draft = {
    ...meta,
    name,
    uid,
    resourceVersion: '',
    creationTimestamp: rfc3339(now),
  };
  for (const key of [
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'selfLink',
    'managedFields',
  ] as const) {
    if (created[key] !== undefined) delete created[key];
  }
  // Of kinds without generations upstream stores what it gets.
  if (generation !== undefined) created.generation = generation;
  return withoutEmpty(created);
}

/**
 * The server's fields come from the stored object, whatever the client sent (API-3, API-4); resourceVersion is kept until the write.
 * `faults`: what must not change but was sent stays, for the validation to refuse it.
 */
export function updatedMeta(meta: ObjectMeta, old: StoredMeta, faults = false): StoredMeta {
  if (meta === old) return old;
  const next: Draft = {
    ...meta,
    name: old.name,
    uid: old.uid,
    resourceVersion: old.resourceVersion,
    creationTimestamp: old.creationTimestamp,
  };
  for (const key of SERVER_FIELDS) {
    if (old[key] === undefined) delete next[key];
    else next[key] = old[key] as never;
  }
  if (faults) for (const key of IMMUTABLE) if (meta[key]) next[key] = meta[key] as never;
  delete next.managedFields;
  return withoutEmpty(next);
}

const IMMUTABLE = ['uid', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

const SERVER_FIELDS = ['namespace', 'generation', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** Empty maps and lists are not stored: the API's JSON omits them. */
function withoutEmpty(meta: Draft): StoredMeta {
  for (const key of ['labels', 'annotations'] as const) {
    const map = meta[key];
    if (map !== undefined && (map === null || isEmpty(map))) delete meta[key];
  }
  for (const key of ['finalizers', 'ownerReferences'] as const) {
    if (meta[key] !== undefined && !meta[key]?.length) delete meta[key];
  }
  return meta;
}

function isEmpty(map: object): boolean {
  for (const _ in map) return false;
  return true;
}
