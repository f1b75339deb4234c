/** Deployments in a whole cluster. What they say and in which order was seen at a kube-controller-manager v1.34. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPodReady, isPodTerminal, isTerminating } from '../../k8s/conditions';
import { isControlledBy } from '../../k8s/owner';
import type { Deployment, JsonObject, ReplicaSet } from '../../k8s/types';
import { Cluster } from '../cluster';
import { maxSurge, maxUnavailable } from '../controllers/deployment/replica-counts';
import { WITH_DEPLOYMENTS } from './workload-components';

const START = 1_767_225_600_000;

class Life {
  readonly cluster = new Cluster({ seed: 7, startTime: START, components: WITH_DEPLOYMENTS });

  constructor(spec: JsonObject = {}, template: JsonObject = {}, image = 'web:1') {
    for (const name of ['worker-1', 'worker-2'])
      this.cluster.input({ type: 'add-node', name, role: 'worker', boot: false });
    const result = this.cluster.api.create('Deployment', 'default', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 4,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'c', image }], ...template },
        },
        ...spec,
      },
    });
    if (!result.ok) throw new Error(result.status.message);
  }

  wait(seconds: number): this {
    this.cluster.advanceTo(this.cluster.now + seconds * 1000);
    return this;
  }
  patch(spec: JsonObject): void {
    const result = this.cluster.api.patch('Deployment', 'default', 'web', 'strategic', { spec });
    if (!result.ok) throw new Error(result.status.message);
  }
  image(image: string): this {
    this.patch({ template: { spec: { containers: [{ name: 'c', image }] } } });
    return this;
  }
  get deployment(): Deployment {
    return this.cluster.read.get('Deployment', 'default', 'web') as Deployment;
  }
  /** Oldest first, by the revision in their annotations. */
  get sets(): ReplicaSet[] {
    const revision = (rs: ReplicaSet) =>
      Number(rs.metadata.annotations?.['deployment.kubernetes.io/revision']);
    return this.cluster.read.list('ReplicaSet', 'default').toSorted((a, b) => revision(a) - revision(b));
  }
  /** Messages about the Deployment, oldest first, the sets named by their place among `sets`. */
  get said(): string[] {
    const sets = this.sets.map((rs) => rs.metadata.name);
    return this.cluster.read
      .list('Event', 'default')
      .filter((event) => event.source?.component === 'deployment-controller')
      .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
      .map((event) =>
        sets.reduce((text, name, i) => text.replaceAll(name, `#${i + 1}`), event.message ?? ''),
      );
  }
  get conditions(): string[] {
    return (this.deployment.status.conditions ?? []).map(
      (c) => `${c.type} ${c.status} ${c.reason}: ${c.message}`,
    );
  }
  get counters(): JsonObject {
    const { conditions: _, ...counters } = this.deployment.status;
    return counters as JsonObject;
  }
}

const ALL_THERE = { replicas: 4, updatedReplicas: 4, readyReplicas: 4, availableReplicas: 4 };

