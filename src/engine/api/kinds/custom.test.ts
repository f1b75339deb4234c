/** Custom objects as a kube-apiserver v1.34 took and refused them. Causes are compared in any order: upstream walks Go maps. */
import { describe, expect, test } from 'vitest';
import type { CustomKind, CustomResourceDefinition, Json, JsonObject } from '../../../k8s/types';
import { asManifest, must, serverFixture, START, type ServerFixture } from '../testing/server-fixture';
import type { ApiResult } from '../types';
import { atVersion, comparePriority, customDefinitions } from './custom';
import { definitionOf, kindByWord, kindIdOf, kindRows } from './lookup';

const WIDGETS: CustomKind = 'widgets.custom.example.com';

const SCHEMA: JsonObject = {
  type: 'object',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1, maximum: 10 },
        color: { type: 'string', enum: ['red', 'green'], default: 'red' },
        name: { type: 'string', pattern: '^[a-z]+$', minLength: 2, maxLength: 4 },
        since: { type: 'string', format: 'date-time' },
        live: { type: 'boolean' },
        ratio: { type: 'number', exclusiveMinimum: true, minimum: 0, multipleOf: 0.5 },
        tags: { type: 'array', maxItems: 2, minItems: 1, items: { type: 'string' } },
        set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
        ports: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string' },
              port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
            },
          },
        },
        map: { type: 'object', maxProperties: 2, additionalProperties: { type: 'string' } },
        any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        nul: { type: 'string', nullable: true },
        choice: {
          type: 'object',
          properties: { a: { type: 'string' }, b: { type: 'string' } },
          oneOf: [{ required: ['a'] }, { required: ['b'] }],
        },
        anyc: {
          type: 'object',
          properties: { a: { type: 'string' }, b: { type: 'string' } },
          anyOf: [{ required: ['a'] }, { required: ['b'] }],
        },
        notc: { type: 'object', properties: { a: { type: 'string' } }, not: { required: ['a'] } },
        allc: {
          type: 'object',
          properties: { a: { type: 'string' }, b: { type: 'string' } },
          allOf: [{ required: ['a'] }, { required: ['b'] }],
        },
        wait: { type: 'string', format: 'duration' },
        ip: { type: 'string', format: 'ipv4' },
        i32: { type: 'integer', format: 'int32' },
        emb: {
          type: 'object',
          'x-kubernetes-embedded-resource': true,
          'x-kubernetes-preserve-unknown-fields': true,
        },
        selector: {
          type: 'object',
          'x-kubernetes-map-type': 'atomic',
          properties: { matchLabels: { type: 'object', additionalProperties: { type: 'string' } } },
        },
      },
    },
    status: {
      type: 'object',
      properties: {
        phase: { type: 'string' },
        conditions: {
          type: 'array',
          items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    },
  },
};

const V1: JsonObject = {
  name: 'v1',
  served: true,
  storage: true,
  schema: { openAPIV3Schema: SCHEMA },
  subresources: { status: {} },
};

/** A server that serves widgets. */
function fixture(versions: JsonObject[] = [V1], spec: JsonObject = {}): ServerFixture {
  const made = serverFixture();
  const definition = must(
    made.user.create('CustomResourceDefinition', undefined, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: WIDGETS },
      spec: {
        group: 'custom.example.com',
        scope: 'Namespaced',
        names: { plural: 'widgets', kind: 'Widget', shortNames: ['wd'], categories: ['gadgets'] },
        versions,
        ...spec,
      },
    }),
  );
  const status = {
    ...definition.status,
    acceptedNames: definition.spec.names,
    conditions: [{ type: 'Established', status: 'True' }],
  };
  must(
    made.component.update(
      'CustomResourceDefinition',
      undefined,
      WIDGETS,
      asManifest({ ...definition, status } as CustomResourceDefinition),
      { subresource: 'status' },
    ),
  );
  return made;
}

const widget = (spec: Json, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'custom.example.com/v1',
  kind: 'Widget',
  metadata: { name: 't' },
  spec,
  ...more,
});

function texts(answer: ApiResult<unknown>): string[] {
  if (answer.ok) return (answer.warnings ?? []).map((text) => `Warning: ${text}`);
  const { causes } = answer.status.details ?? {};
  return (
    causes?.map((cause) => `${cause.field}: ${cause.message}`) ?? [
      answer.status.message.replace('Widget in version "v1" cannot be handled as a Widget: ', ''),
    ]
  ).sort();
}

