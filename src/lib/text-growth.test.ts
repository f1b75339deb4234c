import { expect, test } from 'vitest';
import { addedText } from './text-growth';

test.each([
  ['', '', ''],
  ['', 'a\n', 'a\n'],
  ['a\n', 'a\nb\n', 'b\n'],
  ['a\nb\n', 'b\nc\nd\n', 'c\nd\n'],
  ['a\nb\n', 'a\nb\n', ''],
  ['a\nb\n', 'c\n', undefined],
  ['a\nb\n', 'ab\n', undefined],
  ['a\nb\n', 'x\nb\n', ''],
])('%j, then %j: %j', (before, after, added) => {
  expect(addedText(before, after)).toBe(added);
});
