import { expect, test } from 'vitest';
import { door, headersOf } from './testing/door';

const C = '/api/v1/namespaces/rest/configmaps';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

function stocked() {
  const d = door();
  for (const name of ['a', 'b']) {
    d.send({ method: 'POST', path: C, body: JSON.stringify({ metadata: { name }, data: { html: '<&>' } }) });
  }
  return d;
}

test('CLI-10 a list as a table, with as much of the objects as was asked for', () => {
  const { json } = stocked();
  const table = (query = '') => json({ path: C + query, headers: { accept: TABLE } });
  expect(table()).toMatchObject({
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    columnDefinitions: [
      { name: 'Name', type: 'string', format: 'name', priority: 0 },
      { name: 'Data', type: 'string', format: '', priority: 0 },
      { name: 'Age', type: 'string', format: '', priority: 0 },
    ],
    rows: [
      { cells: ['a', 1, '0s'], object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } } },
      { cells: ['b', 1, '0s'] },
    ],
  });
  expect(table('?includeObject=None')).toMatchObject({ rows: [{ object: null }, { object: null }] });
  expect(table('?includeObject=Object')).toMatchObject({
    rows: [{ object: { kind: 'ConfigMap', data: {} } }, {}],
  });
});

test('wide columns have priority 1', () => {
  const { columnDefinitions } = door().json({ path: '/api/v1/pods', headers: { accept: TABLE } }) as {
    columnDefinitions: { name: string; priority: number }[];
  };
  expect(columnDefinitions.filter((c) => c.priority === 1).map((c) => c.name)).toEqual([
    'IP',
    'Node',
    'Nominated Node',
    'Readiness Gates',
  ]);
});

test('an error is a Status even for who wants a table', () => {
  expect(stocked().json({ path: `${C}/nope`, headers: { accept: TABLE } })).toMatchObject({
    kind: 'Status',
    code: 404,
  });
});

test('only metadata', () => {
  const { json } = stocked();
  const as = (form: string) => ({ accept: `application/json;as=${form};v=v1;g=meta.k8s.io` });
  expect(json({ path: `${C}/a`, headers: as('PartialObjectMetadata') })).toMatchObject({
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { name: 'a' },
  });
  expect(json({ path: C, headers: as('PartialObjectMetadataList') })).toMatchObject({
    kind: 'PartialObjectMetadataList',
    items: [{ kind: 'PartialObjectMetadata', metadata: { name: 'a' } }, { metadata: { name: 'b' } }],
  });
});

test('the items of a list do not say what they are, the list does', () => {
  const list = stocked().json({ path: C }) as { kind: string; apiVersion: string; items: object[] };
  expect(list).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' });
  for (const item of list.items) expect(Object.keys(item)).toEqual(['metadata', 'data']);
});

test('JSON is escaped as Go escapes it; people get it indented', () => {
  const { send } = stocked();
  expect(send({ path: `${C}/a` }).body).toContain(String.raw`{"html":"\u003c\u0026\u003e"}`);
  for (const sent of [
    { path: `${C}/a?pretty=true` },
    { path: `${C}/a`, headers: { 'user-agent': 'curl/8.5.0' } },
  ])
    expect(send(sent).body).toMatch(
      /^\{\n {2}"kind": "ConfigMap",\n {2}"apiVersion": "v1",\n {2}"metadata": \{\n {4}"name"/,
    );
  expect(send({ path: `${C}/a?pretty=0`, headers: { 'user-agent': 'curl/8.5.0' } }).body).toMatch(
    /^\{"kind"/,
  );
});

test('YAML in and out', () => {
  const { send } = door();
  const answer = send({
    method: 'POST',
    path: C,
    headers: { 'content-type': 'application/yaml', accept: 'application/yaml' },
    body: 'metadata:\n  name: y1\ndata: {a: b}\n',
  });
  expect(answer.code).toBe(201);
  expect(headersOf(answer, 'content-type')).toEqual(['application/yaml']);
  expect(answer.body).toMatch(/^apiVersion: v1\ndata:\n {2}a: b\nkind: ConfigMap\nmetadata:\n/);
  const wrong = send({
    method: 'POST',
    path: C,
    headers: { 'content-type': 'application/yaml' },
    body: 'metadata: {name: y',
  });
  expect(JSON.parse(wrong.body)).toMatchObject({
    message:
      "the object provided is unrecognized (must be of type ConfigMap): yaml: line 1: did not find expected ',' or '}' (6d657461646174613a207b6e616d653a2079)",
  });
});

test('API-38 warnings are headers of their own', () => {
  const answer = door().send({
    method: 'POST',
    path: C,
    body: String.raw`{"metadata":{"name":"w"},"a\"b":1,"c\nd":2}`,
  });
  expect(headersOf(answer, 'warning')).toHaveLength(2);
  for (const text of headersOf(answer, 'warning')) expect(text).toMatch(/^299 - "unknown field [^\n]*"$/);
});

test('VAL-23 keys that come twice in YAML', () => {
  const { send } = door();
  const body = 'metadata:\n  name: a1\n  name: a2\ndata: {a: b, a: c}\nfoo: 1\n';
  const post = (query: string) =>
    send({ method: 'POST', path: C + query, headers: { 'content-type': 'application/yaml' }, body });
  expect(JSON.parse(post('?fieldValidation=Strict').body)).toMatchObject({
    code: 400,
    message:
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n  line 3: key "name" already set in map\n  line 4: key "a" already set in map, unknown field "foo"',
  });
  expect(headersOf(post(''), 'warning')).toEqual(
    [
      'line 3: key \\"name\\" already set in map',
      'line 4: key \\"a\\" already set in map',
      'unknown field \\"foo\\"',
    ].map((text) => `299 - "${text}"`),
  );
});
