import type { AnyObject, Kind, KindMap } from '../../k8s/types';
import { KeptShelf, Shelf, ShelfCopy } from './shelf';
import { ShortShelf } from './short-shelf';
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

/** Shelves by node name, by uid of the owner or by namespace; none of them is empty. */
type Index = Map<string, Shelf | ShortShelf>;

/** Beyond so many objects a shelf of an index is one for many. */
const SHORT = 64;

/**
 * The objects and the indexes over them. Lists are by namespace, then name, as those of the server (CLI-10).
 * Invariant: objects in it are never changed in place.
 */
export class Store implements Reader {
  private kinds = new Map<Kind, KeptShelf>();
  private readonly podsByNode: Index = new Map();
  /** By kind, then uid of the owner. */
  private readonly byOwner = new Map<Kind, Index>();
  /** By kind, then namespace. */
  private readonly withoutController = new Map<Kind, Index>();
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
    return (this.byOwner.get(kind)?.get(uid)?.items() ?? []) as readonly KindMap[K][];
  }

  ownsAny(uid: string): boolean {
    for (const index of this.byOwner.values()) if (index.has(uid)) return true;
    return false;
  }

  orphans<K extends Kind>(kind: K, namespace: string): readonly KindMap[K][] {
    return (this.withoutController.get(kind)?.get(namespace)?.items() ?? []) as readonly KindMap[K][];
  }

  /** Creates or replaces; the object already carries its new resourceVersion. */
  put(kind: Kind, object: AnyObject, by: string, what?: string): void {
    const old = this.shelfOf(kind).set(object) as AnyObject | undefined;
    if (old) this.leave(kind, old, object);
    this.join(kind, object);
    this.onChange({ type: old ? 'MODIFIED' : 'ADDED', kind, object, old, by, what });
  }

  /** `object`: the last state, with the resourceVersion of the deletion (API-43). */
  remove(kind: Kind, object: AnyObject, by: string): void {
    const shelf = this.shelfOf(kind);
    const { namespace, name } = object.metadata;
    const old = shelf.get(namespace, name) as AnyObject | undefined;
    if (!old) return;
    this.leave(kind, old);
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
    const move = (kind: Kind, shelf: KeptShelf, copy: ShelfCopy): void => {
      if (!isIndexed(kind)) shelf.revive(copy);
      else
        shelf.revive(copy, (from, to) => {
          const [now, then] = [from, to] as (AnyObject | undefined)[];
          if (now) this.leave(kind, now, then);
          if (then) come.push([kind, then]);
        });
    };
    // In the order of the snapshot: processes that start list the kinds in that order.
    for (const { kind, copy } of objects) {
      const shelf = shelves.get(kind) ?? new KeptShelf();
      this.kinds.set(kind, shelf);
      shelves.delete(kind);
      move(kind, shelf, copy);
    }
    for (const [kind, shelf] of shelves) move(kind, shelf, new ShelfCopy(new Map()));
    for (const [kind, object] of come) this.join(kind, object);
  }

  private shelfOf(kind: Kind): KeptShelf {
    let shelf = this.kinds.get(kind);
    if (!shelf) this.kinds.set(kind, (shelf = new KeptShelf()));
    return shelf;
  }

  /** Puts an object on the shelves of the indexes that it belongs on, in the place of what it was before. */
  private join(kind: Kind, object: AnyObject): void {
    if (!isIndexed(kind)) return;
    const { namespace, ownerReferences: owners } = object.metadata;
    const node = nodeOf(kind, object);
    if (node) putOn(this.podsByNode, node, object);
    if (owners) for (const { uid } of owners) putOn(indexOf(this.byOwner, kind), uid, object);
    if (namespace !== undefined && lacksController(object))
      putOn(indexOf(this.withoutController, kind), namespace, object);
  }

  /** Takes an object from where it, as it is `next`, no longer belongs. Most writes change the status only. */
  private leave(kind: Kind, object: AnyObject, next?: AnyObject): void {
    if (!isIndexed(kind)) return;
    const { namespace, ownerReferences: owners } = object.metadata;
    const node = nodeOf(kind, object);
    if (node && !(next && nodeOf(kind, next) === node)) takeFrom(this.podsByNode, node, object);
    if (next && next.metadata.ownerReferences === owners) return;
    if (owners) for (const { uid } of owners) takeFrom(indexOf(this.byOwner, kind), uid, object);
    if (namespace !== undefined && lacksController(object))
      takeFrom(indexOf(this.withoutController, kind), namespace, object);
  }
}

/** Custom kinds may be called pods, too. */
function nodeOf(kind: Kind, object: AnyObject): string | undefined {
  return kind === 'Pod' && object.kind === 'Pod' ? object.spec.nodeName : undefined;
}

/** Of events nobody asks, not even the garbage collector (its `ignoredResources`); and most of what differs between two moments are events. */
function isIndexed(kind: Kind): boolean {
  return kind !== 'Event';
}

function lacksController({ metadata: { ownerReferences } }: AnyObject): boolean {
  return !ownerReferences?.some((owner) => owner.controller);
}

function indexOf(indexes: Map<Kind, Index>, kind: Kind): Index {
  let index = indexes.get(kind);
  if (!index) indexes.set(kind, (index = new Map()));
  return index;
}

function putOn(index: Index, id: string, object: AnyObject): void {
  let shelf = index.get(id);
  if (!shelf) index.set(id, (shelf = new ShortShelf()));
  shelf.set(object);
  if (shelf.size > SHORT && shelf instanceof ShortShelf) index.set(id, longShelf(shelf));
}

function longShelf(short: ShortShelf): Shelf {
  const shelf = new Shelf();
  for (const object of short.items()) shelf.set(object);
  return shelf;
}

function takeFrom(index: Index, id: string, { metadata }: AnyObject): void {
  const shelf = index.get(id);
  shelf?.delete(metadata.namespace, metadata.name);
  if (shelf?.size === 0) index.delete(id);
}
