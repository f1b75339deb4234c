import { describe, expect, test } from 'vitest';
import { podReadyCount, podRestartCount, podRestarts, podStatusWord } from './pod-status';
import { containerStatus, makePod } from './testing/objects';
import type { Container, Pod, PodStatus, StoredMeta } from './types';

const waiting = (name: string, reason?: string) =>
  containerStatus(name, { state: { waiting: reason ? { reason } : {} } });
const running = (name: string, ready = true) =>
  containerStatus(name, { ready, state: { running: { startedAt: '2026-01-01T00:00:00Z' } } });
const ended = (name: string, exitCode: number, reason?: string, signal?: number) =>
  containerStatus(name, {
    state: { terminated: { exitCode, ...(reason && { reason }), ...(signal && { signal }) } },
  });
const condition = (type: string, status: string, reason?: string) => ({
  type,
  status,
  ...(reason && { reason }),
});

describe('CLI-23 podStatusWord', () => {
  const inits: Container[] = [{ name: 'i0' }, { name: 'i1' }];
  const sidecar = [{ name: 'i0', restartPolicy: 'Always' } as Container, { name: 'i1' }];
  const deleting: Partial<StoredMeta> = { deletionTimestamp: '2026-01-01T00:00:30Z' };
  test.each<
    [string, { status?: Partial<PodStatus>; init?: Container[]; meta?: Partial<StoredMeta> }, string]
  >([
    ['1 phase', { status: { phase: 'Pending' } }, 'Pending'],
    ['1 status reason', { status: { phase: 'Failed', reason: 'Evicted' } }, 'Evicted'],
    [
      '2 gated',
      { status: { phase: 'Pending', conditions: [condition('PodScheduled', 'False', 'SchedulingGated')] } },
      'SchedulingGated',
    ],
    [
      '3 waiting for the first init container',
      {
        init: inits,
        status: {
          phase: 'Pending',
          initContainerStatuses: [waiting('i0', 'PodInitializing'), waiting('i1', 'PodInitializing')],
        },
      },
      'Init:0/2',
    ],
    [
      '3 second init container runs',
      { init: inits, status: { initContainerStatuses: [ended('i0', 0, 'Completed'), running('i1')] } },
      'Init:1/2',
    ],
    [
      '3 init container fails',
      { init: inits, status: { initContainerStatuses: [ended('i0', 1, 'Error'), waiting('i1')] } },
      'Init:Error',
    ],
    [
      '3 init container killed',
      { init: inits, status: { initContainerStatuses: [ended('i0', 137, undefined, 9)] } },
      'Init:Signal:9',
    ],
    [
      '3 init container, exit code only',
      { init: inits, status: { initContainerStatuses: [ended('i0', 3)] } },
      'Init:ExitCode:3',
    ],
    [
      '3 init container in back-off',
      { init: inits, status: { initContainerStatuses: [waiting('i0', 'CrashLoopBackOff')] } },
      'Init:CrashLoopBackOff',
    ],
    [
      '3 started sidecar is passed over',
      {
        init: sidecar,
        status: { initContainerStatuses: [{ ...running('i0'), started: true }, running('i1')] },
      },
      'Init:1/2',
    ],
    [
      '4 creating',
      { status: { phase: 'Pending', containerStatuses: [waiting('c', 'ContainerCreating')] } },
      'ContainerCreating',
    ],
    [
      '4 the first container wins',
      { status: { containerStatuses: [waiting('a', 'ImagePullBackOff'), waiting('b', 'CrashLoopBackOff')] } },
      'ImagePullBackOff',
    ],
    [
      '4 later trouble shows when the first runs',
      { status: { containerStatuses: [running('a'), waiting('b', 'CrashLoopBackOff')] } },
      'CrashLoopBackOff',
    ],
    ['4 ended with reason', { status: { containerStatuses: [ended('c', 137, 'OOMKilled')] } }, 'OOMKilled'],
    ['4 ended by signal', { status: { containerStatuses: [ended('c', 137, undefined, 9)] } }, 'Signal:9'],
    ['4 ended with exit code', { status: { containerStatuses: [ended('c', 2)] } }, 'ExitCode:2'],
    [
      '4 one completed, one runs, Ready',
      {
        status: {
          conditions: [condition('Ready', 'True')],
          containerStatuses: [ended('a', 0, 'Completed'), running('b')],
        },
      },
      'Running',
    ],
    [
      '4 one completed, one runs, not Ready',
      { status: { containerStatuses: [ended('a', 0, 'Completed'), running('b')] } },
      'NotReady',
    ],
    [
      '4 Initialized: containers are looked at',
      {
        init: inits,
        status: {
          conditions: [condition('Initialized', 'True')],
          initContainerStatuses: [running('i0')],
          containerStatuses: [waiting('c', 'CrashLoopBackOff')],
        },
      },
      'CrashLoopBackOff',
    ],
    ['4 running but not ready', { status: { containerStatuses: [running('c', false)] } }, 'Running'],
    ['5 terminating', { meta: deleting, status: { containerStatuses: [running('c')] } }, 'Terminating'],
    [
      '5 terminating beats trouble',
      { meta: deleting, status: { containerStatuses: [waiting('c', 'CrashLoopBackOff')] } },
      'Terminating',
    ],
    ['5 node lost', { meta: deleting, status: { reason: 'NodeLost' } }, 'Unknown'],
    [
      '5 VER-21 a finished pod keeps its word',
      { meta: deleting, status: { phase: 'Succeeded', containerStatuses: [ended('c', 0, 'Completed')] } },
      'Completed',
    ],
  ])('%s', (_, { status, init, meta }, word) => {
    const pod = makePod({
      ...(status && { status }),
      ...(meta && { meta }),
      ...(init && { spec: { initContainers: init } }),
    });
    expect(podStatusWord(pod)).toBe(word);
  });
});

