/**
 * Which nodes a DaemonSet is for, written from the documentation of Kubernetes and not from the engine: the judge must not share
 * the mistakes of the judged. Nothing is remembered, nothing is fast.
 */
import type {
  DaemonSet,
  Node,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
  PodSpec,
  Taint,
  Toleration,
} from '../../../k8s/types';

export interface Eligibility {
  /** A pod is to be there. */
  runs: boolean;
  /** A pod that is there stays. */
  keeps: boolean;
}

/** Taints that every daemon pod tolerates (documentation of DaemonSets, "Taints and tolerations"). */
const TOLERATED = [
  'not-ready:NoExecute',
  'unreachable:NoExecute',
  'disk-pressure:NoSchedule',
  'memory-pressure:NoSchedule',
  'pid-pressure:NoSchedule',
  'unschedulable:NoSchedule',
].map((text) => `node.kubernetes.io/${text}`);

export function eligibility(ds: DaemonSet, node: Node): Eligibility {
  const spec = ds.spec.template.spec ?? { containers: [] };
  if (!selects(spec, node)) return { runs: false, keeps: false };
  const repelling = (node.spec.taints ?? []).filter((taint) => repels(spec, taint));
  const executing = repelling.filter(({ effect }) => effect === 'NoExecute');
  return { runs: repelling.length === 0, keeps: executing.length === 0 };
}

function selects(spec: PodSpec, node: Node): boolean {
  const { name } = node.metadata;
  if (spec.nodeName !== undefined && spec.nodeName !== name) return false;
  const labels = node.metadata.labels ?? {};
  for (const key in spec.nodeSelector) if (labels[key] !== spec.nodeSelector[key]) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || required.nodeSelectorTerms.some((term) => termMatches(term, name, labels));
}

function termMatches(term: NodeSelectorTerm, name: string, labels: Record<string, string>): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  return (
    expressions.every((e) => requirementHolds(e, labels[e.key])) &&
    fields.every((f) => f.key === 'metadata.name' && requirementHolds(f, name))
  );
}

function requirementHolds(
  { operator, values = [] }: NodeSelectorRequirement,
  value: string | undefined,
): boolean {
  switch (operator) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Gt':
    case 'Lt': {
      if (value === undefined || !/^-?\d+$/.test(value)) return false;
      const difference = Number(value) - Number(values[0]);
      return operator === 'Gt' ? difference > 0 : difference < 0;
    }
    default:
      throw new Error(`the oracle does not know ${operator}`);
  }
}

function repels(spec: PodSpec, taint: Taint): boolean {
  if (taint.effect === 'PreferNoSchedule') return false;
  if (TOLERATED.includes(`${taint.key}:${taint.effect}`)) return false;
  return !(spec.tolerations ?? []).some((toleration) => covers(toleration, taint));
}

/** Whether a pod as it is may be put on a node, for all that selectors and taints say. */
export function mayGoTo({ spec }: Pod, node: Node): boolean {
  const taints = (node.spec.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule');
  const isTolerated = taints.every((taint) =>
    spec.tolerations?.some((toleration) => covers(toleration, taint)),
  );
  return isTolerated && selects(spec, node);
}

function covers(toleration: Toleration, taint: Taint): boolean {
  const { key, operator = 'Equal', value = '', effect } = toleration;
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  return operator === 'Exists' || value === (taint.value ?? '');
}

/** The node that a daemon pod is for: where it is bound, or the one name that its affinity allows. */
export function aimOf(pod: Pod): string | undefined {
  if (pod.spec.nodeName) return pod.spec.nodeName;
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  for (const term of required?.nodeSelectorTerms ?? [])
    for (const { key, operator, values } of term.matchFields ?? [])
      if (key === 'metadata.name' && operator === 'In' && values?.length === 1) return values[0];
  return undefined;
}
