import { describe, expect, test } from 'vitest';
import type { ReplicaSet } from '../../k8s/types';
import { daemonSetManifest, must, rejected, serverFixture } from './testing/server-fixture';
import type { Manifest } from './types';

function fixture() {
  const server = serverFixture();
  const { user, store } = server;
  must(user.create('ReplicaSet', 'default', daemonSetManifest('d', { replicas: 2 })));
  server.changes.length = 0;
  const set = () => store.get('ReplicaSet', 'default', 'd') as ReplicaSet;
  const update = (body: Manifest, dryRun = false) =>
    user.update('ReplicaSet', 'default', 'd', body, {
      subresource: 'scale',
      fieldValidation: 'strict',
      dryRun,
    });
  const patch = (body: Manifest) =>
    user.patch('ReplicaSet', 'default', 'd', 'merge', body, {
      subresource: 'scale',
      fieldValidation: 'strict',
    });
  return { ...server, set, update, patch };
}

const scale = (spec: Manifest, meta: Manifest = {}): Manifest => ({ metadata: { name: 'd', ...meta }, spec });

describe('the scale subresource, as a real server answers', () => {
  test('reading it', () => {
    const { user, set } = fixture();
    const { uid, resourceVersion, creationTimestamp } = set().metadata;
    expect(must(user.getScale('ReplicaSet', 'default', 'd'))).toEqual({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name: 'd', namespace: 'default', uid, resourceVersion, creationTimestamp },
      spec: { replicas: 2 },
      status: { replicas: 0, selector: 'app=d' },
    });
  });

  test.each<[string, Manifest, number]>([
    ['PUT', scale({ replicas: 3 }), 3],
    ['PUT of nothing', { metadata: { name: 'd' } }, 0],
    ['PUT with version 0', scale({ replicas: 4 }, { resourceVersion: '0' }), 4],
  ])('%s', (_, body, replicas) => {
    const { update, set } = fixture();
    const answer = must(update(body)) as unknown as { kind: string; spec: object };
    expect([answer.kind, answer.spec]).toEqual(['Scale', replicas ? { replicas } : {}]);
    expect([set().spec.replicas, set().metadata.generation]).toEqual([replicas, 2]);
  });

  test('PATCH, and one that changes nothing', () => {
    const { patch, set, changes } = fixture();
    must(patch({ spec: { replicas: 3 } }));
    expect(set().spec.replicas).toBe(3);
    must(patch({ spec: { replicas: 3 } }));
    must(patch({ metadata: { labels: { x: 'y' } } }));
    expect(changes.length).toBe(1);
  });

  test('a dry run', () => {
    const { update, changes } = fixture();
    const answer = must(update(scale({ replicas: 5 }), true)) as unknown as { spec: object };
    expect([answer.spec, changes]).toEqual([{ replicas: 5 }, []]);
  });

  test.each<[string, Manifest, number, string]>([
    [
      'another name',
      { metadata: { name: 'x' } },
      400,
      'the name of the object (x) does not match the name on the URL (d)',
    ],
    [
      'a negative number',
      scale({ replicas: -3 }),
      422,
      'Scale.autoscaling "d" is invalid: spec.replicas: Invalid value: -3: must be greater than or equal to 0',
    ],
    [
      'API-27 a stale version',
      scale({ replicas: 3 }, { resourceVersion: '1' }),
      409,
      'Operation cannot be fulfilled on replicasets.apps "d": the object has been modified; please apply your changes to the latest version and try again',
    ],
    [
      'an unknown field',
      scale({ foo: 1 }),
      400,
      'Scale in version "v1" cannot be handled as a Scale: strict decoding error: unknown field "spec.foo"',
    ],
  ])('PUT of %s', (_, body, code, message) => {
    const { update, changes } = fixture();
    const status = rejected(update(body));
    expect([status.code, status.message]).toEqual([code, message]);
    expect(changes).toEqual([]);
  });

  test('another uid: PUT and PATCH differ', () => {
    const { update, patch, set } = fixture();
    const { uid } = set().metadata;
    expect(rejected(update(scale({ replicas: 3 }, { uid: 'x' }))).message).toBe(
      `Operation cannot be fulfilled on replicasets.apps "d": StorageError: invalid object, Code: 4, Key: /registry/replicasets/default/d, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: x, UID in object meta: ${uid}`,
    );
    expect(rejected(patch({ metadata: { uid: 'x' } })).message).toBe(
      `Operation cannot be fulfilled on replicasets/scale.apps "d": Precondition failed: UID in precondition: x, UID in object meta: ${uid}`,
    );
  });

  test('what is not there', () => {
    const { user } = fixture();
    const options = { subresource: 'scale' } as const;
    const messages = [
      user.getScale('ReplicaSet', 'default', 'no'),
      user.update('ReplicaSet', 'default', 'no', { metadata: { name: 'no' } }, options),
      user.patch('ReplicaSet', 'default', 'no', 'merge', {}, options),
      user.getScale('ConfigMap', 'default', 'x'),
    ].map((result) => rejected(result).message);
    const missing = 'replicasets.apps "no" not found';
    expect(messages).toEqual([missing, missing, missing, 'the server could not find the requested resource']);
  });
});
