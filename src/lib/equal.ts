/** Deep equality of JSON-like values. A key whose value is `undefined` equals an absent key. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, i) => deepEqual(item, b[i]));
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key of Object.keys(left)) if (!deepEqual(left[key], own(right, key))) return false;
  for (const key of Object.keys(right))
    if (right[key] !== undefined && own(left, key) === undefined) return false;
  return true;
}

/** Keys come from manifests: `constructor` must not find the prototype's. */
function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
