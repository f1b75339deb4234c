import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cluster, Reader, TimedEvent } from '../engine/index';
import type { Event } from '../k8s/types';
import { compareText } from '../lib/compare';
import { followEvents, isTelling, tellingEvents } from './telling-events';

interface Told {
  name: string;
  uid: string;
  reason: string;
  at: number;
  version: number;
}

function eventOf({ name, uid, reason, at, version }: Told): Event {
  const time = `2026-01-01T00:00:${String(at).padStart(2, '0')}Z`;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: String(version),
      creationTimestamp: time,
    },
    involvedObject: { kind: 'Pod', name: uid, uid },
    reason,
    message: `${reason} ${version}`,
    lastTimestamp: time,
  } as unknown as Event;
}

/** A cluster of nothing but events. */
function eventStore() {
  let stored = new Map<string, Event>();
  let waiting: TimedEvent[] = [];
  let lists = 0;
  const list = (): Event[] => {
    lists += 1;
    return [...stored.values()].sort((a, b) => compareText(a.metadata.name, b.metadata.name));
  };
  const deliver = (event: unknown): void => void waiting.push(event as TimedEvent);
  const cluster = {
    read: { list } as unknown as Reader,
    restored: 0,
    watch: () => ({ take: () => waiting.splice(0), close: () => (waiting = []) }),
  };
  return {
    cluster: cluster as unknown as Cluster,
    list,
    lists: () => lists,
    put(event: Event): void {
      const old = stored.get(event.metadata.name);
      stored.set(event.metadata.name, event);
      deliver({ type: old ? 'MODIFIED' : 'ADDED', kind: 'Event', object: event, old });
    },
    remove(name: string): void {
      const object = stored.get(name);
      if (stored.delete(name)) deliver({ type: 'DELETED', kind: 'Event', object });
    },
    restore(events: ReadonlyMap<string, Event>): void {
      stored = new Map(events);
      cluster.restored += 1;
    },
    copy: (): ReadonlyMap<string, Event> => new Map(stored),
  };
}

/** The same by looking at all of them. */
function expectedOf(events: readonly Event[]): [string, string][] {
  const keyOf = ({ lastTimestamp, metadata }: Event) =>
    `${lastTimestamp ?? ''} ${metadata.resourceVersion.padStart(12, '0')}`;
  const uids = new Set(events.map(({ involvedObject }) => involvedObject.uid ?? ''));
  return [...uids].flatMap((uid) => {
    const own = events.filter((e) => e.involvedObject.uid === uid && isTelling(e.reason ?? ''));
    const last = own.toSorted((a, b) => compareText(keyOf(a), keyOf(b))).at(-1);
    return last ? [[uid, last.message ?? ''] as [string, string]] : [];
  });
}

const foundIn = (read: Reader): Map<string, string> =>
  new Map([...tellingEvents(read)].map(([uid, { message }]) => [uid, message]));

const aChange = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  uid: fc.constantFrom('x', 'y', 'z'),
  reason: fc.constantFrom('Pulling', 'Started', 'FailedMount', 'Scheduled'),
  at: fc.integer({ min: 0, max: 9 }),
  what: fc.constantFrom('put', 'put', 'put', 'remove', 'keep', 'restore'),
});

describe('the last telling event of each object', () => {
  test.each([true, false])(
    'is the same as from all of them, whatever comes, is written again, goes or is undone (followed: %s)',
    (isFollowed) => {
      fc.assert(
        fc.property(fc.array(fc.array(aChange, { maxLength: 3 }), { maxLength: 20 }), (steps) => {
          const events = eventStore();
          const feed = isFollowed ? followEvents(events.cluster) : undefined;
          let kept = events.copy();
          let version = 0;
          for (const step of steps) {
            for (const { what, ...told } of step)
              if (what === 'put') events.put(eventOf({ ...told, version: (version += 1) }));
              else if (what === 'remove') events.remove(told.name);
              else if (what === 'keep') kept = events.copy();
              else events.restore(kept);
            // Not asked in between: it has to keep in step all the same.
            if (step.length === 2) feed?.look();
            else expect(foundIn(events.cluster.read)).toEqual(new Map(expectedOf(events.list())));
          }
          feed?.close();
        }),
        { numRuns: 300, seed: 20260 },
      );
    },
  );

  test('a new event costs a look at that event', () => {
    const events = eventStore();
    const of = (n: number) =>
      eventOf({ name: `e-${n}`, uid: `u-${n}`, reason: 'Pulling', at: 0, version: n });
    for (let i = 0; i < 500; i++) events.put(of(1000 + i));
    followEvents(events.cluster);
    expect(tellingEvents(events.cluster.read).size).toBe(500);
    const before = events.lists();
    events.put(of(2000));
    expect(tellingEvents(events.cluster.read).size).toBe(501);
    expect(events.lists()).toBe(before);
  });
});
