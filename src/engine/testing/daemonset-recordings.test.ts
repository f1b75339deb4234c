/**
 * The statuses a DaemonSet goes through, as e2e/recordings has them of a real v1.34.0. Those that lasted less than a moment are left out,
 * here and there: where informers lag (`current=2` before `current=3`), and between the end of a pod's containers and of its object.
 */
import { expect, test } from 'vitest';
import type { DaemonSet, Json, JsonObject } from '../../k8s/types';
import { Cluster } from '../cluster';
import type { Watch } from '../watches';

const START = 1_767_225_600_000;
/** ms */
const MOMENT = 200;

function countsOf({ status: s }: DaemonSet): string {
  const { desiredNumberScheduled, currentNumberScheduled, numberReady, numberMisscheduled } = s;
  const counts = [desiredNumberScheduled, currentNumberScheduled, numberReady];
  const text = [...counts, s.updatedNumberScheduled ?? 0, s.numberAvailable ?? 0].join('/');
  return numberMisscheduled ? `${text}, ${numberMisscheduled}` : text;
}

class Recording {
  readonly cluster = new Cluster({ seed: 7, startTime: START });
  private readonly watch: Watch;
  private last = '';

  constructor(
    workers: number,
    spec: JsonObject = {},
    pod: JsonObject = {},
    arrange?: (cluster: Cluster) => void,
  ) {
    for (let i = 1; i <= workers; i++)
      this.cluster.input({ type: 'add-node', name: `worker-${i}`, role: 'worker', boot: false });
    arrange?.(this.cluster);
    this.watch = this.cluster.watch('DaemonSet', 'default');
    this.must(
      this.cluster.api.create('DaemonSet', 'default', {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'nginx' },
        spec: {
          selector: { matchLabels: { app: 'nginx' } },
          template: {
            metadata: { labels: { app: 'nginx' } },
            spec: { containers: [{ name: 'nginx', image: 'nginx:1.27' }], ...pod },
          },
          ...spec,
        },
      }),
    );
  }

  private must(result: { ok: boolean }): void {
    if (!result.ok) throw new Error(JSON.stringify(result));
  }

  /** desired/current/ready/updated/available, misscheduled: each that was written in so many seconds, with its time. */
  timed(seconds: number): [number, string][] {
    const from = this.cluster.now;
    this.cluster.settle();
    this.cluster.advanceTo(from + seconds * 1000);
    const all = this.watch
      .take()
      .map(({ object, at }): [number, string] => [at, countsOf(object as DaemonSet)]);
    const lasting = all.filter(([at], i) => (all[i + 1]?.[0] ?? Infinity) - at >= MOMENT);
    return lasting.filter(([, status], i) => status !== (i === 0 ? this.last : lasting[i - 1]?.[1]));
  }

  statuses(seconds: number): string[] {
    const statuses = this.timed(seconds).map(([, status]) => status);
    this.last = statuses.at(-1) ?? this.last;
    return statuses;
  }

  patch(patch: Json): void {
    this.must(this.cluster.api.patch('DaemonSet', 'default', 'nginx', 'strategic', patch));
  }

  image(image: string): void {
    this.patch({ spec: { template: { spec: { containers: [{ name: 'nginx', image }] } } } });
  }

  taint(node: string, taints: Json): void {
    this.must(this.cluster.api.patch('Node', undefined, node, 'merge', { spec: { taints } }));
  }

  deletePod(node: string): void {
    const pod = this.cluster.read.podsOnNode(node)[0];
    this.must(this.cluster.api.delete('Pod', 'default', pod?.metadata.name ?? ''));
  }
}

test('DS-74, DS-7 recording 03: the taint says nothing, any sync tells; a pod deleted there does not come back', () => {
  const r = new Recording(2);
  expect(r.statuses(30).at(-1)).toBe('2/2/2/2/2');
  r.taint('worker-1', [{ key: 'maintenance', value: 'true', effect: 'NoSchedule' }]);
  expect(r.statuses(4)).toEqual([]);
  r.patch({ metadata: { annotations: { look: 'now' } } });
  expect(r.statuses(2)).toEqual(['1/1/1/1/1, 1']);
  r.deletePod('worker-1');
  expect(r.statuses(40)).toEqual(['1/1/1/1/1']);
  r.image('nginx:1.28');
  expect(r.statuses(60)).toEqual(['1/1/1/0/1', '1/1/0/1/0', '1/1/1/1/1']);
  r.taint('worker-1', null);
  expect(r.statuses(30)).toEqual(['2/2/1/2/1', '2/2/2/2/2']);
});

