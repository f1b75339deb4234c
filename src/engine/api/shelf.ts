import type { KubeObject } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { KeptList } from '../../lib/kept-list';
import type { Kept } from '../../lib/kept';
import { SortedList } from '../../lib/sorted-list';

/**
 * Objects in order of namespace, then name. Looking one up makes no new text: the names that objects carry have been hashed before.
 * An array that it has handed out never changes.
 */
export class Shelf {
  /** By namespace, '' for objects that are in none; none of them is empty. */
  protected readonly parts = new Map<string, SortedList<KubeObject>>();
  /** What `items` gave last, while it holds. */
  protected joined: readonly KubeObject[] | undefined;

  get size(): number {
    let size = 0;
    for (const part of this.parts.values()) size += part.size;
    return size;
  }

  get(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.parts.get(namespace ?? '')?.get(name);
  }

  items(): readonly KubeObject[] {
    this.joined ??= this.join();
    return this.joined;
  }

  itemsIn(namespace: string): readonly KubeObject[] {
    return (namespace !== '' && this.parts.get(namespace)?.items()) || [];
  }

  /** Returns the object before, if there was one of that name. */
  set(object: KubeObject): KubeObject | undefined {
    const { namespace = '', name } = object.metadata;
    let part = this.parts.get(namespace);
    if (!part) this.parts.set(namespace, (part = this.newPart()));
    this.joined = undefined;
    return part.set(name, object);
  }

  delete(namespace = '', name: string): void {
    const part = this.parts.get(namespace);
    part?.delete(name);
    if (part?.size === 0) this.parts.delete(namespace);
    this.joined = undefined;
  }

  protected newPart(): SortedList<KubeObject> {
    return new SortedList();
  }

  private join(): readonly KubeObject[] {
    const [first, ...others] = this.parts.values();
    if (others.length === 0) return first?.items() ?? [];
    const parts = [...this.parts].sort(([a], [b]) => compareText(a, b));
    return parts.flatMap(([, part]) => part.items());
  }
}

/** What was on a shelf, by namespace. Immutable. */
export class ShelfCopy {
  constructor(readonly parts: ReadonlyMap<string, Kept<KubeObject>>) {}

  /** In order of namespace, then name. */
  list(): KubeObject[] {
    const parts = [...this.parts].sort(([a], [b]) => compareText(a, b));
    return parts.flatMap(([, part]) => {
      const entries = part.entries().sort(([a], [b]) => compareText(a, b));
      return entries.map(([, object]) => object);
    });
  }
}

/** A shelf that goes into checkpoints: a copy costs as much as has changed since the last one. */
export class KeptShelf extends Shelf {
  keep(): ShelfCopy {
    const parts = new Map<string, Kept<KubeObject>>();
    for (const [namespace, part] of this.keptParts) parts.set(namespace, part.keep());
    return new ShelfCopy(parts);
  }

  /** `differs`, if there is one, hears of every object that went, came or is another one. */
  revive(
    { parts }: ShelfCopy,
    differs?: (now: KubeObject | undefined, then: KubeObject | undefined) => void,
  ): void {
    this.joined = undefined;
    for (const [namespace, part] of this.parts) {
      if (parts.has(namespace)) continue;
      if (differs) for (const object of part.items()) differs(object, undefined);
      this.parts.delete(namespace);
    }
    for (const [namespace, kept] of parts) {
      if (!this.parts.has(namespace)) this.parts.set(namespace, this.newPart());
      this.keptParts.get(namespace)?.revive(kept, differs);
    }
  }

  protected override newPart(): KeptList<KubeObject> {
    return new KeptList();
  }

  private get keptParts(): ReadonlyMap<string, KeptList<KubeObject>> {
    return this.parts as Map<string, KeptList<KubeObject>>;
  }
}
