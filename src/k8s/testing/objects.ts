/** Stored objects for tests: what the API server would have filled in, with the parts that a test cares about. */
import type {
  ContainerStatus,
  Node,
  NodeSpec,
  NodeStatus,
  Pod,
  PodSpec,
  PodStatus,
  StoredMeta,
} from '../types';

const CREATED = '2026-01-01T00:00:00Z';

function meta(name: string, more: Partial<StoredMeta> = {}): StoredMeta {
  return { name, uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: CREATED, ...more };
}

export function makePod(
  parts: { meta?: Partial<StoredMeta>; spec?: Partial<PodSpec>; status?: Partial<PodStatus> } = {},
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta('pod', { namespace: 'default', ...parts.meta }),
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...parts.spec },
    status: { phase: 'Running', ...parts.status },
  };
}

export function makeNode(
  name: string,
  parts: { labels?: Record<string, string>; spec?: NodeSpec; status?: NodeStatus } = {},
): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta(name, parts.labels && { labels: parts.labels }),
    spec: parts.spec ?? {},
    status: parts.status ?? {},
  };
}

export function containerStatus(name: string, parts: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name, image: 'nginx', imageID: '', ready: false, restartCount: 0, ...parts };
}
