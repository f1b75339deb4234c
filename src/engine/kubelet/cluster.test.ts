/** The kubelets together with the rest of the control plane. */
import { expect, test } from 'vitest';
import { conditionOf, isPodAvailable } from '../../k8s/conditions';
import { podReadyCount, podStatusWord } from '../../k8s/pod-status';
import { nodeStatusWord } from '../../k8s/node-status';
import type { Pod } from '../../k8s/types';
import { Cluster } from '../index';

const START = Date.UTC(2026, 0, 1);

function cluster(): Cluster {
  const made = new Cluster({ seed: 7, startTime: START });
  made.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot: false });
  return made;
}

function createPod(c: Cluster, name: string, image: string): void {
  const result = c.api.create('Pod', 'default', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'app', image }] },
  });
  expect(result).toMatchObject({ ok: true });
}

/** What `kubectl get pods -w` would show of a new pod in the given number of seconds. */
function shown(c: Cluster, image: string, seconds: number): string[] {
  const watch = c.watch('Pod', 'default', 'p');
  createPod(c, 'p', image);
  c.advanceTo(c.now + seconds * 1000);
  const lines: string[] = [];
  for (const event of watch.take()) {
    if (event.kind !== 'Pod') continue;
    const { type, object } = event;
    const { ready, total } = podReadyCount(object);
    const line = type === 'DELETED' ? 'gone' : `${ready}/${total} ${podStatusWord(object)}`;
    if (line !== lines.at(-1)) lines.push(line);
  }
  watch.close();
  return lines;
}

test('NODE-2 a machine that need not boot is Ready at once, without the not-ready taint', () => {
  const node = cluster().read.get('Node', undefined, 'worker-1');
  expect(node && nodeStatusWord(node)).toBe('Ready');
  expect(node?.spec.taints).toBeUndefined();
});

test('NODE-2 NODE-10 a machine that boots is tainted until it is Ready', () => {
  const c = cluster();
  c.input({ type: 'add-node', name: 'worker-2', role: 'worker', boot: true });
  const node = () => c.read.get('Node', undefined, 'worker-2');
  expect(node()?.spec.taints).toMatchObject([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
  c.advanceTo(START + 5000);
  expect(node()?.spec.taints ?? []).toEqual([]);
  expect(node()?.status.conditions?.at(-1)).toMatchObject({ type: 'Ready', status: 'True' });
});

test.each([
  ['nginx:1.27', ['0/1 Pending', '0/1 ContainerCreating', '1/1 Running']],
  ['nginx:broken', ['0/1 Pending', '0/1 ContainerCreating', '0/1 ErrImagePull', '0/1 ImagePullBackOff']],
  ['nginx:unready', ['0/1 Pending', '0/1 ContainerCreating', '0/1 Running']],
])('CLI-23 STATUS of a pod with image %s', (image, words) => {
  const c = cluster();
  expect(shown(c, image, 20).slice(0, 4)).toEqual(words);
});

test('CLI-23 CLI-24 a pod that crashes', () => {
  const c = cluster();
  expect(shown(c, 'app:crash', 60)).toEqual(
    expect.arrayContaining(['1/1 Running', '0/1 Error', '0/1 CrashLoopBackOff']),
  );
});

test('POD-5 POD-36 of the pods of a lost node only Ready turns False; its time counts for availability', () => {
  const c = cluster();
  createPod(c, 'p', 'nginx:1.27');
  c.advanceTo(c.now + 60_000);
  const pod = () => c.read.get('Pod', 'default', 'p') as Pod;
  const is = (type: string) => conditionOf(pod().status.conditions, type)?.status;
  expect(isPodAvailable(pod(), 30, c.now)).toBe(true);
  c.input({ type: 'break', fault: 'kubelet-stopped', target: 'worker-1' });
  c.advanceTo(c.now + 60_000);
  expect([is('Ready'), is('ContainersReady')]).toEqual(['False', 'True']);
  expect(pod().status.containerStatuses?.[0]?.ready).toBe(true);
  c.input({ type: 'mend', fault: 'kubelet-stopped', target: 'worker-1' });
  c.advanceTo(c.now + 1000);
  expect(is('Ready')).toBe('True');
  expect(isPodAvailable(pod(), 30, c.now)).toBe(false);
  expect(isPodAvailable(pod(), 30, c.now + 31_000)).toBe(true);
});

test('POD-37 deletion', () => {
  const c = cluster();
  createPod(c, 'p', 'nginx:1.27');
  c.advanceTo(c.now + 20_000);
  const watch = c.watch('Pod', 'default', 'p');
  c.api.delete('Pod', 'default', 'p');
  expect(c.read.get('Pod', 'default', 'p')?.metadata.deletionGracePeriodSeconds).toBe(30);
  c.advanceTo(c.now + 5000);
  expect(watch.take().at(-1)?.type).toBe('DELETED');
  expect(c.read.get('Pod', 'default', 'p')).toBeUndefined();
});

test('POD-44 the control plane’s own pods', () => {
  const c = new Cluster({ seed: 7, startTime: START });
  c.input({ type: 'add-node', name: 'cp-1', role: 'control-plane', boot: false, staticPods: true });
  const words = () => c.read.list('Pod', 'kube-system').map((p) => `${p.metadata.name} ${podStatusWord(p)}`);
  const all = [
    'etcd-cp-1 Running',
    'kube-apiserver-cp-1 Running',
    'kube-controller-manager-cp-1 Running',
    'kube-scheduler-cp-1 Running',
  ];
  expect(words()).toEqual(all);
  expect(c.api.delete('Pod', 'kube-system', 'etcd-cp-1')).toMatchObject({ ok: true });
  expect(words()).toEqual(all);
});

test('API-12 a Node applied by the user boots a machine', () => {
  const c = cluster();
  const result = c.api.create('Node', undefined, {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'byo' },
  });
  expect(result).toMatchObject({ ok: true });
  c.advanceTo(START + 5000);
  const node = c.read.get('Node', undefined, 'byo');
  expect(node && nodeStatusWord(node)).toBe('Ready');
  expect(node?.spec.taints ?? []).toEqual([]);
  createPod(c, 'p', 'nginx:1.27');
});

test('a seek back and forth gives the same bytes', () => {
  const c = cluster();
  createPod(c, 'p', 'app:crash');
  createPod(c, 'q', 'app:broken');
  c.advanceTo(START + 90_000);
  const digest = c.digest();
  c.seek(START + 7_300);
  c.seek(START + 90_000);
  expect(c.digest()).toBe(digest);
});

test('a status that somebody else wrote is seen by all until the kubelet’s next comparison, within 10 s', () => {
  const c = cluster();
  createPod(c, 'p', 'nginx:1.27');
  c.advanceTo(START + 20_000);
  const pod = () => c.read.get('Pod', 'default', 'p') as Pod;
  const body = { ...pod(), status: { ...pod().status, phase: 'Succeeded' } };
  const options = { subresource: 'status' as const };
  expect(c.api.update('Pod', 'default', 'p', body as never, options)).toMatchObject({ ok: true });
  c.advanceTo(c.now);
  expect(pod().status.phase).toBe('Succeeded');
  c.advanceTo(c.now + 10_000);
  expect(pod().status.phase).toBe('Running');
});
