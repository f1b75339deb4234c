import { describe, expect, test } from 'vitest';
import { controllerReference } from '../../../k8s/owner';
import { rfc3339 } from '../../../k8s/time';
import type { ControllerRevision, DaemonSet, JsonObject } from '../../../k8s/types';
import { failure, START } from '../../testing/fake-context';
import { compareRevisions, revisionHash, surplusRevisions, templatePatch } from './revisions';
import { LABEL, OTHER_LABEL, rolling, SetUnderTest } from './testing/fixtures';

const revisionsOf = (t: SetUnderTest) =>
  t.cluster.store.list('ControllerRevision').toSorted((a, b) => a.revision - b.revision);
const numbers = (t: SetUnderTest) => revisionsOf(t).map((r) => r.revision);

function put(
  t: SetUnderTest,
  name: string,
  options: {
    labels?: Record<string, string>;
    namespace?: string;
    owner?: DaemonSet;
    data?: JsonObject;
    revision?: number;
  },
): ControllerRevision {
  return t.cluster.put<ControllerRevision>({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      namespace: options.namespace ?? 'default',
      labels: options.labels ?? LABEL,
      ownerReferences: options.owner && [controllerReference(options.owner)],
    },
    data: options.data ?? { spec: { template: { name } } },
    revision: options.revision ?? 1,
  });
}

test('DS-61 what a revision holds', () => {
  const t = new SetUnderTest();
  t.cluster.change(t.set, (ds) => ({
    ...ds,
    metadata: {
      ...ds.metadata,
      annotations: { ...ds.metadata.annotations, 'kubernetes.io/change-cause': 'because' },
    },
  }));
  t.sync();
  const [revision] = revisionsOf(t);
  const hash = revision?.metadata.labels?.['controller-revision-hash'] ?? '';
  expect(hash).toMatch(/^[456789bcdf]{1,10}$/);
  expect(revision).toMatchObject({
    metadata: {
      name: `foo-${hash}`,
      labels: { ...LABEL, 'controller-revision-hash': hash },
      annotations: {
        'kubernetes.io/change-cause': 'because',
        'deprecated.daemonset.template.generation': '1',
      },
      ownerReferences: [{ kind: 'DaemonSet', name: 'foo', controller: true, blockOwnerDeletion: true }],
    },
    revision: 1,
    data: { spec: { template: { ...t.set.spec.template, $patch: 'replace' } } },
  });
});

describe('TEST-81, TEST-90, TEST-94 whose revisions', () => {
  const owners = (t: SetUnderTest, name: string, namespace = 'default') =>
    t.cluster.store.get('ControllerRevision', namespace, name)?.metadata.ownerReferences?.map((o) => o.uid) ??
    [];
  test('an orphan that matches is adopted', () => {
    const t = new SetUnderTest();
    put(t, 'orphan', {});
    t.sync();
    expect(owners(t, 'orphan')).toEqual([t.set.metadata.uid]);
    expect(numbers(t)).toEqual([1, 2]);
  });
  test.each([
    ['other labels', { labels: OTHER_LABEL }, 'default'],
    ['another namespace', { namespace: 'other' }, 'other'],
  ])('an orphan with %s is ignored', (_, options, namespace) => {
    const t = new SetUnderTest();
    put(t, 'orphan', options);
    t.sync();
    expect(owners(t, 'orphan', namespace)).toEqual([]);
  });
  test('one of another owner is ignored', () => {
    const t = new SetUnderTest();
    put(t, 'foreign', { owner: { ...t.set, metadata: { ...t.set.metadata, uid: 'other' } } });
    t.sync();
    expect(owners(t, 'foreign')).toEqual(['other']);
    expect(numbers(t)).toEqual([1, 1]);
  });
  test('an owned one that no longer matches is released', () => {
    const t = new SetUnderTest();
    put(t, 'released', { owner: t.set, labels: OTHER_LABEL });
    t.sync();
    expect(owners(t, 'released')).toEqual([]);
  });
  test.each([
    ['NotFound', undefined],
    ['Invalid', undefined],
    ['InternalError', 'no'],
  ] as const)('TEST-94 a release that ends with %s', (reason, error) => {
    const t = new SetUnderTest();
    put(t, 'released', { owner: t.set, labels: OTHER_LABEL });
    t.cluster.intercept = ({ verb, name }) =>
      verb === 'patch' && name === 'released' ? failure(reason, 'no') : undefined;
    const message = t.sync();
    if (error === undefined) expect(message).toBeUndefined();
    else expect(message).toContain(error);
    expect(t.cluster.requests.filter(({ name }) => name === 'released')).toHaveLength(1);
  });
});