describe('a new object: its spec as it is stored, or what is wrong with it', () => {
  test.each<[Json, Json]>([
    [{}, ['spec.size: Required value']],
    [
      { size: 'big' },
      ['spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"'],
    ],
    [
      { size: 1.5 },
      ['spec.size: Invalid value: "number": spec.size in body must be of type integer: "number"'],
    ],
    [
      { size: '3' },
      ['spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"'],
    ],
    [{ size: 0 }, ['spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1']],
    [{ size: 11 }, ['spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10']],
    [{ size: null }, ['spec.size: Required value']],
    [
      { size: [1] },
      ['spec.size: Invalid value: "array": spec.size in body must be of type integer: "array"'],
    ],
    [{ size: { a: 1 } }, ['strict decoding error: unknown field "spec.size.a"']],
    [
      { size: true },
      ['spec.size: Invalid value: "boolean": spec.size in body must be of type integer: "boolean"'],
    ],
    [{ size: 3, color: 'blue' }, ['spec.color: Unsupported value: "blue": supported values: "red", "green"']],
    [
      { size: 3, color: null },
      { color: 'red', size: 3 },
    ],
    [
      { size: 3, color: 1 },
      [
        'spec.color: Invalid value: "integer": spec.color in body must be of type string: "integer"',
        'spec.color: Unsupported value: 1: supported values: "red", "green"',
      ],
    ],
    [
      { size: 3, name: 'A' },
      ['spec.name: Invalid value: "A": spec.name in body should be at least 2 chars long'],
    ],
    [
      { size: 3, name: 'ABC' },
      ['spec.name: Invalid value: "ABC": spec.name in body should match \'^[a-z]+$\''],
    ],
    [{ size: 3, name: 'abcdef' }, ['spec.name: Too long: may not be more than 4 bytes']],
    [
      { size: 3, name: 5 },
      ['spec.name: Invalid value: "integer": spec.name in body must be of type string: "integer"'],
    ],
    [
      { size: 3, since: 'nope' },
      ['spec.since: Invalid value: "nope": spec.since in body must be of type date-time: "nope"'],
    ],
    [
      { size: 3, since: 5 },
      ['spec.since: Invalid value: "int64": spec.since in body must be of type date-time: "int64"'],
    ],
    [
      { size: 3, since: '2020-01-01' },
      ['spec.since: Invalid value: "2020-01-01": spec.since in body must be of type date-time: "2020-01-01"'],
    ],
    [
      { size: 3, live: 'yes' },
      ['spec.live: Invalid value: "string": spec.live in body must be of type boolean: "string"'],
    ],
    [
      { size: 3, ratio: 0 },
      [
        'spec.ratio: Invalid value: 0: factor MultipleOf declared for spec.ratio must be positive: 0',
        'spec.ratio: Invalid value: 0: spec.ratio in body should be greater than 0',
      ],
    ],
    [
      { size: 3, ratio: 0.3 },
      ['spec.ratio: Invalid value: 0.3: spec.ratio in body should be a multiple of 0.5'],
    ],
    [
      { size: 3, ratio: '1' },
      ['spec.ratio: Invalid value: "string": spec.ratio in body must be of type number: "string"'],
    ],
    [{ size: 3, tags: [] }, ['spec.tags: Invalid value: 0: spec.tags in body should have at least 1 items']],
    [{ size: 3, tags: ['a', 'b', 'c'] }, ['spec.tags: Too many: 3: must have at most 2 items']],
    [
      { size: 3, tags: ['a', 1] },
      ['spec.tags[1]: Invalid value: "integer": spec.tags[1] in body must be of type string: "integer"'],
    ],
    [
      { size: 3, tags: 'a' },
      ['spec.tags: Invalid value: "string": spec.tags in body must be of type array: "string"'],
    ],
    [
      { size: 3, tags: {} },
      ['spec.tags: Invalid value: "object": spec.tags in body must be of type array: "object"'],
    ],
    [{ size: 3, set: ['a', 'b', 'a', 'a'] }, ['spec.set[2]: Duplicate value: "a"']],
    [
      {
        size: 3,
        ports: [
          { name: 'a', port: 1 },
          { name: 'a', port: 'x' },
        ],
      },
      ['spec.ports[1]: Duplicate value: {"name":"a"}'],
    ],
    [
      { size: 3, ports: [{ port: true }] },
      [
        'spec.ports[0].port: Invalid value: "boolean": spec.ports[0].port in body must be of type integer,string: "boolean"',
        '<nil>: Invalid value: "": "spec.ports[0].port" must validate at least one schema (anyOf)',
        'spec.ports[0].port: Invalid value: "boolean": spec.ports[0].port in body must be of type integer: "boolean"',
        'spec.ports[0].name: Required value',
      ],
    ],
    [
      { size: 3, ports: [{ name: 'a', port: 1.5 }] },
      [
        'spec.ports[0].port: Invalid value: "number": spec.ports[0].port in body must be of type integer,string: "number"',
        '<nil>: Invalid value: "": "spec.ports[0].port" must validate at least one schema (anyOf)',
        'spec.ports[0].port: Invalid value: "number": spec.ports[0].port in body must be of type integer: "number"',
      ],
    ],
    [
      { size: 3, ports: ['x'] },
      [
        'spec.ports[0]: Invalid value: "string": spec.ports[0] in body must be of type object: "string"',
        'spec.ports[0]: Invalid value: "x": must be an object for an array of list-type map',
      ],
    ],
    [{ size: 3, map: { a: '1', b: '2', c: '3' } }, ['spec.map: Too many: 3: must have at most 2 items']],
    [
      { size: 3, map: { a: 1 } },
      ['spec.map.a: Invalid value: "integer": spec.map.a in body must be of type string: "integer"'],
    ],
    [
      { size: 3, map: ['a'] },
      ['spec.map: Invalid value: "array": spec.map in body must be of type object: "array"'],
    ],
    [
      { size: 3, any: { foo: { bar: [1] } } },
      { any: { foo: { bar: [1] } }, color: 'red', size: 3 },
    ],
    [
      { size: 3, any: 1 },
      ['spec.any: Invalid value: "integer": spec.any in body must be of type object: "integer"'],
    ],
    [
      { size: 3, nul: null },
      { color: 'red', nul: null, size: 3 },
    ],
    [
      { size: 3, nul: 1 },
      ['spec.nul: Invalid value: "integer": spec.nul in body must be of type string: "integer"'],
    ],
    [
      { size: 3, choice: {} },
      [
        '<nil>: Invalid value: "": "spec.choice" must validate one and only one schema (oneOf). Found none valid',
        'spec.choice.a: Required value',
      ],
    ],
    [
      { size: 3, choice: { a: 'x', b: 'y' } },
      [
        '<nil>: Invalid value: "": "spec.choice" must validate one and only one schema (oneOf). Found 2 valid alternatives',
      ],
    ],
    [
      { size: 3, anyc: {} },
      [
        '<nil>: Invalid value: "": "spec.anyc" must validate at least one schema (anyOf)',
        'spec.anyc.a: Required value',
      ],
    ],
    [
      { size: 3, notc: { a: 'x' } },
      ['<nil>: Invalid value: "": "spec.notc" must not validate the schema (not)'],
    ],
    [
      { size: 3, allc: {} },
      [
        'spec.allc.a: Required value',
        'spec.allc.b: Required value',
        '<nil>: Invalid value: "": "spec.allc" must validate all the schemas (allOf). None validated',
      ],
    ],
    [
      { size: 3, allc: { a: 'x' } },
      [
        'spec.allc.b: Required value',
        '<nil>: Invalid value: "": "spec.allc" must validate all the schemas (allOf)',
      ],
    ],
    [
      { size: 3, wait: '5 parsecs' },
      ['spec.wait: Invalid value: "5 parsecs": spec.wait in body must be of type duration: "5 parsecs"'],
    ],
    [
      { size: 3, wait: '5m' },
      { color: 'red', size: 3, wait: '5m' },
    ],
    [
      { size: 3, ip: '1.2.3' },
      ['spec.ip: Invalid value: "1.2.3": spec.ip in body must be of type ipv4: "1.2.3"'],
    ],
    [
      { size: 3, i32: 5000000000 },
      { color: 'red', i32: 5000000000, size: 3 },
    ],
    [
      { size: 3, i32: 'x' },
      ['spec.i32: Invalid value: "string": spec.i32 in body must be of type integer: "string"'],
    ],
    [{ size: 3, emb: { a: 1 } }, ['spec.emb.apiVersion: Required value', 'spec.emb.kind: Required value']],
    [
      { size: 3, emb: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', foo: 1 } } },
      ['strict decoding error: unknown field "spec.emb.metadata.foo"'],
    ],
    [
      { size: 3, foo: 1, bar: { x: 1 } },
      ['strict decoding error: unknown field "spec.bar", unknown field "spec.foo"'],
    ],
    [
      { size: 3, ports: [{ name: 'a', foo: 1 }], selector: { x: 1, matchLabels: { a: 'b' } } },
      ['strict decoding error: unknown field "spec.ports[0].foo", unknown field "spec.selector.x"'],
    ],
    [
      { size: 'x', color: 'blue', tags: [1] },
      [
        'spec.tags[0]: Invalid value: "integer": spec.tags[0] in body must be of type string: "integer"',
        'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"',
        'spec.color: Unsupported value: "blue": supported values: "red", "green"',
      ],
    ],
    [[], ['spec: Invalid value: "array": spec in body must be of type object: "array"']],
    ['x', ['spec: Invalid value: "string": spec in body must be of type object: "string"']],
    [null, ['spec: Required value']],
  ])('%j', (spec, expected) => {
    const answer = fixture().user.create(WIDGETS, 'default', widget(spec), { fieldValidation: 'strict' });
    if (Array.isArray(expected)) expect(texts(answer)).toEqual((expected as string[]).sort());
    else expect(must(answer)['spec']).toEqual(expected);
  });
});

describe('the rest of a new object', () => {
  test.each<[JsonObject, string[]]>([
    [{ metadata: { name: 't' } }, ['spec: Required value']],
    [
      { metadata: { name: 'Bad_Name' }, spec: { size: 1 } },
      ['metadata.name: Invalid value: "Bad_Name": {1123}'],
    ],
    [
      { metadata: {}, spec: { size: 1 } },
      ['metadata.name: Required value: name or generateName is required'],
    ],
    [{ spec: { size: 1 } }, ['metadata.name: Required value: name or generateName is required']],
    [
      { metadata: { name: 't', foo: 1, labels: { a: 'b' } }, spec: { size: 1, foo: 2 }, top: 1 },
      ['strict decoding error: unknown field "metadata.foo", unknown field "spec.foo", unknown field "top"'],
    ],
    [
      { metadata: { name: 't', labels: { a: 1 } }, spec: { size: 1 } },
      ['json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string'],
    ],
    [
      { metadata: { name: 't', labels: { 'a b': 'x' } }, spec: { size: 1 } },
      [
        "metadata.labels: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      ],
    ],
    [
      { metadata: { name: 't', labels: [] }, spec: { size: 1 } },
      ['json: cannot unmarshal array into Go struct field ObjectMeta.labels of type map[string]string'],
    ],
    [
      { metadata: { name: 5 }, spec: { size: 1 } },
      ['json: cannot unmarshal number into Go struct field ObjectMeta.name of type string'],
    ],
    [
      { metadata: 'x', spec: { size: 1 } },
      ['json: cannot unmarshal string into Go value of type v1.ObjectMeta'],
    ],
    [
      { metadata: { name: 't', finalizers: ['a', 'x.y/z', 'b.c'] }, spec: { size: 1 } },
      [
        'Warning: metadata.finalizers: "a": prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers',
        'Warning: metadata.finalizers: "b.c": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers',
      ],
    ],
    [
      { metadata: { name: 't', creationTimestamp: 'x' }, spec: { size: 1 } },
      ['parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"'],
    ],
    [
      { metadata: { name: 't' }, spec: { size: 1 }, status: { phase: 5, foo: 1 } },
      ['strict decoding error: unknown field "status.foo"'],
    ],
    [
      { metadata: { name: 't' }, status: { phase: 'x' }, spec: { size: 1, status: 1 } },
      ['strict decoding error: unknown field "spec.status"'],
    ],
    [
      { metadata: { name: 't', namespace: 'other' }, spec: { size: 1 } },
      ['the namespace of the provided object does not match the namespace sent on the request'],
    ],
  ])('%j', (parts, expected) => {
    const object = { apiVersion: 'custom.example.com/v1', kind: 'Widget', ...parts };
    const answer = fixture().user.create(WIDGETS, 'default', object, { fieldValidation: 'strict' });
    const subdomain =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    expect(texts(answer)).toEqual(expected.map((text) => text.replace('{1123}', subdomain)).sort());
  });

  test('unknown fields are told with warn, and dropped', () => {
    const { user } = fixture();
    const sent = widget(
      { size: 1, foo: 2, nul: null, live: null },
      { top: 1, metadata: { name: 't', foo: 1 } },
    );
    const answer = user.create(WIDGETS, 'default', sent, { fieldValidation: 'warn' });
    expect(texts(answer)).toEqual([
      'Warning: unknown field "metadata.foo"',
      'Warning: unknown field "spec.foo"',
      'Warning: unknown field "top"',
    ]);
    const { spec, ...rest } = must(answer);
    expect(spec).toEqual({ size: 1, nul: null, color: 'red' });
    expect(Object.keys(rest).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
  });
});

describe('a changed object', () => {
  const stored = (made: ServerFixture, spec: JsonObject = { size: 3 }) =>
    must(made.user.create(WIDGETS, 'default', widget(spec)));
  const merge = (made: ServerFixture, patch: JsonObject, options = {}) =>
    made.user.patch(WIDGETS, 'default', 't', 'merge', patch, { fieldValidation: 'strict', ...options });

  test('API-4 the generation counts changes of anything but metadata and status', () => {
    const made = fixture();
    expect(stored(made).metadata.generation).toBe(1);
    const generation = (patch: JsonObject, options = {}) =>
      must(merge(made, patch, options)).metadata.generation;
    expect(generation({ metadata: { labels: { a: 'b' } } })).toBe(1);
    expect(generation({ spec: { size: 4 } })).toBe(2);
    expect(generation({ status: { phase: 'x' } })).toBe(2);
    expect(generation({ status: { phase: 'x' }, spec: { size: 9 } }, { subresource: 'status' })).toBe(2);
    const last = made.store.get(WIDGETS, 'default', 't');
    expect([last?.['spec'], last?.['status']]).toEqual([{ size: 4, color: 'red' }, { phase: 'x' }]);
  });

  test('without the status subresource the status is a field like others', () => {
    const made = fixture([{ ...V1, subresources: {} }]);
    must(made.user.create(WIDGETS, 'default', widget({ size: 3 }, { status: { phase: 'a' } })));
    const changed = must(merge(made, { status: { phase: 'b' } }));
    expect([changed['status'], changed.metadata.generation]).toEqual([{ phase: 'b' }, 2]);
  });

  test.each<[JsonObject, object, string[]]>([
    [
      { status: { phase: 5 } },
      { subresource: 'status' },
      ['status.phase: Invalid value: "integer": phase in body must be of type string: "integer"'],
    ],
    [
      { status: 5 },
      { subresource: 'status' },
      ['status: Invalid value: "integer":  in body must be of type object: "integer"'],
    ],
    [{ spec: { size: null } }, {}, ['spec.size: Required value']],
  ])('%j %j', (patch, options, expected) => {
    const made = fixture();
    stored(made);
    expect(texts(merge(made, patch, options))).toEqual(expected);
  });

  test('a full write names the version that it changes', () => {
    const made = fixture();
    stored(made);
    const answer = made.user.update(WIDGETS, 'default', 't', widget({ size: 4 }));
    expect(!answer.ok && answer.status.message).toBe(
      'widgets.custom.example.com "t" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    );
  });

  test.each<[Json, string[]]>([
    [2.5, []],
    [3.5, ['spec.n: Unsupported value: 3.5: supported values: "1", "2"']],
  ])('upstream cuts %j to an integer where it looks for it in a list', (n, expected) => {
    const schema = { type: 'object', properties: { n: { type: 'number', enum: [1, 2] } } };
    const open = { openAPIV3Schema: { type: 'object', properties: { spec: schema } } };
    const made = fixture([{ ...V1, schema: open }]);
    expect(texts(made.user.create(WIDGETS, 'default', widget({ n })))).toEqual(expected);
  });

  test('old faults are forgiven where nothing changes', () => {
    const made = fixture();
    stored(made, { size: 3, name: 'abc' });
    const strict = {
      ...V1,
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: {
            spec: {
              type: 'object',
              properties: {
                size: { type: 'integer' },
                name: { type: 'string', enum: ['q'] },
                color: { type: 'string' },
              },
            },
          },
        },
      },
    };
    must(
      made.user.patch('CustomResourceDefinition', undefined, WIDGETS, 'merge', {
        spec: { versions: [strict] },
      }),
    );
    expect(texts(merge(made, { spec: { size: 4 } }))).toEqual([]);
    expect(texts(merge(made, { spec: { name: 'xyz' } }))).toEqual([
      'spec.name: Unsupported value: "xyz": supported values: "q"',
    ]);
  });
});

test('a stored object is shown as the definition has it now', () => {
  const made = fixture();
  must(made.user.create(WIDGETS, 'default', widget({ size: 3, name: 'abc' })));
  const now = { size: { type: 'integer' }, more: { type: 'string', default: 'new' } };
  const schema = { type: 'object', properties: { spec: { type: 'object', properties: now } } };
  const versions = [{ ...V1, schema: { openAPIV3Schema: schema } }];
  must(made.user.patch('CustomResourceDefinition', undefined, WIDGETS, 'merge', { spec: { versions } }));
  const expected = { size: 3, more: 'new' };
  expect(must(made.user.get(WIDGETS, 'default', 't'))['spec']).toEqual(expected);
  expect(made.user.list(WIDGETS).map((object) => object['spec'])).toEqual([expected]);
  const listed = made.user.page(WIDGETS, 'default', {});
  expect(listed.ok && listed.page.items.map((object) => object['spec'])).toEqual([expected]);
});

test('rules in CEL are not evaluated; where upstream does not get to them it says so', () => {
  const rules = { type: 'object', required: ['size'], properties: { size: { type: 'integer', minimum: 1 } } };
  const made = fixture([
    {
      ...V1,
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: { spec: { ...rules, 'x-kubernetes-validations': [{ rule: 'self.size > 5' }] } },
        },
      },
    },
  ]);
  expect(texts(made.user.create(WIDGETS, 'default', widget({ size: 1 }), { dryRun: true }))).toEqual([]);
  expect(texts(made.user.create(WIDGETS, 'default', widget({ size: 0 })))).toEqual([
    'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1',
  ]);
  expect(texts(made.user.create(WIDGETS, 'default', widget({})))).toEqual([
    '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    'spec.size: Required value',
  ]);
});

