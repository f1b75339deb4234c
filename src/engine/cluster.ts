/**
 * The simulated cluster: store, API server, components, one virtual clock. The only mutable thing of the engine; everything that
 * decides is a component or a pure function. Same seed, same inputs at the same times ⇒ the same bytes.
 */
import type { Event, Kind } from '../k8s/types';
import { unknownResource } from './api/errors';
import { Journal } from './api/journal';
import { definitionOf } from './api/kinds/lookup';
import { createApiServer } from './api/server';
import type { Row } from './api/server-context';
import { Store, type StoreChange } from './api/store';
import type { Api, Reader, RequestResult, WatchEvent, WatchOptions, WatchResult } from './api/types';
import { bootstrap, bootstrapFully, type Bootstrap } from './bootstrap';
import type { Budget } from './budget';
import type { Checkpoint } from './checkpoint';
import { Clockwork, STORAGE } from './clockwork';
import type { Component } from './component';
import { ComponentContext, hostOf, type ContextHost, type Running } from './context';
import { digestOf, partsOf, type StateParts } from './digest';
import { EntryWatches } from './entry-watches';
import { newEventState, type EventState } from './event-memory';
import { eventExpiry, EventExpiry } from './event-expiry';
import { History } from './history';
import { describeInput, type Input, type LoggedInput, type WorldInput } from './input';
import { isStopped, stopAndStart } from './processes';
import { lastHeartbeat } from './kubelet-activity';
import { dialError } from './kubelet/dial';
import { SeededRandom } from './random';
import { COMPONENTS, FULL_COMPONENTS } from './registry';
import { keepState, reviveState } from './state-keeping';
import { Trace } from './trace';
import { createUserApi, executeRequest } from './user-api';
import { Watches, type Watch } from './watches';
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

const EVENTS = 'events';

/** Longest quiet stretch that `step` looks through, milliseconds. */
const STEP_HORIZON = 24 * 3_600_000;

export class Cluster {
  /** The API as the user: changes are logged as inputs. */
  readonly api: Api;
  readonly trace = new Trace();
  private changes = 0;
  private restores = 0;
  private readonly store = new Store((change) => this.changed(change));
  private readonly random: SeededRandom;
  private readonly outside = new World();
  private readonly history = new History();
  private readonly running: readonly Running[];
  private readonly watches = new Watches();
  private readonly journal = new Journal();
  private readonly entryWatches = new EntryWatches(this.store, this.journal);
  private events = newEventState();
  private readonly expiry = new EventExpiry(this.store);
  private readonly clockwork: Clockwork;
  private lastNonEventChange = 0;
  /** See `unhurried`. */
  private lazy = false;
  private readonly apiFor: (actor: string) => Api;
  private readonly host: ContextHost;

  constructor(options: ClusterOptions) {
    this.clockwork = new Clockwork(options.startTime, {
      nextInput: () => this.history.nextInput(),
      replay: (logged) => this.replay(logged),
      settled: () => this.keepCheckpoint(),
      onStorageTimer: () => this.expireEvents(),
    });
    this.random = new SeededRandom(options.seed);
    const { store, random, journal } = this;
    this.apiFor = createApiServer({
      store,
      now: () => this.now,
      random,
      journal,
      heartbeat: (node) => lastHeartbeat(this, node),
      dial: (node) => dialError(this.outside.ofNode(node)),
    });
    this.api = createUserApi(this.apiFor('user'), {
      submit: (input) => this.input(input) as RequestResult,
      dryRun: (run) => this.withoutTrace(run),
      beforeRead: () => this.catchUp(),
    });
    this.host = hostOf(
      { store, random, trace: this.trace, world: this.outside, apiFor: this.apiFor },
      this.clockwork,
      () => this.events,
    );
    const full = options.bootstrap === 'full';
    const components = options.components ?? (full ? FULL_COMPONENTS : COMPONENTS);
    this.running = this.clockwork.running = components.map((component, index) =>
      this.start(component, index),
    );
    bootstrap(this.apiFor('kube-apiserver'));
    if (full) bootstrapFully(this.apiFor, store, this.now);
    this.settle();
    this.history.keep(this.checkpoint());
  }