describe('DS-62 history over template changes', () => {
  test('a new template is a new revision; an old one again is renumbered, with name and hash kept', () => {
    const t = new SetUnderTest();
    t.sync();
    const first = revisionsOf(t)[0];
    const { template } = t.set.spec;
    t.changeTemplate();
    t.sync();
    expect(numbers(t)).toEqual([1, 2]);
    t.change((spec) => ({ ...spec, template }));
    t.sync();
    expect(numbers(t)).toEqual([2, 3]);
    expect(revisionsOf(t)[1]?.metadata.name).toBe(first?.metadata.name);
  });
  test('nothing is written when nothing changed', () => {
    const t = new SetUnderTest();
    t.sync();
    t.cluster.requests.length = 0;
    t.sync();
    expect(t.cluster.requests).toEqual([]);
  });
  test('a revision without hash label gets its name as label', () => {
    const t = new SetUnderTest();
    put(t, 'mine', { owner: t.set });
    t.sync();
    const mine = t.cluster.store.get('ControllerRevision', 'default', 'mine') as ControllerRevision;
    expect(revisionHash(mine)).toBe('mine');
    expect(mine.metadata.labels?.['controller-revision-hash']).toBe('mine');
  });
  test('two revisions of one template: the higher stays, pods carry its hash', () => {
    const t = new SetUnderTest().addNodes(0, 1);
    const data = templatePatch(t.set.spec.template);
    put(t, 'lower', {
      owner: t.set,
      data,
      revision: 1,
      labels: { ...LABEL, 'controller-revision-hash': 'lower' },
    });
    put(t, 'higher', {
      owner: t.set,
      data,
      revision: 2,
      labels: { ...LABEL, 'controller-revision-hash': 'higher' },
    });
    t.addPod('node-0', { hash: 'lower', ready: true });
    t.sync();
    expect(revisionsOf(t).map((r) => [r.metadata.name, r.revision])).toEqual([['higher', 2]]);
    expect(t.pods.map((pod) => pod.metadata.labels?.['controller-revision-hash'])).toEqual(['higher']);
  });
  test('TEST-91 the name is taken by other content: collisionCount grows, the next hash differs', () => {
    const t = new SetUnderTest();
    const name = `foo-${t.hash}`;
    put(t, name, { labels: OTHER_LABEL });
    const message = t.sync();
    expect(message).toContain('failed to construct revisions of DaemonSet:');
    expect(message).toContain('already exists');
    expect(t.set.status.collisionCount).toBe(1);
    expect(t.sync()).toBeUndefined();
    expect(revisionsOf(t).map((r) => r.metadata.name)).toContain(`foo-${t.hash}`);
    expect(`foo-${t.hash}`).not.toBe(name);
  });
  test('TEST-91 the name is taken by the same content: it is used', () => {
    const t = new SetUnderTest();
    put(t, `foo-${t.hash}`, { labels: OTHER_LABEL, data: templatePatch(t.set.spec.template) });
    expect(t.sync()).toBeUndefined();
    expect(t.set.status.collisionCount).toBeUndefined();
  });
});

test('DS-64 a change cause noted after the template changed does not reach its revision', () => {
  const t = new SetUnderTest();
  const cause = (text: string) =>
    t.cluster.change(t.set, (ds) => ({
      ...ds,
      metadata: {
        ...ds.metadata,
        annotations: { ...ds.metadata.annotations, 'kubernetes.io/change-cause': text },
      },
    }));
  cause('first');
  t.sync();
  cause('too late');
  t.sync();
  t.changeTemplate();
  t.sync();
  const causes = revisionsOf(t).map((r) => r.metadata.annotations?.['kubernetes.io/change-cause']);
  expect(causes).toEqual(['first', 'too late']);
});

