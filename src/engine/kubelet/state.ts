/** State of all kubelets: plain data. Times are milliseconds since the Unix epoch. */
import { deepClone } from '../../lib/clone';
import { KeptMap } from '../../lib/kept-map';
import type { Pod, PodCondition } from '../../k8s/types';
import type { Reach } from './reach';
import type { Resource } from '../world';
import type { BackOff } from './timing';
import type { ContainerStage, PodStage } from './stages';

export interface KubeletState {
  /** By node name. Whoever may change a machine or a worker asks with `get`; who looks only, with `peek`. */
  machines: KeptMap<Machine>;
  /** By pod uid. */
  workers: KeptMap<PodWorker>;
  /** Machines ever made: the number of the next one, from which its addresses follow. */
  machineCount: number;
  /** Uid of the pod or node that the kubelets are writing right now: their own watch events are no news. */
  writing: string;
}

export interface Machine {
  name: string;
  /** Uid of its Node object. */
  uid: string;
  /** From 0; addresses are derived from it. */
  number: number;
  /** Whether the kubelet process runs. */
  running: boolean;
  /** Whether the container network is up, i.e. the node is Ready as far as the kubelet can tell. */
  networkReady: boolean;
  /** End of the boot. */
  bootEnds?: number;
  /** The power is off. */
  off?: boolean;
  /** The network is cut. */
  cut?: boolean;
  /** It was off, and its kubelet has not started since. */
  rebooted?: boolean;
  /** How often it has been booted again; the boot id follows from it. */
  reboots: number;
  /** Since when its kubelet renews its lease without a gap. */
  contact?: number;
  /** The last renewal before the gap. */
  renewed?: number;
  /** What the kubelet last saw of `spec.unschedulable`. */
  unschedulable: boolean;
  /** How many images the status told of last. */
  imagesReported: number;
  /** What the eviction manager remembers, as long as there is something. */
  pressure?: MachinePressure;
  /** Runs the control plane from files (POD-44). */
  staticPods: boolean;
  /** Static pods whose mirror is gone for the moment, by name: their containers never notice. */
  unmirrored?: Map<string, PodWorker>;
  /** Full names of the images present. */
  images: ReadonlySet<string>;
  /** Images are pulled one after another: when the last pull asked for ends. */
  pullsEnd?: number;
  /** Images that a pull asked for will have brought, and when. */
  coming?: ReadonlyMap<string, number>;
  /** How far its kubelet got the last time it was looked at; absent = all the way. */
  reach?: Reach;
  /** The kubelet has started since it last reached the control plane: what it kept in memory is gone. */
  restarted?: boolean;
  /** The machine was off since then: its containers are dead. */
  lost?: boolean;
  /** Last octet of the pod address given out last. */
  lastPodAddress: number;
  /** Uids of the pods it looks after. */
  pods: ReadonlySet<string>;
}

export interface MachinePressure {
  /** When it was last seen, per resource. */
  seen: Partial<Record<Resource, number>>;
  /** The next look. */
  due: number;
  /** The pod whose end it waits for. */
  evicting?: string;
}

export interface PodWorker {
  uid: string;
  namespace: string;
  name: string;
  node: string;
  /** Mirrors a pod run from a file: deleting the object does not touch the containers (POD-44). */
  mirror: boolean;
  stage: PodStage;
  /** End of the stage. */
  due?: number;
  acceptedAt: number;
  sandbox: boolean;
  /** Its probes tick from here on (POD-32). */
  probesFrom: number;
  /** The pod as the kubelet knows it, while it cannot reach the API server. */
  known?: Pod;
  /** Empty until the sandbox is there. */
  podIP: string;
  mountDelay?: number;
  /** Set when the kubelet refused the pod (POD-40). */
  rejected?: { reason: string; message: string };
  /** Grace period under which it was told to stop, seconds. */
  grace?: number;
  /** Set when the pod comes to its end without being deleted. */
  ended?: PodEnd;
  init: ContainerWorker[];
  main: ContainerWorker[];
}

/** How a pod ends by the kubelet's decision: its phase, reason, message and conditions are reported once all containers have stopped. */
export interface PodEnd {
  /** Absent: what its containers make of it (POD-2). */
  phase?: 'Failed';
  reason?: string;
  message?: string;
  /** Conditions of others than the kubelet's five, e.g. DisruptionTarget. */
  conditions?: PodCondition[];
  /** Seconds; absent = the pod's own. */
  grace?: number;
}

