/** A digest that says "the same" is worth what it says when something is not: any single change, of whatever, changes it. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AgendaEntry } from './agenda';
import type { Checkpoint } from './checkpoint';
import { Cluster } from './cluster';
import { digestOf, digestOfParts, partsOf, type StateParts } from './digest';

const START = 1_767_225_600_000;

/** In the middle of things: pods on their way, back-offs, a fault, keys in the queue. */
function busy(): Cluster {
  const cluster = new Cluster({ seed: 7, startTime: START });
  for (const name of ['n-1', 'n-2'])
    cluster.input({ type: 'add-node', name, role: 'worker', labels: {}, boot: false });
  const labels = { app: 'agent' };
  cluster.api.create('DaemonSet', 'default', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'agent:crash' }] } },
    },
  });
  cluster.advanceTo(START + 45_000);
  cluster.input({ type: 'break', fault: 'network-partition', target: 'n-2' });
  for (let i = 0; i < 200 && cluster.checkpoint().queue.items.length === 0; i++)
    cluster.advanceTo(cluster.nextTime() ?? 0, 1);
  return cluster;
}

let checkpoint: Checkpoint;
let parts: StateParts;
beforeAll(() => {
  const cluster = busy();
  checkpoint = cluster.checkpoint();
  parts = cluster.stateParts();
});

test('equal histories have equal digests', () => {
  expect(digestOf(busy().checkpoint())).toBe(digestOf(checkpoint));
});

test('the moment has all there is to change', () => {
  expect(checkpoint.agenda.entries.length).toBeGreaterThan(3);
  expect(checkpoint.queue.items.length).toBeGreaterThan(0);
  expect(checkpoint.world.faults).toHaveLength(1);
  expect(parts.objects.map(([name]) => name)).toContain('Node n-1');
});

describe('another digest for another', () => {
  const timer = (entries: readonly AgendaEntry[], i: number, change: Partial<AgendaEntry>): AgendaEntry[] =>
    entries.with(i, { ...(entries[i] as AgendaEntry), ...change });
  const changes: [string, (c: Checkpoint) => Partial<Checkpoint>][] = [
    ['time', (c) => ({ now: c.now + 1 })],
    ['random state', (c) => ({ random: c.random.with(0, (c.random[0] ?? 0) ^ 1) })],
    ['resource version', (c) => ({ store: { ...c.store, resourceVersion: c.store.resourceVersion + 1 } })],
    [
      'set of objects',
      (c) => ({ store: { ...c.store, objects: c.store.objects.filter(({ kind }) => kind !== 'Pod') } }),
    ],
    [
      'time of a timer',
      (c) => ({ agenda: { ...c.agenda, entries: timer(c.agenda.entries, 1, { at: c.now + 777 }) } }),
    ],
    [
      'key of a timer',
      (c) => ({ agenda: { ...c.agenda, entries: timer(c.agenda.entries, 1, { key: 'x' }) } }),
    ],
    [
      'kind of timer',
      (c) => ({ agenda: { ...c.agenda, entries: c.agenda.entries.map((e) => ({ ...e, type: 'enqueue' })) } }),
    ],
    ['number of timers', (c) => ({ agenda: { ...c.agenda, entries: c.agenda.entries.slice(0, -1) } })],
    ['queue', (c) => ({ queue: { ...c.queue, items: c.queue.items.slice(1) } })],
    [
      'cause of what is queued',
      (c) => ({ queue: { ...c.queue, items: c.queue.items.map((i) => ({ ...i, cause: -1 })) } }),
    ],
    ['number of retries', (c) => ({ queue: { ...c.queue, retries: [...c.queue.retries, ['0 x', 1]] } })],
    ['half of an instant', (c) => ({ firing: !c.firing })],
    ['next number of the trace', (c) => ({ trace: { ...c.trace, nextId: c.trace.nextId + 1 } })],
    ['world', (c) => ({ world: { ...c.world, daemonPlacement: 'controller' } })],
    ['fault', (c) => ({ world: { ...c.world, faults: [] } })],
    ['state of a component', (c) => ({ components: c.components.with(0, { other: 1 }) })],
  ];
  test.each(changes)('%s', (_, change) => {
    expect(digestOf({ ...checkpoint, ...change(checkpoint) })).not.toBe(digestOf(checkpoint));
  });

  test('order of two timers of one instant, but not for other numbers that say the same order', () => {
    const timers = (...sequences: number[]): string => {
      const entries = sequences.map((sequence, i) => ({
        at: START,
        sequence,
        component: 0,
        type: 'timer' as const,
        key: `${i}`,
      }));
      return digestOf({ ...checkpoint, agenda: { ...checkpoint.agenda, entries } });
    };
    expect(timers(1, 2)).not.toBe(timers(2, 1));
    expect(timers(1, 2)).toBe(timers(5, 9));
  });

  test('value anywhere in an object or in the state of a component', () => {
    const all = [...parts.objects, ...parts.inner];
    const whole = digestOfParts(parts);
    fc.assert(
      fc.property(fc.nat(), fc.infiniteStream(fc.nat()), (n, choices) => {
        const at = n % all.length;
        const [name, value] = all[at] as (typeof all)[number];
        const changed = digestOfParts({
          objects: [],
          inner: all.with(at, [name, oneChange(value, choices)]),
        });
        expect(changed, name).not.toBe(whole);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

/** A copy with one leaf, key or member of it changed. */
function oneChange(value: unknown, choices: Iterator<number>): unknown {
  const next = (below: number): number => (choices.next().value as number) % below;
  if (value instanceof Map) {
    const entries = [...(value as Map<unknown, unknown>)];
    if (entries.length === 0) return new Map([['x', 1]]);
    const i = next(entries.length);
    return new Map(entries.map(([k, v], n): [unknown, unknown] => [k, n === i ? oneChange(v, choices) : v]));
  }
  if (value instanceof Set) return new Set([...(value as Set<unknown>), 'x']);
  if (Array.isArray(value)) {
    if (value.length === 0) return [0];
    const i = next(value.length);
    return value.map((item: unknown, n) => (n === i ? oneChange(item, choices) : item));
  }
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);
    const key = keys[next(keys.length || 1)];
    if (key === undefined) return { x: 1 };
    const { [key]: field, ...rest } = value as Record<string, unknown>;
    return next(5) === 0 ? rest : { ...rest, [key]: oneChange(field, choices) };
  }
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return next(2) === 0 ? `${value} ` : `x${value}`;
  return typeof value === 'boolean' ? !value : 'x';
}

test('in which order parts were made does not count', () => {
  const shuffled = (value: unknown): unknown => {
    if (value instanceof Map) return new Map([...(value as Map<unknown, unknown>)].reverse());
    if (Array.isArray(value)) return value.map(shuffled);
    if (value instanceof Set || typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([k, v]): [string, unknown] => [k, shuffled(v)]);
    return Object.fromEntries([...entries.reverse(), ['absent', undefined]]);
  };
  const turn = (list: StateParts['inner']): StateParts['inner'] => list.map(([k, v]) => [k, shuffled(v)]);
  expect(digestOfParts({ objects: turn(parts.objects), inner: turn(parts.inner) })).toBe(
    digestOfParts(parts),
  );
  const { objects } = partsOf({
    ...checkpoint,
    store: { ...checkpoint.store, objects: checkpoint.store.objects.toReversed() },
  });
  expect(objects).toEqual(parts.objects);
});
