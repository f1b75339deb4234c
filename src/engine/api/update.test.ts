import { describe, expect, test } from 'vitest';
import type { Kind } from '../../k8s/types';
import {
  asManifest,
  daemonSetManifest,
  must,
  podManifest,
  rejected,
  serverFixture,
} from './testing/server-fixture';
import type { Manifest } from './types';

/** A config map `k`. */
function fixture() {
  const server = serverFixture();
  const map = must(server.user.create('ConfigMap', 'default', { metadata: { name: 'k' }, data: { a: 'b' } }));
  server.changes.length = 0;
  const put = (metadata: Manifest, name = 'k') =>
    server.user.update('ConfigMap', 'default', name, { metadata, data: { a: 'c' } });
  const merge = (metadata: Manifest) => server.user.patch('ConfigMap', 'default', 'k', 'merge', { metadata });
  return { ...server, map, put, merge };
}

const UNNAMED = 'the name of the object (k based on URL) was undeterminable: name must be provided';
const OTHER_NAME = 'the name of the object (y) does not match the name on the URL (k)';
const OTHER_NAMESPACE =
  'the namespace of the provided object does not match the namespace sent on the request';
const STALE =
  'Operation cannot be fulfilled on configmaps "k": the object has been modified; please apply your changes to the latest version and try again';
const NO_NUMBER = 'strconv.ParseUint: parsing "x": invalid syntax';

// All answers as a real server gives them.
describe('whose object it is', () => {
  test.each<[Manifest, number, string]>([
    [{}, 400, UNNAMED],
    [{ name: 'y' }, 400, OTHER_NAME],
    [{ name: 'k', namespace: 'kube-system' }, 400, OTHER_NAMESPACE],
    [{ name: 'y', namespace: 'kube-system' }, 400, OTHER_NAMESPACE],
    [{ name: 'k', resourceVersion: '1' }, 409, STALE],
    [{ name: 'k', resourceVersion: '9999999' }, 409, STALE],
    [{ name: 'k', resourceVersion: 'x' }, 500, NO_NUMBER],
  ])('PUT %j', (metadata, code, message) => {
    const { put, changes } = fixture();
    const status = rejected(put(metadata));
    expect([status.code, status.message]).toEqual([code, message]);
    expect(changes).toEqual([]);
  });

  test.each<[Manifest, number, string]>([
    [{ name: null }, 400, UNNAMED],
    [{ name: 'y' }, 400, OTHER_NAME],
    [{ namespace: 'zz' }, 400, OTHER_NAMESPACE],
    [{ resourceVersion: '1' }, 409, STALE],
    [{ resourceVersion: 'x' }, 500, NO_NUMBER],
    [{ uid: 'zz' }, 422, 'ConfigMap "k" is invalid: metadata.uid: Invalid value: "zz": field is immutable'],
    [
      { deletionTimestamp: '2020-01-01T00:00:00Z' },
      422,
      'ConfigMap "k" is invalid: metadata.deletionTimestamp: Invalid value: "2020-01-01T00:00:00Z": field is immutable',
    ],
    [
      { deletionGracePeriodSeconds: 5 },
      422,
      'ConfigMap "k" is invalid: metadata.deletionGracePeriodSeconds: Invalid value: 5: field is immutable',
    ],
  ])('PATCH %j', (metadata, code, message) => {
    const { merge, changes } = fixture();
    const status = rejected(merge(metadata));
    expect([status.code, status.message]).toEqual([code, message]);
    expect(changes).toEqual([]);
  });

  test('another uid is a conflict of a PUT, with the place in the database', () => {
    const { put, map, user } = fixture();
    expect(rejected(put({ name: 'k', uid: '1' })).message).toBe(
      `Operation cannot be fulfilled on configmaps "k": StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/k, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: 1, UID in object meta: ${map.metadata.uid}`,
    );
    const keys = (
      [
        ['Node', undefined, {}],
        ['Service', 'default', { spec: { ports: [{ port: 80 }] } }],
        ['Lease', 'default', {}],
      ] as [Kind, string | undefined, Manifest][]
    ).map(([kind, namespace, rest]) => {
      must(user.create(kind, namespace, { metadata: { name: 'k' }, ...rest }));
      const { message } = rejected(
        user.update(kind, namespace, 'k', { metadata: { name: 'k', uid: '1' }, ...rest }),
      );
      return /Key: ([^,]*)/.exec(message)?.[1];
    });
    expect(keys).toEqual([
      '/registry/minions/k',
      '/registry/services/specs/default/k',
      '/registry/leases/default/k',
    ]);
  });

  test('a body is read before it is known whether there is anything to replace', () => {
    const { put } = fixture();
    expect(rejected(put({}, 'no')).code).toBe(400);
    expect(rejected(put({ name: 'no', resourceVersion: '5', uid: 'x' }, 'no'))).toMatchObject({
      code: 404,
      message: 'configmaps "no" not found',
    });
  });

  test.each<[string, Manifest]>([
    ['API-3 the creation time', { creationTimestamp: '2020-01-01T00:00:00Z' }],
    ['API-4 the generation', { generation: 7 }],
    ['API-27 version 0', { resourceVersion: '0' }],
  ])('%s is not the client’s', (_, metadata) => {
    const { put, map } = fixture();
    const { resourceVersion, ...rest } = must(put({ name: 'k', ...metadata })).metadata;
    expect({ ...rest, resourceVersion: map.metadata.resourceVersion }).toEqual(map.metadata);
    expect(resourceVersion).not.toBe(map.metadata.resourceVersion);
  });

  test('a name prefix is', () => {
    expect(must(fixture().merge({ generateName: 'x-' })).metadata.generateName).toBe('x-');
  });

  test('API-42 the server checks metadata, and then the kind does: four causes, of which the message names one', () => {
    const status = rejected(fixture().merge({ labels: { 'a b': 'c' } }));
    expect(status.details?.causes?.map((c) => c.field)).toEqual(Array(4).fill('metadata.labels'));
    expect(status.message.match(/metadata.labels/g)?.length).toBe(1);
  });
});

