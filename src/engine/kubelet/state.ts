/** State of all kubelets: plain data. Times are milliseconds since the Unix epoch. */
import type { BackOff } from './timing';
import type { ContainerStage, PodStage } from './stages';

export interface KubeletState {
  /** By node name. */
  machines: Map<string, Machine>;
  /** By pod uid. */
  workers: Map<string, PodWorker>;
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
  /** Runs the control plane from files (POD-44). */
  staticPods: boolean;
  /** Full names of the images present. */
  images: Set<string>;
  /** Last octet of the pod address given out last. */
  lastPodAddress: number;
  /** Uids of the pods it looks after. */
  pods: Set<string>;
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
  /** Empty until the sandbox is there. */
  podIP: string;
  mountDelay?: number;
  /** Set when the kubelet refused the pod (POD-40). */
  rejected?: { reason: string; message: string };
  /** When it was told to stop. */
  stopAt?: number;
  init: ContainerWorker[];
  main: ContainerWorker[];
}

export interface ContainerWorker {
  name: string;
  role: 'init' | 'sidecar' | 'main';
  image: string;
  stage: ContainerStage;
  /** End of the stage. */
  due?: number;
  /** Message of the waiting state. */
  message?: string;
  /** How often it has been started. */
  starts: number;
  /** Failures so far, so that each attempt has timing of its own. */
  turn: number;
  startedAt: number;
  /** How it ended the last time, while it is not running again. */
  exit?: Exit;
  /** How it ended before that. */
  lastExit?: Exit;
  /** The waiting state shown last, until it runs again: a retry under way does not hide it. */
  shown?: { reason: string; message?: string };
  /** Passed the startup probe, or has none (POD-9). */
  started: boolean;
  ready: boolean;
  crash?: BackOff;
  pull?: BackOff;
  /** How long the pull under way takes, ms. */
  pullTime?: number;
  startup?: ProbeWorker;
  readiness?: ProbeWorker;
}

export interface Exit {
  code: number;
  startedAt: number;
  finishedAt: number;
  /** `containerd://…` */
  id: string;
}

export interface ProbeWorker {
  /** Next run; absent = its result can no longer change. */
  due?: number;
  successes: number;
}

export function initialState(): KubeletState {
  return { machines: new Map(), workers: new Map(), machineCount: 0, writing: '' };
}

export function containersOf(worker: PodWorker): readonly ContainerWorker[] {
  return worker.init.length === 0 ? worker.main : [...worker.init, ...worker.main];
}

/** An init container that needs nothing more before the next may start (POD-12, POD-13). */
export function isInitialized(container: ContainerWorker): boolean {
  return container.role === 'sidecar'
    ? container.started
    : container.stage === 'stopped' && container.exit?.code === 0;
}
