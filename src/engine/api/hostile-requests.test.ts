import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject, BuiltInKind } from '../../k8s/types';
import { daemonSetManifest, must, podManifest, serverFixture } from './testing/server-fixture';
import type { Manifest, PatchType } from './types';

/** A well-formed manifest of each kind, as rich as its rules are. */
const RICH_SPEC = {
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
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }],
      },
    },
  },
};

const MANIFESTS: Readonly<Partial<Record<BuiltInKind, Manifest>>> = {
  ConfigMap: { metadata: { name: 'x', labels: { a: 'b' } }, data: { a: 'b' } },
  ControllerRevision: { metadata: { name: 'x' }, revision: 1, data: {} },
  DaemonSet: daemonSetManifest('x', {
    template: { metadata: { labels: { app: 'x' } }, spec: RICH_SPEC },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
  }),
  Event: { metadata: { name: 'x' }, involvedObject: { namespace: 'default' } },
  Namespace: { metadata: { name: 'x' } },
  Node: {
    metadata: { name: 'x' },
    spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] },
    status: { capacity: { cpu: '1' } },
  },
  Pod: podManifest('x', RICH_SPEC),
  PriorityClass: { metadata: { name: 'x' }, value: 5 },
  Secret: { metadata: { name: 'x' }, stringData: { a: 'b' } },
  Service: { metadata: { name: 'x' }, spec: { selector: { a: 'b' }, ports: [{ port: 80 }] } },
  ServiceAccount: { metadata: { name: 'x' } },
};

/** Every place in a manifest, as the keys that lead there. */
function places(value: Json | undefined, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, child]) => places(child, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function replaced(value: Json | undefined, [key, ...rest]: string[], by: Json): Json {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as JsonObject) }) as JsonObject;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const nasty = fc.oneof(
  fc.constantFrom<Json>(
    null,
    '',
    -1,
    0,
    1.5,
    true,
    [],
    {},
    [null],
    [[]],
    { a: null },
    'x'.repeat(300),
    '10%',
    'Exists',
    1e300,
  ),
  fc.json().map((text) => JSON.parse(text) as Json),
);

/** Kinds that have a manifest here. */
const TRIED = Object.keys(MANIFESTS) as BuiltInKind[];
const manifestOf = (kind: BuiltInKind): Manifest => MANIFESTS[kind] ?? {};

const request = fc.constantFrom(...TRIED).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    path: fc.constantFrom(...places(manifestOf(kind))),
    value: nasty,
    patchType: fc.constantFrom<PatchType>('merge', 'strategic'),
    fieldValidation: fc.constantFrom('strict' as const, 'ignore' as const),
  }),
);

test('each of the manifests is fine as it stands', () => {
  for (const kind of TRIED) {
    const namespace = 'default';
    must(serverFixture().user.create(kind, namespace, manifestOf(kind), { fieldValidation: 'strict' }));
  }
});

test('rule 10: no request throws, and one that is refused changes nothing', () => {
  fc.assert(
    fc.property(request, ({ kind, path, value, patchType, fieldValidation }) => {
      const { user, changes } = serverFixture();
      const bad = replaced(manifestOf(kind), path, value) as Manifest;
      const created = user.create(kind, 'default', bad, { fieldValidation });
      expect(changes).toHaveLength(created.ok ? 1 : 0);
      if (!created.ok) must(user.create(kind, 'default', manifestOf(kind)));
      const stored = user.list(kind).at(-1);
      changes.length = 0;
      const name = stored?.metadata.name ?? '';
      const updated = user.update(kind, 'default', name, bad, { fieldValidation });
      const patched = user.patch(kind, 'default', name, patchType, bad, { fieldValidation });
      const refused = [updated, patched].filter((result) => !result.ok).length;
      expect(changes.length).toBeLessThanOrEqual(2 - refused);
    }),
    { numRuns: 1500 },
  );
});
