import { describe, expect, test } from 'vitest';
import type { Container, PodSpec } from '../../k8s/types';
import { KubeletBench } from './testing/bench';

function bench(spec: Partial<PodSpec> | string): KubeletBench {
  const b = new KubeletBench();
  b.node();
  b.pod('p', spec);
  return b;
}

const app = (image: string, more: Partial<Container> = {}): Container => ({ name: 'app', image, ...more });
const status = (b: KubeletBench) => b.get('p')?.status.containerStatuses?.[0];
const startsOf = (b: KubeletBench) => b.events.filter((e) => e.reason === 'Started').map((e) => e.at);

describe('POD-26 the back-off of restarts', () => {
  test('the first at once, then 10 s to 5 min since the end, found out every 10 to 15 s', () => {
    const b = bench('a:crash');
    b.run(1500);
    const starts = startsOf(b);
    const ran = 3;
    const gaps = starts.slice(1).map((at, i) => at - (starts[i] ?? 0));
    expect(gaps[0]).toBeLessThan(ran + 3);
    for (const [i, gap] of gaps.slice(1).entries()) {
      const delay = Math.min(10 * 2 ** i, 300);
      expect(gap).toBeGreaterThan(delay + 2);
      expect(gap).toBeLessThan(delay + ran + 18);
    }
    expect(gaps.length).toBeGreaterThanOrEqual(7);
  });

  test('begins again when the container has run for more than ten minutes', () => {
    const b = bench('a:1');
    b.run(20);
    const crash = (seconds: number) => {
      b.break('container-crash', 'default/p');
      b.run(seconds);
      return status(b)?.state?.running !== undefined;
    };
    expect(crash(5)).toBe(true);
    expect(crash(5)).toBe(false);
    b.run(30);
    expect(crash(5)).toBe(false);
    b.run(700);
    expect(crash(5)).toBe(true);
  });

  test('POD-28 ended, then CrashLoopBackOff at the next look, which restarts it at once after 10 s', () => {
    const b = bench('a:crash');
    b.run(60);
    const lines = b.shown.get('p') ?? [];
    const at = (word: string) => Number(lines.find((l) => l.endsWith(word))?.split(' ')[0]);
    const looked = at('0/1 CrashLoopBackOff 1') - at('0/1 Error 1');
    expect(looked).toBeGreaterThan(10);
    expect(looked).toBeLessThan(17);
    expect(at('1/1 Running 2') - at('0/1 CrashLoopBackOff 1')).toBeLessThan(1);
  });
});

