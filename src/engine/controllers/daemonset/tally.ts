/**
 * What a sync has to know of all nodes, kept up to date node by node. A rolling update over a thousand nodes is some thousand
 * syncs, and from one to the next the pods of few nodes change.
 */
import { conditionOf, isPodAvailable, isPodReady } from '../../../k8s/conditions';
import { parseRfc3339 } from '../../../k8s/time';
import type { DaemonSet, Node, Pod, PodTemplateSpec } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import type { Reader } from '../../api/types';
import type { Grouping } from './grouping';
import { firstPod, type NodePods } from './node-pods';
import type { PodToDelete } from './plan';
import { allowsSurge, isSettled, type JudgedNode } from './pods-on-node';
import { isPodUpdated, templateGeneration } from './pod-template';
import { nodeInUpdate, replaceOldPods, type UpdateStep } from './rolling-update';
import { judgeNode, type DaemonVerdict } from './should-run';
import type { Counters } from './status';
import { nodeInSurge, surgeOnNodes } from './surge';
import { resolvedBudget, type UpdateBudget } from './update-budget';

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
/** Its first pod is available. */
const AVAILABLE = 256;
/** In an update with surge (DS-56): counts as surging, as available; has to be acted on; could start its new pod. */
const SURGING = 512;
const AVAILABLE_IN_SURGE = 1024;
const ACTING = 2048;
const CANDIDATE = 4096;

const NO_PODS: readonly Pod[] = [];

/** A node, its verdict and its bits. */
interface Tallied extends JudgedNode {
  bits: number;
}

export interface Tally {
  template: PodTemplateSpec;
  hash: string;
  generation: number | undefined;
  minReadySeconds: number;
  surge: boolean;
  byName: Map<string, Tallied>;
  /** In order of their names, as the list of nodes. */
  inOrder: Tallied[];
  /** By bits: how many nodes have just these. */
  counts: Map<number, number>;
  /** By name of a node: when one of its pods will have been ready for long enough, ms since the epoch. */
  ripening: Map<string, number>;
}

/**
 * The tally of the grouping, which keeps it: the next one is made of it by a look at the nodes that have been touched. Undefined where
 * the bits would not say all: with pods on nodes that are gone. `now` in ms, never less than before.
 */
export function tallyOf(
  grouping: Grouping,
  ds: DaemonSet,
  read: Reader,
  hash: string,
  now: number,
): Tally | undefined {
  const surge = allowsSurge(ds);
  const generation = templateGeneration(ds);
  const { template, minReadySeconds = 0 } = ds.spec;
  const { byNode, touchedNodes, touchedPods } = grouping;
  let { tally } = grouping;
  if (
    tally?.template === template &&
    tally.hash === hash &&
    tally.generation === generation &&
    tally.minReadySeconds === minReadySeconds &&
    tally.surge === surge
  ) {
    for (const name of touchedNodes) reviewNode(tally, name, read.get('Node', undefined, name), byNode, now);
    for (const name of touchedPods) reviewPods(tally, name, byNode, now);
    for (const [name, at] of tally.ripening) if (at <= now) reviewPods(tally, name, byNode, now);
  } else {
    tally = newTally({ template, hash, generation, minReadySeconds, surge });
    // In order, so that each one is put at the end.
    for (const node of read.list('Node')) reviewNode(tally, node.metadata.name, node, byNode, now);
    grouping.tally = tally;
  }
  touchedNodes.clear();
  touchedPods.clear();
  return total(tally, PRESENT) === byNode.size ? tally : undefined;
}

function newTally(of: Omit<Tally, 'byName' | 'inOrder' | 'counts' | 'ripening'>): Tally {
  return { ...of, byName: new Map(), inOrder: [], counts: new Map(), ripening: new Map() };
}

