import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocuments } from './documents';
import { MAX_TEXT_LENGTH } from './text-limit';
import { toYaml } from './to-yaml';

const objectOf = (text: string): unknown => parseDocuments(text).documents[0]?.object;
const firstError = (text: string): string | undefined =>
  parseDocuments(text).diagnostics.find((problem) => problem.severity === 'error')?.message;

describe('reading scalars as kubectl does (YAML 1.1 of sigs.k8s.io/yaml)', () => {
  test.each<[string, unknown]>([
    ['yes', true],
    ['y', true],
    ['On', true],
    ['off', false],
    ['No', false],
    ['yES', 'yES'],
    ['0644', 420],
    ['0o644', 420],
    ['0x1f', 31],
    ['0b11', 3],
    ['089', 89],
    ['1_000', 1000],
    ['+1', 1],
    ['-0', 0],
    ['1.', 1],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1e400', '1e400'],
    ['2001-01-01', '2001-01-01'],
    ['1:30', '1:30'],
    ['~', null],
    ['NULL', null],
    ['""', ''],
    ['"1"', '1'],
    ["'yes'", 'yes'],
    ['100m', '100m'],
    ['!!str 1', '1'],
    ['!!int "3"', 3],
    ['!!binary aGk=', 'hi'],
    ['{x: 1, z: [2]}', { x: 1, z: [2] }],
    ['|\n  a\n  b', 'a\nb\n'],
    ['|-\n  a', 'a'],
    ['>\n  a\n  b', 'a b\n'],
  ])('%s', (source, value) => {
    expect(objectOf(`v: ${source}\n`)).toEqual({ v: value });
  });

  test('keys become text: booleans and numbers by their value', () => {
    expect(objectOf('on: 1\n2: x\n1.5: q\n')).toEqual({ true: 1, 2: 'x', 1.5: 'q' });
  });

  test('anchors, aliases and merge keys', () => {
    expect(objectOf('base: &b {x: 1}\nc: *b\nd:\n  <<: *b\n  z: 2\n')).toEqual({
      base: { x: 1 },
      c: { x: 1 },
      d: { x: 1, z: 2 },
    });
  });

  test('__proto__ is a key like any other', () => {
    const object = objectOf('__proto__: {polluted: true}\n') as Record<string, unknown>;
    expect(Object.keys(object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('documents', () => {
  test('are cut at separators; empty and comment-only ones have no object', () => {
    const { documents, diagnostics } = parseDocuments('# x\n---\na: 1\n--- # second\n\nb: 2\n---\n');
    expect(diagnostics).toEqual([]);
    expect(documents.map(({ object, startLine, endLine }) => [object, startLine, endLine])).toEqual([
      [undefined, 1, 1],
      [{ a: 1 }, 3, 3],
      [{ b: 2 }, 5, 6],
    ]);
  });

  test('a leading separator and Windows line ends', () => {
    const { documents } = parseDocuments('---\r\na: 1\r\n---\r\nb:\r\n  - x\r\n');
    expect(documents.map(({ object }) => object)).toEqual([{ a: 1 }, { b: ['x'] }]);
    expect(documents[1]?.locate('b[0]')).toEqual({ startLine: 5, startColumn: 5, endLine: 5, endColumn: 6 });
  });

  test('a faulty document leaves the others readable', () => {
    const { documents, diagnostics } = parseDocuments('a: 1\n---\nb: [\n---\nc: 3\n');
    expect(documents.map(({ object }) => object)).toEqual([{ a: 1 }, undefined, { c: 3 }]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.startLine).toBeGreaterThanOrEqual(3);
  });

  test('kind: List gives its items, each knowing its own place', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  metadata: {name: a}\n- kind: Node\n  metadata: {name: b}\n';
    const { documents } = parseDocuments(text);
    expect(documents.map(({ object, index, basePath }) => [object?.kind, index, basePath])).toEqual([
      ['Pod', 0, ['items', 0]],
      ['Node', 0, ['items', 1]],
    ]);
    expect(documents[1]?.locate('metadata.name').startLine).toBe(7);
    expect(documents[1]?.startLine).toBe(6);
  });

  test('an item without kind has that of its list; a list without items has no object', () => {
    const text = 'apiVersion: apps/v1\nkind: DaemonSetList\nitems:\n- metadata: {name: a}\n';
    const { documents } = parseDocuments(`${text}---\nkind: List\nitems: []\n`);
    expect(documents.map(({ object, list }) => [object, list?.kind])).toEqual([
      [{ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'a' } }, 'DaemonSetList'],
      [undefined, 'List'],
    ]);
  });

  test.each([
    [
      'items: 5\n',
      'json: cannot unmarshal number into Go struct field decodeList.items of type []json.RawMessage',
      1,
      8,
    ],
    [
      'kind: List\nitems:\n- {}\n- a\n',
      'json: cannot unmarshal string into Go value of type map[string]interface {}',
      4,
      3,
    ],
    [
      'kind: List\nitems:\n- a: 1\n  items: []\n',
      '*unstructured.Unstructured is not a list: no Items field in this object',
      4,
      10,
    ],
  ])('a list that is none: %j', (text, message, startLine, startColumn) => {
    expect(parseDocuments(text).diagnostics).toMatchObject([{ message, startLine, startColumn }]);
  });

  test('JSON objects follow each other, on one line or on several; each knows its own place', () => {
    const { documents, diagnostics } = parseDocuments('{"a": 1}{"b": {"c": 2}}\n\n\t{"d":\n\t[3]}\n');
    expect(diagnostics).toEqual([]);
    expect(documents.map(({ object, index }) => [object, index])).toEqual([
      [{ a: 1 }, 0],
      [{ b: { c: 2 } }, 1],
      [{ d: [3] }, 2],
    ]);
    const places = [documents[1]?.locate('b.c'), documents[2]?.locate('d[0]')];
    expect(places).toEqual([
      { startLine: 1, startColumn: 21, endLine: 1, endColumn: 22 },
      { startLine: 4, startColumn: 3, endLine: 4, endColumn: 4 },
    ]);
  });

  test.each([
    ['{"a": 1 ["b"}', "json: offset 9: invalid character '[' after object key:value pair", 1, 9],
    ['{"é": tru]\n', "json: offset 11: invalid character ']' in literal true (expecting 'e')", 1, 10],
    ['{"a": 1}{"b": 2}\n{"c" 3}', "invalid character '3' after object key", 2, 6],
    ['{"a":\n "x', 'unexpected EOF', 2, 4],
    [
      '{{ .Values.x }}\n',
      "json: offset 2: invalid character '{' looking for beginning of object key string",
      1,
      2,
    ],
  ])('JSON that is none: %j', (text, message, startLine, startColumn) => {
    const error = parseDocuments(text).diagnostics.find(({ severity }) => severity === 'error');
    expect(error).toMatchObject({ message, startLine, startColumn });
  });

  test('how lines between brackets are indented does not matter, and places stay', () => {
    const { documents, diagnostics } = parseDocuments('a: {\nx: 1, # }\n\tk: "}\n  "\n}\nb: [\n1,\n2]\n');
    expect(diagnostics).toEqual([]);
    expect(documents[0]?.object).toEqual({ a: { x: 1, k: '} ' }, b: [1, 2] });
    expect(documents[0]?.locate('b[1]')).toEqual({ startLine: 8, startColumn: 1, endLine: 8, endColumn: 2 });
  });

  test('a merge key counts where it stands, and of several sources the first', () => {
    const text =
      'b: &b {x: 1}\nc: &c {x: 2, z: 3}\nd: {x: 5, <<: *b}\ne: {<<: *b, x: 5}\nf: {<<: [*b, *c]}\n';
    expect(objectOf(text)).toMatchObject({ d: { x: 1 }, e: { x: 5 }, f: { x: 1, z: 3 } });
  });

  test('a repeated key is pointed out; the last value counts, as in kubectl', () => {
    const { documents, diagnostics } = parseDocuments('a: 1\nb: 2\na: 3\n');
    expect(documents[0]?.object).toEqual({ a: 3, b: 2 });
    expect(diagnostics).toMatchObject([
      { severity: 'warning', reason: 'DuplicateKey', startLine: 3, startColumn: 1 },
    ]);
  });

  test('what stands left of the first key is ignored, as in kubectl, with a warning', () => {
    const { documents, diagnostics } = parseDocuments(' apiVersion: v1\nkind: Pod\n');
    expect(documents[0]?.object).toEqual({ apiVersion: 'v1' });
    expect(diagnostics).toMatchObject([{ severity: 'warning', startLine: 2 }]);
  });
});

describe('limits', () => {
  test('a text beyond the limit is not read', () => {
    expect(parseDocuments(`#${'a'.repeat(MAX_TEXT_LENGTH - 1)}`).diagnostics).toEqual([]);
    expect(parseDocuments(`#${'a'.repeat(MAX_TEXT_LENGTH)}`)).toMatchObject({
      documents: [],
      diagnostics: [{ severity: 'error' }],
    });
  });

  test('aliases that multiply are refused quickly', () => {
    let text = 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n';
    for (let i = 1; i < 12; i += 1)
      text += `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]\n`;
    expect(firstError(text)).toBe(
      'error converting YAML to JSON: yaml: document contains excessive aliasing',
    );
  });

  test('an anchor inside itself', () => {
    expect(firstError('a: &x {b: *x}\n')).toBe(
      "error converting YAML to JSON: yaml: anchor 'x' value contains itself",
    );
  });

  test('brackets nested without end', () => {
    expect(firstError('['.repeat(100_000))).toMatch(/^error converting YAML to JSON: yaml: /);
  });

  test('any text gives an answer', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'ab1 -:?#&*!|>%@`\'"{}[],\n\t.~<\r'.split('')),
      maxLength: 60,
    });
    fc.assert(
      fc.property(letters, (text) => {
        const { documents, diagnostics } = parseDocuments(text);
        for (const document of documents) document.locate('a.b[0]');
        for (const problem of diagnostics) expect(problem.endLine).toBeGreaterThanOrEqual(problem.startLine);
      }),
      { numRuns: 500 },
    );
  });
});

