import type { Kept } from './kept';
import { KeptTable } from './kept-table';
import { SortedList } from './sorted-list';

/** A sorted list that goes into checkpoints: `keep` costs as much as has changed since the last one. Its items never change. */
export class KeptList<T extends NonNullable<unknown>> extends SortedList<T> {
  protected override readonly byKey = new KeptTable<T>();

  /** One look at the map instead of two. */
  protected override exchange(key: string, value: T): T | undefined {
    return this.byKey.set(key, value);
  }

  keep(): Kept<T> {
    return this.byKey.keep();
  }

  /** Brings back what was kept; `differs`, if there is one, hears of every item that went, came or is another one. */
  revive(kept: Kept<T>, differs?: (now: T | undefined, then: T | undefined) => void): void {
    if (differs) this.reviveTelling(kept, differs);
    else {
      let any = false;
      const come: string[] = [];
      this.byKey.revive(kept, (key, _item, there) => {
        any = true;
        if (there) come.push(key);
      });
      if (any) this.hasGoneOrCome(come);
    }
  }

  private reviveTelling(kept: Kept<T>, differs: (now: T | undefined, then: T | undefined) => void): void {
    const gone = new Map<string, T>();
    const come = new Map<string, T>();
    this.byKey.revive(kept, (key, item, there) => (there ? come : gone).set(key, item));
    for (const [key, item] of gone) {
      const then = come.get(key);
      if (then !== item) differs(item, then);
      if (then !== undefined) come.delete(key);
    }
    for (const item of come.values()) differs(undefined, item);
    if (gone.size > 0 || come.size > 0) this.hasGoneOrCome([...come.keys()]);
  }
}
