/** The status of pods as `-o yaml` shows it, whoever wrote it (POD-4, POD-6, SCH-20). */
import { expect, test } from 'vitest';
import { Cluster } from '../cluster';

const START = 1_767_225_600_000;

test('SCH-20 the condition of a pod that cannot be placed has lastProbeTime and observedGeneration', () => {
  const cluster = new Cluster({ seed: 7, startTime: START });
  cluster.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot: false });
  cluster.api.create('Pod', 'default', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'big', namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '9' } } }] },
  });
  expect(cluster.read.get('Pod', 'default', 'big')?.status.conditions).toEqual([
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message:
        '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
      lastProbeTime: null,
      lastTransitionTime: '2026-01-01T00:00:00Z',
      observedGeneration: 1,
    },
  ]);
});

test('SCH-41 the action of a scheduler event says what it was doing', () => {
  const cluster = new Cluster({ seed: 7, startTime: START });
  cluster.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot: false });
  const pod = (name: string, cpu: string, priorityClassName?: string) =>
    cluster.api.create('Pod', 'default', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default' },
      spec: {
        ...(priorityClassName !== undefined && { priorityClassName }),
        containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }],
      },
    });
  pod('low', '3');
  pod('high', '3', 'system-node-critical');
  cluster.advanceTo(START + 60_000);
  const actions = cluster.read
    .list('Event', 'default')
    .filter((event) => event.reportingComponent === 'default-scheduler')
    .map((event) => `${event.involvedObject.name} ${event.reason} ${event.action}`);
  expect(new Set(actions)).toEqual(
    new Set([
      'low Scheduled Binding',
      'low Preempted Preempting',
      'high FailedScheduling Scheduling',
      'high Scheduled Binding',
    ]),
  );
});

test('POD-40 a pod that the kubelet refused has no conditions of its own', () => {
  const cluster = new Cluster({ seed: 7, startTime: START });
  cluster.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot: false });
  cluster.api.create('Pod', 'default', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'big', namespace: 'default' },
    spec: {
      nodeName: 'worker-1',
      containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '9' } } }],
    },
  });
  const status = cluster.read.get('Pod', 'default', 'big')?.status;
  expect(status?.reason).toBe('OutOfcpu');
  expect(Object.keys(status ?? {})).not.toContain('conditions');
});

test('POD-6 the status of a container repeats its mounts, and its resources once it has run', () => {
  const cluster = new Cluster({ seed: 7, startTime: START });
  cluster.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot: false });
  const resources = { requests: { cpu: '100m' } };
  cluster.api.create('Pod', 'default', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
    spec: {
      containers: [
        { name: 'c', image: 'nginx:1.27', resources, volumeMounts: [{ name: 'v', mountPath: '/v' }] },
      ],
      volumes: [{ name: 'v', emptyDir: {} }],
    },
  });
  const status = () => cluster.read.get('Pod', 'default', 'p')?.status.containerStatuses?.[0];
  const volumeMounts = [
    { mountPath: '/v', name: 'v' },
    {
      mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
      name: expect.stringMatching(/^kube-api-access-/),
      readOnly: true,
      recursiveReadOnly: 'Disabled',
    },
  ];
  expect(status()).toMatchObject({ volumeMounts });
  expect(status()).not.toHaveProperty('resources');
  cluster.advanceTo(START + 20_000);
  expect(status()).toMatchObject({ volumeMounts, resources });
});
