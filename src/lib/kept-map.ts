import { Kept, LEAF, leafOf, placeIn, type Leaf } from './kept';

/** What the map holds now under a key. */
interface Entry<V> {
  readonly key: string;
  slot: number;
  /** Undefined: the leaf's, which is cloned for the first who may change it. So there is one of each, until it changes. */
  live: V | undefined;
  /** It may differ from what the leaf has: its slot is among the touched. */
  touched: boolean;
}

/**
 * A map by text of which a copy costs as much as has changed since the last one, and going back to a copy as much as differs. In the
 * order in which keys came, as any Map. Values change in place, in the hands of those who asked with `get`; for values that never
 * change there is KeptTable.
 */
export class KeptMap<V extends object> {
  private readonly entries = new Map<string, Entry<V>>();
  /** By slot; a slot that has become empty is not used again. */
  private slots: (Entry<V> | undefined)[] = [];
  private leaves: readonly Leaf<V>[] = [];
  /** Slots that may differ from what the leaves have, each once. */
  private touched: number[] = [];
  private last: Kept<V> | undefined;

  constructor(private readonly clone: (value: V) => V) {}

  get size(): number {
    return this.entries.size;
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** The value, which may be changed until the next `keep` or `revive`. */
  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.touch(entry);
    return (entry.live ??= this.clone(this.kept(entry)));
  }

  /** The value, to be looked at and not held on to: asked for with `get`, it may be another object. */
  peek(key: string): Readonly<V> | undefined {
    const entry = this.entries.get(key);
    return entry && this.valueOf(entry);
  }

  /** All keys there are now, in the order in which they came. */
  keys(): string[] {
    return this.slots.flatMap((entry) => (entry ? [entry.key] : []));
  }

  /** Returns the value before. */
  set(key: string, value: V): V | undefined {
    let entry = this.entries.get(key);
    const before = entry && this.valueOf(entry);
    if (!entry) {
      if (this.slots.length > LEAF && this.slots.length > 2 * this.size) this.closeRanks();
      entry = { key, slot: this.slots.length, live: value, touched: false };
      this.entries.set(key, entry);
      this.slots.push(entry);
    }
    entry.live = value;
    this.touch(entry);
    return before;
  }

  delete(key: string): boolean {
    const entry = this.entries.get(key);
    if (!entry) return false;
    this.touch(entry);
    this.entries.delete(key);
    this.slots[entry.slot] = undefined;
    return true;
  }

  clear(): void {
    for (const key of this.keys()) this.delete(key);
  }

  keep(): Kept<V> {
    const { touched } = this;
    if (this.last && touched.length === 0) return this.last;
    const leaves = this.leaves.slice();
    for (const slot of touched) {
      const number = leafOf(slot);
      const i = placeIn(slot);
      const before = this.leaves[number];
      let leaf = leaves[number];
      // The names mostly stay: they are copied only if they do not.
      if (!leaf) leaves[number] = leaf = { keys: [], values: [] };
      else if (leaf === before) leaves[number] = leaf = { keys: leaf.keys, values: leaf.values.slice() };
      const entry = this.slots[slot];
      if (leaf.keys[i] !== entry?.key) {
        if (leaf.keys === before?.keys) leaf.keys = leaf.keys.slice();
        leaf.keys[i] = entry?.key;
      }
      if (entry) entry.touched = false;
      const value = entry?.live;
      // Many are asked for and stay as they are.
      if (!isSame(value, leaf.values[i])) leaf.values[i] = value;
      if (entry) entry.live = undefined;
    }
    this.touched = [];
    this.leaves = leaves;
    return (this.last = new Kept(leaves));
  }

  revive(kept: Kept<V>): void {
    const touched = new Set(this.touched);
    const touchedLeaves = new Set(this.touched.map(leafOf));
    const length = Math.max(Math.ceil(this.slots.length / LEAF), kept.leaves.length);
    const come: Entry<V>[] = [];
    for (let number = 0; number < length; number++) {
      const [now, then] = [this.leaves[number], kept.leaves[number]];
      if (now === then && !touchedLeaves.has(number)) continue;
      for (let i = 0; i < LEAF; i++) {
        const slot = number * LEAF + i;
        const key = then?.keys[i];
        const entry = this.slots[slot];
        if (entry && entry.key === key) {
          if (!touched.has(slot)) continue;
          entry.live = undefined;
          entry.touched = false;
        } else {
          if (entry) this.entries.delete(entry.key);
          this.slots[slot] = undefined;
          if (key !== undefined) come.push({ key, slot, live: undefined, touched: false });
        }
      }
    }
    // Not before all that goes is gone: a key may have moved from slot to slot.
    for (const entry of come) {
      this.slots[entry.slot] = entry;
      this.entries.set(entry.key, entry);
    }
    this.touched = [];
    this.leaves = kept.leaves;
    this.last = kept;
    const full = Math.max(0, this.leaves.length - 1);
    this.slots.length = full * LEAF + (this.leaves[full]?.keys.length ?? 0);
  }

  private touch(entry: Entry<V>): void {
    if (entry.touched) return;
    entry.touched = true;
    this.touched.push(entry.slot);
  }

  /** Does away with the empty slots. */
  private closeRanks(): void {
    const before = this.leaves;
    const leaves: Leaf<V>[] = [];
    const filled = this.slots.filter((entry) => entry !== undefined);
    [this.slots, this.touched] = [filled, []];
    filled.forEach((entry, slot) => {
      const leaf = (leaves[leafOf(slot)] ??= { keys: [], values: [] });
      leaf.keys.push(entry.key);
      leaf.values.push(before[leafOf(entry.slot)]?.values[placeIn(entry.slot)]);
      entry.slot = slot;
      if (entry.touched) this.touched.push(slot);
    });
    this.leaves = leaves;
    this.last = undefined;
  }

  private valueOf(entry: Entry<V>): V {
    return entry.live ?? this.kept(entry);
  }

  private kept({ slot }: Entry<V>): V {
    return this.leaves[leafOf(slot)]?.values[placeIn(slot)] as V;
  }
}

/** Whether no field differs; a field with an object of its own always does. */
function isSame(value: unknown, kept: unknown): boolean {
  if (typeof value !== 'object' || typeof kept !== 'object' || !value || !kept) return false;
  const [now, then] = [value as Record<string, unknown>, kept as Record<string, unknown>];
  let more = 0;
  for (const field in now) {
    const own = now[field];
    if (own !== then[field] || (own === undefined && !(field in then))) return false;
    more++;
  }
  for (const _ in then) more--;
  return more === 0;
}
