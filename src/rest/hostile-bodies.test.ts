import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindRows, type KindDefinition } from '../engine/index';
import type { Json, JsonObject } from '../k8s/types';
import { toYaml } from '../yaml/to-yaml';
import { handle } from './handle';
import { door, requestOf, type Sent } from './testing/door';

/** Rule 10: whatever a body holds, the door answers; a refusal is a Status and has changed nothing. */

const POD_SPEC = {
  containers: [
    {
      name: 'c',
      image: 'nginx:1',
      ports: [{ containerPort: 80, hostPort: 80 }],
      env: [{ name: 'N', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
      resources: { requests: { cpu: '100m' }, limits: { cpu: '1' } },
      livenessProbe: { httpGet: { port: 80 } },
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
    },
  ],
  volumes: [{ name: 'v', hostPath: { path: '/v' } }],
  tolerations: [{ key: 'k', operator: 'Exists' }],
};
const TEMPLATE = { metadata: { labels: { a: 'b' } }, spec: POD_SPEC };
const SELECTOR = { matchLabels: { a: 'b' } };
const RULES = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
const SUBJECTS = [{ kind: 'ServiceAccount', name: 'x', namespace: 'rest' }];

/** What a manifest of the kind holds besides its metadata. */
const CONTENT: Readonly<Record<string, JsonObject>> = {
  ConfigMap: { data: { a: 'b' }, binaryData: { c: 'AA==' } },
  Secret: { stringData: { a: 'b' }, type: 'Opaque' },
  Pod: { spec: POD_SPEC },
  DaemonSet: {
    spec: { selector: SELECTOR, template: TEMPLATE, updateStrategy: { rollingUpdate: { maxSurge: '10%' } } },
  },
  Deployment: {
    spec: { replicas: 1, selector: SELECTOR, template: TEMPLATE, strategy: { type: 'Recreate' } },
  },
  ReplicaSet: { spec: { replicas: 0, selector: SELECTOR, template: TEMPLATE } },
  StatefulSet: { spec: { serviceName: 's', selector: SELECTOR, template: TEMPLATE } },
  Job: { spec: { template: { spec: { ...POD_SPEC, restartPolicy: 'Never' } } } },
  CronJob: {
    spec: {
      schedule: '* * * * *',
      jobTemplate: { spec: { template: { spec: { ...POD_SPEC, restartPolicy: 'Never' } } } },
    },
  },
  Service: { spec: { selector: { a: 'b' }, ports: [{ port: 80, targetPort: 80 }] } },
  Node: { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] }, status: { capacity: { cpu: '1' } } },
  PodDisruptionBudget: { spec: { maxUnavailable: 1, selector: SELECTOR } },
  PriorityClass: { value: 5 },
  ClusterRole: { rules: RULES, aggregationRule: { clusterRoleSelectors: [SELECTOR] } },
  RoleBinding: {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
    subjects: SUBJECTS,
  },
  Ingress: {
    spec: {
      rules: [
        {
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } },
            ],
          },
        },
      ],
    },
  },
  NetworkPolicy: { spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] } },
  EndpointSlice: { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 80 }] },
  Endpoints: { subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] },
  Lease: { spec: { holderIdentity: 'x', renewTime: '2026-01-05T09:00:00.000000Z' } },
  CustomResourceDefinition: {
    spec: {
      group: 'x.example.com',
      scope: 'Namespaced',
      names: { plural: 'xs', kind: 'X' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
        },
      ],
    },
  },
  Thing: { spec: { replicas: 1, name: 'n' } },
  ValidatingWebhookConfiguration: {
    webhooks: [{ name: 'a.b.c', clientConfig: { url: 'https://x' }, rules: RULES }],
  },
  Event: { involvedObject: { kind: 'Pod', namespace: 'rest', name: 'p' }, reason: 'R', message: 'm' },
};

const DEFINITION = {
  metadata: { name: 'things.rest.example.com' },
  spec: {
    group: 'rest.example.com',
    scope: 'Namespaced',
    names: { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' },
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
                properties: { replicas: { type: 'integer' }, name: { type: 'string', pattern: '^n' } },
              },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
      },
    ],
  },
};

function manifestOf({ kind, apiVersion }: KindDefinition, name = 'x'): JsonObject {
  return { apiVersion, kind, metadata: { name, labels: { a: 'b' } }, ...(CONTENT[kind] ?? { spec: {} }) };
}

/** Every place in a value, as the keys that lead there. */
function places(value: Json | undefined, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => places(child, [...path, key]))];
}

function replaced(value: Json | undefined, [key, ...rest]: readonly string[], by: Json): Json {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as JsonObject) }) as JsonObject;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const nested = (depth: number, open: string, close: string): string =>
  open.repeat(depth) + close.repeat(depth);

