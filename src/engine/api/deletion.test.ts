import { describe, expect, test } from 'vitest';
import {
  asManifest,
  daemonSetManifest,
  must,
  podManifest,
  rejected,
  serverFixture,
  START,
} from './testing/server-fixture';
import { rfc3339 } from '../../k8s/time';
import type { Manifest } from './types';

const after = (seconds: number) => rfc3339(START + seconds * 1000);

function withPod(spec: Manifest = {}, bound = true, finalizers?: string[]) {
  const fixture = serverFixture();
  const manifest = podManifest('x', spec);
  if (finalizers) manifest['metadata'] = { name: 'x', finalizers };
  must(fixture.component.create('Pod', 'default', manifest));
  if (bound) must(fixture.component.bind('default', 'x', 'n'));
  fixture.changes.length = 0;
  const stored = () => fixture.store.get('Pod', 'default', 'x');
  return { ...fixture, stored };
}

describe('API-13 API-14 deleting a pod', () => {
  test.each<[string, Manifest, number | undefined, number]>([
    ['default', {}, undefined, 30],
    ['of the pod', { terminationGracePeriodSeconds: 7 }, undefined, 7],
    ['of the request', { terminationGracePeriodSeconds: 7 }, 3, 3],
    ['negative', { terminationGracePeriodSeconds: -5 }, undefined, 1],
  ])('grace: %s', (_, spec, gracePeriodSeconds, grace) => {
    const { user, stored } = withPod(spec);
    must(user.delete('Pod', 'default', 'x', gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }));
    expect(stored()?.metadata).toMatchObject({
      deletionTimestamp: after(grace),
      deletionGracePeriodSeconds: grace,
      generation: 2,
    });
  });

  test('grace 0 removes it at once; DELETED carries a new resourceVersion (API-43)', () => {
    const { user, stored, changes } = withPod();
    const before = stored()?.metadata.resourceVersion;
    must(user.delete('Pod', 'default', 'x', { gracePeriodSeconds: 0 }));
    expect(stored()).toBeUndefined();
    // The real server stores the mark first: watches see it.
    expect(changes.map((c) => [c.type, c.object.metadata.deletionGracePeriodSeconds])).toEqual([
      ['MODIFIED', 0],
      ['DELETED', 0],
    ]);
    expect(changes[0]?.object.metadata.resourceVersion).not.toBe(before);
  });

  test('a pod without a node goes at once', () => {
    const { user, stored } = withPod({}, false);
    must(user.delete('Pod', 'default', 'x'));
    expect(stored()).toBeUndefined();
  });

  test.each(['Succeeded', 'Failed'])('a %s pod goes at once', (phase) => {
    const { user, component, stored } = withPod();
    must(component.patch('Pod', 'default', 'x', 'merge', { status: { phase } }, { subresource: 'status' }));
    must(user.delete('Pod', 'default', 'x'));
    expect(stored()).toBeUndefined();
  });
});

describe('API-15 deleting again', () => {
  test.each<[string, number | undefined]>([
    ['without a period', undefined],
    ['the same period', 30],
    ['a longer one', 60],
  ])('%s changes nothing', (_, gracePeriodSeconds) => {
    const { user, stored, clock } = withPod();
    must(user.delete('Pod', 'default', 'x'));
    const before = stored();
    clock.now += 5000;
    must(user.delete('Pod', 'default', 'x', gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }));
    expect(stored()).toBe(before);
  });

  test('a shorter one brings the deadline forward', () => {
    const { user, stored, clock } = withPod();
    must(user.delete('Pod', 'default', 'x'));
    clock.now += 5000;
    must(user.delete('Pod', 'default', 'x', { gracePeriodSeconds: 10 }));
    expect(stored()?.metadata).toMatchObject({
      deletionTimestamp: after(10),
      deletionGracePeriodSeconds: 10,
      generation: 2,
    });
  });

  test('but never into the past', () => {
    const { user, stored, clock } = withPod();
    must(user.delete('Pod', 'default', 'x'));
    clock.now += 20_000;
    must(user.delete('Pod', 'default', 'x', { gracePeriodSeconds: 5 }));
    expect(stored()?.metadata).toMatchObject({ deletionTimestamp: after(20), deletionGracePeriodSeconds: 1 });
  });

  test('0, as the kubelet sends it in the end', () => {
    const { user, component, stored } = withPod();
    must(user.delete('Pod', 'default', 'x'));
    must(component.delete('Pod', 'default', 'x', { gracePeriodSeconds: 0 }));
    expect(stored()).toBeUndefined();
  });
});

