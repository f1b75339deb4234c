/** Topology spread constraints, ready to be counted with (SCH-12, SCH-19, SCH-31). */
import { matchesNodeSelectorAndAffinity } from '../../k8s/node-affinity';
import { matchesSelector } from '../../k8s/labels';
import { untoleratedTaint } from '../../k8s/taints';
import { isTerminating } from '../../k8s/conditions';
import type { LabelSelector, Node, Pod, PodSpec } from '../../k8s/types';
import { isEmptySelector } from './affinity-terms';
import type { ClusterView } from './cluster-view';

export interface SpreadConstraint {
  topologyKey: string;
  maxSkew: number;
  minDomains: number;
  /** Absent matches no pod. */
  selector?: LabelSelector;
  honorAffinity: boolean;
  honorTaints: boolean;
}

const NOBODY: ReadonlyMap<string, number> = new Map();
const KEEPS_AWAY = ['NoSchedule', 'NoExecute'];

/** The pod's constraints of one kind. */
export function spreadConstraints(
  { metadata, spec }: Pod,
  when: 'DoNotSchedule' | 'ScheduleAnyway',
): SpreadConstraint[] {
  return (spec.topologySpreadConstraints ?? [])
    .filter((c) => c.whenUnsatisfiable === when)
    .map((c) => {
      const selector = c.labelSelector && withOwnLabels(c.labelSelector, c.matchLabelKeys, metadata.labels);
      return {
        topologyKey: c.topologyKey,
        maxSkew: c.maxSkew,
        minDomains: c.minDomains ?? 1,
        ...(selector && { selector }),
        honorAffinity: c.nodeAffinityPolicy !== 'Ignore',
        honorTaints: c.nodeTaintsPolicy === 'Honor',
      };
    });
}

function withOwnLabels(
  selector: LabelSelector,
  keys: readonly string[] = [],
  labels: Readonly<Record<string, string>> = {},
): LabelSelector {
  const own = keys.filter((key) => Object.hasOwn(labels, key));
  if (own.length === 0) return selector;
  const expressions = own.map((key) => ({ key, operator: 'In', values: [labels[key] as string] }));
  return { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...expressions] };
}

/** Whether the node's domain counts at all for the pod (nodeAffinityPolicy, nodeTaintsPolicy). */
export function includesNode(constraint: SpreadConstraint, spec: PodSpec, node: Node): boolean {
  if (constraint.honorAffinity && !matchesNodeSelectorAndAffinity(spec, node)) return false;
  return !(constraint.honorTaints && untoleratedTaint(node.spec.taints, spec.tolerations, KEEPS_AWAY));
}

export function hasAllKeys(node: Node, constraints: readonly SpreadConstraint[]): boolean {
  const labels = node.metadata.labels ?? {};
  return constraints.every(({ topologyKey }) => Object.hasOwn(labels, topologyKey));
}

const texts = new WeakMap<LabelSelector, string>();

function textOf(selector: LabelSelector): string {
  let text = texts.get(selector);
  if (text === undefined) texts.set(selector, (text = JSON.stringify(selector)));
  return text;
}

/** Pods of the namespace that the constraint counts, by node name. Terminating pods do not count, and an empty selector counts none. */
export function countedPods(
  { selector }: SpreadConstraint,
  namespace: string,
  view: ClusterView,
): ReadonlyMap<string, number> {
  if (!selector || isEmptySelector(selector)) return NOBODY;
  return view
    .placed()
    .matching(
      `spread ${namespace} ${textOf(selector)}`,
      (p) =>
        p.metadata.namespace === namespace &&
        !isTerminating(p) &&
        matchesSelector(selector, p.metadata.labels),
    );
}
