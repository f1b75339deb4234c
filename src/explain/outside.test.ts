/** Verdicts while something outside the API is the matter, and before Kubernetes 1.12. */
import { describe, expect, test } from 'vitest';
import { Cluster } from '../engine/index';
import { podStatusWord } from '../k8s/pod-status';
import type { DaemonSet, Json, JsonObject, Node, Pod } from '../k8s/types';
import { exclusionWords } from './placement';
import { explainSlot } from './verdict';
import type { Verdict } from './verdict-types';

const START = Date.UTC(2026, 0, 1);

class Play {
  readonly cluster = new Cluster({ seed: 7, startTime: START });

  constructor() {
    for (const name of ['worker-1', 'worker-2'])
      this.cluster.input({ type: 'add-node', name, role: 'worker', boot: false });
  }

  create(pod: JsonObject = {}, spec: JsonObject = {}): this {
    const containers = [{ name: 'a', image: 'nginx:1.27' }];
    const labels = { app: 'web' };
    const template = { metadata: { labels }, spec: { containers, ...pod } };
    const result = this.cluster.api.create('DaemonSet', 'default', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'web' },
      spec: { selector: { matchLabels: labels }, template, ...spec },
    });
    if (!result.ok) throw new Error(result.status.message);
    this.cluster.settle();
    return this;
  }

  break(fault: string, target = ''): this {
    this.cluster.input({ type: 'break', fault, target });
    return this;
  }

  wait(seconds: number): this {
    this.cluster.advanceTo(this.cluster.now + seconds * 1000);
    return this;
  }

  patch(kind: 'DaemonSet' | 'Node' | 'Pod', name: string, patch: Json): this {
    const namespace = kind === 'Node' ? undefined : 'default';
    const result = this.cluster.api.patch(kind, namespace, name, 'strategic', patch);
    if (!result.ok) throw new Error(result.status.message);
    return this;
  }

  image(image: string): this {
    return this.patch('DaemonSet', 'web', {
      spec: { template: { spec: { containers: [{ name: 'a', image }] } } },
    });
  }

  get set(): DaemonSet {
    return this.cluster.read.get('DaemonSet', 'default', 'web') as DaemonSet;
  }

  /** The set's pod on a node, with another status. */
  status(node: string, status: Partial<Pod['status']>): void {
    const pod = this.cluster.read.podsOnNode(node)[0] as Pod;
    const { namespace, name } = pod.metadata;
    const changed = { ...pod, status: { ...pod.status, ...status } };
    this.cluster.api.update('Pod', namespace, name, changed as never, { subresource: 'status' });
  }

  why(node = 'worker-1'): Verdict {
    return explainSlot(this.cluster.read, this.set, node, this.cluster.now, this.cluster.world);
  }
}

const failing = (verdict: Verdict) =>
  verdict.checks.filter(({ state }) => state === 'no').map(({ detail }) => detail);

describe('a stopped process', () => {
  test('the scheduler: nobody binds the pod', () => {
    const play = new Play().break('scheduler-stopped').create();
    const verdict = play.why();
    expect(verdict).toMatchObject({
      title: 'web on worker-1: Pending',
      tone: 'bad',
      summary: 'The pod exists. kube-scheduler is stopped: nobody binds the pod.',
    });
    expect(failing(verdict)).toEqual(['kube-scheduler is stopped: nobody binds the pod']);
    play.cluster.input({ type: 'mend', fault: 'scheduler-stopped', target: '' });
    expect(play.wait(60).why().tone).toBe('ok');
  });

  test('the controller manager: nobody creates the pod', () => {
    const play = new Play().break('controller-manager-stopped').create();
    expect(play.why()).toMatchObject({
      title: 'worker-1 has no web pod',
      tone: 'wait',
      summary: 'The node qualifies. kube-controller-manager is stopped: nobody creates the pod.',
    });
  });

  test('the controller manager: a node that no longer qualifies keeps its pod, a change of the set is not seen', () => {
    const play = new Play().create({ nodeSelector: { 'kubernetes.io/os': 'linux' } }).wait(60);
    play.break('controller-manager-stopped').image('nginx:1.28');
    expect(play.why('worker-2')).toMatchObject({
      tone: 'wait',
      summary: 'The DaemonSet has been changed. kube-controller-manager is stopped: nothing follows from it.',
    });
    play.patch('Node', 'worker-1', { metadata: { labels: { 'kubernetes.io/os': 'x' } } });
    expect(play.why().summary).toBe(
      'The node no longer qualifies, so the controller deletes the pod. kube-controller-manager is stopped: nothing of this happens until it runs again.',
    );
  });
});

