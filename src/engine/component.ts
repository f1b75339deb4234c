/**
 * What a controller, the scheduler or the kubelets look like to the engine. Level-based (architecture rule 1): watch handlers
 * only put keys in the component's queue, `sync` reads the store, decides and acts through the API.
 */
import type { Api, Reader, WatchEvent } from './api/types';
import type { WorldInput } from './input';
import type { ControlPlaneProcess } from './faults/fault';
import type { ObjectRef } from './trace';
import type { WorldReader } from './world';

/** Seeded randomness; its state is part of the snapshot (architecture rule 2). */
export interface Random {
  /** Integer in [min, max], both included. */
  int(min: number, max: number): number;
  /** Float in [0, 1). */
  float(): number;
  /** `length` characters of the API-8 alphabet. */
  suffix(length: number): string;
  /** Random v4 UUID (API-1). */
  uuid(): string;
}

/** Who reports a core/v1 event (API-52). */
export interface EventSource {
  component: string;
  host?: string;
}

/** What an event is about; `resourceVersion`: of the object as the reporter saw it. */
export interface EventSubject extends ObjectRef {
  apiVersion?: string;
  resourceVersion?: string;
}

export interface EventOptions {
  /** Default: the component's own name. */
  source?: EventSource;
  /** e.g. `spec.containers{nginx}`. */
  fieldPath?: string;
  /** events.k8s.io series as the scheduler writes them: the message is not part of the key (API-56). */
  series?: boolean;
  /** The other object a series is about, e.g. the pod that preempts. */
  related?: EventSubject;
}

/** The slice of the engine that a component sees. `S` is its own state: plain data (objects, arrays, Map, Set), cloned for checkpoints; what is large is a KeptMap (state-keeping.ts). */
export interface Context<S> {
  /** Virtual time, milliseconds since the Unix epoch. */
  readonly now: number;
  /** Changed in place by the component alone. */
  readonly state: S;
  readonly read: Reader;
  /** The API acting as this component. */
  readonly api: Api;
  readonly random: Random;
  /** Faults under way (faults/), and who places daemon pods. */
  readonly world: WorldReader;
  /** Puts a key into this component's queue; a key already waiting is not added twice. Processed in FIFO order at the current time. */
  enqueue(key: string): void;
  /** Puts the key into the queue `ms` from now; the earliest of several wins. */
  enqueueAfter(key: string, ms: number): void;
  /** Calls `onTimer(key)` at `at` (ms since epoch); one timer for each key, a new one replaces the old. In the past = now. */
  setTimer(key: string, at: number): void;
  clearTimer(key: string): void;
  /** Records a core/v1 Event with the client-side correlator's counting and aggregation (API-52 … API-55). */
  event(
    about: EventSubject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    options?: EventOptions,
  ): void;
  /** Records a decision with its reason in the trace (architecture rule 4). */
  decide(about: ObjectRef, text: string, reason?: string): void;
}

/** A failed sync: the key is retried with back-off (DS-1: 5 ms · 2^n, at most 1000 s). */
export interface SyncError {
  error: string;
}

export interface Component<S = unknown> {
  /** Also the event source and the `by` of trace records, e.g. `daemonset-controller`. */
  readonly name: string;
  /** The process it runs in, when that can be stopped. It starts again with its initial state and sees all objects as added. */
  readonly process?: ControlPlaneProcess;
  initialState(): S;
  /** A watch event, delivered synchronously after each write. May only enqueue, set timers and keep its own state. */
  onEvent?(ctx: Context<S>, event: WatchEvent): void;
  /** Its process has started again, and it has seen every stored object as added. */
  onStart?(ctx: Context<S>): void;
  /** Something outside the control plane happened (a machine added, a fault, its end): `ctx.world` shows it already. Requests are not delivered here. */
  onInput?(ctx: Context<S>, input: WorldInput): void;
  /** Handles one key of the queue. */
  sync?(ctx: Context<S>, key: string): SyncError | undefined | void;
  /** A timer set with `setTimer` is due. */
  onTimer?(ctx: Context<S>, key: string): void;
}
