import { fnv1a32 } from '../lib/fnv';
import { parseRfc3339, rfc3339, rfc3339Micro } from '../k8s/time';
import type { Event } from '../k8s/types';
import type { Store } from './api/store';
import type { EventSubject, Random } from './component';
import type { ObjectRef } from './trace';

/** Different messages of one (source, object, type, reason) before they are combined, and the gap that resets it (API-54). */
const AGGREGATE_AT = 10;
const AGGREGATE_GAP = 600_000;
/** Token bucket of the spam filter for each (source, object, type) (API-55). */
const BURST = 25;
const REFILL = 300_000;
/** Events are kept one hour after their last write (API-52). */
const EVENT_TTL = 3_600_000;
/** Leases of events are shared for as long as this. */
const EXPIRE_EVERY = 60_000;
const SWEEP_EVERY = 300_000;
/** A running series is written again this often (API-56). */
const SERIES_REFRESH = 1_800_000;

interface Group {
  readonly messages: readonly string[];
  readonly last: number;
}
interface Seen {
  readonly name: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}
interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** The correlator's memory: plain data, part of the checkpoint. Entries are never changed, so that a copy is cheap. */
export interface EventState {
  /** Event key → name of the stored event, its full count, and when it was first and last observed. */
  seen: Map<string, Seen>;
  groups: Map<string, Group>;
  buckets: Map<string, Bucket>;
  sequence: number;
  /** When the memory was last tidied up. */
  sweptAt: number;
}

export function newEventState(): EventState {
  return { seen: new Map(), groups: new Map(), buckets: new Map(), sequence: 0, sweptAt: 0 };
}

/** For a checkpoint: a thousand nodes leave thousands of entries. */
export function copyEventState(state: EventState): EventState {
  const { seen, groups, buckets } = state;
  return { ...state, seen: new Map(seen), groups: new Map(groups), buckets: new Map(buckets) };
}

export interface NewEvent {
  /** The component that reports; each has a memory of its own, and loses it when its process stops. */
  by: string;
  about: EventSubject;
  /** The other object concerned, in a series only. */
  related?: EventSubject;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  source: { component: string; host?: string };
  fieldPath?: string;
  series: boolean;
}

export interface EventDeps {
  store: Store;
  random: Random;
  now: number;
}

/** Records an event as client-go's correlator does: aggregation (API-54), spam filter (API-55), repeats (API-53) or series (API-56). */
export function recordEvent(state: EventState, deps: EventDeps, event: NewEvent): void {
  if (deps.now - state.sweptAt >= SWEEP_EVERY) sweep(state, deps);
  const { about, type, reason, source } = event;
  const object = `${about.kind}/${about.namespace ?? ''}/${about.name}/${about.uid ?? ''}`;
  const spamKey = `${event.by} ${source.component}/${source.host ?? ''}/${object}/${type}`;
  const who = `${spamKey}/${event.fieldPath ?? ''}`;
  const message = event.series
    ? event.message
    : aggregate(state, deps.now, `${spamKey}/${reason}`, event.message);
  // A series is of one version of the object: whoever writes a condition between two failures starts another.
  const key = event.series
    ? `${who}/${reason}/${about.resourceVersion ?? ''}`
    : `${who}/${reason}/${message.startsWith(COMBINED) ? COMBINED : message}`;
  let seen = observe(state, deps.now, key, about.name);
  // Without a token nothing is written, but the count goes on and shows with the next write (API-55).
  if (!event.series && !takeToken(state, deps.now, spamKey)) return;
  const stored = deps.store.get('Event', namespaceOf(about), seen.name);
  if (!stored && isNamespaceGoing(deps.store, namespaceOf(about))) return;
  if (!stored) {
    // A series whose event is gone starts anew.
    if (event.series) state.seen.set(key, (seen = { ...seen, count: 1 }));
    deps.store.put('Event', build(event, message, seen, deps), source.component, 'event');
  } else if (!event.series)
    put(
      deps.store,
      { ...stored, message, count: seen.count, lastTimestamp: rfc3339(deps.now) },
      source.component,
    );
  else if (seen.count === 2 || isStale(stored, deps.now))
    put(
      deps.store,
      { ...stored, series: { count: seen.count, lastObservedTime: rfc3339Micro(deps.now) } },
      source.component,
    );
}

/** The server refuses new events there like anything else (API-7), and nobody tries again. */
function isNamespaceGoing(store: Store, name: string): boolean {
  return store.get('Namespace', undefined, name)?.metadata.deletionTimestamp !== undefined;
}

/** A reporter's process has stopped. Its events stay; the same told again is a new one. */
export function forgetReporter({ seen, groups, buckets }: EventState, by: string): void {
  for (const memory of [seen, groups, buckets])
    for (const key of memory.keys()) if (key.startsWith(`${by} `)) memory.delete(key);
}

/** Whether a series is due for its half-hourly refresh (API-56). */
function isStale({ series }: Event, now: number): boolean {
  return series !== undefined && now - parseRfc3339(series.lastObservedTime ?? '') >= SERIES_REFRESH;
}

function observe(state: EventState, now: number, key: string, about: string): Seen {
  const known = state.seen.get(key);
  const seen = known
    ? { ...known, count: known.count + 1, last: now }
    : { name: `${about}.${nanoseconds(now, ++state.sequence)}`, count: 1, first: now, last: now };
  state.seen.set(key, seen);
  return seen;
}

/** When an event that has just been written will be looked at again, milliseconds since the epoch. */
export function eventExpiry(now: number): number {
  return (Math.floor((now + EVENT_TTL) / EXPIRE_EVERY) + 1) * EXPIRE_EVERY;
}

