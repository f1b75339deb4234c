/** `--sort-by` (CLI-18). */
import { compareText } from '../lib/compare';
import { parseQuantity } from '../k8s/quantity';
import { failure, type Failure } from './failure';
import { findValues } from '../k8s/jsonpath/find';
import { parseRelaxedPath } from '../k8s/jsonpath/parse';
import type { FoundObject } from './targets';

/** Stable: objects with equal values keep their order; those without the field come first. */
export function sortObjects(
  objects: readonly FoundObject[],
  field: string,
): readonly FoundObject[] | Failure {
  if (field === '') return objects;
  const path = parseRelaxedPath(field);
  if (!path.ok) return failure(path.message);
  if (objects.length === 0) return objects;
  const keyed = objects.map((object) => {
    const found = findValues(path.steps, object.object);
    return { object, value: found.ok ? found.values[0] : undefined };
  });
  if (keyed.every((k) => k.value === undefined)) {
    const bare = field.replace(/^\{?\.?/, '').replace(/\}$/, '');
    return failure(`couldn't find any field with path "{.${bare}}" in the list of objects`);
  }
  return keyed.toSorted((a, b) => compareValues(a.value, b.value)).map((k) => k.object);
}

function compareValues(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  const x = String(a as string);
  const y = String(b as string);
  const left = quantity(x);
  const right = quantity(y);
  if (left !== undefined && right !== undefined) return left - right;
  return naturalCompare(x, y);
}

function quantity(text: string): number | undefined {
  return /^[+-]?[\d.]/.test(text) ? parseQuantity(text) : undefined;
}

/** kubectl sorts strings naturally: runs of digits compare as numbers. */
function naturalCompare(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const x = left[i] as string;
    const y = right[i] as string;
    if (x === y) continue;
    if (/^\d/.test(x) && /^\d/.test(y) && Number(x) !== Number(y)) return Number(x) - Number(y);
    return compareText(x, y);
  }
  return left.length - right.length;
}
