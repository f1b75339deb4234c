import { describe, expect, test } from 'vitest';
import type { Kind } from '../../k8s/types';
import { rfc3339 } from '../../k8s/time';
import { createApiServer } from './server';
import { TEMPLATE_GENERATION } from './kinds/daemon-set';
import {
  asManifest,
  daemonSetManifest,
  must,
  podManifest,
  rejected,
  serverFixture,
  START,
} from './testing/server-fixture';
import type { Manifest } from './types';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('create', () => {
  test('API-1 API-2 API-3 uid, resourceVersion, creationTimestamp', () => {
    const { user, clock } = serverFixture();
    clock.now = START + 1999;
    const a = must(
      user.create('ConfigMap', 'default', { metadata: { name: 'a', uid: 'mine', creationTimestamp: null } }),
    );
    const b = must(user.create('ConfigMap', 'default', { metadata: { name: 'b' } }));
    expect(a.metadata.uid).toMatch(UUID);
    expect(a.metadata.creationTimestamp).toBe('2026-01-01T00:00:01Z');
    expect(Number(b.metadata.resourceVersion)).toBeGreaterThan(Number(a.metadata.resourceVersion));
    expect(b.metadata.uid).not.toBe(a.metadata.uid);
  });

  test.each<[Kind, Manifest, number | undefined]>([
    ['DaemonSet', daemonSetManifest('x'), 1],
    ['Pod', podManifest('x'), 1],
    // As the real server: kinds without generations keep what they get.
    ['ConfigMap', { metadata: { name: 'x', generation: 7 } }, 7],
    ['Node', { metadata: { name: 'x' } }, undefined],
  ])('API-4 generation of a new %s', (kind, manifest, generation) => {
    const object = must(serverFixture().user.create(kind, 'default', manifest));
    expect(object.metadata.generation).toBe(generation);
  });

  test('API-6 POD-3 DS-48 the status is the server’s', () => {
    const { user } = serverFixture();
    const pod = must(user.create('Pod', 'default', { ...podManifest('x'), status: { phase: 'Running' } }));
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
    const set = must(
      user.create('DaemonSet', 'default', { ...daemonSetManifest('x'), status: { numberReady: 3 } }),
    );
    expect(set.status).toEqual({
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
    });
  });

  test('API-7 the namespace of the request, and a body that contradicts it', () => {
    const { user } = serverFixture();
    expect(
      must(user.create('ConfigMap', 'kube-system', { metadata: { name: 'x' } })).metadata.namespace,
    ).toBe('kube-system');
    const status = rejected(
      user.create('ConfigMap', 'default', { metadata: { name: 'x', namespace: 'kube-system' } }),
    );
    expect([status.reason, status.message]).toEqual([
      'BadRequest',
      'the namespace of the provided object does not match the namespace sent on the request',
    ]);
  });

  test('API-8 generated names: 58 characters of the prefix and 5 more', () => {
    const { user } = serverFixture();
    const named = (generateName: string) =>
      must(user.create('ConfigMap', 'default', { metadata: { generateName } })).metadata.name;
    expect(named('web-')).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(named('a'.repeat(70))).toMatch(/^a{58}[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test.each([
    [7, true],
    [8, false],
  ])('API-9 %d collisions of a generated name: stored %s', (collisions, stored) => {
    const { store } = serverFixture();
    let suffixes = 0;
    // The first pod takes the first name; the next one meets it `collisions` times.
    const suffix = () => (suffixes++ <= collisions ? 'aaaaa' : `b${suffixes}`);
    const random = { int: () => 0, float: () => 0, uuid: () => '', suffix };
    const api = createApiServer({ store, now: () => START, random })('test');
    must(api.create('ConfigMap', 'default', { metadata: { generateName: 'x-' } }));
    const result = api.create('ConfigMap', 'default', { metadata: { generateName: 'x-' } });
    expect(result.ok).toBe(stored);
    if (result.ok) return;
    expect(result.status.message).toBe(
      'configmaps "x-aaaaa" already exists, the server was not able to generate a unique name for the object',
    );
    expect(result.status.details?.retryAfterSeconds).toBe(1);
  });

  test('API-26 a name that is taken', () => {
    const { user } = serverFixture();
    must(user.create('DaemonSet', 'default', daemonSetManifest('x')));
    expect(rejected(user.create('DaemonSet', 'default', daemonSetManifest('x'))).message).toBe(
      'daemonsets.apps "x" already exists',
    );
  });

  test('VAL-24 no name', () => {
    const status = rejected(
      serverFixture().user.create('DaemonSet', 'default', { ...daemonSetManifest('x'), metadata: {} }),
    );
    expect(status.message).toBe(
      'DaemonSet.apps "" is invalid: metadata.name: Required value: name or generateName is required',
    );
  });

  test('a resourceVersion in a new object', () => {
    const status = rejected(
      serverFixture().user.create('ConfigMap', 'default', { metadata: { name: 'x', resourceVersion: '5' } }),
    );
    expect([status.reason, status.message]).toEqual([
      '',
      'resourceVersion should not be set on objects to be created',
    ]);
  });

  test('API-26 API-9 a name that is taken, beside a prefix', () => {
    const { user } = serverFixture();
    const manifest = { metadata: { name: 'k', generateName: 'g-' } };
    must(user.create('ConfigMap', 'default', manifest));
    expect(rejected(user.create('ConfigMap', 'default', manifest)).message).toBe(
      'configmaps "k" already exists, the server was not able to generate a unique name for the object',
    );
  });

  test('a dry run has uid and generated name, but no version', () => {
    const { user } = serverFixture();
    const { metadata } = must(
      user.create('ConfigMap', 'default', { metadata: { generateName: 'g-' } }, { dryRun: true }),
    );
    expect(metadata.name).toMatch(/^g-/);
    expect(metadata.uid).toMatch(UUID);
    expect(metadata).not.toHaveProperty('resourceVersion');
  });

  test('API-27 a new object may have version 0', () => {
    const { user } = serverFixture();
    must(user.create('ConfigMap', 'default', { metadata: { name: 'k2', resourceVersion: '0' } }));
  });

  test('dry run stores nothing', () => {
    const { user, changes } = serverFixture();
    expect(
      must(user.create('DaemonSet', 'default', daemonSetManifest('x'), { dryRun: true })).spec
        .revisionHistoryLimit,
    ).toBe(10);
    expect(changes).toEqual([]);
  });

  test('an invalid object stores nothing', () => {
    const { user, changes } = serverFixture();
    const status = rejected(
      user.create('DaemonSet', 'default', daemonSetManifest('x', { minReadySeconds: -1 })),
    );
    expect([status.reason, status.code]).toEqual(['Invalid', 422]);
    expect(changes).toEqual([]);
  });

  test('the manifest stays as it was', () => {
    const manifest = podManifest('x');
    const before = JSON.stringify(manifest);
    must(serverFixture().component.create('Pod', 'default', manifest));
    expect(JSON.stringify(manifest)).toBe(before);
  });
});

describe('update', () => {
  function withSet() {
    const fixture = serverFixture();
    const set = must(fixture.user.create('DaemonSet', 'default', daemonSetManifest('x')));
    fixture.changes.length = 0;
    return { ...fixture, set };
  }
  const generations = (set: { metadata: { generation?: number; annotations?: Record<string, string> } }) => [
    set.metadata.generation,
    set.metadata.annotations?.[TEMPLATE_GENERATION],
  ];

  test('API-2 a write that changes nothing is not stored', () => {
    const { user, set, changes } = withSet();
    const same = must(user.update('DaemonSet', 'default', 'x', structuredClone(asManifest(set))));
    expect(same).toBe(set);
    expect(changes).toEqual([]);
  });

  test.each<[string, Manifest, [number, string]]>([
    ['a label', { metadata: { labels: { a: 'b' } } }, [1, '1']],
    ['a field of the spec', { spec: { minReadySeconds: 5 } }, [2, '1']],
    ['the template', { spec: { template: { spec: { terminationGracePeriodSeconds: 5 } } } }, [2, '2']],
    [
      'template and another field',
      { spec: { minReadySeconds: 5, template: { spec: { terminationGracePeriodSeconds: 5 } } } },
      [2, '2'],
    ],
    ['the counter, by hand', { metadata: { annotations: { [TEMPLATE_GENERATION]: '9' } } }, [1, '1']],
    ['the generation, by hand', { metadata: { generation: 9, labels: { a: 'b' } } }, [1, '1']],
    ['the status, by hand', { status: { numberReady: 4 } }, [1, '1']],
  ])('API-4 API-5 generations after a change of %s', (_, patch, expected) => {
    const { user } = withSet();
    const next = must(user.patch('DaemonSet', 'default', 'x', 'merge', patch));
    expect(generations(next)).toEqual(expected);
    expect(next.status.numberReady).toBe(0);
  });

  // The rule says that it changes nothing else; the real server lets metadata through.
  test('API-6 the status subresource changes status and metadata', () => {
    const { component, set } = withSet();
    const body = {
      ...set,
      metadata: { ...set.metadata, labels: { a: 'b' }, annotations: { x: 'y', [TEMPLATE_GENERATION]: '9' } },
      spec: { ...set.spec, minReadySeconds: 9 },
      status: { ...set.status, numberReady: 2 },
    };
    const next = must(
      component.update('DaemonSet', 'default', 'x', asManifest(body), { subresource: 'status' }),
    );
    expect(next.status.numberReady).toBe(2);
    expect([next.metadata.labels, next.metadata.annotations?.['x'], next.spec]).toEqual([
      { a: 'b' },
      'y',
      set.spec,
    ]);
    expect(generations(next)).toEqual([1, '1']);
  });

  test('VAL-19 a user’s status is validated', () => {
    const { user } = withSet();
    const status = rejected(
      user.patch(
        'DaemonSet',
        'default',
        'x',
        'merge',
        { status: { numberReady: -1 } },
        { subresource: 'status' },
      ),
    );
    expect(status.message).toBe(
      'DaemonSet.apps "x" is invalid: status.numberReady: Invalid value: -1: must be greater than or equal to 0',
    );
  });

  test('API-27 a stale resourceVersion', () => {
    const { user, component, set } = withSet();
    must(component.patch('DaemonSet', 'default', 'x', 'merge', { metadata: { labels: { a: 'b' } } }));
    const status = rejected(
      user.update('DaemonSet', 'default', 'x', {
        ...asManifest(set),
        spec: { ...set.spec, minReadySeconds: 1 } as unknown as Manifest,
      }),
    );
    expect(status.message).toBe(
      'Operation cannot be fulfilled on daemonsets.apps "x": the object has been modified; please apply your changes to the latest version and try again',
    );
    const patched = user.patch('DaemonSet', 'default', 'x', 'merge', { metadata: { resourceVersion: '1' } });
    expect(rejected(patched).reason).toBe('Conflict');
  });

  test('API-25 what is not there', () => {
    const { user } = withSet();
    for (const result of [
      user.get('Pod', 'default', 'no'),
      user.update('Pod', 'default', 'no', podManifest('no')),
      user.patch('Pod', 'default', 'no', 'merge', {}),
      user.delete('Pod', 'default', 'no'),
      user.bind('default', 'no', 'n'),
    ]) {
      expect(rejected(result).message).toBe('pods "no" not found');
    }
  });

  test('VAL-6 API-42 an immutable selector; nothing changes', () => {
    const { user, changes } = withSet();
    const spec = {
      selector: { matchLabels: { app: 'y' } },
      template: { metadata: { labels: { app: 'y' } } },
    };
    const status = rejected(user.patch('DaemonSet', 'default', 'x', 'merge', { spec }));
    expect(status.message).toBe(
      'DaemonSet.apps "x" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"y"}}: field is immutable',
    );
    expect(changes).toEqual([]);
  });

  test('a removed field is defaulted again', () => {
    const { user } = withSet();
    const next = must(
      user.patch('DaemonSet', 'default', 'x', 'json', [{ op: 'remove', path: '/spec/updateStrategy' }]),
    );
    expect(next.spec.updateStrategy?.rollingUpdate?.maxUnavailable).toBe(1);
    expect(next.metadata.generation).toBe(1);
  });

  test('names cannot change', () => {
    const { user, set } = withSet();
    const body = { ...asManifest(set), metadata: { ...set.metadata, name: 'y' } as unknown as Manifest };
    expect(rejected(user.update('DaemonSet', 'default', 'x', body)).message).toBe(
      'the name of the object (y) does not match the name on the URL (x)',
    );
  });

  test('pods and nodes let labels through the status subresource', () => {
    const { component } = withSet();
    must(component.create('Node', undefined, { metadata: { name: 'n' } }));
    const patch = {
      metadata: { labels: { a: 'b' } },
      spec: { unschedulable: true },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    };
    const node = must(component.patch('Node', undefined, 'n', 'strategic', patch, { subresource: 'status' }));
    expect([node.metadata.labels, node.spec.unschedulable, node.status.conditions?.length]).toEqual([
      { a: 'b' },
      undefined,
      1,
    ]);
  });

  test('the trace hears what changed', () => {
    const { component, changes } = withSet();
    must(component.patch('DaemonSet', 'default', 'x', 'merge', { metadata: { labels: { a: 'b' } } }));
    must(component.patch('DaemonSet', 'default', 'x', 'merge', { spec: { minReadySeconds: 2 } }));
    must(
      component.patch(
        'DaemonSet',
        'default',
        'x',
        'merge',
        { status: { numberReady: 2 } },
        { subresource: 'status' },
      ),
    );
    expect(changes.map((c) => [c.type, c.by, c.what])).toEqual([
      ['MODIFIED', 'test-controller', 'labels'],
      ['MODIFIED', 'test-controller', 'spec'],
      ['MODIFIED', 'test-controller', 'status'],
    ]);
  });
});

describe('VAL-23 what cannot be decoded', () => {
  const bad = (): Manifest => daemonSetManifest('x', { foo: 1 });
  test('strict create', () => {
    const status = rejected(
      serverFixture().user.create('DaemonSet', 'default', bad(), { fieldValidation: 'strict' }),
    );
    expect([status.reason, status.message]).toEqual([
      'BadRequest',
      'DaemonSet in version "v1" cannot be handled as a DaemonSet: strict decoding error: unknown field "spec.foo"',
    ]);
  });
  test('warn and ignore drop the field', () => {
    const { user } = serverFixture();
    const warned = user.create('DaemonSet', 'default', bad(), { fieldValidation: 'warn' });
    expect(warned.ok && warned.warnings).toEqual(['unknown field "spec.foo"']);
    expect(must(warned).spec).not.toHaveProperty('foo');
  });
  test('strict strategic patch: the patch is blamed', () => {
    const { user } = serverFixture();
    must(user.create('DaemonSet', 'default', daemonSetManifest('x')));
    const patch = { spec: { foo: 1 } };
    const status = rejected(
      user.patch('DaemonSet', 'default', 'x', 'strategic', patch, { fieldValidation: 'strict' }),
    );
    expect([status.reason, status.message]).toEqual([
      'Invalid',
      ' "" is invalid: patch: Invalid value: "map[spec:map[foo:1]]": strict decoding error: unknown field "spec.foo"',
    ]);
  });
});

describe('SCH-41 bind', () => {
  test('sets the node and the condition, not the generation', () => {
    const { component } = serverFixture();
    must(component.create('Pod', 'default', podManifest('x')));
    const pod = must(component.bind('default', 'x', 'n1'));
    expect(pod.spec.nodeName).toBe('n1');
    expect(pod.metadata.generation).toBe(1);
    expect(pod.status.conditions).toEqual([
      {
        type: 'PodScheduled',
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: rfc3339(START),
      },
    ]);
  });
  test('a pod that is bound already', () => {
    const { component } = serverFixture();
    must(component.create('Pod', 'default', podManifest('x')));
    must(component.bind('default', 'x', 'n1'));
    expect(rejected(component.bind('default', 'x', 'n2')).message).toBe(
      'Operation cannot be fulfilled on pods/binding "x": pod x is already assigned to node "n1"',
    );
  });
});
