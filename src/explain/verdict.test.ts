import { describe, expect, test } from 'vitest';
import { Cluster } from '../engine/index';
import type { Json, JsonObject, PodSpec } from '../k8s/types';
import { explainSlot } from './verdict';
import type { Verdict } from './verdict-types';

const START = Date.UTC(2026, 0, 1);

/** A cluster of one control plane and three workers; worker-1 has disktype=ssd. */
function cluster(): Cluster {
  const c = new Cluster({ seed: 7, startTime: START });
  c.input({ type: 'add-node', name: 'cp-1', role: 'control-plane', boot: false });
  c.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot: false, labels: { disktype: 'ssd' } });
  c.input({ type: 'add-node', name: 'worker-2', role: 'worker', boot: false });
  c.input({ type: 'add-node', name: 'worker-3', role: 'worker', boot: false });
  return c;
}

interface Options {
  image?: string;
  pod?: Partial<PodSpec>;
  spec?: JsonObject;
}

function create(c: Cluster, { image = 'nginx:1.27', pod, spec }: Options = {}): void {
  const result = c.api.create('DaemonSet', 'default', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'nginx' },
    spec: {
      selector: { matchLabels: { app: 'nginx' } },
      template: {
        metadata: { labels: { app: 'nginx' } },
        spec: { containers: [{ name: 'nginx', image }], ...(pod as JsonObject) },
      },
      ...spec,
    },
  });
  if (!result.ok) throw new Error(result.status.message);
  c.settle();
}

function patchSet(c: Cluster, spec: Json): void {
  const result = c.api.patch('DaemonSet', 'default', 'nginx', 'strategic', { spec });
  if (!result.ok) throw new Error(result.status.message);
}

function setImage(c: Cluster, image: string): void {
  patchSet(c, { template: { spec: { containers: [{ name: 'nginx', image }] } } });
}

function patchNode(c: Cluster, node: string, patch: Json): void {
  const result = c.api.patch('Node', undefined, node, 'merge', patch);
  if (!result.ok) throw new Error(result.status.message);
}

function wait(c: Cluster, seconds: number): void {
  c.advanceTo(c.now + seconds * 1000);
}

function explain(c: Cluster, node: string): Verdict {
  const set = c.read.get('DaemonSet', 'default', 'nginx');
  if (!set) throw new Error('no set');
  return explainSlot(c.read, set, node, c.now);
}

const failed = (verdict: Verdict) => verdict.checks.filter((check) => check.state === 'no');

