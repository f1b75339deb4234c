import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../k8s/types';
import { parseDocuments } from './documents';
import { appendIn, deleteIn, setIn, valueIn } from './edit';

const manifest = `# head
apiVersion: apps/v1   # aligned
kind: DaemonSet
metadata: {name: x,  labels: {a: "1"}}

spec:
  template:
    spec:
      # about containers
      containers:
      - name: a    # first
        image: "nginx:1"

        args: ["a",   'b']
---
b: 1
`;
const pod = ['spec', 'template', 'spec'];
const toleration = { key: 'k', operator: 'Exists', effect: 'NoSchedule' };

test.each([
  ['a value in place', 1, ['b', 'c'], 5, '{"a": 1}{"b": {"c": 5}}\n{"d": [3]}\n'],
  ['what JSON writes otherwise', 2, ['d', 0], 'x', '{"a": 1}{"b": {"c": 2}}\n{"d":["x"]}\n'],
])('JSON stays JSON: %s', (_, index, path, value, edited) => {
  expect(setIn('{"a": 1}{"b": {"c": 2}}\n{"d": [3]}\n', index, path, value)).toBe(edited);
});

describe('edits change only the lines concerned', () => {
  test('a scalar keeps its quotes and its comment', () => {
    expect(setIn(manifest, 0, [...pod, 'containers', 0, 'image'], 'nginx:2')).toBe(
      manifest.replace('nginx:1', 'nginx:2'),
    );
    expect(setIn(manifest, 0, [...pod, 'containers', 0, 'name'], 'true')).toBe(
      manifest.replace('name: a  ', 'name: "true"  '),
    );
  });

  test('a new list below the last field', () => {
    expect(appendIn(manifest, 0, [...pod, 'tolerations'], toleration)).toBe(
      manifest.replace(
        "'b']\n",
        `'b']
      tolerations:
      - key: k
        operator: Exists
        effect: NoSchedule
`,
      ),
    );
  });

  test('a further item, with the indentation of the list', () => {
    const text = 'a:\n    - x: 1 # one\n    - x: 2\n# end\n';
    expect(appendIn(text, 0, ['a'], { x: 3 })).toBe('a:\n    - x: 1 # one\n    - x: 2\n    - x: 3\n# end\n');
  });

  test('maps are created on the way; the second document', () => {
    expect(setIn(manifest, 1, ['c', 'd'], 1)).toBe(manifest.replace('b: 1\n', 'b: 1\nc:\n  d: 1\n'));
  });

  test('flow collections, empty values and texts without a final newline', () => {
    expect(setIn('metadata: {name: x}', 0, ['metadata', 'labels'], { a: '1' })).toBe(
      'metadata: {name: x, labels: {a: "1"}}',
    );
    expect(setIn('a: 1', 0, ['b'], 'x')).toBe('a: 1\nb: x');
    expect(setIn('a:\nb: 1\n', 0, ['a'], 2)).toBe('a: 2\nb: 1\n');
  });

  test('Windows line ends stay', () => {
    expect(setIn('a: 1\r\nb: 2\r\n', 0, ['c'], 3)).toBe('a: 1\r\nb: 2\r\nc: 3\r\n');
  });

  test('deleting removes what becomes empty', () => {
    const added = appendIn(manifest, 0, [...pod, 'tolerations'], toleration);
    expect(deleteIn(added, 0, [...pod, 'tolerations', 0])).toBe(manifest);
    expect(deleteIn(manifest, 0, ['metadata', 'labels', 'a'])).toBe(
      manifest.replace('{name: x,  labels: {a: "1"}}', '{name: x}'),
    );
  });

  test('what does not parse or does not exist stays as it is', () => {
    expect(setIn('a: [\n', 0, ['b'], 1)).toBe('a: [\n');
    expect(setIn('a: 1\n', 3, ['b'], 1)).toBe('a: 1\n');
    expect(deleteIn('a: 1\n', 0, ['b', 'c'])).toBe('a: 1\n');
  });
});

test('an edit means what it says, whatever the layout', () => {
  const texts = fc.constantFrom(
    manifest,
    'a: {}\n',
    'a: []\n# c\n',
    'a:\n- b\n- c: 1\n  d: 2\n',
    'x: |\n  t\n\n# c',
    '# only\n',
  );
  const paths = fc.array(fc.constantFrom('a', 'x', 'spec', 'template', 'new.key'), {
    minLength: 1,
    maxLength: 3,
  });
  const values: fc.Arbitrary<Json> = fc.oneof<fc.Arbitrary<Json>[]>(
    fc.constantFrom('yes', '1', '', 'a: b', 'multi\nline', 'plain'),
    fc.integer(),
    fc.boolean(),
    fc.constant<Json>({ k: ['v', { n: 1 }] }),
  );
  fc.assert(
    fc.property(texts, paths, values, (text, path, value) => {
      const before = parseDocuments(text).documents[0]?.object;
      const blocked = path.slice(1).some((_, depth) => {
        const parent = valueIn(text, 0, path.slice(0, depth + 1));
        return (
          parent !== undefined && (typeof parent !== 'object' || Array.isArray(parent) || parent === null)
        );
      });
      fc.pre(!blocked);
      const after = setIn(text, 0, path, value);
      expect(valueIn(after, 0, path)).toEqual(value);
      for (const key of Object.keys(before ?? {})) {
        if (key !== path[0]) expect(valueIn(after, 0, [key])).toEqual(before?.[key]);
      }
      expect(parseDocuments(after).documents.length).toBe(parseDocuments(text).documents.length);
    }),
    { numRuns: 400 },
  );
});
