/** What the tally says must be what the functions say that look at every node. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pod } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { START } from '../../testing/fake-context';
import { regroup, type Grouping } from './grouping';
import { groupByNode } from './node-pods';
import { podsOnNodes } from './pods-on-node';
import { rollingUpdate } from './rolling-update';
import { countPods } from './status';
import { countersOf, oldPodsToReplace, tallyOf, unsettledNodes, type Tally } from './tally';
import { rolling, SetUnderTest } from './testing/fixtures';

const NODES = 6;
const podState = fc.record({
  node: fc.integer({ min: 0, max: NODES - 1 }),
  old: fc.boolean(),
  ready: fc.boolean(),
  terminating: fc.boolean(),
  phase: fc.constantFrom('Running', 'Running', 'Failed'),
});
/** Which pods are there in one sync, of a pool from which all syncs take. */
const syncs = fc.array(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), {
  minLength: 1,
  maxLength: 6,
});

test('grouping and tally made step by step equal those made afresh', () => {
  const pool = fc.array(podState, { minLength: 12, maxLength: 12 });
  const strategy = fc.integer({ min: 0, max: 4 });
  fc.assert(
    fc.property(pool, syncs, strategy, (states, steps, maxUnavailable) => {
      const t = new SetUnderTest({ strategy: rolling(maxUnavailable) });
      for (let i = 0; i < NODES; i++)
        t.addNodes(i, 1, undefined, i === 0 ? [{ key: 'a', effect: 'NoSchedule' }] : undefined);
      for (const { node, old, ready, terminating, phase } of states)
        t.addPod(`node-${node}`, { hash: old ? 'old' : t.hash, ready, terminating, phase } as object);
      const all = [...t.pods].sort((a, b) => compareText(a.metadata.name, b.metadata.name));
      const nodes = t.cluster.store.list('Node');
      let grouping: Grouping | undefined;
      let tally: Tally | undefined;
      for (const there of steps) {
        // Every second pod that stays is a newer version of itself.
        const pods = all
          .filter((_, i) => there[i])
          .map((pod, i): Pod => (i % 2 ? { ...pod, status: { ...pod.status } } : pod));
        grouping = regroup(grouping, pods);
        const byNode = groupByNode(pods);
        expect(Object.fromEntries(grouping.byNode)).toEqual(Object.fromEntries(byNode));
        tally = tallyOf(tally, t.set, nodes, grouping, t.hash);
        if (!tally) throw new Error('no tally');
        expect(countersOf(tally)).toEqual(countPods(t.set, nodes, byNode, t.hash, START));
        const input = { ds: t.set, nodes, byNode, hash: t.hash, now: START };
        const manage = { ...input, backoff: new Map() };
        expect(podsOnNodes({ ...manage, unsettled: unsettledNodes(tally) })).toEqual(podsOnNodes(manage));
        const replaced = oldPodsToReplace(tally, t.set, grouping.byNode, START);
        expect(replaced).toEqual(rollingUpdate(input).delete);
      }
    }),
  );
});

test('where bits would not say all, there is no tally', () => {
  const nodesOf = (t: SetUnderTest) => t.cluster.store.list('Node');
  const surge = new SetUnderTest({ strategy: rolling(0, 1) });
  surge.addNodes(0, 1);
  expect(tallyOf(undefined, surge.set, nodesOf(surge), regroup(undefined, []), 'h')).toBeUndefined();
  const gone = new SetUnderTest({ strategy: rolling(1) });
  gone.addPod('gone', { hash: gone.hash });
  const grouping = regroup(undefined, gone.pods);
  expect(tallyOf(undefined, gone.set, nodesOf(gone), grouping, gone.hash)).toBeUndefined();
  expect(tallyOf(undefined, gone.set, nodesOf(gone), regroup(undefined, []), gone.hash)).toBeDefined();
});
