/** Hand-made objects and a Reader over them, for tests of the picture and of explanations. */
import { compareText } from '../../lib/compare';
import { rfc3339 } from '../../k8s/time';
import type { Reader } from '../../engine/index';
import type {
  AnyObject,
  ControllerRevision,
  DaemonSet,
  DaemonSetSpec,
  Event,
  Kind,
  KindMap,
  Node,
  Pod,
  PodSpec,
  Taint,
} from '../../k8s/types';

export const START = Date.UTC(2026, 0, 1);

let serial = 0;
function meta(name: string, namespace?: string, at = START) {
  serial += 1;
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: `uid-${namespace ?? ''}-${name}`,
    resourceVersion: String(serial),
    creationTimestamp: rfc3339(at),
  };
}

export const CONTROL_PLANE_TAINT: Taint = {
  key: 'node-role.kubernetes.io/control-plane',
  effect: 'NoSchedule',
};

interface NodeOptions {
  controlPlane?: boolean;
  labels?: Record<string, string>;
  taints?: Taint[];
  ready?: 'True' | 'False' | 'Unknown';
  readySince?: number;
  unschedulable?: boolean;
}

export function makeNode(name: string, options: NodeOptions = {}): Node {
  const { controlPlane, labels, taints, ready = 'True', readySince = START, unschedulable } = options;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      ...meta(name),
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...(controlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
        ...labels,
      },
    },
    spec: {
      ...(unschedulable ? { unschedulable } : {}),
      taints: [...(controlPlane ? [CONTROL_PLANE_TAINT] : []), ...(taints ?? [])],
    },
    status: {
      allocatable: { cpu: '2', memory: '4Gi', pods: '110' },
      capacity: { cpu: '2', memory: '4Gi', pods: '110' },
      conditions: [{ type: 'Ready', status: ready, lastTransitionTime: rfc3339(readySince) }],
    },
  };
}

interface SetOptions {
  namespace?: string;
  image?: string;
  spec?: Partial<DaemonSetSpec>;
  pod?: Partial<PodSpec>;
  status?: Partial<DaemonSet['status']>;
}

export function makeSet(name: string, options: SetOptions = {}): DaemonSet {
  const { namespace = 'default', image = `${name}:v1`, spec, pod, status } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { ...meta(name, namespace), generation: 1 },
    spec: {
      selector: { matchLabels: { app: name } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name, image }], ...pod },
      },
      ...spec,
    },
    status: {
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
      observedGeneration: 1,
      ...status,
    },
  };
}

function owner(set: DaemonSet) {
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      name: set.metadata.name,
      uid: set.metadata.uid,
      controller: true,
    },
  ];
}

export function makeRevision(
  set: DaemonSet,
  revision: number,
  hash: string,
  image: string,
): ControllerRevision {
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      ...meta(`${set.metadata.name}-${hash}`, set.metadata.namespace, START + revision * 1000),
      labels: { 'controller-revision-hash': hash },
      ownerReferences: owner(set),
    },
    revision,
    data: { spec: { template: { $patch: 'replace', spec: { containers: [{ name: 'c', image }] } } } },
  };
}

export type PodStage =
  'unbound' | 'creating' | 'running' | 'ready' | 'crash' | 'pull-backoff' | 'evicted' | 'terminating';

interface PodOptions {
  suffix?: string;
  hash?: string;
  at?: number;
  message?: string;
}

export function makePod(set: DaemonSet, node: string, stage: PodStage, options: PodOptions = {}): Pod {
  const { suffix = `${node.slice(-4)}x`, hash = 'aaa', at = START, message } = options;
  const isReady = stage === 'ready' || stage === 'terminating';
  const waiting = (reason: string) => ({
    waiting: { reason, ...(message ? { message } : {}) },
  });
  const state = {
    unbound: undefined,
    creating: waiting('ContainerCreating'),
    running: { running: { startedAt: rfc3339(at) } },
    ready: { running: { startedAt: rfc3339(at) } },
    terminating: { running: { startedAt: rfc3339(at) } },
    crash: waiting('CrashLoopBackOff'),
    'pull-backoff': waiting('ImagePullBackOff'),
    evicted: undefined,
  }[stage];
  const pending = stage === 'unbound' || stage === 'creating' || stage === 'pull-backoff';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...meta(`${set.metadata.name}-${suffix}`, set.metadata.namespace, at),
      labels: { app: set.metadata.name, 'controller-revision-hash': hash },
      ownerReferences: owner(set),
      ...(stage === 'terminating'
        ? { deletionTimestamp: rfc3339(at + 30_000), deletionGracePeriodSeconds: 30 }
        : {}),
    },
    spec: {
      containers: set.spec.template.spec?.containers ?? [],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
          },
        },
      },
      ...(stage === 'unbound' ? {} : { nodeName: node }),
    },
    status: {
      phase: stage === 'evicted' ? 'Failed' : pending ? 'Pending' : 'Running',
      ...(stage === 'evicted'
        ? { reason: 'Evicted', message: 'The node was low on resource: memory. ' }
        : {}),
      conditions: [
        { type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: rfc3339(at) },
        stage === 'unbound'
          ? {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              ...(message ? { message } : {}),
            }
          : { type: 'PodScheduled', status: 'True' },
      ],
      ...(state
        ? {
            containerStatuses: [
              { name: set.metadata.name, image: '', imageID: '', ready: isReady, restartCount: 0, state },
            ],
          }
        : {}),
    },
  };
}

/** A pod that no controller owns, e.g. a mirror pod of a static pod. */
export function makeStaticPod(name: string, node: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...meta(`${name}-${node}`, 'kube-system'),
      annotations: { 'kubernetes.io/config.mirror': 'x' },
    },
    spec: { containers: [], nodeName: node },
    status: { phase: 'Running' },
  };
}

export function makeEvent(about: AnyObject, reason: string, message: string, at = START): Event {
  const { name, namespace, uid } = about.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: meta(`${name}.${reason}`, namespace ?? 'default', at),
    involvedObject: { kind: about.kind, name, uid, ...(namespace ? { namespace } : {}) },
    reason,
    message,
    type: reason.startsWith('Failed') ? 'Warning' : 'Normal',
    lastTimestamp: rfc3339(at),
  };
}

/** A Reader over a plain list. */
export function readerOf(objects: readonly AnyObject[]): Reader {
  const sorted = [...objects].sort(
    (a, b) =>
      compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
      compareText(a.metadata.name, b.metadata.name),
  );
  function ofKind<K extends Kind>(kind: K): KindMap[K][] {
    return sorted.filter((object): object is AnyObject & KindMap[K] => object.kind === kind);
  }
  return {
    get: (kind, namespace, name) =>
      ofKind(kind).find((object) => object.metadata.name === name && object.metadata.namespace === namespace),
    list: (kind, namespace) =>
      ofKind(kind).filter((object) => namespace === undefined || object.metadata.namespace === namespace),
    count: (kind) => ofKind(kind).length,
    podsOnNode: (nodeName) => ofKind('Pod').filter((pod) => pod.spec.nodeName === nodeName),
    ownedBy: (kind, uid) =>
      ofKind(kind).filter((object) =>
        object.metadata.ownerReferences?.some((reference) => reference.uid === uid),
      ),
    ownsAny: (uid) =>
      sorted.some(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid)),
    orphans: (kind, namespace) =>
      ofKind(kind).filter(
        (object) =>
          object.metadata.namespace === namespace &&
          !object.metadata.ownerReferences?.some((reference) => reference.controller),
      ),
  };
}
