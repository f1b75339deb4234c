/** Machines that come back: a deleted node under its name before the pod garbage collector has cleared its pods (NODE-27), and a control plane. */
import { describe, expect, test } from 'vitest';
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

describe('POD-44 static pods of a control plane that was off', () => {
  test.each([
    ['no mirror is touched', (_c: Cluster) => {}],
    ['a mirror is deleted at once', (c: Cluster) => remove(c, 0)],
    ['a mirror is being deleted', (c: Cluster) => remove(c)],
  ])('%s: all of them have been started once more', (_what, meanwhile) => {
    const c = new Cluster({ seed: 1, startTime: START });
    c.input({ type: 'add-node', name: 'cp', role: 'control-plane', boot: false, staticPods: true });
    c.advanceTo(c.now + 60_000);
    c.input({ type: 'break', fault: 'node-crashed', target: 'cp' });
    c.advanceTo(c.now + 10_000);
    meanwhile(c);
    c.advanceTo(c.now + 10_000);
    c.input({ type: 'mend', fault: 'node-crashed', target: 'cp' });
    c.advanceTo(c.now + 120_000);
    const shown = c.read.list('Pod').map(({ metadata, status }) => {
      const [container] = status.containerStatuses ?? [];
      return `${metadata.name} ${container?.ready} ${container?.restartCount}`;
    });
    expect(shown).toEqual(
      ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(
        (name) => `${name}-cp true 1`,
      ),
    );
  });

  function remove(c: Cluster, gracePeriodSeconds?: number): void {
    expect(c.api.delete('Pod', 'kube-system', 'etcd-cp', { gracePeriodSeconds }).ok).toBe(true);
  }
});
