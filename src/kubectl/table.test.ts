import { describe, expect, test } from 'vitest';
import { createTableWriter, singleLine } from './table';

describe('CLI-8 table', () => {
  test('widths are at least 6 and three more than the longest cell; the last cell is not padded', () => {
    const text = createTableWriter().write([
      ['NAME', 'DESIRED', 'NODE SELECTOR', 'AGE'],
      ['fluentd', '3', 'kubernetes.io/os=linux', '6m40s'],
    ]);
    expect(text).toBe(
      'NAME      DESIRED   NODE SELECTOR            AGE\nfluentd   3         kubernetes.io/os=linux   6m40s\n',
    );
  });
  test('narrow cells are 6 wide', () => {
    expect(
      createTableWriter().write([
        ['A', 'B'],
        ['x', 'y'],
      ]),
    ).toBe('A     B\nx     y\n');
  });
  test('widths never shrink', () => {
    const writer = createTableWriter();
    writer.write([['long name', 'B']]);
    expect(writer.write([['x', 'y']])).toBe('x           y\n');
  });
  test('CLI-33 a cell ends at its line break', () => {
    expect(singleLine('a\nb')).toBe('a...');
  });
});