/** Looks at a node that may have come, changed or gone. */
function reviewNode(tally: Tally, name: string, node: Node | undefined, byNode: NodePods, now: number): void {
  const { byName, inOrder, counts } = tally;
  const known = byName.get(name);
  if (node) {
    const verdict = judgeNode(tally.template, node);
    if (known) known.verdict = verdict;
    else {
      const tallied = { name, verdict, bits: 0 };
      byName.set(name, tallied);
      inOrder.splice(placeOf(inOrder, name), 0, tallied);
      addCount(counts, 0, 1);
    }
    reviewPods(tally, name, byNode, now);
  } else if (known) {
    byName.delete(name);
    tally.ripening.delete(name);
    inOrder.splice(placeOf(inOrder, name), 1);
    addCount(counts, known.bits, -1);
  }
}

/** Looks at the pods of a node. */
function reviewPods(tally: Tally, name: string, byNode: NodePods, now: number): void {
  const { byName, counts } = tally;
  const node = byName.get(name);
  if (!node) return;
  const before = node.bits;
  const pods = byNode.get(name);
  node.bits = bitsOf(tally, node.verdict, pods, now);
  if (tally.minReadySeconds > 0) noteRipening(tally, name, pods, now);
  if (node.bits === before) return;
  addCount(counts, before, -1);
  addCount(counts, node.bits, 1);
}

/** Time alone makes pods available. */
function noteRipening(tally: Tally, name: string, pods: readonly Pod[] = NO_PODS, now: number): void {
  const { minReadySeconds, ripening } = tally;
  let first = Number.POSITIVE_INFINITY;
  for (const pod of pods)
    if (isPodReady(pod) && !isPodAvailable(pod, minReadySeconds, now))
      first = Math.min(first, readySince(pod) + minReadySeconds * 1000);
  if (first < Number.POSITIVE_INFINITY) ripening.set(name, first);
  else ripening.delete(name);
}

/** ms since the epoch; NaN when the pod does not say. */
function readySince({ status }: Pod): number {
  return parseRfc3339(conditionOf(status.conditions, 'Ready')?.lastTransitionTime ?? '');
}

function addCount(counts: Map<number, number>, bits: number, by: 1 | -1): void {
  counts.set(bits, (counts.get(bits) ?? 0) + by);
}

