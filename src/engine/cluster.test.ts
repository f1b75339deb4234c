import { describe, expect, test } from 'vitest';
import { Cluster } from './cluster';
import { SeededRandom } from './random';

const START = Date.UTC(2026, 0, 1);
const empty = (seed = 1): Cluster => new Cluster({ seed, startTime: START });
const addNode = (cluster: Cluster, name = 'w-1') =>
  cluster.input({ type: 'add-node', name, role: 'worker', boot: true });
const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'a', image: 'a:1' }] },
});

describe('a new cluster', () => {
  test('has the namespaces, their service accounts and the built-in priority classes (SCH-33)', () => {
    const { read } = empty();
    const names = read.list('Namespace').map((n) => n.metadata.name);
    expect(names).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
    for (const name of names) expect(read.get('ServiceAccount', name, 'default')).toBeDefined();
    expect(read.list('PriorityClass').map((c) => [c.metadata.name, c.value])).toEqual([
      ['system-cluster-critical', 2_000_000_000],
      ['system-node-critical', 2_000_001_000],
    ]);
    expect(read.list('Node')).toEqual([]);
  });

  test('has nothing to do', () => {
    const cluster = empty();
    expect(cluster.nextTime()).toBeUndefined();
    expect(cluster.step()).toBe(false);
    expect(cluster.now).toBe(START);
  });
});

describe('watch', () => {
  test('of a kind, a namespace, a name; until closed', () => {
    const cluster = empty();
    addNode(cluster);
    const all = cluster.watch('Pod');
    const other = cluster.watch('Pod', 'kube-system');
    const one = cluster.watch('Pod', 'default', 'b');
    for (const name of ['a', 'b']) cluster.api.create('Pod', 'default', pod(name));
    const names = (w: typeof all): string[] => w.take().map((e) => `${e.type} ${e.object.metadata.name}`);
    expect(names(all).filter((n) => n.startsWith('ADDED'))).toEqual(['ADDED a', 'ADDED b']);
    expect(names(all)).toEqual([]);
    expect(names(other)).toEqual([]);
    expect(names(one)[0]).toBe('ADDED b');
    one.close();
    cluster.api.delete('Pod', 'default', 'b', { gracePeriodSeconds: 0 });
    expect(names(one)).toEqual([]);
    expect(names(all).at(-1)).toBe('DELETED b');
  });
});

describe('trace', () => {
  test('every record but a first cause names an earlier one', () => {
    const cluster = empty();
    addNode(cluster);
    cluster.api.create('Pod', 'default', pod('a'));
    cluster.advanceTo(START + 60_000);
    const records = cluster.trace.records();
    records.forEach((record, i) => {
      expect(record.id).toBe(i + 1);
      expect(record.cause).toBeLessThan(record.id);
      if (i > 0) expect(record.at).toBeGreaterThanOrEqual(records[i - 1]!.at);
    });
    const bound = records.find((r) => r.type === 'write' && r.object.kind === 'Pod' && r.what === 'binding');
    const chain: string[] = [];
    for (let r = bound; r; r = records[r.cause - 1]) chain.push(`${r.by} ${r.type}`);
    expect(chain).toContain('default-scheduler write');
    expect(cluster.trace.records().filter((r) => r.type === 'input')).toHaveLength(2);
  });
});

describe('inputs', () => {
  test('are logged with their time; refused and rehearsed ones are not', () => {
    const cluster = empty();
    cluster.advanceTo(START + 5000);
    addNode(cluster);
    cluster.api.create('Pod', 'nowhere', pod('a'));
    cluster.api.create('Pod', 'default', pod('a'), { dryRun: true });
    cluster.api.get('Pod', 'default', 'a');
    expect(cluster.inputs.map((i) => [i.at - START, i.input.type])).toEqual([[5000, 'add-node']]);
    expect(cluster.inputsApplied).toBe(1);
  });

  test('budget: false until all is done', () => {
    const cluster = empty();
    addNode(cluster);
    let calls = 1;
    while (!cluster.advanceTo(START + 60_000, 1)) calls++;
    expect(calls).toBeGreaterThan(3);
    expect(cluster.now).toBe(START + 60_000);
    expect(cluster.advanceTo(START + 60_000, 1)).toBe(true);
  });
});

describe('random', () => {
  test('API-8 the alphabet of suffixes; API-1 v4 uuids; the state brings all back', () => {
    const random = new SeededRandom(7);
    const { state } = random;
    const made = [random.suffix(500), random.uuid(), random.int(3, 5), random.float()];
    expect(made[0]).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{500}$/);
    expect(made[1]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    random.state = state;
    expect([random.suffix(500), random.uuid(), random.int(3, 5), random.float()]).toEqual(made);
    expect(new SeededRandom(8).uuid()).not.toBe(new SeededRandom(7).uuid());
  });

  test('int reaches both ends and nothing beyond', () => {
    const random = new SeededRandom(1);
    const seen = new Set(Array.from({ length: 500 }, () => random.int(-1, 2)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
  });
});

test('API-52 in a quiet cluster events are gone an hour after their last write, within a minute', () => {
  const cluster = new Cluster({ seed: 1, startTime: START });
  cluster.input({ type: 'add-node', name: 'w1', role: 'worker', boot: true });
  cluster.advanceTo(START + 60_000);
  const events = cluster.read.list('Event').length;
  expect(events).toBeGreaterThan(0);
  cluster.advanceTo(START + 3_600_000);
  expect(cluster.read.list('Event')).toHaveLength(events);
  cluster.advanceTo(START + 3_720_000);
  expect(cluster.read.list('Event')).toEqual([]);
  expect(cluster.nextTime()).toBeUndefined();
});