describe('API-27 kinds that must be told which version is changed', () => {
  const message = (name: string) =>
    `${name} "k" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update`;
  test.each<[Kind, string, Manifest]>([
    ['Lease', 'leases.coordination.k8s.io', { spec: { holderIdentity: 'a' } }],
    ['PodDisruptionBudget', 'poddisruptionbudgets.policy', { spec: { minAvailable: 1 } }],
    ['RuntimeClass', 'runtimeclasses.node.k8s.io', { handler: 'a' }],
    ['CSIDriver', 'csidrivers.storage.k8s.io', { spec: {} }],
    ['ValidatingWebhookConfiguration', 'validatingwebhookconfigurations.admissionregistration.k8s.io', {}],
  ])('%s', (kind, resource, rest) => {
    const { user } = serverFixture();
    const stored = must(user.create(kind, 'default', { metadata: { name: 'k' }, ...rest }));
    for (const resourceVersion of [undefined, '0']) {
      const metadata = { name: 'k', labels: { a: 'b' }, ...(resourceVersion && { resourceVersion }) };
      const status = rejected(user.update(kind, 'default', 'k', { metadata, ...rest }));
      expect([status.code, status.message]).toEqual([422, message(resource)]);
      expect(status.details?.kind).toBe(resource.split('.')[0]);
    }
    must(user.patch(kind, 'default', 'k', 'merge', { metadata: { labels: { a: 'b' } } }));
    const stale = {
      ...asManifest(stored),
      metadata: { ...stored.metadata, labels: {} } as unknown as Manifest,
    };
    expect(rejected(user.update(kind, 'default', 'k', stale)).reason).toBe('Conflict');
  });
});

