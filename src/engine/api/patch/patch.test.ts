import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../k8s/types';
import type { PatchType } from '../types';
import { applyPatch } from './index';
import { jsonPatch } from './json';
import { mergePatch } from './merge';
import { strategicMerge } from './strategic';

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
    [
      'add counted from the end',
      [{ op: 'add', path: '/a/list/-1', value: 9 }],
      { a: { 'b/c': 1, list: [1, 2, 3, 9] } },
    ],
    ['add without value', [{ op: 'add', path: '/a/d' }], { a: { 'b/c': 1, list: [1, 2, 3], d: null } }],
    ['remove, escaped', [{ op: 'remove', path: '/a/b~1c' }], { a: { list: [1, 2, 3] } }],
    [
      'remove counted from the end',
      [{ op: 'remove', path: '/a/list/-1' }],
      { a: { 'b/c': 1, list: [1, 2] } },
    ],
    [
      'replace in a list',
      [{ op: 'replace', path: '/a/list/0', value: 7 }],
      { a: { 'b/c': 1, list: [7, 2, 3] } },
    ],
    ['replace of a missing key', [{ op: 'replace', path: '/x', value: 7 }], { ...document, x: 7 }],
    ['replace of the whole', [{ op: 'replace', path: '', value: { x: 1 } }], { x: 1 }],
    ['move', [{ op: 'move', from: '/a/list', path: '/x' }], { a: { 'b/c': 1 }, x: [1, 2, 3] }],
    ['copy', [{ op: 'copy', from: '/a/b~1c', path: '/x' }], { ...document, x: 1 }],
    ['copy of a missing key', [{ op: 'copy', from: '/q', path: '/x' }], { ...document, x: null }],
    ['test that holds', [{ op: 'test', path: '/a/list/2', value: 3 }], document],
    ['test for absence', [{ op: 'test', path: '/a/zz', value: null }], document],
    ['nothing', [], document],
  ])('%s', (_, operations, object) => {
    expect(jsonPatch(document, operations)).toEqual(object);
    expect(document.a.list).toEqual([1, 2, 3]);
  });

  test('VAL-23 unknown fields of operations are named', () => {
    const patched = applyPatch('json', document, [{ op: 'add', path: '/x', value: 1, foo: 1 }]);
    expect(patched).toMatchObject({ ok: true, unknown: ['json patch unknown field "[0].foo"'] });
  });

  const MISFIT = 'the server rejected our request due to an error in our request';
  const DECODING = 'error decoding patch: json: cannot unmarshal';
  test.each<[string, Json, string]>([
    ['test that fails', [{ op: 'test', path: '/a/list/2', value: 4 }], MISFIT],
    ['remove of what is absent', [{ op: 'remove', path: '/a/zz' }], MISFIT],
    ['remove of the whole', [{ op: 'remove', path: '' }], MISFIT],
    ['remove behind the end', [{ op: 'remove', path: '/a/list/3' }], MISFIT],
    ['replace below what is absent', [{ op: 'replace', path: '/q/r', value: 1 }], MISFIT],
    ['replace of an item that is absent', [{ op: 'replace', path: '/a/list/3', value: 1 }], MISFIT],
    ['add below what is absent', [{ op: 'add', path: '/q/r', value: 1 }], MISFIT],
    ['index outside the list', [{ op: 'add', path: '/a/list/9', value: 1 }], MISFIT],
    ['index that is no number', [{ op: 'add', path: '/a/list/x', value: 1 }], MISFIT],
    ['path without slash', [{ op: 'add', path: 'a', value: 1 }], MISFIT],
    ['no path', [{ op: 'add' }], MISFIT],
    ['move of what is absent', [{ op: 'move', from: '/q', path: '/x' }], MISFIT],
    ['unknown operation', [{ op: 'frob', path: '/a' }], MISFIT],
    ['no operation', [{ path: '/a' }], MISFIT],
    ['no list', {}, `${DECODING} object into Go value of type []handlers.jsonPatchOp`],
    ['a list of texts', ['x'], `${DECODING} string into Go value of type handlers.jsonPatchOp`],
    [
      'a number as operation',
      [{ op: 1 }],
      `${DECODING} number into Go struct field jsonPatchOp.op of type string`,
    ],
    [
      'a number as path',
      [{ op: 'add', path: 1 }],
      `${DECODING} number into Go struct field jsonPatchOp.path of type string`,
    ],
  ])('%s is refused', (_, operations, message) => {
    const code = message === MISFIT ? 422 : 400;
    expect(applyPatch('json', document, operations)).toEqual({ ok: false, code, message });
  });
});

const NO_MAP = 'json: cannot unmarshal array into Go value of type map[string]interface {}';
test.each<[PatchType, Json, string]>([
  ['strategic', [], NO_MAP],
  ['merge', [], `error decoding patch: ${NO_MAP}`],
  ['merge', null, 'Invalid JSON Patch'],
])('API-44 a %s patch of %j is refused', (type, patch, message) => {
  expect(applyPatch(type, { kind: 'Pod' }, patch)).toEqual({ ok: false, code: 400, message });
});

test('no patch touches Object.prototype', () => {
  const hostile = JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  ) as JsonObject;
  strategicMerge('Pod', {}, hostile);
  mergePatch({}, hostile);
  applyPatch('json', {}, [{ op: 'add', path: '/__proto__/polluted', value: 1 }]);
  applyPatch('json', {}, [{ op: 'add', path: '/constructor/prototype/polluted', value: 1 }]);
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

const directives = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>('replace', 'delete', 'a', 1, null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.constantFrom(
      'containers',
      'name',
      '$patch',
      '$retainKeys',
      '$setElementOrder/containers',
      '$deleteFromPrimitiveList/containers',
      'tolerations',
    ),
    tie('value'),
    { maxKeys: 4 },
  ),
})).object;

test('merge patches: applying twice is applying once, and an empty patch keeps the reference', () => {
  fc.assert(
    fc.property(json, json, (original, patch) => {
      const once = mergePatch(original, patch) as JsonObject;
      expect(mergePatch(once, patch)).toBe(once);
      expect(mergePatch(original, {})).toBe(original);
    }),
  );
});

test('API-44 any patch gives an object or a refusal', () => {
  fc.assert(
    fc.property(json, directives, (original, patch) => {
      const result = applyPatch('strategic', { kind: 'Pod', spec: original }, { spec: patch });
      expect(result.ok ? typeof result.object : result.message.length > 0).toBe(result.ok ? 'object' : true);
    }),
  );
});
