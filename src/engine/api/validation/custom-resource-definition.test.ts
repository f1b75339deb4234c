/** What a kube-apiserver v1.34 said to these definitions. Causes are compared in any order: upstream walks Go maps. */
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../k8s/types';
import { serverFixture } from '../testing/server-fixture';

const SHORT: Readonly<Record<string, string>> = {
  '{1035}':
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
  '{1123}':
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
};

type Edit = readonly [path: string, value: Json | undefined];

/** A good definition with some fields set otherwise; undefined takes a field away. */
function definition(edits: readonly Edit[]): JsonObject {
  const manifest: JsonObject = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.a.example.com' },
    spec: {
      group: 'a.example.com',
      scope: 'Namespaced',
      names: { plural: 'things', kind: 'Thing' },
      versions: [
        { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
      ],
    },
  };
  for (const [path, value] of edits) {
    const keys = path
      .replace('SCHEMA', 'spec.versions.0.schema.openAPIV3Schema')
      .replace('VERSION', 'spec.versions.0')
      .split('.');
    const parent = keys.slice(0, -1).reduce<JsonObject>((at, key) => at[key] as JsonObject, manifest);
    const last = keys.at(-1) ?? '';
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return manifest;
}

test.each<[string, Edit[], string[]]>([
  [
    'name',
    [['metadata.name', 'foo']],
    ['metadata.name: Invalid value: "foo": must be spec.names.plural+"."+spec.group'],
  ],
  [
    'name2',
    [['metadata.name', 'Things.a.example.com']],
    [
      'metadata.name: Invalid value: "Things.a.example.com": {1123}',
      'metadata.name: Invalid value: "Things.a.example.com": must be spec.names.plural+"."+spec.group',
    ],
  ],
  [
    'nogroup',
    [['spec.group', undefined]],
    [
      'metadata.name: Invalid value: "things.a.example.com": must be spec.names.plural+"."+spec.group',
      'spec.group: Required value',
    ],
  ],
  [
    'badgroup',
    [['spec.group', 'A_b']],
    [
      'metadata.name: Invalid value: "things.a.example.com": must be spec.names.plural+"."+spec.group',
      'spec.group: Invalid value: "A_b": {1123}',
    ],
  ],
  [
    'nodotgroup',
    [
      ['spec.group', 'foo'],
      ['metadata.name', 'things.foo'],
    ],
    ['spec.group: Invalid value: "foo": should be a domain with at least one dot'],
  ],
  ['noscope', [['spec.scope', undefined]], ['spec.scope: Required value']],
  [
    'badscope',
    [['spec.scope', 'Foo']],
    ['spec.scope: Unsupported value: "Foo": supported values: "Cluster", "Namespaced"'],
  ],
  [
    'nonames',
    [['spec.names', undefined]],
    [
      'metadata.name: Invalid value: "things.a.example.com": must be spec.names.plural+"."+spec.group',
      'spec.names.plural: Required value',
      'spec.names.singular: Required value',
      'spec.names.kind: Required value',
      'spec.names.listKind: Required value',
    ],
  ],
  [
    'nospec',
    [['spec', undefined]],
    [
      'metadata.name: Invalid value: "things.a.example.com": must be spec.names.plural+"."+spec.group',
      'spec.group: Required value',
      'spec.scope: Required value',
      'spec.versions: Invalid value: null: must have exactly one version marked as storage version',
      'spec.names.plural: Required value',
      'spec.names.singular: Required value',
      'spec.names.kind: Required value',
      'spec.names.listKind: Required value',
      'status.storedVersions: Invalid value: null: must have at least one stored version',
    ],
  ],
  [
    'nokind',
    [['spec.names.kind', undefined]],
    [
      'spec.names.singular: Required value',
      'spec.names.kind: Required value',
      'spec.names.listKind: Required value',
    ],
  ],
  [
    'badkind',
    [['spec.names.kind', 'a_b']],
    [
      'spec.names.singular: Invalid value: "a_b": {1035}',
      'spec.names.kind: Invalid value: "a_b": may have mixed case, but should otherwise match: {1035}',
      'spec.names.listKind: Invalid value: "a_bList": may have mixed case, but should otherwise match: {1035}',
    ],
  ],
  [
    'badplural',
    [['spec.names.plural', 'Things']],
    [
      'metadata.name: Invalid value: "things.a.example.com": must be spec.names.plural+"."+spec.group',
      'spec.names.plural: Invalid value: "Things": {1035}',
    ],
  ],
  [
    'badsingular',
    [['spec.names.singular', 'Thing']],
    ['spec.names.singular: Invalid value: "Thing": {1035}'],
  ],
  [
    'badshort',
    [['spec.names.shortNames', ['A', 'b']]],
    ['spec.names.shortNames[0]: Invalid value: "A": {1035}'],
  ],
  ['badcat', [['spec.names.categories', ['A']]], ['spec.names.categories[0]: Invalid value: "A": {1035}']],
  [
    'listkind',
    [['spec.names.listKind', 'Thing']],
    ['spec.names.listKind: Invalid value: "Thing": kind and listKind may not be the same'],
  ],
  [
    'noversions',
    [['spec.versions', undefined]],
    [
      'spec.versions: Invalid value: null: must have exactly one version marked as storage version',
      'status.storedVersions: Invalid value: null: must have at least one stored version',
    ],
  ],
  ['noserved', [['VERSION.served', undefined]], []],
  [
    'twostorage',
    [
      [
        'spec.versions',
        [
          { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
          { name: 'v2', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
        ],
      ],
    ],
    [
      'spec.versions: Invalid value: [{"Name":"v1","Served":true,"Storage":true,"Deprecated":false,"DeprecationWarning":null,"Schema":null,"Subresources":null,"AdditionalPrinterColumns":null,"SelectableFields":null},{"Name":"v2","Served":true,"Storage":true,"Deprecated":false,"DeprecationWarning":null,"Schema":null,"Subresources":null,"AdditionalPrinterColumns":null,"SelectableFields":null}]: must have exactly one version marked as storage version',
      'status.storedVersions: Invalid value: ["v1"]: must have the storage version v2',
    ],
  ],
  [
    'badversion',
    [['VERSION.name', 'V1']],
    ['spec.versions[0].name: Invalid value: "V1": {1035}', 'spec.version: Invalid value: "V1": {1035}'],
  ],
  ['noversionname', [['VERSION.name', undefined]], ['spec.versions[0].name: Invalid value: "": {1035}']],
  ['noschema', [['VERSION.schema', undefined]], ['spec.versions[0].schema.openAPIV3Schema: Required value']],
  ['noschema2', [['VERSION.schema', {}]], ['spec.versions[0].schema.openAPIV3Schema: Required value']],
  [
    'emptyschema',
    [['SCHEMA', {}]],
    ['spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root'],
  ],
  [
    'roottype',
    [['SCHEMA', { type: 'string' }]],
    ['spec.validation.openAPIV3Schema.type: Invalid value: "string": must be object at the root'],
  ],
  [
    'notype',
    [['SCHEMA', { type: 'object', properties: { spec: { properties: { a: {} } } } }]],
    [
      'spec.validation.openAPIV3Schema.properties[spec].properties[a].type: Required value: must not be empty for specified object fields',
      'spec.validation.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields',
    ],
  ],
  [
    'badtype',
    [['SCHEMA', { type: 'object', properties: { spec: { type: 'objekt' } } }]],
    [
      'spec.validation.openAPIV3Schema.properties[spec].type: Unsupported value: "objekt": supported values: "array", "boolean", "integer", "number", "object", "string"',
    ],
  ],
  [
    'typenull',
    [['SCHEMA', { type: 'object', properties: { spec: { type: 'null' } } }]],
    [
      'spec.validation.openAPIV3Schema.properties[spec].type: Unsupported value: "null": supported values: "array", "boolean", "integer", "number", "object", "string"',
      'spec.validation.openAPIV3Schema.properties[spec].type: Forbidden: type cannot be set to null, use nullable as an alternative',
    ],
  ],
  [
    'arraynoitems',
    [['SCHEMA', { type: 'object', properties: { spec: { type: 'array' } } }]],
    ['spec.validation.openAPIV3Schema.properties[spec].items: Required value: must be specified'],
  ],
  [
    'itemsnotype',
    [['SCHEMA', { type: 'object', properties: { spec: { type: 'array', items: {} } } }]],
    [
      'spec.validation.openAPIV3Schema.properties[spec].items.type: Required value: must not be empty for specified array items',
    ],
  ],
  [
    'itemsarray',
    [['SCHEMA', { type: 'object', properties: { spec: { type: 'array', items: [{ type: 'string' }] } } }]],
    [
      'spec.validation.openAPIV3Schema.properties[spec].items: Forbidden: items must be a schema object and not an array',
    ],
  ],
  [
    'both',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: {
              type: 'object',
              properties: { a: { type: 'string' } },
              additionalProperties: { type: 'string' },
            },
          },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[spec].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive',
    ],
  ],
  [
    'rootadditional',
    [['SCHEMA', { type: 'object', additionalProperties: { type: 'string' } }]],
    ['spec.validation.openAPIV3Schema.additionalProperties: Forbidden: must not be used at the root'],
  ],
  [
    'unique',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: { spec: { type: 'array', items: { type: 'string' }, uniqueItems: true } },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[spec].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
    ],
  ],
  [
    'ref',
    [['SCHEMA', { type: 'object', properties: { spec: { $ref: '#/x' } } }]],
    ['spec.validation.openAPIV3Schema.properties[spec].$ref: Forbidden: $ref is not supported'],
  ],
  [
    'metadata',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified',
    ],
  ],
  [
    'metadataok',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 3 } } },
            apiVersion: { type: 'string' },
            kind: { type: 'string' },
          },
        },
      ],
    ],
    [],
  ],
  [
    'metadatatype',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            metadata: { type: 'string' },
            kind: { type: 'integer' },
            apiVersion: { type: 'integer' },
          },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[apiVersion].type: Invalid value: "integer": must be string',
      'spec.validation.openAPIV3Schema.properties[kind].type: Invalid value: "integer": must be string',
      'spec.validation.openAPIV3Schema.properties[metadata].type: Invalid value: "string": must be object',
    ],
  ],
  [
    'preservefalse',
    [['SCHEMA', { type: 'object', 'x-kubernetes-preserve-unknown-fields': false }]],
    [
      'spec.validation.openAPIV3Schema.x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined',
    ],
  ],
  ['preserve', [['SCHEMA', { 'x-kubernetes-preserve-unknown-fields': true }]], []],
  [
    'oldpreserve',
    [['spec.preserveUnknownFields', true]],
    [
      'spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
    ],
  ],
  [
    'badpattern',
    [['SCHEMA', { type: 'object', properties: { spec: { type: 'string', pattern: '(' } } }]],
    [
      'spec.validation.openAPIV3Schema.properties[spec].pattern: Invalid value: "(": must be a valid regular expression, but isn\'t: error parsing regexp: missing closing ): `(`',
    ],
  ],
  [
    'baddefault',
    [['SCHEMA', { type: 'object', properties: { spec: { type: 'string', default: 5 } } }]],
    [
      'spec.validation.openAPIV3Schema.properties[spec].default: Invalid value: "integer":  in body must be of type string: "integer"',
    ],
  ],
  [
    'unknowndefault',
    [['SCHEMA', { type: 'object', properties: { spec: { type: 'object', default: { a: 1 } } } }]],
    [
      'spec.validation.openAPIV3Schema.properties[spec].default: Invalid value: {"a":1}: must not have unknown fields',
    ],
  ],
  [
    'metadefault',
    [['SCHEMA', { type: 'object', properties: { kind: { type: 'string', default: 'X' } } }]],
    [
      'spec.validation.openAPIV3Schema.properties[kind].default: Forbidden: must not be set in top-level kind',
    ],
  ],
  [
    'anyoftype',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: {
              type: 'object',
              properties: { a: { type: 'string' } },
              anyOf: [{ type: 'object', properties: { b: { minLength: 3 } } }],
            },
          },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[spec].anyOf[0].type: Forbidden: must be empty to be structural',
    ],
  ],
  [
    'anyofok',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: {
              type: 'object',
              properties: { a: { type: 'string' } },
              anyOf: [{ required: ['a'] }, { properties: { a: { minLength: 3 } } }],
            },
          },
        },
      ],
    ],
    [],
  ],
  [
    'intorstring',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: {
              'x-kubernetes-int-or-string': true,
              anyOf: [{ type: 'integer' }, { type: 'string' }],
              pattern: '^a',
            },
          },
        },
      ],
    ],
    [],
  ],
  [
    'intorstringbad',
    [
      [
        'SCHEMA',
        { type: 'object', properties: { spec: { 'x-kubernetes-int-or-string': true, type: 'string' } } },
      ],
    ],
    [],
  ],
  [
    'anyofdesc',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: {
              type: 'object',
              properties: { a: { type: 'string' } },
              anyOf: [
                { description: 'x', default: 3, nullable: true, additionalProperties: { type: 'string' } },
              ],
            },
          },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[spec].anyOf[0].additionalProperties: Forbidden: must be undefined to be structural',
      'spec.validation.openAPIV3Schema.properties[spec].anyOf[0].default: Forbidden: must be undefined to be structural',
      'spec.validation.openAPIV3Schema.properties[spec].anyOf[0].description: Forbidden: must be empty to be structural',
      'spec.validation.openAPIV3Schema.properties[spec].anyOf[0].nullable: Forbidden: must be false to be structural',
    ],
  ],
  [
    'listmap',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: {
              type: 'array',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['a'],
              items: { type: 'object', properties: { a: { type: 'string' } } },
            },
          },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[spec].items.properties[a].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
    ],
  ],
  [
    'listmapnokeys',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: {
              type: 'array',
              'x-kubernetes-list-type': 'map',
              items: { type: 'object', properties: { a: { type: 'string' } } },
            },
          },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map',
    ],
  ],
  [
    'listmapbad',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: {
              type: 'array',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['b', 'b'],
              items: { type: 'object', properties: { a: { type: 'string' } } },
            },
          },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-list-map-keys: Invalid value: ["b","b"]: entries must all be names of item properties',
      'spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-list-map-keys: Invalid value: ["b","b"]: entries must all be names of item properties',
      'spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-list-map-keys: Invalid value: ["b","b"]: must not contain duplicate entries',
    ],
  ],
  [
    'listtypebad',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: { type: 'array', 'x-kubernetes-list-type': 'foo', items: { type: 'string' } },
            b: { type: 'object', 'x-kubernetes-list-type': 'set' },
            c: { type: 'string', 'x-kubernetes-map-type': 'foo' },
            d: { type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'set' },
          },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[c].type: Invalid value: "string": must be object if x-kubernetes-map-type is specified',
      'spec.validation.openAPIV3Schema.properties[c].x-kubernetes-map-type: Unsupported value: "foo": supported values: "atomic", "granular"',
      'spec.validation.openAPIV3Schema.properties[d].items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set',
      'spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-list-type: Unsupported value: "foo": supported values: "atomic", "set", "map"',
      'spec.validation.openAPIV3Schema.properties[b].type: Invalid value: "object": must be array if x-kubernetes-list-type is specified',
    ],
  ],
  [
    'mapkeysnotype',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: { type: 'array', 'x-kubernetes-list-map-keys': ['a'], items: { type: 'string' } },
          },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty',
    ],
  ],
  [
    'embedded',
    [
      [
        'SCHEMA',
        { type: 'object', properties: { spec: { type: 'object', 'x-kubernetes-embedded-resource': true } } },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[spec].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
    ],
  ],
  [
    'embeddedtype',
    [
      [
        'SCHEMA',
        { type: 'object', properties: { spec: { type: 'string', 'x-kubernetes-embedded-resource': true } } },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[spec].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
      'spec.validation.openAPIV3Schema.properties[spec].type: Invalid value: "string": must be object if x-kubernetes-embedded-resource is true',
    ],
  ],
  [
    'columns',
    [
      [
        'VERSION.additionalPrinterColumns',
        [
          { name: 'a', type: 'foo', jsonPath: '.a' },
          { type: 'string', jsonPath: 'x' },
          { name: 'b', jsonPath: '' },
          { name: 'c', type: 'string', jsonPath: '.x', format: 'foo' },
        ],
      ],
    ],
    [
      'spec.additionalPrinterColumns[0].type: Invalid value: "foo": must be one of boolean,date,integer,number,string',
      'spec.additionalPrinterColumns[1].name: Required value',
      'spec.additionalPrinterColumns[1].JSONPath: Invalid value: "x": must be a simple json path starting with .',
      'spec.additionalPrinterColumns[2].type: Required value: must be one of boolean,date,integer,number,string',
      'spec.additionalPrinterColumns[2].JSONPath: Required value',
      'spec.additionalPrinterColumns[3].format: Invalid value: "foo": must be one of byte,date,date-time,double,float,int32,int64,password',
    ],
  ],
  ['columns2', [['VERSION.additionalPrinterColumns', [{ name: 'a', type: 'string', jsonPath: '.a[' }]]], []],
  [
    'scale',
    [
      [
        'VERSION.subresources',
        {
          scale: {
            specReplicasPath: 'spec.replicas',
            statusReplicasPath: '.spec.replicas',
            labelSelectorPath: '.foo',
          },
        },
      ],
    ],
    [
      'spec.subresources.scale.specReplicasPath: Invalid value: "spec.replicas": must be a simple json path starting with .',
      'spec.subresources.scale.statusReplicasPath: Invalid value: ".spec.replicas": should be a json path under .status',
      'spec.subresources.scale.labelSelectorPath: Invalid value: ".foo": should be a json path under either .spec or .status',
    ],
  ],
  [
    'scale2',
    [['VERSION.subresources', { scale: {} }]],
    [
      'spec.subresources.scale.specReplicasPath: Required value',
      'spec.subresources.scale.statusReplicasPath: Required value',
    ],
  ],
  [
    'statusroot',
    [
      ['VERSION.subresources', { status: {} }],
      ['SCHEMA', { type: 'object', anyOf: [{ required: ['a'] }] }],
    ],
    [
      'spec.validation.openAPIV3Schema: Invalid value: {"ID":"","Schema":"","Ref":null,"Description":"","Type":"object","Nullable":false,"Format":"","Title":"","Default":null,"Maximum":null,"ExclusiveMaximum":false,"Minimum":null,"ExclusiveMinimum":false,"MaxLength":null,"MinLength":null,"Pattern":"","MaxItems":null,"MinItems":null,"UniqueItems":false,"MultipleOf":null,"Enum":null,"MaxProperties":null,"MinProperties":null,"Required":null,"Items":null,"AllOf":null,"OneOf":null,"AnyOf":[{"ID":"","Schema":"","Ref":null,"Description":"","Type":"","Nullable":false,"Format":"","Title":"","Default":null,"Maximum":null,"ExclusiveMaximum":false,"Minimum":null,"ExclusiveMinimum":false,"MaxLength":null,"MinLength":null,"Pattern":"","MaxItems":null,"MinItems":null,"UniqueItems":false,"MultipleOf":null,"Enum":null,"MaxProperties":null,"MinProperties":null,"Required":["a"],"Items":null,"AllOf":null,"OneOf":null,"AnyOf":null,"Not":null,"Properties":null,"AdditionalProperties":null,"PatternProperties":null,"Dependencies":null,"AdditionalItems":null,"Definitions":null,"ExternalDocs":null,"Example":null,"XPreserveUnknownFields":null,"XEmbeddedResource":false,"XIntOrString":false,"XListMapKeys":null,"XListType":null,"XMapType":null,"XValidations":null}],"Not":null,"Properties":null,"AdditionalProperties":null,"PatternProperties":null,"Dependencies":null,"AdditionalItems":null,"Definitions":null,"ExternalDocs":null,"Example":null,"XPreserveUnknownFields":null,"XEmbeddedResource":false,"XIntOrString":false,"XListMapKeys":null,"XListType":null,"XMapType":null,"XValidations":null}: only [Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations] fields are allowed at the root of the schema if the status subresource is enabled',
    ],
  ],
  [
    'statusnotype',
    [
      ['VERSION.subresources', { status: {} }],
      ['SCHEMA', { 'x-kubernetes-preserve-unknown-fields': true }],
    ],
    [],
  ],
  [
    'nullableroot',
    [['SCHEMA', { type: 'object', nullable: true }]],
    ['spec.validation.openAPIV3Schema.nullable: Forbidden: nullable cannot be true at the root'],
  ],
  [
    'webhook',
    [['spec.conversion', { strategy: 'Webhook' }]],
    [
      'spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook',
      'spec.conversion.conversionReviewVersions: Required value',
    ],
  ],
  [
    'webhook2',
    [
      [
        'spec.conversion',
        {
          strategy: 'Webhook',
          webhook: {
            clientConfig: { service: { name: 'a', namespace: 'b' } },
            conversionReviewVersions: ['v1'],
          },
        },
      ],
    ],
    [],
  ],
  [
    'webhook3',
    [['spec.conversion', { strategy: 'Foo' }]],
    ['spec.conversion.strategy: Unsupported value: "Foo": supported values: "None", "Webhook"'],
  ],
  [
    'webhook4',
    [
      [
        'spec.conversion',
        {
          strategy: 'None',
          webhook: { conversionReviewVersions: ['v1'], clientConfig: { url: 'https://x' } },
        },
      ],
    ],
    [
      'spec.conversion.webhookClientConfig: Forbidden: should not be set when strategy is not set to Webhook',
      'spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook',
    ],
  ],
  [
    'webhook5',
    [['spec.conversion', { strategy: 'Webhook', webhook: { conversionReviewVersions: ['v3', 'v3', 'X'] } }]],
    [
      'spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook',
      'spec.conversion.conversionReviewVersions[1]: Invalid value: "v3": duplicate version',
      'spec.conversion.conversionReviewVersions[2]: Invalid value: "X": {1035}',
      'spec.conversion.conversionReviewVersions: Invalid value: ["v3","v3","X"]: must include at least one of v1, v1beta1',
    ],
  ],
  [
    'webhook6',
    [
      [
        'spec.conversion',
        { strategy: 'Webhook', webhook: { conversionReviewVersions: ['v1'], clientConfig: {} } },
      ],
    ],
    ['spec.conversion.webhookClientConfig: Required value: exactly one of url or service is required'],
  ],
  [
    'deprecated',
    [['VERSION.deprecationWarning', 'x']],
    ['spec.versions[0].deprecationWarning: Invalid value: "x": can only be set for deprecated versions'],
  ],
  [
    'deprecated2',
    [
      ['VERSION.deprecationWarning', ''],
      ['VERSION.deprecated', true],
    ],
    ['spec.versions[0].deprecationWarning: Invalid value: "": must not be an empty string'],
  ],
  [
    'protected',
    [
      ['metadata.name', 'things.foo.k8s.io'],
      ['spec.group', 'foo.k8s.io'],
    ],
    [
      'metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111',
    ],
  ],
  [
    'protected2',
    [
      ['metadata.name', 'things.foo.k8s.io'],
      ['spec.group', 'foo.k8s.io'],
      ['metadata.annotations', { 'api-approved.kubernetes.io': 'bogus' }],
    ],
    [
      'metadata.annotations[api-approved.kubernetes.io]: Invalid value: "bogus": protected groups must have approval annotation "api-approved.kubernetes.io" with either a URL or a reason starting with "unapproved", see https://github.com/kubernetes/enhancements/pull/1111',
    ],
  ],
  [
    'protected3',
    [
      ['metadata.name', 'things.foo.k8s.io'],
      ['spec.group', 'foo.k8s.io'],
      ['metadata.annotations', { 'api-approved.kubernetes.io': 'unapproved, x' }],
    ],
    [],
  ],
  [
    'selectable',
    [
      [
        'VERSION.selectableFields',
        [
          { jsonPath: '.spec.a' },
          { jsonPath: '.metadata.name' },
          { jsonPath: 'spec' },
          { jsonPath: '' },
          { jsonPath: '.spec.b' },
          { jsonPath: '.spec.b' },
        ],
      ],
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: { type: 'object', properties: { b: { type: 'string' }, a: { type: 'object' } } },
          },
        },
      ],
    ],
    [
      'spec.selectableFields[0].jsonPath: Invalid value: ".spec.a": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
      'spec.selectableFields[1].jsonPath: Invalid value: ".metadata.name": is an invalid path: does not refer to a valid field',
      'spec.selectableFields[2].jsonPath: Invalid value: "spec": is an invalid path: expected [ or . but got: spec',
      'spec.selectableFields[3].jsonPath: Required value',
      'spec.selectableFields[5].jsonPath: Duplicate value: ".spec.b"',
    ],
  ],
  [
    'formats',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            a: { type: 'integer', format: 'int64' },
            b: { type: 'string', format: 'quantity' },
            c: { type: 'string', format: 'k8s-short-name' },
            d: { type: 'integer', format: 'int64' },
            e: { type: 'string', format: 'date-time' },
          },
        },
      ],
    ],
    [
      'Warning: unrecognized format "int64"',
      'Warning: unrecognized format "quantity"',
      'Warning: unrecognized format "k8s-short-name"',
    ],
  ],
  [
    'cel',
    [
      [
        'SCHEMA',
        {
          type: 'object',
          properties: {
            spec: {
              type: 'object',
              'x-kubernetes-validations': [{ rule: 'self.a >' }, { rule: '' }, { message: 'x' }],
              properties: { a: { type: 'integer' } },
            },
          },
        },
      ],
    ],
    [
      'spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[1].rule: Required value: rule is not specified',
      'spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[2].rule: Required value: rule is not specified',
    ],
  ],
  ['ok', [], []],
])('%s', (_name, edits, expected) => {
  const { user } = serverFixture();
  const answer = user.create('CustomResourceDefinition', undefined, definition(edits), {
    fieldValidation: 'strict',
  });
  const texts = answer.ok
    ? (answer.warnings ?? []).map((text) => `Warning: ${text}`)
    : (answer.status.details?.causes ?? []).map((cause) => `${cause.field}: ${cause.message}`);
  const whole = expected.map((text) => text.replace(/\{1\d{3}\}/, (short) => SHORT[short] ?? short));
  expect(texts.sort()).toEqual(whole.sort());
});

