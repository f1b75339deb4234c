/** The scheduler in a whole cluster: who takes part, who makes room, and what lasts over a restart. */
import { describe, expect, test } from 'vitest';
import type { JsonObject, Pod } from '../../k8s/types';
import { Cluster } from '../cluster';

const START = 1_767_225_600_000;
const ZONE = 'topology.kubernetes.io/zone';

class World {
  readonly cluster = new Cluster({ seed: 5, startTime: START });

  constructor(nodes: number) {
    for (let i = 1; i <= nodes; i++)
      this.cluster.input({ type: 'add-node', name: `worker-${i}`, role: 'worker', boot: false });
  }

  create(object: JsonObject & { kind: string }): this {
    const namespaced = !['PriorityClass', 'StorageClass'].includes(object.kind);
    const created = this.cluster.api.create(object.kind as 'Pod', namespaced ? 'default' : undefined, object);
    if (!created.ok) throw new Error(created.status.message);
    this.cluster.settle();
    return this;
  }

  pod(name: string, spec: JsonObject = {}, cpu = '100m', labels: JsonObject = {}): this {
    const container = { name: 'c', image: 'nginx:1', resources: { requests: { cpu } } };
    return this.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels },
      spec: { containers: [container], ...spec },
    });
  }

  deployment(name: string, replicas: number, spec: JsonObject = {}): this {
    const labels = { app: name };
    return this.create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx:1' }], ...spec } },
      },
    });
  }

  wait(seconds: number): this {
    this.cluster.advanceTo(this.cluster.now + seconds * 1000);
    return this;
  }

  get(name: string): Pod {
    return this.cluster.read.get('Pod', 'default', name) as Pod;
  }

  /** Pods by node. */
  counts(app: string): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { metadata, spec } of this.cluster.read.list('Pod', 'default'))
      if (metadata.labels?.['app'] === app) {
        const node = spec.nodeName ?? 'none';
        counts[node] = (counts[node] ?? 0) + 1;
      }
    return counts;
  }

  reasons(name: string): string[] {
    const events = this.cluster.read.list('Event', 'default').filter((e) => e.involvedObject.name === name);
    return events.map((e) => e.reason ?? '');
  }
}

test('SCH-42 a pod created with a node name skips the scheduler; on a full node the kubelet refuses it', () => {
  const world = new World(1)
    .pod('first', {}, '3')
    .wait(20)
    .pod('second', { nodeName: 'worker-1' }, '3')
    .wait(20);
  expect(world.reasons('first')).toContain('Scheduled');
  expect(world.reasons('second')).not.toContain('Scheduled');
  expect(world.get('second').status).toMatchObject({ phase: 'Failed', reason: 'OutOfcpu' });
});

test('SCH-2 SCH-40 gates come before everything else: a condition of the server, no event, until the last is gone', () => {
  const world = new World(1).pod('gated', { schedulingGates: [{ name: 'a' }, { name: 'b' }] });
  const ungate = (gates: { name: string }[]) => {
    world.cluster.api.patch('Pod', 'default', 'gated', 'merge', { spec: { schedulingGates: gates } });
    world.wait(1);
  };
  ungate([{ name: 'b' }]);
  expect(world.get('gated').status.conditions).toEqual([
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'SchedulingGated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
      lastProbeTime: null,
      lastTransitionTime: expect.any(String) as unknown,
    },
  ]);
  expect(world.reasons('gated')).toEqual([]);
  ungate([]);
  expect(world.get('gated').spec.nodeName).toBe('worker-1');
});