test('DS-47 recording 14: a surge counts a pod as updated only when the old one of its node is gone', () => {
  const rollingUpdate = { maxSurge: 1, maxUnavailable: 0 };
  const r = new Recording(3, { updateStrategy: { rollingUpdate } });
  expect(r.statuses(30).at(-1)).toBe('3/3/3/3/3');
  r.image('nginx:1.28');
  expect(r.statuses(120)).toEqual(['3/3/3/0/3', '3/3/3/1/3', '3/3/3/2/3', '3/3/3/3/3']);
});

test('DS-49 recording 21: AVAILABLE follows READY by minReadySeconds', () => {
  const single = new Recording(1, { minReadySeconds: 10 }).timed(60);
  expect(single.map(([, status]) => status)).toEqual(['1/1/0/1/0', '1/1/1/1/0', '1/1/1/1/1']);
  expect((single[2]?.[0] ?? 0) - (single[1]?.[0] ?? 0)).toBe(10_001);
  const r = new Recording(2, { minReadySeconds: 10 });
  expect(r.statuses(60).at(-1)).toBe('2/2/2/2/2');
  r.image('nginx:1.28');
  expect(r.statuses(120)).toEqual([
    '2/2/2/0/2',
    '2/2/1/1/1',
    '2/2/2/1/1',
    '2/2/2/1/2',
    '2/2/1/2/1',
    '2/2/2/2/1',
    '2/2/2/2/2',
  ]);
  r.patch({ spec: { minReadySeconds: 6000 } });
  expect(r.statuses(5)).toEqual(['2/2/2/2/0']);
});

test('DS-53 recording 20: pods on nodes that are no longer desired take part in the update, and are not replaced', () => {
  const tolerations = [{ key: 'dedicated', operator: 'Exists' }];
  const r = new Recording(3, {}, { tolerations }, ({ api }) => {
    for (const [node, effect] of [
      ['worker-1', 'NoSchedule'],
      ['worker-2', 'NoExecute'],
    ] as const)
      api.patch('Node', undefined, node, 'merge', {
        spec: { taints: [{ key: 'dedicated', value: 'db', effect }] },
      });
  });
  expect(r.statuses(30).at(-1)).toBe('3/3/3/3/3');
  r.patch({ spec: { template: { spec: { tolerations: null } } } });
  expect(r.statuses(120)).toEqual(['1/1/1/0/1, 2', '1/1/1/0/1, 1', '1/1/1/0/1', '1/1/0/1/0', '1/1/1/1/1']);
});

test('DS-53 recording 19: a second bad update replaces only the pod that is not available, the fix goes on from there', () => {
  const r = new Recording(3);
  expect(r.statuses(30).at(-1)).toBe('3/3/3/3/3');
  r.image('nginx:broken');
  expect(r.statuses(60)).toEqual(['3/3/3/0/3', '3/3/2/1/2']);
  r.image('nginx:broken-too');
  expect(r.statuses(60)).toEqual(['3/3/2/0/2', '3/3/2/1/2']);
  r.image('nginx:1.28');
  expect(r.statuses(120)).toEqual([
    '3/3/2/0/2',
    '3/3/2/1/2',
    '3/3/3/1/3',
    '3/3/2/2/2',
    '3/3/3/2/3',
    '3/3/2/3/2',
    '3/3/3/3/3',
  ]);
});

test('DS-19, DS-55 recordings 07, 30: a lost node leaves DESIRED, its deleted pod holds the budget until it is forced away', () => {
  const r = new Recording(3);
  expect(r.statuses(30).at(-1)).toBe('3/3/3/3/3');
  r.cluster.input({ type: 'break', fault: 'kubelet-stopped', target: 'worker-1' });
  expect(r.statuses(63)).toEqual(['2/2/2/2/2, 1']);
  r.image('nginx:1.28');
  expect(r.statuses(60)).toEqual(['2/2/2/0/2, 1']);
  const name = r.cluster.read.podsOnNode('worker-1')[0]?.metadata.name ?? '';
  r.cluster.api.delete('Pod', 'default', name, { gracePeriodSeconds: 0 });
  expect(r.statuses(120)).toEqual(['2/2/2/0/2', '2/2/1/1/1', '2/2/2/1/2', '2/2/1/2/1', '2/2/2/2/2']);
  r.cluster.input({ type: 'mend', fault: 'kubelet-stopped', target: 'worker-1' });
  expect(r.statuses(30)).toEqual(['3/3/2/3/2', '3/3/3/3/3']);
});

test('DS-66 a set that wants no node has processed its generation all the same', () => {
  const r = new Recording(1, {}, { nodeSelector: { disk: 'none' } });
  r.statuses(1);
  const { metadata, status } = r.cluster.read.get('DaemonSet', 'default', 'nginx') as DaemonSet;
  expect(status).toEqual({
    observedGeneration: metadata.generation,
    currentNumberScheduled: 0,
    desiredNumberScheduled: 0,
    numberMisscheduled: 0,
    numberReady: 0,
  });
});
