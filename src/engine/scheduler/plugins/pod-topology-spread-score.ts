import { controllerOf } from '../../../k8s/owner';
import { matchesSelector } from '../../../k8s/labels';
import type { LabelSelector, Pod } from '../../../k8s/types';
import { isEmptySelector } from '../affinity-terms';
import type { ClusterView } from '../cluster-view';
import type { ScorePlugin } from '../plugin';
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
export const podTopologySpreadScore: ScorePlugin = {
  name: 'PodTopologySpread',
  weight: 2,
  scores(pod, nodes, view) {
    const own = pod.spec.topologySpreadConstraints?.length ?? 0;
    const constraints = own > 0 ? spreadConstraints(pod, 'ScheduleAnyway') : defaultConstraints(pod, view);
    if (constraints.length === 0) return undefined;
    // The defaults take nodes without a zone as they are; constraints of the pod's own leave such nodes out.
    const counts = (node: (typeof nodes)[number]) => own === 0 || hasAllKeys(node, constraints);
    const scored = nodes.map(counts);
    const spreads = constraints.map((c) => {
      const perNode = countedPods(c, pod.metadata.namespace as string, view);
      if (c.topologyKey === HOSTNAME) return { c, perNode, size: scored.filter(Boolean).length };
      const perDomain = new Map<string, number>();
      nodes.forEach((node, i) => {
        if (scored[i]) perDomain.set(node.metadata.labels?.[c.topologyKey] ?? '', 0);
      });
      for (const [name, count] of perNode) {
        const node = view.node(name);
        if (!node || !counts(node) || !includesNode(c, pod.spec, node)) continue;
        const domain = node.metadata.labels?.[c.topologyKey] ?? '';
        const sum = perDomain.get(domain);
        if (sum !== undefined) perDomain.set(domain, sum + count);
      }
      return { c, perNode, perDomain, size: perDomain.size };
    });
    const raw = nodes.map((node, i) => {
      if (!scored[i]) return undefined;
      let score = 0;
      for (const { c, perNode, perDomain, size } of spreads) {
        const domain = node.metadata.labels?.[c.topologyKey];
        if (domain === undefined) continue;
        const count = (perDomain ? perDomain.get(domain) : perNode.get(node.metadata.name)) ?? 0;
        score += count * Math.log(size + 2) + (c.maxSkew - 1);
      }
      return Math.round(score);
    });
    const known = raw.filter((x) => x !== undefined);
    const min = Math.min(...known);
    const max = Math.max(0, ...known);
    return raw.map((x) =>
      x === undefined ? 0 : max === 0 ? 100 : Math.floor((100 * (max + min - x)) / max),
    );
  },
};

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
  return { ...theirs, matchLabels: { ...matchLabels, ...theirs?.matchLabels } };
}
