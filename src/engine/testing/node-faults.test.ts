/** What befalls machines, through the whole cluster: each fault's course and its end (NODE-8 … NODE-14, NODE-21, NODE-22, NODE-28). */
import { describe, expect, test } from 'vitest';
import { FaultBench, START } from './node-faults';

const SOUND = 'MemoryPressure=False DiskPressure=False PIDPressure=False Ready=True';
const LOST = 'MemoryPressure=Unknown DiskPressure=Unknown PIDPressure=Unknown Ready=Unknown';
const lease = (b: FaultBench) => b.cluster.api.get('Lease', 'kube-node-lease', 'w1');
const renewed = (b: FaultBench) => {
  const found = lease(b);
  return found.ok ? (Date.parse(found.object.spec?.renewTime ?? '') - START) / 1000 : undefined;
};
const podsOn = (b: FaultBench, node = 'w1') => b.cluster.read.podsOnNode(node);
const states = (b: FaultBench) =>
  podsOn(b).map((p) => `${p.status.phase} ${p.status.conditions?.find((c) => c.type === 'Ready')?.status}`);

describe('NODE-9, NODE-11, NODE-12, NODE-13, NODE-21 a machine that is not heard of', () => {
  test.each(['kubelet-stopped', 'node-crashed', 'network-partition'])('%s', (fault) => {
    const b = new FaultBench();
    b.daemonSet('agent');
    b.to(60);
    b.take();
    b.break(fault);
    b.to(109.9);
    expect(b.take()).toEqual([]);
    expect(states(b)).toEqual(['Running True']);
    b.to(115);
    expect(b.take()).toEqual([
      `110 ${LOST} unreachable:NoSchedule unreachable:NoExecute`,
      '110 Normal NodeNotReady w1: Node w1 status is now: NodeNotReady',
    ]);
    expect(states(b)).toEqual(['Running False']);
    expect(renewed(b)).toBe(60);
    b.mend(fault);
    b.to(119.9);
    expect(b.shown()).toBe(`${SOUND} unreachable:NoExecute`);
    b.to(120);
    expect(b.shown()).toBe(SOUND);
    b.to(125);
    expect(states(b)).toEqual(['Running True']);
  });

  test('NODE-22 pods deleted meanwhile stay Terminating until the node returns', () => {
    for (const fault of ['kubelet-stopped', 'node-crashed', 'network-partition']) {
      const b = new FaultBench();
      b.pod('p');
      b.to(10);
      b.break(fault);
      b.cluster.api.delete('Pod', 'default', 'p');
      b.to(200);
      expect(podsOn(b).map((p) => p.metadata.deletionTimestamp === undefined)).toEqual([false]);
      b.mend(fault);
      b.to(240);
      expect(podsOn(b)).toEqual([]);
    }
  });
});

describe('NODE-6 what the kubelet says when it is back', () => {
  const start = ['Starting', 'NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'];
  test.each<[string, number, string[]]>([
    ['kubelet-stopped', 5, [...start, 'NodeAllocatableEnforced']],
    ['kubelet-stopped', 70, [...start, 'NodeAllocatableEnforced', 'NodeReady']],
    ['network-partition', 5, []],
    ['network-partition', 70, [...start.slice(1), 'NodeReady']],
    ['node-crashed', 5, [...start, 'NodeAllocatableEnforced', 'Rebooted']],
    ['node-crashed', 70, [...start, 'NodeAllocatableEnforced', 'Rebooted', 'NodeReady']],
  ])('%s for %i s', (fault, seconds, reasons) => {
    const b = new FaultBench();
    b.to(20);
    b.break(fault);
    b.to(20 + seconds);
    b.take();
    b.mend(fault);
    b.to(40 + seconds);
    const said = b.take().flatMap((line) => / (?:Normal|Warning) (\w+) w1/.exec(line)?.[1] ?? []);
    expect(new Set(said)).toEqual(new Set(reasons));
  });

  test('Rebooted names the new boot id', () => {
    const b = new FaultBench();
    const before = b.node().status.nodeInfo?.bootID;
    b.to(20);
    b.break('node-crashed');
    b.mend('node-crashed');
    b.to(21.9);
    expect(b.node().status.nodeInfo?.bootID).toBe(before);
    b.to(24);
    const after = b.node().status.nodeInfo?.bootID;
    expect(after).not.toBe(before);
    expect(b.take().at(-1)).toMatch(`Warning Rebooted w1: Node w1 has been rebooted, boot id: ${after}`);
  });
});