describe('VAL-25 the words of kubectl for bad YAML', () => {
  test.each<[string, string, number]>([
    ['a:\n\tb: 1\n', 'line 2: found character that cannot start any token', 2],
    ['a: b: c\n', 'mapping values are not allowed in this context', 1],
    ['a: b\n  c: d\n', 'line 2: mapping values are not allowed in this context', 2],
    ['spec:\n  a: 1\n   b: 2\n', 'line 3: mapping values are not allowed in this context', 3],
    ['a\nb: 1\n', 'line 2: mapping values are not allowed in this context', 2],
    ['a:\n  b: 1\n c: 2\n', 'line 2: did not find expected key', 3],
    ['spec:\n  containers:\n  - name: a\n   image: b\n', 'line 3: did not find expected key', 4],
    ['l:\n  - name: a\n   image: b\n', "line 2: did not find expected '-' indicator", 3],
    ["a: 'x\n", 'line 2: found unexpected end of stream', 2],
    ['a: "x\nb: 1\n', 'line 3: found unexpected end of stream', 3],
    ['a: 1\n\tb: 2\n', 'line 2: found a tab character that violates indentation', 2],
    ['l:\n- name a\n  image: b\n', 'line 3: mapping values are not allowed in this context', 3],
    ['s:\n- a: 1\n  b: x\n  - c: 9\n    d: 1\n', 'line 3: did not find expected key', 4],
    ['v:\n- n: h\n  p:\n    q: /\n - n: x\n', 'line 4: did not find expected key', 5],
    ['v:\n- n: h\n  p:\n - n: x\n   m: y\n', 'line 3: did not find expected key', 3],
    ['l:\n- name: a\n  image:b\n  # c\n', "line 4: could not find expected ':'", 3],
    ['a: [b', "line 1: did not find expected ',' or ']'", 1],
    ['a: [b\n', "line 1: did not find expected ',' or ']'", 2],
    ['a: {"spec":', 'line 1: did not find expected node content', 1],
    ['a:\r\n\tb: 1\r\n', 'line 2: found character that cannot start any token', 2],
    ['a: {b: 1}\n\t\nc: 1\n', 'line 2: found character that cannot start any token', 2],
    ['a: 1\n\t\nc: 1\n', 'line 2: found a tab character that violates indentation', 2],
    ['a: |\n  b\n\tc\n', 'line 3: found a tab character where an indentation space is expected', 3],
    ['l:\n-\ta\n', 'line 2: found character that cannot start any token', 2],
    ['a: "\\/"\n', 'found unknown escape character', 1],
    ['a: 1\nb: "\x01"\n', 'control characters are not allowed', 2],
    ['a: [b,\n', 'line 1: did not find expected node content', 2],
    ['a: {b: c,\n\n', 'line 2: did not find expected node content', 3],
    ['a: [}\n', 'did not find expected node content', 1],
    ['a: "x', 'found unexpected end of stream', 1],
    ['a: [1, 2\nb: 1\n', "line 1: did not find expected ',' or ']'", 2],
    ['a: {x: 1\n', "line 1: did not find expected ',' or '}'", 2],
    ['- a\nb: 1\n', "line 1: did not find expected '-' indicator", 2],
    ['a: 1\n- b\n', 'line 1: did not find expected key', 2],
    ['a: "x" y\n', 'did not find expected key', 1],
    ['a: }\n', 'did not find expected node content', 1],
    ['a: *x\n', "unknown anchor 'x' referenced", 1],
    ['a: @x\n', 'found character that cannot start any token', 1],
    ['a: 1\nb: `x`\n', 'line 2: found character that cannot start any token', 2],
    ['a: "\\q"\n', 'found unknown escape character', 1],
    ['spec:\n  a:\n   b: 2\n  c d\n  e: 1\n', "line 5: could not find expected ':'", 4],
    ['a: 1\nkind DaemonSet\nmetadata:\n', "line 3: could not find expected ':'", 2],
    ['a: 1\nb: - c\n', 'line 2: block sequence entries are not allowed in this context', 2],
    ['x: 1\n---\nb:\n\tc: 1\n', 'line 2: found character that cannot start any token', 4],
  ])('%j', (text, message, line) => {
    const problem = parseDocuments(text).diagnostics[0];
    expect(problem?.message).toBe(`error converting YAML to JSON: yaml: ${message}`);
    expect(problem?.startLine).toBe(line);
  });

  test('a separator with text behind it', () => {
    expect(firstError('a: 1\n--- b: 2\n')).toBe('invalid Yaml document separator: b: 2');
  });

  test.each([
    ['hello', 'string'],
    ['- 1', 'array'],
    ['3', 'number'],
    ['yes', 'bool'],
  ])('a document that is no object: %s', (text, type) => {
    expect(firstError(text)).toBe(
      `json: cannot unmarshal ${type} into Go value of type unstructured.detector`,
    );
  });

  test.each([
    [
      'image: {{ .Values.image }}',
      'yaml: invalid map key: map[interface {}]interface {}{".Values.image":interface {}(nil)}',
    ],
    ['? [a, 1]\n: b', 'yaml: invalid map key: []interface {}{"a", 1}'],
    [
      '~: {a: 1}',
      'unsupported map key of type: %!s(<nil>), key: <nil>, value: map[interface {}]interface {}{"a":1}',
    ],
  ])('a key that JSON has not: %s', (text, message) => {
    expect(firstError(text)).toBe(`error converting YAML to JSON: ${message}`);
  });

  test("a tag of another's own makes a text", () => {
    expect(parseDocuments('a: !x 5\nb: !x y\n').documents[0]?.object).toEqual({ a: '5', b: 'y' });
  });

  test('infinity has no JSON form', () => {
    expect(firstError('a: .inf\n')).toBe('error converting YAML to JSON: json: unsupported value: +Inf');
  });
});

