import { describe, expect, test } from 'vitest';
import type { DaemonSet, Node, PodSpec, Taint, Toleration } from '../../../k8s/types';
import { daemonTolerations } from './default-tolerations';
import { reasonText } from './pods-on-node';
import { nodeShouldRunDaemonPod } from './should-run';
import { aNode, aSet, NODE_LABEL } from './testing/fixtures';

const affinityTo = (...values: string[]): Partial<PodSpec> => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'color', operator: 'In', values }] }],
      },
    },
  },
});
const taint = (key: string, effect: string, value?: string): Taint => ({ key, effect, value });
const asking = (memory: string): Partial<PodSpec> => ({
  containers: [{ name: 'a', image: 'a', resources: { requests: { memory, cpu: '500m' } } }],
});
const port: Partial<PodSpec> = {
  containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 1, hostPort: 666 }] }],
};

describe('TEST-44, DS-16 shouldRun, shouldContinueRunning, reason', () => {
  test.each<[string, Partial<PodSpec>, Parameters<typeof aNode>[1], boolean, boolean, string?]>([
    ['no constraint', {}, {}, true, true],
    [
      'too little memory',
      asking('200M'),
      { status: { allocatable: { memory: '100M', cpu: '1' } } },
      true,
      true,
    ],
    ['enough memory', asking('50M'), { status: { allocatable: { memory: '100M', cpu: '1' } } }, true, true],
    ['nodeName of another node', { nodeName: 'other' }, {}, false, false, 'the template names node other'],
    ['nodeName of this node', { nodeName: 'node' }, {}, true, true],
    ['a host port', port, {}, true, true],
    ['nodeSelector mismatch', { nodeSelector: NODE_LABEL }, {}, false, false, 'nodeSelector color=blue'],
    ['nodeSelector match', { nodeSelector: NODE_LABEL }, { labels: NODE_LABEL }, true, true],
    ['affinity mismatch', affinityTo('red'), { labels: NODE_LABEL }, false, false, 'required node affinity'],
    ['affinity match', affinityTo('red', 'blue'), { labels: NODE_LABEL }, true, true],
    [
      'no term',
      {
        affinity: {
          nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } },
        },
      },
      {},
      false,
      false,
      'required node affinity',
    ],
    ['NoSchedule', {}, { taints: [taint('a', 'NoSchedule')] }, false, true, 'untolerated taint a:NoSchedule'],
    [
      'NoExecute',
      {},
      { taints: [taint('a', 'NoExecute', 'b')] },
      false,
      false,
      'untolerated taint a=b:NoExecute',
    ],
    [
      'both, the graver is named',
      {},
      { taints: [taint('a', 'NoSchedule'), taint('a', 'NoExecute')] },
      false,
      false,
      'untolerated taint a:NoExecute',
    ],
    ['PreferNoSchedule (DS-17)', {}, { taints: [taint('a', 'PreferNoSchedule')] }, true, true],
    [
      'cordoned (DS-18)',
      {},
      { taints: [taint('node.kubernetes.io/unschedulable', 'NoSchedule')] },
      true,
      true,
    ],
    [
      'not ready (DS-19)',
      {},
      {
        taints: [
          taint('node.kubernetes.io/not-ready', 'NoSchedule'),
          taint('node.kubernetes.io/not-ready', 'NoExecute'),
        ],
      },
      false,
      true,
      'untolerated taint node.kubernetes.io/not-ready:NoSchedule',
    ],
    [
      'not ready, everything tolerated (DS-19)',
      { tolerations: [{ operator: 'Exists' }] },
      { taints: [taint('node.kubernetes.io/not-ready', 'NoSchedule')] },
      true,
      true,
    ],
    [
      'control plane (DS-25)',
      {},
      { taints: [taint('node-role.kubernetes.io/control-plane', 'NoSchedule')] },
      false,
      true,
      'untolerated taint node-role.kubernetes.io/control-plane:NoSchedule',
    ],
  ])('%s', (_, spec, node, shouldRun, shouldContinueRunning, reason) => {
    const verdict = nodeShouldRunDaemonPod(aSet('foo', { spec }) as DaemonSet, aNode('node', node) as Node);
    expect(verdict).toMatchObject({ shouldRun, shouldContinueRunning });
    if (reason !== undefined) expect(reasonText(verdict)).toBe(reason);
  });
});

