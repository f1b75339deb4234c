import { beforeEach, expect, test } from 'vitest';
import { kindRows } from '../api/kinds/lookup';
import { Cluster } from '../cluster';

let cluster: Cluster;

beforeEach(() => {
  cluster = new Cluster({ seed: 1, startTime: 0, bootstrap: 'full' });
});

const names = (): string[] => cluster.read.list('APIService').map(({ metadata }) => metadata.name);

function define(versions: Record<string, boolean>): void {
  const storage = Object.keys(versions)[0];
  const { ok } = cluster.api.create('CustomResourceDefinition', undefined, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
      versions: Object.entries(versions).map(([name, served]) => ({
        name,
        served,
        storage: name === storage,
        schema: { openAPIV3Schema: { type: 'object' } },
      })),
    },
  });
  expect(ok).toBe(true);
}

test('every group and version that is served has one, but the aggregator itself', () => {
  const served = new Set(kindRows(cluster.read).map(({ group, version }) => `${version}.${group}`));
  served.delete('v1.apiregistration.k8s.io');
  expect(names()).toEqual([...served].sort());
});

test('one for each served version of a definition, with low priority', () => {
  define({ v1: true, v1beta1: true, v1alpha1: false });
  expect(names().filter((name) => name.endsWith('example.com'))).toEqual([
    'v1.example.com',
    'v1beta1.example.com',
  ]);
  expect(cluster.read.get('APIService', undefined, 'v1.example.com')).toMatchObject({
    metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': 'true' } },
    spec: { group: 'example.com', version: 'v1', groupPriorityMinimum: 1000, versionPriority: 100 },
    status: { conditions: [{ type: 'Available', status: 'True', reason: 'Local' }] },
  });
});

test('it comes back while its definition is there, and goes with it', () => {
  define({ v1: true });
  expect(cluster.api.delete('APIService', undefined, 'v1.example.com').ok).toBe(true);
  expect(names()).toContain('v1.example.com');
  expect(cluster.api.delete('CustomResourceDefinition', undefined, 'widgets.example.com').ok).toBe(true);
  expect(names()).not.toContain('v1.example.com');
});

test('one of the server itself stays away until it starts again', () => {
  expect(cluster.api.delete('APIService', undefined, 'v1.apps').ok).toBe(true);
  cluster.advanceTo(3_600_000);
  expect(names()).not.toContain('v1.apps');
});
