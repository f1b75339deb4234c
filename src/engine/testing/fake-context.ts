/**
 * A component on its own: real store, an API without defaulting, admission and validation, and everything that the component
 * asks for on record. Watch events reach the component synchronously, as in the cluster.
 */
import { deepEqual } from '../../lib/equal';
import type { AnyObject, Json, JsonObject, Kind, KubeObject } from '../../k8s/types';
import { rfc3339 } from '../../k8s/time';
import { Store } from '../api/store';
import type { Api, ApiResult, Status, StatusReason, WatchEvent } from '../api/types';
import type { Component, Context, Random } from '../component';
import { faultById } from '../faults/registry';
import type { Input } from '../input';
import { World } from '../world';

export interface FakeRequest {
  verb: 'get' | 'create' | 'update' | 'patch' | 'delete';
  kind: Kind;
  namespace?: string;
  name: string;
  subresource?: string;
}

export interface FakeEvent {
  about: string;
  type: string;
  reason: string;
  message: string;
}

export function failure(reason: StatusReason, message: string): Status {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code: 500 };
}

/** A virtual moment with a whole second. */
export const START = 1_767_225_600_000;

export class FakeCluster<S> {
  now = START;
  /** true: a pod that is bound stays with a deletionTimestamp, as the server does it; false: gone at once. */
  graceful = false;
  /** Fails a request when it returns a status. */
  intercept: ((request: FakeRequest) => Status | undefined) | undefined;
  /** Replaces the result of a live GET. */
  live: ((kind: Kind, name: string) => KubeObject | undefined) | undefined;
  readonly requests: FakeRequest[] = [];
  readonly events: FakeEvent[] = [];
  readonly decisions: string[] = [];
  readonly queue: string[] = [];
  readonly delayed = new Map<string, number>();
  readonly timers = new Map<string, number>();
  readonly world = new World();
  readonly store: Store;
  readonly ctx: Context<S>;
  private serial = 0;

  constructor(readonly component: Component<S>) {
    this.store = new Store((change) => {
      const { object, type, old } = change;
      component.onEvent?.(this.ctx, { type, kind: object.kind, object, old, cause: 0 } as WatchEvent);
    });
    const state = component.initialState();
    const now = () => this.now;
    this.ctx = {
      get now() {
        return now();
      },
      state,
      read: this.store,
      api: this.api(),
      random: this.random(),
      world: this.world,
      enqueue: (key) => {
        if (!this.queue.includes(key)) this.queue.push(key);
      },
      enqueueAfter: (key, ms) => {
        const at = this.now + ms;
        this.delayed.set(key, Math.min(at, this.delayed.get(key) ?? at));
      },
      setTimer: (key, at) => void this.timers.set(key, at),
      clearTimer: (key) => void this.timers.delete(key),
      event: (about, type, reason, message) =>
        void this.events.push({ about: `${about.kind}/${about.name}`, type, reason, message }),
      decide: (_about, text) => void this.decisions.push(text),
    };
  }

  /** Stores an object as it is, with what the server would fill in; watchers see it. */
  put<T extends AnyObject>(object: Omit<T, 'metadata'> & { metadata: Partial<KubeObject['metadata']> }): T {
    const { metadata } = object;
    const stored = {
      ...object,
      metadata: {
        ...metadata,
        name: metadata.name ?? `${metadata.generateName ?? 'object-'}${this.suffix()}`,
        uid: metadata.uid ?? `uid-${++this.serial}`,
        creationTimestamp: metadata.creationTimestamp ?? rfc3339(this.now),
        resourceVersion: this.store.nextResourceVersion(),
      },
    } as unknown as T;
    this.store.put(stored.kind, stored, 'test');
    return stored;
  }

  /** Puts the object back, changed. */
  change<T extends AnyObject>(object: T, change: (object: T) => T): T {
    const { namespace, name } = object.metadata;
    const current = (this.store.get(object.kind, namespace, name) ?? object) as T;
    return this.put(change(current) as never);
  }

  /** A fault begins, happens or ends. */
  happen(input: Extract<Input, { type: 'break' | 'mend' }>): void {
    if (!faultById(input.fault)) throw new Error(`no fault ${input.fault}`);
    this.world.apply(input, this.now);
    this.component.onInput?.(this.ctx, input);
  }

  /** Processes the queue until it is empty. */
  drain(limit = 1000): void {
    for (let n = 0; this.queue.length > 0; n++) {
      if (n > limit) throw new Error('the queue does not drain');
      this.component.sync?.(this.ctx, this.queue.shift() as string);
    }
  }

