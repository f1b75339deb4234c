import { describe, expect, test } from 'vitest';
import type { Pod } from '../../k8s/types';
import { evictionMessage, isCritical, rankForEviction, type Candidate } from './eviction-ranking';
import { available, binaryText, SIGNALS } from './eviction-signals';
import type { ContainerWorker, PodWorker } from './state';
import { total, usageOf } from './usage';

interface Options {
  priority?: number;
  request?: string;
  limit?: string;
  measured?: boolean;
  podRequest?: string;
}

function candidate(
  name: string,
  { priority, request, limit, measured = true, podRequest }: Options = {},
): Candidate {
  const requests = request === undefined ? {} : { memory: request, 'ephemeral-storage': request };
  const limits = limit === undefined ? {} : { memory: limit };
  const pod = {
    metadata: { name, namespace: 'default', uid: name },
    spec: {
      priority,
      containers: [{ name: 'c', image: 'nginx:1.27', resources: { requests, limits } }],
      ...(podRequest !== undefined && { resources: { requests: { memory: podRequest } } }),
    },
    status: {},
  } as unknown as Pod;
  const container = { name: 'c', role: 'main', image: 'nginx:1.27', stage: 'running' } as ContainerWorker;
  const worker = { uid: name, sandbox: measured, init: [], main: [container] } as unknown as PodWorker;
  return { worker, pod };
}

const used = ({ worker, pod }: Candidate, resource: 'memory' | 'disk' | 'pid' = 'memory') =>
  total(usageOf(worker, pod, resource) ?? new Map());
const names = (list: readonly Candidate[]) => list.map(({ pod }) => pod.metadata.name);

describe('POD-41 who goes first', () => {
  test.each<[string, Candidate[], string[]]>([
    [
      'above its requests before below',
      [candidate('below', { request: '1Gi' }), candidate('above')],
      ['above', 'below'],
    ],
    [
      'that goes before priority',
      [candidate('low-below', { priority: -1, request: '1Gi' }), candidate('high-above', { priority: 9 })],
      ['high-above', 'low-below'],
    ],
    [
      'priority before usage',
      [candidate('high', { priority: 9 }), candidate('low', { priority: 1, request: '1Mi' })],
      ['low', 'high'],
    ],
    [
      'most above its requests',
      [candidate('a', { request: '3Mi' }), candidate('b', { request: '1Mi', limit: '3Mi' })],
      ['a', 'b'],
    ],
    [
      'what cannot be measured goes first',
      [candidate('above'), candidate('new', { measured: false, priority: 9 })],
      ['new', 'above'],
    ],
  ])('memory: %s', (_, list, order) => {
    expect(names(rankForEviction(list, 'memory'))).toEqual(order);
  });

  test('disk: as memory, by its own requests', () => {
    const list = [candidate('below', { request: '1Gi' }), candidate('above', { priority: 9 })];
    expect(names(rankForEviction(list, 'disk'))).toEqual(['above', 'below']);
  });

  test('process ids: priority, then number; requests do not matter', () => {
    const one = candidate('one', { request: '1Gi', priority: 1 });
    const many = ['p', 'q', 'r', 's'].map((name) => candidate(name, { priority: 2 }));
    const ranked = rankForEviction([...many, one], 'pid');
    expect(ranked[0]?.pod.metadata.name).toBe('one');
    const numbers = ranked.slice(1).map((row) => used(row, 'pid'));
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  });
});

describe('POD-41 the message', () => {
  const usage = binaryText(used(candidate('p')));
  test.each<[string, Candidate, 'memory' | 'disk' | 'pid', string]>([
    [
      'memory',
      candidate('p'),
      'memory',
      `The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. Container c was using ${usage}, request is 0, has larger consumption of memory. `,
    ],
    [
      'with a request',
      candidate('p', { request: '1024Ki' }),
      'memory',
      `The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. Container c was using ${usage}, request is 1Mi, has larger consumption of memory. `,
    ],
    [
      'within its request',
      candidate('p', { request: '1Gi' }),
      'memory',
      'The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. ',
    ],
    [
      'with a request for the whole pod',
      candidate('p', { podRequest: '1Gi' }),
      'memory',
      `The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. Pod p was using ${usage}, request is 1Gi, has larger consumption of memory. Container c was using ${usage}, request is 0, has larger consumption of memory. `,
    ],
    [
      'not measured',
      candidate('p', { measured: false }),
      'memory',
      'The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. ',
    ],
    [
      'disk',
      candidate('p'),
      'disk',
      `The node was low on resource: ephemeral-storage. Threshold quantity: ${SIGNALS.disk.threshold}, available: 80Mi. Container c was using ${binaryText(used(candidate('p'), 'disk'))}, request is 0, has larger consumption of ephemeral-storage. `,
    ],
    [
      'process ids name no containers',
      candidate('p'),
      'pid',
      'The node was low on resource: pids. Threshold quantity: 3276, available: 80Mi. ',
    ],
  ])('%s', (_, one, resource, message) => {
    expect(evictionMessage(one, resource, '80Mi')).toBe(message);
  });

  test('imagefs.available<15% as upstream computes it, with a 32-bit percentage', () => {
    expect(SIGNALS.disk.threshold).toBe('16106128000');
  });

  test.each(['memory', 'disk', 'pid'] as const)('%s: what is left is below the threshold', (resource) => {
    const threshold = { memory: 100 * 1024, disk: 16_106_128_000 / 1024, pid: 3276 }[resource];
    for (let now = 0; now < 100; now++) {
      const text = available(resource, 'uid', now);
      expect(text).toMatch(resource === 'pid' ? /^[\d.]+k?$/ : /^\d+[KM]i$/);
      const value = parseFloat(text) * (text.endsWith('k') ? 1000 : text.endsWith('Mi') ? 1024 : 1);
      expect(value).toBeLessThan(threshold);
      expect(value).toBeGreaterThan(0);
    }
  });
});

describe('POD-41 usage', () => {
  test('is the same for the same pod, never above a memory limit', () => {
    expect(used(candidate('p'))).toBe(used(candidate('p')));
    expect(used(candidate('p'))).not.toBe(used(candidate('q')));
    expect(used(candidate('p', { limit: '1Mi' }))).toBe(1024 * 1024);
  });

  test('containers that do not run use nothing', () => {
    const one = candidate('p');
    one.worker.main[0] = { ...(one.worker.main[0] as ContainerWorker), stage: 'crash-back-off' };
    expect(used(one)).toBe(0);
  });
});

test.each<[string, Partial<Pod['spec']>, Record<string, string>, boolean]>([
  ['priority of a user', { priority: 1_000_000_000 }, {}, false],
  ['system-cluster-critical', { priority: 2_000_000_000 }, {}, true],
  ['mirror of a static pod', {}, { 'kubernetes.io/config.mirror': 'x' }, true],
])('POD-41, POD-44 critical: %s', (_, spec, annotations, critical) => {
  const pod = { metadata: { name: 'p', annotations }, spec, status: {} } as unknown as Pod;
  expect(isCritical(pod)).toBe(critical);
});
