import { describe, expect, test } from 'vitest';
import type { ApiRequest } from './api/types';
import { Cluster } from './cluster';
import { describeInput } from './input';

const START = Date.UTC(2026, 0, 1);

/** A cluster with a node and pods, on which every mutating verb is used at its time. */
function played(): Cluster {
  const cluster = new Cluster({ seed: 7, startTime: START });
  const { api } = cluster;
  cluster.input({ type: 'add-node', name: 'n1', role: 'worker', boot: false });
  const pod = (name: string, spec = {}) => ({
    metadata: { name, labels: { app: 'a' } },
    spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...spec },
  });
  api.create('Pod', 'default', pod('one'));
  api.create('Pod', 'default', pod('two', { schedulerName: 'nobody' }));
  api.create('ReplicaSet', 'default', {
    metadata: { name: 'rs' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'b' } },
      template: { metadata: { labels: { app: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  });
  for (const name of ['x', 'y', 'z'])
    api.create('ConfigMap', 'default', { metadata: { name, labels: { app: name } } });
  cluster.advanceTo(START + 20_000);
  api.bind('default', 'two', { metadata: { name: 'two' }, target: { name: 'n1' } });
  api.update(
    'ReplicaSet',
    'default',
    'rs',
    { metadata: { name: 'rs' }, spec: { replicas: 3 } },
    { subresource: 'scale' },
  );
  cluster.advanceTo(START + 40_000);
  api.evict('default', 'one', { metadata: { name: 'one' }, deleteOptions: { gracePeriodSeconds: 5 } });
  api.deleteCollection(
    'ConfigMap',
    'default',
    { labelSelector: 'app!=y' },
    { propagationPolicy: 'Background' },
  );
  cluster.advanceTo(START + 90_000);
  return cluster;
}

describe('requests of the user as inputs', () => {
  test('all of them did something', () => {
    const { read } = played();
    expect(read.list('ConfigMap', 'default').map((o) => o.metadata.name)).toEqual(
      expect.not.arrayContaining(['x', 'z']),
    );
    expect(read.get('Pod', 'default', 'one')).toBeUndefined();
    expect(read.get('Pod', 'default', 'two')?.spec.nodeName).toBe('n1');
    expect(read.get('ReplicaSet', 'default', 'rs')?.spec.replicas).toBe(3);
  });

  test('a seek back and ahead again leads to the same bytes', () => {
    const cluster = played();
    const before = cluster.digest();
    for (const second of [0, 25, 45]) {
      cluster.seek(START + second * 1000);
      cluster.seek(START + 90_000);
      expect(cluster.digest()).toBe(before);
    }
  });

  test('reads, dry runs and refused requests are none', () => {
    const cluster = played();
    const { api } = cluster;
    const [before, inputs] = [cluster.digest(), cluster.inputs.length];
    const dryRun = { dryRun: true };
    api.page('Pod', undefined, { limit: 1 });
    api.log('default', 'two');
    api.getScale('ReplicaSet', 'default', 'rs');
    api.evict('default', 'two', { metadata: { name: 'two' } }, dryRun);
    api.evict('default', 'no', { metadata: { name: 'no' } });
    api.bind('default', 'two', 'n2');
    api.deleteCollection('ConfigMap', 'default', {}, dryRun);
    api.deleteCollection('ConfigMap', 'default', { labelSelector: '=' });
    expect([cluster.digest(), cluster.inputs.length]).toEqual([before, inputs]);
  });

  test('a request that is refused halfway is an input', () => {
    const cluster = played();
    const { api, read } = cluster;
    for (const name of ['a', 'b'])
      api.create('Secret', 'default', { metadata: { name, labels: { half: 'way' } } });
    const { uid } = read.get('Secret', 'default', 'a')?.metadata ?? {};
    const inputs = cluster.inputs.length;
    const preconditions = { ...(uid !== undefined && { uid }) };
    const result = api.deleteCollection('Secret', 'default', { labelSelector: 'half' }, { preconditions });
    expect(!result.ok && result.status.reason).toBe('Conflict');
    expect(read.list('Secret', 'default').map((o) => o.metadata.name)).toEqual(['b']);
    expect(cluster.inputs.length).toBe(inputs + 1);
    const before = cluster.digest();
    cluster.seek(START);
    cluster.seek(START + 90_000);
    expect(cluster.digest()).toBe(before);
  });

  test.each<[ApiRequest, string]>([
    [{ verb: 'deleteCollection', kind: 'Pod', namespace: 'a', list: {} }, 'deleteCollection Pod a/*'],
    [
      { verb: 'deleteCollection', kind: 'Node', list: { labelSelector: 'a=b', fieldSelector: 'c=d' } },
      'deleteCollection Node a=b c=d',
    ],
    [{ verb: 'evict', kind: 'Pod', namespace: 'a', name: 'x', eviction: {} }, 'evict Pod a/x'],
    [{ verb: 'create', kind: 'Node', object: { metadata: { name: 'n' } } }, 'create Node n'],
  ])('in words: %j', (request, text) => {
    expect(describeInput({ type: 'request', request })).toBe(text);
  });
});
