/** A namespace that is being deleted: what goes when, and what it says of it. */
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../k8s/types';
import type { Manifest } from '../api/types';
import { Cluster } from '../cluster';

const START = Date.UTC(2026, 0, 1);

/** A cluster with a namespace in it; times are seconds since its deletion. */
class Doomed {
  readonly cluster = new Cluster({ seed: 1, startTime: START });
  private deletedAt = START;

  constructor() {
    this.cluster.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot: false });
    this.create('Namespace', { metadata: { name: 'doomed' } });
  }

  create(kind: Kind, object: object): void {
    const manifest = { apiVersion: 'v1', kind, ...object } as unknown as Manifest;
    const answer = this.cluster.api.create(kind, kind === 'Namespace' ? undefined : 'doomed', manifest);
    expect(answer).toMatchObject({ ok: true });
  }

  createPod(terminationGracePeriodSeconds: number): void {
    const containers = [{ name: 'c', image: 'nginx:1.27' }];
    const spec = { nodeName: 'worker-1', terminationGracePeriodSeconds, containers };
    this.create('Pod', { metadata: { name: 'p' }, spec });
    this.cluster.advanceTo(this.cluster.now + 30_000);
  }

  delete(): void {
    this.deletedAt = this.cluster.now;
    this.cluster.api.delete('Namespace', undefined, 'doomed');
  }

  at(seconds: number): void {
    this.cluster.advanceTo(this.deletedAt + seconds * 1000);
  }

  get isThere(): boolean {
    return this.cluster.read.get('Namespace', undefined, 'doomed') !== undefined;
  }

  /** What is in it, but for what every namespace has. */
  get contents(): string[] {
    const { read } = this.cluster;
    const all = [...read.list('Pod', 'doomed'), ...read.list('ConfigMap', 'doomed')];
    return all
      .map(({ kind, metadata }) => `${kind}/${metadata.name}`)
      .filter((name) => name !== 'ConfigMap/kube-root-ca.crt');
  }

  get conditions(): string[] {
    const found = this.cluster.read.get('Namespace', undefined, 'doomed');
    return (found?.status?.conditions ?? []).map(
      ({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`,
    );
  }
}

/** As kube-controller-manager v1.34.0 was seen to write them. */
const FINE = [
  'NamespaceDeletionDiscoveryFailure=False ResourcesDiscovered: All resources successfully discovered',
  'NamespaceDeletionGroupVersionParsingFailure=False ParsedGroupVersions: All legacy kube types successfully parsed',
  'NamespaceDeletionContentFailure=False ContentDeleted: All content successfully deleted, may be waiting on finalization',
  'NamespaceContentRemaining=False ContentRemoved: All content successfully removed',
  'NamespaceFinalizersRemaining=False ContentHasNoFinalizers: All content-preserving finalizers finished',
];

describe('deleting a namespace', () => {
  test('what is in it goes after five seconds, and then it goes itself', () => {
    const doomed = new Doomed();
    doomed.create('ConfigMap', { metadata: { name: 'a' } });
    doomed.delete();
    doomed.at(4.9);
    expect(doomed.contents).toEqual(['ConfigMap/a']);
    expect(doomed.conditions).toEqual([]);
    doomed.at(5);
    expect(doomed.contents).toEqual([]);
    expect(doomed.isThere).toBe(false);
  });

  test('pods first: all else waits for them, and nothing is said of what is left', () => {
    const doomed = new Doomed();
    doomed.create('ConfigMap', { metadata: { name: 'a' } });
    doomed.createPod(30);
    doomed.delete();
    doomed.at(5);
    expect(doomed.contents).toEqual(['Pod/p', 'ConfigMap/a']);
    expect(doomed.conditions).toEqual(FINE);
    doomed.at(60);
    expect(doomed.isThere).toBe(false);
  });

  test('a pod that outlives its grace is a failure', () => {
    const doomed = new Doomed();
    doomed.createPod(12);
    doomed.cluster.input({ type: 'break', fault: 'kubelet-stopped', target: 'worker-1' });
    doomed.delete();
    doomed.at(16.9);
    expect(doomed.conditions).toEqual(FINE);
    doomed.at(17);
    const failure =
      'NamespaceDeletionContentFailure=True ContentDeletionFailed: Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: doomed for gvr: /v1, Resource=pods';
    expect(doomed.conditions).toEqual(FINE.with(2, failure));
    expect(doomed.isThere).toBe(true);
  });

  test('what has finalizers is told, until they are gone', () => {
    const doomed = new Doomed();
    doomed.create('ConfigMap', { metadata: { name: 'a', finalizers: ['example.com/x'] } });
    doomed.create('ConfigMap', { metadata: { name: 'b', finalizers: ['example.com/x', 'example.com/y'] } });
    doomed.delete();
    doomed.at(5);
    expect(doomed.conditions.slice(2)).toEqual([
      FINE[2],
      'NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: configmaps. has 2 resource instances',
      'NamespaceFinalizersRemaining=True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/x in 2 resource instances, example.com/y in 1 resource instances',
    ]);
    for (const name of ['a', 'b'])
      doomed.cluster.api.patch('ConfigMap', 'doomed', name, 'merge', { metadata: { finalizers: null } });
    doomed.at(25);
    expect(doomed.isThere).toBe(false);
  });

  test('other namespaces keep what they have', () => {
    const doomed = new Doomed();
    doomed.cluster.api.create('ConfigMap', 'default', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
    });
    doomed.delete();
    doomed.at(10);
    expect(doomed.cluster.read.get('ConfigMap', 'default', 'a')).toBeDefined();
  });
});
