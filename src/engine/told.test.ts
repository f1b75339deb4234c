/** What is remembered in chains, and of groups only when there is more to say, is what plain lists of both would say. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fnv1a32 } from '../lib/fnv';
import { KeptTable } from '../lib/kept-table';
import { forgetOld, forgetReporter, newEventState, plainMemory, recall, remember } from './event-memory';
import { keepState } from './state-keeping';
import { aggregate, COMBINED, findSeen, noteNew, recount, withoutGroup, type Teller } from './told';

const START = Date.UTC(2026, 0, 1);
const GAP = 600_000;
const HOUR = 3_600_000;

interface PlainTold {
  by: string;
  component: string;
  host: string | undefined;
  kind: string;
  namespace: string | undefined;
  name: string;
  type: string;
  groups: { reason: string; messages: string[]; last: number }[];
  seen: {
    fieldPath?: string;
    reason: string;
    said: string;
    name: string;
    count: number;
    first: number;
    last: number;
  }[];
  tokens: number;
  at: number;
}

type Event = Teller & { reason: string; message: string; fieldPath?: string; series: boolean };

/** The memory of one object, as lists. */
class Plain {
  tellers: PlainTold[] = [];

  tell(event: Event, now: number, name: string): string {
    const { by, type, about, source, reason, fieldPath } = event;
    const { kind, namespace } = about;
    let told = this.tellers.find((t) => t.by === by && t.type === type && t.host === source.host);
    if (!told) {
      const { component, host } = source;
      told = {
        by,
        component,
        host,
        kind,
        namespace,
        name: about.name,
        type,
        groups: [],
        seen: [],
        tokens: 25,
        at: now,
      };
      this.tellers.push(told);
    }
    const message = event.series ? event.message : this.aggregate(told, event, now);
    const said = message.startsWith(COMBINED) ? COMBINED : message;
    const known = told.seen.find((s) => s.said === said && s.reason === reason && s.fieldPath === fieldPath);
    if (known) Object.assign(known, { count: known.count + 1, last: now });
    else told.seen.push({ fieldPath, reason, said, name, count: 1, first: now, last: now });
    return message;
  }

  private aggregate(
    told: PlainTold,
    { by, about, type, source, reason, message }: Event,
    now: number,
  ): string {
    let group = told.groups.find((g) => g.reason === reason);
    if (!group) told.groups.push((group = { reason, messages: [], last: now }));
    if (now - group.last > GAP) group.messages = [];
    group.last = now;
    if (!group.messages.includes(message)) group.messages.push(message);
    if (group.messages.length < 10) return message;
    const object = `${about.kind}/${about.namespace}/${about.name}/${about.uid}`;
    const teller = `${by} ${source.component}/${source.host ?? ''}/${object}/${type}`;
    group.messages.splice(fnv1a32(`${teller}/${reason}/${message}/${now}`) % 10, 1);
    return COMBINED + message;
  }

  forget(now: number): void {
    for (const told of this.tellers) {
      told.groups = told.groups.filter(({ last }) => now - last <= GAP);
      told.seen = told.seen.filter(({ last }) => now - last <= HOUR);
    }
    this.tellers = this.tellers.filter(({ groups, seen }) => groups.length + seen.length > 0);
  }
}

const anEvent = fc.record({
  // Mostly soon, sometimes so late that groups, or all of it, are forgotten.
  after: fc.oneof(
    { weight: 12, arbitrary: fc.nat(20_000) },
    fc.integer({ min: GAP - 1, max: GAP + 20_000 }),
    fc.integer({ min: HOUR - 1, max: HOUR + 20_000 }),
  ),
  by: fc.constantFrom('kubelet', 'kubelet', 'kubelet', 'scheduler'),
  host: fc.constantFrom('n1', 'n1', 'n1', undefined),
  type: fc.constantFrom('Normal', 'Normal', 'Normal', 'Warning'),
  reason: fc.constantFrom('Pulling', 'Pulled', 'Created', 'Failed', 'Failed', 'Failed', 'Failed'),
  // Most reasons have a message or two, one has many.
  message: fc.oneof(fc.constant(0), fc.nat(30)),
  fieldPath: fc.constantFrom(undefined, undefined, 'spec.containers{a}'),
  /** As often, one message after the other. */
  times: fc.constantFrom(1, 1, 1, 12),
  series: fc.constantFrom(...Array.from({ length: 15 }, () => false), true),
  next: fc.constantFrom(...Array.from({ length: 20 }, () => 'nothing'), 'forget', 'stop'),
});

test('API-53 … API-55 chains and what stands alone say what lists would say', () => {
  const counts = { combined: 0, alone: 0, grouped: 0, again: 0 };
  fc.assert(
    fc.property(fc.array(anEvent, { minLength: 1, maxLength: 30 }), (events) => {
      const state = newEventState();
      const plain = new Plain();
      let now = START;
      let serial = 0;
      for (const { after, host, message, times, next, ...rest } of events) {
        now += after;
        const about = { kind: 'Pod', namespace: 'default', name: 'p', uid: 'u' };
        const source = host === undefined ? { component: rest.by } : { component: rest.by, host };
        for (let i = 0; i < times; i++) {
          const number = rest.reason === 'Failed' ? message + i : message % 2;
          const event: Event = { ...rest, about, source, message: `message ${number}` };
          const name = `event-${++serial}`;
          const recalled = recall(state, event, now);
          const { told } = recalled;
          if (event.series) withoutGroup(told);
          const said = event.series ? event.message : aggregate(told, event, now);
          const key = said.startsWith(COMBINED) ? COMBINED : said;
          const known = findSeen(told, event, key);
          if (known) recount(told, known, known.count + 1, now);
          else noteNew(told, event, key, name, now);
          remember(state, event, recalled);
          expect(said).toBe(plain.tell(event, now, name));
          counts[told.groups ? 'grouped' : 'alone']++;
          if (known) counts.again++;
          if (key === COMBINED) counts.combined++;
        }
        if (next === 'forget') {
          forgetOld(state, now);
          plain.forget(now);
        } else if (next === 'stop') {
          forgetReporter(state, 'scheduler');
          plain.tellers = plain.tellers.filter(({ by }) => by !== 'scheduler');
        }
        expect(plainMemory(keepState(state)).told.get('u') ?? []).toEqual(plain.tellers);
      }
    }),
    { numRuns: 200, seed: 1 },
  );
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(100);
});

test('what is kept of a moment does not change when more is told', () => {
  const state = newEventState();
  const teller = {
    by: 'kubelet',
    type: 'Normal',
    about: { kind: 'Pod', name: 'p', uid: 'u' },
    source: { component: 'kubelet' },
  };
  const tell = (reason: string): void => {
    const recalled = recall(state, teller, START);
    const message = { reason, message: reason };
    const known = findSeen(recalled.told, message, reason);
    if (known) recount(recalled.told, known, known.count + 1, START);
    else noteNew(recalled.told, message, reason, reason, START);
    remember(state, teller, recalled);
  };
  tell('Pulling');
  tell('Pulled');
  const kept = keepState(state);
  const before = JSON.stringify([...plainMemory(kept).told]);
  tell('Pulling');
  tell('Created');
  expect(JSON.stringify([...plainMemory(kept).told])).toBe(before);
  expect(state.told).toBeInstanceOf(KeptTable);
});
