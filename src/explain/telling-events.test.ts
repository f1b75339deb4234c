import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reader } from '../engine/index';
import type { Event } from '../k8s/types';
import { compareText } from '../lib/compare';
import { isTelling, tellingEvents } from './telling-events';

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

const readerOf = (events: readonly Event[]): Reader => ({ list: () => events }) as unknown as Reader;

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

const aChange = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  uid: fc.constantFrom('x', 'y', 'z'),
  reason: fc.constantFrom('Pulling', 'Started', 'FailedMount', 'Scheduled'),
  at: fc.integer({ min: 0, max: 9 }),
  gone: fc.boolean(),
});

describe('the last telling event of each object', () => {
  test('is the same as from all of them, whatever comes, is written again or goes', () => {
    fc.assert(
      fc.property(fc.array(fc.array(aChange, { maxLength: 3 }), { maxLength: 20 }), (steps) => {
        const stored = new Map<string, Event>();
        let version = 0;
        for (const step of steps) {
          for (const { gone, ...told } of step)
            if (gone) stored.delete(told.name);
            else stored.set(told.name, eventOf({ ...told, version: (version += 1) }));
          const events = [...stored.values()].sort((a, b) => compareText(a.metadata.name, b.metadata.name));
          const found = [...tellingEvents(readerOf(events))].map(([uid, { message }]) => [uid, message]);
          expect(new Map(found as [string, string][])).toEqual(new Map(expectedOf(events)));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a new event costs a look at that event', () => {
    let looks = 0;
    const counted = (told: Told): Event => {
      const event = eventOf(told);
      const { involvedObject } = event;
      Object.defineProperty(event, 'involvedObject', { get: () => ((looks += 1), involvedObject) });
      return event;
    };
    const of = (n: number) =>
      counted({ name: `e-${n}`, uid: `u-${n}`, reason: 'Pulling', at: 0, version: n });
    const events = Array.from({ length: 500 }, (_, i) => of(1000 + i));
    tellingEvents(readerOf(events));
    looks = 0;
    const found = tellingEvents(readerOf([...events, of(2000)]));
    expect(found.size).toBe(501);
    expect(looks).toBeLessThan(5);
  });
});
