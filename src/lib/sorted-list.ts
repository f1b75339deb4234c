import { compareText } from './compare';

/**
 * Items by a text key, always in byte order of the key. `items()` hands out the array itself; a later change copies it first,
 * so an array once handed out never changes under its reader, and keeping one is as good as a copy.
 */
export class SortedList<T> {
  private readonly byKey = new Map<string, T>();
  private keys: string[] = [];
  private values: T[] = [];
  private shared = false;

  get(key: string): T | undefined {
    return this.byKey.get(key);
  }

  get size(): number {
    return this.keys.length;
  }

  items(): readonly T[] {
    this.shared = true;
    return this.values;
  }

  set(key: string, value: T): void {
    const known = this.byKey.has(key);
    this.byKey.set(key, value);
    const at = this.position(key);
    this.own();
    if (known) this.values[at] = value;
    else {
      this.keys.splice(at, 0, key);
      this.values.splice(at, 0, value);
    }
  }

  delete(key: string): void {
    if (!this.byKey.delete(key)) return;
    const at = this.position(key);
    this.own();
    this.keys.splice(at, 1);
    this.values.splice(at, 1);
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
