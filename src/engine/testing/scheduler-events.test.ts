/** The scheduler's events and the version of the pod that each is about, as recordings 11 and 33 show them. */
import { expect, test } from 'vitest';
import type { Event, Pod } from '../../k8s/types';
import { Cluster } from '../cluster';

const START = 1_767_225_600_000;

class World {
  readonly cluster = new Cluster({ seed: 7, startTime: START });

  constructor() {
    this.node('worker-1');
  }

  node(name: string): void {
    this.cluster.input({ type: 'add-node', name, role: 'worker', boot: false });
  }

  create(name: string, cpu: string, priorityClassName?: string): void {
    const created = this.cluster.api.create('Pod', 'default', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default' },
      spec: {
        ...(priorityClassName !== undefined && { priorityClassName }),
        containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }],
      },
    });
    expect(created.ok).toBe(true);
  }

  advance(seconds: number): void {
    this.cluster.advanceTo(this.cluster.now + seconds * 1000);
  }

  pod(name: string): Pod {
    return this.cluster.read.get('Pod', 'default', name) as Pod;
  }

  /** In order of writing. */
  events(pod: string, reason: string): Event[] {
    return this.cluster.read
      .list('Event', 'default')
      .filter((event) => event.involvedObject.name === pod && event.reason === reason)
      .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  }
}

test('SCH-24 recordings 11, 33: the second failure is a new event, the third its series; after another text a new event again', () => {
  const world = new World();
  world.create('big', '99');
  const shown = () =>
    world.events('big', 'FailedScheduling').map((e) => [e.message?.slice(0, 3), e.series?.count]);
  const created = world.events('big', 'FailedScheduling')[0]?.involvedObject.resourceVersion;
  expect(shown()).toEqual([['0/1', undefined]]);
  expect(Number(created)).toBeLessThan(Number(world.pod('big').metadata.resourceVersion));

  world.advance(400);
  expect(shown()).toEqual([
    ['0/1', undefined],
    ['0/1', undefined],
  ]);
  const [, second] = world.events('big', 'FailedScheduling');
  expect(second?.involvedObject).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: 'default',
    name: 'big',
    uid: world.pod('big').metadata.uid,
    resourceVersion: world.pod('big').metadata.resourceVersion,
  });

  world.advance(400);
  expect(shown()).toEqual([
    ['0/1', undefined],
    ['0/1', 2],
  ]);

  // The failure that finds another text is still counted with the old version; the next one is not.
  world.node('worker-2');
  world.advance(340);
  expect(shown()).toEqual([
    ['0/1', undefined],
    ['0/1', 2],
  ]);
  expect(world.pod('big').status.conditions?.[0]?.message).toMatch(/^0\/2 /);
  world.advance(340);
  expect(shown()).toEqual([
    ['0/1', undefined],
    ['0/1', 2],
    ['0/2', undefined],
  ]);
});

test('SCH-36 recording 11: a preemption refers to both pods, and the nomination ends with the kubelet’s first status', () => {
  const world = new World();
  world.create('low', '3');
  world.advance(30);
  const low = world.pod('low').metadata;
  world.create('high', '3', 'system-node-critical');
  const [failed] = world.events('high', 'FailedScheduling');
  const [preempted] = world.events('low', 'Preempted');
  expect(failed?.message).toBe('0/1 nodes are available: 1 Insufficient cpu.');
  expect(preempted?.involvedObject.resourceVersion).toBe(low.resourceVersion);
  expect(preempted?.related).toEqual(failed?.involvedObject);
  expect([world.pod('high').spec.nodeName, world.pod('high').status.nominatedNodeName]).toEqual([
    undefined,
    'worker-1',
  ]);
  world.advance(60);
  // The binding keeps it, the kubelet's first status does not.
  expect([world.pod('high').spec.nodeName, world.pod('high').status.nominatedNodeName]).toEqual([
    'worker-1',
    undefined,
  ]);
});

test('API-52 other events refer to the version that is stored; a node has none', () => {
  const world = new World();
  world.create('small', '1');
  world.advance(30);
  const [pulled] = world.events('small', 'Pulled');
  expect(Number(pulled?.involvedObject.resourceVersion)).toBeGreaterThan(0);
  const registered = world.cluster.read.list('Event').find((e) => e.reason === 'RegisteredNode');
  expect(registered?.involvedObject.kind).toBe('Node');
  expect(registered?.involvedObject).not.toHaveProperty('resourceVersion');
});
