/**
 * The simulated cluster: store, API server, components, one virtual clock. The only mutable thing of the engine; everything that
 * decides is a component or a pure function. Same seed, same inputs at the same times ⇒ the same bytes.
 */
import { deepClone } from '../lib/clone';
import type { Kind } from '../k8s/types';
import { Agenda, type AgendaEntry } from './agenda';
import { unknownResource } from './api/errors';
import { Journal } from './api/journal';
import { definitionOf } from './api/kinds/lookup';
import { createApiServer } from './api/server';
import type { Row } from './api/server-context';
import { Store, type StoreChange } from './api/store';
import type { Api, Reader, RequestResult, WatchEvent, WatchOptions, WatchResult } from './api/types';
import { bootstrap, bootstrapFully, type Bootstrap } from './bootstrap';
import type { Checkpoint } from './checkpoint';
import type { Component } from './component';
import { ComponentContext, type ContextHost, type Running } from './context';
import { digestOf } from './digest';
import { EntryWatches } from './entry-watches';
import { copyEventState, newEventState, type EventState } from './event-memory';
import { eventExpiry, expireEvents } from './events';
import { History } from './history';
import { describeInput, type Input, type LoggedInput, type WorldInput } from './input';
import { isStopped, stopAndStart } from './processes';
import { lastHeartbeat } from './kubelet-activity';
import { dialError } from './kubelet/dial';
import { SeededRandom } from './random';
import { COMPONENTS, FULL_COMPONENTS } from './registry';
import { Trace } from './trace';
import { createUserApi, executeRequest } from './user-api';
import { Watches, type Watch } from './watches';
import { Workqueue } from './workqueue';
import { recordOf } from './write-record';
import { World, type WorldReader } from './world';

export interface ClusterOptions {
  seed: number;
  /** Virtual time of the empty cluster, milliseconds since the Unix epoch, a whole second. */
  startTime: number;
  /** What there is at the start; default: bare. */
  bootstrap?: Bootstrap;
  /** Who works in it; default: all of registry.ts that what there is needs. */
  components?: readonly Component[];
}

/** The agenda's number for what is no component: the storage, which lets events expire. */
const STORAGE = -1;
const EVENTS = 'events';

/** Longest quiet stretch that `step` looks through, milliseconds. */
const STEP_HORIZON = 24 * 3_600_000;

export class Cluster {
  /** The API as the user: changes are logged as inputs. */
  readonly api: Api;
  readonly trace = new Trace();
  private time: number;
  private changes = 0;
  private work = 0;
  private readonly store = new Store((change) => this.changed(change));
  private readonly random: SeededRandom;
  private readonly agenda = new Agenda();
  private readonly queue = new Workqueue();
  private readonly outside = new World();
  private readonly history = new History();
  private readonly running: Running[];
  private readonly watches = new Watches();
  private readonly journal = new Journal();
  private readonly entryWatches = new EntryWatches(this.store, this.journal);
  private events = newEventState();
  private cause = 0;
  private lastNonEventChange = 0;
  private readonly apiFor: (actor: string) => Api;
  private readonly host: ContextHost;

  constructor(options: ClusterOptions) {
    this.time = options.startTime;
    this.random = new SeededRandom(options.seed);
    const { store, random, journal } = this;
    this.apiFor = createApiServer({
      store,
      now: () => this.time,
      random,
      journal,
      heartbeat: (node) => lastHeartbeat(this, node),
      dial: (node) => dialError(this.outside.ofNode(node)),
    });
    this.api = createUserApi(this.apiFor('user'), {
      submit: (input) => this.input(input) as RequestResult,
      dryRun: (run) => this.withoutTrace(run),
    });
    this.host = this.createHost();
    const full = options.bootstrap === 'full';
    const components = options.components ?? (full ? FULL_COMPONENTS : COMPONENTS);
    this.running = components.map((component, index) => this.start(component, index));
    bootstrap(this.apiFor('kube-apiserver'));
    if (full) bootstrapFully(this.apiFor, store, this.time);
    this.settle();
    this.history.keep(this.checkpoint());
  }

  /** Virtual time, milliseconds since the Unix epoch. */
  get now(): number {
    return this.time;
  }

  get read(): Reader {
    return this.store;
  }

  /** Faults under way, and who places daemon pods. */
  get world(): WorldReader {
    return this.outside;
  }

  /** Grows with every stored write. */
  get revision(): number {
    return this.changes;
  }

  /** The inputs so far, oldest first; the part after the playhead is what a seek back has left behind. */
  get inputs(): readonly LoggedInput[] {
    return this.history.log;
  }

