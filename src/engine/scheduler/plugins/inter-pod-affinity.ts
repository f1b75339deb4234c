import type { Node, Pod } from '../../../k8s/types';
import {
  affinityTerms,
  allTermsMatch,
  termMatches,
  termsKey,
  withNamespaces,
  type AffinityTerm,
} from '../affinity-terms';
import type { ClusterView } from '../cluster-view';
import { addCount } from '../placed-pods';
import type { ClusterCheck, FilterPlugin, NodeChange, Rejection, ClusterScorePlugin } from '../plugin';

const NO_AFFINITY: Rejection = { reasons: ["node(s) didn't match pod affinity rules"], unresolvable: true };
const ANTI: Rejection = { reasons: ["node(s) didn't match pod anti-affinity rules"], unresolvable: false };
const EXISTING: Rejection = {
  reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
  unresolvable: false,
};
/** Weight of a required term of another pod that the pod would please (SCH-27's table). */
const HARD_WEIGHT = 1;

type Labels = Readonly<Record<string, string>> | undefined;
/** Pods by `key\nvalue` of a node label. */
type Pairs = Map<string, number>;

/** SCH-13, SCH-18. */
export const interPodAffinity: FilterPlugin = {
  name: 'InterPodAffinity',
  wakesOn: ['NodeAdd', 'NodeLabel', 'PodAdd', 'PodLabel', 'PodDelete'],
  helps(pod, change) {
    const { required, requiredAnti } = affinityTerms(pod);
    switch (change.kind) {
      case 'PodAdd':
        return allTermsMatch(required, change.now);
      case 'PodDelete':
        return allTermsMatch(requiredAnti, change.old);
      case 'PodLabel':
        return (
          change.old !== undefined &&
          Boolean(change.now.spec.nodeName && change.old.spec.nodeName) &&
          ((!allTermsMatch(required, change.old) && allTermsMatch(required, change.now)) ||
            (allTermsMatch(requiredAnti, change.old) && !allTermsMatch(requiredAnti, change.now)))
        );
      case 'NodeAdd':
      case 'NodeLabel':
        return nodeHelps(required, requiredAnti, change);
      default:
        return false;
    }
  },
  prepare(pod, view) {
    const terms = affinityTerms(pod);
    const required = withNamespaces(terms.required, view.read);
    const anti = withNamespaces(terms.requiredAnti, view.read);
    const own = namespaceLabels(pod, view);
    const existing: Pairs = new Map();
    const placed = view.placed();
    for (const { terms: theirs, perNode } of placed.groups.values())
      for (const term of theirs.requiredAnti)
        if (termMatches(term, pod, own)) spreadOver(existing, perNode, term.topologyKey, view);
    if (existing.size === 0 && required.length === 0 && anti.length === 0) return undefined;
    const wanted: Pairs = new Map();
    if (required.length > 0) {
      const perNode = placed.matching(`all ${termsKey(required)}`, (p) => allTermsMatch(required, p));
      for (const term of required) spreadOver(wanted, perNode, term.topologyKey, view);
    }
    const hated: Pairs = new Map();
    for (const term of anti) spreadOver(hated, matching(term, view), term.topologyKey, view);
    return { check: check(pod, own, required, anti, { existing, wanted, hated }) };
  },
};

interface Counts {
  /** Pods whose anti-affinity the pod would hurt. */
  existing: Pairs;
  /** Pods that the pod's affinity asks for. */
  wanted: Pairs;
  /** Pods that its anti-affinity rules out. */
  hated: Pairs;
}

function check(
  pod: Pod,
  own: Labels,
  required: readonly AffinityTerm[],
  anti: readonly AffinityTerm[],
  counts: Counts,
): ClusterCheck {
  const { existing, wanted, hated } = counts;
  const has = (pairs: Pairs, { topologyKey }: AffinityTerm, node: Node) => {
    const pair = pairOf(node, topologyKey);
    return pair !== undefined && (pairs.get(pair) ?? 0) > 0;
  };
  return {
    filter(node) {
      if (required.some((term) => pairOf(node, term.topologyKey) === undefined)) return NO_AFFINITY;
      // The first pod of a group that wants to be together has nobody to join but itself (SCH-18).
      if (
        !required.every((term) => has(wanted, term, node)) &&
        !(wanted.size === 0 && allTermsMatch(required, pod))
      )
        return NO_AFFINITY;
      if (anti.some((term) => has(hated, term, node))) return ANTI;
      if (existing.size > 0)
        for (const key in node.metadata.labels)
          if (existing.has(pairOf(node, key) as string)) return EXISTING;
      return undefined;
    },
    moved(other, node, by) {
      const add = (pairs: Pairs, { topologyKey }: AffinityTerm) => {
        const pair = pairOf(node, topologyKey);
        if (pair !== undefined) addCount(pairs, pair, by);
      };
      for (const term of affinityTerms(other).requiredAnti)
        if (termMatches(term, pod, own)) add(existing, term);
      if (allTermsMatch(required, other)) for (const term of required) add(wanted, term);
      for (const term of anti) if (termMatches(term, other)) add(hated, term);
    },
    copy: () =>
      check(pod, own, required, anti, {
        existing: new Map(existing),
        wanted: new Map(wanted),
        hated: new Map(hated),
      }),
  };
}