describe('RollingUpdate', () => {
  test('WL-7, WL-8 the set of a template', () => {
    const { sets, cluster, deployment } = new Life().wait(60);
    const hash = sets[0]?.metadata.labels?.['pod-template-hash'] ?? '';
    expect(hash).toMatch(/^[bcdf456789]{1,10}$/);
    const labels = { app: 'web', 'pod-template-hash': hash };
    expect(sets).toMatchObject([
      {
        metadata: {
          name: `web-${hash}`,
          labels,
          annotations: {
            'deployment.kubernetes.io/desired-replicas': '4',
            'deployment.kubernetes.io/max-replicas': '5',
            'deployment.kubernetes.io/revision': '1',
          },
          ownerReferences: [
            {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name: 'web',
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
        spec: { replicas: 4, selector: { matchLabels: labels }, template: { metadata: { labels } } },
        status: {
          replicas: 4,
          fullyLabeledReplicas: 4,
          readyReplicas: 4,
          availableReplicas: 4,
          observedGeneration: 1,
        },
      },
    ]);
    expect(deployment.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
    const pods = cluster.read.list('Pod', 'default');
    expect(pods.map((pod) => pod.metadata.labels)).toEqual([labels, labels, labels, labels]);
  });

  test('WL-13 what is stored on the way', () => {
    const life = new Life();
    const watch = life.cluster.watch('Deployment', 'default', 'web');
    life.image('web:2').wait(60);
    const seen = watch.take().map(({ object }) => {
      const { conditions = [], ...counters } = (object as Deployment).status;
      return [counters, conditions.map((c) => `${c.type} ${c.reason}`)];
    });
    const name = life.sets[1]?.metadata.name;
    expect(seen.slice(0, 3)).toEqual([
      [
        { observedGeneration: 1, replicas: 4, updatedReplicas: 4, unavailableReplicas: 4 },
        ['Available MinimumReplicasUnavailable', 'Progressing ReplicaSetUpdated'],
      ],
      [
        { observedGeneration: 1, replicas: 4, updatedReplicas: 4, unavailableReplicas: 4 },
        ['Available MinimumReplicasUnavailable', 'Progressing NewReplicaSetCreated'],
      ],
      [
        { observedGeneration: 2, replicas: 4, unavailableReplicas: 5 },
        ['Available MinimumReplicasUnavailable', 'Progressing NewReplicaSetCreated'],
      ],
    ]);
    expect(life.counters).toEqual({ ...ALL_THERE, observedGeneration: 2 });
    expect(life.conditions).toEqual([
      'Available True MinimumReplicasAvailable: Deployment has minimum availability.',
      `Progressing True NewReplicaSetAvailable: ReplicaSet "${name}" has successfully progressed.`,
    ]);
  });

  test('WL-12, VER-22 what is said', () => {
    const life = new Life().wait(60).image('web:2').wait(60);
    expect(life.said).toEqual([
      'Scaled up replica set #1 from 0 to 4',
      'Scaled up replica set #2 from 0 to 1',
      'Scaled down replica set #1 from 4 to 3',
      'Scaled up replica set #2 from 1 to 2',
      'Scaled down replica set #1 from 3 to 2',
      'Scaled up replica set #2 from 2 to 3',
      'Scaled down replica set #1 from 2 to 1',
      'Scaled up replica set #2 from 3 to 4',
      'Scaled down replica set #1 from 1 to 0',
    ]);
  });

  test('WL-10, WL-14 a broken image stops it; scaling shares out', () => {
    const strategy = { rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } };
    const life = new Life({ replicas: 10, strategy }).wait(60).image('web:broken').wait(60);
    const sizes = () => life.sets.map((rs) => rs.spec.replicas);
    expect(sizes()).toEqual([8, 5]);
    life.patch({ replicas: 20 });
    life.wait(5);
    expect(sizes()).toEqual([14, 9]);
    life.patch({ replicas: 5 });
    life.wait(5);
    expect(sizes()).toEqual([3, 5]);
    expect(life.said).toEqual([
      'Scaled up replica set #1 from 0 to 10',
      'Scaled up replica set #2 from 0 to 3',
      'Scaled down replica set #1 from 10 to 8',
      'Scaled up replica set #1 from 8 to 14',
      'Scaled up replica set #2 from 5 to 9',
      'Scaled down replica set #1 from 14 to 5',
      'Scaled down replica set #2 from 9 to 3',
      'Scaled down replica set #1 from 5 to 3',
      // For the second time: one event with a count.
      'Scaled up replica set #2 from 3 to 5',
    ]);
    life.patch({ paused: true, replicas: 12 });
    life.wait(5);
    expect(sizes()).toEqual([6, 9]);
    expect(life.conditions).toEqual([
      'Progressing Unknown DeploymentPaused: Deployment is paused',
      'Available False MinimumReplicasUnavailable: Deployment does not have minimum availability.',
    ]);
  });

  test('WL-13 a rollout that makes no progress in time', () => {
    const life = new Life({ replicas: 2, progressDeadlineSeconds: 3 }, {}, 'web:broken');
    life.wait(3.5);
    expect(life.conditions[1]).toMatch(/^Progressing True ReplicaSetUpdated/);
    life.wait(1);
    expect(life.conditions).toEqual([
      'Available False MinimumReplicasUnavailable: Deployment does not have minimum availability.',
      `Progressing False ProgressDeadlineExceeded: ReplicaSet "${life.sets[0]?.metadata.name}" has timed out progressing.`,
    ]);
    // It goes on all the same.
    life.image('web:2').wait(60);
    expect(life.conditions[1]).toMatch(/^Progressing True NewReplicaSetAvailable/);
  });

  test('WL-5 pods that cannot be created', () => {
    const life = new Life({ replicas: 3, progressDeadlineSeconds: 5 }, { serviceAccountName: 'nope' }).wait(
      8,
    );
    const name = life.sets[0]?.metadata.name;
    const why = `pods "${name}-" is forbidden: error looking up service account default/nope: serviceaccount "nope" not found`;
    expect(life.counters).toEqual({ observedGeneration: 1, unavailableReplicas: 3 });
    expect(life.conditions).toEqual([
      'Available False MinimumReplicasUnavailable: Deployment does not have minimum availability.',
      `ReplicaFailure True FailedCreate: ${why}`,
      `Progressing False ProgressDeadlineExceeded: ReplicaSet "${name}" has timed out progressing.`,
    ]);
    life.cluster.api.create('ServiceAccount', 'default', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'nope' },
    });
    life.wait(60);
    expect(life.conditions).toEqual([
      'Available True MinimumReplicasAvailable: Deployment has minimum availability.',
      `Progressing True NewReplicaSetAvailable: ReplicaSet "${name}" has successfully progressed.`,
    ]);
  });

  test('WL-8 back to an old template', () => {
    const life = new Life().wait(60).image('web:2').wait(60).image('web:1').wait(60);
    expect(life.sets.map((rs) => [rs.spec.replicas, rs.metadata.annotations])).toMatchObject([
      [0, { 'deployment.kubernetes.io/revision': '2' }],
      [4, { 'deployment.kubernetes.io/revision': '3', 'deployment.kubernetes.io/revision-history': '1' }],
    ]);
    expect(life.deployment.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
  });

  test('WL-14 old sets beyond the limit go', () => {
    const life = new Life({ replicas: 1, revisionHistoryLimit: 1 });
    for (const tag of [1, 2, 3, 4]) life.image(`web:${tag}`).wait(60);
    expect(life.sets.map((rs) => rs.metadata.annotations?.['deployment.kubernetes.io/revision'])).toEqual([
      '3',
      '4',
    ]);
  });

  test('WL-14 paused: a new template waits', () => {
    const life = new Life({ paused: true }).wait(30);
    expect([life.sets, life.counters]).toEqual([[], { observedGeneration: 1 }]);
    life.patch({ paused: null });
    life.wait(60);
    life.patch({ paused: true });
    life.image('web:2').wait(30);
    expect(life.sets).toHaveLength(1);
    life.patch({ paused: null });
    life.cluster.settle();
    expect(life.conditions.join()).toContain('Progressing True ReplicaSetUpdated');
    expect(life.wait(60).counters).toMatchObject(ALL_THERE);
  });
});

describe('minReadySeconds', () => {
  test('pods count as available only then, and a change of it is no rollout', () => {
    const life = new Life({ minReadySeconds: 20 }).wait(15);
    expect(life.counters).toMatchObject({ readyReplicas: 4, unavailableReplicas: 4 });
    life.wait(20);
    expect(life.counters).toEqual({ ...ALL_THERE, observedGeneration: 1 });
    const changed = life.cluster.now;
    life.image('web:2');
    while (life.counters['updatedReplicas'] !== 4 || life.counters['replicas'] !== 4) life.wait(1);
    expect(life.cluster.now - changed).toBeGreaterThan(20_000);
    life.wait(60);
    life.patch({ minReadySeconds: 5 });
    life.wait(10);
    expect(life.sets.map((rs) => [rs.spec.minReadySeconds, rs.spec.replicas])).toEqual([
      [20, 0],
      [5, 4],
    ]);
  });
});

describe('manifests that nobody would write', () => {
  const count = (life: Life) => life.cluster.read.list('Pod', 'default').length;

  test('pods that are evicted at once and without grace do not stop the clock', () => {
    const life = new Life(
      { replicas: 1 },
      {
        terminationGracePeriodSeconds: 0,
        tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 }],
      },
    ).wait(10);
    const taint = (taints: JsonObject[] | null) => {
      for (const name of ['worker-1', 'worker-2'])
        life.cluster.api.patch('Node', undefined, name, 'merge', { spec: { taints } });
    };
    taint([{ key: 'a', effect: 'NoExecute' }]);
    life.wait(10);
    expect(count(life)).toBeLessThan(30);
    taint(null);
    life.wait(60);
    expect(life.counters).toMatchObject({ readyReplicas: 1, replicas: 1 });
  });

  test('a kubelet that refuses every pod: twenty a second, and from the hundredth on ever more slowly', () => {
    const containers = [{ name: 'c', image: 'nginx:1.27', resources: { requests: { cpu: '9' } } }];
    const life = new Life({ replicas: 1 }, { nodeName: 'worker-1', containers }).wait(4);
    expect(count(life)).toBeGreaterThanOrEqual(75);
    expect(count(life)).toBeLessThanOrEqual(100);
    life.wait(3600);
    expect(count(life)).toBeLessThan(1200);
    expect(life.counters).toMatchObject({ unavailableReplicas: 1 });
  });

  test('deleted in the foreground: no pod is made any more, the sets go before it', () => {
    const life = new Life().wait(60);
    life.cluster.api.delete('Deployment', 'default', 'web', { propagationPolicy: 'Foreground' });
    const seen: number[] = [];
    for (let i = 0; i < 60; i++) seen.push(life.wait(1) && count(life));
    expect(Math.max(...seen)).toBeLessThanOrEqual(4);
    expect([count(life), life.sets, life.cluster.read.list('Deployment')]).toEqual([0, [], []]);
  });
});

