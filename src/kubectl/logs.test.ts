/** Texts of `kubectl logs` as a kubectl v1.34 printed them. */
import { describe, expect, test } from 'vitest';
import { Cluster } from '../engine/index';
import { WITH_DEPLOYMENTS } from '../engine/testing/workload-components';
import type { Pod } from '../k8s/types';
import { byUseOfLogs } from './log-pods';
import { runBlocking } from './shell';

const OBJECTS = `apiVersion: v1
kind: Pod
metadata: {name: two}
spec:
  initContainers: [{name: i, image: "i:1"}]
  containers: [{name: a, image: "a:1"}, {name: b, image: "kindnetd:v1"}]
---
apiVersion: v1
kind: Pod
metadata: {name: one, labels: {app: x}, annotations: {kubectl.kubernetes.io/default-container: zz}}
spec: {containers: [{name: a, image: "nginx:1.27"}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ds}
spec:
  selector: {matchLabels: {q: r}}
  template: {metadata: {labels: {q: r}}, spec: {nodeSelector: {no: where}, containers: [{name: a, image: "x:1"}]}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: log}
spec:
  selector: {matchLabels: {app: log}}
  template: {metadata: {labels: {app: log}}, spec: {containers: [{name: a, image: "l:1"}]}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cm}
---
apiVersion: v1
kind: Service
metadata: {name: svc}
spec: {type: ExternalName, externalName: x.y}
`;

function started() {
  const cluster = new Cluster({ seed: 7, startTime: 1_767_225_600_000, components: WITH_DEPLOYMENTS });
  for (const name of ['worker-1', 'worker-2'])
    cluster.input({ type: 'add-node', name, role: 'worker', boot: false });
  const kubectl = (line: string, stdin?: string) => {
    const { output, status } = runBlocking(cluster, `kubectl ${line}`, stdin);
    return status === 0 ? output : `${output}[${status}]`;
  };
  kubectl('create -f -', OBJECTS);
  cluster.advanceTo(cluster.now + 60_000);
  return { cluster, kubectl };
}

const NO_CONTAINER_NAMED = 'Default container name "zz" not found in pod one\n';

describe('CLI-100 CLI-101 what is refused', () => {
  const { kubectl } = started();
  const usage = `error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.
POD or TYPE/NAME is a required argument for the logs command
See 'kubectl logs -h' for help and examples
[1]`;
  test.each<[string, string]>([
    ['logs', usage],
    ['logs a b c', usage],
    ['logs nope', 'error: error from server (NotFound): pods "nope" not found in namespace "default"\n[1]'],
    [
      'logs one,two',
      'error: error from server (NotFound): pods "one,two" not found in namespace "default"\n[1]',
    ],
    [
      'logs -n nope one',
      'error: error from server (NotFound): namespaces "nope" not found in namespace "nope"\n[1]',
    ],
    [
      'logs ds/nope',
      'error: error from server (NotFound): daemonsets.apps "nope" not found in namespace "default"\n[1]',
    ],
    ['logs node/x', 'error: error from server (NotFound): nodes "x" not found in namespace "default"\n[1]'],
    ['logs foo/bar', 'error: the server doesn\'t have a resource type "foo"\n[1]'],
    ['logs pods/one/x', 'error: arguments in resource/name form may not have more than one slash\n[1]'],
    ['logs pod/', 'error: arguments in resource/name form must have a single resource and name\n[1]'],
    ['logs -l app=nope', 'No resources found in default namespace.\n'],
    [
      'logs -l app=x one',
      "error: only a selector (-l) or a POD name is allowed\nSee 'kubectl logs -h' for help and examples\n[1]",
    ],
    ['logs ds/ds --pod-running-timeout=1s', 'error: timed out waiting for the condition\n[1]'],
    [
      'logs cm/cm',
      'error: cannot get the logs from *v1.ConfigMap: selector for *v1.ConfigMap not implemented\n[1]',
    ],
    [
      'logs svc/svc',
      "error: cannot get the logs from *v1.Service: invalid service 'svc': Service is defined without a selector\n[1]",
    ],
    ['logs two -c x', 'error: container x is not valid for pod two\n[1]'],
    ['logs two x', 'error: container x is not valid for pod two\n[1]'],
    [
      'logs two --all-containers -c a',
      'error: --all-containers=true should not be specified with container name a\n[1]',
    ],
    ['logs one a -c a', 'error: only one of -c or an inline [CONTAINER] arg is allowed\n[1]'],
    ['logs one --tail=-2', 'error: --tail must be greater than or equal to -1\n[1]'],
    ['logs one --since=-1s', 'error: --since must be greater than 0\n[1]'],
    ['logs one --limit-bytes=-1', 'error: --limit-bytes must be greater than 0\n[1]'],
    [
      'logs one --since=5s --since-time=2020-01-01T00:00:00Z',
      'error: at most one of `sinceTime` or `sinceSeconds` may be specified\n[1]',
    ],
    [
      'logs one --since-time=x',
      'error: parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"\n[1]',
    ],
    [
      'logs one --since=0.2s',
      `${NO_CONTAINER_NAMED}The PodLogOptions "one" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0\n[1]`,
    ],
    [
      'logs one --since=5',
      'error: invalid argument "5" for "--since" flag: time: missing unit in duration "5"\nSee \'kubectl logs --help\' for usage.\n[1]',
    ],
    [
      'logs one -p',
      `${NO_CONTAINER_NAMED}Error from server (BadRequest): previous terminated container "a" in pod "one" not found\n[1]`,
    ],
    [
      'logs -l app=log -f --max-log-requests=1',
      'error: you are attempting to follow 2 log streams, but maximum allowed concurrency is 1, use --max-log-requests to increase the limit\n[1]',
    ],
  ])('%s', (line, output) => {
    expect(kubectl(line)).toBe(output);
  });
});

