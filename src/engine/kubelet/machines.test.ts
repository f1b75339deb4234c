import { describe, expect, test } from 'vitest';
import { nodeRoles, nodeStatusWord } from '../../k8s/node-status';
import type { Node, Pod } from '../../k8s/types';
import { KubeletBench } from './testing/bench';

const node = (b: KubeletBench, name: string): Node => {
  const found = b.cluster.store.get('Node', undefined, name);
  if (!found) throw new Error(`no node ${name}`);
  return found;
};

describe('a machine is added', () => {
  test('NODE-1 NODE-3 NODE-4 NODE-5 its Node', () => {
    const b = new KubeletBench();
    const { metadata, spec, status } = b.node('worker-1', { labels: { disktype: 'ssd' } });
    expect(metadata.labels).toEqual({
      'beta.kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': 'worker-1',
      'kubernetes.io/os': 'linux',
      disktype: 'ssd',
    });
    expect(spec).toEqual({ podCIDR: '10.244.0.0/24', podCIDRs: ['10.244.0.0/24'] });
    expect(status.allocatable).toMatchObject({ cpu: '4', memory: '8286208Ki', pods: '110' });
    expect(status.capacity).toMatchObject({ cpu: '4', memory: '8388608Ki', pods: '110' });
    expect(status.nodeInfo).toMatchObject({
      kubeletVersion: 'v1.34.0',
      osImage: 'Debian GNU/Linux 12 (bookworm)',
    });
    expect(status.conditions?.map((c) => [c.type, c.status, c.reason, c.message])).toEqual([
      ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
      ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
      ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
      ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
    ]);
  });

  test('NODE-7 a control plane', () => {
    const b = new KubeletBench();
    const cp = b.node('cp-1', { role: 'control-plane' });
    expect(nodeRoles(cp)).toEqual(['control-plane']);
    expect(cp.spec.taints).toEqual([{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }]);
    expect(cp.metadata.labels).toHaveProperty(
      ['node.kubernetes.io/exclude-from-external-load-balancers'],
      '',
    );
  });

  test('addresses are unique, past 256 machines too', () => {
    const b = new KubeletBench();
    for (let i = 0; i < 300; i++) b.node(`n-${i}`);
    const nodes = b.cluster.store.list('Node');
    expect(new Set(nodes.map((n) => n.status.addresses?.[0]?.address)).size).toBe(300);
    expect(new Set(nodes.map((n) => n.spec.podCIDR)).size).toBe(300);
  });

  test('NODE-2 NODE-6 booting takes 2 to 4 s', () => {
    const b = new KubeletBench();
    b.node('worker-1', { boot: true });
    b.run(1.9);
    expect(nodeStatusWord(node(b, 'worker-1'))).toBe('NotReady');
    b.run(2.1);
    expect(nodeStatusWord(node(b, 'worker-1'))).toBe('Ready');
    expect(b.events.map((e) => e.reason)).toEqual([
      'Starting',
      'NodeHasSufficientMemory',
      'NodeHasNoDiskPressure',
      'NodeHasSufficientPID',
      'NodeAllocatableEnforced',
      'NodeReady',
    ]);
    expect(b.events.at(-1)?.message).toBe('Node worker-1 status is now: NodeReady');
  });

  test('pods wait for the network, unless they use the host’s', () => {
    const b = new KubeletBench();
    b.node('worker-1', { boot: true });
    b.pod('p', 'a:1');
    b.pod('host', { hostNetwork: true });
    b.run(0.1);
    expect(b.events.at(-1)).toMatchObject({ type: 'Warning', reason: 'NetworkNotReady' });
    expect(b.reasons('Pod/host')).toEqual([]);
    b.run(20);
    expect([b.words('p').at(-1), b.words('host').at(-1)]).toEqual(['1/1 Running 0', '1/1 Running 0']);
  });

  test('a name that is taken changes nothing', () => {
    const b = new KubeletBench();
    const before = b.node();
    expect(b.node()).toBe(before);
    expect(b.state.machines.size).toBe(1);
  });
});

test('a Node that somebody creates gets a machine', () => {
  const b = new KubeletBench();
  b.cluster.put<Node>({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'byo', labels: { a: 'b' } },
    spec: {},
    status: {},
  });
  b.cluster.drain();
  expect(nodeStatusWord(node(b, 'byo'))).toBe('NotReady');
  b.run(5);
  expect(nodeStatusWord(node(b, 'byo'))).toBe('Ready');
  expect(node(b, 'byo').metadata.labels).toMatchObject({ a: 'b', 'kubernetes.io/hostname': 'byo' });
  expect(node(b, 'byo').spec.podCIDR).toBe('10.244.0.0/24');
});

test('NODE-28 deleting the Node switches the machine off', () => {
  const b = new KubeletBench();
  const worker = b.node();
  b.pod('p', 'a:crash');
  b.run(4);
  b.cluster.store.remove('Node', worker, 'test');
  b.cluster.drain();
  const before = b.words('p');
  b.run(100);
  expect(b.words('p')).toEqual(before);
  expect([b.state.machines.size, b.state.workers.size, b.cluster.timers.size]).toEqual([0, 0, 0]);
});