  private suffix(): string {
    return String(++this.serial).padStart(5, '0');
  }

  private random(): Random {
    return {
      int: (min) => min,
      float: () => 0,
      suffix: () => this.suffix(),
      uuid: () => `uid-${++this.serial}`,
    };
  }

  private refused(request: FakeRequest): { ok: false; status: Status } | undefined {
    this.requests.push(request);
    const status = this.intercept?.(request);
    return status && { ok: false, status };
  }

  private found(kind: Kind, namespace: string | undefined, name: string): ApiResult<AnyObject> {
    const object = this.store.get(kind, namespace, name) as AnyObject | undefined;
    return object
      ? { ok: true, object }
      : { ok: false, status: failure('NotFound', `${kind} "${name}" not found`) };
  }

  private api(): Api {
    const api = {
      get: (kind: Kind, namespace: string | undefined, name: string) => {
        const live = this.live?.(kind, name);
        return (
          this.refused({ verb: 'get', kind, namespace, name }) ??
          (live ? { ok: true, object: live } : this.found(kind, namespace, name))
        );
      },
      list: (kind: Kind, namespace?: string) => this.store.list(kind, namespace),
      create: (kind: Kind, namespace: string | undefined, object: JsonObject) => {
        const metadata = object.metadata as unknown as Partial<KubeObject['metadata']>;
        const name = metadata.name ?? `${metadata.generateName ?? ''}${this.suffix()}`;
        const refused = this.refused({ verb: 'create', kind, namespace, name });
        if (refused) return refused;
        if (this.store.get(kind, namespace, name))
          return { ok: false, status: failure('AlreadyExists', `${kind} "${name}" already exists`) };
        const status = kind === 'Pod' ? { status: { phase: 'Pending' } } : {};
        const full = { ...status, ...object, metadata: { ...metadata, name, namespace } };
        return { ok: true, object: this.put(full as never) };
      },
      update: (
        kind: Kind,
        namespace: string | undefined,
        name: string,
        object: JsonObject,
        options?: { subresource?: string },
      ) =>
        this.refused({ verb: 'update', kind, namespace, name, subresource: options?.subresource }) ??
        this.replace(kind, namespace, name, () => object as unknown as AnyObject),
      patch: (kind: Kind, namespace: string | undefined, name: string, type: string, patch: Json) => {
        if (type !== 'merge') throw new Error('the fake knows merge patches only');
        const request = { verb: 'patch' as const, kind, namespace, name };
        const merge = (old: AnyObject) => mergePatch(old as unknown as Json, patch) as unknown as AnyObject;
        return this.refused(request) ?? this.replace(kind, namespace, name, merge);
      },
      delete: (
        kind: Kind,
        namespace: string | undefined,
        name: string,
        options?: { gracePeriodSeconds?: number },
      ) => {
        const refused = this.refused({ verb: 'delete', kind, namespace, name });
        if (refused) return refused;
        const found = this.found(kind, namespace, name);
        if (found.ok) this.remove(found.object, options?.gracePeriodSeconds);
        return found;
      },
      bind: () => {
        throw new Error('the fake binds nothing');
      },
    };
    return api as unknown as Api;
  }

  private replace(
    kind: Kind,
    namespace: string | undefined,
    name: string,
    change: (old: AnyObject) => AnyObject,
  ): ApiResult<AnyObject> {
    const found = this.found(kind, namespace, name);
    if (!found.ok) return found;
    const next = change(found.object);
    const finished =
      next.metadata.deletionTimestamp !== undefined && (next.metadata.finalizers ?? []).length === 0;
    if (finished && kind !== 'Pod') this.store.remove(kind, next, 'test');
    else if (!deepEqual(next, found.object)) return { ok: true, object: this.put(next as never) };
    return { ok: true, object: next };
  }

  private remove(object: AnyObject, grace?: number): void {
    const { finalizers = [], deletionTimestamp } = object.metadata;
    const bound = object.kind === 'Pod' && Boolean(object.spec.nodeName) && this.graceful && grace !== 0;
    if (!bound && finalizers.length === 0) this.store.remove(object.kind, object, 'test');
    else if (deletionTimestamp === undefined)
      this.put({
        ...object,
        metadata: { ...object.metadata, deletionTimestamp: rfc3339(this.now + (bound ? 30_000 : 0)) },
      } as never);
  }
}

function mergePatch(target: Json | undefined, patch: Json): Json {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch;
  const isObject = target !== null && typeof target === 'object' && !Array.isArray(target);
  const merged: JsonObject = isObject ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else if (value !== undefined) merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}
