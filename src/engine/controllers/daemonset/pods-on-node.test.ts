/** Creations, deletions and events of one sync, for both strategies (chapter I.1). */
import { describe, expect, test } from 'vitest';
import type { DaemonSetSpec, PodSpec, Taint } from '../../../k8s/types';
import { NODE_LABEL, OTHER_LABEL, SetUnderTest, STRATEGIES } from './testing/fixtures';

const NO_SCHEDULE: Taint[] = [{ key: 'dedicated', value: 'user1', effect: 'NoSchedule' }];
const NO_EXECUTE: Taint[] = [{ key: 'dedicated', value: 'user1', effect: 'NoExecute' }];
const well = (key: string, effect: string): Taint => ({ key: `node.kubernetes.io/${key}`, effect });
const AFFINITY: Partial<PodSpec> = {
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'color', operator: 'In', values: ['blue'] }] }],
      },
    },
  },
};
const hostPort = (port: number): Partial<PodSpec> => ({
  containers: [{ name: 'a', image: 'a', ports: [{ containerPort: port, hostPort: port }] }],
});
const asking = (memory: string, cpu: string): Partial<PodSpec> => ({
  containers: [{ name: 'a', image: 'a', resources: { requests: { memory, cpu } } }],
});

function allocate(t: SetUnderTest, node: string, memory: string, cpu: string): void {
  t.changeNode(node, (n) => ({ ...n, status: { allocatable: { memory, cpu, pods: '100' } } }));
}

/** A pod on node-0 that is nobody's. */
function stranger(t: SetUnderTest, spec: Partial<PodSpec>): void {
  const pod = t.addPod('node-0', { labels: { app: 'other' }, owner: 'none' });
  t.cluster.change(pod, (p) => ({ ...p, spec: { ...p.spec, ...spec } }));
}

/** TEST-33: `failed` failed pods beside `normal` ones on one node. */
function failedAndNormal(failed: number, normal: number) {
  return (t: SetUnderTest) => {
    t.addNodes(0, 1);
    t.addPods('node-0', failed, { phase: 'Failed' });
    t.addPods('node-0', normal);
  };
}

interface Row {
  id: string;
  name: string;
  spec?: Partial<PodSpec>;
  arrange?: (t: SetUnderTest) => void;
  want: string;
}

