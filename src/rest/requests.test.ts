import { expect, test } from 'vitest';
import { door, headersOf, type Sent } from './testing/door';

/**
 * Codes, reasons and messages below were taken from a kube-apiserver v1.34.0; the places of schemes are those of a released one
 * (they depend on how it was compiled).
 */
const C = '/api/v1/namespaces/rest/configmaps';
const TYPE_META =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
const unreadable = (why: string, shown: string): string =>
  `the object provided is unrecognized (must be of type ConfigMap): ${why} (${shown})`;
const noJson = (why: string, shown: string): string =>
  unreadable(`couldn't get version/kind; json parse error: ${why}`, shown);
const PATCH = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
};
const FORMATS = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const optionProblem = (kind: string, why: string): string => `${kind}.meta.k8s.io "" is invalid: ${why}`;

function post(body: string, query = '', path = C): Sent {
  return { method: 'POST', path: path + query, body };
}

function patch(type: keyof typeof PATCH, body: string, query = '', name = 'a'): Sent {
  return { method: 'PATCH', path: `${C}/${name}${query}`, headers: { 'content-type': PATCH[type] }, body };
}

function remove(body: string, query = ''): Sent {
  return { method: 'DELETE', path: `${C}/a${query}`, body };
}

function refused(sent: Sent): { code: number; reason: unknown; message: unknown } {
  const { cluster, send } = door();
  send(post('{"metadata":{"name":"a"}}'));
  const before = [cluster.revision, cluster.digest()];
  const { code, body } = send(sent);
  const status = JSON.parse(body) as Record<string, unknown>;
  expect(status).toMatchObject({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code });
  expect([cluster.revision, cluster.digest()]).toEqual(before);
  return { code, reason: status['reason'], message: status['message'] };
}