test('the controller manager: a rollout under way stands still', () => {
  const play = new Play()
    .create()
    .wait(60)
    .image('nginx:broken')
    .wait(30)
    .break('controller-manager-stopped');
  const old = play.cluster.read.list('Pod').find((pod) => pod.spec.containers[0]?.image === 'nginx:1.27');
  expect(play.why(old?.spec.nodeName)).toMatchObject({
    tone: 'wait',
    summary: 'It has an old template. kube-controller-manager is stopped: the rollout stands still.',
  });
});

describe('a silent node: what the API server knows, and what is seen from outside', () => {
  test.each([
    ['kubelet-stopped', 'the kubelet is stopped', 'containers run on'],
    ['node-crashed', 'the machine is off', 'nothing runs there'],
    ['network-partition', 'it is cut off from the control plane', 'kubelet and containers run on'],
  ])('%s', (fault, reason, meanwhile) => {
    const play = new Play().create().wait(60).break(fault, 'worker-1').wait(5);
    const early = play.why();
    expect(early.summary).toBe(
      `Nothing is heard of worker-1: ${reason}, ${meanwhile}. The API server shows the last report. The control plane has not noticed yet.`,
    );
    expect(early.tone).toBe('wait');
    expect(failing(early)).toEqual([reason]);
    expect(play.wait(120).why().summary).toContain(`Seen from outside: ${reason}, ${meanwhile}.`);
  });

  test('nobody notices while the controller manager is stopped', () => {
    const play = new Play()
      .create()
      .wait(60)
      .break('controller-manager-stopped')
      .break('node-crashed', 'worker-1');
    expect(play.wait(600).why().summary).toMatch(/kube-controller-manager is stopped, so nobody notices\.$/);
  });

  test('a pod that is bound to it is started by nobody', () => {
    const play = new Play().break('kubelet-stopped', 'worker-1').create();
    expect(play.why().summary).toBe(
      'The pod is bound to worker-1, and nobody starts it there: the kubelet is stopped.',
    );
  });

  test('a pod that has been deleted is ended by nobody', () => {
    const play = new Play().create().wait(60).break('network-partition', 'worker-1');
    play.cluster.api.delete(
      'Pod',
      'default',
      play.cluster.read.podsOnNode('worker-1')[0]?.metadata.name ?? '',
    );
    expect(play.why().summary).toMatch(/^It has been deleted, and nobody ends it on worker-1: it is cut off/);
  });
});

