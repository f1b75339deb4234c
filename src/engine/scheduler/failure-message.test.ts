import { describe, expect, test } from 'vitest';
import type { Node, Pod } from '../../k8s/types';
import type { ClusterView } from './cluster-view';
import { eventNote, fitErrorText } from './failure-message';
import { diagnosisText, findFeasibleNodes, nodesToFind } from './feasible-nodes';
import { findPreemption, postFilterText } from './preemption';
import { makeDaemonPod, makeNode, makePod, pinnedTo, viewOn } from './testing/objects';

const view = (nodes: Node[], pods: Pod[] = []) => viewOn(...nodes, ...pods);

function message(pod: Pod, cluster: ClusterView): string {
  const search = findFeasibleNodes(pod, cluster);
  const { feasible, diagnosis } = search;
  if (feasible.length > 0) return `fits ${feasible.map((n) => n.metadata.name).join(' ')}`;
  const preemption = findPreemption(pod, search, cluster);
  return diagnosisText(diagnosis) + postFilterText(preemption, diagnosis);
}

const control = makeNode('cp', {
  taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
});
const three = [control, makeNode('w1'), makeNode('w2')];
const big = { cpu: '1500m' };
const fill = (node: string, priority?: number) =>
  makePod(`fill-${node}`, { node, requests: { cpu: '1' }, priority });

describe('SCH-21', () => {
  test('a daemon pod on a full node', () => {
    const text = message(makeDaemonPod('d', 'w1', { requests: big }), view(three, [fill('w1')]));
    expect(text).toBe(
      "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.",
    );
  });

  test('a pod for any node', () => {
    const pods = ['w1', 'w2'].map((n) => makePod(n, { node: n, requests: { memory: '4Gi' } }));
    const text = message(makePod('p', { requests: { memory: '1Gi' } }), view(three, pods));
    expect(text).toBe(
      '0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient memory. no new claims to deallocate, preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
    );
  });

  test('parts are sorted as texts', () => {
    const histogram = new Map([
      ['z', 2],
      ['y', 10],
      ['x', 1],
    ]);
    expect(fitErrorText(13, histogram)).toBe('0/13 nodes are available: 1 x, 10 y, 2 z.');
  });

  test('a daemon pod whose node is cordoned off by a taint', () => {
    const text = message(makeDaemonPod('d', 'cp'), view(three));
    expect(text).toBe(
      "0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
  });

  test('a request beyond the whole node cannot be helped (SCH-11)', () => {
    const text = message(makeDaemonPod('d', 'w1', { requests: { cpu: '3' } }), view(three, [fill('w1')]));
    expect(text).toMatch(
      / preemption: 0\/3 nodes are available: 3 Preemption is not helpful for scheduling\.$/,
    );
  });
});

// Seen in a real v1.34.0: its diagnosis shares one set of plugins between the look at the nominated node and the text.
test('SCH-36 the plugin that refused the nominated node is named with the one that pins the pod', () => {
  const nominated = (pod: Pod): Pod => ({ ...pod, status: { ...pod.status, nominatedNodeName: 'w1' } });
  const pods = [fill('w1')];
  expect(
    message(nominated(makeDaemonPod('d', 'w1', { requests: big, priority: 5 })), view(three, pods)),
  ).toBe(
    "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity NodeResourcesFit].",
  );
  // The nominated node is another one, or none that exists.
  expect(
    message(nominated(makeDaemonPod('d', 'w2', { requests: big })), view(three, [fill('w2')])),
  ).toContain("2 node(s) didn't satisfy plugin(s) [NodeAffinity].");
  expect(message(nominated(makeDaemonPod('d', 'cp')), view([control, makeNode('w2')]))).toContain(
    "1 node(s) didn't satisfy plugin(s) [NodeAffinity],",
  );
});

test('SCH-43 the node of a daemon pod is gone', () => {
  expect(message(makeDaemonPod('d', 'gone'), view(three))).toBe(
    "0/3 nodes are available: 3 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
  );
});

test('SCH-15 contradicting pins fail the pod as a whole', () => {
  const spec = pinnedTo('w1');
  spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]?.matchFields?.push(
    {
      key: 'metadata.name',
      operator: 'In',
      values: ['w2'],
    },
  );
  expect(message(makePod('p', { spec }), view(three))).toBe(
    '0/3 nodes are available: pod affinity terms conflict. not found',
  );
});