describe('versions', () => {
  const schema = (properties: JsonObject, required: string[] = []): JsonObject => ({
    openAPIV3Schema: {
      type: 'object',
      properties: { spec: { type: 'object', properties, ...(required.length > 0 && { required }) } },
    },
  });
  const a = { type: 'string' };
  const versions: JsonObject[] = [
    { name: 'v1beta1', served: true, storage: true, schema: schema({ a, old: a }) },
    { name: 'v1', served: true, storage: false, schema: schema({ a, new: { type: 'integer' } }, ['new']) },
    { name: 'v2', served: false, storage: false, schema: schema({ a }) },
  ];

  test('the served ones in the order of discovery', () => {
    const { store } = fixture(versions);
    const rows = kindRows(store).filter((row) => row.id === WIDGETS);
    expect(rows.map((row) => row.apiVersion)).toEqual([
      'custom.example.com/v1',
      'custom.example.com/v1beta1',
    ]);
    expect(kindByWord('wd', store)?.version).toBe('v1');
    expect(kindByWord('widgets.v1beta1.custom.example.com', store)?.version).toBe('v1beta1');
    expect(kindIdOf({ apiVersion: 'custom.example.com/v0', kind: 'Widget' }, store)).toBe(WIDGETS);
  });

  test('each judges what is written in it', () => {
    const { user } = fixture(versions);
    const spec = { a: 'x', old: 'y' };
    const strict = { fieldValidation: 'strict' } as const;
    expect(texts(user.create(WIDGETS, 'default', widget(spec), strict))).toEqual([
      'strict decoding error: unknown field "spec.old"',
    ]);
    const sent = { ...widget(spec), apiVersion: 'custom.example.com/v1beta1' };
    expect(texts(user.create(WIDGETS, 'default', sent, strict))).toEqual([]);
  });

  test('an object can be read in all of them', () => {
    const { user, store } = fixture(versions);
    const made = must(user.create(WIDGETS, 'default', widget({ a: 'x', new: 1 })));
    const beta = definitionOf(WIDGETS, store, 'custom.example.com/v1beta1');
    expect(beta && atVersion(made, beta)).toMatchObject({
      apiVersion: 'custom.example.com/v1beta1',
      spec: { a: 'x' },
    });
    expect(atVersion(made, { apiVersion: 'custom.example.com/v1' })).toBe(made);
  });

  test('comparePriority', () => {
    const sorted = [
      'v10',
      'v2',
      'v1',
      'v11beta2',
      'v10beta3',
      'v3beta1',
      'v12alpha1',
      'v11alpha2',
      'foo1',
      'foo10',
    ];
    expect([...sorted].reverse().sort(comparePriority)).toEqual(sorted);
  });

  test('none as long as the definition is not established', () => {
    const { store, user } = fixture();
    const [definition] = store.list('CustomResourceDefinition');
    expect(definition && customDefinitions(definition)).toHaveLength(1);
    const fresh = must(
      user.create('CustomResourceDefinition', undefined, {
        ...asManifest(definition as CustomResourceDefinition),
        metadata: { name: 'widgets.b.example.com' },
        spec: {
          ...(asManifest(definition as CustomResourceDefinition)['spec'] as JsonObject),
          group: 'b.example.com',
        },
      }),
    );
    expect(customDefinitions(fresh)).toEqual([]);
  });
});

