/** Objects as rows of a Table (CLI-10), or as nothing but their metadata. */
import { encode, TEMPLATE_GENERATION, type KindDefinition, type KindRow } from '../engine/index';
import type { KubeObject } from '../k8s/types';
import type { Query } from './query';
import { badRequest, type Refusal } from './statuses';

export type Included = 'None' | 'Metadata' | 'Object';

/** Query `includeObject`: what each row carries besides its cells. */
export function includedObject(query: Query): Included | Refusal {
  const asked = query.text('includeObject') ?? '';
  if (asked === '') return 'Metadata';
  if (asked === 'None' || asked === 'Metadata' || asked === 'Object') return asked;
  return badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(asked)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

export interface TableRequest {
  /** `v1` or `v1beta1`. */
  version: string;
  included: Included;
}

/** `metadata` is that of the list, or the resourceVersion of the one object. `now`: ms since the Unix epoch. */
export function tableOf(
  row: KindDefinition,
  objects: readonly KubeObject[],
  metadata: object,
  now: number,
  { version, included }: TableRequest,
) {
  const { table } = row;
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata,
    columnDefinitions: table.columns.map(({ name, type, wide }) => ({
      name,
      type,
      format: row.kind !== 'Scale' && /^name$/i.test(name) ? 'name' : '',
      description: '',
      priority: wide ? 1 : 0,
    })),
    rows: objects.map((object) => {
      const conditions = table.conditions?.(object);
      return {
        cells: table.cells(object, now),
        ...(conditions && { conditions }),
        object: rowObject(row, object, { version, included }),
      };
    }),
  };
}

/** What a row carries besides its cells. */
export function rowObject(
  row: KindRow,
  object: KubeObject,
  { version, included }: TableRequest,
): object | null {
  if (included === 'None') return null;
  return included === 'Object' ? withKind(row, object) : partialMetadata(internal(object), version);
}

/** Rows are made of the server's internal objects, where the template generation of API-5 is no annotation. */
function internal(object: KubeObject): KubeObject {
  const { annotations } = object.metadata;
  if (object.kind !== 'DaemonSet' || annotations?.[TEMPLATE_GENERATION] === undefined) return object;
  const { [TEMPLATE_GENERATION]: _hidden, ...others } = annotations;
  const { annotations: _all, ...metadata } = object.metadata;
  const shown = Object.keys(others).length > 0 ? { ...metadata, annotations: others } : metadata;
  return { ...object, metadata: shown };
}

export function partialMetadata({ metadata }: KubeObject, version: string) {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata };
}

/** The object as the version asked for has it, with all that is always written. What a subresource answers says itself what it is. */
export function withKind(row: KindRow, object: KubeObject): object {
  if (object.kind !== row.kind) return encode(object.kind, object);
  return { ...encode(row.id, object), apiVersion: row.apiVersion };
}
