/** The claims of StatefulSets in a whole cluster; names, owners and texts as a real v1.34 control plane gives them. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../k8s/types';
import { StatefulLife as Life } from './stateful-life';

describe('WL-18 claims', () => {
  const template = (name: string, labels?: Record<string, string>): JsonObject => ({
    metadata: { name, ...(labels && { labels }) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      // Pods do not wait for claims of a class that waits for them (SCH-14).
      storageClassName: 'standard',
    },
  });
  const claims = { volumeClaimTemplates: [template('data'), template('log', { l: 'l' })] };
  const volumes = [
    { name: 'tmp', emptyDir: {} },
    { name: 'data', emptyDir: {} },
  ];

  function claimsOf(life: Life): string[] {
    return life.cluster.read
      .list('PersistentVolumeClaim', 'default')
      .map(
        ({ metadata }) => `${metadata.name} ${(metadata.ownerReferences ?? []).map((o) => o.name).join()}`,
      );
  }

  test('WL-18 two claims a pod, mounted first, named and labelled as the real ones; they stay', () => {
    const life = new Life({ spec: { replicas: 2, ...claims }, podSpec: { volumes } }).wait(60);
    expect(claimsOf(life)).toEqual(['data-web-0 ', 'data-web-1 ', 'log-web-0 ', 'log-web-1 ']);
    expect(life.pod(1).spec.volumes?.slice(0, 3)).toEqual([
      { name: 'data', persistentVolumeClaim: { claimName: 'data-web-1' } },
      { name: 'log', persistentVolumeClaim: { claimName: 'log-web-1' } },
      { name: 'tmp', emptyDir: {} },
    ]);
    const log = life.cluster.read.get('PersistentVolumeClaim', 'default', 'log-web-1');
    expect(log?.metadata.labels).toEqual({ app: 'web', l: 'l' });
    expect(life.events.toSorted().filter((text) => text.includes('web-0'))).toEqual([
      'Normal SuccessfulCreate create Claim data-web-0 Pod web-0 in StatefulSet web success x1 (statefulset-controller)',
      'Normal SuccessfulCreate create Claim log-web-0 Pod web-0 in StatefulSet web success x1 (statefulset-controller)',
      'Normal SuccessfulCreate create Pod web-0 in StatefulSet web successful x1 (statefulset-controller)',
    ]);
    life.patch({ replicas: 0 }).wait(60);
    expect(claimsOf(life)).toHaveLength(4);
  });

  test.each([
    ['Retain', 'Delete', 'web', ['data-web-0 web', 'data-web-1 web', 'log-web-0 web', 'log-web-1 web'], 0],
    ['Delete', 'Delete', 'web', ['data-web-0 web', 'log-web-0 web'], 0],
    ['Delete', 'Retain', '', ['data-web-0 ', 'log-web-0 '], 2],
  ])('WL-18 whenScaled %s, whenDeleted %s: owners "%s"', (whenScaled, whenDeleted, owner, scaled, left) => {
    const policy = { persistentVolumeClaimRetentionPolicy: { whenScaled, whenDeleted } };
    const life = new Life({ spec: { replicas: 2, ...claims, ...policy } }).wait(60);
    expect(claimsOf(life)).toEqual(
      ['data-web-0', 'data-web-1', 'log-web-0', 'log-web-1'].map((name) => `${name} ${owner}`),
    );
    life.patch({ replicas: 1 }).wait(60);
    expect(claimsOf(life)).toEqual(scaled);
    life.cluster.api.delete('StatefulSet', 'default', 'web');
    life.wait(60);
    expect(life.names).toBe('');
    expect(claimsOf(life)).toHaveLength(left);
  });
});
