/** From a change of an object to the workloads of one kind that have to look at it, as upstream's informers lead there (DS-4 … DS-6). */
import { isTerminating } from '../k8s/conditions';
import { matchesSelector } from '../k8s/labels';
import { controllerOf } from '../k8s/owner';
import type { KindMap, KubeObject, OwnerReference } from '../k8s/types';
import { deepEqual } from '../lib/equal';
import type { Reader, WatchEvent } from './api/types';

type Owner = 'ReplicaSet' | 'Deployment' | 'StatefulSet';

/** The workload that a controller reference names, if it is of the kind and still the same object. */
export function resolveOwner<K extends Owner>(
  read: Reader,
  kind: K,
  namespace: string | undefined,
  owner: OwnerReference | undefined,
): KindMap[K] | undefined {
  if (owner?.kind !== kind) return undefined;
  const found = read.get(kind, namespace, owner.name);
  return found?.metadata.uid === owner.uid ? found : undefined;
}

/** The owners before and after the change; for an object without a controller all that could adopt it. */
export function concernedOwners<K extends Owner>(read: Reader, kind: K, event: WatchEvent): KindMap[K][] {
  const object: KubeObject = event.object;
  const old: KubeObject | undefined = event.old;
  const { namespace, ownerReferences } = object.metadata;
  const owner = controllerOf(object);
  // The bulk of all events: a pod of somebody else, and it stays his.
  if (owner && owner.kind !== kind && (!old || old.metadata.ownerReferences === ownerReferences)) return [];
  const concerned: KindMap[K][] = [];
  const add = (reference: OwnerReference | undefined) => {
    const owner = resolveOwner(read, kind, namespace, reference);
    if (owner) concerned.push(owner);
  };
  const before = old && controllerOf(old);
  const changed = old !== undefined && before?.uid !== owner?.uid;
  if (changed) add(before);
  if (owner) add(owner);
  else if (event.type !== 'DELETED' && !isTerminating(object)) {
    if (!old || changed || !deepEqual(old.metadata.labels, object.metadata.labels))
      for (const candidate of read.list(kind, namespace))
        if (couldAdopt(candidate, object)) concerned.push(candidate);
  }
  return concerned;
}

/** An empty selector adopts nothing. */
function couldAdopt({ spec: { selector } }: KindMap[Owner], { metadata }: KubeObject): boolean {
  const empty =
    Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
  return !empty && matchesSelector(selector, metadata.labels);
}
