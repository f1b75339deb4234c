import { describe, expect, test } from 'vitest';
import type { Manifest } from './api/types';
import { Cluster } from './cluster';
import { FAULTS } from './faults/registry';

const START = Date.UTC(2026, 0, 1);
const SET: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'c', image: 'nginx:1' }] },
    },
  },
};

function cluster(): Cluster {
  const made = new Cluster({ seed: 1, startTime: START });
  for (const name of ['w1', 'w2']) made.input({ type: 'add-node', name, role: 'worker', boot: false });
  made.advanceTo(START + 10_000);
  return made;
}

const after = (made: Cluster, seconds: number) => made.advanceTo(made.now + seconds * 1000);
const pods = (made: Cluster) => made.read.list('Pod').map((pod) => pod.spec.nodeName ?? 'pending');

test('every fault has a word of its own, and only what lasts can be mended', () => {
  expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(FAULTS.length);
  for (const { once, mended } of FAULTS) expect(mended === undefined).toBe(once === true);
});

describe('a stopped process', () => {
  test('scheduler: pods are made and wait; all are bound when it is back', () => {
    const made = cluster();
    made.input({ type: 'break', fault: 'scheduler-stopped', target: '' });
    made.api.create('DaemonSet', 'default', SET);
    after(made, 60);
    expect(pods(made)).toEqual(['pending', 'pending']);
    expect(made.read.list('Pod').map(({ status }) => status.conditions)).toEqual([undefined, undefined]);
    made.input({ type: 'mend', fault: 'scheduler-stopped', target: '' });
    expect(pods(made).toSorted()).toEqual(['w1', 'w2']);
  });

  test('controller manager: nothing follows a change until it is back', () => {
    const made = cluster();
    made.input({ type: 'break', fault: 'controller-manager-stopped', target: '' });
    made.api.create('DaemonSet', 'default', SET);
    after(made, 60);
    expect(pods(made)).toEqual([]);
    expect(made.read.get('DaemonSet', 'default', 'web')?.status.observedGeneration).toBeUndefined();
    made.input({ type: 'mend', fault: 'controller-manager-stopped', target: '' });
    after(made, 10);
    expect(pods(made).toSorted()).toEqual(['w1', 'w2']);
  });

  test('seeking across its end gives the same bytes', () => {
    const made = cluster();
    made.input({ type: 'break', fault: 'scheduler-stopped', target: '' });
    made.api.create('DaemonSet', 'default', SET);
    after(made, 5);
    const during = made.digest();
    made.input({ type: 'mend', fault: 'scheduler-stopped', target: '' });
    after(made, 5);
    const end = [made.now, made.digest()] as const;
    made.seek(end[0] - 5_000 - 1);
    made.seek(end[0]);
    expect(made.digest()).toBe(end[1]);
    made.seek(START + 12_000);
    expect(made.world.stopped('kube-scheduler')).toBe(true);
    expect(made.digest()).not.toBe(during);
  });
});