  /** How many of `inputs` lie before the playhead. */
  get inputsApplied(): number {
    return this.history.applied;
  }

  /** State of a component by name, for read-only helpers such as `kubeletActivity`. */
  stateOf(component: string): unknown {
    return this.running.find((r) => r.component.name === component)?.state;
  }

  /** Does what the user or the world does, at the current time. Past the playhead, later inputs are dropped (a fork). */
  input(input: Input): RequestResult | undefined {
    this.settle();
    const random = this.random.state.slice();
    const trace = this.trace.snapshot();
    const before = this.changes;
    const result = this.execute(input);
    if (result && !result.ok && this.changes === before) {
      // A rejected request is as if it had never been sent, unless it got somewhere: the deletion of a collection may stop halfway.
      this.random.state = random;
      this.trace.restore(trace);
      return result;
    }
    this.history.record({ at: this.time, input });
    return result;
  }

  /**
   * Processes everything due up to `time` (ms since epoch). With a budget (work items) it may stop early and return false; call
   * again with the same time. Slicing changes nothing in the result.
   */
  advanceTo(time: number, budget = Number.POSITIVE_INFINITY): boolean {
    let left = budget;
    for (;;) {
      while (!this.queue.empty) {
        if (left-- <= 0) return false;
        this.runOne();
      }
      const due = this.agenda.nextTime();
      const logged = this.history.nextInput();
      if (logged && logged.at <= time && (due === undefined || logged.at < due)) {
        this.time = Math.max(this.time, logged.at);
        this.history.replayed();
        this.execute(logged.input);
        continue;
      }
      if (due === undefined || due > time) break;
      if (this.history.wantsCheckpoint(this.work)) this.history.keep(this.checkpoint());
      this.time = Math.max(this.time, due);
      for (let entry = this.agenda.takeDue(this.time); entry; entry = this.agenda.takeDue(this.time)) {
        left--;
        this.fire(entry);
      }
    }
    this.time = Math.max(this.time, time);
    return true;
  }

  /** Processes all work due now. */
  settle(): void {
    this.advanceTo(this.time);
  }

  /** Time of the next thing that is due, if any. */
  nextTime(): number | undefined {
    if (!this.queue.empty) return this.time;
    const due = this.agenda.nextTime();
    const logged = this.history.nextInput()?.at;
    if (due === undefined || logged === undefined) return due ?? logged;
    return Math.min(due, logged);
  }

  /** Moves to the next instant at which something other than an event is written. False when nothing is to come. */
  step(limit = this.time + STEP_HORIZON): boolean {
    const before = this.lastNonEventChange;
    this.settle();
    while (this.lastNonEventChange === before) {
      const next = this.nextTime();
      if (next === undefined || next > limit || this.onlyEventsExpire()) return false;
      this.advanceTo(next);
    }
    return true;
  }

  /** Whether all that is to come is the end of old events, which nobody waits for. */
  private onlyEventsExpire(): boolean {
    return this.queue.empty && !this.history.nextInput() && this.agenda.holdsNothingBut(STORAGE);
  }

  /** Changes of a kind, of one namespace or one object when given, from now on. */
  watch(kind: Kind, namespace?: string, name?: string): Watch {
    return this.watches.open(kind, namespace, name);
  }

  /** The same for clients over the network: from a version on, selected, and with bookmarks (API-43). A seek back ends it. */
  watchFrom(kind: Kind, namespace: string | undefined, options: WatchOptions = {}): WatchResult {
    const row = definitionOf(kind, this.store) as Row | undefined;
    if (!row) return { ok: false, status: unknownResource() };
    return this.entryWatches.start(row, row.namespaced ? namespace : undefined, options);
  }

  checkpoint(): Checkpoint {
    return {
      now: this.time,
      random: this.random.state.slice(),
      store: this.store.snapshot(),
      agenda: this.agenda.snapshot(),
      queue: this.queue.snapshot(),
      events: copyEventState(this.events),
      trace: this.trace.snapshot(),
      world: this.outside.snapshot(),
      components: this.running.map((r) => deepClone(r.state)),
      inputs: this.history.applied,
      revision: this.changes,
      work: this.work,
    };
  }

