/** Manifests that the API server accepts, but nobody would write: the cluster must get through them. */
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../k8s/types';
import { Cluster } from '../cluster';

const START = 1_767_225_600_000;

function daemonSet(spec: Record<string, Json>): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'odd', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'odd' } },
      template: {
        metadata: { labels: { app: 'odd' } },
        spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...spec },
      },
    },
  };
}

function running(spec: Record<string, Json>): Cluster {
  const cluster = new Cluster({ seed: 7, startTime: START });
  cluster.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot: false });
  const result = cluster.api.create('DaemonSet', 'default', daemonSet(spec));
  if (!result.ok) throw new Error(result.status.message);
  wait(cluster, 10);
  return cluster;
}

function wait(cluster: Cluster, seconds: number): void {
  cluster.advanceTo(cluster.now + seconds * 1000);
}

const taint: JsonObject = { spec: { taints: [{ key: 'a', effect: 'NoExecute' }] } };

describe('odd manifests', () => {
  test('pods that are evicted at once and without grace do not stop the clock', () => {
    const cluster = running({
      terminationGracePeriodSeconds: 0,
      tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 }],
    });
    cluster.api.patch('Node', undefined, 'worker-1', 'merge', taint);
    wait(cluster, 10);
    const created = cluster.read
      .list('Event', 'default')
      .filter((event) => event.reason === 'TaintManagerEviction').length;
    expect(created).toBeGreaterThan(10);
    cluster.api.patch('Node', undefined, 'worker-1', 'merge', { spec: { taints: null } });
    wait(cluster, 10);
    expect(cluster.read.get('DaemonSet', 'default', 'odd')?.status.numberReady).toBe(1);
  });

  test('DS-33 a kubelet that refuses every pod of a set with surge', () => {
    const cluster = running({
      nodeName: 'worker-1',
      containers: [{ name: 'c', image: 'nginx:1.27', resources: { requests: { cpu: '9' } } }],
    });
    cluster.api.patch('DaemonSet', 'default', 'odd', 'merge', {
      spec: { updateStrategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } },
    });
    wait(cluster, 3600);
    const pods = cluster.read.podsOnNode('worker-1');
    expect(pods.length).toBeLessThanOrEqual(20);
    expect(new Set(pods.map((pod) => pod.status.reason))).toEqual(new Set(['OutOfcpu']));
  });

  test('a grace period beyond the year 9999', () => {
    const cluster = running({ terminationGracePeriodSeconds: 1e12 });
    const pod = cluster.read.podsOnNode('worker-1')[0]?.metadata.name ?? '';
    expect(cluster.api.delete('Pod', 'default', pod).ok).toBe(true);
    expect(cluster.read.get('Pod', 'default', pod)?.metadata.deletionTimestamp).toBe('9999-12-31T23:59:59Z');
    wait(cluster, 10);
    expect(cluster.read.get('Pod', 'default', pod)).toBeUndefined();
  });

  test('the largest tolerationSeconds', () => {
    const cluster = running({
      // 9223372036854775807 as JSON.parse reads it.
      tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 2 ** 63 }],
    });
    cluster.api.patch('Node', undefined, 'worker-1', 'merge', taint);
    wait(cluster, 600);
    expect(cluster.read.get('DaemonSet', 'default', 'odd')?.status.numberReady).toBe(1);
  });
});
