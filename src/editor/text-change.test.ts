import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textChange } from './text-change';

function apply(before: string, after: string): string {
  const change = textChange(before, after);
  return change === undefined
    ? before
    : before.slice(0, change.start) + change.text + before.slice(change.end);
}

test('only what differs is replaced', () => {
  expect(textChange('image: nginx:1\nx', 'image: nginx:2\nx')).toEqual({ start: 13, end: 14, text: '2' });
  expect(textChange('a\nb\n', 'a\nb\nc\n')).toEqual({ start: 4, end: 4, text: 'c\n' });
  expect(textChange('same', 'same')).toBeUndefined();
});

test('no surrogate pair is cut in two', () => {
  expect(textChange('x🙂y', 'x🙃y')).toEqual({ start: 1, end: 3, text: '🙃' });
});

test('the change leads from one text to the other', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '🙂', '🙃'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(apply(before, after)).toBe(after);
    }),
  );
});