const ROWS: Row[] = [
  { id: 'TEST-3', name: 'five nodes', arrange: (t) => void t.addNodes(0, 5), want: '5/0/0' },
  { id: 'TEST-9', name: 'no nodes', want: '0/0/0' },
  { id: 'TEST-10', name: 'one node', arrange: (t) => void t.addNodes(0, 1), want: '1/0/0' },
  {
    id: 'TEST-11',
    name: 'a node that is not ready, without taint',
    arrange: (t) => {
      t.addNodes(0, 1);
      t.changeNode('node-0', (n) => ({ ...n, status: { conditions: [{ type: 'Ready', status: 'False' }] } }));
    },
    want: '1/0/0',
  },
  {
    id: 'TEST-12',
    name: 'a full node: resources are the scheduler’s business',
    spec: { ...asking('75M', '75m'), nodeName: 'node-0' },
    arrange: (t) => {
      t.addNodes(0, 1);
      allocate(t, 'node-0', '100M', '200m');
      stranger(t, asking('75M', '75m'));
    },
    want: '1/0/0',
  },
  {
    id: 'TEST-13',
    name: 'nodeSelector chooses one of two nodes',
    spec: { ...asking('50M', '75m'), nodeSelector: NODE_LABEL },
    arrange: (t) => {
      t.addNodes(0, 1).addNodes(1, 1, NODE_LABEL);
      allocate(t, 'node-0', '10M', '20m');
      allocate(t, 'node-1', '100M', '200m');
    },
    want: '1/0/0',
  },
  {
    id: 'TEST-14',
    name: 'hostNetwork tolerates network-unavailable',
    spec: { hostNetwork: true },
    arrange: (t) => void t.addNodes(0, 1, undefined, [well('network-unavailable', 'NoSchedule')]),
    want: '1/0/0',
  },
  {
    id: 'DS-24',
    name: 'without hostNetwork network-unavailable is not tolerated',
    arrange: (t) => void t.addNodes(0, 1, undefined, [well('network-unavailable', 'NoSchedule')]),
    want: '0/0/0',
  },
  {
    id: 'TEST-15',
    name: 'a set that is being deleted',
    arrange: (t) => {
      t.addNodes(0, 5);
      t.cluster.change(t.set, (ds) => ({
        ...ds,
        metadata: { ...ds.metadata, deletionTimestamp: ds.metadata.creationTimestamp, finalizers: ['x'] },
      }));
    },
    want: '0/0/0',
  },
  {
    id: 'TEST-16',
    name: 'alive in the cache, deleted in the live read: an orphan is not adopted',
    arrange: (t) => {
      t.addNodes(0, 5);
      t.addPod('node-0', { owner: 'none' });
      const { set } = t;
      const metadata = { ...set.metadata, deletionTimestamp: set.metadata.creationTimestamp };
      t.cluster.live = (kind) => (kind === 'DaemonSet' ? { ...set, metadata } : undefined);
    },
    want: '0/0/0',
  },
  {
    id: 'TEST-17',
    name: 'host port used by the own pod',
    spec: { ...hostPort(666), nodeName: 'node-0' },
    arrange: (t) => {
      t.addNodes(0, 1);
      t.addPod('node-0');
    },
    want: '0/0/0',
  },
  {
    id: 'TEST-18',
    name: 'another pod on the node with another host port',
    spec: hostPort(6662),
    arrange: (t) => {
      t.addNodes(0, 1);
      stranger(t, hostPort(6661));
    },
    want: '1/0/0',
  },
  {
    id: 'TEST-19',
    name: 'an empty selector touches nothing',
    arrange: (t) => {
      t.addNodes(0, 1);
      t.addPod('node-0', { owner: 'none' });
      t.change((spec: DaemonSetSpec) => ({ ...spec, selector: {} }));
    },
    want: '0/0/1',
  },
  {
    id: 'TEST-20',
    name: 'existing pods: missing ones are created, duplicates deleted',
    arrange: (t) => {
      t.addNodes(0, 5);
      t.addPods('node-1', 1);
      t.addPods('node-2', 2);
      t.addPods('node-3', 5);
      t.addPods('node-4', 2, { labels: OTHER_LABEL });
    },
    want: '2/5/0',
  },
  {
    id: 'TEST-21',
    name: 'nodeSelector on three of seven nodes',
    spec: { nodeSelector: NODE_LABEL },
    arrange: (t) => void t.addNodes(0, 4).addNodes(4, 3, NODE_LABEL),
    want: '3/0/0',
  },
  {
    id: 'TEST-22',
    name: 'pods on nodes that are no longer selected',
    spec: { nodeSelector: NODE_LABEL },
    arrange: (t) => {
      t.addNodes(0, 5).addNodes(5, 5, NODE_LABEL);
      t.addPods('node-0', 2, { labels: OTHER_LABEL });
      t.addPods('node-1', 3);
      t.addPods('node-1', 1, { labels: OTHER_LABEL });
      t.addPods('node-4', 1);
    },
    want: '5/4/0',
  },
  {
    id: 'TEST-23',
    name: 'duplicates on selected and other nodes',
    spec: { nodeSelector: NODE_LABEL },
    arrange: (t) => {
      t.addNodes(0, 5).addNodes(5, 5, NODE_LABEL);
      t.addPods('node-0', 1);
      t.addPods('node-1', 3);
      t.addPods('node-1', 2, { labels: OTHER_LABEL });
      t.addPods('node-2', 4);
      t.addPods('node-6', 13);
      t.addPods('node-7', 4, { labels: OTHER_LABEL });
      t.addPods('node-9', 1);
      t.addPods('node-9', 1, { labels: OTHER_LABEL });
    },
    want: '3/20/0',
  },
  {
    id: 'TEST-24',
    name: 'nodeSelector matches nothing',
    spec: { nodeSelector: { color: 'red' } },
    arrange: (t) => void t.addNodes(0, 4).addNodes(4, 3, NODE_LABEL),
    want: '0/0/0',
  },
  {
    id: 'TEST-25',
    name: 'nodeName of a node that exists',
    spec: { nodeName: 'node-0' },
    arrange: (t) => void t.addNodes(0, 5),
    want: '1/0/0',
  },
  {
    id: 'TEST-26',
    name: 'nodeName of an unknown node',
    spec: { nodeName: 'node-10' },
    arrange: (t) => void t.addNodes(0, 5),
    want: '0/0/0',
  },
  {
    id: 'TEST-27',
    name: 'nodeName and nodeSelector agree',
    spec: { nodeName: 'node-6', nodeSelector: NODE_LABEL },
    arrange: (t) => void t.addNodes(0, 4).addNodes(4, 3, NODE_LABEL),
    want: '1/0/0',
  },
  {
    id: 'TEST-28',
    name: 'nodeName and nodeSelector disagree',
    spec: { nodeName: 'node-0', nodeSelector: NODE_LABEL },
    arrange: (t) => void t.addNodes(0, 4).addNodes(4, 3, NODE_LABEL),
    want: '0/0/0',
  },
  {
    id: 'TEST-29',
    name: 'label selector and nodeSelector',
    spec: { nodeSelector: NODE_LABEL },
    arrange: (t) => void t.addNodes(0, 4).addNodes(4, 3, NODE_LABEL),
    want: '3/0/0',
  },
  {
    id: 'TEST-30',
    name: 'required node affinity',
    spec: AFFINITY,
    arrange: (t) => void t.addNodes(0, 4).addNodes(4, 3, NODE_LABEL),
    want: '3/0/0',
  },
  { id: 'TEST-33', name: 'no failed pod and a normal one', arrange: failedAndNormal(0, 1), want: '0/0/0' },
  { id: 'TEST-33', name: 'no pods', arrange: failedAndNormal(0, 0), want: '1/0/0' },
  { id: 'TEST-33', name: 'a failed pod', arrange: failedAndNormal(1, 0), want: '0/1/1' },
  {
    id: 'TEST-33',
    name: 'a failed pod and three normal ones',
    arrange: failedAndNormal(1, 3),
    want: '0/3/1',
  },
  {
    id: 'DS-36',
    name: 'of two failed pods on a node the first goes, the other is in its back-off',
    arrange: failedAndNormal(2, 0),
    want: '0/1/1',
  },
  {
    id: 'TEST-35',
    name: 'NoSchedule does not evict',
    arrange: (t) => {
      t.addNodes(0, 1, undefined, NO_SCHEDULE);
      t.addPod('node-0', { phase: 'Running' });
    },
    want: '0/0/0',
  },
  {
    id: 'TEST-36',
    name: 'NoExecute evicts',
    arrange: (t) => {
      t.addNodes(0, 1, undefined, NO_EXECUTE);
      t.addPod('node-0', { phase: 'Running' });
    },
    want: '0/1/0',
  },
  {
    id: 'TEST-37',
    name: 'untolerated NoSchedule and no pod',
    arrange: (t) => void t.addNodes(0, 1, undefined, NO_SCHEDULE),
    want: '0/0/0',
  },
  {
    id: 'TEST-38',
    name: 'tolerated NoSchedule',
    spec: { tolerations: [{ key: 'dedicated', value: 'user1', effect: 'NoSchedule' }] },
    arrange: (t) => void t.addNodes(0, 1, undefined, NO_SCHEDULE),
    want: '1/0/0',
  },
  {
    id: 'TEST-39',
    name: 'not-ready:NoExecute is tolerated by default',
    arrange: (t) => void t.addNodes(0, 1, undefined, [well('not-ready', 'NoExecute')]),
    want: '1/0/0',
  },
  {
    id: 'TEST-40',
    name: 'unreachable:NoExecute is tolerated by default',
    arrange: (t) => void t.addNodes(0, 1, undefined, [well('unreachable', 'NoExecute')]),
    want: '1/0/0',
  },
  {
    id: 'DS-26',
    name: 'not-ready:NoSchedule is not tolerated: no new pod, an existing one stays',
    arrange: (t) => {
      t.addNodes(0, 2, undefined, [well('not-ready', 'NoSchedule'), well('not-ready', 'NoExecute')]);
      t.addPod('node-1');
    },
    want: '0/0/0',
  },
  {
    id: 'TEST-41',
    name: 'tolerations and an untainted node',
    spec: { tolerations: [{ key: 'dedicated', value: 'user1', effect: 'NoSchedule' }] },
    arrange: (t) => void t.addNodes(0, 1),
    want: '1/0/0',
  },
  {
    id: 'TEST-42, DS-12',
    name: 'the only pod is terminating',
    arrange: (t) => {
      t.addNodes(0, 1);
      t.addPod('node-0', { terminating: true });
    },
    want: '0/0/0',
  },
  {
    id: 'TEST-43',
    name: 'pressure taints are tolerated by default',
    arrange: (t) => {
      const taints = ['memory-pressure', 'disk-pressure', 'pid-pressure'].map((key) =>
        well(key, 'NoSchedule'),
      );
      t.addNodes(0, 1, undefined, taints);
      const conditions = ['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => ({
        type,
        status: 'True',
      }));
      t.changeNode('node-0', (n) => ({ ...n, status: { conditions } }));
    },
    want: '1/0/0',
  },
  {
    id: 'TEST-47, DS-34',
    name: 'a pod that was never scheduled, for a node that is gone',
    arrange: (t) => {
      t.addNodes(0, 1);
      t.addPod('node-0');
      const pod = t.addPod('node-not-exist');
      t.cluster.change(pod, (p) => ({
        ...p,
        spec: {
          ...p.spec,
          nodeName: undefined,
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-not-exist'] }] },
                ],
              },
            },
          },
        },
      }));
    },
    want: '0/1/0',
  },
  {
    id: 'DS-33',
    name: 'a succeeded pod is deleted with an event',
    arrange: (t) => {
      t.addNodes(0, 1);
      t.addPod('node-0', { phase: 'Succeeded' });
    },
    want: '0/1/1',
  },
  {
    id: 'DS-37',
    name: 'at most 250 creations in one sync',
    arrange: (t) => void t.addNodes(0, 300),
    want: '250/0/0',
  },
];

describe.each(STRATEGIES)('%s', (_, strategy) => {
  test.each(ROWS)('$id $name: $want', ({ spec, arrange, want }) => {
    const t = new SetUnderTest({ strategy, spec });
    arrange?.(t);
    expect(t.counts()).toBe(want);
  });
});
