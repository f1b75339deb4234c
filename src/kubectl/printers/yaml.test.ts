import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { naturalOrder, yamlText } from './yaml';

const file = (name: string) => readFileSync(new URL(`../testdata/${name}`, import.meta.url), 'utf8');

describe('CLI-34 yaml', () => {
  test('scalars are quoted as the real kubectl quotes them (captured output)', () => {
    const expected = file('quoting.expected.yaml');
    const object = parse(file('quoting.yaml')) as { metadata: Record<string, unknown> };
    object.metadata['labels'] = { a: '1' };
    expect(yamlText(object)).toBe(expected);
  });

  test('lists stand in the column of their key, empty ones inline', () => {
    const object = {
      spec: { containers: [{ name: 'a', args: ['x'], ports: [{ containerPort: 80 }], command: [] }] },
      a: {},
      l: [[1, 2], { x: null }],
    };
    expect(yamlText(object)).toBe(`a: {}
l:
- - 1
  - 2
- x: null
spec:
  containers:
  - args:
    - x
    command: []
    name: a
    ports:
    - containerPort: 80
`);
  });

  test.each([
    ['q', 'q0'],
    ['q2', 'q10'],
    ['q01', 'q2'],
    ['123', 'a'],
    ['a.b/c', 'ab'],
  ])('%s sorts before %s', (a, b) => {
    expect(naturalOrder(a, b)).toBeLessThan(0);
    expect(naturalOrder(b, a)).toBeGreaterThan(0);
  });
});