describe('excluded nodes', () => {
  test('DS-16 the control plane: the taint says no, a toleration would help', () => {
    const c = cluster();
    create(c);
    const verdict = explain(c, 'cp-1');
    expect(verdict).toMatchObject({
      title: 'cp-1 has no nginx pod',
      summary: 'The DaemonSet controller skips this node: one of its rules says no.',
      tone: 'excluded',
    });
    expect(verdict.checks).toEqual([
      { state: 'ok', label: 'Node selector', detail: 'none required' },
      { state: 'ok', label: 'Node affinity', detail: 'none required' },
      {
        state: 'no',
        label: 'Taints',
        detail: 'untolerated node-role.kubernetes.io/control-plane:NoSchedule',
      },
      { state: 'skipped', label: 'Scheduler', detail: 'not reached: no pod is created' },
    ]);
    expect(verdict.fix).toMatchObject({
      toleration: { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
      yaml: 'tolerations:\n- key: node-role.kubernetes.io/control-plane\n  operator: Exists\n  effect: NoSchedule\n',
      path: ['spec', 'template', 'spec', 'tolerations'],
    });
  });

  test('DS-16 the offered toleration does let it run', () => {
    const c = cluster();
    create(c);
    const fix = explain(c, 'cp-1').fix;
    patchSet(c, { template: { spec: { tolerations: [fix?.toleration as Json] } } });
    wait(c, 60);
    expect(explain(c, 'cp-1')).toMatchObject({ title: 'nginx runs on cp-1', tone: 'ok' });
  });

  test('DS-16 a node selector names what is missing and offers the label', () => {
    const c = cluster();
    create(c, { pod: { nodeSelector: { disktype: 'ssd' } } });
    const verdict = explain(c, 'worker-2');
    expect(failed(verdict)).toEqual([
      { state: 'no', label: 'Node selector', detail: 'no label disktype=ssd' },
    ]);
    expect(verdict.fix).toMatchObject({
      nodeLabel: { key: 'disktype', value: 'ssd' },
      yaml: 'kubectl label node worker-2 disktype=ssd',
    });
    patchNode(c, 'worker-2', { metadata: { labels: { disktype: 'hdd' } } });
    expect(explain(c, 'worker-2').fix?.yaml).toBe('kubectl label node worker-2 disktype=ssd --overwrite');
  });

  test('DS-16 node affinity is told in words, and no single fix is pretended', () => {
    const c = cluster();
    const nodeSelectorTerms = [
      { matchExpressions: [{ key: 'disktype', operator: 'In', values: ['ssd', 'nvme'] }] },
    ];
    create(c, {
      pod: {
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
      },
    });
    const verdict = explain(c, 'worker-2');
    expect(failed(verdict)).toEqual([
      { state: 'no', label: 'Node affinity', detail: 'does not match: disktype in (ssd, nvme)' },
    ]);
    expect(verdict.fix).toBeUndefined();
    wait(c, 30);
    expect(explain(c, 'worker-1').tone).toBe('ok');
  });

  test('DS-20 a taint with a value needs Equal, and a value like a number stays a string', () => {
    const c = cluster();
    patchNode(c, 'worker-2', { spec: { taints: [{ key: 'team', value: '1', effect: 'NoExecute' }] } });
    create(c);
    expect(explain(c, 'worker-2').fix).toMatchObject({
      toleration: { key: 'team', operator: 'Equal', value: '1', effect: 'NoExecute' },
      yaml: 'tolerations:\n- key: team\n  operator: Equal\n  value: "1"\n  effect: NoExecute\n',
    });
  });

  test('DS-26 a lost node gets no new pod, and nobody is told to tolerate not-ready', () => {
    const c = cluster();
    c.input({ type: 'break', fault: 'kubelet-stopped', target: 'worker-2' });
    wait(c, 120);
    create(c);
    const verdict = explain(c, 'worker-2');
    expect(verdict.tone).toBe('excluded');
    expect(verdict.summary).toContain(
      'worker-2 is not ready: its taint node.kubernetes.io/unreachable:NoSchedule',
    );
    expect(verdict.fix).toBeUndefined();
  });

  test('a node that does not exist', () => {
    const c = cluster();
    create(c);
    expect(explain(c, 'nowhere')).toMatchObject({ title: 'nowhere does not exist', checks: [] });
  });
});

describe('pods that are there', () => {
  test('all is well', () => {
    const c = cluster();
    create(c);
    wait(c, 60);
    const verdict = explain(c, 'worker-1');
    expect(verdict).toMatchObject({ title: 'nginx runs on worker-1', tone: 'ok' });
    expect(failed(verdict)).toEqual([]);
    expect(verdict.fix).toBeUndefined();
  });

  test('DS-74 NoSchedule keeps a running pod', () => {
    const c = cluster();
    create(c);
    wait(c, 60);
    patchNode(c, 'worker-1', { spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } });
    wait(c, 30);
    const verdict = explain(c, 'worker-1');
    expect(verdict.title).toBe('nginx runs on worker-1');
    expect(verdict.summary).toMatch(/^NoSchedule keeps new pods away but evicts nobody/);
    expect(failed(verdict)).toEqual([{ state: 'no', label: 'Taints', detail: 'untolerated k:NoSchedule' }]);
  });

  test('DS-25 the pod of a lost node stays, misscheduled', () => {
    const c = cluster();
    create(c);
    wait(c, 60);
    c.input({ type: 'break', fault: 'kubelet-stopped', target: 'worker-1' });
    wait(c, 120);
    expect(explain(c, 'worker-1').summary).toMatch(/has stopped reporting\. The pod is not evicted/);
  });

  test('DS-55 a pod deleted on a lost node stays Terminating', () => {
    const c = cluster();
    create(c, { pod: { tolerations: [{ operator: 'Exists' }] } });
    wait(c, 60);
    c.input({ type: 'break', fault: 'kubelet-stopped', target: 'worker-1' });
    wait(c, 120);
    setImage(c, 'nginx:1.28');
    wait(c, 120);
    const verdict = explain(c, 'worker-1');
    expect(verdict.title).toBe('nginx on worker-1 is terminating');
    expect(verdict.summary).toMatch(/stays Terminating until the node returns/);
    expect(explain(c, 'worker-2').summary).toMatch(/maxUnavailable 1 is used up by worker-1 \(Terminating\)/);
  });

  test('SCH-11 a pod that does not fit: the scheduler’s own reason', () => {
    const c = cluster();
    create(c, {
      pod: { containers: [{ name: 'nginx', image: 'nginx', resources: { requests: { cpu: '900' } } }] },
    });
    wait(c, 5);
    const verdict = explain(c, 'worker-1');
    expect(verdict).toMatchObject({ title: 'nginx on worker-1: Pending', tone: 'bad' });
    expect(failed(verdict)).toEqual([{ state: 'no', label: 'Scheduler', detail: 'Insufficient cpu' }]);
  });

  test('POD-24 a missing config map: FailedMount, in the kubelet’s words', () => {
    const c = cluster();
    create(c, { pod: { volumes: [{ name: 'v', configMap: { name: 'absent' } }] } });
    wait(c, 60);
    const [check] = failed(explain(c, 'worker-1'));
    expect(check).toEqual({
      state: 'no',
      label: 'Kubelet: volumes',
      detail: 'MountVolume.SetUp failed for volume "v" : configmap "absent" not found',
    });
  });

  test('POD-26 a crashing container tells its back-off and exit code', () => {
    const c = cluster();
    create(c, { image: 'nginx:crash' });
    wait(c, 60);
    // For a moment after each end the container is Error, before it is back-off again.
    for (let i = 0; i < 60 && !failed(explain(c, 'worker-1'))[0]?.detail.includes('back-off'); i++)
      wait(c, 1);
    const verdict = explain(c, 'worker-1');
    expect(verdict.tone).toBe('bad');
    expect(failed(verdict)[0]?.detail).toMatch(
      /^nginx: back-off .*restarting failed container=nginx.*last exit code 1/,
    );
  });

  test('DS-46 creation fails: the API server’s words', () => {
    const c = cluster();
    create(c, { pod: { serviceAccountName: 'absent' } });
    wait(c, 5);
    const verdict = explain(c, 'worker-1');
    expect(verdict).toMatchObject({ title: 'worker-1 has no nginx pod', tone: 'bad' });
    expect(failed(verdict)[0]?.detail).toMatch(
      /^Error creating: pods "nginx-" is forbidden: error looking up service account/,
    );
  });

  test('DS-50 Ready but not yet available', () => {
    const c = cluster();
    create(c, { spec: { minReadySeconds: 600 } });
    wait(c, 60);
    const verdict = explain(c, 'worker-1');
    expect(verdict.tone).toBe('wait');
    expect(verdict.checks.at(-1)).toMatchObject({ state: 'skipped', label: 'Available' });
    wait(c, 700);
    expect(explain(c, 'worker-1')).toMatchObject({ tone: 'ok' });
  });
});

