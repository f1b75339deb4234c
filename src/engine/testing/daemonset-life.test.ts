/** DaemonSets in a whole cluster, as a user sees them (chapter C.8). */
import { describe, expect, test } from 'vitest';
import type { DaemonSet, JsonObject, Pod, PodSpec } from '../../k8s/types';
import { Cluster } from '../cluster';

const START = 1_767_225_600_000;

interface Options {
  image?: string;
  spec?: Partial<PodSpec>;
  strategy?: JsonObject;
  namespace?: string;
}

function manifest({ image = 'nginx:1.27', spec, strategy, namespace = 'default' }: Options = {}): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'web', namespace },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      ...(strategy && { updateStrategy: strategy }),
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'nginx', image }], ...spec } as unknown as JsonObject,
      },
    },
  };
}

class Life {
  readonly cluster = new Cluster({ seed: 7, startTime: START });

  constructor(options: Options = {}, workers = 2) {
    this.cluster.input({ type: 'add-node', name: 'cp-1', role: 'control-plane', boot: false });
    for (let i = 1; i <= workers; i++) this.addWorker(`worker-${i}`);
    this.create(options);
    this.wait(30);
  }

  addWorker(name: string): void {
    this.cluster.input({ type: 'add-node', name, role: 'worker', boot: false });
  }

  create(options: Options): void {
    const result = this.cluster.api.create('DaemonSet', options.namespace ?? 'default', manifest(options));
    if (!result.ok) throw new Error(result.status.message);
    this.cluster.settle();
  }

  wait(seconds: number): void {
    this.cluster.advanceTo(this.cluster.now + seconds * 1000);
  }

  get set(): DaemonSet | undefined {
    return this.cluster.read.get('DaemonSet', 'default', 'web');
  }

  get pods(): readonly Pod[] {
    return this.cluster.read.list('Pod', 'default');
  }

  pod(node: string): Pod {
    const pod = this.pods.find((p) => p.spec.nodeName === node);
    if (!pod) throw new Error(`no pod on ${node}`);
    return pod;
  }

  get uids(): string[] {
    return this.pods.map((pod) => pod.metadata.uid);
  }

  /** desired/current/ready/updated/available, misscheduled. */
  get counters(): string {
    const s = this.set?.status;
    if (!s) return 'gone';
    const all = [
      s.desiredNumberScheduled,
      s.currentNumberScheduled,
      s.numberReady,
      s.updatedNumberScheduled ?? 0,
      s.numberAvailable ?? 0,
    ];
    return `${all.join('/')}, ${s.numberMisscheduled}`;
  }

  patchNode(name: string, patch: JsonObject): void {
    this.cluster.api.patch('Node', undefined, name, 'merge', patch);
    this.cluster.settle();
  }

  setImage(image: string): void {
    const containers = [{ name: 'nginx', image }];
    this.cluster.api.patch('DaemonSet', 'default', 'web', 'strategic', {
      spec: { template: { spec: { containers } } },
    });
    this.cluster.settle();
  }

  delete(propagationPolicy: 'Background' | 'Foreground' | 'Orphan'): void {
    this.cluster.api.delete('DaemonSet', 'default', 'web', { propagationPolicy });
    this.cluster.settle();
  }

  events(reason: string): string[] {
    return this.cluster.read.list('Event').flatMap((e) => (e.reason === reason ? [e.message ?? ''] : []));
  }
}

test('DS-25 pods on the workers only, ready', () => {
  const life = new Life();
  expect(new Set(life.pods.map((pod) => pod.spec.nodeName))).toEqual(new Set(['worker-1', 'worker-2']));
  expect(life.pods).toHaveLength(2);
  expect(life.counters).toBe('2/2/2/2/2, 0');
});

