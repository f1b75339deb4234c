import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../k8s/types';
import { jsonPatch } from './json';
import { mergePatch } from './merge';
import { strategicMerge } from './strategic';

describe('API-45 strategic merge', () => {
  const pod = {
    metadata: { finalizers: ['a', 'b'], labels: { x: '1', y: '2' } },
    spec: {
      containers: [
        {
          name: 'a',
          image: 'a:1',
          env: [{ name: 'E', value: '1' }],
          args: ['x'],
          ports: [{ containerPort: 80, name: 'http' }],
        },
        { name: 'b', image: 'b:1' },
      ],
      tolerations: [{ key: 'k1' }, { key: 'k2' }],
      volumes: [{ name: 'v', emptyDir: {} }],
    },
  };
  test.each<[string, JsonObject, (expected: typeof pod) => void]>([
    [
      'null deletes',
      { metadata: { labels: { x: null } } },
      (p) => delete (p.metadata.labels as JsonObject)['x'],
    ],
    [
      'containers merge by name',
      { spec: { containers: [{ name: 'b', image: 'b:2' }] } },
      (p) => (p.spec.containers[1]!.image = 'b:2'),
    ],
    [
      'a new container goes to the end',
      { spec: { containers: [{ name: 'c', image: 'c' }] } },
      (p) => p.spec.containers.push({ name: 'c', image: 'c' } as never),
    ],
    [
      'env merges by name',
      { spec: { containers: [{ name: 'a', env: [{ name: 'F', value: '2' }] }] } },
      (p) => p.spec.containers[0]!.env!.push({ name: 'F', value: '2' }),
    ],
    [
      'container ports merge by containerPort',
      { spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'web' }] }] } },
      (p) => (p.spec.containers[0]!.ports![0]!.name = 'web'),
    ],
    [
      'args are replaced',
      { spec: { containers: [{ name: 'a', args: ['y'] }] } },
      (p) => (p.spec.containers[0]!.args = ['y']),
    ],
    [
      'tolerations are replaced',
      { spec: { tolerations: [{ key: 'k3' }] } },
      (p) => (p.spec.tolerations = [{ key: 'k3' }]),
    ],
    [
      'finalizers are a set',
      { metadata: { finalizers: ['b', 'c'] } },
      (p) => p.metadata.finalizers.push('c'),
    ],
    [
      '$deleteFromPrimitiveList',
      { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } },
      (p) => (p.metadata.finalizers = ['b']),
    ],
    [
      '$patch: delete of an item',
      { spec: { containers: [{ name: 'a', $patch: 'delete' }] } },
      (p) => p.spec.containers.shift(),
    ],
    [
      '$patch: replace of a list',
      { spec: { containers: [{ $patch: 'replace' }, { name: 'z' }] } },
      (p) => (p.spec.containers = [{ name: 'z' }] as never),
    ],
    [
      '$patch: replace of an object',
      { metadata: { labels: { $patch: 'replace', z: '3' } } },
      (p) => (p.metadata.labels = { z: '3' } as never),
    ],
    [
      '$setElementOrder alone',
      { spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] } },
      (p) => p.spec.containers.reverse(),
    ],
    [
      '$retainKeys',
      { spec: { volumes: [{ name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/x' } }] } },
      (p) => (p.spec.volumes = [{ name: 'v', hostPath: { path: '/x' } }] as never),
    ],
    [
      'nulls of a new object vanish',
      { spec: { nodeSelector: { a: null, b: '1' } } },
      (p) => ((p.spec as JsonObject)['nodeSelector'] = { b: '1' }),
    ],
  ])('%s', (_, patch, change) => {
    const expected = structuredClone(pod);
    change(expected);
    const before = JSON.stringify(pod);
    expect(strategicMerge(pod as unknown as JsonObject, patch)).toEqual(expected);
    expect(JSON.stringify(pod)).toBe(before);
  });

  test('service ports merge by port', () => {
    const service = { spec: { ports: [{ port: 80, name: 'a' }] } };
    expect(strategicMerge(service, { spec: { ports: [{ port: 80, name: 'b' }] } })).toEqual({
      spec: { ports: [{ port: 80, name: 'b' }] },
    });
  });

  test('$setElementOrder keeps what only the server has in its place', () => {
    const list = (...names: string[]): Json[] => names.map((name) => ({ name }));
    const patch = { containers: list('new'), '$setElementOrder/containers': list('c', 'new', 'a') };
    expect(strategicMerge({ containers: list('a', 'sidecar', 'c') }, patch)).toEqual({
      containers: list('sidecar', 'c', 'new', 'a'),
    });
  });

  test.each<[string, JsonObject]>([
    [
      'what is there already',
      { spec: { containers: [{ name: 'a', image: 'a:1' }], tolerations: [{ key: 'k1' }, { key: 'k2' }] } },
    ],
    ['deleting what is absent', { spec: { nodeName: null }, metadata: { annotations: null } }],
    ['order as it is', { spec: { '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }] } }],
  ])('API-2 nothing changes: the same reference (%s)', (_, patch) => {
    const original = pod as unknown as JsonObject;
    expect(strategicMerge(original, patch)).toBe(original);
  });

  test('DS-61 a revision puts its template in place of the whole template', () => {
    const set = {
      spec: { template: { metadata: { labels: { a: '1' } }, spec: { nodeName: 'x' } }, minReadySeconds: 1 },
    };
    const data = { spec: { template: { $patch: 'replace', spec: { containers: [] } } } };
    expect(strategicMerge(set, data)).toEqual({
      spec: { template: { spec: { containers: [] } }, minReadySeconds: 1 },
    });
  });
});

/** The examples of RFC 7386, appendix A. */
test.each<[Json, Json, Json]>([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('API-44 merge patch of %j with %j', (original, patch, expected) => {
  expect(mergePatch(original, patch)).toEqual(expected);
});

describe('API-44 JSON patch', () => {
  const document = { a: { 'b/c': 1, list: [1, 2, 3] } };
  test.each<[string, Json, Json]>([
    ['add', [{ op: 'add', path: '/a/d', value: 2 }], { a: { 'b/c': 1, list: [1, 2, 3], d: 2 } }],
    [
      'add into a list',
      [{ op: 'add', path: '/a/list/1', value: 9 }],
      { a: { 'b/c': 1, list: [1, 9, 2, 3] } },
    ],
    ['add at the end', [{ op: 'add', path: '/a/list/-', value: 9 }], { a: { 'b/c': 1, list: [1, 2, 3, 9] } }],
    ['remove, escaped', [{ op: 'remove', path: '/a/b~1c' }], { a: { list: [1, 2, 3] } }],
    [
      'replace in a list',
      [{ op: 'replace', path: '/a/list/0', value: 7 }],
      { a: { 'b/c': 1, list: [7, 2, 3] } },
    ],
    ['move', [{ op: 'move', from: '/a/list', path: '/x' }], { a: { 'b/c': 1 }, x: [1, 2, 3] }],
    ['copy', [{ op: 'copy', from: '/a/b~1c', path: '/x' }], { ...document, x: 1 }],
    ['test that holds', [{ op: 'test', path: '/a/list/2', value: 3 }], document],
  ])('%s', (_, operations, object) => {
    expect(jsonPatch(document, operations)).toEqual({ ok: true, object });
    expect(document.a.list).toEqual([1, 2, 3]);
  });
  test.each<[string, Json]>([
    ['test that fails', [{ op: 'test', path: '/a/list/2', value: 4 }]],
    ['remove of what is absent', [{ op: 'remove', path: '/a/zz' }]],
    ['replace of what is absent', [{ op: 'replace', path: '/a/zz', value: 1 }]],
    ['add below what is absent', [{ op: 'add', path: '/q/r', value: 1 }]],
    ['index outside the list', [{ op: 'add', path: '/a/list/9', value: 1 }]],
    ['unknown operation', [{ op: 'frob', path: '/a' }]],
    ['no list', {}],
  ])('%s is refused', (_, operations) => {
    expect(jsonPatch(document, operations).ok).toBe(false);
  });
});

test('no patch touches Object.prototype', () => {
  const hostile = JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  ) as JsonObject;
  strategicMerge({}, hostile);
  mergePatch({}, hostile);
  jsonPatch({}, [{ op: 'add', path: '/__proto__/polluted', value: 1 }]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

const json = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.constantFrom('x', 'y'),
    fc.array(fc.integer(), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'tolerations'), tie('value'), { maxKeys: 4 }),
})).object;

test('merge patches: applying twice is applying once, and an empty patch keeps the reference', () => {
  fc.assert(
    fc.property(json, json, (original, patch) => {
      for (const merge of [mergePatch, strategicMerge] as const) {
        const once = merge(original, patch) as JsonObject;
        expect(merge(once, patch)).toBe(once);
        expect(merge(original, {})).toBe(original);
      }
    }),
  );
});
