import type { KubeObject } from '../../k8s/types';
import { compareText } from '../../lib/compare';

/**
 * A shelf for a few objects, one list in the order of lists: what a node runs, what an object owns. There is one for each node and each
 * owner, so it has to be small. An array that it has handed out never changes.
 */
export class ShortShelf {
  private list: KubeObject[] = [];
  private handedOut = false;

  get size(): number {
    return this.list.length;
  }

  items(): readonly KubeObject[] {
    this.handedOut = true;
    return this.list;
  }

  set(object: KubeObject): void {
    const { namespace = '', name } = object.metadata;
    const at = this.placeOf(namespace, name);
    const list = this.ownList();
    if (this.holds(at, namespace, name)) list[at] = object;
    else if (list.length === 0) this.list = [object];
    else list.splice(at, 0, object);
  }

  delete(namespace = '', name: string): void {
    const at = this.placeOf(namespace, name);
    if (this.holds(at, namespace, name)) this.ownList().splice(at, 1);
  }

  private ownList(): KubeObject[] {
    if (this.handedOut) this.list = this.list.slice();
    this.handedOut = false;
    return this.list;
  }

  /** Index of the object, or where it would stand. */
  private placeOf(namespace: string, name: string): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compareAt(middle, namespace, name) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private holds(at: number, namespace: string, name: string): boolean {
    return at < this.list.length && this.compareAt(at, namespace, name) === 0;
  }

  private compareAt(at: number, namespace: string, name: string): number {
    const { metadata } = this.list[at] as KubeObject;
    return compareText(metadata.namespace ?? '', namespace) || compareText(metadata.name, name);
  }
}
