import { describe, expect, test } from 'vitest';
import { kindRows, type KindRow, type Reader } from '../../engine/index';
import { structNames, structOf } from '../../k8s/schema/field-table';
import schema from '../../k8s/schema/openapi.json';
import type { CustomResourceDefinition, JsonObject } from '../../k8s/types';
import { openApiFor, openApiIndex, type OpenApiSource } from './document';

const rows = kindRows({ list: () => [] } as Pick<Reader, 'list'>);
const builtIn: OpenApiSource = { rows, definitions: [] };

/** A value deep in a document, by the keys that lead to it. */
function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (inner as JsonObject | undefined)?.[key], value);
}

describe('CLI-105 the index', () => {
  const { paths } = openApiIndex(builtIn) as { paths: Record<string, { serverRelativeURL: string }> };

  test('names the document of each group and version', () => {
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['api/v1', 'apis/apps/v1', 'apis/batch/v1']));
    for (const [path, { serverRelativeURL }] of Object.entries(paths)) {
      expect(serverRelativeURL).toMatch(/^\/openapi\/v3\/[a-z0-9./]+\?hash=[0-9A-F]{32}$/);
      expect(serverRelativeURL).toContain(`/openapi/v3/${path}?`);
      expect(openApiFor(path, builtIn)).toBeDefined();
    }
  });

  test('hashes tell documents apart, and stay', () => {
    const urls = Object.values(paths).map(({ serverRelativeURL }) => serverRelativeURL.split('=')[1]);
    expect(new Set(urls).size).toBe(urls.length);
    expect(openApiIndex({ ...builtIn, rows: [...rows] })).toEqual({ paths });
  });

  test('nothing is served elsewhere', () => {
    expect(openApiFor('apis/apps/v2', builtIn)).toBeUndefined();
    expect(openApiFor('api', builtIn)).toBeUndefined();
  });
});

describe.each(rows.map((row) => [row.kind, row] as const))('CLI-105 %s', (_, row) => {
  const path = row.group === '' ? `api/${row.version}` : `apis/${row.group}/${row.version}`;
  const document = openApiFor(path, builtIn);
  const collection = `/${path}/${row.namespaced ? 'namespaces/{namespace}/' : ''}${row.plural}`;
  const gvk = { group: row.group, kind: row.kind, version: row.version };

  test('kubectl finds the query parameters and the types of patches', () => {
    const patch = at(document, 'paths', `${collection}/{name}`, 'patch');
    expect(at(patch, 'x-kubernetes-group-version-kind')).toEqual(gvk);
    const names = (at(patch, 'parameters') as { name: string; in: string }[]).map((p) => `${p.in} ${p.name}`);
    expect(names).toEqual(expect.arrayContaining(['query dryRun', 'query fieldValidation']));
    expect(Object.keys(at(patch, 'requestBody', 'content') as object)).toContain(
      'application/strategic-merge-patch+json',
    );
  });

  test('kubectl explain finds one schema by group, version and kind, and all that it refers to', () => {
    expect(at(document, 'paths', collection, 'get', 'x-kubernetes-group-version-kind')).toEqual(gvk);
    const schemas = at(document, 'components', 'schemas') as Record<string, JsonObject>;
    const own = Object.values(schemas).filter((s) =>
      ((s['x-kubernetes-group-version-kind'] ?? []) as JsonObject[]).some(
        (g) => g['kind'] === row.kind && g['group'] === row.group && g['version'] === row.version,
      ),
    );
    expect(own).toHaveLength(1);
    for (const [, name] of JSON.stringify(schemas).matchAll(/#\/components\/schemas\/([^"]+)/g)) {
      expect(schemas).toHaveProperty([name ?? '']);
    }
  });
});

/** Two tables of the same fields, generated from different sources. */
describe('API-45 the published schemas and the field table', () => {
  const published = Object.entries(schema as unknown as Record<string, JsonObject>).map(
    ([name, value]) => [name.split('.').at(-1) ?? '', (value['properties'] ?? {}) as JsonObject] as const,
  );
  const isPublished = (name: string): boolean => published.some(([other]) => other === name);
  const names = structNames().filter((name) => !name.includes('/'));

  test('all but what requests to subresources hold is published', () => {
    expect(names.filter((name) => !isPublished(name))).toEqual([
      'Binding',
      'DeleteOptions',
      'Eviction',
      'Preconditions',
      'Scale',
      'ScaleSpec',
      'ScaleStatus',
    ]);
  });

  test.each(names.filter(isPublished))('%s', (name) => {
    const fields = structOf(name)?.fields ?? new Map();
    const same = published.filter(([other]) => other === name);
    const rules = same.map(([, properties]) =>
      Object.entries(properties).map(([field, property]) => {
        const { 'x-kubernetes-patch-strategy': strategy, 'x-kubernetes-patch-merge-key': key } =
          property as JsonObject;
        return [field, strategy, key];
      }),
    );
    const own = [...fields].map(([field, { merge, type }]) => {
      const merges = merge?.key !== undefined || merge?.set === true;
      const words = [merges && 'merge', merge?.retainKeys && 'retainKeys', merge?.replace && 'replace'];
      expect(type).not.toBe('');
      return [field, words.filter(Boolean).join(',') || undefined, merge?.key];
    });
    const sorted = (list: unknown[][]): string[] => list.map((entry) => JSON.stringify(entry)).sort();
    expect(rules.map((list) => sorted(list.map(([f, s, k]) => [f, sameStrategy(s), k])))).toContainEqual(
      sorted(own),
    );
  });
});

function sameStrategy(text: unknown): unknown {
  return text === 'retainKeys,merge' ? 'merge,retainKeys' : text;
}

describe('CLI-105 custom resources', () => {
  const definition = {
    metadata: { name: 'widgets.example.com' },
    spec: {
      versions: [
        {
          name: 'v1',
          schema: {
            openAPIV3Schema: {
              type: 'object',
              description: 'A widget.',
              required: ['spec'],
              properties: {
                spec: { type: 'object', properties: { port: { 'x-kubernetes-int-or-string': true } } },
              },
            },
          },
        },
      ],
    },
  } as unknown as CustomResourceDefinition;
  const row = {
    ...rows.find(({ kind }) => kind === 'ConfigMap'),
    id: 'widgets.example.com',
    kind: 'Widget',
    group: 'example.com',
    version: 'v1',
    apiVersion: 'example.com/v1',
    plural: 'widgets',
  } as KindRow;
  const document = openApiFor('apis/example.com/v1', { rows: [...rows, row], definitions: [definition] });

  test('the schema of the definition, with the fields that all kinds have', () => {
    const own = at(document, 'components', 'schemas', 'com.example.v1.Widget');
    expect(own).toMatchObject({
      type: 'object',
      description: 'A widget.',
      required: ['spec'],
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: {
          allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }],
        },
        spec: {
          properties: {
            port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
          },
        },
      },
      'x-kubernetes-group-version-kind': [{ group: 'example.com', kind: 'Widget', version: 'v1' }],
    });
    expect(at(document, 'components', 'schemas')).toHaveProperty([
      'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
    ]);
  });

  test('no strategic merge patches', () => {
    const path = '/apis/example.com/v1/namespaces/{namespace}/widgets/{name}';
    expect(Object.keys(at(document, 'paths', path, 'patch', 'requestBody', 'content') as object)).toEqual([
      'application/json-patch+json',
      'application/merge-patch+json',
    ]);
  });
});