describe('API-16 finalizers', () => {
  test('a pod stays until the last one is gone, after its grace', () => {
    const { user, component, stored } = withPod({}, true, ['example.com/a']);
    must(user.delete('Pod', 'default', 'x', { gracePeriodSeconds: 0 }));
    expect(stored()?.metadata).toMatchObject({ deletionTimestamp: after(0), deletionGracePeriodSeconds: 0 });
    must(component.patch('Pod', 'default', 'x', 'merge', { metadata: { finalizers: null } }));
    expect(stored()).toBeUndefined();
  });

  test('losing the finalizer does not cut the grace short', () => {
    const { user, component, stored } = withPod({}, true, ['example.com/a']);
    must(user.delete('Pod', 'default', 'x'));
    must(component.patch('Pod', 'default', 'x', 'merge', { metadata: { finalizers: null } }));
    expect(stored()?.metadata.deletionGracePeriodSeconds).toBe(30);
  });

  test('another kind: marked now, generation + 1, then gone', () => {
    const { user, store } = serverFixture();
    const manifest = daemonSetManifest('x');
    must(
      user.create('DaemonSet', 'default', {
        ...manifest,
        metadata: { name: 'x', finalizers: ['example.com/a'] },
      }),
    );
    must(user.delete('DaemonSet', 'default', 'x'));
    const marked = store.get('DaemonSet', 'default', 'x');
    expect(marked?.metadata).toMatchObject({
      deletionTimestamp: after(0),
      deletionGracePeriodSeconds: 0,
      generation: 2,
    });
    must(user.delete('DaemonSet', 'default', 'x'));
    expect(store.get('DaemonSet', 'default', 'x')).toBe(marked);
    must(
      user.patch('DaemonSet', 'default', 'x', 'strategic', {
        metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/a'] },
      }),
    );
    expect(store.get('DaemonSet', 'default', 'x')).toBeUndefined();
  });

  test('none can be added meanwhile', () => {
    const { user } = withPod({}, true, ['example.com/a']);
    must(user.delete('Pod', 'default', 'x'));
    const status = rejected(
      user.patch('Pod', 'default', 'x', 'strategic', { metadata: { finalizers: ['example.com/b'] } }),
    );
    expect(status.message).toBe(
      'Pod "x" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/b"}',
    );
  });
});

describe('API-17 preconditions', () => {
  test('another uid', () => {
    const { user, stored } = withPod();
    const status = rejected(user.delete('Pod', 'default', 'x', { preconditions: { uid: 'other' } }));
    expect([status.code, status.message]).toEqual([
      409,
      `Operation cannot be fulfilled on Pod "x": the UID in the precondition (other) does not match the UID in record (${stored()?.metadata.uid}). The object might have been deleted and then recreated`,
    ]);
  });
  test('the right uid', () => {
    const { user, stored } = withPod({}, false);
    must(user.delete('Pod', 'default', 'x', { preconditions: { uid: stored()?.metadata.uid ?? '' } }));
    expect(stored()).toBeUndefined();
  });
});

describe('propagation', () => {
  test.each<['Background' | 'Foreground' | 'Orphan' | undefined, string[] | undefined]>([
    [undefined, undefined],
    ['Background', undefined],
    ['Foreground', ['foregroundDeletion']],
    ['Orphan', ['orphan']],
  ])('API-20 … API-24 %s: finalizers %j', (propagationPolicy, finalizers) => {
    const { user, store } = serverFixture();
    must(user.create('DaemonSet', 'default', daemonSetManifest('x')));
    must(user.delete('DaemonSet', 'default', 'x', propagationPolicy ? { propagationPolicy } : {}));
    const left = store.get('DaemonSet', 'default', 'x');
    expect(left?.metadata.finalizers).toEqual(finalizers);
    expect(left?.metadata.deletionTimestamp).toBe(finalizers && after(0));
  });
});

describe('namespaces', () => {
  test('turn Terminating and go with the last of spec.finalizers', () => {
    const { user, component, store } = serverFixture();
    must(user.create('Namespace', undefined, { metadata: { name: 'team' } }));
    const namespace = () => store.get('Namespace', undefined, 'team');
    expect(namespace()).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': 'team' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
    must(user.delete('Namespace', undefined, 'team'));
    expect(namespace()?.status?.phase).toBe('Terminating');
    const stored = namespace();
    must(
      component.update(
        'Namespace',
        undefined,
        'team',
        { ...(stored && asManifest(stored)), spec: { finalizers: [] } },
        { subresource: 'finalize' },
      ),
    );
    expect(namespace()).toBeUndefined();
  });
});

test('dry run deletes nothing', () => {
  const { user, stored, changes } = withPod();
  must(user.delete('Pod', 'default', 'x', { dryRun: true }));
  expect([stored()?.metadata.deletionTimestamp, changes]).toEqual([undefined, []]);
});