describe('what images make of it', () => {
  test('POD-8 POD-31 out of memory', () => {
    const b = bench('a:oom');
    b.run(9);
    expect(b.words('p').at(-1)).toBe('0/1 OOMKilled 0');
    expect(status(b)?.state?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
    b.run(40);
    expect(b.words('p')).toContain('0/1 CrashLoopBackOff 1');
  });

  test.each([
    ['Always', ['0/1 Completed 0', '1/1 Running 1'], 'Running'],
    ['OnFailure', ['0/1 Completed 0'], 'Succeeded'],
    ['Never', ['0/1 Completed 0'], 'Succeeded'],
  ])('POD-2 POD-28 done, restartPolicy %s', (restartPolicy, words, phase) => {
    const b = bench({ restartPolicy, containers: [app('a:once')] });
    b.run(14);
    expect(b.words('p').slice(3)).toEqual(words);
    expect(b.get('p')?.status.phase).toBe(phase);
    if (phase !== 'Succeeded') return;
    expect(b.get('p')?.status.conditions?.map((c) => [c.type, c.status, c.reason])).toEqual([
      ['PodReadyToStartContainers', 'False', undefined],
      ['Initialized', 'True', 'PodCompleted'],
      ['Ready', 'False', 'PodCompleted'],
      ['ContainersReady', 'False', 'PodCompleted'],
      ['PodScheduled', 'True', undefined],
    ]);
    expect(b.get('p')?.status.podIP).toBe('10.244.0.2');
    expect([...b.cluster.timers.keys()].filter((key) => key.startsWith('pod:'))).toEqual([]);
  });

  test('POD-7 POD-8 a program that is missing', () => {
    const b = bench({ containers: [app('a:nostart', { command: ['serve'] })] });
    b.run(4.5);
    const message =
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "serve": executable file not found in $PATH';
    expect(b.words('p')[2]).toBe('0/1 RunContainerError 0');
    expect(b.events.find((e) => e.type === 'Warning')).toMatchObject({
      reason: 'Failed',
      message: `Error: ${message}`,
    });
    expect(b.get('p')?.status.phase).toBe('Running');
    b.run(30);
    expect(b.words('p')).toEqual(
      expect.arrayContaining(['0/1 RunContainerError 1', '0/1 CrashLoopBackOff 1']),
    );
    expect(status(b)?.lastState?.terminated).toMatchObject({
      exitCode: 128,
      reason: 'StartError',
      message,
      startedAt: '1970-01-01T00:00:00Z',
    });
    expect(b.reasons('Pod/p')).not.toContain('Started');
  });
});

describe('POD-20 a changed image of a bare pod', () => {
  test('is not seen as an end, and starts the back-off anew', () => {
    const b = bench('a:crash');
    b.run(60);
    const pod = b.get('p');
    if (!pod) throw new Error('no pod');
    expect(status(b)?.restartCount).toBeGreaterThan(1);
    b.cluster.change(pod, (p) => ({ ...p, spec: { ...p.spec, containers: [app('a:2')] } }));
    b.run(5);
    expect(status(b)).toMatchObject({ state: { running: {} }, image: 'docker.io/library/a:2' });
  });

  test('POD-9 the pod stays ready meanwhile', () => {
    const b = bench('a:1');
    b.run(20);
    const pod = b.get('p');
    if (!pod) throw new Error('no pod');
    b.cluster.change(pod, (p) => ({ ...p, spec: { ...p.spec, containers: [app('a:2')] } }));
    b.run(20);
    expect(b.words('p').slice(-2)).toEqual(['1/1 Running 0', '1/1 Running 1']);
    expect(status(b)?.lastState?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });
});

test('POD-9 POD-18 POD-19 a container counts as running once its postStart hook has ended', () => {
  const postStart = { exec: { command: ['sleep', '1'] } };
  const b = bench({ containers: [app('a:1', { lifecycle: { postStart } })] });
  b.run(20);
  const [created, started] = ['Created', 'Started'].map((reason) =>
    b.events.find((e) => e.reason === reason),
  );
  expect([created?.message, started?.message]).toEqual(['Created container: app', 'Started container app']);
  const line = b.shown.get('p')?.find((text) => text.endsWith('1/1 Running 0'));
  expect(Number(line?.split(' ')[0])).toBeCloseTo((started?.at ?? 0) + 1, 5);
});

describe('POD-1 a pod past its activeDeadlineSeconds', () => {
  test('is ended, and Failed once its containers have stopped', () => {
    const b = bench({ activeDeadlineSeconds: 20, containers: [app('a:1')] });
    b.run(19.9);
    expect(b.words('p').at(-1)).toBe('1/1 Running 0');
    b.run(0.1);
    const text = 'Pod was active on the node longer than the specified deadline';
    expect(b.events.slice(-2)).toMatchObject([
      { type: 'Normal', reason: 'DeadlineExceeded', message: text },
      { reason: 'Killing', message: 'Stopping container app' },
    ]);
    expect(b.get('p')?.status).toMatchObject({ phase: 'Running' });
    expect(b.get('p')?.status.conditions?.find((c) => c.type === 'Ready')).toMatchObject({
      status: 'False',
      reason: 'PodFailed',
    });
    b.run(5);
    expect(b.get('p')?.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded', message: text });
    // kubectl prefers what the container says.
    expect(b.words('p').at(-1)).toBe('0/1 Completed 0');
  });
});

describe('POD-13 sidecars', () => {
  const sidecar = (image: string): Container =>
    ({ name: 's', image, restartPolicy: 'Always' }) as unknown as Container;

  test('do not keep a pod alive that has done its work', () => {
    const b = bench({
      restartPolicy: 'Never',
      initContainers: [sidecar('s:1')],
      containers: [app('a:once')],
    });
    b.run(30);
    expect(b.get('p')?.status.phase).toBe('Succeeded');
    expect(b.events.at(-1)).toMatchObject({ reason: 'Killing', message: 'Stopping container s' });
    expect(b.get('p')?.status.initContainerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 0 });
  });

  test('are restarted whatever the policy, and the pod stays Running', () => {
    const b = bench({
      restartPolicy: 'Never',
      initContainers: [sidecar('s:crash')],
      containers: [app('a:1')],
    });
    b.run(60);
    expect(b.get('p')?.status.phase).toBe('Running');
    expect(b.get('p')?.status.initContainerStatuses?.[0]?.restartCount).toBeGreaterThan(1);
    expect(b.get('p')?.status.conditions?.find((c) => c.type === 'Initialized')?.status).toBe('True');
  });
});

test('POD-6 statuses of containers are sorted by name, those of init containers are not', () => {
  const containers = ['b', 'a'].map((name) => ({ name, image: 'a:1' }));
  const initContainers = ['z', 'y'].map((name) => ({ name, image: 'i:1' }));
  const b = bench({ containers, initContainers });
  b.run(40);
  expect(b.get('p')?.status.containerStatuses?.map((s) => s.name)).toEqual(['a', 'b']);
  expect(b.get('p')?.status.initContainerStatuses?.map((s) => [s.name, s.ready, s.started])).toEqual([
    ['z', true, false],
    ['y', true, false],
  ]);
});

test('POD-10 a claim that is missing holds a pod up that was bound without it', () => {
  const b = bench({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'x' } }] });
  b.run(5);
  expect(b.words('p').at(-1)).toBe('0/1 ContainerCreating 0');
  expect(b.events[0]).toMatchObject({
    type: 'Warning',
    reason: 'FailedMount',
    message:
      'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[data]: error processing PVC default/x: failed to fetch PVC from API server: persistentvolumeclaims "x" not found',
  });
});
