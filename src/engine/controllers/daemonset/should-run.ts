/** Which nodes run a pod of the set (DS-16). Pure; the picture and the "why" read this very result (architecture rule 5). */
import { matchesNodeSelectorTerms, requiredNodeAffinity } from '../../../k8s/node-affinity';
import { tolerates } from '../../../k8s/taints';
import type {
  DaemonSet,
  Node,
  NodeSelector,
  PodSpec,
  PodTemplateSpec,
  Taint,
  Toleration,
} from '../../../k8s/types';
import { daemonTolerations } from './default-tolerations';

/** A pair of the template's `nodeSelector` that the node's labels do not have. */
export interface LabelMismatch {
  key: string;
  wanted: string;
  /** The node's value; absent when the node has no such label. */
  actual?: string;
}

export interface DaemonVerdict {
  /** A pod is created here when there is none; the node counts as desired. */
  shouldRun: boolean;
  /** A pod that is already here stays. */
  shouldContinueRunning: boolean;
  /** Before 1.12 alone: what there is too little of for a pod that should run here. Nothing is created or deleted here then. */
  unplaced?: string;
  checks: {
    /** `wanted` = the template's `spec.nodeName`, when it names another node. */
    nodeName: { ok: boolean; wanted?: string };
    nodeSelector: { ok: boolean; mismatches: readonly LabelMismatch[] };
    /** `required` = the template's required node affinity, when it does not match. */
    nodeAffinity: { ok: boolean; required?: NodeSelector };
    /** NoSchedule and NoExecute taints that neither the template nor the default tolerations (DS-24) tolerate, in node order. */
    taints: { ok: boolean; untolerated: readonly Taint[] };
    /** Before 1.12 alone: host ports of the template that other pods of the node have; then no pod is wanted here. */
    hostPorts?: { ok: boolean; taken: readonly number[] };
    /** Before 1.12 alone. */
    resources?: { ok: boolean; lack?: string };
  };
}

const NONE: readonly never[] = [];
const YES: DaemonVerdict = {
  shouldRun: true,
  shouldContinueRunning: true,
  checks: {
    nodeName: { ok: true },
    nodeSelector: { ok: true, mismatches: NONE },
    nodeAffinity: { ok: true },
    taints: { ok: true, untolerated: NONE },
  },
};

interface Memo {
  tolerations: readonly Toleration[];
  /** Those that say no. */
  verdicts: WeakMap<Node, DaemonVerdict>;
  lists: WeakMap<readonly Node[], readonly DaemonVerdict[]>;
}
// The verdict depends on nothing but the two immutable objects, so remembering it by identity cannot go stale.
const memos = new WeakMap<PodTemplateSpec, Memo>();

/** DS-16 … DS-21. Resources, ports, pod affinity, conditions and `spec.unschedulable` are the scheduler's business (DS-17). */
export function nodeShouldRunDaemonPod(ds: DaemonSet, node: Node): DaemonVerdict {
  return remembered(memoOf(ds.spec.template), ds.spec.template, node);
}

/** The same, not remembered: for who keeps the verdicts himself. A node's labels and taints decide, so a change of others needs no new one. */
export function judgeNode(template: PodTemplateSpec, node: Node): DaemonVerdict {
  return judge(template.spec, memoOf(template).tolerations, node);
}

/** The verdict for each node, in the order of the list. `nodes` is a list as the store hands it out: it never changes. */
export function daemonVerdicts(ds: DaemonSet, nodes: readonly Node[]): readonly DaemonVerdict[] {
  const { template } = ds.spec;
  const memo = memoOf(template);
  let list = memo.lists.get(nodes);
  if (!list) memo.lists.set(nodes, (list = nodes.map((node) => remembered(memo, template, node))));
  return list;
}

function memoOf(template: PodTemplateSpec): Memo {
  let memo = memos.get(template);
  if (!memo) {
    const tolerations = template.spec ? daemonTolerations(template.spec) : [];
    memo = { tolerations, verdicts: new WeakMap(), lists: new WeakMap() };
    memos.set(template, memo);
  }
  return memo;
}

function remembered(memo: Memo, template: PodTemplateSpec, node: Node): DaemonVerdict {
  const known = memo.verdicts.get(node);
  if (known) return known;
  const verdict = judge(template.spec, memo.tolerations, node);
  // Most say yes, which is found out faster than the garbage collector follows an entry for each node.
  if (verdict !== YES) memo.verdicts.set(node, verdict);
  return verdict;
}

function judge(spec: PodSpec | undefined, tolerations: readonly Toleration[], node: Node): DaemonVerdict {
  const wanted = spec?.nodeName;
  const nodeNameOk = wanted === undefined || wanted === '' || wanted === node.metadata.name;
  const mismatches = labelMismatches(spec?.nodeSelector, node);
  const required = spec && requiredNodeAffinity(spec);
  const affinityOk = required === undefined || matchesNodeSelectorTerms(required, node);
  const untolerated = untoleratedTaints(node.spec.taints, tolerations);
  const fits = nodeNameOk && mismatches.length === 0 && affinityOk;
  if (fits && untolerated.length === 0) return YES;
  return {
    shouldRun: false,
    shouldContinueRunning: fits && untolerated.every((taint) => taint.effect !== 'NoExecute'),
    checks: {
      nodeName: nodeNameOk ? YES.checks.nodeName : { ok: false, wanted },
      nodeSelector: { ok: mismatches.length === 0, mismatches },
      nodeAffinity: affinityOk ? YES.checks.nodeAffinity : { ok: false, required },
      taints: { ok: untolerated.length === 0, untolerated },
    },
  };
}

function labelMismatches(
  nodeSelector: Record<string, string> | undefined,
  node: Node,
): readonly LabelMismatch[] {
  if (!nodeSelector) return NONE;
  const mismatches: LabelMismatch[] = [];
  for (const [key, wanted] of Object.entries(nodeSelector)) {
    const labels = node.metadata.labels ?? {};
    const actual = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (actual !== wanted) mismatches.push(actual === undefined ? { key, wanted } : { key, wanted, actual });
  }
  return mismatches;
}

function untoleratedTaints(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[],
): readonly Taint[] {
  if (!taints || taints.length === 0) return NONE;
  return taints.filter(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
      !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}
