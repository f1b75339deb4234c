/** Versions and schemas as upstream shows them inside messages: its internal Go structs, every field written out. */
import type { Json, JsonObject } from '../../../k8s/types';
import { isObject } from '../patch/json-value';
import { objectAt, own } from './untyped';

/** Go's names in Go's order; what an absent field shows: `"` text, `!` false, else null. */
const SCHEMA_FIELDS =
  'ID:id" Schema:$schema" Ref:$ref Description:description" Type:type" Nullable:nullable! Format:format" Title:title" Default:default Maximum:maximum ExclusiveMaximum:exclusiveMaximum! Minimum:minimum ExclusiveMinimum:exclusiveMinimum! MaxLength:maxLength MinLength:minLength Pattern:pattern" MaxItems:maxItems MinItems:minItems UniqueItems:uniqueItems! MultipleOf:multipleOf Enum:enum MaxProperties:maxProperties MinProperties:minProperties Required:required Items:items AllOf:allOf OneOf:oneOf AnyOf:anyOf Not:not Properties:properties AdditionalProperties:additionalProperties PatternProperties:patternProperties Dependencies:dependencies AdditionalItems:additionalItems Definitions:definitions ExternalDocs:externalDocs Example:example XPreserveUnknownFields:x-kubernetes-preserve-unknown-fields XEmbeddedResource:x-kubernetes-embedded-resource! XIntOrString:x-kubernetes-int-or-string! XListMapKeys:x-kubernetes-list-map-keys XListType:x-kubernetes-list-type XMapType:x-kubernetes-map-type XValidations:x-kubernetes-validations';
const VERSION_FIELDS =
  'Name:name" Served:served! Storage:storage! Deprecated:deprecated! DeprecationWarning:deprecationWarning Schema:schema Subresources:subresources AdditionalPrinterColumns:additionalPrinterColumns SelectableFields:selectableFields';
const RULE_FIELDS =
  'Rule:rule" Message:message" MessageExpression:messageExpression" Reason:reason FieldPath:fieldPath" OptionalOldSelf:optionalOldSelf';
const COLUMN_FIELDS =
  'Name:name" Type:type" Format:format" Description:description" Priority:priority0 JSONPath:jsonPath"';

const ZEROS: Readonly<Record<string, Json>> = { '"': '', '!': false, '0': 0 };

function dump(fields: string, object: JsonObject, inner: (key: string, value: Json) => Json): JsonObject {
  return Object.fromEntries(
    fields.split(' ').map((field) => {
      const [, name = '', key = '', zero = ''] = /^(\w+):(.*?)(["!0]?)$/.exec(field) ?? [];
      const value = own(object, key);
      return [name, value === undefined ? (ZEROS[zero] ?? null) : inner(key, value)];
    }),
  );
}

const mapped = (value: Json, inner: (one: Json) => Json): Json =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inner(one ?? null)]))
    : Array.isArray(value)
      ? value.map(inner)
      : value;

/** Go's names of the fields that a schema has, in Go's order. */
export function schemaFields(schema: JsonObject): string[] {
  // Behind a pointer, false is a value like any other.
  const shallow = dump(SCHEMA_FIELDS, schema, (key, value) =>
    /additional|preserve/.test(key) ? true : value,
  );
  return Object.keys(shallow).filter((name) => !['', false, null].includes(shallow[name] as string));
}

export function schemaDump(schema: Json): Json {
  if (!isObject(schema)) return schema;
  return dump(SCHEMA_FIELDS, schema, (key, value) => {
    if (key === 'items') return { Schema: schemaDump(value), JSONSchemas: null };
    if (key === 'additionalProperties')
      return { Allows: value !== false, Schema: isObject(value) ? schemaDump(value) : null };
    if (key === 'not') return schemaDump(value);
    if (key === 'x-kubernetes-validations')
      return mapped(value, (rule) => (isObject(rule) ? dump(RULE_FIELDS, rule, (_, v) => v) : rule));
    return /Of$|^properties$/.test(key) && key !== 'multipleOf' ? mapped(value, schemaDump) : value;
  });
}

export function versionDump(version: JsonObject): JsonObject {
  return dump(VERSION_FIELDS, version, (key, value) => {
    if (key === 'schema')
      return {
        OpenAPIV3Schema: schemaDump(own(isObject(value) ? value : undefined, 'openAPIV3Schema') ?? null),
      };
    if (key === 'additionalPrinterColumns')
      return mapped(value, (column) =>
        isObject(column) ? dump(COLUMN_FIELDS, column, (_, v) => v) : column,
      );
    if (key !== 'subresources' || !isObject(value)) return value;
    const scale = objectAt(value, 'scale');
    return {
      Status: objectAt(value, 'status') ? {} : null,
      Scale: scale
        ? dump(
            'SpecReplicasPath:specReplicasPath" StatusReplicasPath:statusReplicasPath" LabelSelectorPath:labelSelectorPath',
            scale,
            (_, v) => v,
          )
        : null,
    };
  });
}