/** Removes events that nobody wrote for an hour (API-52); returns when to look again, if any are left. */
export function expireEvents(store: Store, now: number): number | undefined {
  let oldest = Infinity;
  for (const event of store.list('Event')) {
    const last = parseRfc3339(
      event.series?.lastObservedTime ?? event.lastTimestamp ?? event.metadata.creationTimestamp,
    );
    if (now - last <= EVENT_TTL) {
      oldest = Math.min(oldest, last);
      continue;
    }
    const metadata = { ...event.metadata, resourceVersion: store.nextResourceVersion() };
    store.remove('Event', { ...event, metadata }, 'kube-apiserver');
  }
  return oldest === Infinity ? undefined : eventExpiry(oldest);
}

/** Forgets what no longer matters. */
function sweep(state: EventState, deps: EventDeps): void {
  state.sweptAt = deps.now;
  for (const [key, group] of state.groups)
    if (deps.now - group.last > AGGREGATE_GAP) state.groups.delete(key);
  for (const [key, seen] of state.seen) if (deps.now - seen.last > EVENT_TTL) state.seen.delete(key);
  // A bucket that has filled up again is as good as a new one.
  for (const [key, bucket] of state.buckets)
    if (bucket.tokens + Math.floor((deps.now - bucket.at) / REFILL) >= BURST) state.buckets.delete(key);
}

const COMBINED = '(combined from similar events): ';

/** With the tenth message one of the ten is forgotten, whichever: what is still remembered is told by itself when it comes again. */
function aggregate(state: EventState, now: number, key: string, message: string): string {
  const group = state.groups.get(key);
  let messages = group && now - group.last <= AGGREGATE_GAP ? group.messages : [];
  if (!messages.includes(message)) messages = [...messages, message];
  const combined = messages.length >= AGGREGATE_AT;
  if (combined) messages = messages.toSpliced(fnv1a32(`${key}/${message}/${now}`) % AGGREGATE_AT, 1);
  state.groups.set(key, { messages, last: now });
  return combined ? COMBINED + message : message;
}

function takeToken(state: EventState, now: number, key: string): boolean {
  let { tokens, at } = state.buckets.get(key) ?? { tokens: BURST, at: now };
  const refilled = Math.floor((now - at) / REFILL);
  tokens += refilled;
  at += refilled * REFILL;
  if (tokens >= BURST) {
    // A full bucket does not save up: the time to the next token counts from the first one taken.
    tokens = BURST;
    at = now;
  }
  const taken = tokens > 0;
  state.buckets.set(key, { tokens: taken ? tokens - 1 : 0, at });
  return taken;
}

function build(event: NewEvent, message: string, seen: Seen, deps: EventDeps): Event {
  const { about, type, reason, source } = event;
  const time = rfc3339(deps.now);
  const meta = {
    name: seen.name,
    namespace: namespaceOf(about),
    uid: deps.random.uuid(),
    resourceVersion: deps.store.nextResourceVersion(),
    creationTimestamp: time,
  };
  const involvedObject = referenceTo(about);
  if (event.fieldPath !== undefined) involvedObject.fieldPath = event.fieldPath;
  if (event.series)
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: meta,
      involvedObject,
      ...(event.related && { related: referenceTo(event.related) }),
      type,
      reason,
      message,
      action: ACTIONS[reason] ?? 'Scheduling',
      eventTime: rfc3339Micro(deps.now),
      reportingComponent: source.component,
      reportingInstance: `${source.component}-${source.component}`,
    };
  const combined = message.startsWith(COMBINED);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: meta,
    involvedObject,
    type,
    reason,
    message,
    source,
    firstTimestamp: rfc3339(seen.first),
    lastTimestamp: time,
    count: seen.count,
    // Events that stand for many name their reporter in the source alone (API-54).
    reportingComponent: combined ? '' : source.component,
    reportingInstance: combined ? '' : (source.host ?? ''),
  };
}

function referenceTo(subject: EventSubject): Event['involvedObject'] {
  const { kind, namespace, name, uid, resourceVersion } = subject;
  const reference: Event['involvedObject'] = {
    apiVersion: subject.apiVersion ?? (kind === 'DaemonSet' ? 'apps/v1' : 'v1'),
    kind,
    name,
  };
  if (namespace !== undefined) reference.namespace = namespace;
  if (uid !== undefined) reference.uid = uid;
  if (resourceVersion !== undefined) reference.resourceVersion = resourceVersion;
  return reference;
}

/** What the scheduler was doing when it reported, by reason (SCH-20, SCH-36, SCH-41). */
const ACTIONS: Record<string, string> = { Scheduled: 'Binding', Preempted: 'Preempting' };

function put(store: Store, event: Event, by: string): void {
  const metadata = { ...event.metadata, resourceVersion: store.nextResourceVersion() };
  store.put('Event', { ...event, metadata }, by, 'event');
}

function namespaceOf(about: ObjectRef): string {
  return about.namespace ?? 'default';
}

/** Hexadecimal nanoseconds since the epoch; the sequence keeps names of one instant apart (API-52). */
function nanoseconds(now: number, sequence: number): string {
  if (instant.now !== now) instant = { now, nanoseconds: BigInt(now) * 1_000_000n };
  return (instant.nanoseconds + BigInt(sequence % 1_000_000)).toString(16);
}

/** The last instant converted: thousands of events share one. */
let instant = { now: 0, nanoseconds: 0n };
