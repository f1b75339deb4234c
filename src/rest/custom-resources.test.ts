import { expect, test } from 'vitest';
import { door, headersOf } from './testing/door';

/** Answers of a kube-apiserver v1.34.0 about a definition like this one. */
const DEFINITION = {
  metadata: { name: 'things.rest.example.com' },
  spec: {
    group: 'rest.example.com',
    scope: 'Namespaced',
    names: { plural: 'things', singular: 'thing', kind: 'Thing', shortNames: ['th'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: {
          status: {},
          scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
        },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: { replicas: { type: 'integer' }, name: { type: 'string' } },
              },
              status: { type: 'object', properties: { replicas: { type: 'integer' } } },
            },
          },
        },
      },
      {
        name: 'v1beta1',
        served: true,
        storage: false,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};
const C = '/apis/rest.example.com/v1/namespaces/rest/things';
const WITH = (more: string): string => `{"kind":"Thing","apiVersion":"rest.example.com/v1",${more}}`;

function defined() {
  const d = door();
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  expect(d.send({ method: 'POST', path, body: JSON.stringify(DEFINITION) }).code).toBe(201);
  return d;
}

test.each<[string, string, number, string]>([
  [
    '{"metadata":{"name":"a"}}',
    '',
    400,
    `the object provided is unrecognized (must be of type Thing): Object 'Kind' is missing in '{"metadata":{"name":"a"}}' ({"metadata":{"name":"a"}})`,
  ],
  [
    'null',
    '',
    400,
    "the object provided is unrecognized (must be of type Thing): Object 'Kind' is missing in 'null' (6e756c6c)",
  ],
  [
    '{"kind":"Thing","metadata":{"name":"a"}}',
    '',
    400,
    'the API version in the data () does not match the expected API version (rest.example.com/v1)',
  ],
  [
    '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}',
    '',
    400,
    'the API version in the data (v1) does not match the expected API version (rest.example.com/v1)',
  ],
  [
    '{"kind":"Thing","apiVersion":"rest.example.com/v1beta1","metadata":{"name":"a"}}',
    '',
    400,
    'the API version in the data (rest.example.com/v1beta1) does not match the expected API version (rest.example.com/v1)',
  ],
  [
    '{',
    '',
    400,
    "the object provided is unrecognized (must be of type Thing): couldn't get version/kind; json parse error: unexpected end of JSON input ({)",
  ],
  [
    WITH('"metadata":{"name":"n"},"spec":{"replicas":1e999}'),
    '',
    400,
    'Thing in version "v1" cannot be handled as a Thing: json: cannot unmarshal number 1e999 into Go value of type float64',
  ],
  [
    WITH('"metadata":{"name":"b","name":"c"},"foo":1,"spec":{"x":1,"name":"y","name":"z"}'),
    '?fieldValidation=Strict',
    400,
    'Thing in version "v1" cannot be handled as a Thing: strict decoding error: duplicate field "metadata.name", duplicate field "spec.name", unknown field "foo", unknown field "spec.x"',
  ],
])('POST %s%s', (body, query, code, message) => {
  expect(defined().json({ method: 'POST', path: C + query, body })).toMatchObject({
    kind: 'Status',
    code,
    message,
  });
});

test('API-38 what is dropped is told', () => {
  const body = WITH('"metadata":{"name":"b","name":"c"},"foo":1,"spec":{"x":1,"name":"y","name":"z"}');
  const answer = defined().send({ method: 'POST', path: `${C}?fieldValidation=Warn`, body });
  expect(answer.code).toBe(201);
  expect(headersOf(answer, 'warning')).toEqual(
    [
      'duplicate field \\"metadata.name\\"',
      'duplicate field \\"spec.name\\"',
      'unknown field \\"foo\\"',
      'unknown field \\"spec.x\\"',
    ].map((text) => `299 - "${text}"`),
  );
});

test.each<[string, string, number, string]>([
  ['GET', '/apis/rest.example.com/v1/nothing', 404, '404 page not found\n'],
  ['GET', '/apis/rest.example.com/v3/things', 404, '404 page not found\n'],
  ['GET', '/apis/rest.example.com/v3', 404, '404 page not found\n'],
  ['GET', `${C}/a/nothing`, 404, 'things.rest.example.com "a" not found'],
  ['GET', `${C.replace('v1', 'v1beta1')}/a/status`, 404, 'things.rest.example.com "a" not found'],
  ['GET', `${C}?fieldSelector=spec.x=1`, 400, 'field label not supported: spec.x'],
])('%s %s', (method, path, code, text) => {
  const answer = defined().send({ method, path });
  expect(answer.code).toBe(code);
  if (text.endsWith('\n')) expect(answer.body).toBe(text);
  else expect(JSON.parse(answer.body)).toMatchObject({ message: text });
});

test.each(['application/strategic-merge-patch+json', 'application/json'])('no patch of type %s', (type) => {
  const d = defined();
  d.send({ method: 'POST', path: C, body: WITH('"metadata":{"name":"a"}') });
  expect(
    d.json({ method: 'PATCH', path: `${C}/a`, headers: { 'content-type': type }, body: '{}' }),
  ).toMatchObject({
    code: 415,
    message:
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
  });
});

test('each version shows the object as its own; the items of a list say what they are', () => {
  const d = defined();
  d.send({ method: 'POST', path: C, body: WITH('"metadata":{"name":"a"},"spec":{"replicas":2}') });
  expect(d.json({ path: `${C.replace('v1', 'v1beta1')}/a` })).toMatchObject({
    apiVersion: 'rest.example.com/v1beta1',
  });
  expect(d.json({ path: C })).toMatchObject({
    kind: 'ThingList',
    items: [{ apiVersion: 'rest.example.com/v1', kind: 'Thing' }],
  });
});

test('the scale of a custom resource', () => {
  const d = defined();
  d.send({ method: 'POST', path: C, body: WITH('"metadata":{"name":"a"},"spec":{"replicas":2}') });
  const scale = d.json({ path: `${C}/a/scale` });
  expect(scale).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 2 } });
  expect(scale['status']).toEqual({ replicas: 0 });
  const body = '{"metadata":{"name":"a"},"spec":{"replicas":3}}';
  expect(d.json({ method: 'PUT', path: `${C}/a/scale`, body })).toMatchObject({
    kind: 'Scale',
    spec: { replicas: 3 },
  });
  expect(d.json({ path: `${C}/a` })).toMatchObject({ spec: { replicas: 3 } });
  const patch = {
    method: 'PATCH',
    path: `${C}/a/scale`,
    headers: { 'content-type': 'application/merge-patch+json' },
  };
  expect(d.json({ ...patch, body: '{"spec":{"replicas":4}}' })).toMatchObject({
    kind: 'Scale',
    spec: { replicas: 4 },
  });
});