test.each<[Sent, number, string | undefined, string]>([
  // Bodies that are no JSON, or JSON of another kind.
  [post('{'), 400, 'BadRequest', noJson('unexpected end of JSON input', '{')],
  [post(''), 400, 'BadRequest', noJson('unexpected end of JSON input', '<empty>')],
  [
    post('[]'),
    400,
    'BadRequest',
    noJson(`json: cannot unmarshal array into Go value of type ${TYPE_META}`, '5b5d'),
  ],
  [
    post('"x"'),
    400,
    'BadRequest',
    noJson(`json: cannot unmarshal string into Go value of type ${TYPE_META}`, '227822'),
  ],
  [
    post('3'),
    400,
    'BadRequest',
    noJson(`json: cannot unmarshal number into Go value of type ${TYPE_META}`, '33'),
  ],
  [
    post('true'),
    400,
    'BadRequest',
    noJson(`json: cannot unmarshal bool into Go value of type ${TYPE_META}`, '74727565'),
  ],
  [
    post('{"kind":1}'),
    400,
    'BadRequest',
    noJson('json: cannot unmarshal number into Go struct field .kind of type string', '{"kind":1}'),
  ],
  [
    post('{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a2"}} x'),
    400,
    'BadRequest',
    noJson("invalid character 'x' after top-level value", '{"kind":"ConfigMap","apiVersio ...'),
  ],
  [
    post('metadata: {name: y}'),
    400,
    'BadRequest',
    noJson("invalid character 'm' looking for beginning of value", '6d657461646174613a207b6e616d653a20797d'),
  ],
  [
    post('{"kind":"ConfigMap","apiVersion":"a/b/c"}'),
    400,
    'BadRequest',
    unreadable('unexpected GroupVersion string: a/b/c', '{"kind":"ConfigMap","apiVersio ...'),
  ],
  [
    post('{"kind":"Pod","apiVersion":"v1"}'),
    400,
    'BadRequest',
    'Pod in version "v1" cannot be handled as a ConfigMap: converting (v1.Pod) to (core.ConfigMap): unknown conversion',
  ],
  [
    post('{"kind":"ConfigMap","apiVersion":"v2"}'),
    400,
    'BadRequest',
    'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme "pkg/api/legacyscheme/scheme.go:30"',
  ],
  [
    post('{"kind":"Foo","apiVersion":"x.io/v2"}'),
    400,
    'BadRequest',
    'Foo in version "v2" cannot be handled as a ConfigMap: no kind "Foo" is registered for version "x.io/v2" in scheme "pkg/api/legacyscheme/scheme.go:30"',
  ],
  [
    post('{"kind":"DaemonSet","apiVersion":"apps/v1"}', '', '/api/v1/namespaces/rest/pods'),
    400,
    'BadRequest',
    'DaemonSet in version "v1" cannot be handled as a Pod: converting (v1.DaemonSet) to (core.Pod): unknown conversion',
  ],
  [
    post('{"kind":"Event","apiVersion":"events.k8s.io/v1"}', '', '/api/v1/namespaces/rest/events'),
    400,
    'BadRequest',
    'the API version in the data (events.k8s.io/v1) does not match the expected API version (v1)',
  ],
  [
    post('{"metadata":{"name":"a2","namespace":"other"}}'),
    400,
    'BadRequest',
    'the namespace of the provided object does not match the namespace sent on the request',
  ],
  [
    post('{"metadata":5}'),
    400,
    'BadRequest',
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.metadata of type v1.ObjectMeta',
  ],
  [
    post('null'),
    422,
    'Invalid',
    'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
  ],
  // Options.
  [
    post('{"metadata":{"name":"dup","name":"dup2"},"foo":1}', '?fieldValidation=Strict'),
    400,
    'BadRequest',
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "metadata.name", unknown field "foo"',
  ],
  [
    post('{"metadata":{"name":"b"}}', '?fieldValidation=strict'),
    422,
    'Invalid',
    optionProblem(
      'CreateOptions',
      'fieldValidation: Unsupported value: "strict": supported values: "", "Ignore", "Strict", "Warn"',
    ),
  ],
  [
    post('{"metadata":{"name":"b"}}', '?dryRun=Foo'),
    422,
    'Invalid',
    optionProblem('CreateOptions', 'dryRun: Unsupported value: ["Foo"]: supported values: "All"'),
  ],
  [
    post('{"metadata":{"name":"b"}}', '?dryRun='),
    422,
    'Invalid',
    optionProblem('CreateOptions', 'dryRun: Unsupported value: [""]: supported values: "All"'),
  ],
  // Media types.
  [
    { ...post('{}'), headers: { 'content-type': 'text/plain' } },
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${FORMATS}`,
  ],
  [
    { ...post('{}'), headers: { accept: 'text/html' } },
    406,
    'NotAcceptable',
    `406: Not Acceptable\n\nAvailable representations: ${FORMATS}`,
  ],
  [
    { path: `${C}/a`, headers: { accept: 'application/*' } },
    406,
    'NotAcceptable',
    `406: Not Acceptable\n\nAvailable representations: ${FORMATS}`,
  ],
  [
    { path: `${C}/a`, headers: { accept: 'application/json;as=Table;v=v2;g=meta.k8s.io' } },
    406,
    'NotAcceptable',
    `only the following media types are accepted: ${FORMATS}`,
  ],
  [
    {
      path: `${C}/a`,
      headers: { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' },
    },
    406,
    'NotAcceptable',
    'you requested PartialObjectMetadataList, but the requested object is not a list (*core.ConfigMap)',
  ],
  [
    { path: C, headers: { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' } },
    406,
    'NotAcceptable',
    'you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)',
  ],
  [
    { path: `${C}?includeObject=Foo`, headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } },
    400,
    'BadRequest',
    "Unable to convert to Table as requested: includeObject: Invalid value: \"Foo\": must be 'Metadata', 'Object', 'None', or empty",
  ],
  // Patches.
  [
    { ...patch('merge', '{}'), headers: { 'content-type': 'application/json' } },
    415,
    'UnsupportedMediaType',
    '415: Unsupported Media Type',
  ],
  [{ ...patch('merge', '{}'), headers: {} }, 415, 'UnsupportedMediaType', '415: Unsupported Media Type'],
  [patch('merge', '{'), 400, 'BadRequest', 'error decoding patch: unexpected end of JSON input'],
  [patch('strategic', '{'), 400, 'BadRequest', 'unexpected end of JSON input'],
  [patch('json', '{'), 400, 'BadRequest', 'error decoding patch: unexpected end of JSON input'],
  [
    patch('json', '{}'),
    400,
    'BadRequest',
    'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
  ],
  [
    patch('json', '[3]'),
    400,
    'BadRequest',
    'error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp',
  ],
  [
    patch('json', '[{"op":3,"path":"/foo"}]'),
    400,
    'BadRequest',
    'error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string',
  ],
  [patch('json', '[null]'), 422, 'Invalid', 'the server rejected our request due to an error in our request'],
  [
    patch('merge', '[]'),
    400,
    'BadRequest',
    'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
  ],
  [
    patch('strategic', '[]'),
    400,
    'BadRequest',
    'json: cannot unmarshal array into Go value of type map[string]interface {}',
  ],
  [patch('merge', 'null'), 400, 'BadRequest', 'Invalid JSON Patch'],
  [patch('merge', '', '', 'nope'), 404, 'NotFound', 'configmaps "nope" not found'],
  [
    patch('merge', '{"data":{"a":"b"}}', '?force=true'),
    422,
    'Invalid',
    optionProblem('PatchOptions', 'force: Forbidden: may not be specified for non-apply patch'),
  ],
  [
    patch('merge', '{"metadata":{"namespace":"x"}}'),
    400,
    'BadRequest',
    'the namespace of the provided object does not match the namespace sent on the request',
  ],
  [
    patch('merge', '{"metadata":{"name":"x"}}'),
    400,
    'BadRequest',
    'the name of the object (x) does not match the name on the URL (a)',
  ],
  [
    patch('strategic', '{"foo":1, "data":{"a":"x","a":"y"}}', '?fieldValidation=Strict'),
    422,
    'Invalid',
    ' "" is invalid: patch: Invalid value: "map[data:map[a:y] foo:1]": strict decoding error: duplicate field "data.a", unknown field "foo"',
  ],
  [
    patch('strategic', '{"data":{"a":"x","a":"y"}}', '?fieldValidation=Strict'),
    422,
    'Invalid',
    ' "" is invalid: patch: Invalid value: "map[data:map[a:y]]": strict decoding error: duplicate field "data.a"',
  ],
  // Updates.
  [
    { method: 'PUT', path: `${C}/a`, body: '{"metadata":{"name":"b"}}' },
    400,
    'BadRequest',
    'the name of the object (b) does not match the name on the URL (a)',
  ],
  [
    { method: 'PUT', path: `${C}/nope`, body: '{"metadata":{"name":"a"}}' },
    400,
    'BadRequest',
    'the name of the object (a) does not match the name on the URL (nope)',
  ],
  [
    { method: 'PUT', path: `${C}/a`, body: '{"metadata":{}}' },
    400,
    'BadRequest',
    'the name of the object (a based on URL) was undeterminable: name must be provided',
  ],
  [
    { method: 'PUT', path: `${C}/zz`, body: '{"metadata":{"name":"zz"}}' },
    404,
    'NotFound',
    'configmaps "zz" not found',
  ],
  [
    { method: 'PUT', path: `${C}/a`, body: '{"metadata":{"name":"a","namespace":"x"}}' },
    400,
    'BadRequest',
    'the namespace of the provided object does not match the namespace sent on the request',
  ],
  // Deletions.
  [{ method: 'DELETE', path: `${C}/nope` }, 404, 'NotFound', 'configmaps "nope" not found'],
  [remove('', '?gracePeriodSeconds=x'), 400, 'BadRequest', 'strconv.ParseInt: parsing "x": invalid syntax'],
  [
    remove('', '?propagationPolicy=x'),
    422,
    'Invalid',
    optionProblem(
      'DeleteOptions',
      'propagationPolicy: Unsupported value: "x": supported values: "Foreground", "Background", "Orphan", "nil"',
    ),
  ],
  [
    remove('', '?propagationPolicy=Foreground&orphanDependents=true'),
    422,
    'Invalid',
    optionProblem(
      'DeleteOptions',
      'propagationPolicy: Invalid value: "Foreground": orphanDependents and deletionPropagation cannot be both set',
    ),
  ],
  [
    remove('{"kind":"ConfigMap","apiVersion":"v1"}'),
    500,
    undefined,
    'no kind "ConfigMap" is registered for version "v1" in scheme "pkg/apis/meta/internalversion/scheme/register.go:27"',
  ],
  [
    remove('{"dryRun":["Foo"]}'),
    422,
    'Invalid',
    optionProblem('DeleteOptions', 'dryRun: Unsupported value: ["Foo"]: supported values: "All"'),
  ],
  [remove('{'), 500, undefined, "couldn't get version/kind; json parse error: unexpected end of JSON input"],
  [
    remove('[]'),
    500,
    undefined,
    `couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type ${TYPE_META}`,
  ],
  [
    remove('{"gracePeriodSeconds":"x"}'),
    500,
    undefined,
    'json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64',
  ],
  // Lists.
  [{ path: `${C}?limit=foo` }, 400, 'BadRequest', 'strconv.ParseInt: parsing "foo": invalid syntax'],
  [{ path: `${C}?timeoutSeconds=foo` }, 400, 'BadRequest', 'strconv.ParseInt: parsing "foo": invalid syntax'],
  [
    { path: `${C}?resourceVersionMatch=Exact` },
    422,
    'Invalid',
    optionProblem(
      'ListOptions',
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ),
  ],
  [
    { path: `${C}?resourceVersionMatch=Foo&resourceVersion=1` },
    422,
    'Invalid',
    optionProblem(
      'ListOptions',
      'resourceVersionMatch: Unsupported value: "Foo": supported values: "Exact", "NotOlderThan", ""',
    ),
  ],
  [
    { path: `${C}?sendInitialEvents=true` },
    422,
    'Invalid',
    optionProblem('ListOptions', 'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list'),
  ],
  [
    { path: `${C}?watch=true&sendInitialEvents=true` },
    422,
    'Invalid',
    optionProblem(
      'ListOptions',
      'resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ),
  ],
  [
    { path: `${C}?labelSelector=a+in+b` },
    400,
    'BadRequest',
    "unable to parse requirement: found 'b' expected: '('",
  ],
  [
    { path: `${C}?labelSelector=,` },
    400,
    'BadRequest',
    "found ',', expected: !, identifier, or 'end of string'",
  ],
  [{ path: `${C}?fieldSelector=foo` }, 400, 'BadRequest', "invalid selector: 'foo'; can't understand 'foo'"],
  [
    { path: `${C}?fieldSelector=foo=bar` },
    400,
    'BadRequest',
    '"foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
  [{ path: '/api/v1/pods?fieldSelector=foo=bar' }, 400, 'BadRequest', 'field label not supported: foo'],
  [
    { path: `${C}?watch=true&fieldSelector=foo=bar` },
    400,
    'BadRequest',
    '"foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
  [
    { path: `${C}?watch=true&resourceVersion=foo` },
    500,
    undefined,
    'resourceVersion: Invalid value: "foo": strconv.ParseUint: parsing "foo": invalid syntax',
  ],
  [
    { path: `${C}/a?resourceVersion=foo` },
    500,
    undefined,
    'resourceVersion: Invalid value: "foo": strconv.ParseUint: parsing "foo": invalid syntax',
  ],
  // Subresources.
  [
    post('{}', '', '/api/v1/namespaces/rest/pods/x/eviction'),
    400,
    'BadRequest',
    'name in URL does not match name in Eviction object',
  ],
  [
    post('{}', '', '/api/v1/namespaces/rest/pods/x/binding'),
    400,
    'BadRequest',
    'name in URL does not match name in Binding object',
  ],
  [post('{}', '', '/api/v1/namespaces/rest/bindings'), 500, undefined, 'target.name: Required value'],
])('API-25 API-30 %# %j is refused as upstream refuses it', (sent, code, reason, message) => {
  expect(refused(sent)).toEqual({ code, reason, message });
});

const NOT_FOUND = 'the server could not find the requested resource';
const NOT_ALLOWED = 'the server does not allow this method on the requested resource';

test.each<[string, string, number, string]>([
  ['GET', '/apis/nope', 404, '404 page not found\n'],
  ['GET', '/apis/nope/v1', 404, '404 page not found\n'],
  ['GET', '/apis/nope/v1/things', 404, '404 page not found\n'],
  ['GET', '/nope', 404, '404 page not found\n'],
  ['GET', '/apis/apps/v2', 404, NOT_FOUND],
  ['GET', '/apis/apps/v1/things', 404, NOT_FOUND],
  ['GET', '/api/v2', 404, NOT_FOUND],
  ['GET', '/api/v1/nothings', 404, NOT_FOUND],
  ['GET', '/apis/apps/v1/namespaces/default', 404, NOT_FOUND],
  ['GET', '/api/v1/namespaces/default/pods/x/nothing', 404, NOT_FOUND],
  ['GET', '/api/v1/namespaces/default/pods/x/status', 404, 'pods "x" not found'],
  ['GET', '/api/v1/nodes/x/pods', 404, NOT_FOUND],
  ['GET', '/api/v1/namespaces/rest/nodes', 404, NOT_FOUND],
  ['GET', '/api/v1/namespaces/rest/nodes/x', 404, NOT_FOUND],
  ['GET', `${C}//a`, 404, NOT_FOUND],
  ['GET', `${C}/a%2Fb`, 404, NOT_FOUND],
  ['GET', `${C}/a/b/c`, 404, NOT_FOUND],
  ['GET', `${C}/%41`, 404, 'configmaps "A" not found'],
  ['POST', '/api/v1/configmaps', 405, NOT_ALLOWED],
  ['POST', `${C}/a`, 405, NOT_ALLOWED],
  ['PUT', C, 405, NOT_ALLOWED],
  ['PATCH', C, 405, NOT_ALLOWED],
  ['OPTIONS', `${C}/a`, 405, NOT_ALLOWED],
  ['FOO', `${C}/a`, 405, NOT_ALLOWED],
  ['POST', '/api', 405, NOT_ALLOWED],
  ['POST', '/apis/apps/v1', 405, NOT_ALLOWED],
  ['POST', '/version', 405, NOT_ALLOWED],
  ['POST', '/api/v1/watch/configmaps', 405, NOT_ALLOWED],
  ['DELETE', '/api/v1/namespaces', 405, NOT_ALLOWED],
  ['DELETE', '/api/v1/configmaps', 405, NOT_ALLOWED],
  ['GET', '/api/v1/namespaces/rest/pods/x/eviction', 405, NOT_ALLOWED],
  ['GET', '/api/v1/namespaces/rest/finalize', 405, NOT_ALLOWED],
  ['POST', '/api/v1/namespaces/rest/pods/x/log', 405, NOT_ALLOWED],
  ['DELETE', '/apis/apps/v1/namespaces/rest/daemonsets/x/status', 405, NOT_ALLOWED],
])('API-25 %s %s: %i %s', (method, path, code, text) => {
  const answer = door().send({ method, path });
  expect(answer.code).toBe(code);
  if (text.endsWith('\n')) {
    expect(answer.body).toBe(text);
    expect(headersOf(answer, 'content-type')).toEqual(['text/plain; charset=utf-8']);
  } else expect(JSON.parse(answer.body)).toMatchObject({ message: text, code });
});

test('API-38 a create without fieldValidation warns of what it drops', () => {
  const answer = door().send(post('{"metadata":{"name":"dup","name":"dup2"},"foo":1}'));
  expect(answer.code).toBe(201);
  expect(headersOf(answer, 'warning')).toEqual([
    String.raw`299 - "duplicate field \"metadata.name\""`,
    String.raw`299 - "unknown field \"foo\""`,
  ]);
});

test('API-12 a deletion is answered with a Status, of some kinds with the object', () => {
  const { json, send } = door();
  send(post('{"metadata":{"name":"a"}}'));
  expect(json({ method: 'DELETE', path: `${C}/a?dryRun=All` })).toMatchObject({ status: 'Success' });
  const { metadata } = json({ path: `${C}/a` }) as { metadata: { uid: string } };
  expect(json({ method: 'DELETE', path: `${C}/a`, body: '{"foo":["Foo"]}' })).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: 'a', kind: 'configmaps', uid: metadata.uid },
  });
  const services = '/api/v1/namespaces/rest/serviceaccounts';
  send(post('{"metadata":{"name":"s"}}', '', services));
  expect(json({ method: 'DELETE', path: `${services}/s` })).toMatchObject({
    kind: 'ServiceAccount',
    metadata: { name: 's' },
  });
});

