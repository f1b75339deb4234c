import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../../k8s/time';
import { must, podManifest, serverFixture, START } from './testing/server-fixture';
import type { LogOptions, Manifest } from './types';

const ID = 'containerd://1';
const ran = (from: number, to: number, exitCode: number, containerID = ID) => ({
  terminated: { startedAt: at(from), finishedAt: at(to), exitCode, containerID },
});

function at(seconds: number): string {
  return rfc3339(START + seconds * 1000);
}

/** The log of a pod `x` on a node, 60 s after the start; `statuses` are those of its container `c`. */
function log(options: LogOptions, container: Manifest | undefined, spec: Manifest = { nodeName: 'n' }) {
  const { user, component, clock } = serverFixture();
  must(component.create('Node', undefined, { metadata: { name: 'n' } }));
  must(user.create('Pod', 'default', podManifest('x', spec)));
  if (container) {
    const status = { containerStatuses: [{ name: 'c', image: 'app:1.27', ...container }] };
    must(component.patch('Pod', 'default', 'x', 'merge', { status }, { subresource: 'status' }));
  }
  clock.now = START + 60_000;
  const result = user.log('default', 'x', options);
  return result.ok ? result.text : `${result.status.code} ${result.status.reason}: ${result.status.message}`;
}

describe('CLI-101 why there is none', () => {
  const pod = 'in pod "x"';
  test.each<[string, LogOptions, Manifest | undefined, string]>([
    [
      'waiting',
      {},
      { state: { waiting: { reason: 'ContainerCreating' } } },
      `container "c" ${pod} is waiting to start: ContainerCreating`,
    ],
    [
      'pulling failed',
      {},
      { state: { waiting: { reason: 'ErrImagePull' } } },
      `container "c" ${pod} is waiting to start: image can't be pulled`,
    ],
    [
      'pulling is given up for now',
      {},
      { state: { waiting: { reason: 'ImagePullBackOff' } } },
      `container "c" ${pod} is waiting to start: trying and failing to pull image`,
    ],
    [
      'no previous',
      { previous: true },
      { state: { running: { startedAt: at(1) } } },
      `previous terminated container "c" ${pod} not found`,
    ],
    ['no status yet', {}, undefined, `container "c" ${pod} is not available`],
    ['no state', {}, {}, `container "c" ${pod} is waiting to start - no logs yet`],
    ['ended without having run', {}, { state: ran(1, 2, 1, '') }, `container "c" ${pod} is terminated`],
    ['unknown container', { container: 'nope' }, {}, 'container nope is not valid for pod x'],
  ])('%s', (_, options, container, message) => {
    expect(log(options, container)).toBe(`400 BadRequest: ${message}`);
  });

  test('several containers, none named', () => {
    const containers = ['a', 'b'].map((name) => ({ name, image: 'nginx' }));
    const initContainers = ['i', 'j'].map((name) => ({ name, image: 'nginx' }));
    expect(log({}, undefined, { nodeName: 'n', containers })).toBe(
      '400 BadRequest: a container name must be specified for pod x, choose one of: [a b]',
    );
    expect(log({}, undefined, { nodeName: 'n', containers, initContainers })).toBe(
      '400 BadRequest: a container name must be specified for pod x, choose one of: [i j a b]',
    );
  });

  test.each<[LogOptions, string]>([
    [{ tailLines: -1 }, 'tailLines: Invalid value: -1: must be greater than or equal to 0'],
    [{ limitBytes: 0 }, 'limitBytes: Invalid value: 0: must be greater than 0'],
    [{ sinceSeconds: 0 }, 'sinceSeconds: Invalid value: 0: must be greater than 0'],
    [
      { sinceSeconds: 5, sinceTime: at(0) },
      '[]: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
    ],
  ])('%j', (options, why) => {
    expect(log(options, {})).toBe(`422 Invalid: PodLogOptions "x" is invalid: ${why}`);
  });

  test('no such pod; no such node; no node at all', () => {
    const missing = serverFixture().user.log('default', 'no');
    expect(!missing.ok && missing.status.message).toBe('pods "no" not found');
    expect(log({}, {}, { nodeName: 'gone' })).toBe('404 NotFound: nodes "gone" not found');
    expect(log({}, undefined, {})).toBe('');
  });
});

describe('CLI-100 what a container printed', () => {
  const running = { state: { running: { startedAt: at(10) } } };
  const crashed = { state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: ran(10, 40, 1) };
  const restarted = { state: { running: { startedAt: at(50) } }, lastState: ran(10, 40, 1) };
  const started = 'app:1.27 started\n';
  const exited = 'app:1.27 exited with code 1\n';
  test.each<[string, LogOptions, Manifest, string]>([
    ['running', {}, running, started],
    ['ended', {}, { state: ran(10, 40, 1) }, started + exited],
    ['waiting after a crash', {}, crashed, started + exited],
    ['running again', {}, restarted, started],
    ['the life before', { previous: true }, restarted, started + exited],
    ['with times', { timestamps: true }, running, `2026-01-01T00:00:10.000000000Z ${started}`],
    ['the last line', { tailLines: 1 }, crashed, exited],
    ['no line', { tailLines: 0 }, crashed, ''],
    ['of the last 30 s', { sinceSeconds: 30 }, crashed, exited],
    ['since a time', { sinceTime: at(41) }, crashed, ''],
    ['some bytes', { limitBytes: 5 }, running, 'app:1'],
  ])('%s', (_, options, container, text) => {
    expect(log(options, container)).toBe(text);
  });
});
