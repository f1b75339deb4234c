import { Kept, LEAF, leafOf, placeIn } from './kept';

/** Slots that are copied together when the first of them changes after a copy of the table. */
interface Leaf<V> {
  /** Undefined where a slot is empty. Shared by leaves that differ in values only. */
  keys: (string | undefined)[];
  readonly values: (V | undefined)[];
  /** How many slots are not empty. */
  filled: number;
  /** Whose turn it is to change it, and its keys: that of a table between two copies. */
  editor: object;
  keysEditor: object;
  /** The edition of the index that knows all its keys. */
  indexed: object | undefined;
}

/** An index with so many times more keys than there are, and some more, is made anew. */
const STALE = 4;
const SOME = 4_096;

/**
 * A map by text of values that are never changed, in the order in which keys came, as any Map. A copy costs as much as has changed
 * since the last one. Going back or ahead to one costs a look at each leaf of 16 slots, for the index is right about all times that it
 * has seen.
 */
export class KeptTable<V extends NonNullable<unknown>> {
  private count = 0;
  /** Slots in use, empty ones among them: a slot that has become empty is not used again. */
  private length = 0;
  private leaves: Leaf<V>[] = [];
  /** Where a key is, or was: what stands in that slot tells. If it is not there it is nowhere. */
  private slots = new Map<string, number>();
  /** By number of the leaf: one that carries this mark has all its keys in `slots`. */
  private editions: object[] = [];
  private firstEdition: object = {};
  private editor: object = {};
  /** Until something changes. */
  private last: Kept<V> | undefined;

