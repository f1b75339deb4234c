/**
 * OpenAPI v3 as far as kubectl reads it: which parameters a PATCH takes, which patches, what `kubectl explain` prints, and by
 * which keys lists merge (CLI-105, API-45).
 */
import { KUBERNETES_VERSION, type KindRow } from '../../engine/index';
import type { CustomResourceDefinition, JsonObject } from '../../k8s/types';
import { fnv1a32 } from '../../lib/fnv';
import { gvkOf, REF, schemasOf } from './schemas';

/** What documents are made of. */
export interface OpenApiSource {
  rows: readonly KindRow[];
  /** For the schemas of custom resources. */
  definitions: readonly CustomResourceDefinition[];
}

/** The body of `/openapi/v3`: where the document of each group and version is, e.g. of `apis/apps/v1`. */
export function openApiIndex(source: OpenApiSource): JsonObject {
  const paths = [...new Set(source.rows.map(pathOf))].sort();
  return {
    paths: Object.fromEntries(
      paths.map((path) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hashOf(path, source)}` }]),
    ),
  };
}

/** `path` as in the index: `api/v1`, `apis/apps/v1`. Undefined where no kind is served. */
export function openApiFor(path: string, source: OpenApiSource): JsonObject | undefined {
  const rows = source.rows.filter((row) => pathOf(row) === path);
  if (rows.length === 0) return undefined;
  const { schemas, nameOf } = schemasOf(rows, source.definitions);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: KUBERNETES_VERSION },
    paths: Object.assign({}, ...rows.map((row) => pathsOf(row, nameOf(row)))) as JsonObject,
    components: { schemas },
  };
}

function pathOf({ group, version }: KindRow): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

const hashes = new WeakMap<readonly KindRow[], Map<string, string>>();

/** Clients keep a document for as long as its hash stays. The list of rows is another one whenever a definition changes. */
function hashOf(path: string, source: OpenApiSource): string {
  const known = hashes.get(source.rows) ?? new Map<string, string>();
  hashes.set(source.rows, known);
  let hash = known.get(path);
  if (hash === undefined) {
    const text = JSON.stringify(openApiFor(path, source));
    const words = [0, 1, 2, 3].map((seed) =>
      fnv1a32(text, 0x811c9dc5 + seed)
        .toString(16)
        .padStart(8, '0'),
    );
    known.set(path, (hash = words.join('').toUpperCase()));
  }
  return hash;
}

function pathsOf(row: KindRow, schema: string): JsonObject {
  const root = `/${pathOf(row)}`;
  const all = `${root}/${row.plural}`;
  const collection = row.namespaced ? `${root}/namespaces/{namespace}/${row.plural}` : all;
  const operation = (action: string, ...parameters: JsonObject[]): JsonObject => ({
    parameters,
    responses: {
      '200': { description: 'OK', content: { 'application/json': { schema: { $ref: REF + schema } } } },
    },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvkOf(row),
  });
  return {
    [all]: { get: operation('list') },
    [collection]: {
      get: operation('list'),
      post: operation('post', ...WRITE),
      delete: operation('deletecollection', DRY_RUN),
    },
    [`${collection}/{name}`]: {
      get: operation('get'),
      put: operation('put', ...WRITE),
      patch: { ...operation('patch', ...WRITE, parameter('force', 'boolean')), requestBody: patchBody(row) },
      delete: operation('delete', DRY_RUN),
    },
  };
}

function parameter(name: string, type = 'string'): JsonObject {
  return { name, in: 'query', schema: { type, uniqueItems: true } };
}

const DRY_RUN = parameter('dryRun');
const WRITE = [DRY_RUN, parameter('fieldManager'), parameter('fieldValidation')];

/** Custom resources have no strategic merge patches: their lists have no keys. */
function patchBody({ id, kind }: KindRow): JsonObject {
  const types = ['json-patch', 'merge-patch', ...(id === kind ? ['strategic-merge-patch'] : [])];
  const schema = { type: 'object' };
  return {
    content: Object.fromEntries(types.map((type) => [`application/${type}+json`, { schema }])),
    required: true,
  };
}
