/** The clusters that are measured. */
import { Cluster } from '../../engine/index';
import { isPodReady } from '../../k8s/conditions';
import { runDetached } from '../../kubectl/shell';

const START = Date.UTC(2026, 0, 1);

export function kubectl(cluster: Cluster, line: string, stdin?: string): void {
  const { status, output } = runDetached(cluster, line, stdin);
  if (status !== 0) throw new Error(`${line.slice(0, 80)}: ${output.slice(0, 500)}`);
}

/** `worker-1 worker-2 …` */
export function nodeNames(count: number, prefix = 'worker'): string {
  return Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`).join(' ');
}

export function emptyCluster(): Cluster {
  return new Cluster({ seed: 1, startTime: START });
}

/** Adds Ready nodes and lets a minute pass. */
export function addNodes(cluster: Cluster, count: number): void {
  kubectl(cluster, `sim add-node --ready ${nodeNames(count)}`);
  cluster.advanceTo(cluster.now + 60_000);
}

export function clusterOf(nodes: number): Cluster {
  const cluster = emptyCluster();
  addNodes(cluster, nodes);
  return cluster;
}

/** A cluster on whose every node a pod of the DaemonSet `agent` is ready. */
export function clusterWithAgent(nodes: number): Cluster {
  const cluster = clusterOf(nodes);
  applyAgent(cluster, nodes, '1');
  return cluster;
}

const ROUNDS = 2;

/** Has the engine's code compiled, as it is in a page that has been open for a while. */
export function warmUp(): void {
  for (let i = 0; i < ROUNDS; i++) applyAgent(clusterWithAgent(500), 500, '2');
}

/** Applies the DaemonSet `agent` at a version (maxUnavailable 10 %), and on until each node has its ready pod. */
export function applyAgent(cluster: Cluster, nodes: number, version: string): void {
  kubectl(cluster, 'kubectl apply -f -', daemonSet('agent', version));
  untilReady(cluster, nodes, `agent:${version}`);
}

/** On, second by second, until there are so many pods, all ready and, where an image is given, all of that image. */
export function untilReady(cluster: Cluster, pods: number, image?: string): void {
  const limit = cluster.now + 3 * 3_600_000;
  for (;;) {
    const found = cluster.read.list('Pod');
    const done = (pod: (typeof found)[number]): boolean =>
      isPodReady(pod) && (image === undefined || pod.spec.containers[0]?.image === image);
    if (found.length === pods && found.every(done)) return;
    if (cluster.now > limit) throw new Error('the pods are not ready after three hours');
    cluster.advanceTo(cluster.now + 1000);
  }
}

export function daemonSet(name: string, version: string): string {
  return `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: ${name}
spec:
  selector:
    matchLabels:
      app: ${name}
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 10%
  template:
${podTemplate(name, version)}`;
}

export function deployment(name: string, replicas: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: ${name}
  template:
${podTemplate(name, '1')}`;
}

function podTemplate(name: string, version: string): string {
  return `    metadata:
      labels:
        app: ${name}
    spec:
      containers:
      - name: ${name}
        image: ${name}:${version}
        resources:
          requests:
            cpu: 10m
            memory: 10Mi
`;
}
