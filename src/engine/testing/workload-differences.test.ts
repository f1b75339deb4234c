/** The table of chapter G: where DaemonSets, Deployments and StatefulSets differ. */
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../k8s/types';
import type { Manifest } from '../api/types';
import { Cluster } from '../cluster';

const START = Date.UTC(2026, 0, 1);
const NODES = 3;

type Workload = 'DaemonSet' | 'Deployment' | 'StatefulSet';

/** A workload that has settled on three nodes. */
class Running {
  readonly cluster = new Cluster({ seed: 1, startTime: START });

  constructor(
    private readonly kind: Workload,
    spec: object,
  ) {
    for (let i = 1; i <= NODES; i++)
      this.cluster.input({ type: 'add-node', name: `worker-${i}`, role: 'worker', boot: false });
    const labels = { app: 'web' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
    const own = kind === 'StatefulSet' ? { serviceName: 'web' } : {};
    const answer = this.cluster.api.create(kind, 'default', {
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: 'web' },
      spec: { selector: { matchLabels: labels }, template, ...own, ...spec },
    } as unknown as Manifest);
    expect(answer).toMatchObject({ ok: true });
    this.wait(120);
  }

  wait(seconds: number): void {
    this.cluster.advanceTo(this.cluster.now + seconds * 1000);
  }

  update(): void {
    const patch = { spec: { template: { spec: { containers: [{ name: 'web', image: 'web:2' }] } } } };
    expect(this.cluster.api.patch(this.kind, 'default', 'web', 'strategic', patch)).toMatchObject({
      ok: true,
    });
    this.cluster.settle();
  }

  get pods() {
    return this.cluster.read.list('Pod', 'default');
  }

  get going(): number {
    return this.pods.filter((pod) => pod.metadata.deletionTimestamp !== undefined).length;
  }

  count(kind: Kind): number {
    return this.cluster.read.list(kind, 'default').length;
  }
}

const rolling = (rollingUpdate: object): object => ({ updateStrategy: { rollingUpdate } });
const strategy = (rollingUpdate: object): object => ({ strategy: { rollingUpdate } });

test.each<[Workload, object, number]>([
  ['DaemonSet', {}, NODES],
  ['Deployment', {}, 1],
  ['Deployment', { replicas: 5 }, 5],
  ['StatefulSet', {}, 1],
  ['StatefulSet', { replicas: 2 }, 2],
])('WL-23 how many pods: %s %j: %d', (kind, spec, pods) => {
  expect(new Running(kind, spec).pods).toHaveLength(pods);
});

describe('an update begins', () => {
  test.each<[Workload, object, going: number, more: number]>([
    ['DaemonSet', {}, 1, 0],
    // 1.2 pods: up.
    ['DaemonSet', rolling({ maxUnavailable: '40%' }), 2, 0],
    ['DaemonSet', rolling({ maxUnavailable: 0, maxSurge: '40%' }), 0, 2],
    // A quarter of 5, 1.25: down for those that go, up for those that come.
    ['Deployment', { replicas: 5 }, 1, 3],
    ['Deployment', { replicas: 3, ...strategy({ maxUnavailable: '40%', maxSurge: 0 }) }, 1, 1],
    ['Deployment', { replicas: 3, ...strategy({ maxUnavailable: 0, maxSurge: '40%' }) }, 0, 2],
    ['Deployment', { replicas: 3 }, 0, 1],
    ['StatefulSet', { replicas: 3 }, 1, 0],
  ])('WL-24, WL-25, WL-26 %s %j: %d go at once, %d come at once', (kind, spec, going, more) => {
    const running = new Running(kind, spec);
    const before = running.pods.length;
    running.update();
    expect([running.going, running.pods.length - before]).toEqual([going, more]);
  });
});

test.each<[Workload, object, boolean]>([
  ['DaemonSet', {}, false],
  ['Deployment', { replicas: 3 }, true],
  ['StatefulSet', { replicas: 3 }, false],
])('WL-26 %s %j: whether a pod is replaced before it is gone: %s', (kind, spec, isReplaced) => {
  const running = new Running(kind, spec);
  running.cluster.api.delete('Pod', 'default', running.pods[0]?.metadata.name ?? '');
  running.cluster.settle();
  expect([running.going, running.pods.length]).toEqual([1, isReplaced ? 4 : 3]);
  running.wait(60);
  expect([running.going, running.pods.length]).toEqual([0, 3]);
});

test.each<[Workload, revisions: number, sets: number]>([
  ['DaemonSet', 2, 0],
  ['Deployment', 0, 2],
  ['StatefulSet', 2, 0],
])('WL-27 history of a %s: %d revisions, %d ReplicaSets', (kind, revisions, sets) => {
  const running = new Running(kind, {});
  running.update();
  running.wait(120);
  expect([running.count('ControllerRevision'), running.count('ReplicaSet')]).toEqual([revisions, sets]);
});
