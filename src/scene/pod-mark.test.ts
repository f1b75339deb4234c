import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../k8s/time';
import type { ContainerStatus, Pod, PodSpec, PodStatus } from '../k8s/types';
import { podMark, type Surroundings } from './pod-mark';
import { makeNode, makePod, makeSet, START } from './testing/fixture';

const set = makeSet('web');
const NOW = START + 60_000;

interface Change {
  spec?: Partial<PodSpec>;
  status?: Partial<PodStatus>;
  metadata?: Partial<Pod['metadata']>;
}

function podWith(stage: Parameters<typeof makePod>[2], { spec, status, metadata }: Change = {}): Pod {
  const pod = makePod(set, 'w', stage);
  return {
    ...pod,
    metadata: { ...pod.metadata, ...metadata },
    spec: { ...pod.spec, ...spec },
    status: { ...pod.status, ...status },
  };
}

function markOf(pod: Pod, around: Partial<Surroundings> = {}) {
  return podMark(pod, undefined, { node: makeNode('w'), now: NOW, activity: undefined, ...around });
}

function statusOf(state: ContainerStatus['state'], more: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name: 'web', image: '', imageID: '', ready: false, restartCount: 0, state, ...more };
}

const running = { running: { startedAt: rfc3339(START) } };
const ended = (exitCode: number, reason?: string, signal?: number) => ({
  terminated: { exitCode, ...(reason ? { reason } : {}), ...(signal ? { signal } : {}) },
});

describe('containers that cannot run for now', () => {
  test.each([
    ['CrashLoopBackOff', /keeps ending/],
    ['ImagePullBackOff', /cannot be pulled; the kubelet waits/],
    ['ErrImagePull', /cannot be pulled/],
    ['ErrImageNeverPull', /imagePullPolicy Never/],
    ['InvalidImageName', /cannot be read/],
    ['CreateContainerConfigError', /config map, a secret/],
    ['CreateContainerError', /cannot be created/],
    ['RunContainerError', /cannot be started/],
  ])('CLI-23 waiting with %s', (reason, title) => {
    const message = `says the kubelet about ${reason}`;
    const waiting = statusOf({ waiting: { reason, message } });
    const mark = markOf(podWith('creating', { status: { containerStatuses: [waiting] } }));
    expect(mark).toMatchObject({ state: 'backoff', word: reason });
    expect(mark.title).toMatch(title);
    expect(mark.title).toContain(message);
    expect(mark.halt).toEqual({ word: reason, many: `{n} pods in ${reason}` });
  });

  test.each([
    [ended(1, 'Error'), 'Error', /ended with an error: Container web stopped with exit code 1/],
    [ended(137, 'OOMKilled'), 'OOMKilled', /memory ran out/],
    [ended(3), 'ExitCode:3', /exit code 3/],
    [ended(255, 'Unknown'), 'Unknown', /went down with its machine/],
    [ended(137, undefined, 9), 'Signal:9', /signal 9/],
    [ended(0, 'Completed'), 'Completed', /ended with exit code 0/],
  ])('POD-28 ended: %j is %s', (state, word, title) => {
    const mark = markOf(podWith('running', { status: { containerStatuses: [statusOf(state)] } }));
    expect(mark).toMatchObject({ state: 'backoff', word });
    expect(mark.title).toMatch(title);
  });

  test.each([
    [{ waiting: { reason: 'CrashLoopBackOff' } }, 'Init:CrashLoopBackOff', /^An init container keeps ending/],
    [ended(1, 'Error'), 'Init:Error', /^An init container has ended/],
    [ended(137, 'OOMKilled'), 'Init:OOMKilled', /memory/],
    [ended(2), 'Init:ExitCode:2', /^An init container has ended with exit code 2/],
  ])('CLI-23 an init container: %j is %s', (state, word, title) => {
    const pod = podWith('creating', {
      spec: { initContainers: [{ name: 'setup' }] },
      status: { initContainerStatuses: [statusOf(state, { name: 'setup' })] },
    });
    const mark = markOf(pod);
    expect(mark).toMatchObject({ state: 'backoff', word });
    expect(mark.title).toMatch(title);
  });

  test('POD-24 a volume that waits for a config map says for which', () => {
    const activity = 'FailedMount: MountVolume.SetUp failed for volume "c" : configmap "settings" not found';
    const mark = markOf(podWith('creating'), { activity });
    expect(mark).toMatchObject({ state: 'backoff', word: 'FailedMount', note: 'no configmap settings' });
    expect(mark.halt?.word).toBe('FailedMount (no configmap settings)');
  });
});

