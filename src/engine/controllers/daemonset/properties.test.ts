/** Statements that hold for every state of a cluster, not only for those of the upstream tables. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPodAvailable, isTerminating } from '../../../k8s/conditions';
import { targetNodeName } from '../../../k8s/node-affinity';
import type { Pod } from '../../../k8s/types';
import { START } from '../../testing/fake-context';
import { groupByNode } from './node-pods';
import { rollingUpdate } from './rolling-update';
import { nodeShouldRunDaemonPod } from './should-run';
import { readyCondition, rolling, SetUnderTest } from './testing/fixtures';

interface PodState {
  old: boolean;
  ready: boolean;
  terminating: boolean;
}
const podState = fc.record({ old: fc.boolean(), ready: fc.boolean(), terminating: fc.boolean() });
const nodeState = fc.record({
  taint: fc.constantFrom<string | undefined>(undefined, undefined, undefined, 'NoSchedule', 'NoExecute'),
  pods: fc.array(podState, { maxLength: 2 }),
});
type NodeState = { taint: string | undefined; pods: PodState[] };
const nodes = fc.array(nodeState, { maxLength: 12 });
const amount = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 0, max: 100 }).map((n) => `${n}%`),
);

function build(states: readonly NodeState[], strategy: ReturnType<typeof rolling>): SetUnderTest {
  const t = new SetUnderTest({ strategy });
  states.forEach(({ taint, pods }, i) => {
    t.addNodes(i, 1, undefined, taint === undefined ? undefined : [{ key: 'a', effect: taint }]);
    for (const { old, ready, terminating } of pods)
      t.addPod(`node-${i}`, { hash: old ? 'old' : t.hash, ready, terminating });
  });
  return t;
}

const input = (t: SetUnderTest) => ({
  ds: t.set,
  nodes: t.cluster.store.list('Node'),
  byNode: groupByNode(t.pods),
  hash: t.hash,
  now: START,
});
const available = (pod: Pod) => !isTerminating(pod) && isPodAvailable(pod, 0, START);

test('DS-53, DS-54 without surge, available pods are deleted only as far as the budget reaches, and none is created', () => {
  fc.assert(
    fc.property(nodes, amount, (states, maxUnavailable) => {
      const t = build(states, rolling(maxUnavailable));
      const changes = rollingUpdate(input(t));
      expect(changes.create).toEqual([]);
      const taken = changes.delete.filter(({ pod }) => available(pod)).length;
      const desired = states.filter((s) => s.taint === undefined).length;
      const limit =
        typeof maxUnavailable === 'number'
          ? maxUnavailable
          : Math.ceil((Number.parseInt(maxUnavailable) * desired) / 100);
      const budget = desired > 0 ? Math.max(limit, 1) : limit;
      const without = states.filter(
        (s) => s.taint === undefined && !s.pods.some((p) => p.ready && !p.terminating),
      ).length;
      if (taken > 0) expect(taken + without).toBeLessThanOrEqual(budget);
    }),
  );
});

test('DS-53 only old pods that are not terminating are deleted, each once', () => {
  fc.assert(
    fc.property(nodes, amount, fc.boolean(), (states, value, surge) => {
      const t = build(states, surge ? rolling(0, value) : rolling(value));
      const { delete: deleted } = rollingUpdate(input(t));
      expect(new Set(deleted.map(({ pod }) => pod.metadata.uid)).size).toBe(deleted.length);
      for (const { pod } of deleted) {
        expect(pod.metadata.labels?.['controller-revision-hash']).toBe('old');
        expect(isTerminating(pod)).toBe(false);
      }
    }),
  );
});

test('DS-56 with surge, new pods are created only beside a living old one, and available pods go only for an available new one or when more than desired are', () => {
  fc.assert(
    fc.property(nodes, fc.integer({ min: 1, max: 6 }), (states, maxSurge) => {
      const t = build(states, rolling(0, maxSurge));
      const given = input(t);
      const { create, delete: deleted } = rollingUpdate(given);
      for (const { node } of create) {
        const living = (given.byNode.get(node) ?? []).filter((pod) => !isTerminating(pod));
        expect(living).toHaveLength(1);
      }
      const desired = states.filter((s) => s.taint === undefined).length;
      const before = new Set(t.pods.filter(available).map(targetNodeName)).size;
      const gone = new Set(deleted.map(({ pod }) => pod.metadata.uid));
      const after = new Set(
        t.pods.filter((pod) => available(pod) && !gone.has(pod.metadata.uid)).map(targetNodeName),
      ).size;
      expect(after).toBeGreaterThanOrEqual(Math.min(before, desired));
    }),
  );
});

/** Plays the kubelets: terminating pods go, others become ready, until nothing changes. */
function settle(t: SetUnderTest): number {
  for (let round = 1; round < 200; round++) {
    t.cluster.now += 1000;
    const before = t.cluster.store.resourceVersion;
    t.sync();
    for (const pod of t.pods) {
      if (isTerminating(pod)) t.cluster.store.remove('Pod', pod, 'test');
      else if (!isPodAvailable(pod, 0, t.cluster.now) || !pod.spec.nodeName)
        t.cluster.change(pod, (p) => ({
          ...p,
          spec: { ...p.spec, nodeName: targetNodeName(p) },
          status: { phase: 'Running', conditions: [readyCondition(t.cluster.now)] },
        }));
    }
    if (t.cluster.store.resourceVersion === before) return round;
  }
  throw new Error('does not settle');
}

test('every rollout settles: one current pod on each node that should run one, and the status equals a recount', () => {
  fc.assert(
    fc.property(nodes, amount, fc.boolean(), (states, value, surge) => {
      const t = build(states, surge && value !== 0 && value !== '0%' ? rolling(0, value) : rolling(value));
      t.cluster.graceful = true;
      settle(t);
      const hash = t.hash;
      for (const node of t.cluster.store.list('Node')) {
        const here = t.pods.filter((pod) => targetNodeName(pod) === node.metadata.name);
        const { shouldRun, shouldContinueRunning } = nodeShouldRunDaemonPod(t.set, node);
        if (shouldRun)
          expect(here.map((p) => p.metadata.labels?.['controller-revision-hash'])).toEqual([hash]);
        else if (!shouldContinueRunning) expect(here).toEqual([]);
        else expect(here.length).toBeLessThanOrEqual(1);
      }
      const desired = states.filter((s) => s.taint === undefined).length;
      const misscheduled = t.pods.length - desired;
      expect(t.set.status).toEqual({
        observedGeneration: 1,
        desiredNumberScheduled: desired,
        currentNumberScheduled: desired,
        numberMisscheduled: misscheduled,
        numberReady: desired,
        ...(desired > 0 && { numberAvailable: desired, updatedNumberScheduled: desired }),
      });
    }),
    { numRuns: 60 },
  );
});
