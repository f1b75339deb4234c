import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Container, Pod } from '../../k8s/types';
import { KubeletBench } from './testing/bench';

const image = fc.constantFrom('a:1', 'b:1', 'a:crash', 'a:broken', 'a:unready', 'a:slow', 'Bad');
const probe = fc.option(
  fc.record({ initialDelaySeconds: fc.nat(20), periodSeconds: fc.integer({ min: 1, max: 10 }) }),
  { nil: undefined },
);
const container = fc.record({ image, readinessProbe: probe, startupProbe: probe });
const spec = fc.record({
  restartPolicy: fc.constantFrom('Always', 'OnFailure', 'Never'),
  init: fc.array(image, { maxLength: 2 }),
  main: fc.array(container, { minLength: 1, maxLength: 3 }),
});

function violations(before: Pod, after: Pod): string[] {
  const found: string[] = [];
  const statuses = [...(after.status.initContainerStatuses ?? []), ...(after.status.containerStatuses ?? [])];
  for (const s of statuses) {
    if (Object.keys(s.state ?? {}).length !== 1) found.push(`POD-6 state of ${s.name}`);
    if (s.ready && !s.state?.running) found.push(`POD-9 ${s.name} is ready but does not run`);
    const old = before.status.containerStatuses?.find((o) => o.name === s.name);
    if (old && old.restartCount > s.restartCount) found.push(`POD-27 restarts of ${s.name}`);
  }
  const ready = (type: string) => after.status.conditions?.find((c) => c.type === type)?.status === 'True';
  const allReady = (after.status.containerStatuses ?? []).every((s) => s.ready);
  if (ready('Ready') !== ready('ContainersReady')) found.push('POD-4 Ready');
  if (ready('ContainersReady') !== allReady) found.push('POD-4 ContainersReady');
  const { phase } = before.status;
  if ((phase === 'Failed' || phase === 'Succeeded') && phase !== after.status.phase)
    found.push('POD-1 phase');
  if (before.status.phase === 'Running' && after.status.phase === 'Pending')
    found.push('POD-1 back to Pending');
  return found;
}

test('POD-1 POD-4 POD-6 POD-9 POD-27 POD-37 hold whatever the pod, and a deleted pod goes', () => {
  fc.assert(
    fc.property(spec, fc.array(fc.nat(400), { minLength: 1, maxLength: 12 }), (pod, waits) => {
      const b = new KubeletBench();
      b.node();
      const containers = pod.main.map((c, i) => ({ name: `c${i}`, ...c }) as Container);
      const initContainers = pod.init.map((i, n) => ({ name: `i${n}`, image: i }));
      b.pod('p', { restartPolicy: pod.restartPolicy, initContainers, containers });
      let before = b.get('p') as Pod;
      for (const wait of waits) {
        b.run(wait / 10);
        const after = b.get('p') as Pod;
        expect(violations(before, after)).toEqual([]);
        before = after;
      }
      if (before.status.phase === 'Failed' || before.status.phase === 'Succeeded') return;
      b.delete('p');
      b.run(31);
      expect(b.get('p')).toBeUndefined();
      expect([b.state.workers.size, b.cluster.timers.size]).toEqual([0, 0]);
    }),
    { numRuns: 200 },
  );
});
