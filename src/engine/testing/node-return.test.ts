/** A node that is deleted and comes back under its name before the pod garbage collector has cleared its pods (NODE-27). */
import { expect, test } from 'vitest';
import { Cluster } from '../cluster';

const START = 1_767_225_600_000;

test.each([true, false])(
  'the new machine looks after the pods still bound to its name, booting %s',
  (boot) => {
    const cluster = new Cluster({ seed: 7, startTime: START });
    const wait = (seconds: number) => cluster.advanceTo(cluster.now + seconds * 1000);
    const pod = (name: string) => cluster.read.get('Pod', 'default', name);
    cluster.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot: false });
    for (const name of ['leaving', 'staying'])
      cluster.api.create('Pod', 'default', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'default' },
        spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] },
      });
    wait(10);
    const before = pod('staying')?.status.containerStatuses?.[0]?.state?.running?.startedAt ?? '';
    cluster.input({ type: 'break', fault: 'kubelet-stopped', target: 'worker-1' });
    cluster.api.delete('Pod', 'default', 'leaving');
    cluster.api.delete('Node', undefined, 'worker-1');
    wait(5);
    cluster.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot });
    wait(20);
    expect(pod('leaving')).toBeUndefined();
    expect(pod('staying')?.status.phase).toBe('Running');
    const after = pod('staying')?.status.containerStatuses?.[0]?.state?.running?.startedAt ?? '';
    expect(after > before).toBe(true);
  },
);
