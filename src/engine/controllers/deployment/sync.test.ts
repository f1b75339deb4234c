import { describe, expect, test } from 'vitest';
import type { Deployment, ReplicaSet } from '../../../k8s/types';
import { failure, FakeCluster } from '../../testing/fake-context';
import type { DeploymentState } from './deployment-context';
import { deploymentController } from './index';
import { aDeployment, aSet, type DeploymentOptions } from './testing/fixtures';

const DEADLINE = { progressDeadlineSeconds: 600 };

function started(replicas: number, options: DeploymentOptions = {}) {
  const { name = 'foo' } = options;
  const cluster = new FakeCluster<DeploymentState>(deploymentController);
  cluster.put<Deployment>(aDeployment(replicas, options));
  const sync = () => deploymentController.sync?.(cluster.ctx, `default/${name}`);
  const stored = () => cluster.store.get('Deployment', 'default', name) as Deployment;
  return { cluster, sync, stored };
}

describe('WL-13 a set that cannot be created', () => {
  const refused = () => {
    const t = started(1, { spec: DEADLINE });
    t.cluster.intercept = (r) => (r.verb === 'create' ? failure('Forbidden', 'exceeded quota') : undefined);
    return t;
  };

  test('says so in a condition and an event', () => {
    const { cluster, sync, stored } = refused();
    expect(sync()).toEqual({ error: 'exceeded quota' });
    const message = expect.stringMatching(
      /^Failed to create new replica set "foo-[a-z0-9]+": exceeded quota$/,
    ) as string;
    expect(stored().status.conditions).toMatchObject([
      { type: 'Progressing', status: 'False', reason: 'ReplicaSetCreateError', message },
    ]);
    expect(cluster.events).toEqual([
      { about: 'Deployment/foo', type: 'Warning', reason: 'ReplicaSetCreateError', message },
    ]);
  });

  test('is given up after 15 retries, until something changes', () => {
    const { sync } = refused();
    const tries = Array.from({ length: 32 }, () => sync() !== undefined);
    const given = [...Array.from({ length: 15 }, () => true), false];
    expect(tries).toEqual([...given, ...given]);
  });

  test('API-7 is nobody’s fault in a namespace that goes', () => {
    const { cluster, sync } = refused();
    cluster.intercept = (r) =>
      r.verb === 'create' ? failure('Forbidden', 'no new content because it is being terminated') : undefined;
    expect(sync()).toBeUndefined();
    expect(cluster.events).toEqual([]);
  });
});

test('a selector that selects all is refused', () => {
  const { cluster, sync, stored } = started(1, { spec: { selector: {} } });
  sync();
  expect(cluster.events).toMatchObject([
    {
      type: 'Warning',
      reason: 'SelectingAll',
      message: 'This deployment is selecting all pods. A non-empty selector is required.',
    },
  ]);
  expect(stored().status.observedGeneration).toBe(1);
  expect(cluster.store.list('ReplicaSet')).toEqual([]);
});

test('WL-7 a name with no room for the hash is cut', () => {
  const { cluster, sync } = started(1, { name: 'x'.repeat(253) });
  cluster.intercept = (r) => (r.verb === 'create' ? failure('Forbidden', 'enough') : undefined);
  sync();
  const { name = '' } = cluster.requests.find((r) => r.verb === 'create') ?? {};
  expect(name).toMatch(/^x{242,}-[a-z0-9]+$/);
  expect(name).toHaveLength(253);
});

describe('who is looked at again', () => {
  const own = {
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'foo', uid: 'deployment', controller: true },
    ],
  };
  const withMeta = (rs: ReplicaSet, metadata: object): ReplicaSet => ({
    ...rs,
    metadata: { ...rs.metadata, ...metadata },
  });

  test.each([
    ['a set of its own', withMeta(aSet('a', 0), own), ['default/foo']],
    ['an orphan that matches', withMeta(aSet('a', 0), { labels: { foo: 'bar' } }), ['default/foo']],
    ['an orphan that does not', withMeta(aSet('a', 0), { labels: { foo: 'x' } }), []],
    [
      'a set of another that has had its name',
      withMeta(aSet('a', 0), {
        ownerReferences: [{ ...own.ownerReferences[0], uid: 'other' }],
        labels: { foo: 'bar' },
      }),
      [],
    ],
  ])('%s', (_name, rs, expected) => {
    const { cluster } = started(0, { spec: { paused: true } });
    cluster.drain();
    cluster.put<ReplicaSet>(rs);
    expect(cluster.queue).toEqual(expected);
  });
});
