import { describe, expect, test } from 'vitest';
import type { Node, Pod, PodSpec } from '../../k8s/types';
import { admissionProblem } from './admission';

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
      { reason: 'NodeAffinity', message: 'Predicate NodeAffinity failed' },
    ],
    [
      'NodePorts',
      port(80),
      node(),
      [port(81), port(80)],
      { reason: 'NodePorts', message: 'Predicate NodePorts failed' },
    ],
    ['other ports', port(80), node(), [port(81)], undefined],
    [
      'TaintToleration',
      pod({}),
      node({ taints: [taint] }),
      [],
      { reason: 'TaintToleration', message: 'Predicate TaintToleration failed' },
    ],
    [
      'NoSchedule does not matter',
      pod({}),
      node({ taints: [{ ...taint, effect: 'NoSchedule' }] }),
      [],
      undefined,
    ],
    ['tolerated', pod({ tolerations: [{ operator: 'Exists' }] }), node({ taints: [taint] }), [], undefined],
  ])('%s', (_, wanted, on, others, result) => {
    expect(admissionProblem(wanted, on, others)).toEqual(result);
  });
});
