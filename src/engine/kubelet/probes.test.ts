import { describe, expect, test } from 'vitest';
import type { Container, Probe } from '../../k8s/types';
import { probeOutput } from './probe-output';
import { KubeletBench } from './testing/bench';

/** Seconds from the start of the container until it is ready; undefined when it never is. */
function readyAfter(container: Partial<Container>): number | undefined {
  const b = new KubeletBench();
  b.node();
  b.pod('p', { containers: [{ name: 'app', image: 'a:1', ...container }] });
  b.run(300);
  const started = b.events.find((e) => e.reason === 'Started')?.at ?? NaN;
  const line = b.shown.get('p')?.find((text) => text.includes('1/1 Running'));
  return line === undefined ? undefined : Math.round((Number(line.split(' ')[0]) - started) * 10) / 10;
}

const http: Probe = { httpGet: { port: 80, path: '/' } };

describe('POD-32 POD-33 when a container becomes ready', () => {
  test.each<[string, Partial<Container>, number | undefined]>([
    ['without a probe', {}, 0],
    ['unready image without a probe', { image: 'a:unready' }, undefined],
    ['at the first answer', { readinessProbe: http }, 0.1],
    ['unready image', { image: 'a:unready', readinessProbe: http }, undefined],
    [
      'first tick after the initial delay',
      { readinessProbe: { ...http, initialDelaySeconds: 5, periodSeconds: 10 } },
      10,
    ],
    [
      'initial delay of three periods',
      { readinessProbe: { ...http, initialDelaySeconds: 30, periodSeconds: 10 } },
      30,
    ],
    ['short period', { readinessProbe: { ...http, initialDelaySeconds: 5, periodSeconds: 2 } }, 6],
    ['three successes', { readinessProbe: { ...http, successThreshold: 3, periodSeconds: 5 } }, 10.1],
  ])('%s', (_, container, seconds) => {
    expect(readyAfter(container)).toBe(seconds);
  });

  // Startup and liveness probes tick since the volumes of the pod were there, long before the container started.
  test.each<[string, Partial<Container>, number, number]>([
    ['startup probe alone', { startupProbe: http }, 0, 10],
    ['startup probe with a delay', { startupProbe: { ...http, initialDelaySeconds: 20 } }, 20, 30],
    [
      'after the startup probe',
      { startupProbe: { ...http, initialDelaySeconds: 10 }, readinessProbe: http },
      10,
      20.1,
    ],
  ])('%s', (_, container, least, most) => {
    const seconds = readyAfter(container) ?? NaN;
    expect(seconds).toBeGreaterThanOrEqual(least);
    expect(seconds).toBeLessThanOrEqual(most);
  });
});

test('POD-22 POD-34 POD-35 each failed run is reported, and nothing is restarted', () => {
  const b = new KubeletBench();
  b.node();
  const readinessProbe = { ...http, periodSeconds: 10 };
  b.pod('p', { containers: [{ name: 'app', image: 'a:unready', readinessProbe, livenessProbe: http }] });
  b.run(60);
  const runs = b.events.filter((e) => e.reason === 'Unhealthy');
  expect(runs).toHaveLength(6);
  expect(runs[0]).toMatchObject({
    type: 'Warning',
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
    fieldPath: 'spec.containers{app}',
  });
  expect(b.words('p').at(-1)).toBe('0/1 Running 0');
  expect(b.get('p')?.status.conditions?.find((c) => c.type === 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ContainersNotReady',
    message: 'containers with unready status: [app]',
  });
});

