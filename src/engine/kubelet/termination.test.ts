import { describe, expect, test } from 'vitest';
import type { Container, Pod } from '../../k8s/types';
import { KubeletBench } from './testing/bench';

function running(container: Partial<Container> = {}): KubeletBench {
  const b = new KubeletBench();
  b.node();
  b.pod('p', { containers: [{ name: 'app', image: 'a:1', ...container }] });
  b.run(30);
  return b;
}

/** Seconds from the deletion until the object is gone. */
function goneAfter(b: KubeletBench): number {
  const lines = b.shown.get('p') ?? [];
  const from = lines.find((l) => l.includes('Terminating'));
  const gone = lines.find((l) => l.endsWith('gone'));
  return Number(gone?.split(' ')[0]) - Number(from?.split(' ')[0]);
}

describe('POD-37 a deleted pod', () => {
  test('is Terminating, then gone; Killing is reported', () => {
    const b = running();
    b.delete('p');
    expect(b.words('p').at(-1)).toBe('1/1 Terminating 0');
    expect(b.events.at(-1)).toMatchObject({
      type: 'Normal',
      reason: 'Killing',
      message: 'Stopping container app',
      fieldPath: 'spec.containers{app}',
    });
    b.run(5);
    expect(b.get('p')).toBeUndefined();
    expect(goneAfter(b)).toBeLessThanOrEqual(2.6);
    expect(b.state.workers.size).toBe(0);
    expect(b.cluster.timers.size).toBe(0);
  });

  test('takes its preStop hook into account, within the grace period', () => {
    const slept = running({ lifecycle: { preStop: { sleep: { seconds: 10 } } } as Container['lifecycle'] });
    slept.delete('p');
    slept.run(60);
    expect(goneAfter(slept)).toBeGreaterThan(10);
    const hurried = running({ lifecycle: { preStop: { sleep: { seconds: 10 } } } as Container['lifecycle'] });
    hurried.delete('p', 5);
    hurried.run(60);
    // The hook is cut off after 5 s; SIGTERM still has the least grace of 2 s.
    expect(goneAfter(hurried)).toBeGreaterThan(5.5);
    expect(goneAfter(hurried)).toBeLessThan(7.6);
  });

  test.each([
    [['sleep', '15'], 15],
    [['/bin/sh', '-c', 'sleep 15'], 15],
    [['/bin/sh', '-c', 'nginx -s quit; sleep 5 && /bin/sleep 10s'], 15],
    [['sh', '-c', 'sleep 0.25m'], 15],
    // Nobody knows how long others take.
    [['/cni-uninstall.sh'], 1],
    [['/usr/bin/oversleep', '15'], 1],
  ])('waits for a sleep in the command of its preStop hook: %j', (command, seconds) => {
    const b = running({ lifecycle: { preStop: { exec: { command } } } });
    b.delete('p');
    b.run(60);
    expect(goneAfter(b)).toBeGreaterThan(seconds);
    expect(goneAfter(b)).toBeLessThan(seconds + 3);
  });

  test('that was still being created goes without Killing', () => {
    const b = new KubeletBench();
    b.node();
    b.pod('p', 'a:slow');
    b.run(5);
    b.delete('p');
    b.run(5);
    expect(b.get('p')).toBeUndefined();
    expect(b.reasons('Pod/p')).not.toContain('Killing');
  });

  test('API-15 a second deletion shortens it', () => {
    const b = running({ lifecycle: { preStop: { sleep: { seconds: 20 } } } as Container['lifecycle'] });
    b.delete('p');
    b.run(2);
    b.delete('p', 3);
    // Told again, hook and all.
    expect(b.events.filter((e) => e.reason === 'Killing')).toHaveLength(2);
    b.run(6);
    expect(b.get('p')).toBeUndefined();
  });

  test.each([
    ['a:1', 30, 0, 'Completed'],
    ['kube-proxy:1', 30, 2, 'Error'],
    ['a:stubborn', 30, 137, 'Error'],
    ['busybox:1', 30, 137, 'Error'],
    // POD-8: the least grace is 2 s.
    ['a:stubborn', 1, 137, 'Error'],
  ])('POD-8 %s, %i s: exit %i %s; phase and Ready change once it has stopped', (image, grace, code, word) => {
    const b = running({ image });
    b.delete('p', grace);
    const seen: Pod[] = [];
    for (let pod = b.get('p'); pod; pod = b.get('p')) {
      if (pod !== seen.at(-1)) seen.push(pod);
      b.run(0.1);
    }
    expect(seen.map((pod) => pod.status.phase)).toEqual(['Running', code === 0 ? 'Succeeded' : 'Failed']);
    expect(seen[0]?.status.containerStatuses?.[0]?.ready).toBe(true);
    expect(seen[1]?.status.containerStatuses?.[0]).toMatchObject({
      ready: false,
      state: { terminated: { exitCode: code, reason: word } },
    });
    expect(seen[1]?.status.conditions?.map((c) => `${c.type}=${c.status}`)).toEqual([
      'PodReadyToStartContainers=False',
      'Initialized=True',
      'Ready=False',
      'ContainersReady=False',
      'PodScheduled=True',
    ]);
    if (code === 137) {
      expect(goneAfter(b)).toBeGreaterThanOrEqual(Math.max(2, grace));
      expect(goneAfter(b)).toBeLessThan(Math.max(2, grace) + 0.7);
    }
  });

  test('POD-13 sidecars end after the regular containers, in reverse order', () => {
    const b = new KubeletBench();
    b.node();
    const sidecar = (name: string) => ({ name, image: 's:1', restartPolicy: 'Always' }) as Container;
    b.pod('p', {
      initContainers: [sidecar('s1'), sidecar('s2')],
      containers: [{ name: 'app', image: 'a:1', lifecycle: { preStop: { exec: { command: ['x'] } } } }],
    });
    b.run(60);
    b.delete('p');
    let last: Pod | undefined;
    for (let pod = b.get('p'); pod; pod = b.get('p')) {
      last = pod;
      b.run(0.1);
    }
    const ends = [
      ...(last?.status.containerStatuses ?? []),
      ...(last?.status.initContainerStatuses ?? []).toReversed(),
    ].map((s) => Date.parse(s.state?.terminated?.finishedAt ?? ''));
    expect(ends).toEqual(ends.toSorted((x, y) => x - y));
    expect(ends).toHaveLength(3);
    expect(b.events.filter((e) => e.reason === 'Killing').map((e) => e.fieldPath)).toEqual([
      'spec.containers{app}',
      'spec.initContainers{s2}',
      'spec.initContainers{s1}',
    ]);
  });

  test('that crashes in a loop goes as well', () => {
    const b = new KubeletBench();
    b.node();
    b.pod('p', 'a:crash');
    b.run(60);
    b.delete('p');
    b.run(5);
    expect(b.get('p')).toBeUndefined();
  });
});

