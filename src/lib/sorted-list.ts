import { compareText } from './compare';

/** Up to so many new items find their places one by one; more are put in order in one pass over the list. */
const FEW = 16;
/** Items that are another one find theirs one by one up to this part of the list, an eighth. */
const PART = 8;
/** Beyond this part of the list, a half, it is not noted any more which are. */
const MOST = 2;

interface ByKey<T> {
  readonly size: number;
  get(key: string): T | undefined;
  has(key: string): boolean;
  set(key: string, item: T): unknown;
  delete(key: string): boolean;
}

/**
 * Items by a text key, in byte order of the key. The order is made when somebody looks: a list that is only written costs no more than a
 * map. An array that `items()` has handed out never changes, so keeping one is as good as a copy.
 */
export class SortedList<T extends NonNullable<unknown>> {
  protected readonly byKey: ByKey<T> = new Map<string, T>();
  /** As of the last look, like `values`. */
  private keys: readonly string[] = [];
  private values: readonly T[] = [];
  /** Keys that have come since then, some of them several times: one that went and came again is among `keys`, too. */
  private added: string[] = [];
  /** Keys whose item is another one or has gone. Not too many of them: `allChanged` beyond. */
  private readonly changed = new Set<string>();
  private allChanged = false;
  private someGone = false;

  get(key: string): T | undefined {
    return this.byKey.get(key);
  }

  get size(): number {
    return this.byKey.size;
  }

  items(): readonly T[] {
    const { added, changed } = this;
    const many = changed.size > FEW && changed.size * PART >= this.size;
    if (many || this.allChanged || this.someGone || added.length > FEW) this.merge();
    else if (added.length + changed.size > 0) this.patch();
    return this.values;
  }

  /** Returns the item before. */
  set(key: string, value: T): T | undefined {
    const before = this.exchange(key, value);
    if (before === undefined) this.added.push(key);
    else this.hasChanged(key);
    return before;
  }

  delete(key: string): void {
    if (!this.byKey.delete(key)) return;
    this.someGone = true;
    this.hasChanged(key);
  }

  protected exchange(key: string, value: T): T | undefined {
    const before = this.byKey.get(key);
    this.byKey.set(key, value);
    return before;
  }

  protected hasChanged(key: string): void {
    if (this.allChanged) return;
    const { changed } = this;
    changed.add(key);
    if (changed.size > FEW && changed.size * MOST > this.size) this.anyMayHaveChanged();
  }

  protected hasGoneOrCome(come: readonly string[]): void {
    this.anyMayHaveChanged();
    for (const key of come) this.added.push(key);
    // Who goes back and ahead and never looks would be told of them each time.
    if (this.added.length > 2 * this.size + FEW)
      this.added = [...new Set(this.added)].filter((key) => this.byKey.has(key));
  }

  private anyMayHaveChanged(): void {
    this.allChanged = true;
    this.changed.clear();
  }

  /** One pass over the list, for any changes. */
  private merge(): void {
    const { byKey, keys, values, changed, allChanged } = this;
    const added = this.added.sort(compareText);
    const allKeys: string[] = [];
    const allValues: T[] = [];
    let next = 0;
    const put = (key: string, value: T): void => {
      allKeys.push(key);
      allValues.push(value);
    };
    const take = (key: string): void => {
      const value = byKey.get(key);
      if (value !== undefined && allKeys.at(-1) !== key) put(key, value);
    };
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      while (next < added.length && compareText(added[next] as string, key) < 0)
        take(added[next++] as string);
      // What has not changed is not looked up: that costs more than to see that it has not.
      if (allChanged || changed.has(key)) take(key);
      else put(key, values[i] as T);
    }
    while (next < added.length) take(added[next++] as string);
    this.looked(allKeys, allValues);
  }

  /** A few new items, none of them gone. */
  private patch(): void {
    const keys = this.added.length > 0 ? this.keys.slice() : this.keys;
    const values = this.values.slice();
    for (const key of this.added) {
      const at = position(keys, key);
      (keys as string[]).splice(at, 0, key);
      values.splice(at, 0, this.byKey.get(key) as T);
    }
    for (const key of this.changed) values[position(keys, key)] = this.byKey.get(key) as T;
    this.looked(keys, values);
  }

  private looked(keys: readonly string[], values: readonly T[]): void {
    this.keys = keys;
    this.values = values;
    this.added = [];
    this.changed.clear();
    this.allChanged = false;
    this.someGone = false;
  }
}

/** Index of the key, or where it would stand. */
function position(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  // Objects mostly arrive in order: look at the end first.
  const last = keys[high - 1];
  if (last === undefined || compareText(last, key) < 0) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(keys[middle] as string, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
