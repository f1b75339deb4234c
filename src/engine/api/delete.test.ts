import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../../k8s/time';
import { Journal } from './journal';
import { daemonSetManifest, must, podManifest, serverFixture, START } from './testing/server-fixture';
import type { DeleteOptions, DeleteResult } from './types';

const NOW = rfc3339(START);

function told(result: DeleteResult) {
  if (!result.ok) throw new Error(result.status.message);
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = result.object.metadata;
  return [result.removed, deletionTimestamp, deletionGracePeriodSeconds, finalizers];
}

// As a real server does it: what it answers with the object and what with a Status is up to `removed` and the kind.
describe('what a deletion answers', () => {
  test.each<[string, DeleteOptions, unknown[]]>([
    ['at once', {}, [true, undefined, undefined, undefined]],
    ['API-22 orphan', { propagationPolicy: 'Orphan' }, [false, NOW, 0, ['orphan']]],
    ['API-21 foreground', { propagationPolicy: 'Foreground' }, [false, NOW, 0, ['foregroundDeletion']]],
    [
      'API-12 a grace period means nothing',
      { gracePeriodSeconds: 5 },
      [true, undefined, undefined, undefined],
    ],
  ])('a DaemonSet: %s; a dry run tells the same and does nothing', (_, options, expected) => {
    const { user, changes } = serverFixture();
    must(user.create('DaemonSet', 'default', daemonSetManifest('x')));
    changes.length = 0;
    expect(told(user.delete('DaemonSet', 'default', 'x', { ...options, dryRun: true }))).toEqual(expected);
    expect(changes).toEqual([]);
    expect(told(user.delete('DaemonSet', 'default', 'x', options))).toEqual(expected);
    expect(changes.length).toBe(1);
  });

  test.each<[string, string | undefined, DeleteOptions, unknown[]]>([
    ['on a node', 'n', {}, [false, rfc3339(START + 30_000), 30, undefined]],
    ['API-13 on none', undefined, {}, [true, NOW, 0, undefined]],
    ['at once', 'n', { gracePeriodSeconds: 0 }, [true, NOW, 0, undefined]],
    ['with a negative grace', 'n', { gracePeriodSeconds: -3 }, [false, rfc3339(START + 1000), 1, undefined]],
  ])('a pod %s', (_, nodeName, options, expected) => {
    const { user, changes } = serverFixture();
    must(user.create('Pod', 'default', podManifest('x', nodeName === undefined ? {} : { nodeName })));
    changes.length = 0;
    const dry = user.delete('Pod', 'default', 'x', { ...options, dryRun: true });
    expect(told(dry)).toEqual(expected);
    expect(dry.ok && dry.object.metadata.generation).toBe(2);
    expect(changes).toEqual([]);
    expect(told(user.delete('Pod', 'default', 'x', options))).toEqual(expected);
  });

  test('another policy replaces the finalizer of the first; background lets go', () => {
    const { user } = serverFixture();
    must(user.create('ConfigMap', 'default', { metadata: { name: 'x' } }));
    const answers = (['Orphan', 'Orphan', 'Foreground', 'Background'] as const).map((propagationPolicy) =>
      told(user.delete('ConfigMap', 'default', 'x', { propagationPolicy })),
    );
    expect(answers).toEqual([
      [false, NOW, 0, ['orphan']],
      [false, NOW, 0, ['orphan']],
      [false, NOW, 0, ['foregroundDeletion']],
      [true, NOW, 0, undefined],
    ]);
  });

  test('a namespace: Terminating, also in a dry run', () => {
    const { user, changes } = serverFixture();
    must(user.create('Namespace', undefined, { metadata: { name: 'team' } }));
    changes.length = 0;
    const dry = user.delete('Namespace', undefined, 'team', { dryRun: true });
    expect(dry.ok && [dry.object.status?.phase, changes]).toEqual(['Terminating', []]);
    expect(told(user.delete('Namespace', undefined, 'team'))).toEqual([false, NOW, undefined, undefined]);
    const again = user.delete('Namespace', undefined, 'team');
    expect(again.ok && again.object.status?.phase).toBe('Terminating');
    expect(changes.length).toBe(1);
  });

  test.each([
    ['default', 'namespaces "default" is forbidden: this namespace may not be deleted'],
    ['kube-system', 'namespaces "kube-system" is forbidden: this namespace may not be deleted'],
    ['kube-node-lease', undefined],
  ])('the namespace %s', (name, refusal) => {
    const { user, component } = serverFixture();
    component.create('Namespace', undefined, { metadata: { name } });
    const result = user.delete('Namespace', undefined, name, { dryRun: true });
    expect(result.ok ? undefined : result.status.message).toBe(refusal);
  });
});