describe('WL-11 Recreate', () => {
  test('no new pod before the last old one is gone', () => {
    const life = new Life({ strategy: { type: 'Recreate' } }).wait(60).image('web:2');
    const running = () =>
      new Set(life.cluster.read.list('Pod', 'default').map((pod) => pod.spec.containers[0]?.image));
    expect(running()).toEqual(new Set(['web:1']));
    expect(life.sets).toHaveLength(1);
    const mixed: number[] = [];
    for (let i = 0; i < 100; i++) mixed.push(life.wait(0.5) && running().size);
    expect(Math.max(...mixed)).toBe(1);
    expect(running()).toEqual(new Set(['web:2']));
    expect(life.said).toEqual([
      'Scaled up replica set #1 from 0 to 4',
      'Scaled down replica set #1 from 4 to 0',
      'Scaled up replica set #2 from 0 to 4',
    ]);
    expect(life.counters).toEqual({ ...ALL_THERE, observedGeneration: 2 });
  });
});

describe('who owns what', () => {
  test('orphaned sets are adopted again, with their pods', () => {
    const life = new Life().wait(60);
    const pods = () => life.cluster.read.list('Pod', 'default').map((pod) => pod.metadata.name);
    const before = pods();
    life.cluster.api.delete('Deployment', 'default', 'web', { propagationPolicy: 'Orphan' });
    life.wait(5);
    expect(life.sets[0]?.metadata.ownerReferences).toBeUndefined();
    const { metadata, spec } = new Life().deployment;
    life.cluster.api.create('Deployment', 'default', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: metadata.name },
      spec: spec as unknown as JsonObject,
    });
    life.wait(5);
    expect(life.sets[0]?.metadata.ownerReferences?.[0]?.uid).toBe(life.deployment.metadata.uid);
    expect(pods()).toEqual(before);
    expect(life.conditions[1]).toMatch(/^Progressing True (FoundNewReplicaSet|NewReplicaSetAvailable)/);
  });

  test('everything goes with the Deployment', () => {
    const life = new Life().wait(60);
    life.cluster.api.delete('Deployment', 'default', 'web', { propagationPolicy: 'Background' });
    life.wait(60);
    expect([life.sets, life.cluster.read.list('Pod', 'default')]).toEqual([[], []]);
  });

  test('API-10 another set in the way of the name: another hash', () => {
    const name = new Life().sets[0]?.metadata.name as string;
    const life = new Life({ paused: true });
    const labels = { some: 'other' };
    life.cluster.api.create('ReplicaSet', 'default', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'x' }] } },
      },
    });
    life.patch({ paused: null });
    life.wait(60);
    expect(life.counters).toMatchObject({ ...ALL_THERE, collisionCount: 1 });
    expect(life.cluster.read.list('ReplicaSet', 'default')).toHaveLength(2);
  });
});