describe('CLI-100 what is printed', () => {
  const { kubectl } = started();
  const defaulted = 'Defaulted container "a" out of: a, b, i (init)\n';
  test('of a pod with several containers', () => {
    expect(kubectl('logs two')).toBe(`${defaulted}docker.io/library/a:1 started\n`);
    expect(kubectl('logs two -c i')).toBe(
      'docker.io/library/i:1 started\ndocker.io/library/i:1 exited with code 0\n',
    );
    expect(kubectl('logs pods/two a')).toBe('docker.io/library/a:1 started\n');
    expect(kubectl('logs two --all-containers --prefix --tail=1')).toMatch(
      /^\[pod\/two\/i\] docker\S* exited with code 0\n\[pod\/two\/a\] docker\S* started\n\[pod\/two\/b\] I0101 00:0\S+ +1 main.go:301\] handling current node\n$/,
    );
  });

  test('of a program that is known, with times of the virtual clock', () => {
    const text = kubectl('logs one -c a --timestamps');
    expect(text).toMatch(
      /^2026-01-01T00:00:\d\d\.000000000Z \/docker-entrypoint\.sh: Configuration complete; ready for start up\n/,
    );
    expect(text).toMatch(/00:00:(\d\d)\.030000000Z 2026\/01\/01 00:00:\1 \[notice\] 1#1: nginx\/1\.27\n/);
    expect(kubectl('logs one -c a --since=10s')).toBe('');
  });

  test('of the best pod of a workload, of all of them, of what a selector finds', () => {
    const [, using = ''] =
      /^Found 2 pods, using pod\/(log-\w{5})\nl/.exec(
        kubectl('logs ds/log').replace('docker.io/library/', ''),
      ) ?? [];
    expect(kubectl('get pods -l app=log -o name')).toContain(using);
    expect(kubectl('logs ds/log --all-pods')).toMatch(
      /^(\[pod\/log-\w{5}\/a\] docker\.io\/library\/l:1 started\n){2}$/,
    );
    expect(kubectl('logs -l app=log')).toBe('docker.io/library/l:1 started\n'.repeat(2));
  });
});