test('POD-39 forced deletion: the containers are killed afterwards', () => {
  const b = running();
  const pod = b.get('p');
  if (!pod) throw new Error('no pod');
  b.cluster.store.remove('Pod', pod, 'test');
  b.cluster.drain();
  expect(b.events.at(-1)?.message).toBe('Stopping container app');
  expect(b.state.workers.size).toBe(0);
});

describe('POD-38 a kubelet that has stopped', () => {
  test('does nothing for a deleted pod until it is back', () => {
    const b = running();
    b.break('kubelet-stopped');
    b.delete('p');
    b.run(600);
    expect(b.words('p').at(-1)).toBe('1/1 Terminating 0');
    b.mend('kubelet-stopped');
    b.run(5);
    expect(b.get('p')).toBeUndefined();
  });

  test('starts what was bound meanwhile and goes on with what it had begun', () => {
    const b = new KubeletBench();
    b.node();
    b.pod('p', 'a:slow');
    b.run(10);
    b.break('kubelet-stopped');
    b.pod('q', 'a:1');
    b.run(100);
    expect([b.words('p').at(-1), b.words('q').at(-1)]).toEqual(['0/1 ContainerCreating 0', '0/1 Pending 0']);
    b.mend('kubelet-stopped');
    // The pull begins again, and the other waits for it.
    b.run(60);
    expect([b.words('p').at(-1), b.words('q').at(-1)]).toEqual(['1/1 Running 0', '1/1 Running 0']);
  });

  test('NODE-10 says again that its pods are ready', () => {
    const b = running();
    b.break('kubelet-stopped');
    const pod = b.get('p');
    if (!pod) throw new Error('no pod');
    const notReady = (pod.status.conditions ?? []).map((c) =>
      c.type === 'Ready' ? { ...c, status: 'False' } : c,
    );
    b.cluster.change(pod, (p) => ({ ...p, status: { ...p.status, conditions: notReady } }));
    b.mend('kubelet-stopped');
    b.run(1);
    expect(b.get('p')?.status.conditions?.find((c) => c.type === 'Ready')?.status).toBe('True');
  });

  test('drops pods that were removed by force meanwhile', () => {
    const b = running();
    b.break('kubelet-stopped');
    const pod = b.get('p');
    if (!pod) throw new Error('no pod');
    b.cluster.store.remove('Pod', pod, 'test');
    b.cluster.drain();
    expect(b.state.workers.size).toBe(1);
    b.mend('kubelet-stopped');
    expect(b.state.workers.size).toBe(0);
  });
});