describe('columns', () => {
  const column = (type: string, jsonPath: string, more: JsonObject = {}): JsonObject => ({
    name: 'C',
    type,
    jsonPath,
    ...more,
  });
  const cells = (columns: JsonObject[], spec: JsonObject) => {
    const open = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    const { user, store } = fixture([{ ...V1, schema: open, additionalPrinterColumns: columns }]);
    const object = must(user.create(WIDGETS, 'default', widget(spec)));
    const table = definitionOf(WIDGETS, store)?.table;
    return [table?.columns.slice(1), table?.cells(object, START + 120_000).slice(1)];
  };

  test.each<[JsonObject, Json, Json]>([
    [column('integer', '.spec.v'), 1.7, 1],
    [column('integer', '.spec.v'), '1', ''],
    [column('number', '.spec.v'), 1.5, 1.5],
    [column('boolean', '.spec.v'), true, true],
    [column('boolean', '.spec.v'), 'true', ''],
    [column('string', '.spec.v'), 5, '5'],
    [column('string', '.spec.v'), { b: 1, a: '<' }, '{"a":"\\u003c","b":1}'],
    [column('string', '.spec.v[1]'), ['a', 'b'], 'b'],
    [column('string', '.spec.v[5]'), ['a'], ''],
    [
      column('string', '.spec.v[?(@.t=="x")].s'),
      [
        { t: 'y', s: 1 },
        { t: 'x', s: 2 },
      ],
      '2',
    ],
    [column('string', '.spec.v[*].s'), [{ s: 'first' }, { s: 'second' }], 'first'],
    [column('string', '.spec.none'), 1, ''],
    [column('date', '.spec.v'), '2026-01-01T00:00:00Z', '2m'],
    [column('date', '.spec.v'), 'yesterday', '<invalid>'],
    [column('date', '.spec.v'), 5, ''],
  ])('%j of %j', (declared, v, expected) => {
    expect(cells([declared], { v })).toEqual([[{ name: 'C', type: declared['type'] }], [expected]]);
  });

  test('of a priority are wide; none declared: the age', () => {
    expect(cells([column('string', '.spec.v', { priority: 1 })], { v: 'x' })).toEqual([
      [{ name: 'C', type: 'string', wide: true }],
      ['x'],
    ]);
    expect(cells([], {})).toEqual([[{ name: 'Age', type: 'date' }], ['2m']]);
  });
});