describe('faults together, in any order', () => {
  const all = ['kubelet-stopped', 'node-crashed', 'network-partition', 'memory-pressure'];
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [1, 0, 3, 2],
    [2, 3, 0, 1],
  ];
  test.each(orders.flatMap((broken) => orders.map((mended) => [broken, mended] as const)))(
    'broken %j, mended %j: all is well in the end',
    (broken, mended) => {
      const b = new FaultBench();
      b.daemonSet('agent', {}, { memory: '1Gi' });
      b.to(10);
      for (const i of broken) {
        b.break(all[i] as string);
        b.to(b.seconds + 13);
      }
      b.to(200);
      expect(b.shown().startsWith(LOST)).toBe(true);
      for (const i of mended) {
        b.mend(all[i] as string);
        b.to(b.seconds + 7);
        const silent = all.slice(0, 3).some((fault) => b.cluster.world.has(fault, 'w1'));
        expect(b.shown().startsWith(LOST)).toBe(silent);
      }
      b.to(600);
      expect(b.shown()).toBe(SOUND);
      expect(states(b)).toEqual(['Running True']);
    },
  );

  test('a seek to and fro through faults changes nothing', () => {
    const b = new FaultBench();
    b.daemonSet('agent');
    b.to(20);
    for (const fault of all) {
      b.break(fault);
      b.to(b.seconds + 21);
    }
    for (const fault of all) {
      b.mend(fault);
      b.to(b.seconds + 33);
    }
    b.to(700);
    const end = b.cluster.now;
    const digest = b.cluster.digest();
    for (const second of [50, 130, 260, 90]) b.cluster.seek(START + second * 1000);
    b.cluster.seek(end);
    expect(b.cluster.digest()).toBe(digest);
  });

  test('NODE-2 a machine that crashes while it boots boots again', () => {
    const b = new FaultBench([]);
    b.cluster.input({ type: 'add-node', name: 'w1', role: 'worker', boot: true });
    b.to(1);
    b.break('node-crashed');
    b.to(30);
    expect(b.shown()).toContain('Ready=False');
    b.mend('node-crashed');
    b.to(40);
    expect(b.shown()).toBe(SOUND);
  });

  test('a machine that boots while it is cut off is Ready as soon as it is heard of', () => {
    const b = new FaultBench([]);
    b.cluster.input({ type: 'add-node', name: 'w1', role: 'worker', boot: true });
    b.break('network-partition');
    b.to(30);
    expect(b.shown()).toContain('Ready=False');
    b.mend('network-partition');
    b.to(30.1);
    expect(b.shown()).toContain('Ready=True');
  });

  test('power comes back during a partition: nothing is reported before its end', () => {
    const b = new FaultBench();
    b.pod('p');
    b.to(10);
    b.break('node-crashed');
    b.break('network-partition');
    b.mend('node-crashed');
    b.to(100);
    expect(b.shown()).toMatch(/^MemoryPressure=Unknown/);
    b.mend('network-partition');
    b.to(110);
    expect(b.shown()).toBe(SOUND);
    expect(b.take().some((line) => line.includes('Rebooted'))).toBe(true);
    expect(podsOn(b)[0]?.status.containerStatuses?.[0]?.restartCount).toBe(1);
  });
});

describe('a Node that is deleted while its machine is broken', () => {
  test.each(['kubelet-stopped', 'node-crashed', 'network-partition', 'disk-pressure'])(
    '%s: the fault goes with the machine, a later one of the name is sound',
    (fault) => {
      const b = new FaultBench();
      b.to(10);
      b.break(fault);
      expect(b.cluster.world.has(fault, 'w1')).toBe(true);
      b.cluster.api.delete('Node', undefined, 'w1');
      expect(b.cluster.world.faults).toEqual([]);
      b.to(20);
      b.cluster.input({ type: 'add-node', name: 'w1', role: 'worker', boot: true });
      b.to(120);
      expect(b.shown()).toBe(SOUND);
    },
  );

  test('a fault that is there before its machine hits it from the start', () => {
    const b = new FaultBench(['w2']);
    b.break('kubelet-stopped');
    b.cluster.input({ type: 'add-node', name: 'w1', role: 'worker', boot: false });
    b.to(60);
    expect(b.shown()).toMatch(/^MemoryPressure=Unknown/);
    b.mend('kubelet-stopped');
    b.to(70);
    expect(b.shown()).toBe(SOUND);
  });
});

