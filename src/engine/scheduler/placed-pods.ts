/** Facts about all pods that have a node, for the plugins that look at other pods than those of one node. */
import { isTerminating } from '../../k8s/conditions';
import type { Pod } from '../../k8s/types';
import type { Reader } from '../api/types';
import { affinityTerms, type AffinityTerms } from './affinity-terms';
import { takesRoom } from './node-usage';

/** Pods with the same affinity to other pods, from one namespace. */
export interface AffinityGroup {
  terms: AffinityTerms;
  /** Pods by node name. */
  perNode: Map<string, number>;
}

interface Tally {
  matches: (pod: Pod) => boolean;
  perNode: Map<string, number>;
}

/** Tallies kept at most; the one not asked for longest goes first. */
const TALLIES = 64;

/**
 * Kept in step pod by pod once somebody has asked; derived from the objects alone, so no part of a checkpoint. `perNode` maps may
 * name nodes that do not exist.
 */
export class PlacedPods {
  readonly groups = new Map<string, AffinityGroup>();
  private readonly pods = new Map<string, Pod>();
  private readonly tallies = new Map<string, Tally>();

  constructor(read: Reader) {
    for (const pod of read.list('Pod')) this.changed(pod, takesRoom(pod));
  }

  /** `placed`: has a node and takes room there. Calling it twice does no harm. */
  changed(pod: Pod, placed: boolean): void {
    const { uid } = pod.metadata;
    const old = this.pods.get(uid);
    if (placed && old && looksTheSame(old, pod)) return;
    if (old) {
      this.pods.delete(uid);
      this.count(old, -1);
    }
    if (!placed) return;
    this.pods.set(uid, pod);
    this.count(pod, 1);
  }

  /** How many placed pods match, by node name. `key` stands for all that `matches` goes by. */
  matching(key: string, matches: (pod: Pod) => boolean): ReadonlyMap<string, number> {
    let tally = this.tallies.get(key);
    if (tally) this.tallies.delete(key);
    else {
      tally = { matches, perNode: new Map() };
      for (const pod of this.pods.values())
        if (matches(pod)) addCount(tally.perNode, pod.spec.nodeName as string, 1);
      const oldest = this.tallies.size >= TALLIES ? this.tallies.keys().next().value : undefined;
      if (oldest !== undefined) this.tallies.delete(oldest);
    }
    this.tallies.set(key, tally);
    return tally.perNode;
  }

  private count(pod: Pod, by: 1 | -1): void {
    const node = pod.spec.nodeName as string;
    for (const { matches, perNode } of this.tallies.values()) if (matches(pod)) addCount(perNode, node, by);
    const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
    if (!podAffinity && !podAntiAffinity) return;
    const key = JSON.stringify([pod.metadata.namespace, podAffinity, podAntiAffinity]);
    let group = this.groups.get(key);
    if (!group) this.groups.set(key, (group = { terms: affinityTerms(pod), perNode: new Map() }));
    addCount(group.perNode, node, by);
    if (group.perNode.size === 0) this.groups.delete(key);
  }
}

function looksTheSame(a: Pod, b: Pod): boolean {
  return (
    a.metadata.labels === b.metadata.labels &&
    a.spec.nodeName === b.spec.nodeName &&
    isTerminating(a) === isTerminating(b)
  );
}

/** Adds in place; counts of zero are left out. */
export function addCount<K>(counts: Map<K, number>, key: K, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
