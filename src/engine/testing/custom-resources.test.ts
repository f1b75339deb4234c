import { describe, expect, test } from 'vitest';
import { Cluster } from '../cluster';
import type { ApiResult, Manifest } from '../api/types';
import type { CustomKind, CustomResourceDefinition, JsonObject } from '../../k8s/types';

const START = Date.UTC(2026, 0, 1);
const WIDGETS: CustomKind = 'widgets.example.com';

function definition(names: { [name: string]: string | string[] } = {}, spec: JsonObject = {}): Manifest {
  const all = { plural: 'widgets', kind: 'Widget', ...names };
  const group = typeof spec['group'] === 'string' ? spec['group'] : 'example.com';
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${all.plural}.${group}`,
      annotations: spec['group'] === undefined ? {} : { 'api-approved.kubernetes.io': 'unapproved, a test' },
    },
    spec: {
      group,
      scope: 'Namespaced',
      names: all,
      versions: [
        { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
      ],
      ...spec,
    },
  };
}

const widget = (name: string, metadata: JsonObject = {}): Manifest => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name, ...metadata },
});

function must<T>(result: ApiResult<T>): T {
  if (!result.ok) throw new Error(result.status.message);
  return result.object;
}

function cluster(...definitions: Manifest[]): Cluster {
  const made = new Cluster({ seed: 1, startTime: START });
  for (const manifest of definitions) must(made.api.create('CustomResourceDefinition', undefined, manifest));
  settle(made);
  return made;
}

function settle(made: Cluster): void {
  made.advanceTo(made.now);
}

const crd = (made: Cluster, name: string): CustomResourceDefinition =>
  must(made.api.get('CustomResourceDefinition', undefined, name));

const conditions = (made: Cluster, name: string) =>
  crd(made, name).status?.conditions?.map((c) => `${c.type} ${c.status} ${c.reason}: ${c.message}`);

describe('a definition', () => {
  test('is established at once, with the names that it asked for', () => {
    const made = cluster(definition({ shortNames: ['wd'], categories: ['gadgets'] }));
    expect(crd(made, WIDGETS).status).toEqual({
      acceptedNames: {
        plural: 'widgets',
        singular: 'widget',
        kind: 'Widget',
        listKind: 'WidgetList',
        shortNames: ['wd'],
        categories: ['gadgets'],
      },
      conditions: [
        {
          type: 'NamesAccepted',
          status: 'True',
          lastTransitionTime: '2026-01-01T00:00:00Z',
          reason: 'NoConflicts',
          message: 'no conflicts found',
        },
        {
          type: 'Established',
          status: 'True',
          lastTransitionTime: '2026-01-01T00:00:00Z',
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
        },
      ],
      storedVersions: ['v1'],
    });
    expect(crd(made, WIDGETS).metadata.generation).toBe(1);
  });

  test('of a protected group says how it was approved', () => {
    const made = cluster(definition({}, { group: 'foo.k8s.io' }));
    expect(conditions(made, 'widgets.foo.k8s.io')?.[2]).toBe(
      'KubernetesAPIApprovalPolicyConformant False UnapprovedAnnotation: not approved: "unapproved, a test"',
    );
  });

  test('waits while another of its group has its names', () => {
    const made = cluster(definition(), definition({ plural: 'wadgets', shortNames: ['widget'] }));
    expect(conditions(made, 'wadgets.example.com')).toEqual([
      'NamesAccepted False ListKindConflict: "WidgetList" is already in use',
      'Established False NotAccepted: not all names are accepted',
    ]);
    expect(crd(made, 'wadgets.example.com').status?.acceptedNames).toEqual({ plural: 'wadgets', kind: '' });
    must(made.api.delete('CustomResourceDefinition', undefined, WIDGETS));
    settle(made);
    expect(conditions(made, 'wadgets.example.com')?.[1]).toMatch(/^Established True/);
  });
});

describe('deletion', () => {
  test('marks the definition, and removes the objects before it', () => {
    const made = cluster(definition());
    must(made.api.create(WIDGETS, 'default', widget('a')));
    const marked = must(made.api.delete('CustomResourceDefinition', undefined, WIDGETS));
    expect(marked.metadata.finalizers).toEqual(['customresourcecleanup.apiextensions.k8s.io']);
    expect(marked.status?.conditions?.at(-1)).toEqual({
      type: 'Terminating',
      status: 'True',
      lastTransitionTime: '2026-01-01T00:00:00Z',
      reason: 'InstanceDeletionPending',
      message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
    });
    settle(made);
    expect(made.read.list(WIDGETS)).toEqual([]);
    expect(made.read.list('CustomResourceDefinition')).toEqual([]);
    expect(made.api.create(WIDGETS, 'default', widget('b'))).toMatchObject({ status: { code: 404 } });
  });

  test('waits for objects with finalizers; meanwhile none is created', () => {
    const made = cluster(definition());
    must(made.api.create(WIDGETS, 'default', widget('a', { finalizers: ['x.y/z'] })));
    must(made.api.delete('CustomResourceDefinition', undefined, WIDGETS));
    settle(made);
    expect(conditions(made, WIDGETS)?.at(-1)).toBe(
      'Terminating True InstanceDeletionInProgress: CustomResource deletion is in progress',
    );
    const late = made.api.create(WIDGETS, 'default', widget('b'));
    expect(!late.ok && late.status.message).toBe(
      'widgets.example.com "b" is forbidden: create not allowed while custom resource definition is terminating',
    );
    must(made.api.patch(WIDGETS, 'default', 'a', 'merge', { metadata: { finalizers: null } }));
    settle(made);
    expect(made.read.list('CustomResourceDefinition')).toEqual([]);
  });
});

describe('custom objects', () => {
  test('go with their owner, and own others', () => {
    const made = cluster(definition());
    const owner = must(made.api.create(WIDGETS, 'default', widget('owner')));
    const ownerReferences = [
      { apiVersion: 'example.com/v1', kind: 'Widget', name: 'owner', uid: owner.metadata.uid },
    ];
    must(made.api.create(WIDGETS, 'default', widget('child', { ownerReferences })));
    must(
      made.api.create('ConfigMap', 'default', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'map', ownerReferences },
      }),
    );
    settle(made);
    expect(made.read.list(WIDGETS)).toHaveLength(2);
    must(made.api.delete(WIDGETS, 'default', 'owner', { propagationPolicy: 'Background' }));
    settle(made);
    expect(made.read.list(WIDGETS)).toEqual([]);
    expect(made.read.get('ConfigMap', 'default', 'map')).toBeUndefined();
  });

  test('go with their namespace', () => {
    const made = cluster(definition());
    must(made.api.create('Namespace', undefined, { metadata: { name: 'n' } }));
    settle(made);
    must(made.api.create(WIDGETS, 'n', widget('a')));
    must(made.api.delete('Namespace', undefined, 'n'));
    made.advanceTo(made.now + 10_000);
    expect(made.read.list(WIDGETS)).toEqual([]);
    expect(made.read.get('Namespace', undefined, 'n')).toBeUndefined();
  });
});
