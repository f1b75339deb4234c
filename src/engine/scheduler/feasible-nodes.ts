import type { Node, Pod } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import type { ClusterView } from './cluster-view';
import { count, fitErrorText, type Histogram } from './failure-message';
import { filterWithNominated, prepare, type Checks } from './filters';
import type { Rejection } from './plugin';

/** Why a pod fits nowhere. */
export interface Diagnosis {
  /** All nodes of the cluster. */
  nodes: number;
  /** Nodes that were filtered, by name. */
  rejections: ReadonlyMap<string, Rejection & { plugin: string }>;
  /** Nodes that were not even filtered (SCH-15), and what is said to have left them out: plugins, in order. */
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
  /** What the plugins found out about the cluster, for preemption. */
  checks: Checks;
  /** The only nodes that came into question, when the pod names them (SCH-15). */
  pinned?: readonly string[];
  /** Nodes examined, to rotate the start of the next search (SCH-3). */
  examined: number;
}

/** Runs PreFilter and the filters over the nodes that come into question. `start`: index of the first node to look at. */
export function findFeasibleNodes(pod: Pod, view: ClusterView, start = 0): Search {
  const { checks, pinned, refused } = prepare(pod, view);
  if (refused)
    return {
      feasible: [],
      examined: 0,
      checks,
      diagnosis: {
        nodes: view.nodeCount,
        rejections: new Map(),
        excluded: view.nodeCount,
        preFilterMessage: refused.message,
        plugins: [refused.by],
      },
    };
  // The node that makes room for the pod comes first, if the pod fits there now (SCH-36).
  const preferred = nominatedNode(pod, view, checks);
  const found = preferred?.fits
    ? {
        feasible: [preferred.node],
        rejections: new Map<string, Rejection & { plugin: string }>(),
        examined: 0,
      }
    : search(pod, view, checks, pinned ? named(pinned.nodes, view) : rotated(view.nodes(), start));
  const { feasible, rejections, examined } = found;
  const plugins = new Set([...rejections.values()].map(({ plugin }) => plugin));
  if (pinned) plugins.add(pinned.by);
  // Upstream collects what refused the nominated node in the very set of plugins that it names here.
  const excluding = new Set(pinned && [pinned.by, ...(preferred?.plugin ? [preferred.plugin] : [])]);
  return {
    feasible,
    examined,
    checks,
    ...(pinned ? { pinned: [...pinned.nodes] } : {}),
    diagnosis: {
      nodes: view.nodeCount,
      rejections,
      excluded: pinned ? view.nodeCount - examined : 0,
      ...(pinned ? { excludedBy: [...excluding].sort(compareText).join(' ') } : {}),
      plugins: [...plugins],
    },
  };
}

function search(pod: Pod, view: ClusterView, checks: Checks, candidates: readonly Node[]) {
  const wanted = nodesToFind(candidates.length);
  const feasible: Node[] = [];
  const rejections = new Map<string, Rejection & { plugin: string }>();
  let examined = 0;
  for (const node of candidates) {
    examined++;
    const result = filterWithNominated(pod, node, view, checks);
    if (!result.fits) rejections.set(node.metadata.name, result);
    else if (feasible.push(node) >= wanted) break;
  }
  return { feasible, rejections, examined };
}

/** The node that was promised to the pod, and which plugin refuses it now. */
function nominatedNode(
  pod: Pod,
  view: ClusterView,
  checks: Checks,
): { node: Node; fits: boolean; plugin?: string } | undefined {
  const { nominatedNodeName: name } = pod.status;
  const node = name ? view.node(name) : undefined;
  return node && { node, ...filterWithNominated(pod, node, view, checks) };
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
