import type { AnyObject, Kind, KindMap, KubeObject } from '../../k8s/types';
import { SortedList } from '../../lib/sorted-list';
import type { Reader } from './types';

/** A change of the store, before it becomes a watch event. */
export interface StoreChange {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  kind: Kind;
  object: AnyObject;
  /** What was stored before, if anything. */
  old?: AnyObject;
  by: string;
  what?: string;
}

/** What a checkpoint keeps of the store: arrays that never change once handed out. */
export interface StoreSnapshot {
  resourceVersion: number;
  objects: readonly { kind: Kind; list: readonly AnyObject[] }[];
}

type Index = Map<string, SortedList<KubeObject>>;

interface Home {
  index: Index;
  id: string;
}

/**
 * The objects and the indexes over them. Keys sort by namespace, then name, as lists of the server do (CLI-10).
 * Invariant: objects in it are never changed in place.
 */
export class Store implements Reader {
  private kinds = new Map<Kind, SortedList<KubeObject>>();
  private podsByNode: Index = new Map();
  private byOwner: Index = new Map();
  private withoutController: Index = new Map();
  private version = 0;

  constructor(private readonly onChange: (change: StoreChange) => void) {}

  get resourceVersion(): number {
    return this.version;
  }

  nextResourceVersion(): string {
    return String(++this.version);
  }

  get<K extends Kind>(kind: K, namespace: string | undefined, name: string): KindMap[K] | undefined {
    return this.kinds.get(kind)?.get(sortKey(namespace, name)) as KindMap[K] | undefined;
  }

  list<K extends Kind>(kind: K, namespace?: string): readonly KindMap[K][] {
    const all = (this.kinds.get(kind)?.items() ?? []) as readonly KindMap[K][];
    return namespace === undefined ? all : all.filter((o) => o.metadata.namespace === namespace);
  }

  podsOnNode(nodeName: string): readonly KindMap['Pod'][] {
    return (this.podsByNode.get(nodeName)?.items() ?? []) as readonly KindMap['Pod'][];
  }

  ownedBy<K extends Kind>(kind: K, uid: string): readonly KindMap[K][] {
    return (this.byOwner.get(`${kind} ${uid}`)?.items() ?? []) as readonly KindMap[K][];
  }

  orphans<K extends Kind>(kind: K, namespace: string): readonly KindMap[K][] {
    return (this.withoutController.get(`${kind} ${namespace}`)?.items() ?? []) as readonly KindMap[K][];
  }

  /** Creates or replaces; the object already carries its new resourceVersion. */
  put(kind: Kind, object: AnyObject, by: string, what?: string): void {
    const key = keyOfObject(object);
    const list = this.ofKind(kind);
    const old = list.get(key) as AnyObject | undefined;
    list.set(key, object);
    const homes = this.homes(kind, object);
    if (old && !livesWhere(object, old))
      for (const home of this.homes(kind, old)) if (!homes.some((h) => h.id === home.id)) leave(home, key);
    for (const { index, id } of homes) bucket(index, id).set(key, object);
    this.onChange({ type: old ? 'MODIFIED' : 'ADDED', kind, object, old, by, what });
  }

  /** `object`: the last state, with the resourceVersion of the deletion (API-43). */
  remove(kind: Kind, object: AnyObject, by: string): void {
    const key = keyOfObject(object);
    const old = this.ofKind(kind).get(key) as AnyObject | undefined;
    if (!old) return;
    for (const home of this.homes(kind, old)) leave(home, key);
    this.ofKind(kind).delete(key);
    this.onChange({ type: 'DELETED', kind, object, old, by });
  }

  snapshot(): StoreSnapshot {
    return {
      resourceVersion: this.version,
      objects: [...this.kinds].map(([kind, list]) => ({ kind, list: list.items() as readonly AnyObject[] })),
    };
  }

  restore(snapshot: StoreSnapshot): void {
    this.version = snapshot.resourceVersion;
    this.kinds = new Map();
    this.podsByNode = new Map();
    this.byOwner = new Map();
    this.withoutController = new Map();
    for (const { kind, list } of snapshot.objects)
      for (const object of list) {
        const key = keyOfObject(object);
        this.ofKind(kind).set(key, object);
        for (const { index, id } of this.homes(kind, object)) bucket(index, id).set(key, object);
      }
  }

  private ofKind(kind: Kind): SortedList<KubeObject> {
    return bucket(this.kinds, kind);
  }

  /** The index lists that an object belongs in. */
  private homes(kind: Kind, object: AnyObject): Home[] {
    const homes: Home[] = [];
    const { namespace, ownerReferences: owners = [] } = object.metadata;
    if (kind === 'Pod' && object.kind === 'Pod' && object.spec.nodeName)
      homes.push({ index: this.podsByNode, id: object.spec.nodeName });
    for (const owner of owners) homes.push({ index: this.byOwner, id: `${kind} ${owner.uid}` });
    if (kind !== 'Event' && namespace !== undefined && !owners.some((o) => o.controller))
      homes.push({ index: this.withoutController, id: `${kind} ${namespace}` });
    return homes;
  }
}

/** Whether nothing has changed that the indexes go by; most writes change the status only. */
function livesWhere(object: AnyObject, old: AnyObject): boolean {
  return (
    object.metadata.ownerReferences === old.metadata.ownerReferences &&
    (object.kind !== 'Pod' || old.kind !== 'Pod' || object.spec.nodeName === old.spec.nodeName)
  );
}

function leave(home: Home, key: string): void {
  const list = home.index.get(home.id);
  list?.delete(key);
  if (list?.size === 0) home.index.delete(home.id);
}

function bucket<K>(map: Map<K, SortedList<KubeObject>>, key: K): SortedList<KubeObject> {
  let list = map.get(key);
  if (!list) map.set(key, (list = new SortedList()));
  return list;
}

function keyOfObject(object: KubeObject): string {
  return sortKey(object.metadata.namespace, object.metadata.name);
}

function sortKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}\u0000${name}`;
}
