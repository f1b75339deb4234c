import {
  matchesNodeSelectorAndAffinity,
  matchesNodeSelectorTerm,
  requiredNodeAffinity,
} from '../../../k8s/node-affinity';
import type { NodeSelectorTerm } from '../../../k8s/types';
import type { FilterPlugin, PodLike, Prepared, Rejection, ClusterScorePlugin } from '../plugin';

const REJECTION: Rejection = {
  reasons: ["node(s) didn't match Pod's node affinity/selector"],
  unresolvable: true,
};

/** SCH-10, SCH-15. */
export const nodeAffinity: FilterPlugin = {
  name: 'NodeAffinity',
  wakesOn: ['NodeAdd', 'NodeLabel'],
  helps(pod, change) {
    if (change.kind !== 'NodeAdd' && change.kind !== 'NodeLabel') return false;
    return (
      matchesNodeSelectorAndAffinity(pod.spec, change.now) &&
      !(change.old && matchesNodeSelectorAndAffinity(pod.spec, change.old))
    );
  },
  prepare: pinnedNodes,
  filter(pod, node) {
    return matchesNodeSelectorAndAffinity(pod.spec, node) ? undefined : REJECTION;
  },
};

/** SCH-26: the weights of the preferred terms that match. */
export const nodeAffinityScore: ClusterScorePlugin = {
  name: 'NodeAffinity',
  weight: 2,
  scores(pod, nodes) {
    const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (!preferred?.length) return undefined;
    const sums = nodes.map((node) => {
      let sum = 0;
      for (const { weight, preference } of preferred)
        if (matchesNodeSelectorTerm(preference, node)) sum += weight;
      return sum;
    });
    const max = Math.max(0, ...sums);
    return sums.map((x) => (max === 0 ? 0 : Math.floor((100 * x) / max)));
  },
};

/** SCH-15: the node names, when every required term names some. A daemon pod names exactly one. */
function pinnedNodes(pod: PodLike): Prepared {
  const terms = requiredNodeAffinity(pod.spec)?.nodeSelectorTerms;
  if (!terms || terms.length === 0) return undefined;
  const nodes = new Set<string>();
  for (const term of terms) {
    const names = namesOf(term);
    if (!names) return undefined;
    for (const name of names) nodes.add(name);
  }
  return nodes.size === 0 ? { refused: 'pod affinity terms conflict' } : { nodes };
}

/** Intersection of the term's `metadata.name In [...]` fields; undefined when it has none. */
function namesOf(term: NodeSelectorTerm): string[] | undefined {
  let names: string[] | undefined;
  for (const { key, operator, values = [] } of term.matchFields ?? []) {
    if (key !== 'metadata.name' || operator !== 'In') continue;
    names = names === undefined ? values : names.filter((name) => values.includes(name));
  }
  return names;
}
