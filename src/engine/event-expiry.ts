/** When stored events end: one hour after their last write (API-52). */
import { parseRfc3339 } from '../k8s/time';
import type { Event } from '../k8s/types';
import { compareText } from '../lib/compare';
import { heapPop, heapPush } from '../lib/heap';
import type { Store } from './api/store';
import { EVENT_TTL } from './told';

/** Leases of events are shared for as long as this. */
const EXPIRE_EVERY = 60_000;

interface Lease {
  /** The event's last write as it says itself, ms since the epoch. */
  last: number;
  namespace: string | undefined;
  name: string;
}

const before = (a: Lease, b: Lease): boolean => a.last < b.last;

/** When an event that has just been written will be looked at again, milliseconds since the epoch. */
export function eventExpiry(now: number): number {
  return (Math.floor((now + EVENT_TTL) / EXPIRE_EVERY) + 1) * EXPIRE_EVERY;
}

/**
 * Lets events expire in the order of their last write, without a look at those whose time has not come. Derived from the stored events,
 * so no part of a checkpoint.
 */
export class EventExpiry {
  /** One for each write, those of events that have been written again since, or are gone, among them. Undefined: to be found out. */
  private leases: Lease[] | undefined;

  constructor(private readonly store: Store) {}

  written(event: Event): void {
    if (this.leases) this.add(event);
  }

  /** The store has been brought back to another moment. */
  reset(): void {
    this.leases = undefined;
  }

  /** Removes what nobody wrote for an hour; returns when to look again, if any are left. */
  expire(now: number): number | undefined {
    if (!this.leases) {
      this.leases = [];
      for (const event of this.store.list('Event')) this.add(event);
    }
    const over = new Map<string, Event>();
    for (let first = this.first(); first && !(now - lastWrite(first) <= EVENT_TTL); first = this.first()) {
      heapPop(this.leases, before);
      const { namespace = '', name } = first.metadata;
      over.set(`${namespace}\u0000${name}`, first);
    }
    // In the order of lists.
    for (const [, event] of [...over].sort(([a], [b]) => compareText(a, b))) {
      const metadata = { ...event.metadata, resourceVersion: this.store.nextResourceVersion() };
      this.store.remove('Event', { ...event, metadata }, 'kube-apiserver');
    }
    const next = this.first();
    return next && eventExpiry(lastWrite(next));
  }

  /** The event that was written longest ago. */
  private first(): Event | undefined {
    const leases = this.leases ?? [];
    for (let lease = leases[0]; lease; lease = leases[0]) {
      const event = this.store.get('Event', lease.namespace, lease.name);
      if (event && lastWrite(event) === lease.last) return event;
      heapPop(leases, before);
    }
    return undefined;
  }

  private add(event: Event): void {
    const { namespace, name } = event.metadata;
    heapPush(this.leases ?? [], { last: lastWrite(event), namespace, name }, before);
  }
}

/** What is no time lies before all times. */
function lastWrite({ series, lastTimestamp, metadata }: Event): number {
  const last = parseRfc3339(series?.lastObservedTime ?? lastTimestamp ?? metadata.creationTimestamp);
  return Number.isNaN(last) ? Number.NEGATIVE_INFINITY : last;
}
