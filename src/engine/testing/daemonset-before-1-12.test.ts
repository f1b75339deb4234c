/** A whole cluster in which the DaemonSet controller places its pods itself, and the switch on a running one (DS-22, VER-1, VER-2). */
import { expect, test } from 'vitest';
import { conditionOf } from '../../k8s/conditions';
import type { Json, JsonObject, Pod } from '../../k8s/types';
import { Cluster } from '../cluster';

const START = 1_767_225_600_000;

function cluster(by: 'controller' | 'scheduler' = 'controller'): Cluster {
  const c = new Cluster({ seed: 7, startTime: START });
  for (const name of ['worker-1', 'worker-2'])
    c.input({ type: 'add-node', name, role: 'worker', boot: false });
  if (by === 'controller') c.input({ type: 'place-daemon-pods', by });
  return c;
}

function create(c: Cluster, kind: 'DaemonSet' | 'Pod', name: string, pod: JsonObject = {}): void {
  const spec = { containers: [{ name: 'a', image: 'nginx:1.27' }], ...pod };
  const labels = { app: name };
  const result =
    kind === 'Pod'
      ? c.api.create('Pod', 'default', {
          apiVersion: 'v1',
          kind,
          metadata: { name, labels },
          spec,
        } as JsonObject)
      : c.api.create('DaemonSet', 'default', {
          apiVersion: 'apps/v1',
          kind,
          metadata: { name },
          spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } as JsonObject },
        });
  if (!result.ok) throw new Error(result.status.message);
  c.settle();
}

const asking = (cpu: string): JsonObject => ({
  containers: [{ name: 'a', image: 'nginx:1.27', resources: { requests: { cpu } } } as Json],
});

function wait(c: Cluster, seconds: number): void {
  c.advanceTo(c.now + seconds * 1000);
}

function podsOf(c: Cluster, name: string): readonly Pod[] {
  return c.read.list('Pod', 'default').filter((pod) => pod.metadata.labels?.['app'] === name);
}

const counters = (c: Cluster, name: string) => {
  const s = c.read.get('DaemonSet', 'default', name)?.status;
  return [s?.desiredNumberScheduled, s?.currentNumberScheduled, s?.numberReady].join('/');
};

const events = (c: Cluster, reason: string) =>
  c.read.list('Event').filter((event) => event.reason === reason);

test('VER-1 pods are bound from the start, run, and the scheduler says nothing about them', () => {
  const c = cluster();
  create(c, 'DaemonSet', 'web');
  const placed = podsOf(c, 'web').map(({ spec }): [string, unknown] => [spec.nodeName ?? '', spec.affinity]);
  expect(Object.fromEntries(placed)).toEqual({ 'worker-1': undefined, 'worker-2': undefined });
  expect(placed).toHaveLength(2);
  wait(c, 30);
  expect(counters(c, 'web')).toBe('2/2/2');
  expect(events(c, 'Scheduled')).toEqual([]);
  expect(conditionOf(podsOf(c, 'web')[0]?.status.conditions, 'PodScheduled')?.status).toBe('True');
});

test('VER-1 with the scheduler stopped daemon pods still come', () => {
  const c = cluster();
  c.input({ type: 'break', fault: 'scheduler-stopped', target: '' });
  create(c, 'DaemonSet', 'web');
  create(c, 'Pod', 'other');
  wait(c, 30);
  expect(counters(c, 'web')).toBe('2/2/2');
  expect(podsOf(c, 'other')[0]?.spec.nodeName).toBeUndefined();
});

test('VER-2 no room, no pod: not Pending, but an event on the set; the end of another pod of nobody makes room', () => {
  const c = cluster();
  create(c, 'Pod', 'big', { ...asking('2'), nodeName: 'worker-1' });
  wait(c, 20);
  const capacity = Number(c.read.get('Node', undefined, 'worker-1')?.status.allocatable?.['cpu']) * 1000;
  create(c, 'DaemonSet', 'web', asking(`${capacity - 1000}m`));
  wait(c, 30);
  expect(podsOf(c, 'web').map((pod) => pod.spec.nodeName)).toEqual(['worker-2']);
  expect(counters(c, 'web')).toBe('2/1/1');
  const [event, ...others] = events(c, 'FailedPlacement');
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    type: 'Warning',
    involvedObject: { kind: 'DaemonSet', name: 'web' },
    source: { component: 'daemonset-controller' },
    message: `failed to place pod on "worker-1": Node didn't have enough resource: cpu, requested: ${capacity - 1000}, used: 2000, capacity: ${capacity}`,
  });
  c.api.delete('Pod', 'default', 'big');
  wait(c, 60);
  expect(counters(c, 'web')).toBe('2/2/2');
});

test('VER-2 no preemption: priority takes no place from others', () => {
  const c = cluster();
  create(c, 'Pod', 'big', { ...asking('2'), nodeName: 'worker-1' });
  const capacity = Number(c.read.get('Node', undefined, 'worker-1')?.status.allocatable?.['cpu']) * 1000;
  create(c, 'DaemonSet', 'web', {
    ...asking(`${capacity - 1000}m`),
    priorityClassName: 'system-node-critical',
  });
  wait(c, 60);
  expect([podsOf(c, 'big').length, counters(c, 'web')]).toEqual([1, '2/1/1']);
});

test('DS-22 the switch on a running cluster: pods stay; a Pending one waits for the scheduler as before', () => {
  const c = cluster('scheduler');
  create(c, 'Pod', 'big', { ...asking('2'), nodeName: 'worker-1' });
  wait(c, 20);
  const capacity = Number(c.read.get('Node', undefined, 'worker-1')?.status.allocatable?.['cpu']) * 1000;
  create(c, 'DaemonSet', 'web', asking(`${capacity - 1000}m`));
  wait(c, 30);
  const before = podsOf(c, 'web').map(({ metadata }) => metadata.uid);
  expect([before.length, counters(c, 'web')]).toEqual([2, '2/2/1']);
  c.input({ type: 'place-daemon-pods', by: 'controller' });
  wait(c, 30);
  expect(podsOf(c, 'web').map(({ metadata }) => metadata.uid)).toEqual(before);
  expect(events(c, 'FailedPlacement')).toHaveLength(1);
  c.api.delete('Pod', 'default', 'big');
  wait(c, 60);
  expect(counters(c, 'web')).toBe('2/2/2');
  c.input({ type: 'place-daemon-pods', by: 'scheduler' });
  wait(c, 5);
  expect(podsOf(c, 'web').map(({ metadata }) => metadata.uid)).toEqual(before);
});

test('VER-2 rolling updates go on as today: the budget, and the new pod bound at once', () => {
  const c = cluster();
  create(c, 'DaemonSet', 'web');
  wait(c, 30);
  const template = { spec: { containers: [{ name: 'a', image: 'nginx:1.28' }] } };
  c.api.patch('DaemonSet', 'default', 'web', 'strategic', { spec: { template } });
  for (let second = 0; second < 90; second++) {
    wait(c, 1);
    expect(
      podsOf(c, 'web').filter((pod) => conditionOf(pod.status.conditions, 'Ready')?.status === 'True').length,
    ).toBeGreaterThan(0);
  }
  expect(podsOf(c, 'web').map((pod) => pod.spec.containers[0]?.image)).toEqual(['nginx:1.28', 'nginx:1.28']);
  expect(events(c, 'Scheduled')).toEqual([]);
});