test('selectable fields', () => {
  const { user, store } = fixture([{ ...V1, selectableFields: [{ jsonPath: '.spec.color' }] }]);
  const object = must(user.create(WIDGETS, 'default', widget({ size: 1, color: 'green' })));
  expect(definitionOf(WIDGETS, store)?.fields?.['spec.color']?.(object)).toBe('green');
});

describe('hostile definitions', () => {
  const nested = (depth: number): JsonObject =>
    depth === 0 ? { type: 'string' } : { type: 'object', properties: { a: nested(depth - 1) } };
  const value = (depth: number): Json => (depth === 0 ? 5 : { a: value(depth - 1) });

  test('a deep schema and a deep object', () => {
    const deep = {
      ...V1,
      schema: { openAPIV3Schema: { type: 'object', properties: { spec: nested(2000) } } },
    };
    expect(texts(fixture([deep]).user.create(WIDGETS, 'default', widget(value(2000))))).toEqual([]);
  });

  test('combinations of combinations', () => {
    const twice = (depth: number): JsonObject =>
      depth === 0 ? { required: ['no'] } : { allOf: [twice(depth - 1), twice(depth - 1)] };
    const open = { type: 'object', properties: { no: { type: 'string' } } };
    const wide = {
      ...V1,
      schema: { openAPIV3Schema: { type: 'object', properties: { spec: { ...open, ...twice(10) } } } },
    };
    const answer = fixture([wide]).user.create(WIDGETS, 'default', widget({}));
    expect(texts(answer)).toContain('spec.no: Required value');
  });

  test('a pattern with very many ways to fail', () => {
    const slow = { type: 'object', properties: { s: { type: 'string', pattern: '^(a+)+$' } } };
    const made = fixture([
      { ...V1, schema: { openAPIV3Schema: { type: 'object', properties: { spec: slow } } } },
    ]);
    const s = `${'a'.repeat(5000)}b`;
    expect(texts(made.user.create(WIDGETS, 'default', widget({ s })))).toEqual([
      `spec.s: Invalid value: "${s}": spec.s in body should match '^(a+)+$'`,
    ]);
  });
});