  /** Virtual time, milliseconds since the Unix epoch. */
  get now(): number {
    return this.clockwork.now;
  }

  get read(): Reader {
    this.catchUp();
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

  /** Grows with every return to a checkpoint: what watches told before need not have led to what is stored now. */
  get restored(): number {
    return this.restores;
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
    const { lazy } = this;
    this.lazy = false;
    const result = this.take(input);
    if (!lazy) this.settleQueue();
    this.lazy = lazy;
    return result;
  }

  /**
   * Runs what makes inputs (a part of a command), and leaves what the last of them sets going to `drain` or `advanceTo`, to be done
   * in slices. Who reads within it, through `api` or `read`, finds all of that done, as ever: the same bytes.
   */
  unhurried<T>(run: () => T): T {
    this.lazy = true;
    try {
      return run();
    } finally {
      this.lazy = false;
    }
  }

  /** Syncs what waits in the queue; no timer fires and no time passes. False when the budget ended before. */
  drain(budget: Budget): boolean {
    return this.clockwork.drain(budget);
  }

  private take(input: Input): RequestResult | undefined {
    this.settle();
    const random = this.random.state.slice();
    const trace = this.trace.snapshot();
    const ahead = this.trace.dropAhead();
    const before = this.changes;
    const result = this.execute(input);
    if (result && !result.ok && this.changes === before) {
      // A rejected request is as if it had never been sent, unless it got somewhere: the deletion of a collection may stop halfway.
      this.random.state = random;
      this.trace.restore(trace);
      this.trace.putAhead(ahead);
      return result;
    }
    this.history.record({ at: this.now, input });
    return result;
  }

  /**
   * Processes everything due up to `time` (ms since epoch). With a budget it may stop early, between any two items, and return
   * false; call again with the same time. Slicing changes nothing in the result.
   */
  advanceTo(time: number, budget: Budget = Number.POSITIVE_INFINITY): boolean {
    return this.clockwork.advanceTo(time, budget);
  }

  /** Processes all work due now. */
  settle(): void {
    this.advanceTo(this.now);
  }

  /** Time of the next thing that is due, if any. */
  nextTime(): number | undefined {
    return this.clockwork.nextTime();
  }

  /** Moves to the next instant at which something other than an event is written. False when nothing is to come. */
  step(limit = this.now + STEP_HORIZON): boolean {
    const moved = this.stepInto(limit);
    this.settle();
    return moved;
  }

  /** The same, but only to the first thing that is written there. */
  stepInto(limit: number): boolean {
    const before = this.lastNonEventChange;
    const nothingYet = (): boolean => this.lastNonEventChange === before;
    this.settle();
    while (nothingYet()) {
      const next = this.nextTime();
      if (next === undefined || next > limit || this.clockwork.onlyEventsExpire) return false;
      this.advanceTo(next, nothingYet);
    }
    return true;
  }

  /** Changes of a kind, of one namespace or one object when given, from now on. */
  watch(kind: Kind, namespace?: string, name?: string): Watch {
    this.catchUp();
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
      ...this.clockwork.snapshot(),
      random: this.random.state.slice(),
      store: this.store.snapshot(),
      events: keepState(this.events),
      trace: this.trace.snapshot(),
      world: this.outside.snapshot(),
      components: this.running.map((r) => keepState(r.state)),
      inputs: this.history.applied,
      revision: this.changes,
    };
  }

  restore(checkpoint: Checkpoint): void {
    this.restores++;
    this.clockwork.restore(checkpoint);
    this.random.state = checkpoint.random;
    this.store.restore(checkpoint.store);
    this.expiry.reset();
    this.journal.clear(this.store.resourceVersion);
    this.entryWatches.reset(this.store.resourceVersion);
    this.events = reviveState(checkpoint.events, this.events) as EventState;
    this.trace.restore(checkpoint.trace);
    this.outside.restore(checkpoint.world);
    this.running.forEach((r, i) => {
      r.stopped = isStopped(r.component, this.outside);
      r.state = reviveState(checkpoint.components[i], r.state);
    });
    this.history.applied = checkpoint.inputs;
    this.changes = checkpoint.revision;
  }

