import type { CustomResourceDefinition, Json, JsonObject } from '../../../k8s/types';
import { isObject } from '../patch/json-value';
import { columnsOf } from '../tables/columns';
import type { Manifest } from '../types';
import {
  checkCustomResourceDefinition,
  checkCustomResourceDefinitionUpdate,
} from '../validation/custom-resource-definition';
import { checkObjectMetaUpdate } from '../validation/object-meta';
import { objectAt, objectsAt, own, textAt } from '../validation/untyped';
import { formatTest } from './custom-formats';
import { someSchema } from './custom-schema';
import { defineKind } from './definition';
import { keepStatusBumpGeneration } from './strategies';

/** What acts on it is controllers/custom-resources.ts; the kinds that it defines are in custom.ts. */
export const customResourceDefinition = defineKind<CustomResourceDefinition>(
  {
    kind: 'CustomResourceDefinition',
    apiVersion: 'apiextensions.k8s.io/v1',
    plural: 'customresourcedefinitions',
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    namespaced: false,
    subresources: ['status'],
  },
  {
    generation: true,
    defaults,
    prepareCreate: (crd) => withStoredVersion({ ...crd, status: FRESH }),
    prepareUpdate: (next, old) => withStoredVersion(keepStatusBumpGeneration(next, old)),
    unconditionalUpdate: false,
    check: checkCustomResourceDefinition,
    checkUpdate: checkCustomResourceDefinitionUpdate,
    checkStatusUpdate: (errors, object, old) =>
      checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'), {
        anyFinalizer: true,
      }),
    warnings: unknownFormats,
    // Only new ones are told upstream.
    warnsOnUpdate: (next, old) => {
      const before = unknownFormats(old as unknown as Manifest);
      return unknownFormats(next as unknown as Manifest).some((text) => !before.includes(text));
    },
    table: {
      columns: columnsOf('Name Created_At:date'),
      cells: (crd) => [crd.metadata.name, crd.metadata.creationTimestamp],
    },
  },
);

type Status = NonNullable<CustomResourceDefinition['status']>;

/** Upstream writes the missing list out. */
const FRESH = {
  conditions: null,
  acceptedNames: { plural: '', kind: '' },
  storedVersions: [],
} as unknown as Status;

function defaults(crd: CustomResourceDefinition): CustomResourceDefinition {
  const { spec } = crd;
  const { kind, singular, listKind } = spec.names ?? {};
  const names = {
    ...spec.names,
    ...(!singular && kind && { singular: kind.toLowerCase() }),
    ...(!listKind && kind && { listKind: `${kind}List` }),
  };
  const complete = spec.conversion && (singular || !kind) && (listKind || !kind);
  if (complete) return crd;
  return { ...crd, spec: { ...spec, names, conversion: spec.conversion ?? { strategy: 'None' } } };
}

/** A version that objects were stored in stays on the list. */
function withStoredVersion(crd: CustomResourceDefinition): CustomResourceDefinition {
  const stored = crd.status?.storedVersions ?? [];
  const version = crd.spec.versions?.find(({ storage }) => storage);
  const name = version?.name ?? '';
  if (!version || stored.includes(name)) return crd;
  return { ...crd, status: { ...(crd.status ?? FRESH), storedVersions: [...stored, name] } };
}

function unknownFormats(crd: Manifest): string[] {
  const formats = new Set<string>();
  for (const version of objectsAt(objectAt(crd, 'spec'), 'versions')) {
    const schema: Json | undefined = own(objectAt(version, 'schema'), 'openAPIV3Schema');
    someSchema(schema, (node: JsonObject) => {
      const format = isObject(node) ? textAt(node, 'format') : '';
      if (format !== '' && !formatTest(format)) formats.add(format);
      return false;
    });
  }
  return [...formats].map((format) => `unrecognized format ${JSON.stringify(format)}`);
}