/** Where the name stands, or would stand. */
function placeOf(nodes: readonly Tallied[], name: string): number {
  const last = nodes.at(-1);
  if (last === undefined || compareText(last.name, name) < 0) return nodes.length;
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText((nodes[middle] as Tallied).name, name) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bitsOf(
  { hash, generation, minReadySeconds, surge }: Tally,
  verdict: DaemonVerdict,
  pods: readonly Pod[] | undefined,
  now: number,
): number {
  let bits = 0;
  if (verdict.shouldRun) bits |= DESIRED;
  if (!isSettled(verdict, pods, surge)) bits |= UNSETTLED;
  const first = firstPod(pods);
  if (first) {
    bits |= PRESENT;
    if (isPodReady(first)) bits |= READY;
    if (isPodAvailable(first, minReadySeconds, now)) bits |= AVAILABLE;
    if (isPodUpdated(first, hash, generation)) bits |= UPDATED;
  }
  if (pods?.some((pod) => !isPodUpdated(pod, hash, generation))) bits |= OLD;
  if (pods || verdict.shouldRun) {
    const { available, old } = nodeInUpdate(pods ?? NO_PODS, hash, generation, minReadySeconds, now);
    if (!available) bits |= old ? UNAVAILABLE | REPLACEABLE : UNAVAILABLE;
  }
  if (surge && pods) {
    const node = nodeInSurge(pods, hash, generation, minReadySeconds, now);
    if (node.surging) bits |= SURGING;
    if (node.available) bits |= AVAILABLE_IN_SURGE;
    if (node.old && node.available && verdict.shouldRun) bits |= CANDIDATE;
    else if (node.old || node.replaced) bits |= ACTING;
  }
  return bits;
}

/** How many nodes have all of the given bits. */
function total({ counts }: Tally, bits: number): number {
  let sum = 0;
  for (const [held, count] of counts) if ((held & bits) === bits) sum += count;
  return sum;
}

/** The nodes that `podsOnNodes` has to look at. */
export function unsettledNodes(tally: Tally): readonly JudgedNode[] {
  const { inOrder } = tally;
  const unsettled: JudgedNode[] = [];
  const count = total(tally, UNSETTLED);
  for (let i = 0; unsettled.length < count; i++) {
    const node = inOrder[i] as Tallied;
    if (node.bits & UNSETTLED) unsettled.push(node);
  }
  return unsettled;
}

/** What `rollingUpdate` would do. */
export function updateStepOf(tally: Tally, ds: DaemonSet, byNode: NodePods, now: number): UpdateStep {
  if (total(tally, OLD) === 0) return { create: [], delete: [] };
  const budget = resolvedBudget(ds, total(tally, DESIRED));
  return budget.maxSurge > 0
    ? surgeStep(tally, ds, byNode, now, budget)
    : { create: [], delete: oldPodsToReplace(tally, ds, byNode, now, budget) };
}

/** Only nodes where something is to be done, and as many of those that could start a new pod as there is room for, need a look. */
function surgeStep(
  tally: Tally,
  ds: DaemonSet,
  byNode: NodePods,
  now: number,
  budget: UpdateBudget,
): UpdateStep {
  const { inOrder, byName, hash } = tally;
  const surging = total(tally, SURGING);
  let available = total(tally, AVAILABLE_IN_SURGE);
  let toFind = total(tally, ACTING);
  let room = Math.max(budget.maxSurge - surging, 0);
  const entries: [string, readonly Pod[]][] = [];
  for (const { name, bits } of inOrder) {
    if (toFind + room === 0) break;
    if (bits & ACTING) toFind--;
    else if (room > 0 && bits & CANDIDATE) room--;
    else continue;
    if (bits & AVAILABLE_IN_SURGE) available--;
    entries.push([name, byNode.get(name) ?? NO_PODS]);
  }
  // None of these is surging.
  const verdictOn = (name: string) => byName.get(name)?.verdict;
  return surgeOnNodes({ ds, hash, now }, entries, verdictOn, budget, { surging, available });
}

/**
 * What `rollingUpdate` would delete without surge. Only the old pods that go at once, and as many of the others as there is room for, need a look;
 * of the rest their number is enough.
 */
function oldPodsToReplace(
  tally: Tally,
  ds: DaemonSet,
  byNode: NodePods,
  now: number,
  { maxUnavailable }: UpdateBudget,
): PodToDelete[] {
  const { inOrder, hash, generation, minReadySeconds } = tally;
  const unavailable = total(tally, UNAVAILABLE);
  const replaceable = total(tally, REPLACEABLE);
  let toFind = replaceable;
  let room = Math.max(maxUnavailable - unavailable, 0);
  const entries: [string, readonly Pod[]][] = [];
  for (const { name, bits } of inOrder) {
    if (toFind + room === 0) break;
    const atOnce = (bits & REPLACEABLE) !== 0;
    if (!atOnce && (room === 0 || (bits & OLD) === 0 || (bits & UNAVAILABLE) !== 0)) continue;
    const pods = byNode.get(name) ?? NO_PODS;
    // Where the new pod is there already, the old one is going.
    if (atOnce) toFind--;
    else if (nodeInUpdate(pods, hash, generation, minReadySeconds, now).old) room--;
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
  const available = total(tally, DESIRED | PRESENT | AVAILABLE);
  return {
    desiredNumberScheduled: desired,
    currentNumberScheduled: current,
    numberMisscheduled: total(tally, PRESENT) - current,
    numberReady: total(tally, DESIRED | PRESENT | READY),
    updatedNumberScheduled: total(tally, DESIRED | PRESENT | UPDATED),
    numberAvailable: available,
    numberUnavailable: desired - available,
  };
}