describe('CLI-100 -f goes on while time moves', () => {
  test('until the container ends, with what it says last', () => {
    const { cluster, kubectl } = started();
    kubectl('create -f -', POD('web', 'nginx:1.27'));
    cluster.advanceTo(cluster.now + 10_000);
    const from = cluster.now;
    kubectl('delete pod web --wait=false');
    const text = kubectl('logs web -f --tail=1');
    expect(text.replace(/^\S+ \S+ /gm, '')).toBe(
      '[notice] 1#1: start worker processes\n[notice] 1#1: signal 3 (SIGQUIT) received, shutting down\n[notice] 1#1: exit\n',
    );
    expect(cluster.now - from).toBeLessThan(3000);
  });

  test('into the log of the life before, when the container has been restarted in between', () => {
    const { cluster, kubectl } = started();
    kubectl('create -f -', POD('web', 'nginx:crash'));
    cluster.advanceTo(cluster.now + 2000);
    while (!cluster.read.get('Pod', 'default', 'web')?.status.containerStatuses?.[0]?.state?.running)
      cluster.advanceTo(cluster.now + 100);
    expect(kubectl('logs web -f')).toMatch(/start worker processes\n.*\[emerg\].*\n$/);
  });

  test('line by line, as long as anybody waits, prefixed where there are several', () => {
    const { cluster, kubectl } = started();
    kubectl('create -f -', POD('busy', 'kindnetd:v1'));
    kubectl('create -f -', POD('busy2', 'kindnetd:v1').replace('metadata: {', 'metadata: {labels: {a: b}, '));
    cluster.advanceTo(cluster.now + 10_000);
    kubectl('label pod busy a=b');
    const from = cluster.now;
    const lines = kubectl('logs -l a=b -f --tail=0 --prefix').split('\n');
    expect(lines.at(-1)).toMatch(/^error: gave up waiting: .*\[124\]|\[124\]$/);
    expect(cluster.now - from).toBeGreaterThan(86_000_000);
    for (const pod of ['busy', 'busy2']) {
      const count = lines.filter((l) => l.startsWith(`[pod/${pod}/a] I`)).length;
      expect(Math.abs(count - (cluster.now - from) / 10_000)).toBeLessThanOrEqual(1);
    }
  });
});

function POD(name: string, image: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec: {containers: [{name: a, image: "${image}"}]}
`;
}

test.each<[string, string, string]>([
  ['kubelet-stopped', 'connect: connection refused', ''],
  ['node-crashed', 'connect: no route to host', '?sinceSeconds=5&tailLines=3&timestamps=true'],
  ['network-partition', 'i/o timeout', '?follow=true'],
])('NODE-10 %s: nobody answers', (fault, why, query) => {
  const { cluster, kubectl } = started();
  const { nodeName } = cluster.read.get('Pod', 'default', 'one')?.spec ?? {};
  const address = nodeName === 'worker-1' ? '172.18.0.2' : '172.18.0.3';
  cluster.input({ type: 'break', fault, target: nodeName ?? '' });
  const flags = query.includes('follow') ? '-f' : query === '' ? '' : '--since=5s --tail=3 --timestamps';
  expect(kubectl(`logs one -c a ${flags}`)).toBe(
    `Error from server: Get "https://${address}:10250/containerLogs/default/one/a${query}": dial tcp ${address}:10250: ${why}\n[1]`,
  );
});

test('the order of pods whose logs are wanted', () => {
  const pod = (name: string, nodeName: string | undefined, status: Pod['status']): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { containers: [], ...(nodeName !== undefined && { nodeName }) },
    status,
  });
  const ready = (since: string) => [{ type: 'Ready', status: 'True', lastTransitionTime: since }];
  const restarted = (restartCount: number) => [
    { name: 'a', image: '', imageID: '', ready: false, restartCount },
  ];
  const pods = [
    pod('unassigned', undefined, { phase: 'Pending' }),
    pod('pending', 'n', { phase: 'Pending' }),
    pod('running', 'n', { phase: 'Running', containerStatuses: restarted(1) }),
    pod('restarted', 'n', { phase: 'Running', containerStatuses: restarted(3) }),
    pod('young', 'n', { phase: 'Running', conditions: ready('2026-01-01T00:10:00Z') }),
    pod('ready', 'n', { phase: 'Running', conditions: ready('2026-01-01T00:05:00Z') }),
  ];
  expect(pods.toSorted(byUseOfLogs).map((p) => p.metadata.name)).toEqual([
    'ready',
    'young',
    'restarted',
    'running',
    'pending',
    'unassigned',
  ]);
});