describe('on the way', () => {
  const init = (restartPolicy?: 'Always') => ({
    spec: {
      initContainers: [{ name: 'first' }, { name: 'second', ...(restartPolicy ? { restartPolicy } : {}) }],
    },
    status: {
      initContainerStatuses: [
        statusOf(ended(0, 'Completed'), { name: 'first' }),
        statusOf(running, { name: 'second', started: false }),
      ],
      containerStatuses: [statusOf({ waiting: { reason: 'PodInitializing' } })],
    },
  });

  test('POD-12 init containers are counted', () => {
    const mark = markOf(podWith('creating', init()));
    expect(mark).toMatchObject({ state: 'starting', word: 'Init:1/2', halt: undefined });
    expect(mark.title).toBe('Init container second, 2 of 2, has to end before the next one starts');
  });

  test('POD-13 a sidecar has to start, not to end', () => {
    expect(markOf(podWith('creating', init('Always'))).title).toMatch(
      /^The sidecar second has not started yet/,
    );
  });

  test('PodInitializing', () => {
    const waiting = statusOf({ waiting: { reason: 'PodInitializing' } });
    expect(markOf(podWith('creating', { status: { containerStatuses: [waiting] } }))).toMatchObject({
      state: 'starting',
      word: 'PodInitializing',
    });
  });

  test('an image being pulled comes before the count of init containers', () => {
    expect(markOf(podWith('creating', init()), { activity: 'pulling' })).toMatchObject({
      state: 'pulling',
      word: 'Pulling',
    });
  });
});

describe('without a node', () => {
  test.each<[string, Change, Partial<Surroundings>, object]>([
    ['waits', { status: { conditions: [] } }, {}, { word: 'Pending', note: undefined, halt: undefined }],
    [
      'SCH-20 is unschedulable',
      {},
      {},
      { word: 'Pending', halt: { word: 'Pending', many: '{n} pods Pending' } },
    ],
    [
      'SCH-40 has a gate',
      {
        spec: { schedulingGates: [{ name: 'example.com/wait' }] },
        status: {
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
        },
      },
      {},
      { word: 'SchedulingGated', title: expect.stringContaining('example.com/wait') as string },
    ],
    [
      'SCH-36 is nominated',
      { status: { nominatedNodeName: 'w' } },
      {},
      {
        word: 'Pending',
        note: 'nominated',
        title: expect.stringContaining('leave w to make room') as string,
      },
    ],
    [
      'has no scheduler',
      { status: { conditions: [] } },
      { schedulerStopped: true },
      {
        word: 'Pending',
        note: 'scheduler stopped',
        halt: { word: 'Pending (scheduler stopped)', many: 'scheduler stopped: {n} pods waiting' },
      },
    ],
  ])('%s', (_, change, around, expected) => {
    expect(markOf(podWith('unbound', change), around)).toMatchObject({ state: 'pending', ...expected });
  });
});

describe('failed as a whole', () => {
  test.each([
    ['Evicted', 'POD-41', /^Its node runs short of a resource.*low on resource/, '{n} evicted'],
    ['OutOfcpu', 'POD-40', /refused the pod: its node has not enough cpu left/, '{n} failed: OutOfcpu'],
    ['OutOfpods', 'POD-40', /not enough pods left/, '{n} failed: OutOfpods'],
    ['NodeAffinity', 'POD-40', /labels of the node do not match/, '{n} failed: NodeAffinity'],
    ['NodePorts', 'POD-40', /host port/, '{n} failed: NodePorts'],
    ['Preempting', 'POD-40', /make room for a critical one/, '{n} failed: Preempting'],
    ['SomethingNew', '', /The pod has failed: SomethingNew/, '{n} failed: SomethingNew'],
  ])('%s %s', (reason, _, title, many) => {
    const mark = markOf(
      podWith('evicted', { status: { reason, message: 'The node was low on resource: memory. ' } }),
    );
    expect(mark).toMatchObject({ state: 'failed', word: reason, halt: { word: reason, many } });
    expect(mark.title).toMatch(title);
  });

  test('the reason of the pod hides how its containers ended, and says what kubectl prints', () => {
    const mark = markOf(
      podWith('evicted', { status: { containerStatuses: [statusOf(ended(137, 'Error'))] } }),
    );
    expect(mark.word).toBe('Evicted');
    expect(mark.title).toContain('(kubectl shows Error)');
  });

  test('a finished pod', () => {
    const mark = markOf(
      podWith('ready', {
        status: { phase: 'Succeeded', containerStatuses: [statusOf(ended(0, 'Completed'))] },
      }),
    );
    expect(mark).toMatchObject({ state: 'succeeded', word: 'Completed', halt: undefined });
  });
});

