import { describe, expect, test } from 'vitest';
import type { Node, Pod, PodSpec } from '../../k8s/types';
import type { Resource } from '../world';
import { admissionProblem } from './admission';
import { Taken } from './taken';

function pod(spec: Partial<PodSpec>): Pod {
  return {
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [], ...spec },
    status: {},
  } as unknown as Pod;
}

function cpu(amount: string): Pod {
  return pod({ containers: [{ name: 'a', image: 'a', resources: { requests: { cpu: amount } } }] });
}

function port(hostPort: number): Pod {
  return pod({ containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 80, hostPort }] }] });
}

function taken(by: readonly Pod[]): Taken {
  const sum = new Taken();
  by.forEach(({ spec }, i) => sum.set(`${i}`, spec));
  return sum;
}

const taint = { key: 'k', value: 'v', effect: 'NoExecute' };

function node(more: Partial<Node['spec']> = {}, allocatable: Record<string, string> = {}): Node {
  return {
    metadata: { name: 'worker-1', labels: { disk: 'ssd' } },
    spec: more,
    status: { allocatable: { cpu: '2', memory: '1Gi', pods: '3', ...allocatable } },
  } as unknown as Node;
}

describe('POD-40 the kubelet checks a pod that arrives', () => {
  test.each<[string, Pod, Node, Pod[], { reason: string; message: string } | undefined]>([
    ['fits', cpu('500m'), node(), [cpu('1500m')], undefined],
    [
      'OutOfcpu',
      cpu('500m'),
      node(),
      [cpu('1900m')],
      {
        reason: 'OutOfcpu',
        message: "Node didn't have enough resource: cpu, requested: 500, used: 1900, capacity: 2000",
      },
    ],
    [
      'OutOfpods',
      cpu('0'),
      node({}, { pods: '1' }),
      [cpu('0')],
      {
        reason: 'OutOfpods',
        message: "Node didn't have enough resource: pods, requested: 1, used: 1, capacity: 1",
      },
    ],
    [
      'NodeAffinity',
      pod({ nodeSelector: { disk: 'hdd' } }),
      node(),
      [],
      {
        reason: 'NodeAffinity',
        message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
      },
    ],
    [
      'NodePorts',
      port(80),
      node(),
      [port(81), port(80)],
      {
        reason: 'NodePorts',
        message: "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
      },
    ],
    ['other ports', port(80), node(), [port(81)], undefined],
    [
      'TaintToleration',
      pod({}),
      node({ taints: [taint] }),
      [],
      {
        reason: 'TaintToleration',
        message: "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
      },
    ],
    [
      'NoSchedule does not matter',
      pod({}),
      node({ taints: [{ ...taint, effect: 'NoSchedule' }] }),
      [],
      undefined,
    ],
    ['tolerated', pod({ tolerations: [{ operator: 'Exists' }] }), node({ taints: [taint] }), [], undefined],
    [
      'an extended resource that the node does not know is none of its business',
      pod({ containers: [{ name: 'a', image: 'a', resources: { requests: { 'x.io/gpu': '1' } } }] }),
      node(),
      [],
      undefined,
    ],
    [
      'one that it knows is counted',
      pod({ containers: [{ name: 'a', image: 'a', resources: { requests: { 'x.io/gpu': '2' } } }] }),
      node({}, { 'x.io/gpu': '1' }),
      [],
      {
        reason: 'OutOfx.io/gpu',
        message: "Node didn't have enough resource: x.io/gpu, requested: 2, used: 0, capacity: 1",
      },
    ],
    [
      'resources come before all else',
      { ...port(80), spec: { ...cpu('3').spec, nodeSelector: { disk: 'hdd' } } },
      node(),
      [],
      {
        reason: 'OutOfcpu',
        message: "Node didn't have enough resource: cpu, requested: 3000, used: 0, capacity: 2000",
      },
    ],
    [
      'another operating system by label',
      { ...cpu('0'), metadata: { ...cpu('0').metadata, labels: { 'kubernetes.io/os': 'windows' } } },
      node(),
      [],
      {
        reason: 'PodOSSelectorNodeLabelDoesNotMatch',
        message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
      },
    ],
    [
      'another operating system by field',
      pod({ os: { name: 'windows' } }),
      node(),
      [],
      { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" },
    ],
    [
      'a sysctl that is not safe',
      pod({
        securityContext: {
          sysctls: [
            { name: 'net.ipv4.tcp_syncookies', value: '1' },
            { name: 'net.core.somaxconn', value: '1' },
          ],
        },
      }),
      node(),
      [],
      { reason: 'SysctlForbidden', message: 'forbidden sysctl: "net.core.somaxconn" not allowlisted' },
    ],
  ])('%s', (_, wanted, on, others, result) => {
    expect(admissionProblem(wanted, on, taken(others))).toEqual(result);
  });
});

describe('POD-40, POD-41 a kubelet that is short of something turns pods away', () => {
  const memory = [{ key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' }];
  const of = (qosClass: string, spec: Partial<PodSpec> = {}): Pod => ({ ...pod(spec), status: { qosClass } });
  const mirror = {
    ...of('Burstable'),
    metadata: { name: 'p', annotations: { 'kubernetes.io/config.mirror': 'x' } },
  };
  test.each<[string, Pod, Resource[], string | undefined]>([
    ['memory: BestEffort is refused', of('BestEffort'), ['memory'], '[MemoryPressure]'],
    ['memory: others are admitted', of('Burstable'), ['memory'], undefined],
    [
      'memory: BestEffort that tolerates it, as daemon pods do',
      of('BestEffort', { tolerations: memory }),
      ['memory'],
      undefined,
    ],
    ['memory: critical', of('BestEffort', { priority: 2_000_000_000 }), ['memory'], undefined],
    ['disk: all are refused', of('Guaranteed'), ['disk'], '[DiskPressure]'],
    [
      'disk: the toleration does not help (v1.34, against POD-43)',
      of('Burstable', { tolerations: [{ operator: 'Exists' }] }),
      ['disk'],
      '[DiskPressure]',
    ],
    ['disk: critical', of('Burstable', { priority: 2_000_001_000 }), ['disk'], undefined],
    ['disk: a mirror of a static pod', mirror as unknown as Pod, ['disk'], undefined],
    ['pid: all are refused', of('Burstable'), ['pid'], '[PIDPressure]'],
    ['memory and disk', of('Burstable'), ['memory', 'disk'], '[MemoryPressure DiskPressure]'],
    ['nothing', of('BestEffort'), [], undefined],
  ])('%s', (_, wanted, short, list) => {
    const result =
      list === undefined ? undefined : { reason: 'Evicted', message: `The node had condition: ${list}. ` };
    expect(admissionProblem(wanted, node(), new Taken(), short)).toEqual(result);
  });
});
