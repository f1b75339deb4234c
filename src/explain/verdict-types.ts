/** What `explainSlot` answers. */
import type { Toleration } from '../k8s/types';

export interface Check {
  /** `skipped`: not reached, or does not apply. */
  state: 'ok' | 'no' | 'skipped';
  label: string;
  detail: string;
}

/** A change of the DaemonSet's manifest, or of the node, that would let the pod run here. */
export interface Fix {
  /** e.g. `Let it run here: add a toleration`. */
  sentence: string;
  toleration?: Toleration;
  /** All that are needed, when the node has several untolerated taints; `toleration` is the first. */
  tolerations?: readonly Toleration[];
  /** A label the node would need. */
  nodeLabel?: { key: string; value: string };
  /** What to add, as YAML (for a toleration), or a command line (for a node label). */
  yaml: string;
  /** Path of the list or field in the DaemonSet, e.g. `spec.template.spec.tolerations`; empty when the node is to change. */
  path: readonly (string | number)[];
}

export interface Verdict {
  /** e.g. `cp-1 has no nginx pod`. */
  title: string;
  summary: string;
  tone: 'ok' | 'wait' | 'bad' | 'excluded';
  checks: readonly Check[];
  fix?: Fix;
}
