import { compareText } from './compare';

/** JSON with keys in byte order and without `undefined`: equal values give equal text. Map and Set become sorted arrays. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([k, v]) => `[${canonicalJson(k)},${canonicalJson(v)}]`);
    return `{"map":[${entries.sort(compareText).join(',')}]}`;
  }
  if (value instanceof Set) return `{"set":[${[...value].map(canonicalJson).sort(compareText).join(',')}]}`;
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object).filter((k) => object[k] !== undefined);
  return `{${keys
    .sort(compareText)
    .map((k) => `${JSON.stringify(k)}:${canonicalJson(object[k])}`)
    .join(',')}}`;
}
