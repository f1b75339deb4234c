import { expect, test } from 'vitest';
import { door } from './testing/door';

const PODS = '/api/v1/namespaces/rest/pods';
const NODE = {
  metadata: { name: 'n' },
  status: {
    capacity: { cpu: '4', memory: '8Gi', pods: '110' },
    allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
  },
};

function withPod() {
  const d = door();
  d.cluster.advanceTo(d.cluster.now + 1000);
  const body = JSON.stringify({
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', image: 'nginx:1.28' }] },
  });
  expect(d.send({ method: 'POST', path: PODS, body }).code).toBe(201);
  return d;
}

const CREATED = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };

test('WL-28 an eviction', () => {
  const d = withPod();
  const evict = (query: string) =>
    d.json({ method: 'POST', path: `${PODS}/p/eviction${query}`, body: '{"metadata":{"name":"p"}}' });
  expect(evict('?dryRun=All')).toEqual(CREATED);
  expect(d.send({ path: `${PODS}/p` }).code).toBe(200);
  expect(evict('')).toEqual(CREATED);
  d.cluster.advanceTo(d.cluster.now + 60_000);
  expect(d.send({ path: `${PODS}/p` }).code).toBe(404);
});

test.each([
  [
    '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"}}',
    'Pod in version "v1" cannot be handled as a Eviction: converting (v1.Pod) to (policy.Eviction): unknown conversion',
  ],
  [
    '{',
    "the object provided is unrecognized (must be of type Eviction): couldn't get version/kind; json parse error: unexpected end of JSON input ({)",
  ],
])('what is no eviction: %s', (body, message) => {
  expect(withPod().json({ method: 'POST', path: `${PODS}/p/eviction`, body })).toMatchObject({
    code: 400,
    message,
  });
});

test('an eviction of the older version is read still', () => {
  const body = '{"kind":"Eviction","apiVersion":"policy/v1beta1","metadata":{"name":"p"}}';
  expect(withPod().json({ method: 'POST', path: `${PODS}/p/eviction?dryRun=All`, body })).toEqual(CREATED);
});

test.each([`${PODS}/p/binding`, '/api/v1/namespaces/rest/bindings'])('SCH-41 a binding by %s', (path) => {
  const d = withPod();
  d.send({ method: 'POST', path: '/api/v1/nodes', body: JSON.stringify(NODE) });
  const body = '{"metadata":{"name":"p"},"target":{"kind":"Node","name":"n"}}';
  expect(d.json({ method: 'POST', path, body })).toEqual(CREATED);
  expect(d.json({ path: `${PODS}/p` })).toMatchObject({ spec: { nodeName: 'n' } });
});

test('a namespace is freed by its finalize subresource', () => {
  const d = door();
  const path = '/api/v1/namespaces/rest/finalize';
  const answer = d.json({
    method: 'PUT',
    path,
    body: '{"metadata":{"name":"rest"},"spec":{"finalizers":["x.io/y"]}}',
  });
  expect(answer).toMatchObject({ kind: 'Namespace', spec: { finalizers: ['x.io/y'] } });
});

test('CLI-100 a log, and one that is followed', () => {
  const d = withPod();
  d.send({ method: 'POST', path: '/api/v1/nodes', body: JSON.stringify(NODE) });
  d.cluster.advanceTo(d.cluster.now + 120_000);
  const path = `${PODS}/p/log`;
  const now = d.send({ path });
  expect(now).toMatchObject({
    code: 200,
    headers: [
      ['cache-control', 'no-cache, private'],
      ['content-type', 'text/plain'],
    ],
  });
  expect(now.body).toContain('nginx/1.28');
  expect(d.json({ path: `${path}?tailLines=-1` })).toMatchObject({
    message: 'PodLogOptions "p" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
  });

  const answer = d.ask({ path: `${path}?follow=true` });
  if (answer.type !== 'stream') throw new Error('it is no stream');
  const chunks: string[] = [];
  const stream = answer.open((chunk) => chunks.push(chunk));
  expect(stream.pump()).toBe(true);
  expect(chunks.join('')).toBe(now.body);
  d.send({ method: 'DELETE', path: `${PODS}/p` });
  d.cluster.advanceTo(d.cluster.now + 60_000);
  expect(stream.pump()).toBe(false);
});

test('the scale of a deployment, as a table too', () => {
  const d = door();
  const path = '/apis/apps/v1/namespaces/rest/deployments';
  const body = JSON.stringify({
    metadata: { name: 'd' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
    },
  });
  d.send({ method: 'POST', path, body });
  expect(d.json({ path: `${path}/d/scale` })).toMatchObject({
    kind: 'Scale',
    spec: { replicas: 2 },
    status: { selector: 'a=b' },
  });
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  expect(d.json({ path: `${path}/d/scale`, headers })).toMatchObject({
    kind: 'Table',
    columnDefinitions: ['Name', 'Desired', 'Available', 'Age'].map((name) => ({ name, format: '' })),
    rows: [{ cells: ['d', 2, expect.any(Number), '0s'] }],
  });
  expect(
    d.json({
      method: 'PUT',
      path: `${path}/d/scale`,
      body: '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"d"}}',
    }),
  ).toMatchObject({
    message:
      'Pod in version "v1" cannot be handled as a Scale: converting (v1.Pod) to (autoscaling.Scale): unknown conversion',
  });
  expect(
    d.json({
      method: 'PUT',
      path: `${path}/d/scale`,
      body: '{"metadata":{"name":"d"},"spec":{"replicas":"x"}}',
    }),
  ).toMatchObject({
    message:
      'Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal string into Go struct field ScaleSpec.spec.replicas of type int32',
  });
});
