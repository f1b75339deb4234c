import { controllerOf } from '../../../k8s/owner';
import { matchesSelector } from '../../../k8s/labels';
import type { LabelSelector, Node, Pod } from '../../../k8s/types';
import { naturalLog } from '../../../lib/logarithm';
import { isEmptySelector } from '../affinity-terms';
import type { ClusterView } from '../cluster-view';
import type { ClusterScorePlugin } from '../plugin';
import {
  countedPods,
  hasAllKeys,
  includesNode,
  spreadConstraints,
  type SpreadConstraint,
} from '../spread-constraints';

const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** SCH-31: the fewer like pods in a node's domains, the better. */
export const podTopologySpreadScore: ClusterScorePlugin = {
  name: 'PodTopologySpread',
  weight: 2,
  scores(pod, nodes, view) {
    const own = pod.spec.topologySpreadConstraints?.length ?? 0;
    const constraints = own > 0 ? spreadConstraints(pod, 'ScheduleAnyway') : defaultConstraints(pod, view);
    if (constraints.length === 0) return undefined;
    // The defaults take nodes without a zone as they are; constraints of the pod's own leave such nodes out.
    const counts = (node: Node) => own === 0 || hasAllKeys(node, constraints);
    const leftIn = own === 0 ? nodes : nodes.filter(counts);
    const scores = scoresBy(constraints, pod, leftIn, view, counts);
    if (leftIn.length === nodes.length) return scores;
    let next = 0;
    return nodes.map((node) => (counts(node) ? (scores[next++] as number) : 0));
  },
};

/** Of nodes that are scored at all. */
function scoresBy(
  constraints: readonly SpreadConstraint[],
  pod: Pod,
  nodes: readonly Node[],
  view: ClusterView,
  counts: (node: Node) => boolean,
): number[] {
  // Of numbers that are no integers from the start: another kind of list would be copied into one as soon as the first is stored.
  const raw = new Float64Array(nodes.length);
  for (const c of constraints) {
    const spread = spreadOver(c, pod, nodes, view, counts);
    if (!spread) continue;
    const weight = naturalLog(spread.size + 2);
    for (let i = 0; i < nodes.length; i++) {
      const count = spread.countOn(nodes[i] as Node);
      if (count !== undefined) raw[i] = (raw[i] as number) + (count * weight + (c.maxSkew - 1));
    }
  }
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (let i = 0; i < raw.length; i++) {
    const score = Math.round(raw[i] as number);
    raw[i] = score;
    if (score < min) min = score;
    if (score > max) max = score;
  }
  const scores: number[] = [];
  for (const x of raw) scores.push(max === 0 ? 100 : Math.floor((100 * (max + min - x)) / max));
  return scores;
}

/**
 * How many domains there are, and how many of the pods that count are in the domain of a node; undefined: it is in none. Nothing at all
 * when no node is in any.
 */
function spreadOver(
  c: SpreadConstraint,
  pod: Pod,
  nodes: readonly Node[],
  view: ClusterView,
  counts: (node: Node) => boolean,
): { size: number; countOn: (node: Node) => number | undefined } | undefined {
  const domainOf = (node: Node) => node.metadata.labels?.[c.topologyKey];
  // Without any domain there is nothing to count, as with zones in a cluster that has none.
  if (!nodes.some((node) => domainOf(node) !== undefined)) return undefined;
  const perNode = countedPods(c, pod.metadata.namespace as string, view);
  if (c.topologyKey === HOSTNAME) {
    const countOn = (node: Node) =>
      domainOf(node) === undefined ? undefined : (perNode.get(node.metadata.name) ?? 0);
    return { size: nodes.length, countOn };
  }
  const perDomain = new Map<string, number>();
  for (const node of nodes) perDomain.set(domainOf(node) ?? '', 0);
  for (const [name, count] of perNode) {
    const node = view.node(name);
    if (!node || !counts(node) || !includesNode(c, pod.spec, node)) continue;
    const domain = domainOf(node) ?? '';
    const sum = perDomain.get(domain);
    if (sum !== undefined) perDomain.set(domain, sum + count);
  }
  return {
    size: perDomain.size,
    countOn: (node) => {
      const domain = domainOf(node);
      return domain === undefined ? undefined : (perDomain.get(domain) ?? 0);
    },
  };
}

/** What the scheduler spreads pods of a Service, ReplicaSet or StatefulSet by that do not say anything themselves. */
function defaultConstraints(pod: Pod, view: ClusterView): SpreadConstraint[] {
  const selector = defaultSelector(pod, view);
  if (isEmptySelector(selector)) return [];
  return [
    { topologyKey: HOSTNAME, maxSkew: 3 },
    { topologyKey: ZONE, maxSkew: 5 },
  ].map((c) => ({ ...c, minDomains: 1, selector, honorAffinity: true, honorTaints: false }));
}

/** All labels that the Services of the pod and its owner select by. */
function defaultSelector(pod: Pod, view: ClusterView): LabelSelector {
  const { metadata } = pod;
  const namespace = metadata.namespace as string;
  const matchLabels: Record<string, string> = {};
  for (const { spec } of view.read.list('Service', namespace))
    if (spec?.selector && matchesSelector({ matchLabels: spec.selector }, metadata.labels))
      Object.assign(matchLabels, spec.selector);
  const owner = controllerOf(pod);
  if (owner?.apiVersion !== 'apps/v1' || (owner.kind !== 'ReplicaSet' && owner.kind !== 'StatefulSet'))
    return { matchLabels };
  const theirs = view.read.get(owner.kind, namespace, owner.name)?.spec.selector;
  // Mostly there are no Services, and all pods of the owner share its selector.
  if (theirs && Object.keys(matchLabels).length === 0) return theirs;
  return { ...theirs, matchLabels: { ...matchLabels, ...theirs?.matchLabels } };
}
