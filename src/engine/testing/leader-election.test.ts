import { expect, test } from 'vitest';
import { Cluster } from '../cluster';

const node = {
  type: 'add-node',
  name: 'cp-1',
  role: 'control-plane',
  boot: false,
  staticPods: true,
} as const;

function start(): Cluster {
  const cluster = new Cluster({ seed: 1, startTime: 0, bootstrap: 'full' });
  cluster.input(node);
  return cluster;
}

test('the first of each component holds its lease', () => {
  const leases = start().read.list('Lease', 'kube-system');
  expect(leases.map(({ metadata }) => metadata.name)).toEqual([
    expect.stringMatching(/^apiserver-[a-z2-7]{26}$/),
    'kube-controller-manager',
    'kube-scheduler',
  ]);
  const [server, manager] = leases;
  expect(server?.spec).toEqual({
    holderIdentity: expect.stringMatching(`^${server?.metadata.name}_[0-9a-f-]{36}$`) as string,
    leaseDurationSeconds: 3600,
    renewTime: '1970-01-01T00:00:00.000000Z',
  });
  expect(server?.metadata.labels).toEqual({
    'apiserver.kubernetes.io/identity': 'kube-apiserver',
    'kubernetes.io/hostname': 'cp-1',
  });
  expect(manager?.spec).toEqual({
    acquireTime: '1970-01-01T00:00:00.000000Z',
    holderIdentity: expect.stringMatching(/^cp-1_[0-9a-f-]{36}$/) as string,
    leaseDurationSeconds: 15,
    leaseTransitions: 0,
    renewTime: '1970-01-01T00:00:00.000000Z',
  });
});

test.each([
  ['kube-controller-manager', 'kube-controller-manager'],
  ['kube-scheduler', 'default-scheduler'],
])('%s says that it leads', (name, component) => {
  const { read } = start();
  const holder = read.get('Lease', 'kube-system', name)?.spec?.holderIdentity;
  const event = read.list('Event', 'kube-system').find((e) => e.involvedObject.name === name);
  expect(event).toMatchObject({
    involvedObject: { kind: 'Lease', apiVersion: 'coordination.k8s.io/v1' },
    type: 'Normal',
    reason: 'LeaderElection',
    message: `${holder} became leader`,
    source: { component },
  });
});

test('a second node of the control plane only adds its API server', () => {
  const cluster = start();
  cluster.input({ ...node, name: 'cp-2' });
  expect(cluster.read.list('Lease', 'kube-system')).toHaveLength(4);
  const { acquireTime, holderIdentity } =
    cluster.read.get('Lease', 'kube-system', 'kube-scheduler')?.spec ?? {};
  expect([acquireTime, holderIdentity?.startsWith('cp-1_')]).toEqual(['1970-01-01T00:00:00.000000Z', true]);
});

test('a process that starts again takes the lease as another', () => {
  const cluster = start();
  const lease = () => cluster.read.get('Lease', 'kube-system', 'kube-scheduler')?.spec;
  const before = lease();
  cluster.input({ type: 'break', fault: 'scheduler-stopped', target: '' });
  cluster.advanceTo(60_000);
  expect(lease()).toEqual(before);
  cluster.input({ type: 'mend', fault: 'scheduler-stopped', target: '' });
  expect(lease()).toMatchObject({ leaseTransitions: 1, acquireTime: '1970-01-01T00:01:00.000000Z' });
  expect(lease()?.holderIdentity).toMatch(/^cp-1_/);
  expect(lease()?.holderIdentity).not.toBe(before?.holderIdentity);
  const led = cluster.read.list('Event', 'kube-system').filter(({ reason }) => reason === 'LeaderElection');
  expect(led.at(-1)?.message).toBe(`${lease()?.holderIdentity} became leader`);
  expect(cluster.read.get('Lease', 'kube-system', 'kube-controller-manager')?.spec?.leaseTransitions).toBe(0);
});