describe('SCH-31 pods of a Deployment', () => {
  test('are spread over the nodes without being told', () => {
    expect(new World(4).deployment('web', 8).counts('web')).toEqual({
      'worker-1': 2,
      'worker-2': 2,
      'worker-3': 2,
      'worker-4': 2,
    });
  });

  test('one a node, and the rest waits, with required anti-affinity', () => {
    const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } };
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    const world = new World(2).deployment('web', 3, { affinity });
    expect(world.counts('web')).toEqual({ 'worker-1': 1, 'worker-2': 1, none: 1 });
    // SCH-38: a new node helps.
    world.cluster.input({ type: 'add-node', name: 'worker-3', role: 'worker', boot: false });
    expect(world.wait(1).counts('web')).toEqual({ 'worker-1': 1, 'worker-2': 1, 'worker-3': 1 });
  });

  test('SCH-19 keep to a hard constraint over zones while nodes are labelled', () => {
    const topologySpreadConstraints = [
      {
        topologyKey: ZONE,
        maxSkew: 1,
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app: 'web' } },
      },
    ];
    const world = new World(3).deployment('web', 4, { topologySpreadConstraints });
    expect(world.counts('web')).toEqual({ none: 4 });
    const label = (node: string, zone: string) =>
      world.cluster.api.patch('Node', undefined, node, 'merge', { metadata: { labels: { [ZONE]: zone } } });
    label('worker-1', 'a');
    // One zone alone is as even as can be.
    expect(world.wait(1).counts('web')).toEqual({ 'worker-1': 4 });
    label('worker-2', 'b');
    world.cluster.api.patch('Deployment', 'default', 'web', 'merge', { spec: { replicas: 6 } });
    expect(world.wait(1).counts('web')).toEqual({ 'worker-1': 4, 'worker-2': 2 });
  });
});

describe('SCH-34 SCH-35 preemption', () => {
  const important = {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'high' },
    value: 100,
  };
  const budget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'kept' },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'kept' } } },
  };

  test('spares the node whose pod a budget protects', () => {
    const world = new World(2).create(important).create(budget);
    world.pod('kept', { nodeSelector: { 'kubernetes.io/hostname': 'worker-1' } }, '3', { app: 'kept' });
    world
      .pod('other', { nodeSelector: { 'kubernetes.io/hostname': 'worker-2' } }, '3', { app: 'other' })
      .wait(20);
    world.pod('high', { priorityClassName: 'high' }, '3');
    expect(world.get('high').status.nominatedNodeName).toBe('worker-2');
    expect(world.get('other').metadata.deletionTimestamp).toBeDefined();
    world.wait(60);
    expect(world.get('high').spec.nodeName).toBe('worker-2');
    expect(world.get('kept').metadata.deletionTimestamp).toBeUndefined();
  });

  test('takes it all the same where there is nobody else', () => {
    const world = new World(1).create(important).create(budget);
    world.pod('kept', {}, '3', { app: 'kept' }).wait(20).pod('high', { priorityClassName: 'high' }, '3');
    expect(world.get('kept').metadata.deletionTimestamp).toBeDefined();
  });

  test('SCH-36 a scheduler that starts keeps the room that was promised', () => {
    const world = new World(1)
      .create(important)
      .pod('low', { terminationGracePeriodSeconds: 20 }, '3')
      .wait(20);
    world.pod('high', { priorityClassName: 'high' }, '3');
    world.cluster.input({ type: 'break', fault: 'scheduler-stopped', target: '' });
    world.wait(5);
    world.cluster.input({ type: 'mend', fault: 'scheduler-stopped', target: '' });
    world.pod('late', {}, '3').wait(60);
    expect(world.get('high').spec.nodeName).toBe('worker-1');
    expect(world.get('late').spec.nodeName).toBeUndefined();
  });
});

test('SCH-14 a claim that waits for its first pod is told the node', () => {
  const world = new World(1)
    .create({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'later' },
      provisioner: 'example.com/disks',
      volumeBindingMode: 'WaitForFirstConsumer',
    })
    .pod('db', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] });
  expect(world.get('db').status.conditions?.[0]?.message).toBe(
    '0/1 nodes are available: persistentvolumeclaim "data" not found. not found',
  );
  world.create({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      storageClassName: 'later',
    },
  });
  expect(world.get('db').spec.nodeName).toBe('worker-1');
  const claim = world.cluster.read.get('PersistentVolumeClaim', 'default', 'data');
  expect(claim?.metadata.annotations).toMatchObject({ 'volume.kubernetes.io/selected-node': 'worker-1' });
});

test('SCH-32 looking back and forth in time gives the same nodes', () => {
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } };
  const preferred = [{ weight: 10, podAffinityTerm: term }];
  const affinity = { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } };
  const world = new World(5).deployment('web', 3, { affinity }).wait(10).deployment('log', 4).wait(10);
  const later = world.cluster.now;
  const [web, log] = [world.counts('web'), world.counts('log')];
  world.cluster.seek(START + 5_000);
  world.cluster.seek(later);
  expect([world.counts('web'), world.counts('log')]).toEqual([web, log]);
});