test('SCH-15 one term without a name makes every node a candidate', () => {
  const spec = pinnedTo('w1');
  spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms.push({
    matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['w2'] }],
  });
  expect(message(makePod('p', { spec }), view(three))).toBe('fits w1 w2');
});

describe('SCH-23', () => {
  test('preemptionPolicy Never', () => {
    const pod = makeDaemonPod('d', 'w1', {
      requests: big,
      priority: 10,
      spec: { preemptionPolicy: 'Never' },
    });
    expect(message(pod, view(three, [fill('w1')]))).toMatch(
      / preemption: not eligible due to preemptionPolicy=Never\.$/,
    );
  });

  test('victims are still terminating', () => {
    const victim = fill('w1');
    const leaving: Pod = {
      ...victim,
      metadata: { ...victim.metadata, deletionTimestamp: '2026-01-01T00:00:30Z' },
      status: { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }] },
    };
    const pod = makeDaemonPod('d', 'w1', {
      requests: big,
      priority: 10,
      status: { nominatedNodeName: 'w1' },
    });
    expect(message(pod, view(three, [leaving]))).toMatch(
      / preemption: not eligible due to a terminating pod on the nominated node\.$/,
    );
  });
});

describe('SCH-34 victims', () => {
  const node = makeNode('n', { allocatable: { cpu: '1' } });
  const high = (requests: Record<string, string>) => makePod('high', { requests, priority: 100 });
  const running = (name: string, cpu: string, priority: number, startTime?: string) =>
    makePod(name, { node: 'n', requests: { cpu }, priority, status: { startTime } });
  const victims = (pod: Pod, nodes: Node[], pods: Pod[]) => {
    const cluster = view(nodes, pods);
    const found = findPreemption(pod, findFeasibleNodes(pod, cluster), cluster);
    return found.type === 'victims'
      ? `${found.node}: ${found.victims.map((p) => p.metadata.name).join(' ')}`
      : found.message;
  };

  test('as few and as unimportant as possible', () => {
    const pods = [running('a', '300m', 5), running('b', '300m', 1), running('c', '300m', 1)];
    expect(victims(high({ cpu: '300m' }), [node], pods)).toBe('n: c');
  });

  test('of equal priority the younger goes', () => {
    const pods = [
      running('a', '500m', 1, '2026-01-01T00:01:00Z'),
      running('b', '500m', 1, '2026-01-01T00:00:00Z'),
    ];
    expect(victims(high({ cpu: '500m' }), [node], pods)).toBe('n: a');
  });

  test('pods of equal priority are never victims', () => {
    expect(victims(high({ cpu: '500m' }), [node], [running('a', '1', 100)])).toBe(
      '0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    );
  });

  test('not fitting even on the emptied node gives the filter reason', () => {
    const pods = [running('a', '500m', 1), running('b', '500m', 100)];
    expect(victims(high({ cpu: '600m' }), [node], pods)).toBe('0/1 nodes are available: 1 Insufficient cpu.');
  });

  test('SCH-35 the node with the lowest highest priority, then fewest victims', () => {
    const nodes = ['n1', 'n2', 'n3'].map((name) => makeNode(name, { allocatable: { cpu: '1' } }));
    const on = (name: string, n: string, cpu: string, priority: number) =>
      makePod(name, { node: n, requests: { cpu }, priority });
    const pods = [
      on('a', 'n1', '1', 5),
      on('b', 'n2', '500m', 1),
      on('c', 'n2', '500m', 1),
      on('d', 'n3', '1', 1),
    ];
    expect(victims(high({ cpu: '1' }), nodes, pods)).toBe('n3: d');
  });
});

test('SCH-3 node sampling', () => {
  expect([3, 99, 100, 1000, 5000, 6000].map(nodesToFind)).toEqual([3, 99, 100, 420, 500, 300]);
  const nodes = Array.from({ length: 250 }, (_, i) => makeNode(`n${String(i).padStart(3, '0')}`));
  const { feasible, examined } = findFeasibleNodes(makePod('p'), view(nodes), 200);
  expect([examined, feasible.length, feasible[0]?.metadata.name, feasible[50]?.metadata.name]).toEqual([
    120,
    120,
    'n200',
    'n000',
  ]);
});

test('SCH-20 a long note is cut at 1024 bytes', () => {
  expect(eventNote('x'.repeat(1024))).toHaveLength(1024);
  const cut = eventNote('x'.repeat(1025));
  expect(cut).toHaveLength(1024);
  expect(cut.endsWith('x ...')).toBe(true);
  expect(new TextEncoder().encode(eventNote('é'.repeat(600))).length).toBe(1024);
});
