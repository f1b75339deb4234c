import type { KubeObject } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { SortedList } from '../../lib/sorted-list';

/**
 * Objects in order of namespace, then name. Looking one up makes no new text: the names that objects carry have been hashed before.
 * An array that it has handed out never changes.
 */
export class Shelf {
  /** By namespace, '' for objects that are in none; none of them is empty. */
  private readonly parts = new Map<string, SortedList<KubeObject>>();
  /** What `items` gave last, while it holds. */
  private joined: readonly KubeObject[] | undefined;

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

  set(object: KubeObject): void {
    const { namespace = '', name } = object.metadata;
    let part = this.parts.get(namespace);
    if (!part) this.parts.set(namespace, (part = new SortedList()));
    part.set(name, object);
    this.joined = undefined;
  }

  delete(namespace = '', name: string): void {
    const part = this.parts.get(namespace);
    part?.delete(name);
    if (part?.size === 0) this.parts.delete(namespace);
    this.joined = undefined;
  }

  private join(): readonly KubeObject[] {
    const [first, ...others] = this.parts.values();
    if (others.length === 0) return first?.items() ?? [];
    const parts = [...this.parts].sort(([a], [b]) => compareText(a, b));
    return parts.flatMap(([, part]) => part.items());
  }
}
