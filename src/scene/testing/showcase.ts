/** A cluster that shows every state of the picture at once. */
import type { AnyObject, DaemonSet, Node, Pod } from '../../k8s/types';
import {
  START,
  makeEvent,
  makeNode,
  makePod,
  makeRevision,
  makeSet,
  makeStaticPod,
  type PodStage,
} from './fixture';

export const NOW = START + 62_000;

const lost: Node['spec']['taints'] = [
  { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
];

/** Nine nodes, a user's set in the middle of a rollout, two system sets. */
export function showcase(): AnyObject[] {
  const nodes: Node[] = [
    makeNode('cp-1', { controlPlane: true }),
    makeNode('worker-1', { labels: { zone: 'a', disktype: 'ssd' } }),
    makeNode('worker-2', { labels: { zone: 'a' } }),
    makeNode('worker-3', { labels: { zone: 'b' } }),
    makeNode('worker-4', { labels: { zone: 'b', disktype: 'ssd', 'example.com/gpu': 'true' } }),
    makeNode('worker-5', { ready: 'Unknown', readySince: NOW - 41_000, taints: lost }),
    makeNode('worker-6', { labels: { zone: 'c', 'kubernetes.io/arch': 'arm64' } }),
    makeNode('worker-7', {
      labels: { zone: 'a' },
      unschedulable: true,
      taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }],
    }),
    makeNode('worker-8', { labels: { zone: 'b' } }),
    makeNode('worker-9', { labels: { zone: 'c' } }),
    makeNode('worker-10', { labels: { zone: 'c' } }),
    makeNode('worker-11', { labels: { zone: 'c' } }),
  ];
  const status = {
    desiredNumberScheduled: 10,
    currentNumberScheduled: 9,
    numberReady: 5,
    updatedNumberScheduled: 4,
    numberAvailable: 4,
    numberMisscheduled: 1,
  };
  const set = makeSet('node-exporter', {
    namespace: 'monitoring',
    image: 'prom/node-exporter:v1.7.0',
    pod: { nodeSelector: { 'kubernetes.io/arch': 'amd64' } },
    spec: { minReadySeconds: 5 },
    status,
  });
  const all = {
    desiredNumberScheduled: 12,
    currentNumberScheduled: 12,
    numberReady: 11,
    updatedNumberScheduled: 12,
    numberAvailable: 11,
    numberMisscheduled: 0,
  };
  const everywhere = { tolerations: [{ operator: 'Exists' }] };
  const proxy = makeSet('kube-proxy', { namespace: 'kube-system', pod: everywhere, status: all });
  const net = makeSet('kindnet', { namespace: 'kube-system', pod: everywhere, status: all });
  const own = (node: string, stage: PodStage, hash: string, at = START, message?: string): Pod =>
    makePod(set, node, stage, {
      hash,
      at,
      suffix: `${node.slice(-2)}${hash}`,
      ...(message ? { message } : {}),
    });
  const pulling = own('worker-3', 'creating', 'new', NOW - 2000);
  const pods = [
    own('worker-1', 'ready', 'new'),
    own('worker-2', 'ready', 'new', NOW - 3000),
    pulling,
    own('worker-4', 'ready', 'old'),
    own('worker-5', 'ready', 'old'),
    own('worker-7', 'running', 'new'),
    own('worker-8', 'terminating', 'old', NOW - 12_000),
    own('worker-9', 'pull-backoff', 'new', NOW, 'Back-off pulling image "prom/node-exporter:v1.7.0"'),
    own('worker-10', 'ready', 'old'),
    own('worker-10', 'creating', 'new', NOW - 1000),
    own('worker-11', 'unbound', 'new', NOW, '0/12 nodes are available: 1 Insufficient cpu, …'),
  ];
  return [
    ...nodes,
    set,
    proxy,
    net,
    makeRevision(set, 1, 'old', 'prom/node-exporter:v1.6.1'),
    makeRevision(set, 2, 'new', 'prom/node-exporter:v1.7.0'),
    ...[proxy, net].flatMap((system: DaemonSet) => [
      makeRevision(system, 1, 'aaa', `${system.metadata.name}:v1`),
      ...nodes.map((node) =>
        makePod(system, node.metadata.name, 'ready', { suffix: `${node.metadata.name}-s` }),
      ),
    ]),
    ...pods,
    makeEvent(pulling, 'Pulling', 'Pulling image', NOW - 2000),
    ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) =>
      makeStaticPod(name, 'cp-1'),
    ),
  ];
}
