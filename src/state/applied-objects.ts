import { kindByApiVersion, kindRows, type KindSource, type Reader } from '../engine/index';
import { controllerOf } from '../k8s/owner';
import type { JsonObject, Kind, KubeObject } from '../k8s/types';
import { LAST_APPLIED } from '../kubectl/apply';
import type { ParsedText } from '../yaml/documents';
import type { VanishedObject } from './types';

/** The objects that a text names, as kubectl would place them. */
export function objectsOf({ documents }: ParsedText, kinds: KindSource): VanishedObject[] {
  return documents.flatMap(({ object }) => (object ? (identify(object, kinds) ?? []) : []));
}

/**
 * Objects of the cluster that were applied and whose document is not in the text. As for `kubectl apply --prune`, the
 * last-applied annotation (API-46) tells what was applied: neither what was created nor what the server refused. `events`: whether an
 * Event may be among them; where there are ten thousands, it is better to know that there is not.
 */
export function vanishedFrom(parsed: ParsedText, read: Reader, events: boolean): VanishedObject[] {
  // While the text cannot be read nothing has vanished: it is being edited.
  if (parsed.diagnostics.some((d) => d.severity === 'error')) return [];
  const present = new Set(objectsOf(parsed, read).map(objectId));
  const ids = [...new Set(kindRows(read).map((row) => row.id))];
  return ids
    .filter((kind) => kind !== 'Event' || events)
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((kind) =>
      candidates(kind, read)
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

/** Among them are all that nothing controls; of pods those are few. */
function candidates(kind: Kind, read: Reader): readonly KubeObject[] {
  if (kind !== 'Pod') return read.list(kind) as readonly KubeObject[];
  return read.list('Namespace').flatMap(({ metadata }) => read.orphans(kind, metadata.name));
}

/** Sets first, for they are what the page is about; last what takes other objects along when it goes. */
function rank(kind: Kind): number {
  return { DaemonSet: 0, CustomResourceDefinition: 2, Namespace: 3 }[kind as string] ?? 1;
}

export function objectId({ kind, namespace = '', name }: VanishedObject): string {
  return `${kind} ${namespace}/${name}`;
}

function identify(object: JsonObject, kinds: KindSource): VanishedObject | undefined {
  const { apiVersion, metadata } = object;
  if (
    typeof apiVersion !== 'string' ||
    typeof object['kind'] !== 'string' ||
    !metadata ||
    typeof metadata !== 'object' ||
    Array.isArray(metadata)
  )
    return undefined;
  const { name, namespace } = metadata;
  const row = kindByApiVersion(apiVersion, object['kind'], kinds);
  if (!row || typeof name !== 'string') return undefined;
  const kind = row.id;
  if (!row.namespaced) return { kind, name };
  return { kind, name, namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default' };
}
