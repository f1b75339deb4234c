import { beforeEach, describe, expect, test } from 'vitest';
import type { Kind } from '../../k8s/types';
import { Cluster } from '../cluster';

let cluster: Cluster;

beforeEach(() => {
  cluster = new Cluster({ seed: 1, startTime: 0, bootstrap: 'full' });
});

const get = (kind: Kind) => cluster.read.get(kind, 'default', 'kubernetes');

describe('the Service kubernetes', () => {
  test.each<Kind>(['Service', 'Endpoints', 'EndpointSlice'])('%s comes back within 10 s', (kind) => {
    const before = { ...get(kind) } as Record<string, unknown>;
    expect(before['metadata']).toBeDefined();
    cluster.advanceTo(13_000);
    expect(cluster.api.delete(kind, 'default', 'kubernetes').ok).toBe(true);
    cluster.advanceTo(19_999);
    expect(get(kind)).toBeUndefined();
    cluster.advanceTo(20_000);
    const { metadata: _new, ...after } = { ...get(kind) } as Record<string, unknown>;
    const { metadata: _old, ...wanted } = before;
    expect(after).toEqual(wanted);
    expect(get(kind)?.metadata.creationTimestamp).toBe('1970-01-01T00:00:20Z');
  });

  test('its endpoints are put right; the Service itself is left as it is', () => {
    const subsets = [{ addresses: [{ ip: '1.2.3.4' }] }];
    expect(cluster.api.patch('Endpoints', 'default', 'kubernetes', 'merge', { subsets }).ok).toBe(true);
    const labels = { component: 'mine' };
    expect(cluster.api.patch('Service', 'default', 'kubernetes', 'merge', { metadata: { labels } }).ok).toBe(
      true,
    );
    cluster.advanceTo(10_000);
    expect(cluster.read.get('Endpoints', 'default', 'kubernetes')?.subsets).toEqual([
      { addresses: [{ ip: '172.18.0.2' }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] },
    ]);
    expect(get('Service')?.metadata.labels).toMatchObject(labels);
  });

  test('no other Service may have its address, not even while it is gone', () => {
    cluster.api.delete('Service', 'default', 'kubernetes');
    const mine = cluster.api.create('Service', 'default', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'mine' },
      spec: { clusterIP: '10.96.0.1', ports: [{ port: 80 }] },
    });
    expect(mine).toMatchObject({
      ok: false,
      status: {
        message:
          'Service "mine" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated',
      },
    });
  });

  test('nothing is due while nothing is missing', () => {
    expect(cluster.nextTime()).toBeUndefined();
  });
});

test('a namespace of the system comes back within a minute', () => {
  cluster.advanceTo(30_000);
  expect(cluster.api.delete('Namespace', undefined, 'kube-node-lease').ok).toBe(true);
  cluster.advanceTo(59_999);
  expect(cluster.read.get('Namespace', undefined, 'kube-node-lease')).toBeUndefined();
  cluster.advanceTo(60_000);
  expect(cluster.read.get('Namespace', undefined, 'kube-node-lease')?.status?.phase).toBe('Active');
  expect(cluster.read.get('ServiceAccount', 'kube-node-lease', 'default')).toBeDefined();
});
