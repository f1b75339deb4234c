/** Deep equality of JSON-like values. A key whose value is `undefined` equals an absent key. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!deepEqual(a[i], b[i])) return false;
    return true;
  }
  return sameFields(a as Fields, b as Fields);
}

type Fields = Record<string, unknown>;

/** Without lists of keys, and without a look at what is the same: most of what is compared is. */
function sameFields(left: Fields, right: Fields): boolean {
  let missing = 0;
  for (const key in left) {
    const value = left[key];
    if (value === undefined) continue;
    missing--;
    // Keys come from manifests: `constructor` must not find the prototype's, but no value is that of a prototype.
    if (!Object.is(value, right[key]) && !deepEqual(value, own(right, key))) return false;
  }
  // All that `left` has is there as well: what more is there?
  for (const key in right) if (right[key] !== undefined) missing++;
  return missing === 0;
}

function own(object: Fields, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Whether two lists hold the same values and objects in the same order. */
export function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
