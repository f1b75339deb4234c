/** Slots that are copied together when one of them has changed. */
export const LEAF = 16;

/** Undefined where a slot is empty. */
export interface Leaf<V> {
  keys: (string | undefined)[];
  values: (V | undefined)[];
}

/** A map as it was. It never changes, and shares with its like what is the same. */
export class Kept<V> {
  constructor(readonly leaves: readonly Leaf<V>[]) {}

  /** How many of its values another copy of the same map does not have in the same slot. */
  newTo(before: Kept<V> | undefined): number {
    let count = 0;
    for (let number = 0; number < this.leaves.length; number++) {
      const [leaf, other] = [this.leaves[number] as Leaf<V>, before?.leaves[number]];
      if (leaf === other) continue;
      for (let i = 0; i < leaf.values.length; i++) {
        const value = leaf.values[i];
        if (value !== undefined && value !== other?.values[i]) count++;
      }
    }
    return count;
  }

  /** In the order of the map. */
  entries(): [string, V][] {
    return this.leaves.flatMap(({ keys, values }) =>
      keys.flatMap((key, i): [string, V][] => (key === undefined ? [] : [[key, values[i] as V]])),
    );
  }
}

export function leafOf(slot: number): number {
  return Math.floor(slot / LEAF);
}

export function placeIn(slot: number): number {
  return slot % LEAF;
}