  get size(): number {
    return this.count;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  get(key: string): V | undefined {
    const slot = this.slots.get(key);
    if (slot === undefined) return undefined;
    const leaf = this.leaves[leafOf(slot)];
    const i = placeIn(slot);
    return leaf?.keys[i] === key ? leaf.values[i] : undefined;
  }

  /** All keys there are now, in the order in which they came. */
  keys(): string[] {
    return this.leaves.flatMap(({ keys }) => keys.filter((key) => key !== undefined));
  }

  /** Returns the value before. */
  set(key: string, value: V): V | undefined {
    const slot = this.slotOf(key);
    if (slot === undefined) {
      this.append(key, value);
      return undefined;
    }
    const { values } = this.changing(slot);
    const before = values[placeIn(slot)];
    values[placeIn(slot)] = value;
    return before;
  }

  delete(key: string): boolean {
    const slot = this.slotOf(key);
    if (slot === undefined) return false;
    const leaf = this.changing(slot);
    this.setKey(leaf, placeIn(slot), undefined);
    leaf.values[placeIn(slot)] = undefined;
    leaf.filled--;
    this.count--;
    return true;
  }

  clear(): void {
    this.last = undefined;
    [this.leaves, this.length, this.count] = [[], 0, 0];
  }

  keep(): Kept<V> {
    this.last ??= new Kept(this.leaves.slice());
    // What the copies have is not changed any more.
    this.editor = {};
    return this.last;
  }

  /** `differs` hears of everything that goes (`there` is false) or comes; of what is replaced or moved, both. In no order. */
  revive(kept: Kept<V>, differs?: (key: string, value: V, there: boolean) => void): void {
    const leaves = kept.leaves as readonly Leaf<V>[];
    if (differs) this.compare(leaves, differs);
    this.leaves = leaves.slice();
    this.length = Math.max(0, leaves.length - 1) * LEAF + (leaves.at(-1)?.keys.length ?? 0);
    this.count = leaves.reduce((sum, { filled }) => sum + filled, 0);
    leaves.forEach((leaf, number) => this.learn(leaf, number));
    this.last = kept;
    this.editor = {};
  }

  /** Where the key is now. */
  private slotOf(key: string): number | undefined {
    const slot = this.slots.get(key);
    return slot !== undefined && this.leaves[leafOf(slot)]?.keys[placeIn(slot)] === key ? slot : undefined;
  }

  private append(key: string, value: V): void {
    if (this.length > LEAF && this.length > 2 * this.count) this.closeRanks();
    else if (this.slots.size > STALE * this.count + SOME) this.learnAnew();
    const slot = this.length++;
    const number = leafOf(slot);
    if (number === this.leaves.length) {
      const { editor } = this;
      const indexed = (this.editions[number] ??= this.firstEdition);
      this.leaves.push({ keys: [], values: [], filled: 0, editor, keysEditor: editor, indexed });
    }
    const leaf = this.changing(slot);
    this.setKey(leaf, placeIn(slot), key);
    leaf.values[placeIn(slot)] = value;
    leaf.filled++;
    this.count++;
    this.note(key, slot);
  }

  /** The leaf of a slot, to be changed there. */
  private changing(slot: number): Leaf<V> {
    const { leaves, editor } = this;
    const number = leafOf(slot);
    let leaf = leaves[number] as Leaf<V>;
    if (leaf.editor !== editor) {
      const { keys, values, filled, keysEditor } = leaf;
      // Another table may have learnt it since.
      const indexed = leaf.indexed === this.editions[number] ? leaf.indexed : undefined;
      leaf = { keys, values: values.slice(), filled, editor, keysEditor, indexed };
      leaves[number] = leaf;
    }
    this.last = undefined;
    return leaf;
  }

  private setKey(leaf: Leaf<V>, i: number, key: string | undefined): void {
    if (leaf.keysEditor !== this.editor) {
      leaf.keys = leaf.keys.slice();
      leaf.keysEditor = this.editor;
    }
    leaf.keys[i] = key;
  }

  private compare(
    leaves: readonly Leaf<V>[],
    differs: (key: string, value: V, there: boolean) => void,
  ): void {
    const length = Math.max(this.leaves.length, leaves.length);
    for (let number = 0; number < length; number++) {
      const [now, then] = [this.leaves[number], leaves[number]];
      if (now === then) continue;
      for (let i = 0; i < LEAF; i++) {
        const [gone, come] = [now?.keys[i], then?.keys[i]];
        if (gone === come && now?.values[i] === then?.values[i]) continue;
        if (gone !== undefined) differs(gone, now?.values[i] as V, false);
        if (come !== undefined) differs(come, then?.values[i] as V, true);
      }
    }
  }

  private learn(leaf: Leaf<V>, number: number): void {
    const edition = (this.editions[number] ??= this.firstEdition);
    if (leaf.indexed === edition) return;
    leaf.keys.forEach((key, i) => {
      if (key !== undefined) this.note(key, number * LEAF + i);
    });
    leaf.indexed = edition;
  }

  private note(key: string, slot: number): void {
    const before = this.slots.get(key);
    if (before === slot) return;
    // What is known of the leaves in which it was no longer holds.
    if (before !== undefined) this.editions[leafOf(before)] = {};
    this.slots.set(key, slot);
  }

  /** Forgets where keys were at other times. */
  private learnAnew(): void {
    this.slots = new Map();
    this.firstEdition = {};
    this.editions = [];
    this.leaves.forEach((leaf, number) => this.learn(leaf, number));
  }

  /** Does away with the empty slots. */
  private closeRanks(): void {
    const { editor } = this;
    const filled = this.leaves.flatMap(({ keys, values }) =>
      keys.flatMap((key, i) => (key === undefined ? [] : [{ key, value: values[i] }])),
    );
    this.leaves = [];
    filled.forEach(({ key, value }, slot) => {
      const none = { filled: 0, editor, keysEditor: editor, indexed: undefined };
      const leaf = (this.leaves[leafOf(slot)] ??= { keys: [], values: [], ...none });
      leaf.keys.push(key);
      leaf.values.push(value);
      leaf.filled++;
    });
    this.length = this.count;
    this.last = undefined;
    this.learnAnew();
  }
}
