import { describe, expect, test } from 'vitest';
import { controllerReference } from '../../../k8s/owner';
import { rfc3339 } from '../../../k8s/time';
import type { Pod, ReplicaSet } from '../../../k8s/types';
import { failure, FakeCluster, START } from '../../testing/fake-context';
import { replicaSetController } from './index';
import type { ReplicaState } from './replica-context';
import { BURST } from './replicas';

const LABELS = { app: 'web' };

class SetUnderTest {
  readonly cluster = new FakeCluster<ReplicaState>(replicaSetController);

  constructor(replicas: number, spec: Partial<ReplicaSet['spec']> = {}, owner?: { uid: string }) {
    this.cluster.graceful = true;
    this.cluster.put<ReplicaSet>({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: 'web',
        namespace: 'default',
        uid: 'set',
        generation: 1,
        ...(owner && {
          ownerReferences: [
            { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd', uid: owner.uid, controller: true },
          ],
        }),
      },
      spec: {
        replicas,
        selector: { matchLabels: LABELS },
        template: { metadata: { labels: { ...LABELS, more: 'x' } }, spec: { containers: [] } },
        ...spec,
      },
      status: { replicas: 0 },
    });
  }

  get set(): ReplicaSet {
    return this.cluster.store.get('ReplicaSet', 'default', 'web') as ReplicaSet;
  }
  get pods(): readonly Pod[] {
    return this.cluster.store.list('Pod');
  }
  get messages(): string[] {
    return this.cluster.events.map((e) => `${e.about} ${e.type} ${e.reason} ${e.message}`);
  }
  scale(replicas: number): void {
    this.cluster.change(this.set, (rs) => ({
      ...rs,
      metadata: { ...rs.metadata, generation: (rs.metadata.generation ?? 0) + 1 },
      spec: { ...rs.spec, replicas },
    }));
  }
  addPod(
    name: string,
    options: {
      labels?: Record<string, string>;
      owner?: boolean;
      phase?: string;
      ready?: number;
      node?: string;
      going?: boolean;
    },
  ): Pod {
    const { labels = LABELS, owner = true, phase = 'Running', ready, node = 'node' } = options;
    return this.cluster.put<Pod>({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        namespace: 'default',
        labels,
        ...(owner && { ownerReferences: [controllerReference(this.set)] }),
        ...(options.going && { deletionTimestamp: rfc3339(this.cluster.now) }),
      },
      spec: { containers: [], nodeName: node },
      status: {
        phase,
        conditions: [
          {
            type: 'Ready',
            status: ready === undefined ? 'False' : 'True',
            lastTransitionTime: rfc3339(this.cluster.now - (ready ?? 0)),
          },
        ],
      },
    });
  }
}