/** Preferred terms in both directions, and the required ones of other pods. */
export const interPodAffinityScore: ClusterScorePlugin = {
  name: 'InterPodAffinity',
  weight: 2,
  scores(pod, nodes, view) {
    const pairs: Pairs = new Map();
    const terms = affinityTerms(pod);
    const own = namespaceLabels(pod, view);
    const weigh = (list: readonly AffinityTerm[], sign: 1 | -1) => {
      for (const term of withNamespaces(list, view.read))
        spreadOver(pairs, matching(term, view), term.topologyKey, view, sign * term.weight);
    };
    weigh(terms.preferred, 1);
    weigh(terms.preferredAnti, -1);
    for (const { terms: theirs, perNode } of view.placed().groups.values()) {
      const take = (list: readonly AffinityTerm[], weightOf: (term: AffinityTerm) => number) => {
        for (const term of list)
          if (termMatches(term, pod, own)) spreadOver(pairs, perNode, term.topologyKey, view, weightOf(term));
      };
      take(theirs.required, () => HARD_WEIGHT);
      take(theirs.preferred, (term) => term.weight);
      take(theirs.preferredAnti, (term) => -term.weight);
    }
    if (pairs.size === 0) return undefined;
    const keys = new Set([...pairs.keys()].map((pair) => pair.slice(0, pair.indexOf('\n'))));
    const sums = nodes.map((node) => {
      let sum = 0;
      for (const key of keys) sum += pairs.get(pairOf(node, key) ?? '') ?? 0;
      return sum;
    });
    const min = Math.min(...sums);
    const max = Math.max(...sums);
    return sums.map((x) => (max === min ? 0 : Math.trunc(100 * ((x - min) / (max - min)))));
  },
};

function matching(term: AffinityTerm, view: ClusterView): ReadonlyMap<string, number> {
  return view.placed().matching(`term ${termsKey([term])}`, (p) => termMatches(term, p));
}

/** Adds pods counted by node to the domains of the nodes. */
function spreadOver(
  pairs: Pairs,
  perNode: ReadonlyMap<string, number>,
  topologyKey: string,
  view: ClusterView,
  weight = 1,
): void {
  for (const [name, count] of perNode) {
    const node = view.node(name);
    const pair = node && pairOf(node, topologyKey);
    if (pair !== undefined) addCount(pairs, pair, count * weight);
  }
}

function pairOf(node: Node, key: string): string | undefined {
  const { labels } = node.metadata;
  return labels !== undefined && Object.hasOwn(labels, key) ? `${key}\n${labels[key]}` : undefined;
}

function namespaceLabels(pod: Pod, view: ClusterView): Labels {
  return view.read.get('Namespace', undefined, pod.metadata.namespace as string)?.metadata.labels;
}

function nodeHelps(
  required: readonly AffinityTerm[],
  anti: readonly AffinityTerm[],
  { old, now }: NodeChange,
): boolean {
  const moved = (was: string | undefined, is: string | undefined) =>
    was !== undefined && is !== undefined && was !== is;
  for (const { topologyKey } of required) {
    const [was, is] = [old && pairOf(old, topologyKey), pairOf(now, topologyKey)];
    if ((was === undefined && is !== undefined) || moved(was, is)) return true;
  }
  if (anti.length > 0 && !old) return true;
  for (const { topologyKey } of anti) {
    const [was, is] = [old && pairOf(old, topologyKey), pairOf(now, topologyKey)];
    if ((was !== undefined && is === undefined) || moved(was, is)) return true;
  }
  return false;
}
