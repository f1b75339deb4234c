import { parseRfc3339, rfc3339, rfc3339Micro } from '../k8s/time';
import type { Event, Kind } from '../k8s/types';
import type { Store } from './api/store';
import type { EventSource, EventSubject, Random } from './component';
import { forgetOld, recall, remember, type EventState } from './event-memory';
import { aggregate, COMBINED, findSeen, noteNew, recount, takeToken, withoutGroup, type Seen } from './told';
import type { ObjectRef } from './trace';

const SWEEP_EVERY = 300_000;
/** A running series is written again this often (API-56). */
const SERIES_REFRESH = 1_800_000;

export interface NewEvent {
  /** The component that reports; each has a memory of its own, and loses it when its process stops. */
  by: string;
  about: EventSubject;
  /** The other object concerned, in a series only. */
  related?: EventSubject;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  source: EventSource;
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
  const { about, series } = event;
  const { store, now } = deps;
  const recalled = recall(state, event, now);
  const { told } = recalled;
  if (series) withoutGroup(told);
  const message = series ? event.message : aggregate(told, event, now);
  // A series is of one version of the object: whoever writes a condition between two failures starts another.
  const single = message.startsWith(COMBINED) ? COMBINED : message;
  const said = series ? (versionOf(about, store) ?? '') : single;
  const known = findSeen(told, event, said);
  let seen = known
    ? recount(told, known, known.count + 1, now)
    : noteNew(told, event, said, `${about.name}.${nanoseconds(now, ++state.sequence)}`, now);
  // Without a token nothing is written, but the count goes on and shows with the next write (API-55).
  const mayWrite = series || takeToken(told, now);
  remember(state, event, recalled);
  if (!mayWrite) return;
  const { component } = told.source;
  // The name of a new one is new, too.
  const stored = known && store.get('Event', namespaceOf(about), seen.name);
  if (!stored && isNamespaceGoing(store, namespaceOf(about))) return;
  if (!stored) {
    // A series whose event is gone starts anew.
    if (series && seen.count > 1) seen = startAnew(state, event, seen, now);
    store.put('Event', build(event, told.source, message, seen, deps), component, 'event');
  } else if (!series)
    put(store, { ...stored, message, count: seen.count, lastTimestamp: rfc3339(now) }, component);
  else if (seen.count === 2 || isStale(stored, now))
    put(store, { ...stored, series: { count: seen.count, lastObservedTime: rfc3339Micro(now) } }, component);
}

/** The server refuses new events there like anything else (API-7), and nobody tries again. */
function isNamespaceGoing(store: Store, name: string): boolean {
  return store.get('Namespace', undefined, name)?.metadata.deletionTimestamp !== undefined;
}

/** Whether a series is due for its half-hourly refresh (API-56). */
function isStale({ series }: Event, now: number): boolean {
  return series !== undefined && now - parseRfc3339(series.lastObservedTime ?? '') >= SERIES_REFRESH;
}

function startAnew(state: EventState, event: NewEvent, seen: Seen, now: number): Seen {
  const recalled = recall(state, event, now);
  const anew = recount(recalled.told, seen, 1, now);
  remember(state, event, recalled);
  return anew;
}

/** Forgets what no longer matters. */
function sweep(state: EventState, deps: EventDeps): void {
  state.sweptAt = deps.now;
  forgetOld(state, deps.now);
}

/** `source`: the one that all events of the teller share. */
function build(event: NewEvent, source: EventSource, message: string, seen: Seen, deps: EventDeps): Event {
  const { about, type, reason } = event;
  const time = rfc3339(deps.now);
  const meta = {
    name: seen.name,
    namespace: namespaceOf(about),
    uid: deps.random.uuid(),
    resourceVersion: deps.store.nextResourceVersion(),
    creationTimestamp: time,
  };
  const involvedObject = referenceTo(about, versionOf(about, deps.store), event.fieldPath);
  if (event.series)
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: meta,
      involvedObject,
      ...(event.related && { related: referenceTo(event.related, event.related.resourceVersion) }),
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

function referenceTo(
  subject: EventSubject,
  resourceVersion: string | undefined,
  fieldPath?: string,
): Event['involvedObject'] {
  const { kind, namespace, name, uid } = subject;
  const apiVersion = subject.apiVersion ?? (kind === 'DaemonSet' ? 'apps/v1' : 'v1');
  // What most events are about, in one go; thousands of them are kept.
  if (namespace !== undefined && uid !== undefined && resourceVersion !== undefined)
    return fieldPath === undefined
      ? { apiVersion, kind, name, namespace, uid, resourceVersion }
      : { apiVersion, kind, name, namespace, uid, resourceVersion, fieldPath };
  const reference: Event['involvedObject'] = { apiVersion, kind, name };
  if (namespace !== undefined) reference.namespace = namespace;
  if (uid !== undefined) reference.uid = uid;
  if (resourceVersion !== undefined) reference.resourceVersion = resourceVersion;
  if (fieldPath !== undefined) reference.fieldPath = fieldPath;
  return reference;
}

/**
 * Reporters that hold the object refer to the version they hold: taken to be the stored one where they do not say. Nodes are referred
 * to by name alone, as is an object that is gone.
 */
function versionOf(subject: EventSubject, store: Store): string | undefined {
  const { kind, namespace, name, uid, resourceVersion } = subject;
  if (resourceVersion !== undefined || uid === undefined || kind === 'Node') return resourceVersion;
  const stored = store.get(kind as Kind, namespace, name)?.metadata;
  return stored?.uid === uid ? stored.resourceVersion : undefined;
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
  if (instant.now !== now) instant = instantOf(now);
  const low = instant.low + (sequence % 1_000_000);
  return (low < LOW ? instant.high : instant.next) + (LOW + (low % LOW)).toString(16).slice(1);
}

/** What the last six hexadecimal digits count to. */
const LOW = 0x1000000;

/** A time in nanoseconds: its last six digits as a number, the others as text, and as text with one more. */
function instantOf(now: number): { now: number; low: number; high: string; next: string } {
  const nanoseconds = BigInt(now) * 1_000_000n;
  const high = nanoseconds / BigInt(LOW);
  const low = Number(nanoseconds % BigInt(LOW));
  return { now, low, high: high.toString(16), next: (high + 1n).toString(16) };
}

/** The last instant converted: thousands of events share one. */
let instant = instantOf(0);