describe('probes that fail by a fault', () => {
  /** Events of a kind since a time, as seconds since then. */
  function bench(container: Partial<Container>, more: object = {}): KubeletBench {
    const b = new KubeletBench();
    b.node();
    b.pod('p', { containers: [{ name: 'app', image: 'a:1', ...container }], ...more });
    b.run(60);
    return b;
  }
  const since = (b: KubeletBench, reason: string, from: number) =>
    b.events.filter((e) => e.reason === reason && e.at >= from).map((e) => e.at);
  const gaps = (times: number[]) =>
    times.slice(1).map((at, i) => Math.round((at - (times[i] ?? 0)) * 10) / 10);
  const timers = (b: KubeletBench) => [...b.cluster.timers.keys()].filter((key) => key.startsWith('pod:'));
  const all = { readinessProbe: http, livenessProbe: http, startupProbe: http };

  test('POD-32 probes that pass cost nothing', () => {
    const b = bench(all);
    expect(b.words('p').at(-1)).toBe('1/1 Running 0');
    expect(timers(b)).toEqual([]);
  });

  test('POD-34 readiness: not ready after three failures, no restart, ready at the first success', () => {
    const b = bench(all);
    const from = b.seconds;
    b.break('readiness-probe-failing', 'default/p');
    b.run(45);
    const failures = since(b, 'Unhealthy', from);
    expect((failures[0] ?? 0) - from).toBeLessThanOrEqual(10);
    // Having turned not ready, the pod is looked at once more.
    expect(gaps(failures).slice(0, 4)).toEqual([10, 10, 0.1, 10]);
    const line = b.shown.get('p')?.find((l) => l.endsWith('0/1 Running 0') && Number(l.split(' ')[0]) > from);
    expect(Number(line?.split(' ')[0])).toBe(failures[2]);
    b.mend('readiness-probe-failing', 'default/p');
    b.run(10);
    expect(b.words('p').at(-1)).toBe('1/1 Running 0');
    expect(timers(b)).toEqual([]);
  });

  test.each([
    ['liveness', all, 'Container app failed liveness probe, will be restarted'],
    ['startup', all, undefined],
  ])('POD-20 POD-34 %s of a running container', (kind, container, message) => {
    const b = bench(container);
    const from = b.seconds;
    b.break(`${kind}-probe-failing`, 'default/p');
    b.run(60);
    const killed = b.events.filter((e) => e.reason === 'Killing');
    expect(killed[0]?.message).toBe(message);
    if (message === undefined) return;
    const failures = since(b, 'Unhealthy', from);
    expect(gaps(failures.slice(0, 3))).toEqual([10, 10]);
    expect(killed[0]?.at).toBe(failures[2]);
    expect(b.events.find((e) => e.reason === 'Unhealthy')?.message).toBe(
      'Liveness probe failed: HTTP probe failed with statuscode: 503',
    );
    expect(b.get('p')?.status.containerStatuses?.[0]?.restartCount).toBe(1);
  });

  test('POD-34 startup: restarted again and again, never started, never ready', () => {
    const b = new KubeletBench();
    b.node();
    b.break('startup-probe-failing', 'default/p');
    const startupProbe = { ...http, periodSeconds: 2, failureThreshold: 2 };
    b.pod('p', { containers: [{ name: 'app', image: 'a:1', ...all, startupProbe }] });
    b.run(60);
    expect(b.events.find((e) => e.reason === 'Killing')?.message).toBe(
      'Container app failed startup probe, will be restarted',
    );
    expect(b.words('p').filter((word) => word.startsWith('1/1'))).toEqual([]);
    expect(
      b.events.filter((e) => e.reason === 'Unhealthy').every((e) => e.message.startsWith('Startup')),
    ).toBe(true);
    b.mend('startup-probe-failing', 'default/p');
    b.run(60);
    expect(b.words('p').at(-1)).toMatch(/^1\/1 Running/);
  });

  test.each([
    ['the pod has 30 s', {}, 30],
    ['the probe has 5 s', { terminationGracePeriodSeconds: 5 }, 5],
  ])('POD-34 a container that ignores SIGTERM: %s', (_, probe, grace) => {
    const b = bench(
      { image: 'a:stubborn', livenessProbe: { ...http, ...probe } as Probe },
      { terminationGracePeriodSeconds: 30 },
    );
    const from = b.seconds;
    b.break('liveness-probe-failing', 'default/p');
    b.run(33 + grace);
    const [killed = 0] = since(b, 'Killing', from);
    const {
      startedAt = '',
      finishedAt = '',
      exitCode,
    } = b.get('p')?.status.containerStatuses?.[0]?.lastState?.terminated ?? {};
    expect(exitCode).toBe(137);
    const end = Date.parse(finishedAt) / 1000 - Date.parse(b.get('p')?.status.startTime ?? '') / 1000;
    expect(Math.abs(end - (killed + grace))).toBeLessThanOrEqual(1);
    expect(startedAt < finishedAt).toBe(true);
  });

  test('POD-34 restartPolicy Never: the pod fails', () => {
    const b = bench({ livenessProbe: http }, { restartPolicy: 'Never' });
    b.break('liveness-probe-failing', 'default/p');
    b.run(60);
    expect(b.events.find((e) => e.reason === 'Killing')?.message).toBe('Container app failed liveness probe');
    // The program ended well when it was told to.
    expect(b.get('p')?.status.phase).toBe('Succeeded');
  });

  test('POD-35 a pod that ends is asked for its readiness only', () => {
    const b = bench({ image: 'a:stubborn', readinessProbe: http, livenessProbe: http });
    b.delete('p', 30);
    const from = b.seconds;
    b.break('liveness-probe-failing', 'default/p');
    b.run(29);
    expect(since(b, 'Unhealthy', from)).toEqual([]);
    expect(b.words('p').at(-1)).toBe('1/1 Terminating 0');
  });

  test('the pods of a DaemonSet share a fault, those made later as well', () => {
    const b = new KubeletBench();
    b.node();
    const ownerReferences = [
      { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'log', uid: 'u', controller: true },
    ];
    const spec = { containers: [{ name: 'app', image: 'a:1', readinessProbe: http }] };
    b.pod('p', spec, 'worker-1', { ownerReferences });
    b.run(30);
    b.break('readiness-probe-failing', 'default/daemonset/log');
    b.pod('q', spec, 'worker-1', { ownerReferences });
    b.run(60);
    expect([b.words('p').at(-1), b.words('q').at(-1)]).toEqual(['0/1 Running 0', '0/1 Running 0']);
    b.break('container-crash', 'default/daemonset/log');
    b.run(10);
    expect([b.words('p').at(-1), b.words('q').at(-1)]).toEqual(['0/1 Running 1', '0/1 Running 1']);
  });
});

