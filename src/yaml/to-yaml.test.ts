import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compareKeys } from './key-order';
import { toYaml } from './to-yaml';

const file = (name: string) => readFileSync(new URL(`./testdata/${name}`, import.meta.url), 'utf8');

describe('CLI-34 toYaml prints as kubectl get -o yaml', () => {
  test('scalars are quoted and folded as the real kubectl does it (captured output)', () => {
    const object = parse(file('quoting.yaml')) as { metadata: Record<string, unknown> };
    object.metadata['labels'] = { a: '1' };
    expect(toYaml(object)).toBe(file('quoting.expected.yaml'));
  });

  test('sorted keys, lists at the column of their key', () => {
    const value = {
      kind: 'Pod',
      apiVersion: 'v1',
      spec: { containers: [{ name: 'a', args: ['-v', '--x=1'], env: [] }], nodeSelector: {} },
      skipped: undefined,
    };
    expect(toYaml(value)).toBe(
      `apiVersion: v1
kind: Pod
spec:
  containers:
  - args:
    - -v
    - --x=1
    env: []
    name: a
  nodeSelector: {}
`,
    );
  });

  test.each<[unknown, string]>([
    ['', '""'],
    ['true', '"true"'],
    ['y', '"y"'],
    ['1', '"1"'],
    ['0644', '"0644"'],
    ['1:30', '"1:30"'],
    ['2001-01-01', '"2001-01-01"'],
    ['2001-02-30', '2001-02-30'],
    ['null', '"null"'],
    ['~', '"~"'],
    ['.5', '".5"'],
    ['10%', '10%'],
    ['100m', '100m'],
    ['nginx:1.27', 'nginx:1.27'],
    ['a: b', "'a: b'"],
    ['a #b', "'a #b'"],
    ['*x', "'*x'"],
    ["it's", "it's"],
    [' x', "' x'"],
    ["'x", "'''x'"],
    ['-', "'-'"],
    ['a\tb', '"a\\tb"'],
    ['🙂', '"\\U0001F642"'],
    ['é', 'é'],
    [null, 'null'],
    [true, 'true'],
    [420, '420'],
    [0.5, '0.5'],
    [1234567.5, '1.2345675e+06'],
    [0.00001, '1e-05'],
    [[], '[]'],
    [{}, '{}'],
    ['a\nb\n', '|\n  a\n  b'],
    ['a\nb', '|-\n  a\n  b'],
    ['a\n\n', '|+\n  a\n'],
    [' a\nb', '|2-\n   a\n  b'],
    ['a \nb', '"a \\nb"'],
  ])('%j', (value, text) => {
    expect(toYaml({ v: value })).toBe(`v: ${text}\n`);
  });

  test('the order of keys: letters last, numbers by size', () => {
    const keys = ['a10', 'a2', 'B', 'a', '1', 'b', 'a-b', 'ab'];
    const value = Object.fromEntries(keys.map((key) => [key, 'x']));
    expect(toYaml(value)).toBe(
      ['"1"', 'B', 'a', 'a-b', 'a2', 'a10', 'ab', 'b'].map((key) => `${key}: x\n`).join(''),
    );
  });

  test.each([
    ['q', 'q0'],
    ['q2', 'q10'],
    ['q01', 'q2'],
    ['123', 'a'],
    ['a.b/c', 'ab'],
  ])('key %s stands before %s', (a, b) => {
    expect(compareKeys(a, b)).toBeLessThan(0);
    expect(compareKeys(b, a)).toBeGreaterThan(0);
  });

  test('lists in lists, and the explicit form of long keys', () => {
    const long = 'k'.repeat(129);
    expect(toYaml({ a: [[1, [2]], { b: 1, c: 2 }], [long]: ['x'] })).toBe(
      `a:\n- - 1\n  - - 2\n- b: 1\n  c: 2\n? ${long}\n: - x\n`,
    );
  });

  test('lists may be indented on request', () => {
    expect(toYaml({ a: [{ b: ['c'] }] }, { indentLists: true })).toBe('a:\n  - b:\n      - c\n');
  });
});