describe('pods that the scheduler or the kubelet does not take', () => {
  test('SCH-40 scheduling gates', () => {
    const play = new Play().create({ schedulingGates: [{ name: 'example.com/quota' }] }).wait(5);
    expect(play.why()).toMatchObject({
      title: 'web on worker-1: SchedulingGated',
      tone: 'wait',
      summary: 'The pod has scheduling gates. The scheduler leaves it alone until the last one is removed.',
    });
    expect(failing(play.why())).toEqual(['not looked at before its gates are gone: example.com/quota']);
  });

  test('another scheduler', () => {
    const play = new Play().create({ schedulerName: 'mine' }).wait(5);
    expect(failing(play.why())).toEqual(['the pod asks for mine, and there is no such scheduler']);
  });

  test.each([
    [
      'OutOfcpu',
      "Pod was rejected: Node didn't have enough resource: cpu, requested: 500, used: 1900, capacity: 2000",
      /^The kubelet has refused the pod: OutOfcpu\. The controller deletes it/,
    ],
    [
      'Evicted',
      'The node was low on resource: memory. ',
      /^The kubelet has evicted the pod: the node is short of memory\. /,
    ],
    [
      'Evicted',
      'Pod was rejected: The node had condition: [DiskPressure]. ',
      /^The kubelet has refused the pod: the node has the condition DiskPressure\. /,
    ],
    [
      undefined,
      undefined,
      /^The pod has failed\. The controller deletes it, then creates a new one; from failure/,
    ],
  ])('POD-40, POD-41 %s: %s', (reason, message, summary) => {
    // Stopped, so that the pod stays as it is.
    const play = new Play()
      .create()
      .wait(60)
      .break('controller-manager-stopped')
      .break('kubelet-stopped', 'worker-1');
    play.status('worker-1', { phase: 'Failed', reason, message });
    const verdict = play.why();
    expect(verdict.tone).toBe('bad');
    expect(verdict.summary).toMatch(summary);
    expect(verdict.summary).toMatch(/kube-controller-manager is stopped: nothing of this happens/);
    expect(failing(verdict)).toEqual([message?.trim() ?? verdict.title.split(': ')[1]]);
  });

  test('POD-41 an evicted pod is told by its reason, not by how its containers ended, as kubectl does (CLI-23)', () => {
    const play = new Play().create().wait(60).break('memory-pressure', 'worker-1');
    for (let i = 0; i < 120 && !play.why().title.endsWith('Evicted'); i++) play.wait(0.5);
    expect(play.why()).toMatchObject({
      title: 'web on worker-1: Evicted',
      summary: expect.stringMatching(/^The kubelet has evicted the pod: the node is short of memory\./),
    });
    const [pod] = play.cluster.read.podsOnNode('worker-1');
    expect(pod && podStatusWord(pod)).not.toBe('Evicted');
  });

  test('DS-33 a pod that has ended', () => {
    const play = new Play()
      .create()
      .wait(60)
      .break('controller-manager-stopped')
      .break('kubelet-stopped', 'worker-1');
    play.status('worker-1', { phase: 'Succeeded' });
    expect(play.why().summary).toMatch(
      /^The pod has ended\. The controller deletes it, then creates a new one\./,
    );
  });

  test('the registry is down', () => {
    const play = new Play().break('registry-down').create({}, {}).wait(1);
    const waiting = { reason: 'ErrImagePull', message: 'no' };
    const status = { name: 'a', image: 'x', imageID: '', ready: false, restartCount: 0, state: { waiting } };
    play.status('worker-1', { containerStatuses: [status] } as never);
    expect(failing(play.why())).toEqual(['ErrImagePull: no (the image registry is down)']);
    expect(play.why().summary).toMatch(
      /^The kubelet cannot get it running: ErrImagePull\. The image registry is down\./,
    );
  });

  describe('a probe fails', () => {
    const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 2, failureThreshold: 2 };
    const withProbe = (name: string) => ({ containers: [{ name: 'a', image: 'nginx:1.27', [name]: probe }] });
    const failsFrom = (name: string, seconds: number) =>
      new Play()
        .create(withProbe(`${name}Probe`))
        .wait(60)
        .break(`${name}-probe-failing`, 'default/daemonset/web')
        .wait(seconds);

    test.each([
      ['liveness', 'the kubelet restarts the container'],
      ['readiness', 'it is not Ready'],
    ])('POD-33 %s: a failure alone has no effect yet', (name, then) => {
      expect(failsFrom(name, 0).why()).toMatchObject({
        tone: 'wait',
        summary: `The pod runs and is ready, but its ${name} probe fails: after failureThreshold failures in a row ${then}.`,
      });
      const none = new Play().create().wait(60).break(`${name}-probe-failing`, 'default/daemonset/web');
      expect(none.why().tone).toBe('ok');
    });

    test('POD-34 readiness: the pod runs on, not Ready', () => {
      const verdict = failsFrom('readiness', 30).why();
      expect(verdict).toMatchObject({
        title: 'web on worker-1 is not ready',
        tone: 'wait',
        summary: 'The containers run, but the pod is not Ready: its readiness probe fails.',
      });
      expect(failing(verdict)).toEqual([
        expect.stringMatching(/^containers with unready status: \[a\]; Readiness probe failed: /),
      ]);
    });

    test('POD-26 liveness: the crash loop that it makes', () => {
      const play = failsFrom('liveness', 0);
      for (let i = 0; i < 120 && !play.why().title.endsWith('CrashLoopBackOff'); i++) play.wait(1);
      const verdict = play.why();
      expect(verdict.summary).toBe(
        'A container keeps ending. The kubelet waits before it starts it again, longer each time (CrashLoopBackOff). Its liveness probe fails.',
      );
      expect(failing(verdict)[0]).toMatch(/; Container a failed liveness probe, will be restarted$/);
    });
  });

  test.each([
    ['container-crash', /^A container has ended \(Error\)\. The kubelet starts it again\.$/],
    ['out-of-memory', /^The kernel has killed a container because memory ran out \(OOMKilled\)\. /],
  ])('POD-28 %s: for a moment the container has just ended', (fault, summary) => {
    const play = new Play().create().wait(60).break(fault, 'default/daemonset/web');
    for (let i = 0; i < 20 && play.why().tone !== 'bad'; i++) play.wait(0.25);
    expect(play.why().summary).toMatch(summary);
  });

  test('DS-7 a Pending pod whose node no longer qualifies waits for the next sync (seen at a real v1.34.0)', () => {
    const play = new Play()
      .break('scheduler-stopped')
      .create({ nodeSelector: { 'kubernetes.io/os': 'linux' } });
    play.patch('Node', 'worker-1', { metadata: { labels: { 'kubernetes.io/os': 'x' } } });
    expect(play.why().summary).toMatch(/^The node no longer qualifies\. A pod that is not bound yet/);
  });

  test('DS-74 a NoSchedule taint is counted by the next sync only', () => {
    const play = new Play().create().wait(60);
    play.patch('Node', 'worker-1', { spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } });
    expect(play.why().summary).toMatch(
      /counts as misscheduled, but only once the set is synced for another reason\./,
    );
    play.patch('DaemonSet', 'web', { metadata: { labels: { a: 'b' } } });
    expect(play.why().summary).toMatch(/stays and counts as misscheduled\. If/);
  });
});

