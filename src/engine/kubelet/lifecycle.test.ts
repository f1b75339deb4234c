import { describe, expect, test } from 'vitest';
import type { ConfigMap, Container } from '../../k8s/types';
import { KubeletBench } from './testing/bench';
import { kubeletActivity } from './index';

const uidOf = (bench: KubeletBench, name: string): string => bench.get(name)?.metadata.uid ?? '';
const state = (bench: KubeletBench, name: string) => bench.get(name)?.status.containerStatuses?.[0]?.state;

function bench(
  image: string | { containers?: Container[]; initContainers?: Container[]; restartPolicy?: string },
) {
  const made = new KubeletBench();
  made.node();
  made.pod('p', typeof image === 'string' ? image : { ...image });
  return made;
}

describe('a pod that works', () => {
  test('POD-10 POD-14 POD-15 POD-16 POD-18 POD-19 what kubectl shows, and the events', () => {
    const b = bench('nginx:1.27');
    b.run(30);
    expect(b.words('p')).toEqual(['0/1 Pending 0', '0/1 ContainerCreating 0', '1/1 Running 0']);
    expect(b.events.filter((e) => e.about === 'Pod/p')).toMatchObject([
      event('Pulling', 'Pulling image "nginx:1.27"'),
      event(
        'Pulled',
        expect.stringMatching(
          /^Successfully pulled image "nginx:1.27" in \d\.\d+s \(\d\.\d+s including waiting\)\. Image size: \d+ bytes\.$/,
        ),
      ),
      event('Created', 'Created container: app'),
      event('Started', 'Started container app'),
    ]);
  });

  test('POD-17 an image that is there is not pulled again', () => {
    const b = bench('nginx:1.27');
    b.run(30);
    b.pod('q', 'nginx:1.27');
    b.run(30);
    expect(b.reasons('Pod/q')).toEqual(['Pulled', 'Created', 'Started']);
    expect(b.events.find((e) => e.about === 'Pod/q')?.message).toBe(
      'Container image "nginx:1.27" already present on machine',
    );
  });

  test('POD-16 images are pulled one after another', () => {
    const b = bench('nginx:1.27');
    b.pod('q', 'nginx:1.27');
    b.pod('r', 'redis:7');
    b.run(30);
    const pulled = (pod: string) => {
      const { at = 0, message = '' } = b.events.find((e) => e.about === pod && e.reason === 'Pulled') ?? {};
      const [, took = '', waited = ''] = / in (\S+) \((\S+) including waiting\)/.exec(message) ?? [];
      const ms = (text: string) =>
        text.endsWith('ms') ? Number(text.slice(0, -2)) : Number(text.slice(0, -1)) * 1000;
      return { at, took: ms(took), waited: ms(waited) };
    };
    const all = [pulled('Pod/p'), pulled('Pod/q'), pulled('Pod/r')].sort((x, y) => x.at - y.at);
    const [first, second, third] = all;
    expect(first?.waited).toBe(first?.took);
    for (const later of [second, third]) expect(later?.waited).toBeGreaterThan(later?.took ?? NaN);
    // The second of the same image finds its layers there.
    expect(all.filter(({ took }) => took < 1000)).toHaveLength(1);
    expect((third?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(
      ((third?.took ?? 0) + (second?.took ?? 0)) / 1000 - 0.2,
    );
  });

  test('POD-4 POD-6 POD-11 the status, in upstream order', () => {
    const b = bench('nginx:1.27');
    b.run(30);
    const status = b.get('p')?.status;
    expect(status?.conditions?.map((c) => `${c.type}=${c.status}`)).toEqual([
      'PodReadyToStartContainers=True',
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ]);
    expect(status).toMatchObject({
      phase: 'Running',
      qosClass: 'BestEffort',
      hostIP: '172.18.0.2',
      podIP: '10.244.0.2',
      podIPs: [{ ip: '10.244.0.2' }],
      startTime: '2026-01-01T00:00:00Z',
    });
    expect(status?.containerStatuses).toEqual([
      {
        name: 'app',
        state: { running: { startedAt: expect.any(String) } },
        lastState: {},
        ready: true,
        started: true,
        restartCount: 0,
        image: 'docker.io/library/nginx:1.27',
        imageID: expect.stringMatching(/^docker\.io\/library\/nginx@sha256:/),
        containerID: expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/),
        resources: {},
      },
    ]);
  });

  test('two writes are all it takes', () => {
    const b = bench('nginx:1.27');
    b.run(30);
    expect(b.cluster.requests.filter((r) => r.kind === 'Pod')).toHaveLength(2);
  });

  test('POD-11 the host network gives the address of the node at once', () => {
    const b = new KubeletBench();
    b.node();
    b.pod('p', { hostNetwork: true });
    expect(b.get('p')?.status.podIP).toBe('172.18.0.2');
  });

  test('what the kubelet does meanwhile, for the page', () => {
    const b = bench('nginx:1.27');
    const seen: (string | undefined)[] = [];
    for (let i = 0; i < 60; i++) {
      const activity = kubeletActivity(b.state, uidOf(b, 'p'));
      if (activity !== seen.at(-1)) seen.push(activity);
      b.run(0.1);
    }
    expect(seen).toEqual(['creating-sandbox', 'pulling', 'starting', 'running']);
    expect(kubeletActivity(b.state, 'nobody')).toBeUndefined();
  });
});

describe('images that fail', () => {
  test('POD-29 ErrImagePull and ImagePullBackOff alternate', () => {
    const b = bench('nginx:broken');
    b.run(75);
    const lines = b.shown.get('p') ?? [];
    expect(b.words('p').slice(1, 6)).toEqual([
      '0/1 ContainerCreating 0',
      '0/1 ErrImagePull 0',
      '0/1 ImagePullBackOff 0',
      '0/1 ErrImagePull 0',
      '0/1 ImagePullBackOff 0',
    ]);
    // What a failed attempt leaves is reported with the next look, 10 to 15 s later.
    const times = lines.slice(2).map((line) => Number(line.split(' ')[0]));
    for (const [i, time] of times.slice(1, 4).entries()) {
      expect(time - (times[i] ?? 0)).toBeGreaterThanOrEqual(10);
      expect(time - (times[i] ?? 0)).toBeLessThanOrEqual(16.2);
    }
    expect(b.reasons('Pod/p').slice(0, 5)).toEqual(['Pulling', 'Failed', 'Failed', 'BackOff', 'Failed']);
    expect(b.get('p')?.status.phase).toBe('Pending');
    expect(b.get('p')?.status.conditions?.[0]).toMatchObject({
      type: 'PodReadyToStartContainers',
      status: 'True',
    });
  });

  test('POD-23 POD-24 the texts', () => {
    const b = bench('nginx:broken');
    while (b.words('p').at(-1) !== '0/1 ErrImagePull 0') b.run(0.1);
    const error =
      'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:broken": failed to resolve image: docker.io/library/nginx:broken: not found';
    expect(
      b.events.filter((e) => e.about === 'Pod/p').map((e) => `${e.type} ${e.reason} ${e.message}`),
    ).toEqual([
      'Normal Pulling Pulling image "nginx:broken"',
      `Warning Failed Failed to pull image "nginx:broken": ${error}`,
      'Warning Failed Error: ErrImagePull',
      'Normal BackOff Back-off pulling image "nginx:broken"',
      'Warning Failed Error: ImagePullBackOff',
    ]);
    expect(state(b, 'p')?.waiting).toEqual({ reason: 'ErrImagePull', message: error });
    while (b.words('p').at(-1) !== '0/1 ImagePullBackOff 0') b.run(0.1);
    expect(state(b, 'p')?.waiting).toEqual({
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "nginx:broken": ErrImagePull: ${error}`,
    });
  });

  test('POD-30 Never does not pull', () => {
    const b = bench({ containers: [{ name: 'app', image: 'a:1', imagePullPolicy: 'Never' }] });
    b.run(5);
    expect(b.words('p').at(-1)).toBe('0/1 ErrImageNeverPull 0');
    expect(b.events.at(-2)).toMatchObject({
      reason: 'ErrImageNeverPull',
      message: 'Container image "a:1" is not present with pull policy of Never',
    });
    expect(b.events.at(-1)?.message).toBe('Error: ErrImageNeverPull');
  });

  test('POD-7 InvalidImageName', () => {
    const b = bench('Nginx');
    b.run(5);
    expect(b.words('p').at(-1)).toBe('0/1 InvalidImageName 0');
    expect(b.events.at(-1)?.message).toBe('Error: InvalidImageName');
  });
});

test('a missing pull secret is only a warning', () => {
  const b = new KubeletBench();
  b.node();
  b.pod('p', { imagePullSecrets: [{ name: 'regcred' }] });
  b.run(10);
  expect(b.events[0]).toMatchObject({
    type: 'Warning',
    reason: 'FailedToRetrieveImagePullSecret',
    message:
      'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
  });
  expect(b.words('p').at(-1)).toBe('1/1 Running 0');
});

describe('containers that crash', () => {
  test('POD-26 POD-27 POD-28 the loop', () => {
    const b = bench('app:crash');
    b.run(45);
    expect(b.words('p').slice(2, 11)).toEqual([
      '1/1 Running 0',
      '0/1 Error 0',
      '1/1 Running 1',
      '0/1 Error 1',
      '0/1 CrashLoopBackOff 1',
      '1/1 Running 2',
      '0/1 Error 2',
      '0/1 CrashLoopBackOff 2',
      ...(b.words('p').length > 10 ? ['1/1 Running 3'] : []),
    ]);
    expect(b.get('p')?.status.phase).toBe('Running');
  });

  test('POD-21 POD-26 the texts', () => {
    const b = bench('app:crash');
    while (b.words('p').at(-1) !== '0/1 CrashLoopBackOff 1') b.run(0.1);
    const uid = uidOf(b, 'p');
    expect(state(b, 'p')?.waiting).toEqual({
      reason: 'CrashLoopBackOff',
      message: `back-off 10s restarting failed container=app pod=p_default(${uid})`,
    });
    expect(b.get('p')?.status.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
      exitCode: 1,
      reason: 'Error',
    });
    expect(b.events.find((e) => e.reason === 'BackOff')).toMatchObject({
      type: 'Warning',
      reason: 'BackOff',
      message: `Back-off restarting failed container app in pod p_default(${uid})`,
      fieldPath: 'spec.containers{app}',
    });
  });

  test.each([
    ['Never', 'Failed', '0/1 Error 0'],
    ['OnFailure', 'Running', undefined],
  ])('POD-2 restartPolicy %s: phase %s', (restartPolicy, phase, word) => {
    const b = bench({ restartPolicy, containers: [{ name: 'app', image: 'app:crash' }] });
    b.run(30);
    expect(b.get('p')?.status.phase).toBe(phase);
    if (word) expect(b.words('p').at(-1)).toBe(word);
    expect((b.get('p')?.status.containerStatuses?.[0]?.restartCount ?? 0) > 0).toBe(word === undefined);
  });
});

describe('config maps that are missing', () => {
  const settings = {
    apiVersion: 'v1',
    kind: 'ConfigMap' as const,
    metadata: { name: 'settings', namespace: 'default' },
    data: { a: '1' },
  };

  test('POD-10 a volume keeps the pod in ContainerCreating until it can be mounted', () => {
    const b = new KubeletBench();
    b.node();
    const volumes = [{ name: 'v', configMap: { name: 'settings' } }];
    b.pod('p', { volumes });
    b.run(20);
    expect(b.words('p')).toEqual(['0/1 Pending 0', '0/1 ContainerCreating 0']);
    expect(b.get('p')?.status.conditions?.[0]).toMatchObject({ status: 'False' });
    expect(kubeletActivity(b.state, uidOf(b, 'p'))).toBe('waiting-volumes');
    expect(b.events.map((e) => [e.at, e.reason])).toEqual(
      [0, 0.5, 1.5, 3.5, 7.5, 15.5].map((at) => [at, 'FailedMount']),
    );
    expect(b.events[0]?.message).toBe(
      'MountVolume.SetUp failed for volume "v" : configmap "settings" not found',
    );
    b.cluster.put<ConfigMap>(settings);
    b.run(20);
    expect(b.words('p').at(-1)).toBe('1/1 Running 0');
  });

  test('POD-23 the environment: CreateContainerConfigError until it can be built', () => {
    const b = bench({
      containers: [{ name: 'app', image: 'a:1', envFrom: [{ configMapRef: { name: 'settings' } }] }],
    });
    b.run(10);
    expect(b.words('p').at(-1)).toBe('0/1 CreateContainerConfigError 0');
    expect(state(b, 'p')?.waiting?.message).toBe('configmap "settings" not found');
    expect(b.events.at(-1)).toMatchObject({ type: 'Warning', reason: 'Failed' });
    expect(b.events.at(-1)?.message).toBe('Error: configmap "settings" not found');
    b.cluster.put<ConfigMap>(settings);
    b.run(20);
    expect(b.words('p').at(-1)).toBe('1/1 Running 0');
  });
});

describe('several containers', () => {
  test('POD-10 they start one after another, and are reported together', () => {
    const b = bench({
      containers: [
        { name: 'a', image: 'a:1' },
        { name: 'b', image: 'b:slow' },
      ],
    });
    b.run(70);
    expect(b.words('p')).toEqual(['0/2 Pending 0', '0/2 ContainerCreating 0', '2/2 Running 0']);
    expect(b.events.filter((e) => e.reason === 'Started').map((e) => e.fieldPath)).toEqual([
      'spec.containers{a}',
      'spec.containers{b}',
    ]);
  });

  test('POD-12 init containers run to their end, one by one', () => {
    const b = bench({
      initContainers: [
        { name: 'i1', image: 'i:1' },
        { name: 'i2', image: 'i:2' },
      ],
      containers: [{ name: 'a', image: 'a:1' }],
    });
    b.run(40);
    expect(b.words('p')).toEqual([
      '0/1 Pending 0',
      '0/1 Init:0/2 0',
      '0/1 Init:1/2 0',
      '0/1 PodInitializing 0',
      '1/1 Running 0',
    ]);
    const conditions = b.get('p')?.status.conditions;
    expect(conditions?.find((c) => c.type === 'Initialized')?.status).toBe('True');
  });

  test('POD-4 POD-12 an init container that fails is tried again', () => {
    const b = bench({
      initContainers: [{ name: 'i', image: 'i:crash' }],
      containers: [{ name: 'a', image: 'a:1' }],
    });
    b.run(25);
    expect(b.words('p')).toEqual(expect.arrayContaining(['0/1 Init:Error 0', '0/1 Init:CrashLoopBackOff 1']));
    expect(b.get('p')?.status.conditions?.find((c) => c.type === 'Initialized')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotInitialized',
      message: 'containers with incomplete status: [i]',
    });
    expect(b.get('p')?.status.phase).toBe('Pending');
  });

  test('POD-12 restartPolicy Never: the pod fails with its init container', () => {
    const b = bench({
      restartPolicy: 'Never',
      initContainers: [{ name: 'i', image: 'i:crash' }],
      containers: [{ name: 'a', image: 'a:1' }],
    });
    b.run(25);
    expect(b.get('p')?.status.phase).toBe('Failed');
    expect(b.words('p').at(-1)).toBe('0/1 Init:Error 0');
  });

  test('POD-13 a sidecar starts first and counts', () => {
    const b = bench({
      initContainers: [{ name: 's', image: 's:1', restartPolicy: 'Always' } as Container],
      containers: [{ name: 'a', image: 'a:1' }],
    });
    b.run(40);
    expect(b.words('p').at(-1)).toBe('2/2 Running 0');
    expect(b.events.filter((e) => e.reason === 'Started').map((e) => e.fieldPath)).toEqual([
      'spec.initContainers{s}',
      'spec.containers{a}',
    ]);
  });
});

test('POD-20 a changed image restarts the container in place', () => {
  const b = bench('a:1');
  b.run(30);
  const pod = b.get('p');
  if (!pod) throw new Error('no pod');
  b.cluster.change(pod, (p) => ({ ...p, spec: { ...p.spec, containers: [{ name: 'app', image: 'a:2' }] } }));
  b.run(30);
  expect(b.events.map((e) => e.message)).toContain('Container app definition changed, will be restarted');
  expect(b.words('p').at(-1)).toBe('1/1 Running 1');
  expect(b.get('p')?.status.containerStatuses?.[0]?.image).toBe('docker.io/library/a:2');
});

test('POD-40 a pod that does not fit is rejected and stays', () => {
  const b = new KubeletBench();
  b.node();
  b.pod('p', { nodeSelector: { disk: 'ssd' } });
  const message = "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector";
  expect(b.get('p')?.status).toMatchObject({
    phase: 'Failed',
    reason: 'NodeAffinity',
    message: `Pod was rejected: ${message}`,
  });
  expect(b.events).toMatchObject([{ type: 'Warning', reason: 'NodeAffinity', message }]);
  expect(b.words('p').at(-1)).toBe('0/1 NodeAffinity 0');
});

function event(reason: string, message: unknown) {
  return { about: 'Pod/p', type: 'Normal', reason, message, fieldPath: 'spec.containers{app}' };
}
