import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../k8s/time';
import type { Event } from '../k8s/types';
import { Store } from './api/store';
import { forgetReporter, newEventState } from './event-memory';
import { EventExpiry } from './event-expiry';
import { recordEvent, type NewEvent } from './events';
import { SeededRandom } from './random';

const START = Date.UTC(2026, 0, 1);

/** A recorder with its own clock, seconds since the start. */
class Recorder {
  now = 0;
  writes = 0;
  readonly store = new Store(({ type, object }) => {
    this.writes++;
    if (type !== 'DELETED') this.expiry.written(object as Event);
  });
  private readonly expiry = new EventExpiry(this.store);
  private readonly state = newEventState();
  private readonly random = new SeededRandom(1);

  record(message: string, more: Partial<NewEvent> = {}): void {
    const event: NewEvent = {
      by: 'daemonset-controller',
      about: { kind: 'DaemonSet', namespace: 'default', name: 'nginx', uid: 'u1' },
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message,
      source: { component: 'daemonset-controller' },
      series: false,
      ...more,
    };
    this.expiry.expire(START + this.now * 1000);
    recordEvent(this.state, { store: this.store, random: this.random, now: START + this.now * 1000 }, event);
  }

  forget(by: string): void {
    forgetReporter(this.state, by);
  }

  get list(): readonly Event[] {
    return this.store.list('Event');
  }

  /** `count message` of each event, in order of writing. */
  get shown(): string[] {
    const version = (e: Event): number => Number(e.metadata.resourceVersion);
    return this.list.toSorted((a, b) => version(a) - version(b)).map((e) => `${e.count} ${e.message}`);
  }
}

test('API-52 what an event is', () => {
  const recorder = new Recorder();
  recorder.now = 5;
  recorder.record('Created pod: a');
  const [event] = recorder.list;
  expect(event).toMatchObject({
    metadata: { namespace: 'default', creationTimestamp: rfc3339(START + 5000) },
    involvedObject: {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      name: 'nginx',
      namespace: 'default',
      uid: 'u1',
    },
    type: 'Normal',
    reason: 'SuccessfulCreate',
    message: 'Created pod: a',
    source: { component: 'daemonset-controller' },
    firstTimestamp: rfc3339(START + 5000),
    lastTimestamp: rfc3339(START + 5000),
    count: 1,
  });
  expect(event?.metadata.name).toMatch(/^nginx\.[0-9a-f]{16}$/);
});

test('API-52 about a cluster-scoped object: in the default namespace, with the host of a kubelet', () => {
  const recorder = new Recorder();
  const about = { kind: 'Node', name: 'worker-1', uid: 'worker-1' };
  recorder.record('Starting kubelet.', { about, source: { component: 'kubelet', host: 'worker-1' } });
  expect(recorder.list[0]).toMatchObject({
    metadata: { namespace: 'default' },
    source: { component: 'kubelet', host: 'worker-1' },
  });
  expect(recorder.list[0]?.involvedObject.namespace).toBeUndefined();
});

test('API-52 kept for an hour after the last write', () => {
  const recorder = new Recorder();
  recorder.record('old');
  recorder.record('repeated', { reason: 'Other' });
  recorder.now = 1800;
  recorder.record('repeated', { reason: 'Other' });
  recorder.now = 3900;
  recorder.record('new', { reason: 'Third' });
  expect(recorder.shown).toEqual(['2 repeated', '1 new']);
  recorder.now = 5700;
  recorder.record('newer', { reason: 'Third' });
  expect(recorder.shown).toEqual(['1 new', '1 newer']);
});

