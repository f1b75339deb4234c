import { controllerReference } from '../k8s/owner';
import type { DaemonSet, JsonObject, StatefulSet } from '../k8s/types';
import type { Manifest } from './api/types';

export interface NewRevision {
  name: string;
  /** Label that carries the hash of the template. */
  label: readonly [key: string, hash: string];
  /** The patch document that restores the template (DS-61). */
  data: JsonObject;
  revision: number;
}

/** A ControllerRevision of a set, with the set's annotations and its template's labels. */
export function revisionManifest(
  set: DaemonSet | StatefulSet,
  { name, label: [key, hash], data, revision }: NewRevision,
): Manifest {
  const { namespace, annotations } = set.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      namespace,
      labels: { ...set.spec.template.metadata?.labels, [key]: hash },
      ...(annotations && { annotations }),
      ownerReferences: [controllerReference(set)],
    },
    data,
    revision,
  } as unknown as Manifest;
}
