import { compareText } from './compare';

/** Fewer new keys than this are inserted one by one, more are merged in one pass over the list. */
const FEW = 16;

/**
 * Items by a text key, always in byte order of the key. `items()` hands out the array itself; a later change copies it first,
 * so an array once handed out never changes under its reader, and keeping one is as good as a copy.
 */
export class SortedList<T> {
  private readonly byKey = new Map<string, T>();
  private keys: string[] = [];
  private values: T[] = [];
  /** New keys that have no place in `keys` yet: many are added between two looks at the order. */
  private added: string[] = [];
  private shared = false;

  get(key: string): T | undefined {
    return this.byKey.get(key);
  }

  get size(): number {
    return this.byKey.size;
  }

  items(): readonly T[] {
    this.sort();
    this.shared = true;
    return this.values;
  }

  set(key: string, value: T): void {
    const known = this.byKey.has(key);
    this.byKey.set(key, value);
    if (!known) {
      this.added.push(key);
      return;
    }
    this.sort();
    this.own();
    this.values[this.position(key)] = value;
  }

  delete(key: string): void {
    this.sort();
    if (!this.byKey.delete(key)) return;
    const at = this.position(key);
    this.own();
    this.keys.splice(at, 1);
    this.values.splice(at, 1);
  }

  /** Gives the added keys their places. */
  private sort(): void {
    const { added, keys, values } = this;
    if (added.length === 0) return;
    this.added = [];
    if (added.length < FEW) {
      for (const key of added) this.insert(key);
      return;
    }
    added.sort(compareText);
    const allKeys: string[] = [];
    const allValues: T[] = [];
    let next = 0;
    const take = (key: string): void => {
      allKeys.push(key);
      allValues.push(this.byKey.get(key) as T);
    };
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      while (next < added.length && compareText(added[next] as string, key) < 0)
        take(added[next++] as string);
      allKeys.push(key);
      allValues.push(values[i] as T);
    }
    while (next < added.length) take(added[next++] as string);
    this.keys = allKeys;
    this.values = allValues;
    this.shared = false;
  }

  private insert(key: string): void {
    const at = this.position(key);
    this.own();
    this.keys.splice(at, 0, key);
    this.values.splice(at, 0, this.byKey.get(key) as T);
  }

  private own(): void {
    if (!this.shared) return;
    this.values = this.values.slice();
    this.shared = false;
  }

  /** Index of the key, or where it would stand. */
  private position(key: string): number {
    let low = 0;
    let high = this.keys.length;
    // Objects mostly arrive in order: look at the end first.
    const last = this.keys[high - 1];
    if (last === undefined || compareText(last, key) < 0) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareText(this.keys[middle] as string, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