describe('API-53 repeats', () => {
  test('the same again raises the count and the last time only', () => {
    const recorder = new Recorder();
    recorder.record('a');
    recorder.now = 60;
    recorder.record('a');
    expect(recorder.list).toHaveLength(1);
    expect(recorder.list[0]).toMatchObject({
      count: 2,
      firstTimestamp: rfc3339(START),
      lastTimestamp: rfc3339(START + 60_000),
    });
  });

  test.each<[string, Partial<NewEvent>]>([
    ['message', { message: 'b' }],
    ['reason', { reason: 'Other' }],
    ['type', { type: 'Warning' }],
    ['source', { source: { component: 'kubelet' } }],
    ['host', { source: { component: 'daemonset-controller', host: 'h' } }],
    ['fieldPath', { fieldPath: 'spec.containers{a}' }],
    ['object', { about: { kind: 'DaemonSet', namespace: 'default', name: 'nginx', uid: 'u2' } }],
  ])('another %s is another event', (_, more) => {
    const recorder = new Recorder();
    recorder.record('a');
    recorder.record('a', more);
    expect(recorder.list.map((e) => e.count)).toEqual([1, 1]);
  });

  test('one that somebody deleted is written again, with its full count', () => {
    const recorder = new Recorder();
    recorder.record('a');
    recorder.store.remove('Event', recorder.list[0]!, 'user');
    recorder.now = 30;
    recorder.record('a');
    expect(recorder.list[0]).toMatchObject({ count: 2, firstTimestamp: rfc3339(START) });
  });
});

describe('API-54 aggregation', () => {
  const create = (recorder: Recorder, from: number, to: number): void => {
    for (let i = from; i <= to; i++) recorder.record(`Created pod: p${i}`);
  };

  test('12 nodes: 9 single events and one combined with count 3', () => {
    const recorder = new Recorder();
    create(recorder, 1, 12);
    expect(recorder.shown).toEqual([
      ...Array.from({ length: 9 }, (_, i) => `1 Created pod: p${i + 1}`),
      '3 (combined from similar events): Created pod: p12',
    ]);
  });

  test('recordings 25, 27: the combined one names its reporter in the source alone', () => {
    const recorder = new Recorder();
    create(recorder, 1, 10);
    const reporters = recorder.list.map((e) => `${e.source?.component} ${e.reportingComponent}`);
    expect(reporters.filter((text) => text === 'daemonset-controller daemonset-controller')).toHaveLength(9);
    expect(reporters.filter((text) => text === 'daemonset-controller ')).toHaveLength(1);
  });

  test('10 minutes of quiet and it starts anew; less and it goes on', () => {
    const recorder = new Recorder();
    create(recorder, 1, 10);
    recorder.now = 600;
    create(recorder, 11, 11);
    expect(recorder.shown.at(-1)).toBe('2 (combined from similar events): Created pod: p11');
    recorder.now = 1201;
    create(recorder, 12, 12);
    expect(recorder.shown.at(-1)).toBe('1 Created pod: p12');
  });

  test('repeats of few messages are not combined', () => {
    const recorder = new Recorder();
    for (let i = 0; i < 20; i++) recorder.record(`m${i % 9}`);
    expect(recorder.list).toHaveLength(9);
    expect(recorder.shown.some((line) => line.includes('combined'))).toBe(false);
  });
});

describe('API-55 spam filter', () => {
  test('bursts of 25 writes for an object, then one for each 300 s; counting goes on', () => {
    const recorder = new Recorder();
    for (let i = 0; i < 40; i++) recorder.record('a');
    expect(recorder.writes).toBe(25);
    expect(recorder.shown).toEqual(['25 a']);
    recorder.now = 299;
    recorder.record('a');
    expect(recorder.shown).toEqual(['25 a']);
    recorder.now = 300;
    recorder.record('a');
    recorder.record('a');
    expect(recorder.shown).toEqual(['42 a']);
  });

  test('Normal and Warning have a bucket each', () => {
    const recorder = new Recorder();
    for (let i = 0; i < 30; i++) recorder.record('a');
    recorder.record('b', { type: 'Warning' });
    expect(recorder.shown).toEqual(['25 a', '1 b']);
  });

  test('a full bucket does not save up', () => {
    const recorder = new Recorder();
    recorder.record('a');
    recorder.now = 1000;
    for (let i = 0; i < 26; i++) recorder.record('a');
    expect(recorder.shown).toEqual(['26 a']);
    recorder.now = 1299;
    recorder.record('a');
    expect(recorder.shown).toEqual(['26 a']);
    recorder.now = 1300;
    recorder.record('a');
    expect(recorder.shown).toEqual(['29 a']);
  });
});

