/** Deep copy of plain data: primitives, arrays, plain objects, Map and Set. Class instances are a bug and throw. */
export function deepClone<T>(value: T): T {
  return cloneValue(value) as T;
}

function cloneValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cloneValue);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    for (const [k, v] of value) copy.set(k, cloneValue(v));
    return copy;
  }
  if (value instanceof Set) return new Set(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('deepClone: only plain data');
  // Copied as a whole first: the engine then knows the shape, and most fields are no objects.
  const copy: Record<string, unknown> = { ...value };
  for (const key in copy) {
    const field = copy[key];
    if (typeof field === 'object' && field !== null) copy[key] = cloneValue(field);
  }
  return copy;
}