describe('API-41 places of field paths', () => {
  const text = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: x, labels: {app.kubernetes.io/name: "n"}}
spec:
  template:
    spec:
      containers:
      - name: a
        image: "nginx:1"
        resources:
          requests:
            cpu: 100m
      tolerations:
`;
  const document = parseDocuments(text).documents[0];
  test.each<[string, string]>([
    ['kind', '2:7-2:16'],
    ['metadata.name', '3:18-3:19'],
    ['metadata.labels[app.kubernetes.io/name]', '3:54-3:57'],
    ['metadata.labels.app.kubernetes.io/name', '3:54-3:57'],
    ['spec.template.spec.containers', '7:7-7:17'],
    ['spec.template.spec.containers[0]', '8:9-8:13'],
    ['spec.template.spec.containers[0].image', '9:16-9:25'],
    ['spec.template.spec.containers[0].resources.requests[cpu]', '12:18-12:22'],
    ['spec.template.spec.tolerations', '13:7-13:18'],
    ['spec.template.spec.containers[7].image', '7:7-7:17'],
    ['spec.selector', '4:1-4:5'],
    ['nothing', '1:1-1:11'],
    ['', '1:1-1:11'],
  ])('%s', (path, place) => {
    const range = document?.locate(path);
    expect(`${range?.startLine}:${range?.startColumn}-${range?.endLine}:${range?.endColumn}`).toBe(place);
  });
});

test('CLI-34 what toYaml prints reads back as the same value', () => {
  const key = fc
    .oneof(fc.string({ maxLength: 6 }), fc.constantFrom('on', '1', '', 'a b', 'x: y'))
    .filter((k) => k !== '<<');
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.string({ unit: fc.constantFrom(...'a \n:#-"\'1'.split('')), maxLength: 8 }),
    fc.constantFrom('yes', '0644', '2001-01-01', '1:30', 'null', '~', '.5', '- a', '|'),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (value) => {
      expect(objectOf(toYaml(value))).toEqual(value);
    }),
    { numRuns: 500 },
  );
});