test('TEST-44 spec.unschedulable does not matter', () => {
  const node = { ...aNode('node'), spec: { unschedulable: true } } as Node;
  const verdict = nodeShouldRunDaemonPod(aSet('foo') as DaemonSet, node);
  expect(verdict).toMatchObject({ shouldRun: true, shouldContinueRunning: true });
});

test('all checks are told, not only the first that fails', () => {
  const spec = { nodeSelector: { disk: 'ssd', zone: 'a' }, nodeName: 'other' };
  const node = aNode('node', { labels: { disk: 'hdd' }, taints: [taint('x', 'NoSchedule')] });
  expect(nodeShouldRunDaemonPod(aSet('foo', { spec }) as DaemonSet, node as Node).checks).toEqual({
    nodeName: { ok: false, wanted: 'other' },
    nodeSelector: {
      ok: false,
      mismatches: [
        { key: 'disk', wanted: 'ssd', actual: 'hdd' },
        { key: 'zone', wanted: 'a' },
      ],
    },
    nodeAffinity: { ok: true },
    taints: { ok: false, untolerated: [taint('x', 'NoSchedule')] },
  });
});

test('the verdict is remembered for the same template and node, and made anew for others', () => {
  const ds = aSet('foo') as DaemonSet;
  const node = aNode('node') as Node;
  const tainted = { ...node, spec: { taints: [taint('a', 'NoSchedule')] } };
  expect(nodeShouldRunDaemonPod(ds, node).shouldRun).toBe(true);
  expect(nodeShouldRunDaemonPod(ds, tainted).shouldRun).toBe(false);
  const tolerant = aSet('foo', { spec: { tolerations: [{ key: 'a', operator: 'Exists' }] } }) as DaemonSet;
  expect(nodeShouldRunDaemonPod(tolerant, tainted).shouldRun).toBe(true);
  const status = { ...ds, status: { ...ds.status, numberReady: 5 } };
  expect(nodeShouldRunDaemonPod(status, tainted)).toBe(nodeShouldRunDaemonPod(ds, tainted));
});

describe('DS-24 default tolerations', () => {
  const keys = (spec: Partial<PodSpec>) =>
    daemonTolerations({ containers: [], ...spec }).map((t) => `${t.key}:${t.effect}`);
  const six = [
    'node.kubernetes.io/not-ready:NoExecute',
    'node.kubernetes.io/unreachable:NoExecute',
    'node.kubernetes.io/disk-pressure:NoSchedule',
    'node.kubernetes.io/memory-pressure:NoSchedule',
    'node.kubernetes.io/pid-pressure:NoSchedule',
    'node.kubernetes.io/unschedulable:NoSchedule',
  ];
  test('six, after the template’s own', () => {
    const own: Toleration = { key: 'a', operator: 'Exists', effect: 'NoSchedule' };
    expect(keys({})).toEqual(six);
    expect(keys({ tolerations: [own] })).toEqual(['a:NoSchedule', ...six]);
  });
  test('a seventh with hostNetwork', () => {
    expect(keys({ hostNetwork: true })).toEqual([
      ...six,
      'node.kubernetes.io/network-unavailable:NoSchedule',
    ]);
  });
  test('the same toleration with seconds is replaced in place', () => {
    const mine = {
      key: 'node.kubernetes.io/unreachable',
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 5,
    };
    const all = daemonTolerations({ containers: [], tolerations: [mine] });
    expect(all).toHaveLength(6);
    const twice = daemonTolerations({
      containers: [],
      tolerations: [mine, { ...mine, tolerationSeconds: 9 }],
    });
    expect(twice.map((t) => t.tolerationSeconds)).toEqual(Array(7).fill(undefined));
    expect(all[0]).toEqual({
      key: 'node.kubernetes.io/unreachable',
      operator: 'Exists',
      effect: 'NoExecute',
    });
  });
});
