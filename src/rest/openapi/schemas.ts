/** The schemas of OpenAPI documents: those published for the built-in kinds, and those that definitions bring. */
import published from '../../k8s/schema/openapi.json';
import type { CustomResourceDefinition, Json, JsonObject } from '../../k8s/types';
import type { KindRow } from '../../engine/index';

export type Schema = JsonObject;
export type Schemas = { [name: string]: Schema };

const PUBLISHED = published as unknown as Schemas;
const GVK = 'x-kubernetes-group-version-kind';
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
export const REF = '#/components/schemas/';

export interface GroupVersionKind {
  [field: string]: string;
  group: string;
  kind: string;
  version: string;
}

export function gvkOf({ group, kind, version }: KindRow): GroupVersionKind {
  return { group, kind, version };
}

const keyOf = ({ group, version, kind }: GroupVersionKind): string => `${group}/${version}/${kind}`;

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(PUBLISHED).flatMap(([name, schema]) =>
    ((schema[GVK] ?? []) as GroupVersionKind[]).map((gvk) => [keyOf(gvk), name]),
  ),
);

/** The schemas of the rows, with all that they refer to, in order of their names; and the name of each row's own. */
export function schemasOf(
  rows: readonly KindRow[],
  definitions: readonly CustomResourceDefinition[],
): { schemas: Schemas; nameOf: (row: KindRow) => string } {
  const found: Schemas = {};
  const nameOf = (row: KindRow): string => NAMES.get(keyOf(gvkOf(row))) ?? customName(row);
  for (const row of rows) collect(found, nameOf(row), customSchema(row, definitions));
  const names = Object.keys(found).sort();
  return { schemas: Object.fromEntries(names.map((name) => [name, found[name] ?? {}])), nameOf };
}

function collect(found: Schemas, name: string, schema: Schema | undefined): void {
  if (schema === undefined || Object.hasOwn(found, name)) return;
  found[name] = schema;
  for (const [, inner] of JSON.stringify(schema).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
    if (inner !== undefined) collect(found, inner, PUBLISHED[inner]);
  }
}

/** `com.example.stable.v1.CronTab`. */
function customName({ group, version, kind }: KindRow): string {
  return [...group.split('.').reverse(), version, kind].join('.');
}

/** What the definition says of the kind, with the fields that all kinds have. */
function customSchema(row: KindRow, definitions: readonly CustomResourceDefinition[]): Schema | undefined {
  const known = NAMES.get(keyOf(gvkOf(row)));
  if (known !== undefined) return PUBLISHED[known];
  const definition = definitions.find(({ metadata }) => metadata.name === row.id);
  const version = definition?.spec.versions.find(({ name }) => name === row.version);
  const schema = spelledOut((version?.schema?.openAPIV3Schema ?? {}) as JsonObject) as JsonObject;
  const typed = PUBLISHED['io.k8s.api.core.v1.ConfigMap']?.['properties'] as JsonObject;
  return {
    ...schema,
    type: 'object',
    properties: {
      ...(schema['properties'] as JsonObject | undefined),
      apiVersion: typed['apiVersion'],
      kind: typed['kind'],
      metadata: {
        allOf: [{ $ref: REF + META }],
        description:
          "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
      },
    },
    [GVK]: [gvkOf(row)],
  };
}

/** The server spells out the types of a value that may be a number or a text. */
function spelledOut(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => spelledOut(item) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const object: JsonObject = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, spelledOut(inner)]),
  );
  if (value['x-kubernetes-int-or-string'] !== true || value['anyOf'] !== undefined) return object;
  return { ...object, anyOf: [{ type: 'integer' }, { type: 'string' }] };
}