describe('API-38 warnings of changes', () => {
  const hidden = {
    env: [
      { name: 'X', value: '1' },
      { name: 'X', value: '2' },
    ],
  };
  const template = (container: Manifest): Manifest => ({
    spec: { template: { spec: { containers: [{ name: 'c', image: 'nginx:1.27', ...container }] } } },
  });
  const warning =
    'spec.template.spec.containers[0].env[1]: hides previous definition of "X", which may be dropped when using apply';

  function changes(kind: Kind, ...patches: Manifest[]) {
    const { user } = serverFixture();
    must(
      user.create(
        kind,
        'default',
        daemonSetManifest('x', { replicas: kind === 'DaemonSet' ? undefined : 1 }),
      ),
    );
    return patches.map((patch) => {
      const result = user.patch(kind, 'default', 'x', 'merge', patch);
      return result.ok ? result.warnings : result.status.message;
    });
  }

  test('a DaemonSet is looked at when its template changes', () => {
    expect(
      changes(
        'DaemonSet',
        template(hidden),
        { metadata: { labels: { a: 'b' } } },
        { spec: { minReadySeconds: 5 } },
        template({ ...hidden, image: 'nginx:1.28' }),
      ),
    ).toEqual([[warning], undefined, undefined, [warning]]);
  });

  test('a Deployment when its generation does', () => {
    expect(
      changes(
        'Deployment',
        template(hidden),
        { metadata: { labels: { a: 'b' } } },
        { spec: { minReadySeconds: 5 } },
      ),
    ).toEqual([[warning], undefined, [warning]]);
  });

  test('a pod never', () => {
    const { user } = serverFixture();
    const spec = { containers: [{ name: 'c', image: 'nginx:1.27', ...hidden }] };
    const created = user.create('Pod', 'default', podManifest('x', spec));
    expect(created.ok && created.warnings?.length).toBe(1);
    const patched = user.patch('Pod', 'default', 'x', 'merge', { metadata: { labels: { a: 'b' } } });
    expect(patched.ok && patched.warnings).toBeUndefined();
  });
});

test.each(['update', 'patch'] as const)('fieldValidation Warn reports unknown fields of an %s', (verb) => {
  const { user } = fixture();
  const options = { fieldValidation: 'warn' } as const;
  const result =
    verb === 'update'
      ? user.update('ConfigMap', 'default', 'k', { metadata: { name: 'k' }, foo: 1 }, options)
      : user.patch('ConfigMap', 'default', 'k', 'merge', { foo: 1 }, options);
  expect(result.ok && result.warnings).toEqual(['unknown field "foo"']);
});

describe('the finalize subresource of namespaces', () => {
  test('changes spec.finalizers alone; the last one gone, the namespace goes', () => {
    const { user, store } = serverFixture();
    must(user.create('Namespace', undefined, { metadata: { name: 'team' } }));
    const body = (finalizers: string[]): Manifest => ({
      metadata: { name: 'team', labels: { a: 'b' } },
      spec: { finalizers },
    });
    const finalize = (finalizers: string[]) =>
      user.update('Namespace', undefined, 'team', body(finalizers), { subresource: 'finalize' });
    expect(rejected(finalize(['bad'])).message).toBe(
      'Namespace "team" is invalid: spec.finalizers[0]: Invalid value: "bad": name is neither a standard finalizer name nor is it fully qualified',
    );
    must(user.delete('Namespace', undefined, 'team'));
    const unchanged = store.get('Namespace', undefined, 'team');
    must(finalize(['kubernetes']));
    must(
      user.update('Namespace', undefined, 'team', { metadata: { name: 'team' }, spec: { finalizers: [] } }),
    );
    expect(store.get('Namespace', undefined, 'team')?.spec).toEqual(unchanged?.spec);
    expect(must(finalize([])).spec).toEqual({});
    expect(store.get('Namespace', undefined, 'team')).toBeUndefined();
  });
});