describe('API-17 preconditions', () => {
  test.each<[DeleteOptions['preconditions'], (uid: string, version: string) => string]>([
    [
      { uid: 'x' },
      (uid) =>
        `the UID in the precondition (x) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    ],
    [
      { resourceVersion: '1' },
      (_, version) =>
        `the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${version}). The object might have been modified`,
    ],
    [
      { uid: 'x', resourceVersion: '1' },
      (uid) =>
        `the UID in the precondition (x) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    ],
  ])('%j', (preconditions, why) => {
    const { user } = serverFixture();
    const { uid, resourceVersion } = must(
      user.create('DaemonSet', 'default', daemonSetManifest('ds')),
    ).metadata;
    const result = user.delete('DaemonSet', 'default', 'ds', { preconditions: preconditions ?? {} });
    expect(!result.ok && result.status).toMatchObject({
      code: 409,
      message: `Operation cannot be fulfilled on DaemonSet.apps "ds": ${why(uid, resourceVersion)}`,
      details: { name: 'ds', group: 'apps', kind: 'DaemonSet' },
    });
  });
});

describe('deleteCollection', () => {
  function fixture() {
    const server = serverFixture();
    const { user } = server;
    for (const [name, app] of Object.entries({ a: 'x', b: 'y', c: 'x' }))
      must(user.create('ConfigMap', 'default', { metadata: { name, labels: { app } } }));
    must(user.create('ConfigMap', 'kube-system', { metadata: { name: 'd', labels: { app: 'x' } } }));
    server.changes.length = 0;
    const left = () =>
      server.store
        .list('ConfigMap')
        .map((o) => o.metadata.name)
        .join('');
    return { ...server, left };
  }

  test('what is selected goes; the answer lists it as it was', () => {
    const { user, left, store } = fixture();
    const before = store.list('ConfigMap', 'default').filter((o) => o.metadata.name !== 'b');
    const result = user.deleteCollection('ConfigMap', 'default', { labelSelector: 'app=x' });
    expect(result.ok && result.page.items).toEqual(before);
    expect(left()).toBe('bd');
  });

  test('everything of a namespace', () => {
    const { user, left } = fixture();
    user.deleteCollection('ConfigMap', 'default', {});
    expect(left()).toBe('d');
  });

  test('a limit, and a dry run', () => {
    const { user, left, changes } = fixture();
    const dry = user.deleteCollection('ConfigMap', 'default', {}, { dryRun: true });
    expect([dry.ok && dry.page.items.length, changes]).toEqual([3, []]);
    const result = user.deleteCollection('ConfigMap', 'default', { limit: 1 });
    expect(result.ok && result.page.continue).toBeDefined();
    expect(left()).toBe('bcd');
  });

  test('what stays is listed as well', () => {
    const { user, left } = fixture();
    const result = user.deleteCollection('ConfigMap', 'default', {}, { propagationPolicy: 'Foreground' });
    expect(result.ok && result.page.items.map((o) => o.metadata.deletionTimestamp)).toEqual(
      Array(3).fill(undefined),
    );
    expect(left()).toBe('abcd');
  });

  test('a selector that cannot be read', () => {
    const { user, changes } = fixture();
    const result = user.deleteCollection('ConfigMap', 'default', { labelSelector: 'a=b=c' });
    expect(!result.ok && result.status.message).toBe("found '=', expected: ',' or 'end of string'");
    expect(changes).toEqual([]);
  });

  test('a refusal ends it', () => {
    const { user, changes } = fixture();
    const result = user.deleteCollection('ConfigMap', 'default', {}, { preconditions: { uid: 'x' } });
    expect([!result.ok && result.status.code, changes]).toEqual([409, []]);
  });
});

describe('the journal', () => {
  test('forgets, and knows what it has forgotten', () => {
    const journal = new Journal();
    const { store } = serverFixture();
    const map = (version: number) =>
      ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'x', uid: 'u', creationTimestamp: NOW, resourceVersion: String(version) },
      }) as const;
    for (let version = 1; version <= 2000; version++)
      journal.record({
        type: 'MODIFIED',
        kind: 'ConfigMap',
        object: map(version),
        old: map(version - 1),
        by: 'x',
      });
    expect(journal.oldest('ConfigMap')).toBe(1000);
    expect(journal.after('ConfigMap', 999)).toBeUndefined();
    expect(journal.after('ConfigMap', 1000)?.length).toBe(1000);
    expect(journal.after('ConfigMap', 1995)?.map((c) => c.object.metadata.resourceVersion)).toEqual([
      '1996',
      '1997',
      '1998',
      '1999',
      '2000',
    ]);
    expect(journal.after('Pod', 0)).toEqual([]);
    expect(journal.listAt('ConfigMap', 1500, [map(2000)])).toEqual([map(1500)]);
    journal.clear(7);
    expect([journal.oldest('ConfigMap'), journal.listAt('Pod', 7, store.list('Pod'))]).toEqual([7, []]);
  });
});
