/** Defaulting that keeps what is already complete: the same reference comes back when nothing is missing. */

/** Adds the defaults whose keys are absent. */
export function withDefaults<T extends object>(object: T, defaults: Partial<T>): T {
  for (const key in defaults) {
    if (object[key] === undefined || object[key] === null) {
      const filled = { ...defaults, ...object };
      for (const k in defaults)
        if (filled[k] === undefined || filled[k] === null) filled[k] = defaults[k] as never;
      return filled;
    }
  }
  return object;
}

/** `map` that returns the same array when every item stays the same. */
export function mapKeeping<T>(items: T[], change: (item: T) => T): T[] {
  let changed: T[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const before = items[i] as T;
    const after = change(before);
    if (after !== before) (changed ??= [...items])[i] = after;
  }
  return changed ?? items;
}

/** `{ ...object, ...changes }`, or the object itself when every change is already there (by reference). */
export function withChanges<T extends object>(object: T, changes: Partial<T>): T {
  for (const key in changes) if (object[key] !== changes[key]) return { ...object, ...changes };
  return object;
}
