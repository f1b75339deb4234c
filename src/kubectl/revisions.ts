/** ControllerRevisions as rollout commands see them (CLI-63 … CLI-68). */
import type { Api } from '../engine/index';
import type { ControllerRevision, KubeObject } from '../k8s/types';
import { isControlledBy } from '../k8s/owner';

/** Revisions that a set owns, in ascending order of number. */
export function revisionsOf(api: Api, set: KubeObject): ControllerRevision[] {
  return api
    .list('ControllerRevision', set.metadata.namespace)
    .filter((revision) => isControlledBy(revision, set.metadata.uid))
    .toSorted((a, b) => a.revision - b.revision);
}