describe('going away', () => {
  test.each([
    ['PreemptionByScheduler', 'preempted', /higher priority/],
    ['TerminationByKubelet', 'ended by the kubelet', /kubelet ends it/],
    ['DeletionByTaintManager', 'evicted by a taint', /NoExecute/],
    ['EvictionByEvictionAPI', 'evicted', /drain/],
    ['DeletionByPodGC', 'node gone', /garbage collector/],
  ])('DisruptionTarget with %s: %s', (reason, note, title) => {
    const conditions = [{ type: 'DisruptionTarget', status: 'True', reason, message: 'told so' }];
    const mark = markOf(podWith('terminating', { status: { conditions } }));
    expect(mark).toMatchObject({ state: 'terminating', note });
    expect(mark.word).toMatch(/^Terminating \d+s$/);
    expect(mark.title).toMatch(title);
    expect(mark.title).toContain('told so');
  });

  test('POD-37 its containers have ended before it is gone: it is still going, not a pod that has finished', () => {
    const containerStatuses = [statusOf(ended(0, 'Completed'))];
    const mark = markOf(podWith('terminating', { status: { phase: 'Succeeded', containerStatuses } }));
    expect(mark).toMatchObject({ state: 'terminating', halt: undefined });
    expect(mark.word).toMatch(/^Terminating/);
    expect(mark.title).toContain('its containers have ended (kubectl shows Completed)');
  });

  test('a condition that is taken back tells nothing', () => {
    const conditions = [{ type: 'DisruptionTarget', status: 'False', reason: 'PreemptionByScheduler' }];
    expect(markOf(podWith('terminating', { status: { conditions } })).note).toBeUndefined();
  });
});

describe('running, not ready', () => {
  const status = (more: Partial<ContainerStatus>) => ({
    containerStatuses: [statusOf(running, more)],
  });
  const probe = { exec: { command: ['true'] } };

  test.each([
    ['startupProbe', { started: false }, /the startup probe of web has not succeeded yet/],
    ['readinessProbe', { started: true }, /the readiness probe of web does not succeed/],
    ['livenessProbe', { started: true }, /the containers run, but the pod is not Ready/],
  ])('POD-33 with a %s', (name, more, title) => {
    const containers = [{ name: 'web', image: 'web:v1', [name]: probe }];
    const mark = markOf(podWith('running', { spec: { containers }, status: status(more) }));
    expect(mark).toMatchObject({ state: 'running', word: 'Not ready' });
    expect(mark.title).toMatch(title);
  });

  test('because of its node', () => {
    const node = makeNode('w', { ready: 'False' });
    expect(markOf(podWith('running', { status: status({ ready: true }) }), { node }).title).toMatch(
      /their node is not Ready/,
    );
  });

  test('POD-41 the kubelet is stopping it, which the API shows only afterwards', () => {
    const mark = markOf(podWith('running', { status: status({ ready: false }) }), { activity: 'stopping' });
    expect(mark).toMatchObject({ state: 'running', word: 'Not ready', note: 'being stopped' });
    expect(mark.title).toBe('Running: the kubelet is stopping its containers');
  });

  test('restarted by a liveness probe or a crash: how often, and how it last ended', () => {
    const again = { running: { startedAt: rfc3339(NOW - 5_000) } };
    const last = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
    const containerStatuses = [statusOf(again, { ready: true, restartCount: 3, lastState: last })];
    const mark = markOf(podWith('ready', { status: { containerStatuses } }));
    expect(mark).toMatchObject({ state: 'ready', word: 'Ready', halt: { word: 'restarted 3 times' } });
    expect(mark.title).toBe('Running and ready; restarted 3 times, last after OOMKilled (exit code 137)');
  });
});

describe('faults and lost nodes', () => {
  test('a fault of the pod is told beside what its status says', () => {
    const faults = [{ fault: 'x', target: 'y', word: 'liveness probe failing', title: 'Liveness: again' }];
    const mark = markOf(podWith('ready'), { faults });
    expect(mark).toMatchObject({ word: 'Ready', fault: 'liveness probe failing' });
    expect(mark.title.split('\n').at(-1)).toBe('Liveness: again');
  });

  test('NODE-9 nobody knows about a pod on a node that is silent', () => {
    const mark = markOf(podWith('ready'), { node: makeNode('w', { ready: 'Unknown' }) });
    expect(mark).toMatchObject({ state: 'unknown', word: 'Unknown' });
    expect(mark.title).toContain('kubectl goes on showing Running');
  });
});