describe('CLI-22 podReadyCount', () => {
  test('a ready container that does not run does not count', () => {
    const status = {
      containerStatuses: [running('a'), containerStatus('b', { ready: true, state: { waiting: {} } })],
    };
    const pod = makePod({ spec: { containers: [{ name: 'a' }, { name: 'b' }] }, status });
    expect(podReadyCount(pod)).toEqual({ ready: 1, total: 2 });
  });
  test('sidecars count once they are started and ready', () => {
    const initContainers = [{ name: 's', restartPolicy: 'Always' } as Container, { name: 'i' }];
    const status = {
      initContainerStatuses: [{ ...running('s'), started: true }],
      containerStatuses: [running('c')],
    };
    expect(podReadyCount(makePod({ spec: { initContainers }, status }))).toEqual({ ready: 2, total: 2 });
  });
});

describe('CLI-24 podRestarts', () => {
  const now = Date.UTC(2026, 0, 1, 0, 10);
  const restarted = (restartCount: number, finishedAt?: string) => ({
    ...running('c'),
    restartCount,
    ...(finishedAt && { lastState: { terminated: { exitCode: 1, finishedAt } } }),
  });
  const withStatuses = (...containerStatuses: ReturnType<typeof restarted>[]): Pod =>
    makePod({ status: { containerStatuses } });
  test.each<[string, Pod, string]>([
    ['none', withStatuses(restarted(0)), '0'],
    ['age of the last end', withStatuses(restarted(5, '2026-01-01T00:09:48Z')), '5 (12s ago)'],
    ['no time known', withStatuses(restarted(2)), '2'],
    [
      'latest of several, counts added',
      withStatuses(restarted(2, '2026-01-01T00:00:00Z'), restarted(1, '2026-01-01T00:05:00Z')),
      '3 (5m ago)',
    ],
  ])('%s', (_, pod, text) => {
    expect(podRestarts(pod, now)).toBe(text);
  });
  test('while it initialises, the init containers count', () => {
    const status = {
      initContainerStatuses: [{ ...waiting('i', 'CrashLoopBackOff'), restartCount: 4 }],
      containerStatuses: [{ ...waiting('c'), restartCount: 1 }],
    };
    expect(podRestartCount(makePod({ spec: { initContainers: [{ name: 'i' }] }, status }))).toBe(4);
  });
});
