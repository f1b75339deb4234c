import { expect, test } from 'vitest';
import { regularExpression } from './regular-expression';

test.each<[string, string, boolean]>([
  ['^[a-z]+$', 'abc', true],
  ['^[a-z]+$', 'aBc', false],
  ['b', 'abc', true],
  ['^(a|bc){2,3}$', 'abca', true],
  ['^(a|bc){2,3}$', 'a', false],
  ['^a{2}$', 'aaa', false],
  ['^a{,2}$', 'a{,2}', true],
  ['(?i)^abc$', 'aBC', true],
  ['^(?:a(?i)b)c$', 'aBc', true],
  ['^(?:a(?i)b)c$', 'aBC', false],
  ['^(?P<x>\\d+)(s|m|h)$', '15m', true],
  ['^\\d+\\.\\d*$', '1x2', false],
  ['\\Aab\\z', 'ab', true],
  ['\\bfoo\\b', 'a foo b', true],
  ['\\bfoo\\b', 'afoo', false],
  ['^[[:alpha:]_-]+$', 'a_-B', true],
  ['^[^/]*$', 'a/b', false],
  ['^[a\\-z]+$', 'a-z', true],
  ['^[a-]$', '-', true],
  ['^[]a]+$', ']a', true],
  ['^\\p{Lu}\\pL$', 'Éé', true],
  ['^.$', '😀', true],
  ['^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$', 'a-b.c', true],
  ['^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$', 'a-', false],
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$', 'a.b-c.d', true],
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$', 'a..b', false],
  ['^(/[^/]+)+$', '/a/b', true],
  ['', 'x', true],
  ['a||b', 'x', true],
])('%s on %s', (pattern, text, expected) => {
  expect(regularExpression(pattern)?.(text)).toBe(expected);
});

test.each([
  '(',
  'a)',
  '[a',
  '*a',
  '(?=a)',
  '(?<!a)b',
  '\\1',
  'a{2000}',
  '((a{100}){100}){100}',
  '(((){1000}){1000}){1000}',
  '['.repeat(9),
  '('.repeat(9999),
  '[z-a]',
])('cannot read %s', (pattern) => {
  expect(regularExpression(pattern)).toBeUndefined();
});

test('a pattern that has the built-in engine try all ways takes no time', () => {
  const match = regularExpression('^(a+)+$');
  expect(match?.(`${'a'.repeat(5000)}b`)).toBe(false);
  expect(match?.('a'.repeat(5000))).toBe(true);
});

test('a match that would take too long is not judged', () => {
  const match = regularExpression('(a?){900}(b?){900}c');
  expect(match?.('ab'.repeat(20000))).toBeUndefined();
});