describe('WL-1, WL-4 the number of pods', () => {
  test('TEST-98 missing ones are created of the template', () => {
    const t = new SetUnderTest(2);
    t.cluster.drain();
    expect(t.pods).toHaveLength(2);
    expect(t.pods[0]?.metadata).toMatchObject({
      name: expect.stringMatching(/^web-.{5}$/),
      labels: { ...LABELS, more: 'x' },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: 'web',
          uid: 'set',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    });
    expect(t.messages).toEqual(
      t.pods.map((pod) => `ReplicaSet/web Normal SuccessfulCreate Created pod: ${pod.metadata.name}`),
    );
    expect(t.set.status).toEqual({ replicas: 2, fullyLabeledReplicas: 2, observedGeneration: 1 });
  });

  test('terminating and finished pods do not count: they are replaced at once', () => {
    const t = new SetUnderTest(3);
    t.addPod('going', { going: true });
    t.addPod('failed', { phase: 'Failed' });
    t.addPod('done', { phase: 'Succeeded' });
    t.cluster.drain();
    expect(t.pods).toHaveLength(6);
    expect(t.set.status.replicas).toBe(3);
  });

  test('surplus ones go in the order of WL-3', () => {
    const t = new SetUnderTest(1);
    t.addPod('ready', { ready: 60_000 });
    t.addPod('pending', { phase: 'Pending' });
    t.addPod('unready', {});
    t.cluster.drain();
    expect(t.messages).toEqual([
      'ReplicaSet/web Normal SuccessfulDelete Deleted pod: pending',
      'ReplicaSet/web Normal SuccessfulDelete Deleted pod: unready',
    ]);
    expect(t.cluster.decisions).toContain('3 pods, 1 wanted: unready goes, because it is not ready');
    expect(t.set.status).toMatchObject({ replicas: 1, readyReplicas: 1, availableReplicas: 1 });
  });

  test.each([
    ['a set of a Deployment looks at the pods of all its sets', { uid: 'd' }, 'b'],
    // In v1.34 a set without an owner has no related pods at all.
    ['a set of its own does not, not even at its own pods', undefined, 'a'],
  ])('WL-3 %s', (_name, owner, expected) => {
    const t = new SetUnderTest(2, {}, owner);
    for (const [name, node] of [
      ['a', 'one'],
      ['b', 'two'],
      ['c', 'two'],
    ] as const)
      t.addPod(name, { ready: 60_000, node });
    t.cluster.drain();
    expect(t.messages[0]).toBe(`ReplicaSet/web Normal SuccessfulDelete Deleted pod: ${expected}`);
  });

  test('a set that is being deleted makes and takes no pods, but counts them', () => {
    const t = new SetUnderTest(3);
    t.cluster.change(t.set, (rs) => ({
      ...rs,
      metadata: { ...rs.metadata, deletionTimestamp: rfc3339(START), finalizers: ['foregroundDeletion'] },
    }));
    t.addPod('a', {});
    t.cluster.drain();
    expect(t.pods).toHaveLength(1);
    expect(t.set.status.replicas).toBe(1);
  });
});

describe('WL-2 batches', () => {
  const creations = (t: SetUnderTest) => t.cluster.requests.filter((r) => r.verb === 'create').length;

  test.each([
    [1, 1],
    // 1 + 2 + 4 before the failing one in the batch of 8, which is tried to its end.
    [10, 15],
    [20, 31],
  ])('after the failure of creation %s there are %s tries', (bad, tries) => {
    const t = new SetUnderTest(100);
    let n = 0;
    t.cluster.intercept = (r) =>
      r.verb === 'create' && ++n === bad ? failure('Forbidden', 'quota') : undefined;
    const key = t.cluster.queue.shift() as string;
    expect(replicaSetController.sync?.(t.cluster.ctx, key)).toEqual({ error: 'quota' });
    expect(creations(t)).toBe(tries);
  });

  test('not more than 500 in one go, either way', () => {
    const t = new SetUnderTest(BURST + 100);
    const syncOnce = () => replicaSetController.sync?.(t.cluster.ctx, t.cluster.queue.shift() as string);
    syncOnce();
    expect(t.pods).toHaveLength(500);
    t.cluster.drain();
    expect(t.pods).toHaveLength(600);
    t.scale(0);
    syncOnce();
    expect(t.pods).toHaveLength(100);
  });
});

