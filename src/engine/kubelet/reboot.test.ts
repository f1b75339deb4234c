import { describe, expect, test } from 'vitest';
import type { Container, PodSpec } from '../../k8s/types';
import { KubeletBench } from './testing/bench';

const http = { httpGet: { port: 80, path: '/' } };
const app = (image = 'a:1', more: Partial<Container> = {}): Container => ({ name: 'app', image, ...more });
const status = (b: KubeletBench) => b.get('p')?.status.containerStatuses?.[0];
const condition = (b: KubeletBench, type: string) =>
  b.get('p')?.status.conditions?.find((c) => c.type === type);

function running(spec: Partial<PodSpec> = {}): KubeletBench {
  const b = new KubeletBench();
  b.node();
  b.pod('p', { containers: [app()], ...spec });
  b.run(60);
  return b;
}

describe('a machine that was off', () => {
  function rebooted(spec: Partial<PodSpec> = {}): KubeletBench {
    const b = running(spec);
    b.break('node-crashed');
    b.run(100);
    b.mend('node-crashed');
    b.run(30);
    return b;
  }

  test('POD-11 POD-27 new sandbox, new address, one restart more, an end that nobody saw', () => {
    const b = running();
    const before = b.get('p');
    b.break('node-crashed');
    b.run(100);
    expect(b.get('p')).toBe(before);
    const events = b.events.length;
    b.mend('node-crashed');
    b.run(30);
    const own = b.events.slice(events).filter((e) => e.about === 'Pod/p');
    expect(own.map((e) => e.reason)).toEqual(['SandboxChanged', 'Pulled', 'Created', 'Started']);
    expect(own[0]).toMatchObject({
      type: 'Normal',
      message: 'Pod sandbox changed, it will be killed and re-created.',
    });
    expect(b.words('p').slice(-2)).toEqual(['0/1 Unknown 0', '1/1 Running 1']);
    expect([before?.status.podIP, b.get('p')?.status.podIP]).toEqual(['10.244.0.2', '10.244.0.3']);
    const { startedAt = '', finishedAt = '', ...end } = status(b)?.lastState?.terminated ?? {};
    expect(end).toMatchObject({ exitCode: 255, reason: 'Unknown' });
    expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBeGreaterThan(100_000);
  });

  test('POD-12 init containers run again, and the pod is Pending meanwhile', () => {
    const b = running({ initContainers: [{ name: 'i', image: 'i:1' }] });
    b.break('node-crashed');
    b.run(10);
    b.mend('node-crashed');
    const phases = new Set<string | undefined>();
    for (let i = 0; i < 200; i++) {
      b.run(0.1);
      phases.add(b.get('p')?.status.phase);
    }
    expect([...phases]).toEqual(['Running', 'Pending', 'Running'].slice(0, 2));
    expect(b.get('p')?.status.phase).toBe('Running');
    // It was initialized once, so what the containers say is shown.
    expect(b.words('p').slice(-3)).toEqual(['1/1 Running 0', '0/1 Unknown 0', '1/1 Running 1']);
    expect(condition(b, 'Initialized')).toMatchObject({ status: 'True' });
    expect(b.get('p')?.status.initContainerStatuses?.[0]).toMatchObject({ restartCount: 1, lastState: {} });
  });

  test.each([
    ['Always', 'Running', 1],
    ['OnFailure', 'Running', 1],
    ['Never', 'Failed', 0],
  ])('POD-2 restartPolicy %s: %s', (restartPolicy, phase, restarts) => {
    const b = rebooted({ restartPolicy });
    expect(b.get('p')?.status.phase).toBe(phase);
    expect(status(b)?.restartCount).toBe(restarts);
  });

  test('POD-38 a pod deleted meanwhile goes when the machine is back, and nothing is killed', () => {
    const b = running();
    b.break('node-crashed');
    b.delete('p');
    b.run(100);
    expect(b.words('p').at(-1)).toBe('1/1 Terminating 0');
    b.mend('node-crashed');
    b.run(30);
    expect(b.get('p')).toBeUndefined();
    expect(b.reasons('Pod/p')).not.toContain('Killing');
  });

  test('POD-26 a container in back-off is tried at once', () => {
    const b = running({ containers: [app('a:crash')] });
    b.run(200);
    b.break('node-crashed');
    b.run(10);
    const started = b.events.filter((e) => e.reason === 'Started').length;
    b.mend('node-crashed');
    b.run(8);
    expect(b.events.filter((e) => e.reason === 'Started').length).toBe(started + 1);
  });
});

