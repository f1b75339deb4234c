import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRfc3339, rfc3339 } from '../k8s/time';
import type { Event } from '../k8s/types';
import { Store } from './api/store';
import { EventExpiry, eventExpiry } from './event-expiry';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

const write = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  namespace: fc.constantFrom('default', 'kube-system'),
  /** Which of the times says when it was written last; `odd` is no time. */
  by: fc.constantFrom('series', 'lastTimestamp', 'creation', 'odd'),
  after: fc.integer({ min: 0, max: 25 * 60_000 }),
  next: fc.constantFrom('nothing', 'expire', 'remove', 'reset'),
});

function eventOf(
  { name, namespace, by }: { name: string; namespace: string; by: string },
  now: number,
  resourceVersion: string,
): Event {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace, uid: name, resourceVersion, creationTimestamp: rfc3339(now) },
    involvedObject: {},
    ...(by === 'series' && { series: { count: 2, lastObservedTime: rfc3339(now) } }),
    ...(by === 'lastTimestamp' && { lastTimestamp: rfc3339(now) }),
    ...(by === 'odd' && { lastTimestamp: 'yesterday' }),
  } as Event;
}

/** By a look at all of them. */
function left(events: readonly Event[], now: number): Event[] {
  return events.filter((e) => now - lastOf(e) <= HOUR);
}

function lastOf({ series, lastTimestamp, metadata }: Event): number {
  return parseRfc3339(series?.lastObservedTime ?? lastTimestamp ?? metadata.creationTimestamp);
}

test('whatever is written, written again, removed and brought back: those expire that a look at all of them finds', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 30 }), (writes) => {
      const removed: string[] = [];
      const store = new Store(({ type, object }) => {
        if (type === 'DELETED') removed.push(`${object.metadata.namespace}/${object.metadata.name}`);
        else expiry.written(object as Event);
      });
      const expiry = new EventExpiry(store);
      let now = START;
      let snapshot = store.snapshot();
      for (const step of writes) {
        now += step.after;
        store.put('Event', eventOf(step, now, store.nextResourceVersion()), 'test');
        if (step.next === 'remove') store.remove('Event', eventOf(step, now, '0'), 'test');
        if (step.next === 'reset') {
          store.restore(snapshot);
          expiry.reset();
          snapshot = store.snapshot();
        }
        if (step.next !== 'expire') continue;
        const all = store.list('Event');
        const expected = left(all, now);
        removed.length = 0;
        const again = expiry.expire(now);
        expect(store.list('Event')).toEqual(expected);
        const gone = all.filter((event) => !expected.includes(event));
        expect(removed).toEqual(gone.map(({ metadata: m }) => `${m.namespace}/${m.name}`));
        const oldest = Math.min(...expected.map(lastOf));
        expect(again).toBe(expected.length === 0 ? undefined : eventExpiry(oldest));
      }
    }),
    { numRuns: 500 },
  );
});
