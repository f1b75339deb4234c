import type { Node, Pod } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import type { ClusterView } from './cluster-view';
import { count, fitErrorText, type Histogram } from './failure-message';
import {
  filterBesideNominated,
  filterInCluster,
  filterWithNominated,
  prepare,
  type Checks,
  type FilterResult,
  type Preparation,
} from './filters';
import type { Rejection } from './plugin';

type Refusal = Rejection & { plugin: string };

const NONE: ReadonlyMap<string, Refusal> = new Map();

/** Why a pod fits nowhere. */
export interface Diagnosis {
  /** All nodes of the cluster. */
  nodes: number;
  /** Nodes that were filtered, by name. */
  rejections: ReadonlyMap<string, Refusal>;
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
  /** Nodes that were filtered and turned down, by name. */
  rejections: ReadonlyMap<string, Refusal>;
  /** Made when it is asked for: most pods fit somewhere. */
  readonly diagnosis: Diagnosis;
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
      rejections: NONE,
      examined: 0,
      checks,
      diagnosis: {
        nodes: view.nodeCount,
        rejections: NONE,
        excluded: view.nodeCount,
        preFilterMessage: refused.message,
        plugins: [refused.by],
      },
    };
  // The node that makes room for the pod comes first, if the pod fits there now (SCH-36).
  const preferred = nominatedNode(pod, view, checks);
  const found: Found = preferred?.fits
    ? {
        feasible: [preferred.node],
        rejections: NONE,
        examined: 0,
      }
    : pinned
      ? search((node) => filterWithNominated(pod, node, view, checks), named(pinned.nodes, view), 0)
      : search(filterOf(pod, view, checks), view.nodes(), start);
  const { feasible, rejections, examined } = found;
  return {
    feasible,
    rejections,
    examined,
    checks,
    ...(pinned ? { pinned: [...pinned.nodes] } : {}),
    get diagnosis() {
      return diagnose(view.nodeCount, found, pinned, preferred?.plugin);
    },
  };
}

type Found = Pick<Search, 'feasible' | 'rejections' | 'examined'>;

/** `refusedPreferred`: the plugin that refuses the nominated node. */
function diagnose(
  nodes: number,
  { rejections, examined }: Found,
  pinned: Preparation['pinned'],
  refusedPreferred: string | undefined,
): Diagnosis {
  const plugins = new Set([...rejections.values()].map(({ plugin }) => plugin));
  if (!pinned) return { nodes, rejections, excluded: 0, plugins: [...plugins] };
  plugins.add(pinned.by);
  // Upstream collects what refused the nominated node in the very set of plugins that it names here.
  const excluding = new Set([pinned.by, ...(refusedPreferred ? [refusedPreferred] : [])]);
  return {
    nodes,
    rejections,
    excluded: nodes - examined,
    excludedBy: [...excluding].sort(compareText).join(' '),
    plugins: [...plugins],
  };
}

/** `filterWithNominated` for many nodes: what was found for pods like this one is remembered. */
function filterOf(pod: Pod, view: ClusterView, checks: Checks): (node: Node) => FilterResult {
  const judge = view.judge(pod);
  return (node) => {
    const beside = filterBesideNominated(pod, node, view, checks);
    if (!beside.fits) return beside;
    const alone = judge(node);
    return alone.fits ? filterInCluster(node, checks) : alone;
  };
}

/** Looks at the candidates in a circle, from the one at `start` on. */
function search(filter: (node: Node) => FilterResult, candidates: readonly Node[], start: number): Found {
  const wanted = nodesToFind(candidates.length);
  const feasible: Node[] = [];
  const rejections = new Map<string, Refusal>();
  let examined = 0;
  while (examined < candidates.length) {
    const node = candidates[(start + examined++) % candidates.length] as Node;
    const result = filter(node);
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

/** Feasible nodes after which a search stops (SCH-3). */
export function nodesToFind(nodes: number): number {
  if (nodes < 100) return nodes;
  const percent = Math.max(5, 50 - Math.floor(nodes / 125));
  return Math.max(100, Math.floor((nodes * percent) / 100));
}