test.each([
  ['POD-8', 'container-crash', { exitCode: 1, reason: 'Error' }],
  ['POD-31', 'out-of-memory', { exitCode: 137, reason: 'OOMKilled' }],
])('%s %s ends what runs at once, sidecars too', (_, fault, terminated) => {
  const b = new KubeletBench();
  b.node();
  const initContainers = [{ name: 's', image: 's:1', restartPolicy: 'Always' } as Container];
  b.pod('p', { initContainers, containers: [{ name: 'app', image: 'a:1' }] });
  b.run(60);
  b.break(fault, 'default/p');
  const { containerStatuses = [], initContainerStatuses = [] } = b.get('p')?.status ?? {};
  for (const s of [...containerStatuses, ...initContainerStatuses])
    expect(s.state?.terminated).toMatchObject(terminated);
  b.run(5);
  expect(b.words('p').at(-1)).toBe('2/2 Running 2');
});

test.each<[Probe, string]>([
  [http, 'HTTP probe failed with statuscode: 503'],
  [{ tcpSocket: { port: 8080 } }, 'dial tcp 10.0.0.1:8080: connect: connection refused'],
  [{ tcpSocket: { port: 'web' } }, 'dial tcp 10.0.0.1:80: connect: connection refused'],
  [{ exec: { command: ['false'] } }, ''],
])('POD-25 %j', (probe, output) => {
  const container = { name: 'a', ports: [{ name: 'web', containerPort: 80 }] };
  expect(probeOutput(probe, container, '10.0.0.1')).toBe(output);
});