test('API-44 the three kinds of patches, a null that is nothing', () => {
  const { json, send } = door();
  send(post('{"metadata":{"name":"a"}}'));
  expect(json(patch('merge', '{"data":{"x":"1"}}'))).toMatchObject({ data: { x: '1' } });
  expect(json(patch('strategic', '{"data":{"y":"2"}}'))).toMatchObject({ data: { x: '1', y: '2' } });
  expect(json(patch('json', '[{"op":"remove","path":"/data/x"}]'))).toMatchObject({ data: { y: '2' } });
  expect(json(patch('strategic', 'null'))).toMatchObject({ data: { y: '2' } });
  expect(json(patch('json', 'null'))).toMatchObject({ data: { y: '2' } });
});

test.each(['POST', 'PATCH', 'DELETE'])('%s of more than three mebibytes', (method) => {
  const path = method === 'POST' ? C : `${C}/a`;
  for (const body of ['x'.repeat(3_200_000), '\u20ac'.repeat(1_100_000)]) {
    const { code, message } = refused({
      method,
      path,
      headers: method === 'PATCH' ? { 'content-type': PATCH.merge } : {},
      body,
    });
    expect({ code, message }).toEqual({ code: 413, message: 'Request entity too large: limit is 3145728' });
  }
});

test('server-side apply is refused in plain words', () => {
  const sent = {
    ...patch('merge', '{}', '?fieldManager=x'),
    headers: { 'content-type': 'application/apply-patch+yaml' },
  };
  const { code, message } = refused(sent);
  expect(code).toBe(415);
  expect(message).toContain('server-side apply is not simulated here');
});
