import type { AnyObject, Kind, KindMap } from '../../k8s/types';
import { KeptShelf, Shelf, ShelfCopy } from './shelf';
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

/** What a checkpoint keeps of the store. It shares with the one before what has not changed. */
export interface StoreSnapshot {
  resourceVersion: number;
  objects: readonly ObjectsOfKind[];
}

class ObjectsOfKind {
  constructor(
    readonly kind: Kind,
    readonly copy: ShelfCopy,
  ) {}

  /** In the order of lists. */
  get list(): readonly AnyObject[] {
    return this.copy.list() as AnyObject[];
  }
}

/** Shelves by node name, by namespace or, of one owner, by kind. */
type Index = Map<string, Shelf>;

interface Home {
  index: Index;
  id: string;
}

/**
 * The objects and the indexes over them. Lists are by namespace, then name, as those of the server (CLI-10).
 * Invariant: objects in it are never changed in place.
 */
export class Store implements Reader {
  private kinds = new Map<Kind, KeptShelf>();
  private podsByNode: Index = new Map();
  /** By uid of the owner. */
  private byOwner = new Map<string, Index>();
  /** By kind. */
  private withoutController = new Map<Kind, Index>();
  private version = 0;

  constructor(private readonly onChange: (change: StoreChange) => void) {}

  get resourceVersion(): number {
    return this.version;
  }

  nextResourceVersion(): string {
    return String(++this.version);
  }

  get<K extends Kind>(kind: K, namespace: string | undefined, name: string): KindMap[K] | undefined {
    return this.kinds.get(kind)?.get(namespace, name) as KindMap[K] | undefined;
  }

  list<K extends Kind>(kind: K, namespace?: string): readonly KindMap[K][] {
    const shelf = this.kinds.get(kind);
    const items = namespace === undefined ? shelf?.items() : shelf?.itemsIn(namespace);
    return (items ?? []) as readonly KindMap[K][];
  }

  count(kind: Kind): number {
    return this.kinds.get(kind)?.size ?? 0;
  }

  podsOnNode(nodeName: string): readonly KindMap['Pod'][] {
    return (this.podsByNode.get(nodeName)?.items() ?? []) as readonly KindMap['Pod'][];
  }

  ownedBy<K extends Kind>(kind: K, uid: string): readonly KindMap[K][] {
    return (this.byOwner.get(uid)?.get(kind)?.items() ?? []) as readonly KindMap[K][];
  }

  ownsAny(uid: string): boolean {
    return this.byOwner.has(uid);
  }

  orphans<K extends Kind>(kind: K, namespace: string): readonly KindMap[K][] {
    return (this.withoutController.get(kind)?.get(namespace)?.items() ?? []) as readonly KindMap[K][];
  }

  /** Creates or replaces; the object already carries its new resourceVersion. */
  put(kind: Kind, object: AnyObject, by: string, what?: string): void {
    const shelf = this.shelfOf(kind);
    const { namespace, name } = object.metadata;
    const old = shelf.get(namespace, name) as AnyObject | undefined;
    shelf.set(object);
    const homes = this.homes(kind, object);
    if (old && !livesWhere(object, old))
      for (const home of this.homes(kind, old))
        if (!homes.some(({ index, id }) => index === home.index && id === home.id)) this.leave(home, old);
    for (const { index, id } of homes) bucket(index, id).set(object);
    this.onChange({ type: old ? 'MODIFIED' : 'ADDED', kind, object, old, by, what });
  }

  /** `object`: the last state, with the resourceVersion of the deletion (API-43). */
  remove(kind: Kind, object: AnyObject, by: string): void {
    const shelf = this.shelfOf(kind);
    const { namespace, name } = object.metadata;
    const old = shelf.get(namespace, name) as AnyObject | undefined;
    if (!old) return;
    for (const home of this.homes(kind, old)) this.leave(home, old);
    shelf.delete(namespace, name);
    this.onChange({ type: 'DELETED', kind, object, old, by });
  }

  snapshot(): StoreSnapshot {
    return {
      resourceVersion: this.version,
      objects: [...this.kinds].map(([kind, shelf]) => new ObjectsOfKind(kind, shelf.keep())),
    };
  }

  /** Costs as much as differs from the present. */
  restore({ resourceVersion, objects }: StoreSnapshot): void {
    this.version = resourceVersion;
    const shelves = this.kinds;
    this.kinds = new Map();
    const come: [Kind, AnyObject][] = [];
    const move = (kind: Kind, shelf: KeptShelf, copy: ShelfCopy): void =>
      shelf.revive(copy, (from, to) => {
        const [now, then] = [from, to] as (AnyObject | undefined)[];
        if (now && !(then && livesWhere(then, now)))
          for (const home of this.homes(kind, now)) this.leave(home, now);
        if (then) come.push([kind, then]);
      });
    // In the order of the snapshot: processes that start list the kinds in that order.
    for (const { kind, copy } of objects) {
      const shelf = shelves.get(kind) ?? new KeptShelf();
      this.kinds.set(kind, shelf);
      shelves.delete(kind);
      move(kind, shelf, copy);
    }
    for (const [kind, shelf] of shelves) move(kind, shelf, new ShelfCopy(new Map()));
    for (const [kind, object] of come)
      for (const { index, id } of this.homes(kind, object)) bucket(index, id).set(object);
  }

  private shelfOf(kind: Kind): KeptShelf {
    let shelf = this.kinds.get(kind);
    if (!shelf) this.kinds.set(kind, (shelf = new KeptShelf()));
    return shelf;
  }

  /** The shelves of the indexes that an object belongs on. */
  private homes(kind: Kind, object: AnyObject): Home[] {
    const homes: Home[] = [];
    const { namespace, ownerReferences: owners = [] } = object.metadata;
    if (kind === 'Pod' && object.kind === 'Pod' && object.spec.nodeName)
      homes.push({ index: this.podsByNode, id: object.spec.nodeName });
    for (const { uid } of owners) homes.push({ index: indexIn(this.byOwner, uid), id: kind });
    if (kind !== 'Event' && namespace !== undefined && !owners.some((o) => o.controller))
      homes.push({ index: indexIn(this.withoutController, kind), id: namespace });
    return homes;
  }

  private leave({ index, id }: Home, { metadata }: AnyObject): void {
    const shelf = index.get(id);
    shelf?.delete(metadata.namespace, metadata.name);
    if (shelf?.size !== 0) return;
    index.delete(id);
    if (index.size > 0) return;
    for (const { uid } of metadata.ownerReferences ?? [])
      if (this.byOwner.get(uid) === index) this.byOwner.delete(uid);
  }
}

/** Whether nothing has changed that the indexes go by; most writes change the status only. */
function livesWhere(object: AnyObject, old: AnyObject): boolean {
  return (
    object.metadata.ownerReferences === old.metadata.ownerReferences &&
    (object.kind !== 'Pod' || old.kind !== 'Pod' || object.spec.nodeName === old.spec.nodeName)
  );
}

function bucket<K>(shelves: Map<K, Shelf>, key: K): Shelf {
  let shelf = shelves.get(key);
  if (!shelf) shelves.set(key, (shelf = new Shelf()));
  return shelf;
}

function indexIn<K>(indexes: Map<K, Index>, key: K): Index {
  let index = indexes.get(key);
  if (!index) indexes.set(key, (index = new Map()));
  return index;
}