describe('VER-2 before 1.12', () => {
  const asking = (cpu: string) => ({
    containers: [{ name: 'a', image: 'nginx:1.27', resources: { requests: { cpu } } }],
  });

  test('no room', () => {
    const play = new Play();
    play.cluster.input({ type: 'place-daemon-pods', by: 'controller' });
    play.create(asking('900')).wait(5);
    const verdict = play.why();
    expect(verdict).toMatchObject({
      title: 'worker-1 has no web pod',
      tone: 'bad',
      summary:
        'The pod does not fit on worker-1, so the controller creates none. It tries again when something changes.',
    });
    expect(failing(verdict)[0]).toMatch(
      /^Node didn't have enough resource: cpu, requested: 900000, used: 0, capacity:/,
    );
    expect(verdict.checks.at(-1)?.detail).toBe('not asked: the controller places the pods itself');
  });

  test('a host port that is taken excludes the node', () => {
    const containers = [{ name: 'a', image: 'nginx:1.27', ports: [{ containerPort: 80, hostPort: 80 }] }];
    const play = new Play();
    play.cluster.input({ type: 'place-daemon-pods', by: 'controller' });
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'x' },
      spec: { containers, nodeName: 'worker-1' },
    };
    play.cluster.api.create('Pod', 'default', pod);
    play.create({ containers }).wait(5);
    expect(play.why()).toMatchObject({ tone: 'excluded' });
    expect(play.why().fix).toBeUndefined();
    expect(failing(play.why())).toEqual(['taken by another pod: 80']);
    expect(play.wait(60).why('worker-2').tone).toBe('ok');
  });

  test('a pod that is there does not mind that there is no room for another', () => {
    const play = new Play().create(asking('1')).wait(60);
    play.cluster.input({ type: 'place-daemon-pods', by: 'controller' });
    play.patch('DaemonSet', 'web', {
      spec: { template: { spec: asking('900') }, updateStrategy: { type: 'OnDelete' } },
    });
    const verdict = play.wait(5).why();
    expect(verdict.tone).toBe('wait');
    expect(failing(verdict)).toEqual(['OnDelete: delete the pod to get the new one']);
  });

  test('the words for the picture', () => {
    const { set } = new Play().create();
    const node = { metadata: { name: 'worker-1' }, spec: {}, status: {} } as Node;
    const ok = { ok: true, mismatches: [], untolerated: [] };
    const checks = {
      nodeName: ok,
      nodeSelector: ok,
      nodeAffinity: ok,
      taints: ok,
      hostPorts: { ok: false, taken: [80] },
    };
    const verdict = { shouldRun: false, shouldContinueRunning: false, checks };
    expect(exclusionWords(set, node, verdict)).toMatchObject({
      reason: 'host port 80 taken',
      short: 'port taken',
    });
  });
});
