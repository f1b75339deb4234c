/** A node that runs short of memory, disk or process ids, through the whole cluster (POD-41, POD-43, NODE-11, NODE-15). */
import { describe, expect, test } from 'vitest';
import type { Pod } from '../../k8s/types';
import { FaultBench } from './node-faults';

const SOUND = 'MemoryPressure=False DiskPressure=False PIDPressure=False Ready=True';
const pods = (b: FaultBench): Pod[] => [...b.cluster.read.podsOnNode('w1')];
const get = (b: FaultBench, name: string) => b.cluster.read.get('Pod', 'default', name);
const condition = (pod: Pod | undefined, type: string) =>
  pod?.status.conditions?.find((c) => c.type === type);
/** Second of each event of a reason about an object whose name begins so. */
const times = (lines: readonly string[], what: RegExp): number[] =>
  lines.filter((line) => what.test(line)).map((line) => Number(line.split(' ')[0]));

describe('NODE-11, NODE-15 condition, taint and events', () => {
  test.each([
    ['memory', 'Memory', 'memory', 'NodeHasInsufficientMemory', 'NodeHasSufficientMemory', 'memory'],
    ['disk', 'Disk', 'disk', 'NodeHasDiskPressure', 'NodeHasNoDiskPressure', 'ephemeral-storage'],
    ['pid', 'PID', 'pid', 'NodeHasInsufficientPID', 'NodeHasSufficientPID', 'pids'],
  ])(
    '%s: with the next status, and until five minutes after the end',
    (resource, type, key, begun, over, word) => {
      const b = new FaultBench();
      b.to(31);
      b.take();
      b.break(`${resource}-pressure`);
      b.to(39);
      expect(b.shown()).toBe(SOUND);
      b.to(40);
      const short = SOUND.replace(`${type}Pressure=False`, `${type}Pressure=True`);
      expect(b.shown()).toBe(`${short} ${key}-pressure:NoSchedule`);
      const [met, ...rest] = b.take().map((line) => line.replace(/^[\d.]+ /, ''));
      expect(met).toBe(`Warning EvictionThresholdMet w1: Attempting to reclaim ${word}`);
      expect(rest).toContain(`Normal ${begun} w1: Node w1 status is now: ${begun}`);
      b.to(65);
      b.mend(`${resource}-pressure`);
      b.to(359.9);
      expect(b.shown()).toContain(`${type}Pressure=True`);
      b.take();
      b.to(360);
      expect(b.take().sort()).toEqual([
        `360 ${SOUND}`,
        `360 Normal ${over} w1: Node w1 status is now: ${over}`,
      ]);
      const { revision } = b.cluster;
      b.to(3600);
      expect(b.cluster.revision).toBe(revision);
    },
  );

  test('two shortages at once, the one after the other over', () => {
    const b = new FaultBench();
    b.to(31);
    b.break('memory-pressure');
    b.break('disk-pressure');
    b.to(45);
    expect(b.shown()).toMatch('MemoryPressure=True DiskPressure=True PIDPressure=False Ready=True');
    b.mend('memory-pressure');
    b.to(200);
    b.mend('disk-pressure');
    b.to(360);
    expect(b.shown()).toMatch('MemoryPressure=False DiskPressure=True');
    b.to(510);
    expect(b.shown()).toBe(SOUND);
  });

  test('a shortage that comes again within the five minutes is dealt with at once', () => {
    const b = new FaultBench();
    b.to(31);
    b.break('memory-pressure');
    b.to(45);
    b.mend('memory-pressure');
    b.to(50);
    b.pod('late', {}, { memory: '1Mi' });
    b.to(60);
    expect(get(b, 'late')?.status.phase).toBe('Running');
    b.break('memory-pressure');
    b.to(75);
    expect(get(b, 'late')?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
  });

  test('a kubelet that is restarted has forgotten a shortage that is over', () => {
    const b = new FaultBench();
    b.to(31);
    b.break('memory-pressure');
    b.to(45);
    b.mend('memory-pressure');
    b.break('kubelet-stopped');
    b.mend('kubelet-stopped');
    expect(b.shown()).toBe(SOUND);
  });

  test('cut off: the kubelet evicts all the same, and tells later', () => {
    const b = new FaultBench();
    b.pod('p');
    b.to(31);
    b.break('network-partition');
    b.break('memory-pressure');
    b.to(60);
    expect(get(b, 'p')?.status.phase).toBe('Running');
    b.mend('network-partition');
    b.to(62);
    expect(get(b, 'p')?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
    expect(b.shown()).toContain('MemoryPressure=True');
  });
});

describe('POD-41 an evicted pod', () => {
  test('gets a second (the runtime makes it two), then it is Failed, says why, and stays', () => {
    const b = new FaultBench();
    b.pod('p');
    b.to(31);
    b.break('memory-pressure');
    b.to(45, /^p$/);
    const lines = b.take().filter((line) => / (Evicted|Killing) /.test(line));
    const [evicted = 0] = times(lines, / Evicted /);
    expect(evicted).toBeGreaterThan(39);
    const pod = get(b, 'p');
    const message = pod?.status.message ?? '';
    expect(message).toMatch(
      /^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+Ki\. Container c was using \d+Ki, request is 0, has larger consumption of memory\. $/,
    );
    expect(lines).toEqual([
      `${evicted} Warning Evicted p: ${message}`,
      `${evicted} Normal Killing p: Stopping container c`,
    ]);
    expect(pod?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
    expect(pod?.metadata.deletionTimestamp).toBeUndefined();
    expect(condition(pod, 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'TerminationByKubelet',
      message,
    });
    expect(condition(pod, 'Ready')).toMatchObject({ status: 'False', reason: 'PodFailed' });
    const finished = pod?.status.containerStatuses?.[0]?.state?.terminated?.finishedAt ?? '';
    expect((Date.parse(finished) - Date.parse('2026-01-01T00:00:00Z')) / 1000).toBeLessThanOrEqual(
      evicted + 2,
    );
  });

  test('one after the other: the next look comes a second after the end of the last', () => {
    const b = new FaultBench();
    for (const name of ['a', 'b', 'c']) b.pod(name);
    b.to(31);
    b.break('memory-pressure');
    b.to(60, /^[abc]$/);
    const at = times(b.take(), / Evicted /);
    expect(at).toHaveLength(3);
    for (const i of [1, 2]) {
      const gap = (at[i] as number) - (at[i - 1] as number);
      expect(gap).toBeGreaterThan(1);
      expect(gap).toBeLessThanOrEqual(3);
    }
    expect(pods(b).map((p) => p.status.reason)).toEqual(['Evicted', 'Evicted', 'Evicted']);
  });

  test('nobody left: the look is repeated every 10 s as long as the shortage lasts', () => {
    const b = new FaultBench();
    b.to(31);
    b.break('pid-pressure');
    b.to(75);
    expect(b.take().at(-1)).toMatch(/ Warning EvictionThresholdMet w1 x4: Attempting to reclaim pids$/);
  });

  test('critical pods and mirrors of static pods are spared', () => {
    const b = new FaultBench(['w2']);
    b.cluster.input({ type: 'add-node', name: 'w1', role: 'control-plane', boot: false, staticPods: true });
    b.pod('critical', { priorityClassName: 'system-cluster-critical' });
    b.to(31);
    b.break('disk-pressure');
    b.to(100);
    expect(pods(b).map((p) => p.status.phase)).toEqual(Array(5).fill('Running'));
  });

  test('disk: images that no pod uses go first', () => {
    const b = new FaultBench();
    b.pod('short-lived');
    b.pod('critical', { priorityClassName: 'system-cluster-critical' });
    b.to(20);
    b.cluster.api.delete('Pod', 'default', 'short-lived');
    b.to(31);
    expect(b.node().status.images).toHaveLength(2);
    b.break('disk-pressure');
    b.to(41);
    expect(b.node().status.images?.map((image) => image.names?.[1])).toEqual([
      'docker.io/library/critical:1',
    ]);
  });
});

describe('POD-43 daemon pods come back', () => {
  test('disk: the new ones are turned away, ever more slowly (DS-36)', () => {
    const b = new FaultBench();
    b.daemonSet('agent');
    b.to(31);
    b.break('disk-pressure');
    b.to(120, /^agent/);
    const lines = b.take();
    const refused = times(lines, /Warning Evicted agent-\w+: The node had condition: \[DiskPressure\]\. $/);
    expect(refused.length).toBeGreaterThan(3);
    const gaps = refused.slice(1).map((at, i) => at - (refused[i] as number));
    for (let i = 1; i < gaps.length; i++) expect(gaps[i]).toBeGreaterThan((gaps[i - 1] as number) * 1.5);
    const last = pods(b).at(-1);
    expect(last?.status).toMatchObject({
      phase: 'Failed',
      reason: 'Evicted',
      message: 'Pod was rejected: The node had condition: [DiskPressure]. ',
    });
    b.mend('disk-pressure');
    b.to(1500);
    expect(pods(b).map((p) => p.status.phase)).toEqual(['Running']);
  });

  test('memory: they are admitted, run, and are evicted again', () => {
    const b = new FaultBench();
    b.daemonSet('agent');
    b.to(31);
    b.break('memory-pressure');
    b.to(120, /^agent/);
    const lines = b.take();
    expect(times(lines, /Evicted agent-\w+: The node had/)).toEqual([]);
    expect(times(lines, /Evicted agent-\w+: The node was low on resource: memory\./).length).toBeGreaterThan(
      2,
    );
  });
});
