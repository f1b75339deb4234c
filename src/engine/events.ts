import { parseRfc3339, rfc3339, rfc3339Micro } from '../k8s/time';
import type { Event } from '../k8s/types';
import type { Store } from './api/store';
import type { EventSubject, Random } from './component';
import {
  aggregate,
  COMBINED,
  forgetOld,
  observe,
  recall,
  recount,
  remember,
  takeToken,
  type EventState,
  type Seen,
} from './event-memory';
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
  const { about, reason, source, fieldPath, series } = event;
  const { now } = deps;
  const recalled = recall(state, event, now);
  const { told } = recalled;
  const message = series ? event.message : aggregate(told, event, reason, event.message, now);
  // A series is of one version of the object: whoever writes a condition between two failures starts another.
  const single = message.startsWith(COMBINED) ? COMBINED : message;
  const said = series ? (about.resourceVersion ?? '') : single;
  const newName = (): string => `${about.name}.${nanoseconds(now, ++state.sequence)}`;
  let seen = observe(told, { fieldPath, reason, said }, now, newName);
  // Without a token nothing is written, but the count goes on and shows with the next write (API-55).
  const mayWrite = series || takeToken(told, now);
  remember(state, event, recalled);
  if (!mayWrite) return;
  const stored = deps.store.get('Event', namespaceOf(about), seen.name);
  if (!stored && isNamespaceGoing(deps.store, namespaceOf(about))) return;
  if (!stored) {
    // A series whose event is gone starts anew.
    if (series && seen.count > 1) seen = startAnew(state, event, seen, now);
    deps.store.put('Event', build(event, message, seen, deps), source.component, 'event');
  } else if (!series)
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
  const involvedObject = referenceTo(about, event.fieldPath);
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

function referenceTo(subject: EventSubject, fieldPath?: string): Event['involvedObject'] {
  const { kind, namespace, name, uid, resourceVersion } = subject;
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
