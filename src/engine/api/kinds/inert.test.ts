import { describe, expect, test } from 'vitest';
import type { BuiltInKind, JsonObject } from '../../../k8s/types';
import { unifiedDiff } from '../../../lib/unified-diff';
import { encode } from '../encode';
import acceptedText from './testdata/inert-accepted.txt?raw';
import refusedText from './testdata/inert-refused.txt?raw';
import tablesText from './testdata/inert-tables.txt?raw';
import updatesText from './testdata/inert-updates.txt?raw';
import { must, serverFixture } from '../testing/server-fixture';
import { ipText, parseIp } from '../validation/addresses';
import { captures } from './testing/captures';
import { definitionOf, INERT, refusals, stored, updated, updateRefusals } from './testing/inert';

function cases(text: string) {
  return captures(text).map((capture) => ({ ...capture, manifest: capture.manifests[0] ?? {} }));
}

function lines(errors: readonly { field: string; message: string }[]): string[] {
  return errors.map((error) => `${error.field}: ${error.message}`);
}

const NOW = Date.UTC(2026, 0, 1, 0, 1);

describe('kinds on which nothing acts here, as a real v1.34.0 treats them', () => {
  // Faults of maps come in Go's random order there, in order of the keys here.
  test.each(cases(refusedText))('API-39 refuses $title', ({ kind, manifest, answers }) => {
    expect(lines(refusals(kind, manifest)).sort()).toEqual([...answers].sort());
  });

  test('API-39 causes in upstream’s order, but where Go walks a map', () => {
    const inOrder = cases(refusedText).filter(
      ({ kind, manifest, answers }) => lines(refusals(kind, manifest)).join('\n') === answers.join('\n'),
    );
    expect(inOrder.length).toBeGreaterThan(cases(refusedText).length - 5);
  });

  test.each(cases(acceptedText))('API-38 stores $title', ({ kind, manifest, answers }) => {
    const object = stored(kind, manifest);
    const written = encode(kind, object as never as JsonObject);
    const { apiVersion: _version, kind: _kind, metadata, ...body } = written;
    const {
      uid: _uid,
      resourceVersion: _rv,
      creationTimestamp: _ct,
      namespace: _ns,
      ...meta
    } = metadata as JsonObject;
    const warnings = definitionOf(kind).warnings?.(object as never as JsonObject) ?? [];
    expect(refusals(kind, manifest)).toEqual([]);
    expect({ metadata: meta, ...body }).toEqual(JSON.parse(answers[0]?.slice(2) ?? ''));
    expect(warnings.map((text) => `! ${text}`)).toEqual(answers.slice(1));
  });

  test.each(cases(updatesText))('API-42 updates $title', ({ kind, manifest, manifests, answers }) => {
    const changes = manifests[1] ?? {};
    const found = lines(updateRefusals(kind, manifest, changes));
    const { generation = 0 } = updated(kind, manifest, changes).next.metadata;
    expect(found.length > 0 ? found : [`= ${generation}`]).toEqual(answers);
  });

  test.each(cases(tablesText))('CLI-20 table of $title', ({ kind, manifest, answers }) => {
    const { table } = definitionOf(kind);
    const metadata = manifest.metadata as JsonObject;
    const cells = table.cells({ ...manifest, kind, metadata } as never, NOW);
    expect(table.columns.map((c) => [c.name, c.type, c.wide ? 1 : 0])).toEqual(JSON.parse(answers[0] ?? ''));
    expect(cells).toEqual(JSON.parse(answers[1] ?? ''));
  });

  test('API-1 the whole server takes the files of agents, changes nothing in a second apply, and gives them back', () => {
    const { user } = serverFixture();
    for (const { kind, manifest, title } of cases(acceptedText)) {
      const { namespaced, apiVersion } = definitionOf(kind);
      const namespace = namespaced ? 'default' : undefined;
      const { name } = manifest.metadata as { name: string };
      const sent = { ...manifest, apiVersion, kind };
      const created = must(user.create(kind as BuiltInKind, namespace, sent, { fieldValidation: 'strict' }));
      const again = must(user.update(kind as BuiltInKind, namespace, name, created as never));
      expect(again, title).toBe(created);
      must(user.delete(kind as BuiltInKind, namespace, name));
      expect(user.get(kind as BuiltInKind, namespace, name).ok, title).toBe(false);
    }
  });

  test('API-4 defaulting is idempotent and keeps what is complete', () => {
    for (const { kind, manifest } of cases(acceptedText)) {
      const once = stored(kind, manifest);
      expect(definitionOf(kind).defaults?.(once) ?? once, kind).toEqual(once);
    }
  });

  test.each(['null', '[]', '7', '"x"', '{}', '[null]', '[[]]', '{"constructor":{}}'])(
    'no check throws when every field is %s',
    (text) => {
      for (const { kind, manifest } of [...cases(acceptedText), ...cases(tablesText)]) {
        for (const hostile of spoiled(manifest, JSON.parse(text))) {
          expect(() => definitionOf(kind).check([], hostile)).not.toThrow();
          expect(() => definitionOf(kind).checkUpdate([], hostile, manifest)).not.toThrow();
          expect(() => definitionOf(kind).checkUpdate([], manifest, hostile)).not.toThrow();
          expect(() => definitionOf(kind).warnings?.(hostile)).not.toThrow();
        }
      }
    },
  );
});

