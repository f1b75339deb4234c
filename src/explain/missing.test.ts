import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Cluster, type Status } from '../engine/index';
import type { JsonObject } from '../k8s/types';
import { findMissing } from './missing';

function cluster(): Cluster {
  return new Cluster({ seed: 1, startTime: Date.UTC(2026, 0, 1) });
}

function create(c: Cluster, name: string, pod: JsonObject, namespace = 'default'): Status | undefined {
  const result = c.api.create('DaemonSet', namespace, {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'a', image: 'a' }], ...pod },
      },
    },
  });
  return result.ok ? undefined : result.status;
}

const names = (c: Cluster, failures: Status[] = []) =>
  findMissing(c.read, failures).map(({ kind, namespace, name }) => `${kind} ${namespace ?? '-'}/${name}`);

describe('findMissing', () => {
  test('API-25 the namespace that a failed request asked for', () => {
    const c = cluster();
    const failure = create(c, 'agent', {}, 'logging');
    expect(failure?.reason).toBe('NotFound');
    expect(findMissing(c.read, failure ? [failure] : [])).toMatchObject([
      {
        kind: 'Namespace',
        name: 'logging',
        manifest: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: logging\n',
      },
    ]);
  });

  test('what a template refers to', () => {
    const c = cluster();
    create(c, 'agent', {
      serviceAccountName: 'agent',
      priorityClassName: 'important',
      volumes: [
        { name: 'config', configMap: { name: 'config' } },
        { name: 'maybe', configMap: { name: 'maybe', optional: true } },
        { name: 'certs', secret: { secretName: 'certs', items: [{ key: 'tls.crt', path: 'tls.crt' }] } },
        {
          name: 'all',
          projected: {
            sources: [{ secret: { name: 'token' } }, { configMap: { name: 'kube-root-ca.crt' } }],
          },
        },
      ],
      containers: [
        {
          name: 'a',
          image: 'a',
          env: [
            { name: 'A', valueFrom: { configMapKeyRef: { name: 'env', key: 'level' } } },
            { name: 'B', valueFrom: { secretKeyRef: { name: 'none', key: 'x', optional: true } } },
          ],
          envFrom: [{ secretRef: { name: 'bulk' } }],
        },
      ],
      imagePullSecrets: [{ name: 'registry' }],
    });
    expect(names(c)).toEqual([
      'PriorityClass -/important',
      'ServiceAccount default/agent',
      'ConfigMap default/config',
      'ConfigMap default/env',
      'Secret default/bulk',
      'Secret default/certs',
      'Secret default/token',
    ]);
  });

  test('nothing is missing that is there', () => {
    const c = cluster();
    create(c, 'agent', { serviceAccountName: 'default', priorityClassName: 'system-node-critical' });
    expect(names(c)).toEqual([]);
  });

  test('two sets that need the same thing ask once', () => {
    const c = cluster();
    for (const name of ['a', 'b']) create(c, name, { serviceAccountName: 'shared' });
    expect(findMissing(c.read, [])).toMatchObject([
      { neededBy: 'DaemonSet default/a and DaemonSet default/b' },
    ]);
  });

  test('every stand-in is accepted by the API server, and then nothing is missing', () => {
    const c = cluster();
    create(c, 'agent', {
      serviceAccountName: 'agent',
      priorityClassName: 'important',
      volumes: [
        { name: 'certs', secret: { secretName: 'certs', items: [{ key: 'tls.crt', path: 'tls.crt' }] } },
      ],
      containers: [
        {
          name: 'a',
          image: 'a',
          env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'env', key: 'level' } } }],
        },
      ],
    });
    for (const { kind, namespace, manifest } of findMissing(c.read, [])) {
      const result = c.api.create(kind, namespace, parse(manifest) as JsonObject, {
        fieldValidation: 'strict',
      });
      expect(result).toMatchObject({ ok: true });
    }
    expect(names(c)).toEqual([]);
    expect(c.read.get('ConfigMap', 'default', 'env')?.data).toEqual({ level: 'stand-in' });
    c.advanceTo(c.now + 1000);
    c.input({ type: 'add-node', name: 'w', role: 'worker', boot: false });
    c.advanceTo(c.now + 60_000);
    expect(c.read.podsOnNode('w')[0]?.status.phase).toBe('Running');
  });
});
