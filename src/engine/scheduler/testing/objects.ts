/** Nodes and pods as they stand in the store, for tests. */
import type { AnyObject, Node, Pod, PodSpec, Taint } from '../../../k8s/types';
import { Store } from '../../api/store';
import { viewOf, type ClusterView } from '../cluster-view';

let serial = 0;

export interface NodeOptions {
  labels?: Record<string, string>;
  taints?: Taint[];
  unschedulable?: boolean;
  allocatable?: Record<string, string>;
  ready?: 'True' | 'False' | 'Unknown';
}

export function makeNode(name: string, options: NodeOptions = {}): Node {
  const { labels, taints, unschedulable, allocatable, ready = 'True' } = options;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, ...labels },
      uid: `node-uid-${name}`,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: { ...(taints && { taints }), ...(unschedulable && { unschedulable }) },
    status: {
      allocatable: { cpu: '2', memory: '4Gi', pods: '110', ...allocatable },
      conditions: [{ type: 'Ready', status: ready }],
    },
  };
}

export interface PodOptions {
  node?: string;
  requests?: Record<string, string>;
  priority?: number;
  ports?: { hostPort: number; hostIP?: string; protocol?: string }[];
  spec?: Partial<PodSpec>;
  status?: Pod['status'];
}

export function makePod(name: string, options: PodOptions = {}): Pod {
  const { node, requests, priority, ports, spec, status } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: `pod-uid-${name}-${++serial}`,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: {
      containers: [
        {
          name: 'c',
          image: 'nginx',
          ...(requests && { resources: { requests } }),
          ...(ports && { ports: ports.map((p) => ({ containerPort: p.hostPort, ...p })) }),
        },
      ],
      ...(node && { nodeName: node }),
      ...(priority !== undefined && { priority }),
      ...spec,
    },
    status: { phase: 'Pending', ...status },
  };
}

/** The affinity that the DaemonSet controller gives its pods (DS-27). */
export function pinnedTo(node: string): Partial<PodSpec> {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  return {
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
    },
  };
}

export function makeDaemonPod(name: string, node: string, options: PodOptions = {}): Pod {
  return makePod(name, { ...options, spec: { ...pinnedTo(node), ...options.spec } });
}

/** A cluster of these objects and no other. */
export function viewOn(...objects: readonly AnyObject[]): ClusterView {
  const store = new Store(() => undefined);
  for (const object of objects) store.put(object.kind, object, 'test');
  return viewOf(store);
}

/** The pod while it is going away. */
export function leaving(pod: Pod): Pod {
  return { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:30Z' } };
}
