import { countedOn, oldAndNew, type Reader } from '../engine/index';
import { isPodAvailable } from '../k8s/conditions';
import { targetNodeName } from '../k8s/node-affinity';
import { podStatusWord } from '../k8s/pod-status';
import type { Pod } from '../k8s/types';
import { compareText } from '../lib/compare';
import { listChanges } from '../lib/list-changes';

const HASH_LABEL = 'controller-revision-hash';
const NONE: readonly Pod[] = [];

/** What the use of a budget depends on beside the pods. */
export interface BudgetRules {
  /** Of the current revision. */
  hash: string;
  generation: number | undefined;
  minReadySeconds: number;
  surge: boolean;
}

/**
 * The pods of a DaemonSet by node and by revision, and which of them use up the budget of a rollout (DS-53, DS-56). It follows the list
 * of the store: a look costs what has changed since the last one, for there are thousands, and many nodes are explained at once.
 */
export class SetPods {
  private list: readonly Pod[] = NONE;
  private readonly byNode = new Map<string, readonly Pod[]>();
  private readonly byHash = new Map<string, number>();
  private rules: BudgetRules | undefined;
  /** As of when, ms since the Unix epoch. */
  private asOf = Number.NEGATIVE_INFINITY;
  /** By node, in a word. */
  private readonly uses = new Map<string, string>();
  /** Nodes whose use is to be found out. */
  private readonly due = new Set<string>();
  /** Nodes with pods that count for them; those with several pods. */
  private readonly occupied = new Set<string>();
  private readonly shared = new Set<string>();

  /** `pods`: all that carry the set's uid, as the store lists them. */
  look(pods: readonly Pod[]): this {
    if (pods === this.list) return this;
    listChanges(this.list, pods, comparePods, (before, now) => {
      if (before) this.leave(before);
      if (now) this.enter(now);
    });
    this.list = pods;
    // Now, when there are few of them: who asks for the budget may not do so for long.
    if (this.rules) this.settle(this.rules);
    return this;
  }

  /** Bound to the node or pinned to it, in order of namespace and name. */
  on(node: string): readonly Pod[] {
    return this.byNode.get(node) ?? NONE;
  }

  /** Nodes with pods that are not just the remains of finished ones, there or gone. */
  get nodes(): ReadonlySet<string> {
    return this.occupied;
  }

  /** How many pods carry the hash of this revision. */
  ofRevision(hash: string): number {
    return this.byHash.get(hash) ?? 0;
  }

  /** What makes nodes with pods count against the budget, in a word, by node. `now`: ms since the Unix epoch. */
  budgetUses(rules: BudgetRules, now: number): ReadonlyMap<string, string> {
    const { due, uses, rules: known, asOf } = this;
    const { minReadySeconds, surge } = rules;
    if (now < asOf || known?.minReadySeconds !== minReadySeconds || known.surge !== surge)
      for (const node of this.byNode.keys()) due.add(node);
    else {
      // Which revision is the current one matters only where there are two.
      if (known.hash !== rules.hash || known.generation !== rules.generation)
        for (const node of this.shared) due.add(node);
      // Time that goes on makes pods available, never the other way round.
      if (minReadySeconds > 0) for (const node of uses.keys()) due.add(node);
    }
    this.rules = rules;
    this.asOf = now;
    this.settle(rules);
    return uses;
  }

  private settle(rules: BudgetRules): void {
    const { due, uses, asOf } = this;
    for (const node of due) {
      const use = budgetUse(this.counted(node), rules, asOf);
      if (use === undefined) uses.delete(node);
      else uses.set(node, use);
    }
    due.clear();
  }

  private counted(node: string): readonly Pod[] {
    return this.on(node).filter((pod) => countedOn(pod) !== undefined);
  }

  private enter(pod: Pod): void {
    this.count(pod, 1);
    const node = targetNodeName(pod);
    if (node !== undefined) this.put(node, [...this.on(node), pod].sort(comparePods));
  }

  private leave(pod: Pod): void {
    this.count(pod, -1);
    const node = targetNodeName(pod);
    if (node === undefined) return;
    this.put(
      node,
      this.on(node).filter((other) => other !== pod),
    );
  }

  private put(node: string, pods: readonly Pod[]): void {
    if (pods.length > 0) this.byNode.set(node, pods);
    else this.byNode.delete(node);
    if (pods.some((pod) => countedOn(pod) !== undefined)) this.occupied.add(node);
    else this.occupied.delete(node);
    if (pods.length > 1) this.shared.add(node);
    else this.shared.delete(node);
    this.due.add(node);
  }

  private count({ metadata }: Pod, by: 1 | -1): void {
    const hash = metadata.labels?.[HASH_LABEL] ?? '';
    const count = this.ofRevision(hash) + by;
    if (count > 0) this.byHash.set(hash, count);
    else this.byHash.delete(hash);
  }
}

/** Sets that are followed in one cluster; those asked for longest ago are let go. */
const MOST = 8;
const followed = new WeakMap<Reader, Map<string, SetPods>>();

/** The pods of the set with this uid as of now; to be read at once. */
export function podsOfSet(read: Reader, uid: string): SetPods {
  let sets = followed.get(read);
  if (!sets) followed.set(read, (sets = new Map()));
  const pods = sets.get(uid) ?? new SetPods();
  sets.delete(uid);
  sets.set(uid, pods);
  for (const oldest of sets.keys()) if (sets.size > MOST) sets.delete(oldest);
  return pods.look(read.ownedBy('Pod', uid));
}

/** What makes a node with these pods count against the budget; undefined when it does not. */
function budgetUse(
  pods: readonly Pod[],
  { hash, generation, minReadySeconds, surge }: BudgetRules,
  now: number,
): string | undefined {
  if (pods.length === 0) return undefined;
  const found = oldAndNew(pods, hash, generation);
  const available = (pod: Pod) => isPodAvailable(pod, minReadySeconds, now);
  if (!found.ok) return 'two pods of a kind';
  if (surge) return found.old && found.new && !available(found.new) ? stateOf(found.new) : undefined;
  if (found.old && found.new) return 'old and new pod';
  const pod = found.new ?? found.old;
  if (!pod) return pods[0] && stateOf(pods[0]);
  return available(pod) ? undefined : stateOf(pod);
}

function stateOf(pod: Pod): string {
  const word = podStatusWord(pod);
  return word === 'Running' ? 'not available yet' : word;
}

/** As the store lists them. */
function comparePods({ metadata: a }: Pod, { metadata: b }: Pod): number {
  return compareText(a.namespace ?? '', b.namespace ?? '') || compareText(a.name, b.name);
}
