import type { Cluster, Reader, Watch } from '../engine/index';
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

type Last = Map<string, TellingEvent & { name: string }>;

/** Keeps in step with the events of a cluster, which are ten thousands, from the moment on at which somebody asks. */
class EventFeed {
  private readonly watch: Watch;
  private restored: number;
  /** Undefined: to be made from all events. */
  private last: Last | undefined;

  constructor(private readonly cluster: Cluster) {
    this.watch = cluster.watch('Event');
    this.restored = cluster.restored;
  }

  /** Takes in what has come; to be called often, for until then it is put aside. */
  look(): void {
    const { cluster } = this;
    const changes = this.watch.take();
    if (cluster.restored !== this.restored) this.last = undefined;
    this.restored = cluster.restored;
    for (const { object, old, type } of changes) {
      if (!this.last) return;
      const event = object as Event;
      const before = type === 'DELETED' ? event : (old as Event | undefined);
      if (type !== 'DELETED') note(this.last, event);
      // What was told before it is not known.
      if (before && isLast(this.last, before) && (type === 'DELETED' || !stands(before, event)))
        this.last = undefined;
    }
  }

  now(): Last {
    this.look();
    return (this.last ??= lastOfEach(this.cluster.read.list('Event')));
  }

  close(): void {
    this.watch.close();
  }
}

const feeds = new WeakMap<Reader, EventFeed>();

/** Follows the events of a cluster, so that asking for the telling ones costs what has come since. `look` has to be called often. */
export function followEvents(cluster: Cluster): { look(): void; close(): void } {
  const { read } = cluster;
  const feed = new EventFeed(cluster);
  feeds.set(read, feed);
  return {
    look: () => feed.look(),
    close() {
      feed.close();
      if (feeds.get(read) === feed) feeds.delete(read);
    },
  };
}

// A list of events is never changed in place.
let known: { events: readonly Event[]; last: Last } = { events: [], last: new Map() };

/** The last telling event of each object, by uid; to be read at once, the next call may change it. */
export function tellingEvents(read: Reader): ReadonlyMap<string, TellingEvent> {
  const feed = feeds.get(read);
  if (feed) return feed.now();
  const events = read.list('Event');
  if (events !== known.events) known = { events, last: lastOfEach(events) };
  return known.last;
}

function lastOfEach(events: readonly Event[]): Last {
  const last: Last = new Map();
  for (const event of events) note(last, event);
  return last;
}

function isLast(last: Last, { involvedObject, metadata }: Event): boolean {
  return last.get(involvedObject.uid ?? '')?.name === metadata.name;
}

/** Whether an event that told most still does, now that it was written again. */
function stands(before: Event, now: Event): boolean {
  const { uid } = now.involvedObject;
  return before.involvedObject.uid === uid && TELLING.has(now.reason ?? '') && timeOf(before) <= timeOf(now);
}

function timeOf({ lastTimestamp, metadata }: Event): string {
  return `${lastTimestamp ?? metadata.creationTimestamp} ${metadata.resourceVersion.padStart(12, '0')}`;
}

function note(last: Last, event: Event): void {
  const { involvedObject, reason = '', message = '', metadata } = event;
  const { uid } = involvedObject;
  if (!uid || !TELLING.has(reason)) return;
  const at = timeOf(event);
  const other = last.get(uid);
  if (!other || other.at <= at) last.set(uid, { reason, message, at, name: metadata.name });
}

/** The probe that the pod's last telling event blames: `liveness`, `startup`, `readiness`; undefined when none (POD-20, POD-22). */
export function blamedProbe(event: Pick<TellingEvent, 'reason' | 'message'> | undefined): string | undefined {
  const { reason = '', message = '' } = event ?? {};
  if (reason === 'Unhealthy') return /^(\w+) probe /.exec(message)?.[1]?.toLowerCase();
  return reason === 'Killing' ? / failed (\w+) probe,/.exec(message)?.[1] : undefined;
}