describe('deleting the set', () => {
  test('DS-67 background: the set goes at once, its pods after their grace', () => {
    const life = new Life();
    life.delete('Background');
    expect(life.set).toBeUndefined();
    expect(life.pods.every((pod) => pod.metadata.deletionTimestamp !== undefined)).toBe(true);
    expect(life.cluster.read.list('ControllerRevision')).toEqual([]);
    life.wait(40);
    expect(life.pods).toEqual([]);
  });

  test('DS-68 foreground: the set stays until the last pod is gone, its status frozen', () => {
    const life = new Life();
    const before = life.set?.status;
    life.delete('Foreground');
    expect(life.set?.metadata.finalizers).toEqual(['foregroundDeletion']);
    expect(life.set?.status).toEqual(before);
    expect(life.pods).toHaveLength(2);
    life.wait(40);
    expect([life.set, life.pods]).toEqual([undefined, []]);
  });

  test('DS-69 orphan: pods and revision survive, and the same set adopts them without a restart', () => {
    const life = new Life();
    const { uids } = life;
    life.delete('Orphan');
    expect(life.set).toBeUndefined();
    life.wait(60);
    expect(life.uids).toEqual(uids);
    expect(life.pods.every((pod) => pod.metadata.ownerReferences === undefined)).toBe(true);
    life.create({});
    life.wait(30);
    expect(life.uids).toEqual(uids);
    expect(life.cluster.read.list('ControllerRevision').map((r) => r.revision)).toEqual([1]);
    expect(life.pod('worker-1').metadata.ownerReferences?.[0]?.uid).toBe(life.set?.metadata.uid);
  });

  test('DS-32 adopted pods of another template count as updated, both generations being 1', () => {
    const life = new Life();
    const { uids } = life;
    life.delete('Orphan');
    life.create({ image: 'nginx:1.28' });
    life.wait(60);
    expect(life.uids).toEqual(uids);
    expect(life.counters).toBe('2/2/2/2/2, 0');
  });
});

test('DS-70 a pod deleted by hand is replaced when it is gone, at once by force', () => {
  const life = new Life();
  const first = life.pod('worker-1');
  life.cluster.api.delete('Pod', 'default', first.metadata.name);
  life.cluster.settle();
  expect(life.pods).toHaveLength(2);
  life.wait(60);
  const second = life.pod('worker-1');
  expect(second.metadata.uid).not.toBe(first.metadata.uid);
  life.cluster.api.delete('Pod', 'default', second.metadata.name, { gracePeriodSeconds: 0 });
  life.cluster.settle();
  expect(life.pod('worker-1').metadata.uid).not.toBe(second.metadata.uid);
});

