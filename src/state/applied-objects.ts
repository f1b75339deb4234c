import { kindOf, type Reader } from '../engine/index';
import type { JsonObject, Kind } from '../k8s/types';
import { parseDocuments } from '../yaml/documents';
import type { VanishedObject } from './types';

/** An object that was applied from the text. */
export interface AppliedObject extends VanishedObject {
  kind: Kind;
}

/** The objects that a text names, as kubectl would place them. */
export function objectsOf(text: string): AppliedObject[] {
  return parseDocuments(text).documents.flatMap(({ object }) => (object ? (identify(object) ?? []) : []));
}

/** Objects applied earlier whose document is no longer in the text, as long as they exist in the cluster. */
export function vanishedFrom(applied: readonly AppliedObject[], text: string, read: Reader): AppliedObject[] {
  const parsed = parseDocuments(text);
  // While the text cannot be read nothing has vanished: it is being edited.
  if (parsed.diagnostics.some((d) => d.severity === 'error')) return [];
  const present = new Set(objectsOf(text).map(idOf));
  const unique = new Map(applied.map((o) => [idOf(o), o]));
  return [...unique.values()].filter((o) => {
    if (present.has(idOf(o))) return false;
    const live = read.get(o.kind, o.namespace, o.name);
    return live !== undefined && live.metadata.deletionTimestamp === undefined;
  });
}

function identify(object: JsonObject): AppliedObject | undefined {
  const { kind, metadata } = object;
  if (typeof kind !== 'string' || !metadata || typeof metadata !== 'object' || Array.isArray(metadata))
    return undefined;
  const { name, namespace } = metadata;
  const row = kindOf(kind as Kind);
  if (!row || typeof name !== 'string') return undefined;
  if (!row.namespaced) return { kind: kind as Kind, name };
  return { kind: kind as Kind, name, namespace: typeof namespace === 'string' ? namespace : 'default' };
}

function idOf(object: VanishedObject): string {
  return `${object.kind} ${object.namespace ?? ''}/${object.name}`;
}