describe('NODE-8 leases', () => {
  test('a Lease a node, owned by it, renewed every 10 s for whoever reads', () => {
    const b = new FaultBench();
    b.to(37);
    const found = lease(b);
    expect(found.ok && found.object).toMatchObject({
      metadata: {
        name: 'w1',
        namespace: 'kube-node-lease',
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'w1', uid: b.node().metadata.uid }],
      },
      spec: { holderIdentity: 'w1', leaseDurationSeconds: 40, renewTime: '2026-01-01T00:00:30.000000Z' },
    });
    expect(found.ok && found.object.spec).not.toHaveProperty('acquireTime');
    const page = b.cluster.api.page('Lease', 'kube-node-lease', {});
    expect(page.ok && page.page.items.map((item) => item.spec?.renewTime)).toEqual(
      Array(3).fill('2026-01-01T00:00:30.000000Z'),
    );
    expect(b.cluster.api.list('Lease', 'kube-node-lease')[0]?.spec?.renewTime).toBe(
      '2026-01-01T00:00:30.000000Z',
    );
  });

  test('none while the kubelet is silent; from its start on again', () => {
    const b = new FaultBench();
    b.to(37);
    b.break('kubelet-stopped');
    b.to(60);
    expect(renewed(b)).toBe(30);
    b.mend('kubelet-stopped');
    expect(renewed(b)).toBe(60);
    b.to(63);
    b.break('network-partition');
    b.to(66);
    b.mend('network-partition');
    b.to(77);
    expect(renewed(b)).toBe(76);
  });

  test('it goes with the node, and one that is deleted by hand comes back within 10 s', () => {
    const b = new FaultBench();
    b.to(12);
    const uid = b.cluster.read.get('Lease', 'kube-node-lease', 'w1')?.metadata.uid;
    b.cluster.api.delete('Lease', 'kube-node-lease', 'w1');
    b.to(19.9);
    expect(renewed(b)).toBeUndefined();
    b.to(20);
    expect(renewed(b)).toBe(20);
    expect(b.cluster.read.get('Lease', 'kube-node-lease', 'w1')?.metadata.uid).not.toBe(uid);
    b.cluster.api.delete('Node', undefined, 'w1');
    b.to(21);
    expect(renewed(b)).toBeUndefined();
  });

  test('the status is posted every 5 min, for whoever reads', () => {
    const b = new FaultBench();
    const heartbeats = () => {
      const found = b.cluster.api.get('Node', undefined, 'w1');
      return found.ok && found.object.status.conditions?.map((c) => c.lastHeartbeatTime);
    };
    b.to(299);
    expect(heartbeats()).toEqual(Array(4).fill('2026-01-01T00:00:00Z'));
    b.to(650);
    expect(heartbeats()).toEqual(Array(4).fill('2026-01-01T00:10:00Z'));
    b.break('node-crashed');
    b.to(2000);
    expect(heartbeats()).toEqual(Array(4).fill('2026-01-01T00:10:00Z'));
  });

  test('idle nodes cost nothing', () => {
    const b = new FaultBench();
    b.daemonSet('agent');
    // When the events of the beginning are gone (API-52).
    b.to(7200);
    const { revision } = b.cluster;
    b.cluster.advanceTo(START + 24 * 3_600_000);
    expect(b.cluster.revision).toBe(revision);
    expect(b.cluster.nextTime()).toBeUndefined();
  });

  test('leases draw no random numbers: names and uids of what follows do not depend on them', () => {
    const uids = new FaultBench(['a', 'b']).cluster.read.list('Lease').map((l) => l.metadata.uid);
    expect(new Set(uids).size).toBe(2);
    for (const uid of uids)
      expect(uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('NODE-3, NODE-6 the look at the node every 10 s', () => {
  test('images that came are told of in one write, the largest first', () => {
    const b = new FaultBench();
    b.to(11);
    b.pod('small');
    b.pod('large');
    b.to(19.9);
    expect(b.node().status.images).toBeUndefined();
    const before = b.node().metadata.resourceVersion;
    b.to(20);
    const images = b.node().status.images ?? [];
    expect(new Set(images.map((image) => image.names?.[1]))).toEqual(
      new Set(['docker.io/library/large:1', 'docker.io/library/small:1']),
    );
    expect(images[0]?.names?.[0]).toMatch(/^docker\.io\/library\/\w+@sha256:[0-9a-f]{64}$/);
    expect((images[0]?.sizeBytes ?? 0) >= (images[1]?.sizeBytes ?? 0)).toBe(true);
    b.to(60);
    const writes = b.cluster.trace
      .records()
      .filter(
        (r) =>
          r.type === 'write' && r.object.kind === 'Node' && r.object.name === 'w1' && r.at > START + 1000,
      );
    expect([writes.length, before === b.node().metadata.resourceVersion]).toEqual([1, false]);
  });

  test('NODE-29 a cordon is told of', () => {
    const b = new FaultBench();
    const cordon = (unschedulable: boolean | null) =>
      b.cluster.api.patch('Node', undefined, 'w1', 'merge', { spec: { unschedulable } });
    b.to(3);
    b.take();
    cordon(true);
    b.to(25);
    cordon(null);
    b.to(40);
    expect(b.take().map((line) => line.replace(SOUND, 'sound'))).toEqual([
      '3 sound unschedulable:NoSchedule',
      '10 Normal NodeNotSchedulable w1: Node w1 status is now: NodeNotSchedulable',
      '25 sound',
      '30 Normal NodeSchedulable w1: Node w1 status is now: NodeSchedulable',
    ]);
  });

  test('conditions told by hand are taken back; NetworkUnavailable is not the kubelet’s (recording 33)', () => {
    const b = new FaultBench();
    b.to(11);
    b.cluster.api.patch(
      'Node',
      undefined,
      'w1',
      'strategic',
      {
        status: {
          conditions: [
            { type: 'MemoryPressure', status: 'True' },
            { type: 'NetworkUnavailable', status: 'True' },
          ],
        },
      },
      { subresource: 'status' },
    );
    b.to(19.9);
    expect(b.shown()).toContain('memory-pressure:NoSchedule');
    b.to(20);
    expect(b.shown()).not.toContain('memory-pressure');
    expect(b.shown()).toContain('network-unavailable:NoSchedule');
  });
});