test.each([
  [undefined, 'newest'],
  ['', ''],
  ['mine', 'mine'],
])('API-38 a claim for class %j gets %j, as a real v1.34.0 answers', (storageClassName, expected) => {
  const byDefault = { 'storageclass.kubernetes.io/is-default-class': 'true' };
  const found = [
    ['newest', '2026-01-02T00:00:00Z', byDefault],
    ['oldest', '2026-01-01T00:00:00Z', byDefault],
    ['other', '2026-01-03T00:00:00Z', {}],
  ].map(([name, creationTimestamp, annotations]) => ({ metadata: { name, creationTimestamp, annotations } }));
  const row = definitionOf('PersistentVolumeClaim');
  const claim = { metadata: { name: 'c' }, spec: { storageClassName } } as never;
  const created = row.prepareCreate?.(claim, { read: { list: () => found } } as never);
  expect(created).toMatchObject({ spec: { storageClassName: expected }, status: { phase: 'Pending' } });
});

test.each([
  ['same', 'same', ''],
  ['a', 'b', '@@ -1 +1 @@\n-a\n+b\n'],
  [
    '1\n2\n3\n4\n5\n6\n7\n8\n9',
    '1\nx\n3\n4\n5\n6\n7\n8\n9\n10',
    '@@ -1,5 +1,5 @@\n 1\n-2\n+x\n 3\n 4\n 5\n@@ -7,3 +7,4 @@\n 7\n 8\n 9\n+10\n',
  ],
  [
    '1\n2\n3\n4\n5\n6\n7\n8',
    '1\nx\n3\n4\n5\n6\n7\n8\n10',
    '@@ -1,8 +1,9 @@\n 1\n-2\n+x\n 3\n 4\n 5\n 6\n 7\n 8\n+10\n',
  ],
])('the difference of %j and %j', (before, after, expected) => {
  expect(unifiedDiff(before, after)).toBe(expected);
});

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['010.0.0.1', '10.0.0.1'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['FE80::A', 'fe80::a'],
  ['64:ff9b::1.2.3.4', '64:ff9b::102:304'],
])('address %s is %s', (text, expected) => {
  expect(ipText(parseIp(text) ?? [])).toBe(expected);
});

test.each([
  '',
  '1.2.3',
  '1.2.3.256',
  '1:2',
  '1::2::3',
  '12345::',
  '1:2:3:4:5:6:7:8:9',
  '::1.2.3',
  'fe80::1%eth0',
  '1.2.3.4::',
])('%j is no address', (text) => {
  expect(parseIp(text)).toBeUndefined();
});

/** Copies of the value, each with one part of it replaced. */
function* spoiled(value: JsonObject, by: unknown): Generator<JsonObject> {
  for (const key of Object.keys(value)) {
    yield { ...value, [key]: by } as JsonObject;
    const part = value[key];
    if (typeof part !== 'object' || part === null) continue;
    for (const inner of spoiled(part as JsonObject, by)) {
      yield { ...value, [key]: Array.isArray(part) ? Object.values(inner) : inner } as JsonObject;
    }
  }
}

/** As a real server's discovery has them. */
const DISCOVERY = [
  'Endpoints v1 endpoints [ep] namespaced',
  'LimitRange v1 limitranges [limits] namespaced',
  'PersistentVolumeClaim v1 persistentvolumeclaims [pvc] namespaced status',
  'PersistentVolume v1 persistentvolumes [pv] cluster status',
  'ResourceQuota v1 resourcequotas [quota] namespaced status',
  'MutatingWebhookConfiguration admissionregistration.k8s.io/v1 mutatingwebhookconfigurations [] cluster api-extensions',
  'ValidatingWebhookConfiguration admissionregistration.k8s.io/v1 validatingwebhookconfigurations [] cluster api-extensions',
  'APIService apiregistration.k8s.io/v1 apiservices [] cluster status api-extensions',
  'EndpointSlice discovery.k8s.io/v1 endpointslices [] namespaced',
  'Ingress networking.k8s.io/v1 ingresses [ing] namespaced status',
  'NetworkPolicy networking.k8s.io/v1 networkpolicies [netpol] namespaced',
  'RuntimeClass node.k8s.io/v1 runtimeclasses [] cluster',
  'ClusterRoleBinding rbac.authorization.k8s.io/v1 clusterrolebindings [] cluster',
  'ClusterRole rbac.authorization.k8s.io/v1 clusterroles [] cluster',
  'RoleBinding rbac.authorization.k8s.io/v1 rolebindings [] namespaced',
  'Role rbac.authorization.k8s.io/v1 roles [] namespaced',
  'CSIDriver storage.k8s.io/v1 csidrivers [] cluster',
  'StorageClass storage.k8s.io/v1 storageclasses [sc] cluster',
];

test('CLI-5 discovery of the inert kinds', () => {
  const rows = [...INERT.values()].map((row) => {
    expect([row.inert, row.singular, row.id]).toEqual([true, row.kind.toLowerCase(), row.kind]);
    const scope = row.namespaced ? 'namespaced' : 'cluster';
    const words = [row.kind, row.apiVersion, row.plural, `[${row.shortNames.join(',')}]`, scope];
    return [...words, ...row.subresources, ...row.categories].join(' ');
  });
  expect(rows.sort()).toEqual(DISCOVERY.toSorted());
});
