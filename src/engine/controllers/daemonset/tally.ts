/**
 * What a sync has to know of all nodes, kept up to date node by node. A rolling update over a thousand nodes is some thousand
 * syncs, and from one to the next the pods of few nodes change.
 */
import { isPodReady } from '../../../k8s/conditions';
import type { DaemonSet, Node, Pod } from '../../../k8s/types';
import type { Grouping } from './grouping';
import { firstPod, type NodePods } from './node-pods';
import type { PodToDelete } from './plan';
import { allowsSurge, isSettled } from './pods-on-node';
import { isPodUpdated, templateGeneration } from './pod-template';
import { nodeInUpdate, replaceOldPods } from './rolling-update';
import { daemonVerdicts, type DaemonVerdict } from './should-run';
import type { Counters } from './status';
import { resolvedBudget } from './update-budget';

/** What holds for a node, as bits of one number. */
const DESIRED = 1;
/** Its first pod (DS-35): there, ready, of the current revision. */
const PRESENT = 2;
const READY = 4;
const UPDATED = 8;
/** `podsOnNodes` has to look at it. */
const UNSETTLED = 16;
/** Has a pod of another revision; counts as unavailable in an update; its old pod is replaced at once (DS-53). */
const OLD = 32;
const UNAVAILABLE = 64;
const REPLACEABLE = 128;

export interface Tally {
  nodes: readonly Node[];
  verdicts: readonly DaemonVerdict[];
  hash: string;
  generation: number | undefined;
  /** By node name: its place in the list. */
  places: Map<string, number>;
  /** By place: the bits of the node. */
  bits: number[];
  /** By bits: how many nodes have just these. */
  counts: number[];
}

/**
 * The tally of the grouping, made of the last one where that is about the same nodes. Undefined where the bits would not say all:
 * with surge, with minReadySeconds (time alone changes what is available), and with pods on nodes that are gone.
 */
export function tallyOf(
  last: Tally | undefined,
  ds: DaemonSet,
  nodes: readonly Node[],
  grouping: Grouping,
  hash: string,
): Tally | undefined {
  if ((ds.spec.minReadySeconds ?? 0) > 0 || allowsSurge(ds)) return undefined;
  const verdicts = daemonVerdicts(ds, nodes);
  const generation = templateGeneration(ds);
  let tally = last;
  if (tally?.verdicts !== verdicts || tally.hash !== hash || tally.generation !== generation) {
    tally = newTally(nodes, verdicts, hash, generation);
    nodes.forEach((node, place) => review(tally as Tally, place, grouping.byNode.get(node.metadata.name)));
  } else if (grouping.changed) {
    for (const name of grouping.changed) {
      const place = tally.places.get(name);
      if (place !== undefined) review(tally, place, grouping.byNode.get(name));
    }
  } else nodes.forEach((node, i) => review(tally as Tally, i, grouping.byNode.get(node.metadata.name)));
  grouping.changed = new Set();
  return total(tally, PRESENT) === grouping.byNode.size ? tally : undefined;
}

function newTally(
  nodes: readonly Node[],
  verdicts: readonly DaemonVerdict[],
  hash: string,
  generation: number | undefined,
): Tally {
  const counts = Array.from({ length: 256 }, () => 0);
  counts[0] = nodes.length;
  return {
    nodes,
    verdicts,
    hash,
    generation,
    places: new Map(nodes.map((node, i) => [node.metadata.name, i])),
    bits: nodes.map(() => 0),
    counts,
  };
}

function review(tally: Tally, place: number, pods: readonly Pod[] | undefined): void {
  const { bits, counts, verdicts } = tally;
  const before = bits[place] as number;
  const now = bitsOf(tally, verdicts[place] as DaemonVerdict, pods);
  bits[place] = now;
  (counts[before] as number)--;
  (counts[now] as number)++;
}

const NO_PODS: readonly Pod[] = [];

function bitsOf(
  { hash, generation }: Tally,
  verdict: DaemonVerdict,
  pods: readonly Pod[] | undefined,
): number {
  let bits = 0;
  if (verdict.shouldRun) bits |= DESIRED;
  if (!isSettled(verdict, pods)) bits |= UNSETTLED;
  const first = firstPod(pods);
  if (first) {
    bits |= PRESENT;
    if (isPodReady(first)) bits |= READY;
    if (isPodUpdated(first, hash, generation)) bits |= UPDATED;
  }
  if (pods?.some((pod) => !isPodUpdated(pod, hash, generation))) bits |= OLD;
  if (pods || verdict.shouldRun) {
    const { available, old } = nodeInUpdate(pods ?? NO_PODS, hash, generation, 0, 0);
    if (!available) bits |= old ? UNAVAILABLE | REPLACEABLE : UNAVAILABLE;
  }
  return bits;
}

/** Nodes that have all of the given bits. */
function total({ counts }: Pick<Tally, 'counts'>, bits: number): number {
  let sum = 0;
  for (let i = bits; i < 256; i++) if ((i & bits) === bits) sum += counts[i] as number;
  return sum;
}

/** The nodes that `podsOnNodes` has to look at. */
export function unsettledNodes({ nodes, bits, counts }: Tally): readonly Node[] {
  const unsettled: Node[] = [];
  const count = total({ counts }, UNSETTLED);
  for (let place = 0; unsettled.length < count; place++)
    if ((bits[place] as number) & UNSETTLED) unsettled.push(nodes[place] as Node);
  return unsettled;
}

/**
 * What `rollingUpdate` would delete. Only the old pods that go at once, and as many of the others as there is room for, need a look;
 * of the rest their number is enough.
 */
export function oldPodsToReplace(tally: Tally, ds: DaemonSet, byNode: NodePods, now: number): PodToDelete[] {
  if (total(tally, OLD) === 0) return [];
  const { nodes, bits, hash, generation } = tally;
  const { maxUnavailable } = resolvedBudget(ds, total(tally, DESIRED));
  const unavailable = total(tally, UNAVAILABLE);
  const replaceable = total(tally, REPLACEABLE);
  let toFind = replaceable;
  let room = Math.max(maxUnavailable - unavailable, 0);
  const entries: [string, readonly Pod[]][] = [];
  for (let place = 0; place < bits.length && toFind + room > 0; place++) {
    const held = bits[place] as number;
    const atOnce = (held & REPLACEABLE) !== 0;
    if (!atOnce && (room === 0 || (held & OLD) === 0 || (held & UNAVAILABLE) !== 0)) continue;
    const { name } = (nodes[place] as Node).metadata;
    const pods = byNode.get(name) ?? NO_PODS;
    // Where the new pod is there already, the old one is going.
    if (atOnce) toFind--;
    else if (nodeInUpdate(pods, hash, generation, 0, 0).old) room--;
    else continue;
    entries.push([name, pods]);
  }
  if (entries.length === 0) return [];
  return replaceOldPods({ ds, hash, now }, entries, unavailable - replaceable, maxUnavailable);
}

/** As `countPods` counts (DS-47). */
export function countersOf(tally: Tally): Counters {
  const desired = total(tally, DESIRED);
  const current = total(tally, DESIRED | PRESENT);
  const ready = total(tally, DESIRED | PRESENT | READY);
  return {
    desiredNumberScheduled: desired,
    currentNumberScheduled: current,
    numberMisscheduled: total(tally, PRESENT) - current,
    numberReady: ready,
    updatedNumberScheduled: total(tally, DESIRED | PRESENT | UPDATED),
    numberAvailable: ready,
    numberUnavailable: desired - ready,
  };
}
