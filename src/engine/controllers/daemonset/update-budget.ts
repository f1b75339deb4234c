/** How many pods a rolling update may take away or add at a time (DS-51), and old and new pod of a node (DS-52). */
import { isTerminating } from '../../../k8s/conditions';
import { resolveIntOrPercent } from '../../../k8s/int-or-percent';
import type { DaemonSet, Node, Pod } from '../../../k8s/types';
import type { NodePods } from './node-pods';
import { isPodUpdated } from './pod-template';
import { daemonVerdicts, type DaemonVerdict } from './should-run';

export interface UpdateBudget {
  maxSurge: number;
  maxUnavailable: number;
  /** Nodes that should run a pod. */
  desired: number;
}

const NO_PODS: Pod[] = [];

/**
 * Resolves the strategy's numbers against the number of desired nodes, percentages rounded up; both 0 means one unavailable.
 * Also gives every desired node without pods an empty entry in `byNode`: an empty node is an unavailable one.
 */
export function updateBudget(
  ds: DaemonSet,
  nodes: readonly Node[],
  byNode: NodePods,
  verdicts: readonly DaemonVerdict[] = daemonVerdicts(ds, nodes),
): UpdateBudget {
  let desired = 0;
  let i = 0;
  for (const node of nodes) {
    if (!verdicts[i++]?.shouldRun) continue;
    desired++;
    if (!byNode.has(node.metadata.name)) byNode.set(node.metadata.name, NO_PODS);
  }
  return resolvedBudget(ds, desired);
}

export function resolvedBudget(ds: DaemonSet, desired: number): UpdateBudget {
  const { maxSurge, maxUnavailable } = ds.spec.updateStrategy?.rollingUpdate ?? {};
  const budget = {
    maxSurge: resolveIntOrPercent(maxSurge, desired, true),
    maxUnavailable: resolveIntOrPercent(maxUnavailable, desired, true),
    desired,
  };
  if (desired > 0 && budget.maxSurge === 0 && budget.maxUnavailable === 0) budget.maxUnavailable = 1;
  return budget;
}

/** The living pods of a node by revision. `ok: false` when there are two of a kind, which is for `manage` to clean up first. */
export interface OldAndNew {
  ok: boolean;
  old?: Pod;
  new?: Pod;
}

export function oldAndNew(pods: readonly Pod[], hash: string, generation: number | undefined): OldAndNew {
  const found: OldAndNew = { ok: true };
  for (const pod of pods) {
    if (isTerminating(pod)) continue;
    const which = isPodUpdated(pod, hash, generation) ? 'new' : 'old';
    if (found[which]) return { ok: false };
    found[which] = pod;
  }
  return found;
}

/** The map's entries in node-list order, then those of nodes that are gone. Upstream's order is random; a fixed one is needed here (J.2.7). */
export function inNodeOrder(nodes: readonly Node[], byNode: NodePods): [string, Pod[]][] {
  const entries: [string, Pod[]][] = [];
  for (const node of nodes) {
    const { name } = node.metadata;
    const pods = byNode.get(name);
    if (pods) entries.push([name, pods]);
  }
  if (entries.length === byNode.size) return entries;
  const existing = new Set(nodes.map((node) => node.metadata.name));
  for (const entry of byNode) if (!existing.has(entry[0])) entries.push(entry);
  return entries;
}
