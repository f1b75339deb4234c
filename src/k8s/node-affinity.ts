/** nodeSelector and required node affinity (SCH-10, SCH-16; TEST-110 … TEST-117). */
import { matchesRequirements } from './labels';
import type { Node, NodeSelector, NodeSelectorTerm, PodSpec } from './types';

const NAME_FIELD = 'metadata.name';

/** Terms are ORed; an empty list, and a term without expressions and fields, match nothing (SCH-16). */
export function matchesNodeSelectorTerms(selector: NodeSelector | undefined, node: Node): boolean {
  const terms = selector?.nodeSelectorTerms;
  if (!terms) return false;
  for (const term of terms) if (matchesNodeSelectorTerm(term, node)) return true;
  return false;
}

/** One term: all expressions over the labels and all fields hold. A malformed requirement makes it match nothing (DS-21). */
export function matchesNodeSelectorTerm(term: NodeSelectorTerm, node: Node): boolean {
  const { matchExpressions: expressions, matchFields: fields } = term;
  if (!expressions?.length && !fields?.length) return false;
  if (fields) {
    for (const field of fields) {
      // A field requirement compares with exactly one value; only metadata.name exists.
      const wanted = field.values?.length === 1 ? field.values[0] : undefined;
      if (wanted === undefined) return false;
      const equal = (field.key === NAME_FIELD ? node.metadata.name : '') === wanted;
      if (field.operator === 'In' ? !equal : field.operator !== 'NotIn' || equal) return false;
    }
  }
  return expressions ? matchesRequirements(expressions, node.metadata.labels) : true;
}

export function requiredNodeAffinity(spec: PodSpec): NodeSelector | undefined {
  return spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
}

/** `spec.nodeSelector`: every pair is on the node. Absent or empty matches every node. */
export function matchesNodeSelectorMap(
  nodeSelector: Readonly<Record<string, string>> | undefined,
  node: Node,
): boolean {
  if (!nodeSelector) return true;
  const labels = node.metadata.labels;
  for (const key in nodeSelector) {
    if (labels === undefined || !Object.hasOwn(labels, key) || labels[key] !== nodeSelector[key])
      return false;
  }
  return true;
}

/** Both parts (TEST-117); absent affinity does not restrict. */
export function matchesNodeSelectorAndAffinity(spec: PodSpec, node: Node): boolean {
  if (!matchesNodeSelectorMap(spec.nodeSelector, node)) return false;
  const required = requiredNodeAffinity(spec);
  return required === undefined || matchesNodeSelectorTerms(required, node);
}

/**
 * The node that the pod's required affinity names: the single value of a matchFields `metadata.name In` (DS-11).
 * `spec.nodeName` is not looked at; use `targetNodeName` for both.
 */
export function pinnedNodeName(pod: { spec: PodSpec }): string | undefined {
  const terms = requiredNodeAffinity(pod.spec)?.nodeSelectorTerms;
  if (!terms) return undefined;
  for (const term of terms) {
    if (!term.matchFields) continue;
    for (const field of term.matchFields) {
      if (field.key !== NAME_FIELD || field.operator !== 'In') continue;
      // More than one value is an error upstream (TEST-88), not a reason to look further.
      return field.values?.length === 1 ? field.values[0] : undefined;
    }
  }
  return undefined;
}

/** `spec.nodeName`, else `pinnedNodeName` (DS-11, TEST-88). */
export function targetNodeName(pod: { spec: PodSpec }): string | undefined {
  return pod.spec.nodeName || pinnedNodeName(pod);
}
