/** References to objects and the keys of work queues. */
import type { KubeObject } from './types';

export interface ObjectReference {
  kind: string;
  /** Absent for cluster-scoped objects. */
  namespace?: string;
  name: string;
  uid: string;
}

export function refOf(object: Pick<KubeObject, 'kind' | 'metadata'>): ObjectReference {
  const { namespace, name, uid } = object.metadata;
  return namespace === undefined
    ? { kind: object.kind, name, uid }
    : { kind: object.kind, namespace, name, uid };
}

/** The reference an event carries: of the object as the reporter saw it. */
export function versionOf(
  object: Pick<KubeObject, 'kind' | 'metadata'>,
): ObjectReference & { resourceVersion: string } {
  return { ...refOf(object), resourceVersion: object.metadata.resourceVersion };
}

/** `namespace/name`, or the bare name for cluster-scoped objects. */
export function keyOf(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** The inverse of `keyOf`. */
export function splitKey(key: string): { namespace: string | undefined; name: string } {
  const slash = key.indexOf('/');
  return slash < 0
    ? { namespace: undefined, name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
