import type { Agenda } from './agenda';
import type { Store } from './api/store';
import type { Api, Reader } from './api/types';
import type { Component, Context, EventOptions, EventSource, EventSubject, Random } from './component';
import type { EventState } from './event-memory';
import { recordEvent } from './events';
import type { ObjectRef, Trace } from './trace';
import type { Workqueue } from './workqueue';
import type { World, WorldReader } from './world';

/** A component at work: its place in the registry, its state, its view of the engine. */
export interface Running {
  component: Component;
  index: number;
  context: Context<unknown>;
  state: unknown;
  /** Its process does not run. Follows from the world. */
  stopped: boolean;
}

/** What the cluster lends to its components. */
export interface ContextHost {
  readonly now: number;
  readonly store: Store;
  readonly random: Random;
  readonly agenda: Agenda;
  readonly queue: Workqueue;
  readonly trace: Trace;
  readonly events: EventState;
  readonly world: World;
  /** Trace record that the present work follows from; 0 = none. */
  readonly cause: number;
  apiFor(actor: string): Api;
}

/** `clock`: what moves; `events`: the memory of them, another one after a restore. */
export function hostOf(
  lasting: Pick<ContextHost, 'store' | 'random' | 'trace' | 'world' | 'apiFor'>,
  clock: Pick<ContextHost, 'now' | 'agenda' | 'queue' | 'cause'>,
  events: () => EventState,
): ContextHost {
  const { agenda, queue } = clock;
  const { store, random, trace, world, apiFor } = lasting;
  return {
    store,
    random,
    trace,
    world,
    apiFor,
    agenda,
    queue,
    get now() {
      return clock.now;
    },
    get events() {
      return events();
    },
    get cause() {
      return clock.cause;
    },
  };
}

/** The slice of the engine that one component sees. */
export class ComponentContext implements Context<unknown> {
  readonly api: Api;
  readonly random: Random;
  readonly read: Reader;
  readonly world: WorldReader;
  private readonly source: EventSource;

  constructor(
    private readonly host: ContextHost,
    private readonly running: Running,
  ) {
    this.api = host.apiFor(running.component.name);
    this.random = host.random;
    this.read = host.store;
    this.world = host.world;
    this.source = { component: running.component.name };
  }

  get now(): number {
    return this.host.now;
  }

  get state(): unknown {
    return this.running.state;
  }

  enqueue(key: string): void {
    this.host.queue.add({ component: this.running.index, key, cause: this.host.cause });
  }

  enqueueAfter(key: string, ms: number): void {
    this.host.agenda.setEarliest(this.running.index, 'enqueue', key, this.now + Math.max(0, ms));
  }

  setTimer(key: string, at: number): void {
    this.host.agenda.set(this.running.index, 'timer', key, Math.max(at, this.now));
  }

  clearTimer(key: string): void {
    this.host.agenda.clear(this.running.index, 'timer', key);
  }

  event(
    about: EventSubject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    options: EventOptions = {},
  ): void {
    const { host, source: self } = this;
    const { source = self, series = false, fieldPath, related } = options;
    const by = self.component;
    // Field by field: events are made by the ten thousand, and objects of one shape are the cheap ones.
    recordEvent(host.events, host, { by, about, related, type, reason, message, source, fieldPath, series });
  }

  decide(about: ObjectRef, text: string, reason?: string): void {
    const { trace, now, cause } = this.host;
    const by = this.running.component.name;
    trace.add({ id: 0, at: now, type: 'decision', by, cause, about, text, reason });
  }
}
