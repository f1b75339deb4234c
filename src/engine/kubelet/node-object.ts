/** What a kubelet says about its machine (NODE-1, NODE-3 … NODE-5, NODE-7). */
import { conditionOf } from '../../k8s/conditions';
import { rfc3339 } from '../../k8s/time';
import type { Node, NodeCondition, NodeStatus } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import type { Manifest } from '../api/types';
import type { Resource } from '../world';
import type { AddNodeInput } from '../input';
import { KUBERNETES_VERSION } from '../version';
import { machineAddress, podNetwork } from './addresses';
import { conditionsOf } from './eviction-signals';
import { nodeImages } from './node-images';
import { hex64 } from './registry';
import type { Machine } from './state';

/** 100Mi of memory and a tenth of the disk are held back for eviction (NODE-4). */
const CAPACITY = {
  cpu: '4',
  'ephemeral-storage': '104857600Ki',
  'hugepages-1Gi': '0',
  'hugepages-2Mi': '0',
  memory: '8388608Ki',
  pods: '110',
};
const ALLOCATABLE = { ...CAPACITY, 'ephemeral-storage': '96636764160', memory: '8286208Ki' };

const DAEMON_ENDPOINTS = { kubeletEndpoint: { Port: 10250 } };

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';

type Row = readonly [type: string, status: string, reason: string, message: string];

/** The conditions of a sound machine in NODE-5's order. */
const SOUND: readonly Row[] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
];

const SHORT: Record<Resource, Row> = {
  memory: [
    'MemoryPressure',
    'True',
    'KubeletHasInsufficientMemory',
    'kubelet has insufficient memory available',
  ],
  disk: ['DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure'],
  pid: ['PIDPressure', 'True', 'KubeletHasInsufficientPID', 'kubelet has insufficient PID available'],
};

const BOOTING: Row = [
  'Ready',
  'False',
  'KubeletNotReady',
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
];

/** A short machine has condition rows of its own, a booting one another Ready. */
function conditionRows(machine: Machine): readonly Row[] {
  const other = conditionsOf(machine).map((resource) => SHORT[resource]);
  const rows = machine.networkReady ? other : [...other, BOOTING];
  return rows.length === 0 ? SOUND : SOUND.map((row) => rows.find(([type]) => type === row[0]) ?? row);
}

/** Reasons of the events that tell of a sound machine, as a kubelet that starts reports them (NODE-6). */
export const SOUND_EVENTS = ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'];

/** The reason of the event that a condition's new status is reported with (NODE-6). */
export function statusEvent(type: string, status: string): string | undefined {
  if (type === 'Ready') return status === 'True' ? 'NodeReady' : 'NodeNotReady';
  const rows = status === 'True' ? Object.values(SHORT) : SOUND;
  return rows.find((row) => row[0] === type)?.[2].replace('Kubelet', 'Node');
}

export function standardLabels(name: string): Record<string, string> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
  };
}

const ANNOTATIONS = {
  'node.alpha.kubernetes.io/ttl': '0',
  'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
};

/** The Node that a new machine registers. */
export function newNode(input: AddNodeInput, machine: Machine, now: number): Manifest {
  const controlPlane = input.role === 'control-plane';
  const role = controlPlane
    ? { [CONTROL_PLANE]: '', 'node.kubernetes.io/exclude-from-external-load-balancers': '' }
    : {};
  const { name } = input;
  const metadata = {
    name,
    labels: { ...standardLabels(name), ...role, ...input.labels },
    annotations: ANNOTATIONS,
  };
  const taints = controlPlane ? { taints: [{ key: CONTROL_PLANE, effect: 'NoSchedule' }] } : {};
  const spec = { ...networkOf(machine), ...taints };
  const status = nodeStatus(undefined, machine, now) as unknown as Manifest;
  return { apiVersion: 'v1', kind: 'Node', metadata, spec, status };
}

/** A Node that somebody else created, with what the kubelet adds to it: labels, annotations, the pod network. */
export function adoptedNode(node: Node, machine: Machine): Node {
  const { metadata, spec } = node;
  return {
    ...node,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, ...standardLabels(metadata.name) },
      annotations: { ...ANNOTATIONS, ...metadata.annotations },
    },
    spec: { ...(spec.podCIDR === undefined && networkOf(machine)), ...spec },
  };
}

function networkOf(machine: Machine): { podCIDR: string; podCIDRs: string[] } {
  return { podCIDR: podNetwork(machine), podCIDRs: [podNetwork(machine)] };
}

/** The status that the kubelet posts at `now` (ms since epoch). Conditions of others (NetworkUnavailable) stay first. */
export function nodeStatus(before: NodeStatus | undefined, machine: Machine, now: number): NodeStatus {
  const rows = conditionRows(machine);
  const time = rfc3339(now);
  const own = rows.map(([type, status, reason, message]): NodeCondition => {
    const old = conditionOf(before?.conditions, type);
    const lastTransitionTime = old?.status === status ? (old.lastTransitionTime ?? time) : time;
    return { type, status, lastHeartbeatTime: time, lastTransitionTime, reason, message };
  });
  const others = (before?.conditions ?? []).filter((c) => !rows.some(([type]) => type === c.type));
  const images = nodeImages(machine);
  return {
    ...before,
    addresses: kept(before?.addresses, [
      { type: 'InternalIP', address: machineAddress(machine) },
      { type: 'Hostname', address: machine.name },
    ]),
    allocatable: ALLOCATABLE,
    capacity: CAPACITY,
    conditions: others.length === 0 ? own : others.concat(own),
    daemonEndpoints: DAEMON_ENDPOINTS,
    ...(images.length > 0 && { images }),
    nodeInfo: kept(before?.nodeInfo, nodeInfo(machine)),
  };
}

/** What says nothing new stays the very thing that is stored: comparing it again costs nothing, and one copy of it is enough. */
function kept<T>(before: T | undefined, now: T): T {
  return before !== undefined && deepEqual(before, now) ? before : now;
}

function nodeInfo(machine: Machine): NonNullable<NodeStatus['nodeInfo']> {
  const id = hex64(machine.uid || machine.name);
  const boot = machine.reboots === 0 ? id : hex64(`${machine.uid}/${machine.reboots}`);
  return {
    architecture: 'amd64',
    bootID: uuidFrom(boot),
    containerRuntimeVersion: 'containerd://2.1.4',
    kernelVersion: '6.1.0-37-amd64',
    kubeProxyVersion: '',
    kubeletVersion: KUBERNETES_VERSION,
    machineID: id.slice(0, 32),
    operatingSystem: 'linux',
    osImage: 'Debian GNU/Linux 12 (bookworm)',
    systemUUID: uuidFrom(id.slice(32)),
  };
}

function uuidFrom(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