export interface ContainerWorker {
  name: string;
  role: 'init' | 'sidecar' | 'main';
  image: string;
  stage: ContainerStage;
  /** End of the stage. */
  due?: number;
  /** How often it has been started. */
  starts: number;
  /** How often since the sandbox was made. */
  runs: number;
  /** Failures so far, so that each attempt has timing of its own. */
  turn: number;
  startedAt: number;
  /** How it ended the last time, while it is not running again. */
  exit?: Exit;
  /** How it ended before that. */
  lastExit?: Exit;
  /** The waiting state shown, until it runs again: a retry under way does not hide it. */
  shown?: { reason: string; message?: string };
  /** What the next look at the pod will show: a kubelet reports first and acts then. */
  reason?: { reason: string; message?: string };
  /** Killed in order to be restarted: nobody sees it end before the kubelet has dealt with it. */
  hidden?: boolean;
  /** Code with which a stop under way will end. */
  endCode?: number;
  /** Passed the startup probe, or has none (POD-9). */
  started: boolean;
  ready: boolean;
  crash?: BackOff;
  pull?: BackOff;
  /** The pull under way, ms: how long it takes by itself, and how long others were pulled before. */
  pullTime?: number;
  pullWait?: number;
  /** What the registry will answer, when it is an error. */
  pullError?: string;
  probes: Partial<Record<ProbeKind, ProbeWorker>>;
}

export type ProbeKind = 'startup' | 'readiness' | 'liveness';

export interface Exit {
  code: number;
  /** Absent: Completed or Error, by the code (POD-8). */
  reason?: string;
  message?: string;
  startedAt: number;
  finishedAt: number;
  /** `containerd://…` */
  id: string;
}

export interface ProbeWorker {
  /** Next run; absent = its result can no longer change. */
  due?: number;
  /** Result of the last run, and how many in a row were the same. They outlive the container (POD-33). */
  passed: boolean;
  run: number;
  /** A kubelet that has just started takes the initial value for the result first. */
  fresh?: boolean;
}

export function initialState(): KubeletState {
  return {
    machines: new KeptMap(cloneMachine),
    workers: new KeptMap(cloneWorker),
    machineCount: 0,
    writing: '',
  };
}

/** Sets and the map of what is coming are replaced, never changed: most copies have them in common. */
function cloneMachine(machine: Machine): Machine {
  const copy = { ...machine };
  if (copy.pressure) copy.pressure = deepClone(copy.pressure);
  if (copy.unmirrored) copy.unmirrored = deepClone(copy.unmirrored);
  return copy;
}

function cloneWorker(worker: PodWorker): PodWorker {
  const { init, main } = worker;
  return {
    ...worker,
    init: init.length === 0 ? init : init.map(cloneContainer),
    main: main.map(cloneContainer),
  };
}

/** Probes change in place; exits, reasons and back-offs are replaced. */
function cloneContainer(container: ContainerWorker): ContainerWorker {
  const copy = { ...container, probes: {} as ContainerWorker['probes'] };
  for (const kind in container.probes) {
    const probe = container.probes[kind as ProbeKind];
    if (probe) copy.probes[kind as ProbeKind] = { ...probe };
  }
  return copy;
}

/** A set with one more item, in the last place. */
export function including(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  if (set.has(item)) return set;
  const copy = new Set<string>();
  set.forEach((other) => copy.add(other));
  return copy.add(item);
}

export function excluding(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const others = new Set<string>();
  set.forEach((other) => {
    if (other !== item) others.add(other);
  });
  return others;
}

export function containersOf(worker: PodWorker): readonly ContainerWorker[] {
  return worker.init.length === 0 ? worker.main : [...worker.init, ...worker.main];
}

/** Those that stay: sidecars and regular ones. */
export function lastingOf({ init, main }: PodWorker): readonly ContainerWorker[] {
  return init.length === 0 ? main : [...init.filter((c) => c.role === 'sidecar'), ...main];
}

/** An init container that needs nothing more before the next may start (POD-12, POD-13). */
export function isInitialized(container: ContainerWorker): boolean {
  return container.role === 'sidecar'
    ? container.started
    : container.runs > 0 && container.stage === 'stopped' && container.exit?.code === 0;
}

export function isAlive({ stage }: ContainerWorker): boolean {
  return stage === 'running' || stage === 'post-start' || stage === 'replacing' || stage === 'stopping';
}
