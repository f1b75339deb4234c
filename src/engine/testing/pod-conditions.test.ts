/** Conditions of pods as `-o yaml` shows them, whoever wrote them (POD-4, SCH-20). */
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
        '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
      lastProbeTime: null,
      lastTransitionTime: '2026-01-01T00:00:00Z',
      observedGeneration: 1,
    },
  ]);
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
