import type { Node, Pod } from '../../k8s/types';
import type { ClusterView } from './cluster-view';
import { usageFor } from './cluster-view';
import { count, fitErrorText, type Histogram } from './failure-message';
import { filterNode, preFilter } from './filters';
import type { Rejection } from './plugin';

/** Why a pod fits nowhere. */
export interface Diagnosis {
  /** All nodes of the cluster. */
  nodes: number;
  /** Nodes that were filtered, by name. */
  rejections: ReadonlyMap<string, Rejection & { plugin: string }>;
  /** Nodes that were not even filtered (SCH-15), and the plugin that left them out. */
  excluded: number;
  excludedBy?: string;
  /** A failure of the pod itself, whatever the node. */
  preFilterMessage?: string;
  /** All plugins that had a say, without repeats. */
  plugins: readonly string[];
}

export interface Search {
  feasible: readonly Node[];
  diagnosis: Diagnosis;
  /** The only nodes that came into question, when the pod names them (SCH-15). */
  pinned?: readonly string[];
  /** Nodes examined, to rotate the start of the next search (SCH-3). */
  examined: number;
}

/** Runs PreFilter and the filters over the nodes that come into question. `start`: index of the first node to look at. */
export function findFeasibleNodes(pod: Pod, view: ClusterView, start = 0): Search {
  const before = preFilter(pod);
  if (before && 'conflict' in before)
    return {
      feasible: [],
      examined: 0,
      diagnosis: {
        nodes: view.nodeCount,
        rejections: new Map(),
        excluded: view.nodeCount,
        preFilterMessage: before.conflict,
        plugins: [before.plugin],
      },
    };
  const candidates = before ? named(before.nodes, view) : rotated(view.nodes(), start);
  const wanted = before ? Number.POSITIVE_INFINITY : nodesToFind(view.nodeCount);
  const feasible: Node[] = [];
  const rejections = new Map<string, Rejection & { plugin: string }>();
  const plugins = new Set<string>();
  let examined = 0;
  for (const node of candidates) {
    examined++;
    const { name } = node.metadata;
    const result = filterNode(pod, node, usageFor(pod, name, view));
    if (!result.fits) {
      rejections.set(name, result);
      plugins.add(result.plugin);
    } else if (feasible.push(node) >= wanted) break;
  }
  if (before) plugins.add(before.plugin);
  const excluded = before ? view.nodeCount - examined : 0;
  return {
    feasible,
    examined,
    ...(before ? { pinned: [...before.nodes] } : {}),
    diagnosis: {
      nodes: view.nodeCount,
      rejections,
      excluded,
      ...(before ? { excludedBy: before.plugin } : {}),
      plugins: [...plugins],
    },
  };
}

/** The first part of the failure message (SCH-21). */
export function diagnosisText(diagnosis: Diagnosis): string {
  const histogram: Histogram = new Map();
  for (const { reasons } of diagnosis.rejections.values())
    for (const reason of reasons) count(histogram, reason);
  count(histogram, `node(s) didn't satisfy plugin(s) [${diagnosis.excludedBy}]`, diagnosis.excluded);
  return fitErrorText(diagnosis.nodes, histogram, diagnosis.preFilterMessage);
}

function named(names: ReadonlySet<string>, view: ClusterView): Node[] {
  const nodes: Node[] = [];
  for (const name of names) {
    const node = view.node(name);
    if (node) nodes.push(node);
  }
  return nodes;
}

function rotated(nodes: readonly Node[], start: number): readonly Node[] {
  const at = nodes.length === 0 ? 0 : start % nodes.length;
  return at === 0 ? nodes : [...nodes.slice(at), ...nodes.slice(0, at)];
}

/** Feasible nodes after which a search stops (SCH-3). */
export function nodesToFind(nodes: number): number {
  if (nodes < 100) return nodes;
  const percent = Math.max(5, 50 - Math.floor(nodes / 125));
  return Math.max(100, Math.floor((nodes * percent) / 100));
}
