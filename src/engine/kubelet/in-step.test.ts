/** What a kubelet keeps in step about the pods of a machine is what a look at all of them says, whatever happens. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pod, PodSpec } from '../../k8s/types';
import { addressesOn, countAddresses } from './addresses';
import { countTaken, takenOn } from './taken';
import { KubeletBench } from './testing/bench';

const MACHINES = ['worker-1', 'worker-2'];
const FAULTS = ['kubelet-stopped', 'network-partition', 'node-crashed'];

const REQUESTS = [
  undefined,
  { cpu: '1500m' },
  { cpu: '700m', memory: '2Gi' },
  { 'example.com/x': '3' },
  // Beside this, doubles do not see three more.
  { 'example.com/x': '9E' },
];

const spec = fc
  .record({
    hostNetwork: fc.boolean(),
    ends: fc.boolean(),
    hostPort: fc.option(fc.constantFrom(80, 81), { nil: undefined }),
    requests: fc.constantFrom(...REQUESTS),
  })
  .map(({ hostNetwork, ends, hostPort, requests }): Partial<PodSpec> => {
    const ports = hostPort === undefined ? [] : [{ containerPort: 80, hostPort }];
    const container = { name: 'c', image: ends ? 'c:once' : 'c:1', ports, resources: { requests } };
    return { hostNetwork, restartPolicy: ends ? 'Never' : 'Always', containers: [container as never] };
  });

type Step = (b: KubeletBench) => void;

const machine = fc.constantFrom(...MACHINES);
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const comes: fc.Arbitrary<Step> = fc.tuple(name, machine, spec).map(([pod, on, its]) => (b) => {
  if (!b.get(pod)) b.pod(pod, its, on);
});
const steps: Record<string, fc.Arbitrary<Step>> = {
  goes: fc.tuple(name, fc.boolean()).map(([name, atOnce]) => (b) => {
    const pod = b.get(name);
    if (pod && atOnce) b.cluster.store.remove('Pod', pod, 'test');
    else if (pod && !pod.metadata.deletionTimestamp) b.delete(name, 5);
  }),
  isCalledFailed: name.map((name) => (b) => {
    const pod = b.get(name);
    if (pod) b.cluster.change<Pod>(pod, (p) => ({ ...p, status: { ...p.status, phase: 'Failed' } }));
  }),
  breaks: fc.tuple(fc.constantFrom(...FAULTS), machine, fc.boolean()).map(([fault, on, ends]) => (b) => {
    if (ends) b.mend(fault, on);
    else b.break(fault, on);
  }),
  mends: machine.map((on) => (b) => {
    for (const fault of FAULTS) b.mend(fault, on);
  }),
  leavesOrReturns: machine.map((on) => (b) => {
    const node = b.cluster.store.get('Node', undefined, on);
    if (node) b.cluster.store.remove('Node', node, 'test');
    else b.node(on);
  }),
};
const aStep = fc.tuple(fc.oneof({ arbitrary: comes, weight: 4 }, ...Object.values(steps)), fc.nat(80));

function check({ state, cluster }: KubeletBench): void {
  const { read } = cluster.ctx;
  for (const name of MACHINES) {
    const known = state.machines.peek(name);
    if (!known) continue;
    const [taken, counted] = [takenOn({ state, read }, known), countTaken({ state, read }, known)];
    expect(taken.pods).toBe(counted.pods);
    for (const resource of ['cpu', 'memory', 'example.com/x'])
      expect(taken.requested(resource)).toBe(counted.requested(resource));
    for (const port of [80, 81]) {
      const wanted = [{ ip: '0.0.0.0', protocol: 'TCP', port }];
      expect(taken.hasPortOf(wanted)).toBe(counted.hasPortOf(wanted));
    }
    expect(addressesOn(state, known)).toEqual(countAddresses(state, known));
  }
}

test('POD-11 POD-40 what is taken of a machine', () => {
  fc.assert(
    fc.property(fc.array(aStep, { minLength: 5, maxLength: 40 }), (history) => {
      const b = new KubeletBench();
      for (const name of MACHINES) b.node(name);
      for (const [step, wait] of history) {
        step(b);
        b.cluster.drain();
        b.run(wait / 10);
        check(b);
      }
    }),
    { numRuns: 150, seed: 7 },
  );
});