test('NODE-10 a kubelet that comes back says Ready', () => {
  const b = new KubeletBench();
  const worker = b.node();
  b.break('kubelet-stopped');
  const unknown = (worker.status.conditions ?? []).map((c) => ({
    ...c,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
  }));
  b.cluster.change(worker, (n) => ({ ...n, status: { ...n.status, conditions: unknown } }));
  b.run(60);
  expect(nodeStatusWord(node(b, 'worker-1'))).toBe('NotReady');
  b.mend('kubelet-stopped');
  expect(nodeStatusWord(node(b, 'worker-1'))).toBe('Ready');
  expect(node(b, 'worker-1').status.conditions?.map((c) => c.status)).toEqual([
    'False',
    'False',
    'False',
    'True',
  ]);
});

describe('POD-44 static pods', () => {
  const NAMES = ['etcd-cp-1', 'kube-apiserver-cp-1', 'kube-controller-manager-cp-1', 'kube-scheduler-cp-1'];

  test('are mirrored, running, owned by the Node', () => {
    const b = new KubeletBench();
    const cp = b.node('cp-1', { role: 'control-plane', staticPods: true });
    const pods = b.cluster.store.list('Pod', 'kube-system');
    expect(pods.map((p) => p.metadata.name)).toEqual(NAMES);
    for (const name of NAMES) expect(b.words(name).at(-1)).toBe('1/1 Running 0');
    for (const { metadata, spec, status } of pods) {
      expect(metadata.annotations).toMatchObject({ 'kubernetes.io/config.source': 'file' });
      expect(metadata.annotations).toHaveProperty(['kubernetes.io/config.mirror']);
      expect(metadata.ownerReferences).toMatchObject([{ kind: 'Node', name: 'cp-1', uid: cp.metadata.uid }]);
      expect(spec).toMatchObject({ hostNetwork: true, priorityClassName: 'system-node-critical' });
      expect(spec.tolerations).toEqual([{ effect: 'NoExecute', operator: 'Exists' }]);
      expect(status.podIP).toBe('172.18.0.2');
    }
    expect(pods[0]?.spec.containers[0]?.image).toBe('registry.k8s.io/etcd:3.6.4-0');
    expect(pods[1]?.spec.containers[0]?.image).toBe('registry.k8s.io/kube-apiserver:v1.34.0');
  });

  test('deleting the mirror only brings another', () => {
    const b = new KubeletBench();
    b.node('cp-1', { role: 'control-plane', staticPods: true });
    const before = b.get('etcd-cp-1', 'kube-system');
    if (!before) throw new Error('no etcd');
    b.cluster.change(before, (pod) => ({
      ...pod,
      metadata: {
        ...pod.metadata,
        deletionTimestamp: '2026-01-01T00:00:30Z',
        deletionGracePeriodSeconds: 30,
      },
    }));
    b.cluster.drain();
    const after = b.get('etcd-cp-1', 'kube-system');
    expect(after?.metadata.uid).not.toBe(before.metadata.uid);
    expect(after?.metadata.deletionTimestamp).toBeUndefined();
    expect(b.words('etcd-cp-1').at(-1)).toBe('1/1 Running 0');
    expect(b.state.workers.size).toBe(4);
  });

  test('its containers never notice: start and restarts stay, through crashes and partitions', () => {
    const b = new KubeletBench();
    b.node('cp-1', { role: 'control-plane', staticPods: true });
    b.run(30);
    b.break('node-crashed', 'cp-1');
    b.mend('node-crashed', 'cp-1');
    b.run(60);
    const shown = () => {
      const status = b.get('etcd-cp-1', 'kube-system')?.status.containerStatuses?.[0];
      return [status?.restartCount, status?.state?.running?.startedAt];
    };
    const before = shown();
    expect(before[0]).toBe(1);
    b.break('network-partition', 'cp-1');
    b.cluster.store.remove('Pod', b.get('etcd-cp-1', 'kube-system') as Pod, 'test');
    b.cluster.drain();
    b.run(30);
    expect(b.get('etcd-cp-1', 'kube-system')).toBeUndefined();
    b.mend('network-partition', 'cp-1');
    b.run(10);
    expect(shown()).toEqual(before);
    expect(b.state.workers.size).toBe(4);
  });

  test('removing the mirror by force kills nothing', () => {
    const b = new KubeletBench();
    b.node('cp-1', { role: 'control-plane', staticPods: true });
    const before = b.get('etcd-cp-1', 'kube-system');
    if (!before) throw new Error('no etcd');
    b.cluster.store.remove('Pod', before, 'test');
    b.cluster.drain();
    expect(b.events.map((e) => e.reason)).not.toContain('Killing');
    expect(b.words('etcd-cp-1').at(-1)).toBe('1/1 Running 0');
    expect(b.state.workers.size).toBe(4);
  });
});
