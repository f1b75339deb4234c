/** What components keep in step with the watch events is what a look at all objects says, at any moment and after any look back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPodReady } from '../../../k8s/conditions';
import { matchesSelector } from '../../../k8s/labels';
import type { Pod } from '../../../k8s/types';
import { planClaim, type Workload } from '../../claim';
import type { Cluster } from '../../cluster';
import type { Context } from '../../component';
import type { DaemonState } from '../../controllers/daemonset/daemon-context';
import { Grouping } from '../../controllers/daemonset/grouping';
import { knownPods as podsOfDaemons } from '../../controllers/daemonset/known-pods';
import { groupByNode } from '../../controllers/daemonset/node-pods';
import { countPods } from '../../controllers/daemonset/status';
import { countersOf, tallyOf } from '../../controllers/daemonset/tally';
import type { ReplicaState } from '../../controllers/replicaset/replica-context';
import {
  isActive,
  knownPods as podsOfReplicas,
  ReplicaSums,
} from '../../controllers/replicaset/replica-sums';
import { selectedPods } from '../../controllers/disruption/selected-pods';
import { addressesOn, countAddresses } from '../../kubelet/addresses';
import type { KubeletState } from '../../kubelet/state';
import { countTaken, takenOn } from '../../kubelet/taken';
import type { OwnedPods, PodSums, Roster } from '../../owned-pods';
import { ImageSpread } from '../../scheduler/image-spread';
import { emptyUsage, usageOf } from '../../scheduler/node-usage';
import { verdictOn } from '../../scheduler/node-verdicts';
import type { SchedulerState } from '../../scheduler/state';
import { imageSpread, nodeVerdicts } from '../../scheduler/watch';
import { aPlay } from './action';
import { opening, perform, START } from './play';

/** Fewer than kinds of pods are remembered (NodeVerdicts), so that they are still known at the next look. */
const PODS_JUDGED = 12;

/** The roster of an owner, if it says that there is nothing to adopt or release; compared with a claim of all pods. */
function checkedRoster<S extends PodSums>(
  { read }: Cluster,
  owner: Workload,
  known: OwnedPods<S>,
  newSums: () => S,
  isCandidate?: (pod: Pod) => boolean,
): Roster<S> | undefined {
  const { uid, namespace = '' } = owner.metadata;
  const orphans = read.orphans('Pod', namespace);
  const plan = planClaim<Pod>(owner, read.ownedBy('Pod', uid), orphans, undefined, isCandidate);
  const roster = known.of(read, owner, newSums);
  expect(roster !== undefined).toBe(plan.adopt.length + plan.release.length === 0);
  if (roster) expect(roster.list(read)).toEqual(plan.keep);
  return roster;
}

function checkDaemonSets(cluster: Cluster): number {
  const { read } = cluster;
  const known = podsOfDaemons(cluster.stateOf('daemonset-controller') as DaemonState);
  let tallies = 0;
  for (const ds of read.list('DaemonSet')) {
    const roster = checkedRoster(cluster, ds, known, () => new Grouping());
    if (!roster) continue;
    const byNode = groupByNode(roster.list(read));
    expect(Object.fromEntries(roster.sums.byNode)).toEqual(Object.fromEntries(byNode));
    const tally = tallyOf(roster.sums, ds, read, 'h', cluster.now);
    if (!tally) continue;
    tallies++;
    expect(countersOf(tally)).toEqual(countPods(ds, read.list('Node'), byNode, 'h', cluster.now));
  }
  return tallies;
}

function checkReplicaSets(cluster: Cluster): void {
  const { read } = cluster;
  const known = podsOfReplicas(cluster.stateOf('replicaset-controller') as ReplicaState);
  for (const rs of read.list('ReplicaSet')) {
    const labels = rs.spec.template?.metadata?.labels;
    const roster = checkedRoster(cluster, rs, known, () => new ReplicaSums(labels), isActive);
    if (roster) expect(roster.sums.ready).toBe(roster.list(read).filter(isPodReady).length);
  }
}