  restore(checkpoint: Checkpoint): void {
    this.time = checkpoint.now;
    this.random.state = checkpoint.random;
    this.store.restore(checkpoint.store);
    this.journal.clear(this.store.resourceVersion);
    this.entryWatches.reset(this.store.resourceVersion);
    this.agenda.restore(checkpoint.agenda);
    this.queue.restore(checkpoint.queue);
    this.events = copyEventState(checkpoint.events);
    this.trace.restore(checkpoint.trace);
    this.outside.restore(checkpoint.world);
    this.running.forEach((r, i) => {
      r.stopped = isStopped(r.component, this.outside);
      r.state = deepClone(checkpoint.components[i]);
    });
    this.history.applied = checkpoint.inputs;
    this.changes = checkpoint.revision;
    this.work = checkpoint.work;
  }

  /** Goes to any time since the start: from the nearest checkpoint before it, replaying the inputs. */
  seek(time: number): void {
    if (time < this.time) this.restore(this.history.nearest(time));
    this.advanceTo(time);
  }

  /** Canonical hash of all state, equal for equal histories. */
  digest(): string {
    return digestOf(this.checkpoint());
  }

  private execute(input: Input): RequestResult | undefined {
    this.cause = this.trace.add({
      id: 0,
      at: this.time,
      type: 'input',
      by: 'user',
      cause: 0,
      text: describeInput(input),
    });
    let result: RequestResult | undefined;
    if (input.type === 'request') result = executeRequest(this.apiFor('user'), input.request);
    else this.happen(input);
    this.cause = 0;
    this.settleQueue();
    return result;
  }

  private happen(input: WorldInput): void {
    this.outside.apply(input, this.time);
    stopAndStart(this.running, this.host);
    for (const r of this.running) if (!r.stopped) r.component.onInput?.(r.context, input);
  }

  private settleQueue(): void {
    while (!this.queue.empty) this.runOne();
  }

  /** Dry runs leave no trace: not even in the random generator. */
  private withoutTrace<T>(run: () => T): T {
    const state = this.random.state.slice();
    const result = run();
    this.random.state = state;
    return result;
  }

  private runOne(): void {
    const item = this.queue.take();
    if (!item) return;
    this.work++;
    const { component, context } = this.running[item.component] as Running;
    this.cause = item.cause;
    const failure = component.sync?.(context, item.key);
    this.cause = 0;
    if (failure) {
      const delay = this.queue.failed(item.component, item.key);
      this.agenda.setEarliest(item.component, 'enqueue', item.key, this.time + delay);
    } else this.queue.succeeded(item.component, item.key);
  }

  private fire(entry: AgendaEntry): void {
    this.work++;
    if (entry.component === STORAGE) {
      const next = expireEvents(this.store, this.time);
      if (next !== undefined) this.agenda.set(STORAGE, 'timer', EVENTS, next);
      return;
    }
    if (entry.type === 'enqueue') {
      this.queue.add({ component: entry.component, key: entry.key, cause: 0 });
      return;
    }
    const { component, context } = this.running[entry.component] as Running;
    component.onTimer?.(context, entry.key);
  }

  private changed(change: StoreChange): void {
    this.changes++;
    this.journal.record(change);
    this.entryWatches.deliver(change);
    const { kind, object } = change;
    if (kind !== 'Event') this.lastNonEventChange++;
    // Its machine goes with it (simplification node-deletion): a later one of that name starts sound.
    if (kind === 'Node' && change.type === 'DELETED') this.outside.forgetNode(object.metadata.name);
    const cause = this.trace.add(recordOf(change, this.time, this.cause));
    const old = change.type === 'MODIFIED' ? change.old : undefined;
    const event = { type: change.type, kind, object, old, cause } as WatchEvent;
    this.watches.deliver(event, this.time, this.changes);
    if (kind === 'Event') {
      if (change.type !== 'DELETED')
        this.agenda.setEarliest(STORAGE, 'timer', EVENTS, eventExpiry(this.time));
      return;
    }
    const outer = this.cause;
    this.cause = cause;
    for (const { component, context, stopped } of this.running)
      if (!stopped) component.onEvent?.(context, event);
    this.cause = outer;
  }

  private start(component: Component, index: number): Running {
    const running = { component, index, state: component.initialState(), stopped: false } as Running;
    running.context = new ComponentContext(this.host, running);
    return running;
  }

  private createHost(): ContextHost {
    const { store, random, agenda, queue, trace, apiFor, outside: world } = this;
    const now = (): number => this.time;
    const events = (): EventState => this.events;
    const cause = (): number => this.cause;
    return {
      store,
      random,
      agenda,
      queue,
      trace,
      apiFor,
      world,
      get now() {
        return now();
      },
      get events() {
        return events();
      },
      get cause() {
        return cause();
      },
    };
  }
}
