import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Container, Pod } from '../../k8s/types';
import { KubeletBench } from './testing/bench';

const IMAGES = [
  'a:1',
  'b:1',
  'a:crash',
  'a:broken',
  'a:unready',
  'a:slow',
  'Bad',
  'a:oom',
  'a:once',
  'a:nostart',
];
const image = fc.constantFrom(...IMAGES, 'a:stubborn');
const probe = fc.option(
  fc.record({ initialDelaySeconds: fc.nat(20), periodSeconds: fc.integer({ min: 1, max: 10 }) }),
  { nil: undefined },
);
const container = fc.record({
  image,
  readinessProbe: probe,
  startupProbe: probe,
  livenessProbe: probe,
  lifecycle: fc.option(fc.constant({ postStart: { exec: { command: ['true'] } } }), { nil: undefined }),
});
const spec = fc.record({
  restartPolicy: fc.constantFrom('Always', 'OnFailure', 'Never'),
  init: fc.array(image, { maxLength: 2 }),
  sidecar: fc.boolean(),
  main: fc.array(container, { minLength: 1, maxLength: 3 }),
});

const CONDITIONS = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

function violations(before: Pod, after: Pod): string[] {
  const found: string[] = [];
  const own = (after.status.conditions ?? []).map((c) => c.type);
  if (own.length > 0 && own.join() !== CONDITIONS.join()) found.push(`POD-4 order ${own.join()}`);
  const inits = new Set((after.status.initContainerStatuses ?? []).map((s) => s.name));
  const statuses = [...(after.status.initContainerStatuses ?? []), ...(after.status.containerStatuses ?? [])];
  for (const s of statuses) {
    if (Object.keys(s.state ?? {}).length !== 1) found.push(`POD-6 state of ${s.name}`);
    const isDone = inits.has(s.name) && s.state?.terminated?.exitCode === 0;
    if (s.ready && !s.state?.running && !isDone) found.push(`POD-9 ${s.name} is ready but does not run`);
    const old = [
      ...(before.status.containerStatuses ?? []),
      ...(before.status.initContainerStatuses ?? []),
    ].find((o) => o.name === s.name);
    if (old && old.restartCount > s.restartCount) found.push(`POD-27 restarts of ${s.name}`);
  }
  const ready = (type: string) => after.status.conditions?.find((c) => c.type === type)?.status === 'True';
  const sidecars = new Set(
    (after.spec.initContainers as (Container & { restartPolicy?: string })[] | undefined)
      ?.filter((c) => c.restartPolicy === 'Always')
      .map((c) => c.name),
  );
  const counted = statuses.filter((s) => !inits.has(s.name) || sidecars.has(s.name));
  const isOver = after.status.phase === 'Failed' || after.status.phase === 'Succeeded';
  const allReady = counted.every((s) => s.ready) && !isOver;
  if (ready('Ready') !== ready('ContainersReady')) found.push('POD-4 Ready');
  if (ready('ContainersReady') !== allReady) found.push('POD-4 ContainersReady');
  const { phase } = before.status;
  if ((phase === 'Failed' || phase === 'Succeeded') && phase !== after.status.phase)
    found.push('POD-1 phase');
  // After a reboot init containers run again, and the pod is Pending until they have.
  if (before.status.phase === 'Running' && after.status.phase === 'Pending' && inits.size === 0)
    found.push('POD-1 back to Pending');
  return found;
}

/** What befalls the pod and its machine between two looks. */
const FAULTS: readonly [fault: string, target: string][] = [
  ['container-crash', 'default/p'],
  ['out-of-memory', 'default/p'],
  ['readiness-probe-failing', 'default/p'],
  ['liveness-probe-failing', 'default/p'],
  ['startup-probe-failing', 'default/p'],
  ['kubelet-stopped', 'worker-1'],
  ['network-partition', 'worker-1'],
  ['node-crashed', 'worker-1'],
  ['registry-down', ''],
];
const happening = fc.record({ fault: fc.constantFrom(...FAULTS), ends: fc.boolean(), wait: fc.nat(400) });

function made(pod: typeof spec extends fc.Arbitrary<infer T> ? T : never): KubeletBench {
  const b = new KubeletBench();
  b.node();
  const containers = pod.main.map((c, i) => ({ name: `c${i}`, ...c }) as Container);
  const initContainers = pod.init.map((i, n) => ({
    name: `i${n}`,
    image: i,
    ...(pod.sidecar && n === 0 && { restartPolicy: 'Always' }),
  }));
  b.pod('p', { restartPolicy: pod.restartPolicy, initContainers, containers });
  return b;
}

function expectEnd(b: KubeletBench, before: Pod): void {
  if (before.status.phase === 'Failed' || before.status.phase === 'Succeeded') return;
  b.delete('p');
  b.run(70);
  expect(b.get('p')).toBeUndefined();
  expect(b.state.workers.size).toBe(0);
  expect([...b.cluster.timers.keys()].filter((key) => key.startsWith('pod:'))).toEqual([]);
}

test('POD-1 POD-4 POD-6 POD-9 POD-27 POD-37 hold whatever the pod, and a deleted pod goes', () => {
  fc.assert(
    fc.property(spec, fc.array(fc.nat(400), { minLength: 1, maxLength: 12 }), (pod, waits) => {
      const b = made(pod);
      let before = b.get('p') as Pod;
      for (const wait of waits) {
        b.run(wait / 10);
        const after = b.get('p') as Pod;
        expect(violations(before, after)).toEqual([]);
        before = after;
      }
      expectEnd(b, before);
    }),
    { numRuns: 200 },
  );
});

test('POD-1 POD-4 POD-6 POD-9 POD-27 POD-37 hold whatever breaks meanwhile', () => {
  fc.assert(
    fc.property(spec, fc.array(happening, { minLength: 1, maxLength: 12 }), (pod, happenings) => {
      const b = made(pod);
      let before = b.get('p') as Pod;
      for (const { fault, ends, wait } of happenings) {
        if (ends) b.mend(...fault);
        else b.break(...fault);
        b.run(wait / 10);
        const after = b.get('p') as Pod;
        expect(violations(before, after)).toEqual([]);
        before = after;
      }
      for (const fault of FAULTS) b.mend(...fault);
      b.run(10);
      expectEnd(b, b.get('p') as Pod);
    }),
    { numRuns: 200 },
  );
});
