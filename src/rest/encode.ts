/** Values on the wire: JSON in Go's escaping, compact or indented by two, or YAML; always with a final newline. */
import { toYaml } from '../yaml/to-yaml';
import type { Representation } from './negotiate';
import type { Header, RestResponse } from './types';

const ESCAPED: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** Keys keep their order. `indent`: columns, 0 for one line. */
export function wireJson(value: unknown, indent = 0): string {
  const text = JSON.stringify(value, undefined, indent);
  return /[<>&\u2028\u2029]/.test(text)
    ? text.replaceAll(/[<>&\u2028\u2029]/g, (c) => ESCAPED[c] ?? c)
    : text;
}

export const NO_CACHE: Header = ['cache-control', 'no-cache, private'];

export function encoded(
  code: number,
  value: object,
  { yaml, pretty }: Pick<Representation, 'yaml' | 'pretty'>,
  more: readonly Header[] = [],
): RestResponse {
  return {
    type: 'response',
    code,
    headers: [NO_CACHE, ['content-type', yaml ? 'application/yaml' : 'application/json'], ...more],
    // As upstream: only the form for machines ends a line.
    body: yaml ? toYaml(value) : pretty ? wireJson(value, 2) : `${wireJson(value)}\n`,
  };
}

export function plainText(code: number, body: string): RestResponse {
  return {
    type: 'response',
    code,
    headers: [NO_CACHE, ['content-type', 'text/plain; charset=utf-8'], ['x-content-type-options', 'nosniff']],
    body,
  };
}

/** RFC 7234 warnings, as kubectl prints them (API-38). */
export function warningHeaders(warnings: readonly string[] | undefined): Header[] {
  return [...new Set(warnings ?? [])].map((text): Header => ['warning', `299 - ${quoted(text)}`]);
}

function quoted(text: string): string {
  return `"${text.replaceAll(/[\\"]/g, (c) => `\\${c}`).replaceAll(/[\r\n]/g, ' ')}"`;
}
