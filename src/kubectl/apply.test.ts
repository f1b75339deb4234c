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

  test('API-47 what cannot be told apart makes no patch, as kubectl v1.34 says', () => {
    const set = (container: Manifest): Manifest => ({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'nginx' },
      spec: {
        selector: { matchLabels: { app: 'nginx' } },
        template: { metadata: { labels: { app: 'nginx' } }, spec: { containers: [container] } },
      },
    });
    apply([set({ name: 'nginx', image: 'nginx:1.28' })]);
    const before = cluster.digest();
    const [result] = apply([set({ image: 'nginx:1.28' })]);
    const why = 'map: map[image:nginx:1.28] does not contain declared merge key: name';
    expect(result?.notes).toEqual([
      `warning: error calculating patch from openapi v3 spec: ${why}\n`,
      `warning: error calculating patch from openapi spec: ${why}\n`,
    ]);
    const lines = (result?.clientError ?? '').split('\n');
    expect(lines.slice(0, 6)).toEqual([
      'error when applying patch:',
      '',
      'to:',
      'Resource: "apps/v1, Resource=daemonsets", GroupVersionKind: "apps/v1, Kind=DaemonSet"',
      'Name: "nginx", Namespace: "default"',
      'for: "f.yaml": error when patching "f.yaml": creating patch with:',
    ]);
    const places = [6, 9, 12, 15].map((at) => lines[at]);
    expect(places).toEqual(['original:', 'modified:', 'current:', `for: ${why}`]);
    expect(lines[7]).toContain('"containers":[{"image":"nginx:1.28","name":"nginx"}]');
    expect(lines[10]).toContain('"containers":[{"image":"nginx:1.28"}]');
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
