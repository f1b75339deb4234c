/** JSON as Go's encoder writes it: keys in byte order, `<`, `>` and `&` escaped (CLI-34). */
import { compareText } from '../../lib/compare';

/** Compact JSON. */
export function goJson(value: unknown): string {
  return encode(value, undefined, '');
}

/** `-o json`: 4-space indent, without final newline. */
export function indentedJson(value: unknown): string {
  return encode(value, '    ', '');
}

function encode(value: unknown, indent: string | undefined, outer: string): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return goString(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = indent === undefined ? '' : outer + indent;
  const open = indent === undefined ? '' : `\n${inner}`;
  const close = indent === undefined ? '' : `\n${outer}`;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[${open}${value.map((item) => encode(item, indent, inner)).join(`,${open}`)}${close}]`;
  }
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort(compareText);
  if (keys.length === 0) return '{}';
  const colon = indent === undefined ? ':' : ': ';
  const members = keys.map((key) => goString(key) + colon + encode(object[key], indent, inner));
  return `{${open}${members.join(`,${open}`)}${close}}`;
}

const ESCAPED: Record<string, string> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

function goString(text: string): string {
  return JSON.stringify(text).replaceAll(/[<>&\u2028\u2029]/g, (c) => ESCAPED[c] ?? c);
}
