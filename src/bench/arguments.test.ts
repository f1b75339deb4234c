import { expect, test } from 'vitest';
import { readOptions } from './arguments';

const read = (...words: string[]) => readOptions(words, ['apply', 'roll', 'seek']);

test('everything is measured unless some figures are named', () => {
  expect(read()).toEqual({ quick: false, only: [], json: undefined, readme: false, help: false });
  expect(read('--only', 'apply,seek', '--only', 'roll', '--quick', '--json', 'x.json')).toEqual({
    quick: true,
    only: ['apply', 'seek', 'roll'],
    json: 'x.json',
    readme: false,
    help: false,
  });
});

test.each([
  [['--only', 'aply'], 'no figure aply; there are apply, roll, seek'],
  [['--fast'], /--fast/],
  [['apply'], /apply/],
  [['--readme', '--quick'], /whole runs/],
  [['--readme', '--only', 'roll'], /whole runs/],
])('%j is refused', (words, message) => {
  expect(() => read(...words)).toThrow(message);
});
