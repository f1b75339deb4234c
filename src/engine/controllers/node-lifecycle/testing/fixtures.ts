/** The controller alone, with nodes whose kubelets fall silent and come back. */
import { rfc3339Micro } from '../../../../k8s/time';
import type { Lease, Node, NodeCondition } from '../../../../k8s/types';
import { compareText } from '../../../../lib/compare';
import { withConditionApi } from '../../../testing/condition-api';
import { FakeCluster } from '../../../testing/fake-context';
import { nodeLifecycleController } from '../index';

export type World = FakeCluster<ReturnType<typeof nodeLifecycleController.initialState>>;
export const SECOND = 1000;

export function node(
  name: string,
  conditions: Record<string, string> = { Ready: 'True' },
  zone?: string,
): Node {
  const list = Object.entries(conditions).map(([type, status]) => ({ type, status }) as NodeCondition);
  const labels = zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone };
  const status = { conditions: list };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: {}, status } as unknown as Node;
}

export function world(...nodes: Node[]): World {
  const cluster = withConditionApi(new FakeCluster(nodeLifecycleController));
  for (const one of nodes) cluster.put(one);
  cluster.drain();
  return cluster;
}

export function runTo(cluster: World, at: number): void {
  for (;;) {
    cluster.drain();
    const due = [...cluster.timers].filter(([, t]) => t <= at).sort((a, b) => a[1] - b[1])[0];
    if (!due) break;
    cluster.timers.delete(due[0]);
    cluster.now = Math.max(cluster.now, due[1]);
    nodeLifecycleController.onTimer?.(cluster.ctx, due[0]);
  }
  cluster.now = at;
}

export const read = (cluster: World, name: string) => cluster.store.get('Node', undefined, name) as Node;
export const taints = (cluster: World, name: string) =>
  (read(cluster, name).spec.taints ?? [])
    .map((t) => `${t.key.replace('node.kubernetes.io/', '')}:${t.effect}`)
    .sort(compareText);
export const stop = (cluster: World, name: string) =>
  cluster.happen({ type: 'break', fault: 'kubelet-stopped', target: name });
export function start(cluster: World, name: string): void {
  cluster.happen({ type: 'mend', fault: 'kubelet-stopped', target: name });
  renew(cluster, name);
}
function renew(cluster: World, name: string): void {
  cluster.put<Lease>({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: 'kube-node-lease' },
    spec: { holderIdentity: name, renewTime: rfc3339Micro(cluster.now) },
  });
}
export function post(cluster: World, name: string, ready: string): void {
  cluster.change(read(cluster, name), (n) => ({
    ...n,
    status: { conditions: [{ type: 'Ready', status: ready }] },
  }));
  cluster.drain();
}