describe('nodes', () => {
  test('DS-71 deleted: nothing at first; the pod garbage collector frees it 40 to 60 s later', () => {
    const life = new Life();
    life.cluster.api.delete('Node', undefined, 'worker-1');
    life.wait(39);
    expect([life.pods.length, life.counters]).toEqual([2, '2/2/2/2/2, 0']);
    life.wait(22);
    expect([life.pods.length, life.counters]).toEqual([1, '1/1/1/1/1, 0']);
  });

  test('DS-72 added', () => {
    const life = new Life();
    life.addWorker('worker-3');
    life.wait(30);
    expect(life.counters).toBe('3/3/3/3/3, 0');
  });

  test('DS-73 a label of the nodeSelector removed', () => {
    const life = new Life({ spec: { nodeSelector: { disk: 'ssd' } } });
    expect(life.counters).toBe('0/0/0/0/0, 0');
    life.patchNode('worker-1', { metadata: { labels: { disk: 'ssd' } } });
    life.wait(30);
    expect(life.counters).toBe('1/1/1/1/1, 0');
    life.patchNode('worker-1', { metadata: { labels: { disk: null } } });
    life.wait(40);
    expect([life.pods.length, life.counters]).toEqual([0, '0/0/0/0/0, 0']);
  });

  test('DS-74, DS-7 NoSchedule does not evict; the counters follow with the next sync (recording 03)', () => {
    const life = new Life();
    const { uids } = life;
    life.patchNode('worker-1', { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } });
    life.wait(60);
    expect(life.uids).toEqual(uids);
    expect(life.counters).toBe('2/2/2/2/2, 0');
    // No rule of DS-7 enqueues the set; any other event about it does.
    life.cluster.api.patch('DaemonSet', 'default', 'web', 'merge', { metadata: { labels: { x: 'y' } } });
    life.cluster.settle();
    expect(life.counters).toBe('1/1/1/1/1, 1');
    // Nor does the end of the taint, in v1.34.0.
    life.patchNode('worker-1', { spec: { taints: null } });
    life.wait(60);
    expect(life.counters).toBe('1/1/1/1/1, 1');
    life.cluster.api.patch('DaemonSet', 'default', 'web', 'merge', { metadata: { labels: { x: 'z' } } });
    life.cluster.settle();
    expect(life.counters).toBe('2/2/2/2/2, 0');
  });

  test('DS-19, DS-2 a lost node: the set is synced by its pod and shrinks; it grows as soon as the NoSchedule taint goes (recordings 07, 30)', () => {
    const life = new Life({}, 3);
    life.cluster.input({ type: 'break', fault: 'kubelet-stopped', target: 'worker-1' });
    life.wait(45);
    expect(life.counters).toBe('3/3/3/3/3, 0');
    life.wait(16);
    expect(life.counters).toBe('2/2/2/2/2, 1');
    life.cluster.input({ type: 'mend', fault: 'kubelet-stopped', target: 'worker-1' });
    life.cluster.settle();
    expect(life.counters).toBe('3/3/3/3/3, 0');
    const effects = () =>
      life.cluster.read.get('Node', undefined, 'worker-1')?.spec.taints?.map((taint) => taint.effect);
    expect(effects()).toEqual(['NoExecute']);
    life.wait(5);
    expect(effects()).toBeUndefined();
  });

  test('DS-74 NoExecute evicts', () => {
    const life = new Life();
    life.patchNode('worker-1', { spec: { taints: [{ key: 'a', effect: 'NoExecute' }] } });
    expect(life.pod('worker-1').metadata.deletionTimestamp).toBeDefined();
    life.wait(40);
    expect([life.pods.length, life.counters]).toEqual([1, '1/1/1/1/1, 0']);
  });

  test('DS-18 cordoned: pods stay, and a new one is created there', () => {
    const life = new Life();
    life.patchNode('worker-1', { spec: { unschedulable: true } });
    life.wait(10);
    life.cluster.api.delete('Pod', 'default', life.pod('worker-1').metadata.name);
    life.wait(60);
    expect(life.counters).toBe('2/2/2/2/2, 0');
  });
});

describe('updates', () => {
  test('DS-53 rolls one node at a time, never below one available', () => {
    const life = new Life();
    const { uids } = life;
    life.setImage('nginx:1.28');
    for (let second = 0; second < 60; second++) {
      life.wait(1);
      expect(life.set?.status.numberAvailable ?? 0).toBeGreaterThanOrEqual(1);
    }
    expect(life.counters).toBe('2/2/2/2/2, 0');
    expect(life.uids.some((uid) => uids.includes(uid))).toBe(false);
  });

  test('a broken image stops at the first node; undoing it repairs only that', () => {
    const life = new Life({}, 3);
    life.setImage('nginx:broken');
    life.wait(300);
    expect(life.counters).toBe('3/3/2/1/2, 0');
    const healthy = life.pods.filter((pod) => pod.status.phase === 'Running').map((pod) => pod.metadata.uid);
    life.setImage('nginx:1.27');
    life.wait(60);
    expect(life.counters).toBe('3/3/3/3/3, 0');
    expect(healthy).toHaveLength(2);
    expect(healthy.every((uid) => life.uids.includes(uid))).toBe(true);
    expect(
      life.cluster.read
        .list('ControllerRevision')
        .map((r) => r.revision)
        .toSorted((a, b) => a - b),
    ).toEqual([2, 3]);
  });

  test('DS-60 OnDelete: old pods stay until deleted', () => {
    const life = new Life({ strategy: { type: 'OnDelete' } });
    life.setImage('nginx:1.28');
    life.wait(60);
    expect(life.counters).toBe('2/2/2/0/2, 0');
    life.cluster.api.delete('Pod', 'default', life.pod('worker-1').metadata.name);
    life.wait(60);
    expect(life.counters).toBe('2/2/2/1/2, 0');
  });

  const surge = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  test('DS-56 surge: never below all available', () => {
    const life = new Life({ strategy: surge });
    life.setImage('nginx:1.28');
    for (let second = 0; second < 90; second++) {
      life.wait(1);
      expect(life.set?.status.numberAvailable).toBe(2);
    }
    expect(life.counters).toBe('2/2/2/2/2, 0');
    expect(life.pods).toHaveLength(2);
  });

  test('DS-58 surge with a host port blocks: the new pod cannot be scheduled', () => {
    const containers = [{ name: 'nginx', image: 'nginx:1.27', ports: [{ containerPort: 80, hostPort: 80 }] }];
    const life = new Life({ strategy: surge, spec: { containers } });
    life.setImage('nginx:1.28');
    life.wait(120);
    expect(life.pods.filter((pod) => pod.status.phase === 'Pending')).toHaveLength(1);
    expect(life.counters).toBe('2/2/2/0/2, 0');
  });
});

