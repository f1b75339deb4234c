import { expect, test } from 'vitest';
import { Cluster } from './cluster';
import { Trace, type TraceRecord } from './trace';

const START = 1_767_225_600_000;

const record = (text: string): TraceRecord => ({ id: 0, at: 0, type: 'input', by: 'user', cause: 0, text });
const traceOf = (...texts: string[]): Trace => {
  const trace = new Trace();
  for (const text of texts) trace.add(record(text));
  return trace;
};
const texts = (trace: Trace): string[] =>
  trace.records().map((r) => `${r.id} ${r.type === 'input' ? r.text : r.type}`);

test('what lies ahead after going back is there again after going forward, without a replay', () => {
  const trace = traceOf('a', 'b');
  const before = trace.snapshot();
  trace.add(record('c'));
  const after = trace.snapshot();
  trace.restore(before);
  expect(texts(trace)).toEqual(['1 a', '2 b']);
  trace.restore(after);
  expect(texts(trace)).toEqual(['1 a', '2 b', '3 c']);
});

test('a replay makes the same records again, in the same places', () => {
  const trace = traceOf('a', 'b', 'c');
  trace.restore({ nextId: 2 });
  expect(trace.add(record('b'))).toBe(2);
  expect(texts(trace)).toEqual(['1 a', '2 b']);
  trace.restore({ nextId: 4 });
  expect(texts(trace)).toEqual(['1 a', '2 b', '3 c']);
});

test('a fork drops what lies ahead; when it comes to nothing, that is put back', () => {
  const trace = traceOf('a', 'b', 'c');
  trace.restore({ nextId: 2 });
  const ahead = trace.dropAhead();
  trace.add(record('refused'));
  trace.restore({ nextId: 2 });
  trace.putAhead(ahead);
  trace.restore({ nextId: 4 });
  expect(texts(trace)).toEqual(['1 a', '2 b', '3 c']);
  trace.restore({ nextId: 2 });
  trace.dropAhead();
  trace.add(record('other'));
  expect(texts(trace)).toEqual(['1 a', '2 other']);
});

test('where records are missing, the list starts anew', () => {
  const trace = traceOf('a', 'b');
  trace.restore({ nextId: 9 });
  expect(texts(trace)).toEqual([]);
  trace.add(record('i'));
  expect(texts(trace)).toEqual(['9 i']);
  trace.restore({ nextId: 5 });
  trace.add(record('e'));
  expect(texts(trace)).toEqual(['5 e']);
});

test('a cluster that jumps back and forth, with something refused in between, has the whole trace', () => {
  const cluster = new Cluster({ seed: 1, startTime: START });
  for (let i = 0; i < 20; i++)
    cluster.input({ type: 'add-node', name: `n-${i}`, role: 'worker', labels: {}, boot: true });
  const labels = { app: 'agent' };
  const spec = { containers: [{ name: 'c', image: 'agent:crash' }] };
  cluster.api.create('DaemonSet', 'default', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  });
  // Enough work for a checkpoint on the way.
  while (cluster.checkpoint().work < 3000) cluster.advanceTo(cluster.now + 60_000);
  const { now } = cluster;
  const all = [...cluster.trace.records()];
  cluster.seek(START + 90_000);
  expect(cluster.api.create('Namespace', undefined, {}).ok).toBe(false);
  expect(cluster.trace.records()).toEqual(all.filter(({ at }) => at <= START + 90_000));
  expect(cluster.jump(now)).toBe(true);
  expect(cluster.trace.records()).toEqual(all.slice(0, cluster.trace.records().length));
  cluster.seek(now);
  expect(cluster.trace.records()).toEqual(all);
});

test('it forgets the oldest, and says until when', () => {
  const trace = new Trace();
  for (let i = 1; i <= 120_000; i++) trace.add({ ...record(''), at: i });
  expect(trace.forgottenUntil).toBeUndefined();
  expect(trace.add({ ...record(''), at: 120_001 })).toBe(120_001);
  expect(trace.records()).toHaveLength(90_000);
  expect(trace.records()[0]).toMatchObject({ id: 30_002, at: 30_002 });
  expect(trace.forgottenUntil).toBe(30_002);
});