test('TEST-95 a revision is the same by its data, whatever its name and number', () => {
  const t = new SetUnderTest();
  const labels = { ...LABEL, 'controller-revision-hash': 'mine' };
  put(t, 'another-name', { owner: t.set, data: templatePatch(t.set.spec.template), revision: 7, labels });
  put(t, `foo-${t.hash}`, {
    owner: t.set,
    revision: 3,
    labels: { ...labels, 'controller-revision-hash': 'other' },
  });
  t.addNodes(0, 1);
  expect(t.counts()).toBe('1/0/0');
  expect(t.pods.map((pod) => pod.metadata.labels?.['controller-revision-hash'])).toEqual(['mine']);
  expect(numbers(t)).toEqual([3, 7]);
});

test('TEST-92 a revision is renumbered; this controller leaves a conflict to the next sync', () => {
  const t = new SetUnderTest();
  t.sync();
  const { template } = t.set.spec;
  t.changeTemplate();
  t.sync();
  t.change((spec) => ({ ...spec, template }));
  let conflicts = 1;
  t.cluster.intercept = ({ verb, kind }) =>
    verb === 'update' && kind === 'ControllerRevision' && conflicts-- > 0
      ? failure('Conflict', 'the object has been modified')
      : undefined;
  expect(t.sync()).toBe('failed to construct revisions of DaemonSet: the object has been modified');
  expect(numbers(t)).toEqual([1, 2]);
  expect(t.sync()).toBeUndefined();
  expect(numbers(t)).toEqual([2, 3]);
});

test('TEST-93 a revision that cannot be deleted fails the sync, even when it is gone', () => {
  const t = new SetUnderTest({ revisionHistoryLimit: 0 });
  put(t, 'old', { owner: t.set, revision: 1 });
  t.cluster.intercept = ({ verb, kind }) =>
    verb === 'delete' && kind === 'ControllerRevision' ? failure('NotFound', 'gone') : undefined;
  expect(t.sync()).toBe('failed to clean up revisions of DaemonSet: gone');
  expect(t.set.status.observedGeneration).toBe(1);
  t.cluster.intercept = undefined;
  expect(t.sync()).toBeUndefined();
  expect(numbers(t)).toEqual([2]);
});

describe('DS-63 truncation', () => {
  function history(limit: number, changes: number) {
    const t = new SetUnderTest({ revisionHistoryLimit: limit, strategy: { type: 'OnDelete' } });
    t.sync();
    for (let i = 0; i < changes; i++) {
      t.changeTemplate();
      t.sync();
    }
    return t;
  }
  test.each([
    [10, 3, [1, 2, 3, 4]],
    [2, 4, [3, 4, 5]],
    [0, 3, [4]],
  ])('limit %i after %i changes', (limit, changes, want) => {
    expect(numbers(history(limit, changes))).toEqual(want);
  });
  test('a revision that a pod carries stays', () => {
    const t = new SetUnderTest({ revisionHistoryLimit: 0, strategy: { type: 'OnDelete' } }).addNodes(0, 1);
    t.sync();
    t.changeTemplate();
    t.sync();
    t.changeTemplate();
    t.sync();
    expect(numbers(t)).toEqual([1, 3]);
  });
  test('a pod that is for no node keeps none', () => {
    const t = new SetUnderTest({ revisionHistoryLimit: 0 });
    const old = [put(t, 'r1', { labels: { ...LABEL, 'controller-revision-hash': 'h' } })];
    const surplus = (node: string) => surplusRevisions(t.set, old, [t.addPod(node, { hash: 'h' })]).length;
    expect([surplus('node-0'), surplus('')]).toEqual([0, 1]);
  });
  test('oldest first, whatever the order of the list', () => {
    const t = new SetUnderTest({ revisionHistoryLimit: 1, strategy: rolling(1) });
    const old = [3, 1, 2].map((revision) => put(t, `r${revision}`, { revision }));
    expect(surplusRevisions(t.set, old, []).map((r) => r.revision)).toEqual([1, 2]);
  });
});

test('TEST-96 order: revision, creation, name', () => {
  const r = (revision: number, second: number, name: string) =>
    ({
      revision,
      metadata: { name, creationTimestamp: rfc3339(START + second * 1000) },
    }) as ControllerRevision;
  const sorted = [r(1, 0, 'b'), r(1, 0, 'c'), r(1, 5, 'a'), r(2, 0, 'a')];
  expect(sorted.toReversed().toSorted(compareRevisions)).toEqual(sorted);
});
