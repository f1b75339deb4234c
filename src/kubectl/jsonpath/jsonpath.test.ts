import { describe, expect, test } from 'vitest';
import { findValues } from '../../k8s/jsonpath/find';
import { parseRelaxedPath, parseTemplate } from '../../k8s/jsonpath/parse';
import { renderTemplate } from './render';

const list = {
  kind: 'List',
  items: [
    {
      metadata: { name: 'a', labels: { 'app.kubernetes.io/name': 'x' } },
      spec: { nodeName: 'node-1', n: 3, ports: [80, 443] },
    },
    { metadata: { name: 'b' }, spec: { nodeName: 'node-2', n: 1 } },
  ],
};

function render(text: string): string {
  const template = parseTemplate(text);
  if (!template.ok) return `parse: ${template.message}`;
  const result = renderTemplate(template.pieces, list);
  return result.ok ? result.text : `run: ${result.message}`;
}

describe('CLI-36 jsonpath', () => {
  test.each([
    ['{.items[*].metadata.name}', 'a b'],
    ['{.items[0].metadata.name}', 'a'],
    ['{.items[-1:].metadata.name}', 'b'],
    ['{.items[-1].metadata.name}', 'b'],
    ['{.items[?(@.spec.nodeName=="node-2")].metadata.name}', 'b'],
    ["{.items[?(@.spec.n>2)].metadata['name']}", 'a'],
    ['{range .items[*]}{.metadata.name}{"\\t"}{.spec.n}{"\\n"}{end}', 'a\t3\nb\t1\n'],
    ['{.items[0].metadata.labels.app\\.kubernetes\\.io/name}', 'x'],
    ['{..name}', 'a b'],
    ['{.nope}', ''],
    ['{.items[0].spec.ports}', '[80,443]'],
    ['{.items[0].metadata}', '{"labels":{"app.kubernetes.io/name":"x"},"name":"a"}'],
    ['plain', 'plain'],
    ['{.items[0}', 'parse: unterminated array'],
    ['{.items', 'parse: unclosed action'],
    ['{.items[5].metadata}', 'run: array index out of bounds: index 5, length 2'],
  ])('%s', (template, expected) => {
    expect(render(template)).toBe(expected);
  });

  test.each(['metadata.name', '.metadata.name', '{.metadata.name}', '{metadata.name}'])(
    'CLI-18 relaxed path %s',
    (text) => {
      const path = parseRelaxedPath(text);
      expect(path.ok && findValues(path.steps, list.items[0])).toEqual({ ok: true, values: ['a'] });
    },
  );
});