function checkBudgets({ read }: Cluster, state: object): void {
  for (const budget of read.list('PodDisruptionBudget')) {
    const { metadata, spec } = budget;
    const wanted = read.list('Pod', metadata.namespace);
    expect(selectedPods(state).of(read, budget)).toEqual(
      wanted.filter((pod) => matchesSelector(spec.selector, pod.metadata.labels)),
    );
  }
}

function checkScheduler({ read }: Cluster, state: SchedulerState): void {
  const nodes = read.list('Node');
  const images = imageSpread({ state, read } as Context<SchedulerState>);
  const afresh = new ImageSpread(nodes);
  for (const { status } of nodes)
    for (const { names = [] } of status.images ?? [])
      for (const name of names) expect(images.nodesWith(name)).toBe(afresh.nodesWith(name));
  expect(images.nodesWith('never:seen')).toBe(afresh.nodesWith('never:seen'));
  expect(images).toEqual(afresh);
  for (const { metadata } of nodes) {
    const { requests, ...counted } = state.usage.peek(metadata.name) ?? emptyUsage();
    const { requests: wanted, ...others } = usageOf(read.podsOnNode(metadata.name));
    expect({ ...counted, ports: counted.ports.length }).toEqual({ ...others, ports: others.ports.length });
    for (const name of Object.keys({ ...requests, ...wanted }))
      expect(requests[name] ?? 0).toBe(wanted[name] ?? 0);
  }
  // Asked at each look, so that there is something to remember at the next.
  const usageOn = (name: string) => state.usage.peek(name) ?? emptyUsage();
  for (const pod of read.list('Pod').slice(0, PODS_JUDGED)) {
    const waiting: Pod = { ...pod, spec: { ...pod.spec, nodeName: undefined } };
    const judge = nodeVerdicts({ state }).judge(waiting, nodes, usageOn);
    nodes.forEach((node, place) => {
      const wanted = verdictOn(waiting, node, usageOf(read.podsOnNode(node.metadata.name)));
      expect(judge(node, place)).toEqual(wanted);
      expect(judge(node)).toEqual(wanted);
    });
  }
}

function checkKubelets({ read }: Cluster, state: KubeletState): void {
  for (const name of state.machines.keys()) {
    const machine = state.machines.peek(name);
    if (!machine) continue;
    // Asked at each look, so that it is known at the next.
    expect(takenOn({ state, read }, machine)).toEqual(countTaken({ state, read }, machine));
    expect(addressesOn(state, machine)).toEqual(countAddresses(state, machine));
  }
}

function check(cluster: Cluster): number {
  const { world } = cluster;
  checkKubelets(cluster, cluster.stateOf('kubelet') as KubeletState);
  if (!world.stopped('kube-scheduler'))
    checkScheduler(cluster, cluster.stateOf('default-scheduler') as SchedulerState);
  if (world.stopped('kube-controller-manager')) return 0;
  checkReplicaSets(cluster);
  checkBudgets(cluster, cluster.stateOf('disruption-controller') as object);
  return checkDaemonSets(cluster);
}

const looks = fc.array(fc.record({ ago: fc.nat(90_000), fork: fc.boolean(), after: fc.nat(6) }), {
  minLength: 1,
  maxLength: 5,
});

test('in step through plays, looks back and forks', () => {
  let tallies = 0;
  fc.assert(
    fc.property(aPlay(), looks, fc.nat(7), (play, back, every) => {
      const cluster = opening(play);
      play.actions.forEach((action, i) => {
        perform(cluster, action);
        if (i % (every + 1) === 0) tallies += check(cluster);
        for (const { ago, fork } of back.filter(({ after }) => after === i % 7)) {
          const { now } = cluster;
          cluster.seek(Math.max(now - ago, START));
          tallies += check(cluster);
          // Without a fork all goes on from where it was.
          if (!fork) cluster.seek(now);
          tallies += check(cluster);
        }
      });
    }),
    { numRuns: 60, seed: 5 },
  );
  expect(tallies).toBeGreaterThan(100);
}, 300_000);