describe('properties', () => {
  const step = fc.oneof(
    fc.record({
      image: fc.constantFrom('web:1', 'web:2', 'web:3', 'web:broken', 'web:crash', 'web:unready'),
    }),
    fc.record({ replicas: fc.integer({ min: 0, max: 8 }) }),
    fc.record({ paused: fc.boolean() }),
    fc.record({ kill: fc.nat(20) }),
  );
  const strategy = fc.constantFrom<JsonObject>(
    { type: 'Recreate' },
    { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    { rollingUpdate: { maxSurge: 0, maxUnavailable: 2 } },
  );
  type Step = { image: string } | { replicas: number } | { paused: boolean } | { kill: number };

  function take(life: Life, action: Step): void {
    if ('image' in action) life.image(action.image);
    else if ('kill' in action) {
      const pod = life.cluster.read.list('Pod', 'default')[action.kill];
      if (pod) life.cluster.api.delete('Pod', 'default', pod.metadata.name);
    } else life.patch({ ...action });
  }

  const active = (life: Life) =>
    life.cluster.read.list('Pod', 'default').filter((pod) => !isTerminating(pod) && !isPodTerminal(pod));

  test('WL-5, WL-13 whatever happens, it settles; every status is a recount of the pods', () => {
    fc.assert(
      fc.property(strategy, fc.array(fc.tuple(step, fc.nat(20)), { maxLength: 8 }), (kind, steps) => {
        const life = new Life({ strategy: kind });
        for (const [action, seconds] of steps) {
          take(life, action as Step);
          life.wait(seconds);
        }
        life.patch({ paused: null, replicas: 3 });
        life.image('web:9').wait(300);
        expect(life.counters).toMatchObject({
          replicas: 3,
          updatedReplicas: 3,
          readyReplicas: 3,
          availableReplicas: 3,
        });
        expect(life.counters['unavailableReplicas']).toBeUndefined();
        for (const { spec, status, metadata } of life.sets) {
          const pods = active(life).filter((pod) => isControlledBy(pod, metadata.uid));
          expect([status.replicas, spec.replicas]).toEqual([pods.length, pods.length]);
          expect(status.availableReplicas ?? 0).toBe(pods.filter(isPodReady).length);
        }
        expect(active(life)).toHaveLength(3);
      }),
      { numRuns: 40 },
    );
  });

  test('WL-9, WL-10 a rollout never takes more than it may, and never adds more', () => {
    const amount = fc.oneof(
      fc.nat(5),
      fc.nat(100).map((n) => `${n}%`),
    );
    const images = fc.array(fc.constantFrom('web:2', 'web:3', 'web:broken', 'web:4'), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        amount,
        amount,
        images,
        (replicas, surge, unavailable, tags) => {
          fc.pre(Number.parseInt(String(surge)) + Number.parseInt(String(unavailable)) > 0);
          const life = new Life({
            replicas,
            strategy: { rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } },
          });
          life.wait(60);
          const least = replicas - maxUnavailable(life.deployment);
          const most = replicas + maxSurge(life.deployment);
          for (const tag of tags) {
            life.image(tag);
            for (let i = 0; i < 40; i++) {
              expect(active(life).filter(isPodReady).length).toBeGreaterThanOrEqual(least);
              expect(active(life).length).toBeLessThanOrEqual(most);
              life.wait(1);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('the same again, and from any moment', () => {
    const run = () => new Life().wait(20).image('web:2').wait(7);
    const [one, two] = [run(), run()];
    expect(one.cluster.digest()).toBe(two.cluster.digest());
    const end = one.wait(60).cluster.digest();
    two.cluster.seek(two.cluster.now - 5000);
    two.cluster.seek(one.cluster.now);
    expect(two.cluster.digest()).toBe(end);
  });
});
