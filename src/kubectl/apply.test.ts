import { beforeEach, describe, expect, test } from 'vitest';
import { Cluster, type Manifest } from '../engine/index';
import { applyDocuments, LAST_APPLIED, withLastApplied } from './apply';

const map = (name: string, data: Record<string, string>, more: Manifest = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
  ...more,
});

let cluster: Cluster;
beforeEach(() => {
  cluster = new Cluster({ seed: 1, startTime: 1_767_225_600_000 });
});

const apply = (objects: Manifest[], options = {}) =>
  applyDocuments(
    cluster.api,
    objects.map((object, index) => ({ object, index })),
    { fileName: 'f.yaml', ...options },
  );

describe('apply', () => {
  test('API-48 created, unchanged, configured', () => {
    const outcomes = [map('a', { k: '1' }), map('a', { k: '1' }), map('a', { k: '2' })].map(
      (object) => apply([object])[0]?.outcome,
    );
    expect(outcomes).toEqual(['created', 'unchanged', 'configured']);
  });

  test('API-46 last-applied is compact, sorted, with empty annotations and a final newline', () => {
    const applied = withLastApplied(map('a', { z: '<', b: '1' })) as { metadata: { annotations: Manifest } };
    expect(applied.metadata.annotations[LAST_APPLIED]).toBe(
      '{"apiVersion":"v1","data":{"b":"1","z":"\\u003c"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"a"}}\n',
    );
  });

  test('API-47 what the manifest drops is removed, what others set stays', () => {
    apply([map('a', { mine: '1', gone: '2' })]);
    cluster.api.patch('ConfigMap', 'default', 'a', 'merge', { data: { theirs: '3' } });
    apply([map('a', { mine: '1' })]);
    const stored = cluster.api.get('ConfigMap', 'default', 'a');
    expect(stored.ok && stored.object.data).toEqual({ mine: '1', theirs: '3' });
  });

  test('a failed document does not stop the others; every result carries its index and place', () => {
    const results = apply([
      map('a', {}),
      { kind: 'Foo', apiVersion: 'v1', metadata: { name: 'b' } },
      map('c', {}, { metadata: { name: 'c', namespace: 'nowhere' } }),
      map('d', {}),
    ]);
    expect(results.map((r) => [r.index, r.outcome, r.ref.namespace])).toEqual([
      [0, 'created', 'default'],
      [1, 'failed', undefined],
      [2, 'failed', 'nowhere'],
      [3, 'created', 'default'],
    ]);
    expect(results[1]?.clientError).toBe(
      'resource mapping not found for name: "b" namespace: "" from "f.yaml": no matches for kind "Foo" in version "v1"\nensure CRDs are installed first',
    );
    expect(results[2]?.status?.message).toBe('error when creating "f.yaml": namespaces "nowhere" not found');
  });

  test('a dry run stores nothing and says the same', () => {
    const before = cluster.digest();
    expect(apply([map('a', {}), map('B', {})], { dryRun: true }).map((r) => r.outcome)).toEqual([
      'created',
      'failed',
    ]);
    expect(cluster.digest()).toBe(before);
  });

  test('VAL-23 a patch that the server cannot decode names patch, object and file', () => {
    apply([map('a', { k: '1' })]);
    const [result] = apply([map('a', { k: '1' }, { wrong: 1 })]);
    const [first, patch, to, resource, name, last] = (result?.status?.message ?? '').split('\n');
    expect(first).toBe('error when applying patch:');
    expect(JSON.parse(patch ?? '')).toMatchObject({ wrong: 1 });
    expect([to, resource, name]).toEqual([
      'to:',
      'Resource: "/v1, Resource=configmaps", GroupVersionKind: "/v1, Kind=ConfigMap"',
      'Name: "a", Namespace: "default"',
    ]);
    expect(last).toMatch(/^for: "f\.yaml": error when patching "f\.yaml": .*unknown field "wrong"/);
  });
});
