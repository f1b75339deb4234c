/** Where a text is nested too deep does not depend on how much stack an engine has left. */
import { describe, expect, test } from 'vitest';
import { parseDocuments } from './documents';
import { nestsTooDeep } from './nesting';

const nested: [string, (levels: number) => string][] = [
  ['brackets', (n) => `a: ${'['.repeat(n)}${']'.repeat(n)}`],
  ['braces', (n) => `a: ${'{b: '.repeat(n)}1${'}'.repeat(n)}`],
  ['keys', (n) => `a:${Array.from({ length: n }, (_, i) => `\n${' '.repeat(i + 1)}k:`).join('')}`],
  ['dashes', (n) => `a:\n${'- '.repeat(n)}1`],
];

describe.each(nested)('%s', (_, text) => {
  test('two hundred levels are read', () => {
    expect(parseDocuments(text(200)).diagnostics).toEqual([]);
  });
  test.each([300, 600, 5000])('%d are refused, whoever asks', (n) => {
    const long = text(n);
    if (long.length > 200_000) return;
    const ask = (stack: number): unknown => (stack === 0 ? parseDocuments(long).diagnostics : ask(stack - 1));
    expect(ask(0)).toMatchObject([
      { message: 'error converting YAML to JSON: yaml: exceeded max depth of 10000' },
    ]);
    expect(ask(3000)).toEqual(ask(0));
  });
});

test('many brackets, one after the other or in a text, are no levels', () => {
  expect(nestsTooDeep(`a: [${'[],'.repeat(1000)}]`)).toBe(false);
  expect(nestsTooDeep(`a: '${'['.repeat(1000)}'`)).toBe(false);
  expect(nestsTooDeep(`a: |\n${'  {[[\n'.repeat(1000)}`)).toBe(false);
  expect(nestsTooDeep(`a: 1 # ${'['.repeat(1000)}`)).toBe(false);
  expect(nestsTooDeep(`a: |\n${' '.repeat(1000)}b`)).toBe(false);
});
