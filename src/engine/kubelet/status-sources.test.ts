import { describe, expect, test } from 'vitest';
import type { Pod, PodSpec } from '../../k8s/types';
import { deepClone } from '../../lib/clone';
import { deepEqual } from '../../lib/equal';
import { podStatus } from './pod-status';
import type { Machine, PodWorker } from './state';
import { isSettled, sourcesOf } from './status-sources';
import { KubeletBench } from './testing/bench';

const app = (image: string): Partial<PodSpec> => ({ containers: [{ name: 'app', image }] });

const SPECS: readonly Partial<PodSpec>[] = [
  ...['a:1', 'a:crash', 'a:oom', 'a:once', 'a:unready', 'a:broken', 'a:nostart', '!'].map(app),
  { ...app('a:once'), restartPolicy: 'Never' },
  { ...app('a:1'), hostNetwork: true, readinessGates: [{ conditionType: 'gate' }] },
  { ...app('a:1'), initContainers: [{ name: 'first', image: 'i:crash' }] },
  { ...app('a:crash'), initContainers: [{ name: 'beside', image: 'i:1', restartPolicy: 'Always' }] },
];

/** Calls `look` with every pod after each tenth of a second. */
function watch(
  seconds: number,
  look: (pod: Pod, worker: PodWorker, machine: Machine, now: number) => void,
): void {
  const bench = new KubeletBench();
  bench.node();
  SPECS.forEach((spec, i) => bench.pod(`p${i}`, spec));
  for (let tenth = 0; tenth < seconds * 10; tenth++) {
    bench.run(0.1);
    const { machines, workers } = bench.state;
    const machine = machines.peek('worker-1') as Machine;
    for (const { name } of SPECS.map((_, i) => ({ name: `p${i}` }))) {
      const pod = bench.get(name);
      const worker = pod && workers.peek(pod.metadata.uid);
      if (worker) look(pod, worker, machine, bench.cluster.now);
    }
  }
}

test('a status that is settled is the one that would be made', () => {
  let settled = 0;
  watch(120, (pod, worker, machine, now) => {
    if (!isSettled(pod, worker, machine, false)) return;
    settled++;
    expect(podStatus(pod, worker, machine, now)).toEqual(pod.status);
  });
  expect(settled).toBeGreaterThan(1000);
});

const VALUES = [
  undefined,
  true,
  false,
  0,
  1,
  2,
  1_767_225_600_000,
  '10.0.0.1',
  'running',
  'stopped',
  'ended',
];
const EXIT = { code: 3, startedAt: 0, finishedAt: 1000, id: 'containerd://1' };
const EXITS = [undefined, EXIT, { ...EXIT, code: 0 }, { ...EXIT, reason: 'Other' }];
const WHY = { reason: 'Other', message: 'text' };
const WHYS = [undefined, WHY, { ...WHY, message: 'another' }];
/** What fields that hold records are set to; all others get each of VALUES. */
const RECORDS: Record<string, readonly unknown[]> = {
  exit: EXITS,
  lastExit: EXITS,
  shown: WHYS,
  rejected: WHYS,
  ended: [...WHYS, { phase: 'Failed' }],
};

describe('whatever changes the status changes its sources', () => {
  const cases: [Pod, PodWorker, Machine, number][] = [];
  watch(40, (pod, worker, machine, now) => {
    if (now % 5000 === 0) cases.push([pod, deepClone(worker), machine, now]);
  });

  /** Field names of a worker, or of its containers, that matter to some status, and that the sources miss. */
  function missed(part: (worker: PodWorker) => readonly object[]): {
    matter: Set<string>;
    missing: string[];
  } {
    const matter = new Set<string>();
    const missing: string[] = [];
    for (const [pod, worker, machine, now] of cases)
      for (const [i, owner] of part(worker).entries())
        for (const key of new Set([
          ...Object.keys(owner),
          'exit',
          'lastExit',
          'shown',
          'ended',
          'rejected',
        ])) {
          for (const value of RECORDS[key] ?? VALUES) {
            const changed = deepClone(worker);
            Object.assign(part(changed)[i] as object, { [key]: value });
            const differs = !deepEqual(statusOf(pod, worker), statusOf(pod, changed));
            if (!differs) continue;
            matter.add(key);
            if (deepEqual(sourcesOf(pod, worker, machine, false), sourcesOf(pod, changed, machine, false)))
              missing.push(key);
          }
          function statusOf(of: Pod, by: PodWorker): unknown {
            try {
              return podStatus(of, by, machine, now);
            } catch {
              // A value that the field can never have.
              return podStatus(of, worker, machine, now);
            }
          }
        }
    return { matter, missing };
  }

  // What a container is never changes, and neither does whose it is.
  const FIXED = ['name', 'role', 'uid', 'init', 'main'];

  test('of the pod', () => {
    const { matter, missing } = missed((worker) => [worker]);
    expect(matter).toContain('podIP');
    expect(missing.filter((key) => !FIXED.includes(key))).toEqual([]);
  });

  test('of its containers', () => {
    const { matter, missing } = missed((worker) => [...worker.init, ...worker.main]);
    for (const key of ['stage', 'exit', 'shown', 'ready', 'image']) expect(matter).toContain(key);
    expect(missing.filter((key) => !FIXED.includes(key))).toEqual([]);
  });
});
