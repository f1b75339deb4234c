/** What is kept in step must be what the functions say that look at every pod and node. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Node, Pod } from '../../../k8s/types';
import { claim, planClaim } from '../../claim';
import { Grouping } from './grouping';
import { knownPods } from './known-pods';
import { groupByNode } from './node-pods';
import { podsOnNodes, type JudgedNode } from './pods-on-node';
import { rollingUpdate } from './rolling-update';
import { nodeShouldRunDaemonPod } from './should-run';
import { countPods } from './status';
import { countersOf, tallyOf, unsettledNodes, updateStepOf } from './tally';
import {
  aNode,
  OTHER_LABEL,
  readyCondition,
  rolling,
  SetUnderTest,
  type PodOptions,
} from './testing/fixtures';

const node = fc.integer({ min: 0, max: 5 });
const which = fc.nat();
const change = fc.oneof(
  fc.record({ type: fc.constant('node' as const), node, tainted: fc.boolean() }),
  fc.record({ type: fc.constant('node-gone' as const), node }),
  fc.record({
    type: fc.constant('pod' as const),
    node,
    old: fc.boolean(),
    ready: fc.boolean(),
    terminating: fc.boolean(),
    phase: fc.constantFrom('Running', 'Running', 'Failed'),
  }),
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('pod-ready' as const), which, ready: fc.boolean() }),
  },
  fc.record({ type: fc.constant('pod-gone' as const), which }),
  fc.record({ type: fc.constant('relabelled' as const), which, fits: fc.boolean() }),
  fc.record({ type: fc.constant('disowned' as const), which }),
  fc.record({ type: fc.constant('moved' as const), which, node }),
  fc.constant({ type: 'template' as const }),
  fc.record({ type: fc.constant('wait' as const), seconds: fc.constantFrom(1, 5, 10) }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function make(t: SetUnderTest, step: Change): void {
  const { cluster } = t;
  const pod = 'which' in step ? t.pods[step.which % Math.max(1, t.pods.length)] : undefined;
  if (step.type === 'node') {
    const taints = step.tainted ? [{ key: 'a', effect: 'NoSchedule' }] : undefined;
    t.addNodes(step.node, 1, undefined, taints);
  } else if (step.type === 'node-gone') {
    const there = cluster.store.get('Node', undefined, `node-${step.node}`);
    if (there) cluster.store.remove('Node', there, 'test');
  } else if (step.type === 'template') t.changeTemplate();
  else if (step.type === 'wait') cluster.now += step.seconds * 1000;
  else if (step.type === 'pod') {
    const { ready, terminating, phase } = step;
    const options: PodOptions = { hash: step.old ? 'old' : t.hash, ready, terminating, phase };
    t.addPod(`node-${step.node}`, options);
  } else if (!pod) return;
  else if (step.type === 'pod-gone') cluster.store.remove('Pod', pod, 'test');
  else cluster.change(pod, (p) => changed(p, step, cluster.now));
}

function changed(pod: Pod, step: Change, now: number): Pod {
  const { metadata, spec, status } = pod;
  if (step.type === 'pod-ready') {
    const conditions = [{ ...readyCondition(now), status: step.ready ? 'True' : 'False' }];
    return { ...pod, status: { ...status, conditions } };
  }
  if (step.type === 'relabelled') {
    const labels = { ...metadata.labels, ...OTHER_LABEL, ...(step.fits && { type: 'production' }) };
    return { ...pod, metadata: { ...metadata, labels } };
  }
  if (step.type === 'moved') return { ...pod, spec: { ...spec, nodeName: `node-${step.node}` } };
  const { ownerReferences: _, ...others } = metadata;
  return step.type === 'disowned' ? { ...pod, metadata: others } : pod;
}

test('grouping and tally in step equal those made afresh', () => {
  const minReady = fc.constantFrom(0, 0, 10);
  const steps = fc.array(fc.tuple(change, fc.boolean()), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom(0, 0, 1, 2, '50%'),
      minReady,
      fc.constantFrom(0, 4),
      (changes, maxUnavailable, maxSurge, minReadySeconds, oldPods) => {
        const strategy = rolling(maxSurge === 0 ? maxUnavailable : 0, maxSurge);
        const t = new SetUnderTest({ strategy, minReadySeconds });
        t.addNodes(0, 4);
        for (let i = 0; i < oldPods; i++) t.addPod(`node-${i}`, { hash: 'old', ready: true });
        const { store, ctx } = t.cluster;
        for (const [step, look] of changes) {
          make(t, step);
          if (!look) continue;
          const { set } = t;
          const { now } = t.cluster;
          const plan = planClaim<Pod>(
            set,
            store.ownedBy('Pod', set.metadata.uid),
            store.orphans('Pod', 'default'),
          );
          const roster = knownPods(ctx.state).of(store, set, () => new Grouping());
          expect(roster !== undefined).toBe(plan.adopt.length + plan.release.length === 0);
          if (!roster) {
            claim(ctx, set, 'Pod');
            continue;
          }
          expect(roster.list(store)).toEqual(plan.keep);
          const byNode = groupByNode(plan.keep);
          expect(Object.fromEntries(roster.sums.byNode)).toEqual(Object.fromEntries(byNode));

          const nodes = store.list('Node');
          const names = new Set(nodes.map(({ metadata }) => metadata.name));
          const tally = tallyOf(roster.sums, set, store, t.hash, now);
          expect(tally !== undefined).toBe([...byNode.keys()].every((name) => names.has(name)));
          if (!tally) {
            for (const name of byNode.keys()) if (!names.has(name)) t.cluster.put(aNode(name));
            continue;
          }
          expect(countersOf(tally)).toEqual(countPods(set, nodes, byNode, t.hash, now));
          const input = { ds: set, byNode, hash: t.hash, now };
          const manage = { ...input, backoff: new Map() };
          expect(podsOnNodes({ ...manage, nodes: unsettledNodes(tally), partial: true })).toEqual(
            podsOnNodes({ ...manage, nodes: nodes.map((n) => judged(t, n)) }),
          );
          expect(updateStepOf(tally, set, roster.sums.byNode, now)).toEqual(
            rollingUpdate({ ...input, nodes }),
          );
        }
      },
    ),
    { numRuns: 600 },
  );
});

function judged(t: SetUnderTest, n: Node): JudgedNode {
  return { name: n.metadata.name, verdict: nodeShouldRunDaemonPod(t.set, n) };
}

test('where bits would not say all, there is no tally', () => {
  const tally = (t: SetUnderTest) => {
    const { store, ctx } = t.cluster;
    const roster = knownPods(ctx.state).of(store, t.set, () => new Grouping());
    return roster && tallyOf(roster.sums, t.set, store, t.hash, t.cluster.now);
  };
  const plain = new SetUnderTest({ strategy: rolling(1) });
  expect(tally(plain)).toBeDefined();
  expect(tally(new SetUnderTest({ strategy: rolling(0, 1) }))).toBeDefined();
  plain.addPod('gone', { hash: plain.hash });
  expect(tally(plain)).toBeUndefined();
});
