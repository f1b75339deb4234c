import { KINDS, kindOf, type Reader } from '../engine/index';
import { controllerOf } from '../k8s/owner';
import type { JsonObject, Kind } from '../k8s/types';
import { LAST_APPLIED } from '../kubectl/apply';
import type { ParsedText } from '../yaml/documents';
import type { VanishedObject } from './types';

/** The objects that a text names, as kubectl would place them. */
export function objectsOf({ documents }: ParsedText): VanishedObject[] {
  return documents.flatMap(({ object }) => (object ? (identify(object) ?? []) : []));
}

/**
 * Objects of the cluster that were applied and whose document is not in the text. As for `kubectl apply --prune`, the
 * last-applied annotation (API-46) tells what was applied: neither what was created nor what the server refused.
 */
export function vanishedFrom(parsed: ParsedText, read: Reader): VanishedObject[] {
  // While the text cannot be read nothing has vanished: it is being edited.
  if (parsed.diagnostics.some((d) => d.severity === 'error')) return [];
  const present = new Set(objectsOf(parsed).map(objectId));
  return KINDS.flatMap(({ kind }) =>
    read
      .list(kind)
      .filter(
        (object) =>
          object.metadata.annotations?.[LAST_APPLIED] !== undefined &&
          object.metadata.deletionTimestamp === undefined &&
          // A ControllerRevision carries its set's annotations.
          controllerOf(object) === undefined,
      )
      .map(({ metadata: { namespace, name } }) =>
        namespace === undefined ? { kind, name } : { kind, namespace, name },
      )
      .filter((object) => !present.has(objectId(object))),
  );
}

export function objectId({ kind, namespace = '', name }: VanishedObject): string {
  return `${kind} ${namespace}/${name}`;
}

function identify(object: JsonObject): VanishedObject | undefined {
  const { kind, metadata } = object;
  if (typeof kind !== 'string' || !metadata || typeof metadata !== 'object' || Array.isArray(metadata))
    return undefined;
  const { name, namespace } = metadata;
  const row = kindOf(kind as Kind);
  if (!row || typeof name !== 'string') return undefined;
  if (!row.namespaced) return { kind, name };
  return { kind, name, namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default' };
}