/** Texts of JSON values; some are none. */
const hostileJson = fc.oneof(
  fc.constantFrom(
    'null',
    '""',
    '-1',
    '-0',
    '0',
    '1.5',
    'true',
    '[]',
    '{}',
    '[null]',
    '[[]]',
    '{"a":null}',
    '"10%"',
    '"Exists"',
    '[{}]',

    '1e300',
    '1e999',
    '-1e999',
    '9007199254740993',
    '123456789012345678901234567890',
    '0.1e-400',
    '2147483648',
    '1E2',

    '"\\ud800"',
    '"\\udc00x\\ud800"',
    '"\\u0000"',
    '"\u2028"',
    '{"\\ud800":1}',
    '"\ufeff"',
    '"x\u0301"',
    '"\u{1f9ea}"',

    '{"__proto__":{"a":1}}',
    '{"constructor":{"prototype":1}}',
    '{"toString":1,"hasOwnProperty":[]}',
    '"__proto__"',

    '{"a":1,"a":2}',
    '{"name":"x","name":"y"}',
    '{"metadata":{},"metadata":1}',
    '[{"name":"c"},{"name":"c"}]',

    '01',
    '+1',
    'NaN',
    "'x'",
    '{',
    '[1,',
    '"',
    'undefined',
    '{"$patch":"delete"}',
    '{"$patch":"replace"}',

    '{"$setElementOrder/containers":[{}]}',
    '{"$deleteFromPrimitiveList/finalizers":1}',
    '{"$retainKeys":3}',
    nested(100, '[', ']'),
    nested(600, '[', ']'),
    nested(600, '{"a":', '1}'),
    nested(20_000, '[', ']'),
    JSON.stringify('x'.repeat(70_000)),
  ),
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => JSON.stringify(text)),
);

const MARK = 'M\u0001RK';

/** A manifest with something hostile in one place, as JSON text. */
const jsonBody = (manifest: JsonObject) =>
  fc
    .tuple(
      fc.constantFrom(...places(manifest)),
      hostileJson,
      fc.option(fc.constantFrom('__proto__', 'constructor', 'x', 'name', '')),
    )
    .map(([path, text, key]) => {
      const put = key === null ? path : [...path, key];
      const marked = JSON.stringify(replaced(manifest, put.includes('__proto__') ? path : put, MARK));
      return marked.replace(JSON.stringify(MARK), () =>
        put.includes('__proto__') ? `{"__proto__":${text}}` : text,
      );
    });

const BOMB = `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
  .map((name, i) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[i]}`).join(',')}]`)
  .join('\n')}\n`;

const yamlBody = (manifest: JsonObject) =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom(...places(manifest)), fc.json({ maxDepth: 3 }))
      .map(([path, text]) => toYaml(replaced(manifest, path, JSON.parse(text) as Json))),
    fc
      .tuple(
        fc.constant(toYaml(manifest)),
        fc.constantFrom(
          BOMB,
          'x: &x\n  y: *x\n',
          '<<: *nope\n',
          '<<: {a: b}\n',
          'data: !!binary AA==\n',
          '? [a, b]\n: c\n',
          'n: .inf\n',
          'n: 0o17\n',

          '\tx: 1\n',
          'x: "\\ud800"\n',
          '__proto__: {a: 1}\n',
          'metadata: {}\nmetadata: {}\n',
          '--- \n- a\n',
          '%YAML 9.9\n---\n',
          '{',

          'x: |\r\n  a\r\n',
          `x: ${nested(300, '[', ']')}\n`,
          `x: ${nested(3000, '[', ']')}\n`,
          'y: 1_000\nn: 12:30:45\n',
          '\u0000',
          '!!js/function x',
        ),
        fc.boolean(),
      )
      .map(([text, more, first]) => (first ? more + text : text + more)),
  );

/** Text that was well-formed, cut off or with a letter changed. */
const damaged = (body: fc.Arbitrary<string>) =>
  fc
    .tuple(body, fc.nat({ max: 2000 }), fc.option(fc.string({ unit: 'binary', maxLength: 3 })))
    .map(([text, at, by]) => {
      const place = at % (text.length + 1);
      return by === null ? text.slice(0, place) : text.slice(0, place) + by + text.slice(place + 1);
    });

const JSON_PATCH =
  '[{"op":"replace","path":"/metadata/labels","value":{"a":"c"}},{"op":"test","path":"/spec","value":1}]';
const PATCHES = ['merge-patch+json', 'strategic-merge-patch+json', 'json-patch+json'];

function prepared() {
  const d = door();
  d.send({
    method: 'POST',
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    body: JSON.stringify(DEFINITION),
  });
  d.send({
    method: 'POST',
    path: '/api/v1/namespaces/rest/serviceaccounts',
    body: '{"metadata":{"name":"default"}}',
  });
  d.cluster.settle();
  const rows = kindRows(d.cluster.read);
  const collection = (row: KindDefinition): string =>
    `${row.group === '' ? '/api/v1' : `/apis/${row.apiVersion}`}${row.namespaced ? '/namespaces/rest' : ''}/${row.plural}`;
  // What is there to be changed or deleted.
  const stored = rows.filter((row) => {
    const answer = d.send({
      method: 'POST',
      path: collection(row),
      body: JSON.stringify(manifestOf(row, 'old')),
    });
    return answer.code === 201;
  });
  return { ...d, rows, stored, collection };
}