describe('API-56 series of the scheduler', () => {
  const series: Partial<NewEvent> = {
    about: { kind: 'Pod', namespace: 'default', name: 'p', uid: 'p1' },
    reason: 'FailedScheduling',
    type: 'Warning',
    source: { component: 'default-scheduler' },
    series: true,
  };

  test('first a plain event, then a series of two, then nothing new is written; the first message stays', () => {
    const recorder = new Recorder();
    recorder.record('0/3 nodes', series);
    expect(recorder.list[0]).toMatchObject({
      eventTime: '2026-01-01T00:00:00.000000Z',
      reportingComponent: 'default-scheduler',
      message: '0/3 nodes',
    });
    expect(recorder.list[0]?.series).toBeUndefined();
    expect(recorder.list[0]?.count).toBeUndefined();
    recorder.now = 60;
    recorder.record('0/4 nodes', series);
    recorder.now = 90;
    recorder.record('0/5 nodes', series);
    expect(recorder.list).toHaveLength(1);
    expect(recorder.list[0]).toMatchObject({
      message: '0/3 nodes',
      series: { count: 2, lastObservedTime: '2026-01-01T00:01:00.000000Z' },
    });
    expect(recorder.writes).toBe(2);
  });

  test('recordings 11, 33: a series is of one version of the object', () => {
    const recorder = new Recorder();
    const at = (resourceVersion: string) => ({
      ...series,
      about: { kind: 'Pod', namespace: 'default', name: 'p', uid: 'p1', resourceVersion },
    });
    // The first failure is followed by a condition, the others change nothing until the text does.
    recorder.record('0/2 a', at('7'));
    for (const text of ['0/2 a', '0/2 a', '0/2 b']) recorder.record(text, at('9'));
    recorder.record('0/2 b', at('12'));
    expect(recorder.list.map((e) => [e.involvedObject.resourceVersion, e.message, e.series?.count])).toEqual([
      ['7', '0/2 a', undefined],
      ['9', '0/2 a', 2],
      ['12', '0/2 b', undefined],
    ]);
  });

  test('a series that goes on is refreshed every half hour', () => {
    const recorder = new Recorder();
    for (recorder.now = 0; recorder.now <= 3600; recorder.now += 60) recorder.record('a', series);
    expect(recorder.writes).toBe(3);
    expect(recorder.list[0]?.series?.count).toBe(32);
  });

  test('written anew when it was forgotten after an hour', () => {
    const recorder = new Recorder();
    recorder.record('a', series);
    recorder.now = 3601;
    recorder.record('b', series);
    recorder.record('c', series);
    expect(recorder.list.map((e) => [e.message, e.series?.count])).toEqual([['b', 2]]);
  });
});

test('API-54 with the tenth message one of the ten is forgotten; what is remembered comes by itself again', () => {
  const recorder = new Recorder();
  const messages = Array.from({ length: 10 }, (_, i) => `m${i}`);
  for (const message of messages) recorder.record(message);
  expect(recorder.shown).toEqual([
    ...messages.slice(0, 9).map((message) => `1 ${message}`),
    '1 (combined from similar events): m9',
  ]);
  // Recording 27 of a real control plane: "Scaled up … from 3 to 4" is x2, after four others were combined.
  for (const message of messages.slice(0, 9)) recorder.record(message);
  const again = recorder.shown.filter((shown) => shown.startsWith('2 m'));
  expect(again.length).toBeGreaterThanOrEqual(4);
});

test('API-53 a reporter that was started again does not know what it said before', () => {
  const recorder = new Recorder();
  recorder.record('Registered Node a in Controller');
  recorder.record('Registered Node a in Controller');
  recorder.forget('somebody-else');
  recorder.record('Registered Node a in Controller');
  expect(recorder.shown).toEqual(['3 Registered Node a in Controller']);
  // Recording 32: two events of count 1 each.
  recorder.forget('daemonset-controller');
  recorder.now = 1;
  recorder.record('Registered Node a in Controller');
  expect(recorder.shown).toEqual(['3 Registered Node a in Controller', '1 Registered Node a in Controller']);
});

test('API-7 no new event in a namespace that is being deleted', () => {
  const recorder = new Recorder();
  recorder.record('before');
  const metadata = { name: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: rfc3339(START) };
  const going = { ...metadata, deletionTimestamp: rfc3339(START) };
  recorder.store.put('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: going }, 'test');
  recorder.record('before');
  recorder.record('after');
  expect(recorder.shown).toEqual(['2 before']);
});