test.each<[string, string?]>([
  ['(?<!x)y', 'invalid named capture: `(?<!x)y`'],
  ['(?<=a>b)c', 'invalid named capture: `(?<=a>`'],
  ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
  ['*a', 'missing argument to repetition operator: `*`'],
  ['a|*b', 'missing argument to repetition operator: `*`'],
  ['(*a)', 'missing argument to repetition operator: `*`'],
  ['a)', 'unexpected ): `a)`'],
  ['a))(', 'unexpected ): `a))(`'],
  ['((a)', 'missing closing ): `((a)`'],
  ['[a', 'missing closing ]: `[a`'],
  ['[]', 'missing closing ]: `[]`'],
  ['[^]', 'missing closing ]: `[^]`'],
  ['\\', 'trailing backslash at end of expression: ``'],
  ['(?P<n>a)'],
  ['(?i)a'],
  ['x{2'],
  ['\\(*a'],
  ['(a|b)*[(]'],
])('pattern %s', (pattern, problem) => {
  const { user } = serverFixture();
  const schema = { type: 'object', properties: { a: { type: 'string', pattern } } };
  const answer = user.create('CustomResourceDefinition', undefined, definition([['SCHEMA', schema]]));
  const value = `Invalid value: ${JSON.stringify(pattern)}: must be a valid regular expression, but isn't: error parsing regexp`;
  expect(answer.ok ? undefined : answer.status.details?.causes?.[0]?.message).toBe(
    problem && `${value}: ${problem}`,
  );
});
