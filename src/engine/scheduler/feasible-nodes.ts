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
  type Preparation,
} from './filters';
import type { Verdict } from './node-verdicts';
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

/** What one search came to. */
interface Found {
  feasible: readonly Node[];
  /** Scores of the feasible nodes by the plugins that look at the node alone, where the search came by them (see `Verdict`). */
  alone?: readonly number[];
  /** Nodes that were filtered and turned down, by name. */
  rejections: ReadonlyMap<string, Refusal>;
  /** Nodes examined, to rotate the start of the next search (SCH-3). */
  examined: number;
}

export interface Search extends Found {
  /** Why the pod fits nowhere; most pods fit somewhere. */
  readonly diagnosis: Diagnosis;
  /** What the plugins found out about the cluster, for preemption. */
  checks: Checks;
  /** The only nodes that came into question, when the pod names them (SCH-15). */
  pinned?: ReadonlySet<string>;
}

/** A search over nodes, with the diagnosis made when it is asked for. */
class Outcome implements Search {
  readonly feasible: readonly Node[];
  readonly alone?: readonly number[];
  readonly rejections: ReadonlyMap<string, Refusal>;
  readonly examined: number;

  constructor(
    private readonly nodes: number,
    found: Found,
    readonly checks: Checks,
    private readonly pins: Preparation['pinned'],
    private readonly refusedPreferred: string | undefined,
  ) {
    this.feasible = found.feasible;
    this.alone = found.alone;
    this.rejections = found.rejections;
    this.examined = found.examined;
  }

  get pinned(): ReadonlySet<string> | undefined {
    return this.pins?.nodes;
  }

  get diagnosis(): Diagnosis {
    return diagnose(this.nodes, this, this.pins, this.refusedPreferred);
  }
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
    ? { feasible: [preferred.node], rejections: NONE, examined: 0 }
    : pinned
      ? filterAll(pod, named(pinned.nodes, view), view, checks)
      : search(filterOf(pod, view, checks), view.nodes(), start);
  return new Outcome(view.nodeCount, found, checks, pinned, preferred?.plugin);
}

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

/** The nodes that the pod names, mostly one: as many of them as of all (SCH-3), from the first on. */
function filterAll(pod: Pod, candidates: readonly Node[], view: ClusterView, checks: Checks): Found {
  const wanted = nodesToFind(candidates.length);
  const feasible: Node[] = [];
  const rejections = new Map<string, Refusal>();
  let examined = 0;
  for (const node of candidates) {
    examined++;
    const result = filterWithNominated(pod, node, view, checks);
    if (!result.fits) rejections.set(node.metadata.name, result);
    else if (feasible.push(node) >= wanted) break;
  }
  return { feasible, rejections, examined };
}

/** `filterWithNominated` for many nodes: what was found for pods like this one is remembered. `place`: among all nodes. */
function filterOf(pod: Pod, view: ClusterView, checks: Checks): (node: Node, place: number) => Verdict {
  const judge = view.judge(pod);
  return (node, place) => {
    const beside = filterBesideNominated(pod, node, view, checks);
    if (!beside.fits) return beside;
    const alone = judge(node, place);
    if (!alone.fits || checks.length === 0) return alone;
    const inCluster = filterInCluster(node, checks);
    return inCluster.fits ? alone : inCluster;
  };
}

/** Looks at the candidates in a circle, from the one at `start` on. */
function search(
  filter: (node: Node, place: number) => Verdict,
  candidates: readonly Node[],
  start: number,
): Found {
  const wanted = nodesToFind(candidates.length);
  const feasible: Node[] = [];
  const alone: number[] = [];
  const rejections = new Map<string, Refusal>();
  let examined = 0;
  while (examined < candidates.length) {
    const place = (start + examined++) % candidates.length;
    const node = candidates[place] as Node;
    const verdict = filter(node, place);
    if (!verdict.fits) {
      rejections.set(node.metadata.name, verdict);
      continue;
    }
    alone.push(verdict.score);
    if (feasible.push(node) >= wanted) break;
  }
  return { feasible, alone, rejections, examined };
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
