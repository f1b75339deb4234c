import { describe, expect, test } from 'vitest';
import type { Container, Probe } from '../../k8s/types';
import { failureOutput } from './probes';
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
    [
      'after the startup probe',
      { startupProbe: { ...http, initialDelaySeconds: 10 }, readinessProbe: http },
      10.1,
    ],
    ['startup probe alone', { startupProbe: { ...http, initialDelaySeconds: 20 } }, 20],
  ])('%s', (_, container, seconds) => {
    expect(readyAfter(container)).toBe(seconds);
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

test.each<[Probe, string]>([
  [http, 'HTTP probe failed with statuscode: 503'],
  [{ tcpSocket: { port: 8080 } }, 'dial tcp 10.0.0.1:8080: connect: connection refused'],
  [{ tcpSocket: { port: 'web' } }, 'dial tcp 10.0.0.1:80: connect: connection refused'],
  [{ exec: { command: ['false'] } }, ''],
])('POD-25 %j', (probe, output) => {
  const container = { name: 'a', ports: [{ name: 'web', containerPort: 80 }] };
  expect(failureOutput(probe, container, '10.0.0.1')).toBe(output);
});
