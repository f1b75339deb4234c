import { expect, test } from 'vitest';
import type { BuiltInKind, Json, JsonObject } from '../../../k8s/types';
import { encode } from '../encode';
import { must, serverFixture } from '../testing/server-fixture';
import type { ApiResult } from '../types';
import answersText from './testdata/core-answers.txt?raw';
import { definitionOf } from './lookup';
import { captures } from './testing/captures';

const NAMESPACE = 'ex';
const STRICT = { dryRun: true, fieldValidation: 'strict' } as const;

/** One place of a stored object that a client changes; without `to` it is taken away. */
interface Change {
  at: string;
  to?: Json;
}

function changed(object: JsonObject, { at, to }: Change): JsonObject {
  const copy = structuredClone(object);
  const steps = at.split('/');
  const last = steps.pop() ?? '';
  const place = steps.reduce<JsonObject>((value, step) => value[step] as JsonObject, copy);
  if (to !== undefined) place[last] = to;
  else if (Array.isArray(place)) place.splice(Number(last), 1);
  else delete place[last];
  return copy;
}

/** Addresses and ports that were drawn are not compared. */
function essence(kind: BuiltInKind, result: ApiResult): string[] {
  if (!result.ok) {
    const { code, message, details } = result.status;
    return (
      details?.causes?.map((cause) => `${cause.field}: ${cause.message.split('\n')[0]}`) ?? [
        `${code} ${message}`,
      ]
    );
  }
  const written = encode(kind, result.object as never);
  const { apiVersion: _version, kind: _kind, metadata, ...body } = written as unknown as JsonObject;
  const { generation, labels, annotations } = metadata as JsonObject;
  const text = JSON.stringify({ metadata: { generation, labels, annotations }, ...body })
    .replace(/"10\.(9[6-9]|1[01]\d)\.\d+\.\d+"/g, (ip) => (/10\.96\.[47]\./.test(ip) ? ip : '"<ip>"'))
    .replace(/("nodePort"|"healthCheckNodePort"):3[0-2]\d\d\d/g, (drawn, key: string) =>
      /3008[01]|31234/.test(drawn) ? drawn : `${key}:0`,
    );
  return [`= ${text}`, ...(result.warnings ?? []).map((warning) => `! ${warning}`)];
}

// Faults of maps come in Go's random order there, in order of the keys here.
test.each(captures(answersText))('API-38 API-39 API-42 as a real v1.34.0 answers to $title', (capture) => {
  const kind = capture.kind as BuiltInKind;
  const { user, component, store } = serverFixture();
  must(component.create('Namespace', undefined, { metadata: { name: NAMESPACE } }));
  must(component.create('ServiceAccount', NAMESPACE, { metadata: { name: 'default' } }));
  const [manifest = {}, change] = capture.manifests;
  const namespace = definitionOf(kind, store)?.namespaced ? NAMESPACE : undefined;
  if (!change) {
    expect(essence(kind, user.create(kind, namespace, manifest, STRICT))).toEqual(capture.answers);
    return;
  }
  const stored = must(user.create(kind, namespace, manifest));
  const sent = changed(encode(kind, stored as never) as unknown as JsonObject, change as unknown as Change);
  const result = user.update(kind, namespace, stored.metadata.name, sent, STRICT);
  expect(essence(kind, result)).toEqual(capture.answers);
});

// What a dry run does not show: addresses and ports that are really taken.
test.each<[string, JsonObject, string]>([
  [
    'an address outside',
    { clusterIP: '1.2.3.4' },
    'spec.clusterIPs: Invalid value: ["1.2.3.4"]: failed to allocate IP 1.2.3.4: the provided network does not match the current range',
  ],
  [
    'the first address of the network',
    { clusterIP: '10.96.0.0' },
    'spec.clusterIPs: Invalid value: ["10.96.0.0"]: failed to allocate IP 10.96.0.0: the provided network does not match the current range',
  ],
  [
    'the address of the API server',
    { clusterIP: '10.96.0.1' },
    'spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated',
  ],
  [
    'a port outside',
    { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
    'spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
  ],
  [
    'a port of another service',
    { type: 'NodePort', ports: [{ port: 80, nodePort: 30999 }] },
    'spec.ports[0].nodePort: Invalid value: 30999: provided port is already allocated',
  ],
])('API-39 a Service that asks for %s, as a real v1.34.0 answers', (_, spec, cause) => {
  const { user } = serverFixture();
  must(
    user.create('Service', 'default', {
      metadata: { name: 'other' },
      spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30999 }] },
    }),
  );
  const manifest = { metadata: { name: 'x' }, spec: { ports: [{ port: 80 }], ...spec } };
  expect(essence('Service', user.create('Service', 'default', manifest))).toEqual([cause]);
});

test('API-39 a new Service of a load balancer gets an address and ports of its own', () => {
  const { user } = serverFixture();
  const spec = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{ port: 80 }] };
  const stored = must(user.create('Service', 'default', { metadata: { name: 'x' }, spec }));
  const { clusterIP, healthCheckNodePort = 0, ports = [] } = stored.spec ?? {};
  expect(clusterIP).toMatch(/^10\.(9[6-9]|1[01]\d)\./);
  for (const port of [healthCheckNodePort, ports[0]?.nodePort ?? 0]) {
    expect(port).toBeGreaterThanOrEqual(30000);
    expect(port).toBeLessThanOrEqual(32767);
  }
  expect(healthCheckNodePort).not.toBe(ports[0]?.nodePort);
  const local = must(user.patch('Service', 'default', 'x', 'merge', { spec: { type: 'ClusterIP' } }));
  expect(local.spec).toMatchObject({
    type: 'ClusterIP',
    clusterIP,
    ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
  });
  expect(Object.keys(local.spec ?? {})).not.toContain('healthCheckNodePort');
});