  /** Goes to any time since the start: from the nearest checkpoint before it, replaying the inputs. */
  seek(time: number): void {
    this.jump(time);
    this.advanceTo(time);
  }

  /** To the kept moment from which `time` is reached soonest; false when that is the present. What is left is for `advanceTo`. */
  jump(time: number): boolean {
    const kept = this.history.nearest(time);
    if (this.now <= time && kept.now <= this.now) return false;
    this.restore(kept);
    return true;
  }

  /** Canonical hash of all state, equal for equal histories. */
  digest(): string {
    return digestOf(this.checkpoint());
  }

  /** What `digest` is the hash of, to find out what differs. */
  stateParts(): StateParts {
    return partsOf(this.checkpoint());
  }

  private execute(input: Input): RequestResult | undefined {
    this.clockwork.cause = this.trace.add({
      id: 0,
      at: this.now,
      type: 'input',
      by: 'user',
      cause: 0,
      text: describeInput(input),
    });
    let result: RequestResult | undefined;
    if (input.type === 'request') result = executeRequest(this.apiFor('user'), input.request);
    else this.happen(input);
    this.clockwork.cause = 0;
    return result;
  }

  private happen(input: WorldInput): void {
    this.outside.apply(input, this.now);
    stopAndStart(this.running, this.host);
    for (const r of this.running) if (!r.stopped) r.component.onInput?.(r.context, input);
  }

  private settleQueue(): void {
    this.drain(Number.POSITIVE_INFINITY);
  }

  private catchUp(): void {
    if (!this.lazy) return;
    this.lazy = false;
    this.settleQueue();
    this.lazy = true;
  }

  /** Dry runs leave no trace: not even in the random generator. */
  private withoutTrace<T>(run: () => T): T {
    const state = this.random.state.slice();
    const result = run();
    this.random.state = state;
    return result;
  }

  private replay({ input }: LoggedInput): void {
    this.history.replayed();
    this.execute(input);
  }

  private keepCheckpoint(): void {
    if (this.history.wantsCheckpoint(this.clockwork.work)) this.history.keep(this.checkpoint());
  }

  private expireEvents(): void {
    const next = this.expiry.expire(this.now);
    if (next !== undefined) this.clockwork.agenda.set(STORAGE, 'timer', EVENTS, next);
  }

  private changed(change: StoreChange): void {
    const { clockwork, now } = this;
    this.changes++;
    this.journal.record(change);
    this.entryWatches.deliver(change);
    const { kind, object } = change;
    if (kind !== 'Event') this.lastNonEventChange++;
    // Its machine goes with it (simplification node-deletion): a later one of that name starts sound.
    if (kind === 'Node' && change.type === 'DELETED') this.outside.forgetNode(object.metadata.name);
    const cause = this.trace.add(recordOf(change, now, clockwork.cause));
    const old = change.type === 'MODIFIED' ? change.old : undefined;
    const event = { type: change.type, kind, object, old, cause } as WatchEvent;
    this.watches.deliver(event, now, this.changes);
    if (kind === 'Event') {
      if (change.type === 'DELETED') return;
      this.expiry.written(object as Event);
      clockwork.agenda.setEarliest(STORAGE, 'timer', EVENTS, eventExpiry(now));
      return;
    }
    const outer = clockwork.cause;
    clockwork.cause = cause;
    for (const { component, context, stopped } of this.running)
      if (!stopped) component.onEvent?.(context, event);
    clockwork.cause = outer;
  }

  private start(component: Component, index: number): Running {
    const running = { component, index, state: component.initialState(), stopped: false } as Running;
    running.context = new ComponentContext(this.host, running);
    return running;
  }
}
