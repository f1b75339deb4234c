import type { Reader } from '../engine/index';
import { compareText } from '../lib/compare';
import type { Event } from '../k8s/types';

/** Reasons of events that tell what goes on around a pod or set while its status does not change. */
const TELLING = new Set([
  'Pulling',
  'Pulled',
  'Created',
  'Started',
  'Unhealthy',
  'Killing',
  'FailedMount',
  'FailedCreate',
  'SuccessfulCreate',
]);

export function isTelling(reason: string): boolean {
  return TELLING.has(reason);
}

export interface TellingEvent {
  reason: string;
  message: string;
  /** Sorts by time, then by the order in which the events were written. */
  at: string;
}

interface Known {
  events: readonly Event[];
  last: Map<string, TellingEvent & { event: Event }>;
}

// A list of events is never changed in place, and the next one differs from it in little.
let known: Known = { events: [], last: new Map() };

/** The last telling event of each object, by uid; to be read at once, the next call may change it. */
export function tellingEvents(read: Reader): ReadonlyMap<string, TellingEvent> {
  const events = read.list('Event');
  if (events !== known.events) known = { events, last: followed(known, events) ?? lastOfEach(events) };
  return known.last;
}

function lastOfEach(events: readonly Event[]): Known['last'] {
  const last: Known['last'] = new Map();
  for (const event of events) note(last, event);
  return last;
}

/** What is true of the next list, from what differs; undefined when an event is gone that told most. */
function followed({ events: before, last }: Known, events: readonly Event[]): Known['last'] | undefined {
  let i = 0;
  for (const event of events) {
    if (before[i] === event) {
      i += 1;
      continue;
    }
    for (let old = before[i]; old && compareEvents(old, event) <= 0; old = before[++i])
      if (!isReplaced(last, old, event)) return undefined;
    note(last, event);
  }
  for (const old of before.slice(i)) if (isLast(last, old)) return undefined;
  return last;
}

/** Whether nothing is lost with an event that is not in the next list: it did not tell most, or is there anew and still does. */
function isReplaced(last: Known['last'], old: Event, next: Event): boolean {
  if (!isLast(last, old)) return true;
  const { uid } = old.involvedObject;
  const anew = compareEvents(old, next) === 0 && next.involvedObject.uid === uid;
  return anew && isTelling(next.reason ?? '') && timeOf(old) <= timeOf(next);
}

function isLast(last: Known['last'], event: Event): boolean {
  return last.get(event.involvedObject.uid ?? '')?.event === event;
}

function note(last: Known['last'], event: Event): void {
  const { involvedObject, reason = '', message = '' } = event;
  const { uid } = involvedObject;
  if (!uid || !TELLING.has(reason)) return;
  const at = timeOf(event);
  const other = last.get(uid);
  if (!other || other.at <= at) last.set(uid, { reason, message, at, event });
}

function timeOf({ lastTimestamp, metadata }: Event): string {
  return `${lastTimestamp ?? metadata.creationTimestamp} ${metadata.resourceVersion.padStart(12, '0')}`;
}

/** In the order of lists: namespace, then name. */
function compareEvents({ metadata: a }: Event, { metadata: b }: Event): number {
  return compareText(a.namespace ?? '', b.namespace ?? '') || compareText(a.name, b.name);
}

/** The probe that the pod's last telling event blames: `liveness`, `startup`, `readiness`; undefined when none (POD-20, POD-22). */
export function blamedProbe(event: Pick<TellingEvent, 'reason' | 'message'> | undefined): string | undefined {
  const { reason = '', message = '' } = event ?? {};
  if (reason === 'Unhealthy') return /^(\w+) probe /.exec(message)?.[1]?.toLowerCase();
  return reason === 'Killing' ? / failed (\w+) probe,/.exec(message)?.[1] : undefined;
}