describe('the scale subresource', () => {
  const scale = {
    specReplicasPath: '.spec.size.want',
    statusReplicasPath: '.status.now',
    labelSelectorPath: '.status.sel',
  };
  const open = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const scaled = (spec: JsonObject, status?: JsonObject) => {
    const made = fixture([{ ...V1, schema: open, subresources: { scale } }]);
    return { ...made, answer: made.user.create(WIDGETS, 'default', widget(spec, status && { status })) };
  };

  test('reads and writes what the definition points at', () => {
    const { user, store } = scaled({ size: { want: 3 } }, { now: 2, sel: 'x=y' });
    const read = user.getScale(WIDGETS, 'default', 't');
    expect(read.ok && [read.object.spec, read.object.status]).toEqual([
      { replicas: 3 },
      { replicas: 2, selector: 'x=y' },
    ]);
    const patch = { spec: { replicas: 5 } };
    must(user.patch(WIDGETS, 'default', 't', 'merge', patch, { subresource: 'scale' }));
    const stored = store.get(WIDGETS, 'default', 't');
    expect([stored?.['spec'], stored?.metadata.generation]).toEqual([{ size: { want: 5 } }, 2]);
    const less = { spec: { replicas: -5 } };
    expect(texts(user.patch(WIDGETS, 'default', 't', 'merge', less, { subresource: 'scale' }))).toEqual([
      '.spec.size.want: Invalid value: -5: should be a non-negative integer',
    ]);
  });

  test('an object that says nothing of replicas can be scaled, but has no Scale', () => {
    const { user, store } = scaled({});
    const read = user.getScale(WIDGETS, 'default', 't');
    expect(!read.ok && read.status.message).toBe(
      'Internal error occurred: the spec replicas field ".spec.size.want" does not exist',
    );
    must(user.patch(WIDGETS, 'default', 't', 'merge', { spec: { replicas: 5 } }, { subresource: 'scale' }));
    expect(store.get(WIDGETS, 'default', 't')?.['spec']).toEqual({ size: { want: 5 } });
  });

  test.each<[JsonObject, string]>([
    [{ size: { want: -1 } }, 'should be a non-negative integer'],
    [{ size: { want: 'x' } }, '.spec.size.want accessor error: x is of the type string, expected int64'],
    [{ size: 3 }, '.spec.size.want accessor error: 3 is of the type int64, expected map[string]interface{}'],
  ])('%j', (spec, problem) => {
    const value = problem.startsWith('should') ? -1 : 0;
    expect(texts(scaled(spec).answer)).toEqual([`.spec.size.want: Invalid value: ${value}: ${problem}`]);
  });
});
