/** Nodes, sets and pods of the upstream test inventory (chapter I), and a set under test with its counts per sync. */
import { hashText } from '../../../../k8s/hash';
import { controllerReference } from '../../../../k8s/owner';
import { rfc3339 } from '../../../../k8s/time';
import type { DaemonSet, DaemonSetSpec, Node, Pod, PodSpec, Taint } from '../../../../k8s/types';
import { FakeCluster } from '../../../testing/fake-context';
import { daemonSetController } from '../index';
import { HASH_LABEL } from '../pod-template';
import type { DaemonState } from '../daemon-context';

export const LABEL = { name: 'simple-daemon', type: 'production' };
export const OTHER_LABEL = { name: 'simple-daemon', type: 'test' };
export const NODE_LABEL = { color: 'blue', speed: 'fast' };

export type Meta<T extends { metadata: object }> = Omit<T, 'metadata'> & {
  metadata: Partial<T['metadata']>;
};

export function aNode(
  name: string,
  options: { labels?: Record<string, string>; taints?: Taint[]; status?: Node['status'] } = {},
): Meta<Node> {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: options.labels },
    spec: options.taints ? { taints: options.taints } : {},
    status: options.status ?? { conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

export interface SetOptions {
  strategy?: DaemonSetSpec['updateStrategy'];
  spec?: Partial<PodSpec>;
  minReadySeconds?: number;
  revisionHistoryLimit?: number;
  image?: string;
}

export const ON_DELETE = { type: 'OnDelete' };

export function rolling(maxUnavailable: number | string, maxSurge: number | string = 0) {
  return { type: 'RollingUpdate', rollingUpdate: { maxUnavailable, maxSurge } };
}

/** Upstream runs most of its tests with both. */
export const STRATEGIES: [string, DaemonSetSpec['updateStrategy']][] = [
  ['OnDelete', ON_DELETE],
  ['RollingUpdate', rolling(1)],
];

export function aSet(name: string, options: SetOptions = {}): Meta<DaemonSet> {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {
      name,
      namespace: 'default',
      generation: 1,
      annotations: { 'deprecated.daemonset.template.generation': '1' },
    },
    spec: {
      revisionHistoryLimit: options.revisionHistoryLimit ?? 10,
      minReadySeconds: options.minReadySeconds,
      updateStrategy: options.strategy ?? rolling(1),
      selector: { matchLabels: LABEL },
      template: {
        metadata: { labels: LABEL },
        spec: { containers: [{ name: 'a', image: options.image ?? 'foo/bar' }], ...options.spec },
      },
    },
    status: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  };
}

export interface PodOptions {
  labels?: Record<string, string>;
  /** Of its revision; default: of the current template. */
  hash?: string;
  ready?: boolean;
  /** Seconds since it became ready. */
  readyFor?: number;
  phase?: string;
  terminating?: boolean;
  /** Seconds of age. */
  age?: number;
  owner?: DaemonSet | 'none';
  name?: string;
}

/** A cluster in which the DaemonSet controller is the only component, with one set in it. */
export class SetUnderTest {
  readonly cluster: FakeCluster<DaemonState> = new FakeCluster(daemonSetController);
  private template = 1;

  constructor(
    readonly options: SetOptions = {},
    readonly name = 'foo',
  ) {
    this.cluster.put(aSet(name, options));
  }

  get set(): DaemonSet {
    const ds = this.cluster.store.get('DaemonSet', 'default', this.name);
    if (!ds) throw new Error('the set is gone');
    return ds;
  }

  get pods(): readonly Pod[] {
    return this.cluster.store.list('Pod');
  }

  /** The hash of the current template. */
  get hash(): string {
    return hashText(this.set.spec.template, this.set.status.collisionCount);
  }

  addNodes(from: number, count: number, labels?: Record<string, string>, taints?: Taint[]): this {
    for (let i = from; i < from + count; i++) this.cluster.put(aNode(`node-${i}`, { labels, taints }));
    return this;
  }

  changeNode(name: string, change: (node: Node) => Node): void {
    const node = this.cluster.store.get('Node', undefined, name);
    if (node) this.cluster.change(node, change);
  }

  addPods(node: string, count: number, options: PodOptions = {}): Pod[] {
    return Array.from({ length: count }, () => this.addPod(node, options));
  }

  addPod(node: string, options: PodOptions = {}): Pod {
    const { now } = this.cluster;
    const owner = options.owner ?? this.set;
    const ready = options.ready ?? false;
    return this.cluster.put<Pod>({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: options.name,
        generateName: `${node}-`,
        namespace: 'default',
        labels: { ...(options.labels ?? LABEL), [HASH_LABEL]: options.hash ?? this.hash },
        ownerReferences: owner === 'none' ? undefined : [controllerReference(owner)],
        creationTimestamp: rfc3339(now - (options.age ?? 0) * 1000),
        deletionTimestamp: options.terminating ? rfc3339(now) : undefined,
      },
      spec: { containers: [{ name: 'a', image: 'foo/bar' }], nodeName: node },
      status: {
        phase: options.phase ?? 'Pending',
        conditions: ready ? [readyCondition(now - (options.readyFor ?? 0) * 1000)] : undefined,
      },
    });
  }

  /** Marks pods Ready since now: all, or those of the filter. */
  markReady(which: (pod: Pod) => boolean = () => true): void {
    for (const pod of this.pods)
      if (which(pod))
        this.cluster.change(pod, (p) => ({
          ...p,
          status: { ...p.status, phase: 'Running', conditions: [readyCondition(this.cluster.now)] },
        }));
  }

  change(change: (spec: DaemonSetSpec) => DaemonSetSpec): void {
    this.cluster.change(this.set, (ds) => ({
      ...ds,
      metadata: { ...ds.metadata, generation: (ds.metadata.generation ?? 0) + 1 },
      spec: change(ds.spec),
    }));
  }

  /** A new image, or other changes of the template's pod spec; counts the template generation as the server does. */
  changeTemplate(spec: Partial<PodSpec> = {}): void {
    this.template++;
    const { template } = this;
    this.cluster.change(this.set, (ds) => ({
      ...ds,
      metadata: {
        ...ds.metadata,
        annotations: {
          ...ds.metadata.annotations,
          'deprecated.daemonset.template.generation': String(template),
        },
      },
    }));
    this.change((s) => ({
      ...s,
      template: {
        ...s.template,
        spec: {
          ...s.template.spec,
          containers: [{ name: 'a', image: `foo/bar:${template}` }],
          ...spec,
        },
      },
    }));
  }

  /** One sync; returns its error, if any. */
  sync(): string | undefined {
    this.cluster.queue.length = 0;
    const result = daemonSetController.sync?.(this.cluster.ctx, `set:default/${this.name}`);
    return result ? result.error : undefined;
  }

  /** One sync, as `creations/deletions/events`; the events of the pod control itself are not counted, as upstream. */
  counts(): string {
    const { requests, events } = this.cluster;
    requests.length = 0;
    events.length = 0;
    this.sync();
    const pods = (verb: string) => requests.filter((r) => r.kind === 'Pod' && r.verb === verb).length;
    const own = events.filter((e) => e.reason !== 'SuccessfulCreate' && e.reason !== 'SuccessfulDelete');
    return `${pods('create')}/${pods('delete')}/${own.length}`;
  }
}

export function readyCondition(since: number) {
  return { type: 'Ready', status: 'True', lastTransitionTime: rfc3339(since) };
}