describe('NODE-10 a machine whose network was cut', () => {
  test('POD-38 goes on with what it knows, and reports it when it can', () => {
    const b = running();
    b.break('network-partition');
    const before = b.get('p');
    const events = b.events.length;
    b.break('container-crash', 'default/p');
    b.delete('p');
    b.pod('q', 'b:1');
    b.run(100);
    expect(b.get('p')?.status).toBe(before?.status);
    expect(b.words('q')).toEqual(['0/1 Pending 0']);
    expect(b.events.slice(events)).toEqual([]);
    const { workers } = b.state;
    const worker = workers.get(before?.metadata.uid ?? '');
    expect(worker?.main[0]).toMatchObject({ stage: 'running', starts: 2 });
    b.mend('network-partition');
    expect(status(b)).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 1 } } });
    b.run(10);
    expect(b.get('p')).toBeUndefined();
    expect(b.words('q').at(-1)).toBe('1/1 Running 0');
  });

  test('a changed image is heard of afterwards', () => {
    const b = running();
    b.break('network-partition');
    const pod = b.get('p');
    if (!pod) throw new Error('no pod');
    b.cluster.change(pod, (p) => ({ ...p, spec: { ...p.spec, containers: [app('a:2')] } }));
    b.break('container-crash', 'default/p');
    b.run(60);
    b.mend('network-partition');
    b.run(20);
    expect(status(b)).toMatchObject({ image: 'docker.io/library/a:2', restartCount: 2 });
  });

  test('what was being stopped has stopped, and then goes', () => {
    const b = running();
    b.delete('p');
    b.break('network-partition');
    b.run(60);
    expect(b.words('p').at(-1)).toBe('1/1 Terminating 0');
    b.mend('network-partition');
    b.run(1);
    expect(b.get('p')).toBeUndefined();
  });
});

describe('a kubelet that has started again', () => {
  test.each([
    ['readiness', { readinessProbe: http }, 10.2],
    ['startup', { startupProbe: http }, 20.2],
  ])('POD-32 a %s probe begins anew: the pod is not ready for a while', (_, probes, most) => {
    const b = running({ containers: [app('a:1', probes)] });
    b.break('kubelet-stopped');
    b.run(5);
    const ready = condition(b, 'Ready')?.lastTransitionTime ?? '';
    b.mend('kubelet-stopped');
    expect(condition(b, 'Ready')).toMatchObject({ status: 'True', lastTransitionTime: ready });
    b.run(most);
    expect(b.words('p').slice(-3)).toEqual(['1/1 Running 0', '0/1 Running 0', '1/1 Running 0']);
    expect((condition(b, 'Ready')?.lastTransitionTime ?? '') > ready).toBe(true);
    expect([...b.cluster.timers.keys()].filter((key) => key.startsWith('pod:'))).toEqual([]);
  });

  test('without probes nothing changes', () => {
    const b = running();
    const before = b.get('p');
    b.break('kubelet-stopped');
    b.run(5);
    b.mend('kubelet-stopped');
    b.run(60);
    expect(b.get('p')).toBe(before);
  });

  test('POD-26 finds what has ended meanwhile, and knows of no back-off', () => {
    const b = running({ containers: [app('a:crash')] });
    b.run(100);
    const restarts = status(b)?.restartCount ?? 0;
    b.break('kubelet-stopped');
    b.run(60);
    expect(status(b)?.restartCount).toBe(restarts);
    b.mend('kubelet-stopped');
    b.run(2);
    expect(status(b)?.restartCount).toBe(restarts + 1);
  });

  test('POD-31 a container killed meanwhile ended then, not now', () => {
    const b = running();
    b.break('kubelet-stopped');
    b.run(5);
    b.break('out-of-memory', 'default/p');
    const at = b.cluster.now;
    b.run(60);
    expect(b.words('p').at(-1)).toBe('1/1 Running 0');
    b.mend('kubelet-stopped');
    b.run(5);
    expect(b.words('p').at(-1)).toBe('1/1 Running 1');
    expect(Date.parse(status(b)?.lastState?.terminated?.finishedAt ?? '')).toBe(Math.floor(at / 1000) * 1000);
  });
});

test.each(['kubelet-stopped', 'node-crashed'])(
  'POD-16 after %s images are still pulled one after another',
  (fault) => {
    const b = new KubeletBench();
    b.node();
    for (const name of ['p', 'q', 'r']) b.pod(name, { containers: [{ name: 'app', image: `${name}:slow` }] });
    b.run(5);
    b.break(fault);
    b.run(2);
    b.mend(fault);
    const begin = b.cluster.now;
    const pulled = (): number =>
      b.events.filter(({ message }) => message.startsWith('Successfully pulled')).length;
    const ends: number[] = [];
    for (let i = 0; i < 200; i++) {
      b.run(1);
      while (ends.length < pulled()) ends.push((b.cluster.now - begin) / 1000);
    }
    expect(ends).toHaveLength(3);
    for (const [i, end] of ends.slice(1).entries()) expect(end - (ends[i] ?? 0)).toBeGreaterThan(40);
  },
);
