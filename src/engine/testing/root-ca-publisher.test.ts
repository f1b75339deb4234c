import { beforeEach, describe, expect, test } from 'vitest';
import type { Manifest } from '../api/types';
import { ROOT_CA } from '../built-in/authority';
import { Cluster } from '../cluster';

const NAME = 'kube-root-ca.crt';
let cluster: Cluster;

beforeEach(() => {
  cluster = new Cluster({ seed: 1, startTime: 0, bootstrap: 'full' });
});

const stored = (namespace: string) => cluster.read.get('ConfigMap', namespace, NAME);

function createNamespace(name: string): void {
  const made = cluster.api.create('Namespace', undefined, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  });
  expect(made.ok).toBe(true);
}

describe('the config map kube-root-ca.crt', () => {
  test.each(['default', 'kube-node-lease', 'kube-public', 'kube-system'])('is in %s', (namespace) => {
    expect(stored(namespace)?.data).toEqual({ 'ca.crt': ROOT_CA });
  });

  test('a new namespace gets it with its service account, and both go with the namespace', () => {
    createNamespace('x');
    expect(stored('x')?.metadata.annotations?.['kubernetes.io/description']).toMatch(
      /^Contains a CA bundle that can be used/,
    );
    expect(cluster.read.get('ServiceAccount', 'x', 'default')).toBeDefined();
    expect(cluster.api.delete('Namespace', undefined, 'x').ok).toBe(true);
    cluster.advanceTo(60_000);
    expect(cluster.read.get('Namespace', undefined, 'x')).toBeUndefined();
    expect(stored('x')).toBeUndefined();
    expect(cluster.read.list('ServiceAccount', 'x')).toEqual([]);
  });

  test('comes back at once when it is deleted', () => {
    const { uid } = stored('default')?.metadata ?? {};
    expect(cluster.api.delete('ConfigMap', 'default', NAME).ok).toBe(true);
    expect(stored('default')?.metadata.uid).toBeDefined();
    expect(stored('default')?.metadata.uid).not.toBe(uid);
  });

  test('is not made again in a namespace that is being deleted', () => {
    createNamespace('x');
    cluster.api.delete('Namespace', undefined, 'x');
    cluster.api.delete('ConfigMap', 'x', NAME);
    expect(stored('x')).toBeUndefined();
  });

  test.each<[what: string, change: Manifest, description: string]>([
    ['data', { data: { 'ca.crt': 'mine' } }, 'Contains'],
    ['more data', { data: { other: 'x' } }, 'Contains'],
    [
      'the description taken away',
      { metadata: { annotations: { 'kubernetes.io/description': null } } },
      'Contains',
    ],
    ['another description', { metadata: { annotations: { 'kubernetes.io/description': 'Mine' } } }, 'Mine'],
  ])('keeps its data, whatever is changed: %s', (_, change, description) => {
    const patch = { metadata: { labels: { mine: 'yes' } }, ...change };
    const { ok } = cluster.api.patch('ConfigMap', 'default', NAME, 'merge', patch);
    expect(ok).toBe(true);
    const { data, metadata } = stored('default') ?? {};
    expect(data).toEqual({ 'ca.crt': ROOT_CA });
    expect(metadata?.annotations?.['kubernetes.io/description']?.startsWith(description)).toBe(true);
  });

  test('nobody publishes it while the controller manager is stopped', () => {
    cluster.input({ type: 'break', fault: 'controller-manager-stopped', target: '' });
    createNamespace('x');
    expect(stored('x')).toBeUndefined();
    cluster.input({ type: 'mend', fault: 'controller-manager-stopped', target: '' });
    expect(stored('x')).toBeDefined();
  });

  test('a bare cluster has none', () => {
    const bare = new Cluster({ seed: 1, startTime: 0 });
    expect(bare.read.list('ConfigMap')).toEqual([]);
  });
});