test('DS-39, DS-46, DS-1 creation fails until what is missing exists', () => {
  const life = new Life({ spec: { serviceAccountName: 'missing' } });
  expect(life.pods).toEqual([]);
  expect(life.events('FailedCreate')[0]).toBe(
    'Error creating: pods "web-" is forbidden: error looking up service account default/missing: serviceaccount "missing" not found',
  );
  life.cluster.api.create('ServiceAccount', 'default', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'missing' },
  });
  life.wait(120);
  expect(life.counters).toBe('2/2/2/2/2, 0');
});

test('a deleted namespace takes everything with it', () => {
  const life = new Life();
  life.cluster.api.create('Namespace', undefined, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'x' },
  });
  life.create({ namespace: 'x' });
  life.wait(30);
  life.cluster.api.delete('Namespace', undefined, 'x');
  life.cluster.settle();
  const { read } = life.cluster;
  expect(read.get('Namespace', undefined, 'x')?.status?.phase).toBe('Terminating');
  life.wait(40);
  expect(read.get('Namespace', undefined, 'x')).toBeUndefined();
  const kinds = ['Pod', 'DaemonSet', 'ControllerRevision', 'ServiceAccount', 'Event'] as const;
  expect(kinds.flatMap((kind) => read.list(kind, 'x') as readonly unknown[])).toEqual([]);
  expect(life.counters).toBe('2/2/2/2/2, 0');
});

test('DS-75 there is no scale subresource', () => {
  const { api } = new Life().cluster;
  const scale = { spec: { replicas: 3 } };
  const result = api.patch('DaemonSet', 'default', 'web', 'merge', scale, { subresource: 'scale' });
  expect(result.ok ? undefined : result.status).toMatchObject({
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
  });
});

test('DS-34 a Pending pod of a deleted node that a finalizer keeps does not make the controller run wild', () => {
  const life = new Life({ spec: { nodeSelector: { 'kubernetes.io/os': 'linux' } } });
  life.cluster.input({ type: 'break', fault: 'scheduler-stopped', target: '' });
  life.addWorker('worker-3');
  life.wait(5);
  const waiting = life.pods.find((pod) => !pod.spec.nodeName)?.metadata.name ?? '';
  life.cluster.api.patch('Pod', 'default', waiting, 'merge', {
    metadata: { finalizers: ['example.com/hold'] },
  });
  life.cluster.api.delete('Node', undefined, 'worker-3');
  life.cluster.api.patch('DaemonSet', 'default', 'web', 'merge', { metadata: { labels: { x: 'y' } } });
  life.wait(600);
  expect(
    life.pods.find(({ metadata }) => metadata.name === waiting)?.metadata.deletionTimestamp,
  ).toBeDefined();
  const deleted = life.cluster.read
    .list('Event')
    .filter(({ reason, message }) => reason === 'SuccessfulDelete' && message?.includes(waiting));
  expect(deleted.reduce((sum, { count = 1 }) => sum + count, 0)).toBeLessThan(5);
  life.cluster.api.patch('Pod', 'default', waiting, 'merge', { metadata: { finalizers: null } });
  life.wait(5);
  expect(life.pods).toHaveLength(2);
});