describe('WL-5 status', () => {
  test('a failure is a condition until pods can be created again', () => {
    const t = new SetUnderTest(2);
    t.cluster.intercept = (r) => (r.verb === 'create' ? failure('Forbidden', 'no quota') : undefined);
    t.cluster.drain();
    expect(t.messages).toContain('ReplicaSet/web Warning FailedCreate Error creating: no quota');
    expect(t.set.status).toEqual({
      replicas: 0,
      observedGeneration: 1,
      conditions: [
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message: 'no quota',
          lastTransitionTime: rfc3339(START),
        },
      ],
    });
    t.cluster.intercept = undefined;
    t.scale(2);
    t.cluster.drain();
    expect(t.set.status).toEqual({ replicas: 2, fullyLabeledReplicas: 2, observedGeneration: 2 });
  });

  test('so is one to delete', () => {
    const t = new SetUnderTest(0);
    t.addPod('a', {});
    t.cluster.intercept = (r) => (r.verb === 'delete' ? failure('Forbidden', 'no') : undefined);
    t.cluster.drain();
    expect(t.messages).toContain('ReplicaSet/web Warning FailedDelete Error deleting: no');
    expect(t.set.status.conditions).toMatchObject([
      { reason: 'FailedDelete', message: 'unable to delete pods: no' },
    ]);
  });

  test('API-7 a namespace that goes is no failure', () => {
    const t = new SetUnderTest(1);
    t.cluster.intercept = (r) =>
      r.verb === 'create'
        ? failure(
            'Forbidden',
            'unable to create new content in namespace default because it is being terminated',
          )
        : undefined;
    t.cluster.drain();
    expect([t.messages, t.set.status]).toEqual([[], { replicas: 0, observedGeneration: 1 }]);
  });

  test('pods without all labels of the template are not fully labelled', () => {
    const t = new SetUnderTest(1);
    t.addPod('a', { ready: 0 });
    t.cluster.drain();
    expect(t.set.status).toEqual({
      replicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      observedGeneration: 1,
    });
  });

  test('with minReadySeconds it looks again when the next pod has been ready for long enough', () => {
    const t = new SetUnderTest(2, { minReadySeconds: 30 });
    t.addPod('a', { ready: 10_000 });
    t.addPod('b', { ready: 0 });
    t.cluster.drain();
    expect(t.set.status).toMatchObject({ readyReplicas: 2 });
    expect(t.set.status.availableReplicas).toBeUndefined();
    expect(t.cluster.delayed.get('default/web')).toBe(START + 20_000);
    t.cluster.now = START + 20_000;
    t.cluster.delayed.clear();
    replicaSetController.sync?.(t.cluster.ctx, 'default/web');
    expect(t.set.status.availableReplicas).toBe(1);
    expect(t.cluster.delayed.get('default/web')).toBe(START + 30_000);
  });
});

describe('DS-13 adoption and release, as all workloads do it', () => {
  test('orphans that match are adopted, pods that do not match any more are let go', () => {
    const t = new SetUnderTest(2);
    t.addPod('orphan', { owner: false });
    t.addPod('stranger', { owner: false, labels: { app: 'other' } });
    t.addPod('relabelled', { labels: { app: 'other' } });
    t.cluster.drain();
    const owners = Object.fromEntries(
      t.pods.map((pod) => [pod.metadata.name, pod.metadata.ownerReferences?.[0]?.name]),
    );
    expect(owners).toMatchObject({ orphan: 'web', stranger: undefined, relabelled: undefined });
    expect(t.pods).toHaveLength(4);
  });

  test('finished and terminating pods are neither adopted nor released', () => {
    const t = new SetUnderTest(0);
    t.addPod('failed', { owner: false, phase: 'Failed' });
    t.addPod('relabelled', { labels: { app: 'other' }, phase: 'Succeeded' });
    t.addPod('going', { labels: { app: 'other' }, going: true });
    t.cluster.drain();
    expect(t.cluster.requests.filter((r) => r.verb === 'patch')).toEqual([]);
  });

  test('a pod that loses its owner, or its label, wakes the set', () => {
    const t = new SetUnderTest(1);
    const pod = t.addPod('a', {});
    t.cluster.drain();
    t.cluster.change(pod, (p) => ({ ...p, metadata: { ...p.metadata, labels: {} } }));
    t.cluster.drain();
    expect(t.set.status.replicas).toBe(1);
    expect(t.pods).toHaveLength(2);
  });
});

test('pods that go as fast as they come do not stop the clock', () => {
  const t = new SetUnderTest(1);
  t.cluster.graceful = false;
  const create = t.cluster.ctx.api.create.bind(t.cluster.ctx.api);
  t.cluster.ctx.api.create = ((kind: 'Pod', namespace: string, object: never) => {
    const result = create(kind, namespace, object);
    if (result.ok) t.cluster.change(result.object, (pod) => ({ ...pod, status: { phase: 'Failed' } }));
    return result;
  }) as never;
  t.cluster.drain();
  const atOnce = t.pods.length;
  expect(atOnce).toBeLessThan(30);
  // Twenty a second, and from the hundredth on half as many.
  const pauses: number[] = [];
  for (let i = 0; i < 5; i++) {
    const next = t.cluster.delayed.get('default/web') ?? NaN;
    pauses.push(next - t.cluster.now);
    t.cluster.now = next;
    t.cluster.ctx.enqueue('default/web');
    t.cluster.delayed.clear();
    t.cluster.drain();
  }
  expect(t.pods.length).toBe(6 * atOnce);
  expect(pauses).toEqual([1150, 1150, 1150, 1150, 2300]);
});
