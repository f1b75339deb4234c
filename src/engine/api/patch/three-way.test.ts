import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../k8s/types';
import { strategicMerge } from './strategic';
import { createThreeWayPatch } from './three-way';

type Spec = JsonObject;
/** The cases are specs of pods; the patches are what kubectl v1.34 computes. */
const patchOf = (last: Spec | undefined, modified: Spec, current: Spec) =>
  createThreeWayPatch('Pod', last && { spec: last }, { spec: modified }, { spec: current }).patch['spec'];

describe('API-47 three-way patch', () => {
  test.each<[string, Spec | undefined, Spec, Spec, unknown]>([
    ['nothing changed', { a: 1 }, { a: 1 }, { a: 1, defaulted: 2 }, undefined],
    ['a change', { a: 1 }, { a: 2 }, { a: 1, defaulted: 2 }, { a: 2 }],
    ['an addition', { a: 1 }, { a: 1, b: 2 }, { a: 1 }, { b: 2 }],
    ['a removal', { a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2, c: 3 }, { b: null }],
    ['a key of the server stays', { a: 1 }, { a: 1 }, { a: 1, replicas: 5 }, undefined],
    ['without last-applied nothing is removed', undefined, { a: 1 }, { a: 1, b: 2 }, undefined],
    ['a drift of the live object is set right', { a: 1 }, { a: 1 }, { a: 9 }, { a: 1 }],
    [
      'a list without merge key is replaced',
      { tolerations: [{ key: 'x' }] },
      { tolerations: [{ key: 'y' }] },
      { tolerations: [{ key: 'x' }] },
      { tolerations: [{ key: 'y' }] },
    ],
    [
      'removing the only list',
      { tolerations: [{ key: 'x' }] },
      {},
      { tolerations: [{ key: 'x' }] },
      { tolerations: null },
    ],
    [
      'an image',
      { containers: [{ name: 'c', image: 'a:1' }] },
      { containers: [{ name: 'c', image: 'a:2' }] },
      { containers: [{ name: 'c', image: 'a:1', imagePullPolicy: 'IfNotPresent' }] },
      { containers: [{ name: 'c', image: 'a:2' }], '$setElementOrder/containers': [{ name: 'c' }] },
    ],
    [
      'a field of a container goes',
      { containers: [{ name: 'c', image: 'a', args: ['x'] }] },
      { containers: [{ name: 'c', image: 'a' }] },
      { containers: [{ name: 'c', image: 'a', args: ['x'] }] },
      { containers: [{ name: 'c', args: null }], '$setElementOrder/containers': [{ name: 'c' }] },
    ],
    [
      'a container goes, a sidecar of the server stays',
      { containers: [{ name: 'a' }, { name: 'b' }] },
      { containers: [{ name: 'a' }] },
      { containers: [{ name: 'a' }, { name: 'b' }, { name: 'injected' }] },
      { containers: [{ name: 'b', $patch: 'delete' }], '$setElementOrder/containers': [{ name: 'a' }] },
    ],
    [
      'the source of a volume changes',
      { volumes: [{ name: 'v', emptyDir: {} }] },
      { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
      { volumes: [{ name: 'v', emptyDir: {} }] },
      {
        volumes: [{ name: 'v', emptyDir: null, hostPath: { path: '/x' }, $retainKeys: ['hostPath', 'name'] }],
        '$setElementOrder/volumes': [{ name: 'v' }],
      },
    ],
    [
      'defaulted volume fields are no change',
      { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
      { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
      { volumes: [{ name: 'v', hostPath: { path: '/x', type: '' } }] },
      undefined,
    ],
  ])('%s', (_, last, modified, current, patch) => {
    expect(patchOf(last, modified, current)).toEqual(patch);
  });

  test.each<[string, string, JsonObject | undefined, JsonObject, JsonObject, unknown]>([
    [
      'another strategy drops what belongs to the old one',
      'DeploymentSpec',
      { strategy: { rollingUpdate: { maxSurge: 1 } } },
      { strategy: { type: 'Recreate' } },
      { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: '25%' } } },
      { strategy: { type: 'Recreate', rollingUpdate: null, $retainKeys: ['type'] } },
    ],
    [
      'ports of a Service',
      'ServiceSpec',
      { ports: [{ port: 80 }, { port: 81 }] },
      { ports: [{ port: 80, targetPort: 8080 }] },
      {
        ports: [
          { port: 80, protocol: 'TCP', targetPort: 80 },
          { port: 81, protocol: 'TCP', targetPort: 81 },
        ],
      },
      {
        ports: [
          { port: 80, targetPort: 8080 },
          { port: 81, $patch: 'delete' },
        ],
        '$setElementOrder/ports': [{ port: 80 }],
      },
    ],
    [
      'finalizers',
      'ObjectMeta',
      { finalizers: ['a', 'b'] },
      { finalizers: ['b', 'c'] },
      { finalizers: ['a', 'b', 'server'] },
      {
        finalizers: ['c'],
        '$deleteFromPrimitiveList/finalizers': ['a'],
        '$setElementOrder/finalizers': ['b', 'c'],
      },
    ],
    [
      'finalizers that are not sorted are put in order each time',
      'ObjectMeta',
      { finalizers: ['b', 'a'] },
      { finalizers: ['b', 'a'] },
      { finalizers: ['b', 'a'] },
      { '$setElementOrder/finalizers': ['b', 'a'] },
    ],
    [
      'owner references',
      'ObjectMeta',
      { ownerReferences: [{ uid: '1', name: 'a' }] },
      { ownerReferences: [{ uid: '2', name: 'b' }] },
      { ownerReferences: [{ uid: '1', name: 'a' }] },
      {
        ownerReferences: [
          { uid: '2', name: 'b' },
          { uid: '1', $patch: 'delete' },
        ],
        '$setElementOrder/ownerReferences': [{ uid: '2' }],
      },
    ],
    [
      'all containers go',
      'PodSpec',
      { containers: [{ name: 'a' }] },
      { containers: [] },
      { containers: [{ name: 'a' }] },
      { containers: [{ name: 'a', $patch: 'delete' }] },
    ],
    ['a null is sent each time', 'PodSpec', { nodeName: null }, { nodeName: null }, {}, { nodeName: null }],
    [
      'a selector that is replaced as a whole is sent each time',
      'PodDisruptionBudgetSpec',
      { selector: { matchLabels: { a: '1' } } },
      { selector: { matchLabels: { a: '1' } } },
      { selector: { matchLabels: { a: '1' } } },
      { selector: { matchLabels: { a: '1' } } },
    ],
    [
      'a custom resource: lists are replaced',
      'widgets.example.com',
      { spec: { ports: [{ name: 'a' }], gone: 1 } },
      { spec: { ports: [{ name: 'b' }] } },
      { spec: { ports: [{ name: 'a' }], gone: 1, kept: 2 } },
      { spec: { ports: [{ name: 'b' }], gone: null } },
    ],
  ])('%s', (_, kind, last, modified, current, patch) => {
    const result = createThreeWayPatch(kind, last, modified, current);
    expect(result.patch).toEqual(patch);
    expect(result.type).toBe(kind.includes('.') ? 'merge' : 'strategic');
  });

  test('isEmpty is what kubectl calls unchanged (API-48)', () => {
    expect(createThreeWayPatch('Pod', undefined, { a: 1 }, { a: 1, status: {} }).isEmpty).toBe(true);
    expect(createThreeWayPatch('Pod', undefined, { a: 1 }, { a: 2 }).isEmpty).toBe(false);
  });
});

const merged = (original: JsonObject, patch: JsonObject): JsonObject =>
  strategicMerge('PodSpec', original, patch).object;

const scalar = fc.constantFrom('1', '2', '3');
const named = (inner: fc.Arbitrary<JsonObject>) =>
  fc.uniqueArray(
    fc.tuple(fc.constantFrom('p', 'q', 'r'), inner).map(([name, rest]): JsonObject => ({ ...rest, name })),
    { selector: (item) => item['name'], maxLength: 3 },
  );
const manifest: fc.Arbitrary<JsonObject> = fc.record(
  {
    x: scalar,
    y: scalar,
    nodeSelector: fc.dictionary(fc.constantFrom('k', 'l'), scalar),
    tolerations: fc.array(fc.record({ key: scalar }), { maxLength: 2 }),
    containers: named(
      fc.record(
        { image: scalar, args: fc.array(scalar, { maxLength: 2 }), env: named(fc.record({ value: scalar })) },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);

/** Every field of the manifest is in the object; lists that merge by name may hold more. */
function contains(object: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted) && Array.isArray(object)) {
    const byName = wanted.every((w) => typeof w === 'object' && w !== null && 'name' in w);
    if (!byName || wanted.length === 0)
      return wanted.length === 0 || JSON.stringify(object) === JSON.stringify(wanted);
    return wanted.every((w: JsonObject) =>
      object.some((o: JsonObject) => o['name'] === w['name'] && contains(o, w)),
    );
  }
  if (typeof wanted !== 'object' || wanted === null) return object === wanted;
  return Object.entries(wanted).every(([k, v]) => contains((object as JsonObject | undefined)?.[k], v));
}

describe('API-47 properties', () => {
  test('the patched object has every field of the manifest, whatever the live object was', () => {
    fc.assert(
      fc.property(fc.option(manifest, { nil: undefined }), manifest, manifest, (last, modified, current) => {
        const { patch } = createThreeWayPatch('PodSpec', last, modified, current);
        expect(contains(merged(current, patch), modified)).toBe(true);
      }),
    );
  });
  test('what was applied last and is gone from the manifest is gone; what never was applied stays', () => {
    fc.assert(
      fc.property(manifest, manifest, (last, modified) => {
        const current = merged({ server: 'mine', nodeSelector: { server: 'mine' } }, last);
        const { patch } = createThreeWayPatch('PodSpec', last, modified, current);
        const result = merged(current, patch);
        expect(result['server']).toBe('mine');
        for (const key of ['x', 'y', 'tolerations']) expect(result[key]).toEqual(modified[key]);
      }),
    );
  });
  test('applying the same manifest again changes nothing', () => {
    fc.assert(
      fc.property(fc.option(manifest, { nil: undefined }), manifest, manifest, (last, modified, current) => {
        const { patch } = createThreeWayPatch('PodSpec', last, modified, current);
        const result = merged(current, patch);
        const again = createThreeWayPatch('PodSpec', modified, modified, result);
        expect(merged(result, again.patch)).toEqual(result);
      }),
    );
  });
});
