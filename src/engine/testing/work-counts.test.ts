/** What a change costs goes with the change, not with the cluster: counts of what is looked at, with few nodes and with many. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isPodReady } from '../../k8s/conditions';
import type { DaemonSet, Node } from '../../k8s/types';
import { Store } from '../api/store';
import type { Manifest } from '../api/types';
import { Cluster } from '../cluster';

/** Nodes that the DaemonSet controller judged, nodes that the scheduler filtered, objects that were handed out in lists. */
const work = vi.hoisted(() => ({ judged: 0, filtered: 0, listed: 0 }));

vi.mock(import('../controllers/daemonset/should-run'), async (importOriginal) => {
  const original = await importOriginal();
  const count =
    <A, R>(judge: (by: A, node: Node) => R) =>
    (by: A, node: Node): R => {
      work.judged++;
      return judge(by, node);
    };
  return {
    ...original,
    judgeNode: count(original.judgeNode),
    nodeShouldRunDaemonPod: count(original.nodeShouldRunDaemonPod),
    daemonVerdicts: (ds: DaemonSet, nodes: readonly Node[]) => {
      work.judged += nodes.length;
      return original.daemonVerdicts(ds, nodes);
    },
  };
});

vi.mock(import('../scheduler/plugins/node-unschedulable'), async (importOriginal) => {
  const { nodeUnschedulable } = await importOriginal();
  const filter: typeof nodeUnschedulable.filter = (...args) => {
    work.filtered++;
    return nodeUnschedulable.filter?.(...args);
  };
  return { nodeUnschedulable: { ...nodeUnschedulable, filter } };
});

beforeAll(() => {
  for (const method of ['list', 'ownedBy', 'orphans', 'podsOnNode'] as const) {
    const original = Store.prototype[method] as (...args: unknown[]) => readonly never[];
    vi.spyOn(Store.prototype, method).mockImplementation(function (this: Store, ...args: unknown[]) {
      const found = original.apply(this, args);
      work.listed += found.length;
      return found;
    });
  }
});
afterAll(() => void vi.restoreAllMocks());

const SETS = 3;

function daemonSet(name: string): Manifest {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'c:1' }] } },
    },
  };
}

/** All of it Ready. */
function clusterOf(nodes: number, sets = SETS): Cluster {
  const cluster = new Cluster({ seed: 1, startTime: 1_767_225_600_000 });
  for (let i = 0; i < nodes; i++)
    cluster.input({ type: 'add-node', name: `n-${i}`, role: 'worker', boot: false });
  for (let i = 0; i < sets; i++) cluster.api.create('DaemonSet', 'default', daemonSet(`agent-${i}`));
  cluster.advanceTo(cluster.now + 120_000);
  const pods = cluster.read.list('Pod');
  expect(pods.filter(isPodReady).length).toBe(nodes * sets);
  return cluster;
}

function workOf(cluster: Cluster, change: () => void): typeof work {
  Object.assign(work, { judged: 0, filtered: 0, listed: 0 });
  change();
  cluster.advanceTo(cluster.now + 60_000);
  return { ...work };
}

describe('with 50 and with 500 nodes', () => {
  let few: Cluster;
  let many: Cluster;
  beforeAll(() => {
    few = clusterOf(50);
    many = clusterOf(500);
  }, 120_000);

  const CHANGES: [string, (cluster: Cluster) => void][] = [
    ['a node comes', (c) => void c.input({ type: 'add-node', name: 'new', role: 'worker', boot: true })],
    [
      'a daemon pod goes',
      ({ api, read }) => {
        const daemon = read.podsOnNode('n-7').find(({ metadata }) => metadata.name.startsWith('agent-1'));
        api.delete('Pod', 'default', daemon?.metadata.name ?? '');
      },
    ],
    [
      'a node is tainted',
      ({ api }) =>
        void api.patch('Node', undefined, 'n-8', 'merge', {
          spec: { taints: [{ key: 'a', effect: 'NoExecute' }] },
        }),
    ],
    [
      'a set changes its strategy alone',
      ({ api }) =>
        void api.patch('DaemonSet', 'default', 'agent-2', 'merge', {
          spec: { updateStrategy: { type: 'OnDelete', rollingUpdate: null } },
        }),
    ],
  ];

  test.each(CHANGES)(
    '%s',
    (_, change) => {
      const first = workOf(few, () => change(few));
      const second = workOf(many, () => change(many));
      expect(second.judged).toBe(first.judged);
      expect(second.filtered).toBe(first.filtered);
      expect(second.listed).toBe(first.listed);
      expect(first.listed).toBeLessThan(500);
    },
    60_000,
  );

  test('the counters count: a new template is judged on every node', () => {
    const image = { spec: { template: { spec: { containers: [{ name: 'c', image: 'c:2' }] } } } };
    const { judged } = workOf(few, () =>
      few.api.patch('DaemonSet', 'default', 'agent-0', 'strategic', image),
    );
    expect(judged).toBeGreaterThanOrEqual(51);
  }, 60_000);
});

test('with 3 and with 30 pods on a node: one of them goes, and another comes', () => {
  const [few, many] = [3, 30].map((sets) => {
    const cluster = clusterOf(10, sets);
    const replace = () => {
      const pods = cluster.read.podsOnNode('n-7');
      const daemon = pods.find(({ metadata }) => metadata.name.startsWith('agent-1-'));
      cluster.api.delete('Pod', 'default', daemon?.metadata.name ?? '');
    };
    const { listed, filtered } = workOf(cluster, replace);
    // Less what has been asked for here.
    return { listed: listed - sets, filtered, pods: cluster.read.podsOnNode('n-7').length };
  });
  expect(few?.pods).toBe(3);
  expect(many).toEqual({ ...few, pods: 30 });
}, 120_000);