describe('rollouts', () => {
  test('DS-53 a broken image is stuck on one node, and the others say for whom they wait', () => {
    const c = cluster();
    create(c);
    wait(c, 60);
    setImage(c, 'nginx:broken');
    wait(c, 180);
    const stuck = explain(c, 'worker-1');
    expect(stuck.tone).toBe('bad');
    expect(failed(stuck)[0]?.detail).toMatch(/^(ImagePullBackOff|ErrImagePull): /);
    const waiting = explain(c, 'worker-2');
    expect(waiting.tone).toBe('wait');
    expect(waiting.summary).toMatch(
      /maxUnavailable 1 is used up by worker-1 \((ImagePullBackOff|ErrImagePull)\)\./,
    );
  });

  test('DS-53 each write may change who has the budget, in the same instant, too', () => {
    const c = cluster();
    create(c);
    wait(c, 60);
    setImage(c, 'nginx:broken');
    wait(c, 180);
    const summary = (): string => explain(c, 'worker-2').summary;
    expect(summary()).toMatch(/maxUnavailable 1 is used up by worker-1/);
    patchSet(c, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } } });
    expect(summary()).not.toMatch(/maxUnavailable 1 /);
  });

  test('DS-53 a pod that fails in the same instant takes the budget away from the others', () => {
    const c = cluster();
    create(c);
    wait(c, 60);
    setImage(c, 'nginx:1.28');
    c.settle();
    const summary = (): string => explain(c, 'worker-3').summary;
    const before = summary();
    const [pod] = c.read.podsOnNode('worker-2');
    c.api.delete('Pod', 'default', pod?.metadata.name ?? '', {});
    expect(before).toMatch(/used up by worker-\d \(\w+\)\.?/);
    expect(summary()).not.toBe(before);
  });

  test('DS-51 a percentage is shown with what it comes to', () => {
    const c = cluster();
    create(c, {
      spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '34%' } } },
    });
    wait(c, 60);
    setImage(c, 'nginx:broken');
    wait(c, 180);
    expect(explain(c, 'worker-3').summary).toMatch(
      /maxUnavailable 34% \(2\) is used up by worker-1 .* and worker-2/,
    );
  });

  test('DS-56 a surge that waits', () => {
    const c = cluster();
    const rollingUpdate = { maxSurge: 1, maxUnavailable: 0 };
    create(c, { spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate } } });
    wait(c, 60);
    setImage(c, 'nginx:unready');
    wait(c, 120);
    expect(explain(c, 'worker-2').summary).toMatch(/maxSurge 1 is used up by worker-1 \(not available yet\)/);
    expect(explain(c, 'worker-1').title).toBe('nginx on worker-1 is not ready');
  });

  test('DS-60 OnDelete waits for a person', () => {
    const c = cluster();
    create(c, { spec: { updateStrategy: { type: 'OnDelete' } } });
    wait(c, 60);
    setImage(c, 'nginx:1.28');
    wait(c, 60);
    expect(explain(c, 'worker-1').summary).toMatch(/OnDelete replaces a pod only when somebody deletes it/);
  });
});
