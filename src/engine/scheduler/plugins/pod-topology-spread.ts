import { matchesSelector } from '../../../k8s/labels';
import type { Node, Pod } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import type { Change, ClusterCheck, FilterPlugin, Rejection } from '../plugin';
import {
  countedPods,
  hasAllKeys,
  includesNode,
  spreadConstraints,
  type SpreadConstraint,
} from '../spread-constraints';

const REASON = "node(s) didn't match pod topology spread constraints";
const SKEWED: Rejection = { reasons: [REASON], unresolvable: false };
const NO_LABEL: Rejection = { reasons: [`${REASON} (missing required label)`], unresolvable: true };

/** SCH-12, SCH-19. */
export const podTopologySpread: FilterPlugin = {
  name: 'PodTopologySpread',
  wakesOn: [
    'NodeAdd',
    'NodeDelete',
    'NodeLabel',
    'NodeTaint',
    'PodAdd',
    'PodLabel',
    'PodToleration',
    'PodDelete',
  ],
  helps(pod, change) {
    const constraints = spreadConstraints(pod, 'DoNotSchedule');
    switch (change.kind) {
      case 'NodeAdd':
      case 'NodeLabel':
      case 'NodeTaint':
        return nodeHelps(constraints, change.now, change.old);
      case 'NodeDelete':
        return hasAllKeys(change.old, constraints);
      case 'PodAdd':
      case 'PodDelete':
      case 'PodLabel':
      case 'PodToleration':
        return podHelps(pod, constraints, change);
      default:
        return false;
    }
  },
  prepare(pod, view) {
    const constraints = spreadConstraints(pod, 'DoNotSchedule');
    if (constraints.length === 0) return undefined;
    const domains = constraints.map(() => new Map<string, number>());
    const counted = constraints.map((c) => countedPods(c, pod.metadata.namespace as string, view));
    for (const node of view.nodes()) {
      if (!hasAllKeys(node, constraints)) continue;
      constraints.forEach((c, i) => {
        if (!includesNode(c, pod.spec, node)) return;
        const domain = domainOf(node, c);
        const counts = domains[i] as Map<string, number>;
        counts.set(domain, (counts.get(domain) ?? 0) + (counted[i]?.get(node.metadata.name) ?? 0));
      });
    }
    return { check: check(pod, constraints, domains) };
  },
};

/** `domains`: matching pods by domain, for each constraint; a domain without pods is there with 0. */
function check(
  pod: Pod,
  constraints: readonly SpreadConstraint[],
  domains: readonly Map<string, number>[],
): ClusterCheck {
  const lowest = (i: number): number => {
    const counts = domains[i] as Map<string, number>;
    // Fewer domains than asked for: the missing ones count as empty.
    if (counts.size < (constraints[i]?.minDomains ?? 1)) return 0;
    return Math.min(...counts.values());
  };
  let minima: number[] | undefined;
  return {
    filter(node) {
      minima ??= constraints.map((_, i) => lowest(i));
      for (const [i, c] of constraints.entries()) {
        if (!hasAllKeys(node, [c])) return NO_LABEL;
        const own = matchesSelector(c.selector, pod.metadata.labels) ? 1 : 0;
        const there = domains[i]?.get(domainOf(node, c)) ?? 0;
        if (there + own - (minima[i] as number) > c.maxSkew) return SKEWED;
      }
      return undefined;
    },
    moved(other, node, by) {
      if (other.metadata.namespace !== pod.metadata.namespace || !hasAllKeys(node, constraints)) return;
      minima = undefined;
      constraints.forEach((c, i) => {
        if (!matchesSelector(c.selector, other.metadata.labels) || !includesNode(c, pod.spec, node)) return;
        const counts = domains[i] as Map<string, number>;
        const domain = domainOf(node, c);
        counts.set(domain, (counts.get(domain) ?? 0) + by);
      });
    },
    copy: () =>
      check(
        pod,
        constraints,
        domains.map((counts) => new Map(counts)),
      ),
  };
}

function domainOf(node: Node, { topologyKey }: SpreadConstraint): string {
  return node.metadata.labels?.[topologyKey] ?? '';
}

function nodeHelps(constraints: readonly SpreadConstraint[], now: Node, old: Node | undefined): boolean {
  const matches = hasAllKeys(now, constraints);
  if (!old) return matches;
  if (matches !== hasAllKeys(old, constraints)) return true;
  return (
    matches &&
    (constraints.some((c) => domainOf(now, c) !== domainOf(old, c)) ||
      !deepEqual(now.spec.taints, old.spec.taints))
  );
}

function podHelps(
  pod: Pod,
  constraints: readonly SpreadConstraint[],
  change: Extract<Change, { kind: 'PodAdd' | 'PodDelete' | 'PodLabel' | 'PodToleration' }>,
): boolean {
  const now = change.kind === 'PodDelete' ? undefined : change.now;
  const { old } = change;
  const concerns = (other: Pod | undefined) =>
    !other ||
    other.metadata.uid === pod.metadata.uid ||
    (Boolean(other.spec.nodeName) && other.metadata.namespace === pod.metadata.namespace);
  if (!concerns(now) || !concerns(old)) return false;
  const matches = (c: SpreadConstraint, other: Pod) => matchesSelector(c.selector, other.metadata.labels);
  if (now && old) {
    if (
      now.metadata.uid === pod.metadata.uid &&
      !deepEqual(now.spec.tolerations, old.spec.tolerations) &&
      constraints.some((c) => c.honorTaints)
    )
      return true;
    return constraints.some((c) => matches(c, now) !== matches(c, old));
  }
  const other = (now ?? old) as Pod;
  return constraints.some((c) => matches(c, other));
}