/** A new cluster would be clean for every request, but slow: one serves until something is deleted, or many things are there. */
const MOST_CHANGES = 15;
let current = prepared();
let before = current.cluster.stateParts();
let fresh = current.cluster.revision;
const { rows, stored, collection } = current;

const query = fc.constantFrom('', '?fieldValidation=Strict', '?fieldValidation=Ignore', '?dryRun=All');

function bodies(manifest: JsonObject): fc.Arbitrary<{ format: string; body: string }> {
  const json = jsonBody(manifest);
  const yaml = yamlBody(manifest);
  return fc.oneof(
    { weight: 6, arbitrary: json.map((body) => ({ format: 'application/json', body })) },
    { weight: 2, arbitrary: damaged(json).map((body) => ({ format: 'application/json', body })) },
    { weight: 2, arbitrary: yaml.map((body) => ({ format: 'application/yaml', body })) },
    { weight: 1, arbitrary: damaged(yaml).map((body) => ({ format: 'application/yaml', body })) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: 'binary' }).map((body) => ({ format: 'application/json', body })),
    },
  );
}

const create = fc.constantFrom(...rows).chain((row) =>
  fc.tuple(bodies(manifestOf(row)), query).map(([{ format, body }, q]): Sent => ({
    method: 'POST',
    path: collection(row) + q,
    headers: { 'content-type': format },
    body,
  })),
);

/** What can be done to an object: the method, where, and what a sane body would be. */
function changesOf(
  row: KindDefinition,
): (readonly [method: string, subresource: string, manifest: JsonObject])[] {
  const own = manifestOf(row, 'old');
  const { metadata: _metadata, ...content } = own;
  const pod = {
    metadata: { name: 'old' },
    target: { kind: 'Node', name: 'old' },
    deleteOptions: { gracePeriodSeconds: 0 },
  };
  const scale = { metadata: { name: 'old' }, spec: { replicas: 2 } };
  return [
    ['PUT', '', own],
    ['PATCH', '', own],
    ['PATCH', '', content],
    ['DELETE', '', { gracePeriodSeconds: 0, preconditions: { uid: 'x' }, propagationPolicy: 'Foreground' }],
    ...row.subresources.flatMap((name): [string, string, JsonObject][] => {
      if (name === 'log') return [];
      if (name === 'binding' || name === 'eviction') return [['POST', `/${name}`, pod]];
      const manifest = name === 'scale' ? scale : own;
      return name === 'finalize'
        ? [['PUT', '/finalize', own]]
        : [
            ['PUT', `/${name}`, manifest],
            ['PATCH', `/${name}`, manifest],
          ];
    }),
  ];
}

const change = fc.constantFrom(...stored).chain((row) =>
  fc.constantFrom(...changesOf(row)).chain(([method, subresource, manifest]) =>
    fc.tuple(bodies(manifest), query, fc.constantFrom(...PATCHES)).chain(([{ format, body }, q, patch]) => {
      const path = `${collection(row)}/old${subresource}${q}`;
      if (method !== 'PATCH') return fc.constant({ method, path, headers: { 'content-type': format }, body });
      const text = patch.startsWith('json') ? damaged(fc.constant(JSON_PATCH)) : fc.constant(body);
      return text.map((sent): Sent => ({
        method,
        path,
        headers: { 'content-type': `application/${patch}` },
        body: sent,
      }));
    }),
  ),
);

const collections = fc.constantFrom(...stored).chain((row) =>
  bodies({
    kind: 'DeleteOptions',
    gracePeriodSeconds: 0,
    preconditions: { uid: 'x' },
    dryRun: ['All'],
    propagationPolicy: 'Orphan',
  }).map(({ format, body }): Sent => ({
    method: 'DELETE',
    path: collection(row),
    headers: { 'content-type': format },
    body,
  })),
);

function answered(sent: Sent): void {
  const { cluster } = current;
  const answer = handle(cluster, requestOf(sent));
  cluster.settle();
  if (answer.type !== 'response') throw new Error('no stream was asked for');
  if (answer.code < 400) {
    if (sent.method === 'DELETE' || cluster.revision > fresh + MOST_CHANGES) {
      current = prepared();
      fresh = current.cluster.revision;
    }
    before = current.cluster.stateParts();
    return;
  }
  expect(JSON.parse(answer.body)).toMatchObject({ kind: 'Status', status: 'Failure', code: answer.code });
  // All that the digest is made of; compared without the detour over text, which would take most of the time.
  expect(isDeepStrictEqual(cluster.stateParts(), before)).toBe(true);
}

test('there is something of most kinds to be changed', () => {
  expect(rows.map((row) => row.kind)).toContain('Thing');
  expect(stored.length).toBeGreaterThan(20);
});

test.each([
  ['creates', create, 2600],
  ['changes and deletions', change, 2200],
  ['deletions of collections', collections, 300],
])(
  'rule 10 %s: every body is answered, a refusal is a Status and changes nothing',
  (_what, request, numRuns) => {
    fc.assert(fc.property(request, answered), { numRuns, seed: 20_260_105 });
  },
  60_000,
);
