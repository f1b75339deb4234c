import { expect, test } from 'vitest';
import type { Manifest } from '../../api/types';
import { Cluster } from '../../index';

const START = 1_767_225_600_000;
const SECOND = 1000;
const template = {
  metadata: { labels: { app: 'agent' } },
  spec: { containers: [{ name: 'agent', image: 'agent:1' }] },
};
const agent: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent' },
  spec: { selector: { matchLabels: { app: 'agent' } }, template },
};

function manifest(name: string, spec: object): Manifest {
  const containers = [{ name: 'c', image: 'nginx:1', resources: { requests: { cpu: '3' } } }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers, ...spec } } as Manifest;
}

function threeNodes(): Cluster {
  const cluster = new Cluster({ seed: 1, startTime: START });
  cluster.input({ type: 'add-node', name: 'cp-1', role: 'control-plane', boot: false });
  for (const name of ['w1', 'w2']) cluster.input({ type: 'add-node', name, role: 'worker', boot: false });
  return cluster;
}

const pod = (cluster: Cluster, name: string) => cluster.read.get('Pod', 'default', name);
const events = (cluster: Cluster, name: string) =>
  cluster.read
    .list('Event')
    .filter((e) => e.involvedObject.name === name)
    .map((e) => e.reason);

test('NODE-21 a lost node in the whole cluster', () => {
  const cluster = threeNodes();
  cluster.api.create('DaemonSet', 'default', agent);
  cluster.api.create(
    'Pod',
    'default',
    manifest('lonely', { nodeSelector: { 'kubernetes.io/hostname': 'w1' } }),
  );
  cluster.advanceTo(START + 60 * SECOND);
  cluster.input({ type: 'break', fault: 'kubelet-stopped', target: 'w1' });
  cluster.advanceTo(START + 110 * SECOND);
  const taints = () =>
    cluster.read.get('Node', undefined, 'w1')?.spec.taints?.map((t) => `${t.key}:${t.effect}`);
  expect(taints()).toEqual([
    'node.kubernetes.io/unreachable:NoSchedule',
    'node.kubernetes.io/unreachable:NoExecute',
  ]);
  const agentPod =
    cluster.read.podsOnNode('w1').find((p) => p.metadata.name.startsWith('agent-'))?.metadata.name ?? '';
  expect(pod(cluster, 'lonely')?.metadata.deletionTimestamp).toBeUndefined();
  cluster.advanceTo(START + 409 * SECOND);
  expect(pod(cluster, 'lonely')?.metadata.deletionTimestamp).toBeUndefined();
  cluster.advanceTo(START + 410 * SECOND);
  expect(pod(cluster, 'lonely')?.metadata.deletionTimestamp).toBeDefined();
  expect(events(cluster, 'lonely')).toContain('TaintManagerEviction');
  cluster.advanceTo(START + 3600 * SECOND);
  expect(pod(cluster, 'lonely'), 'NODE-22 nobody confirms the deletion').toBeDefined();
  expect(pod(cluster, agentPod)?.metadata.deletionTimestamp, 'DS-25').toBeUndefined();
  cluster.input({ type: 'mend', fault: 'kubelet-stopped', target: 'w1' });
  cluster.advanceTo(START + 3700 * SECOND);
  expect(taints()).toBeUndefined();
  expect(pod(cluster, 'lonely')).toBeUndefined();
  expect(pod(cluster, agentPod)?.status.conditions?.find((c) => c.type === 'Ready')?.status).toBe('True');
});

test('a node that boots gets its daemon pod', () => {
  const cluster = threeNodes();
  cluster.api.create('DaemonSet', 'default', agent);
  cluster.input({ type: 'add-node', name: 'w3', role: 'worker', boot: true });
  expect(cluster.read.podsOnNode('w3')).toHaveLength(0);
  cluster.advanceTo(START + 120 * SECOND);
  expect(cluster.read.get('Node', undefined, 'w3')?.spec.taints).toBeUndefined();
  expect(cluster.read.podsOnNode('w3')).toHaveLength(1);
});

test('SCH-37 a critical daemon pod preempts, and the loser waits', () => {
  const cluster = threeNodes();
  for (const name of ['a', 'b']) cluster.api.create('Pod', 'default', manifest(name, {}));
  cluster.advanceTo(START + 60 * SECOND);
  const heavy = { ...template.spec, priorityClassName: 'system-node-critical' };
  const resources = { requests: { cpu: '2' } };
  const spec = { ...heavy, containers: [{ name: 'agent', image: 'agent:1', resources }] };
  const created = cluster.api.create('DaemonSet', 'default', {
    ...agent,
    spec: { selector: { matchLabels: { app: 'agent' } }, template: { ...template, spec } },
  } as Manifest);
  expect(created.ok).toBe(true);
  cluster.advanceTo(START + 180 * SECOND);
  for (const name of ['a', 'b']) {
    expect(pod(cluster, name)).toBeUndefined();
    expect(events(cluster, name)).toContain('Preempted');
  }
  expect(cluster.read.get('DaemonSet', 'default', 'agent')?.status.numberReady).toBe(2);
});
