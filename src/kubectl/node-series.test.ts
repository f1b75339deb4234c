import { describe, expect, test } from 'vitest';
import { Cluster } from '../engine/index';
import { readSeries } from './node-series';
import { runDetached } from './shell';

const MOST = 5_100;
const START = Date.UTC(2026, 0, 5, 10);

describe('a series of nodes', () => {
  test.each([
    ['worker-{4..6}', ['worker-4', 'worker-5', 'worker-6']],
    ['n{0..1}', ['n0', 'n1']],
    ['{9..10}', ['9', '10']],
    ['a-{1..2}-b', ['a-1-b', 'a-2-b']],
    ['cp-{2..3}:control-plane', ['cp-2:control-plane', 'cp-3:control-plane']],
    ['w-{7..7}[zone=a,x={1..2}]', ['w-7[zone=a,x={1..2}]']],
  ])('%s', (word, specs) => {
    expect(readSeries(word, MOST)).toMatchObject({ specs });
  });

  test.each([
    'worker-1',
    'worker-{1}',
    'w-{1..}',
    'w-{a..c}',
    'w-{01..02}',
    'w-{1..2}{3..4}',
    'w[x={1..2}]',
    '',
  ])('%j is none', (word) => {
    expect(readSeries(word, MOST)).toBeUndefined();
  });

  test.each([
    ['w-{2..1}', 'invalid series "w-{2..1}", expected NAME-{from..to} with from <= to'],
    ['w-{1..5101}', '"w-{1..5101}" are more than 5100 nodes'],
    ['w-{0..999999}', '"w-{0..999999}" are more than 5100 nodes'],
  ])('%s is refused', (word, error) => {
    expect(readSeries(word, MOST)).toEqual({ error });
  });

  test('adds what the names written out would add', () => {
    const [series, names] = [
      'w-{1..3}[zone=a] cp-2:control-plane',
      'w-1[zone=a] w-2[zone=a] w-3[zone=a] cp-2:control-plane',
    ].map((words) => {
      const cluster = new Cluster({ seed: 1, startTime: START });
      const { output, status } = runDetached(cluster, `sim add-node --ready ${words}`);
      expect(status).toBe(0);
      cluster.advanceTo(START + 60_000);
      return { output, digest: cluster.digest(), inputs: cluster.inputs };
    });
    expect(series?.digest).toBe(names?.digest);
    expect(series?.inputs).toEqual(names?.inputs);
    expect(series?.output).toBe('3 nodes added: w-1 … w-3\nnode cp-2 added\n');
    expect(names?.output).toBe('node w-1 added\nnode w-2 added\nnode w-3 added\nnode cp-2 added\n');
  });

  test('a series stops at the first name that is there already', () => {
    const cluster = new Cluster({ seed: 1, startTime: START });
    runDetached(cluster, 'sim add-node w-3');
    const { output, status } = runDetached(cluster, 'sim add-node w-{1..5}');
    expect({ output, status }).toEqual({ output: 'error: node "w-3" already exists\n', status: 1 });
    expect(cluster.read.list('Node').map((node) => node.metadata.name)).toEqual(['w-1', 'w-2', 'w-3']);
  });
});
