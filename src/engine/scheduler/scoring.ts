import type { Node, Pod } from '../../k8s/types';
import type { Random } from '../component';
import type { ClusterView } from './cluster-view';
import type { ClusterScorePlugin } from './plugin';
import { SCORES } from './registry';

const BESIDE_OTHERS = SCORES.filter((plugin): plugin is ClusterScorePlugin => 'scores' in plugin);

/**
 * Total score of each node: weighted sum of normalised scores (SCH-32). The nodes are feasible. `alone`: the share of the plugins that
 * look at the node alone, where it is known.
 */
export function scoreNodes(
  pod: Pod,
  nodes: readonly Node[],
  view: ClusterView,
  alone: readonly number[] = scoresAlone(pod, nodes, view),
): number[] {
  const totals = alone.slice();
  for (const plugin of BESIDE_OTHERS) {
    const scores = plugin.scores(pod, nodes, view);
    if (!scores) continue;
    for (let i = 0; i < totals.length; i++)
      totals[i] = (totals[i] as number) + plugin.weight * (scores[i] as number);
  }
  return totals;
}

function scoresAlone(pod: Pod, nodes: readonly Node[], view: ClusterView): number[] {
  const judge = view.judge(pod);
  return nodes.map((node) => {
    const verdict = judge(node);
    return verdict.fits ? verdict.score : 0;
  });
}

/** The best nodes, all equally good. */
function bestNodes(pod: Pod, nodes: readonly Node[], view: ClusterView, alone?: readonly number[]): Node[] {
  const totals = scoreNodes(pod, nodes, view, alone);
  let best = Number.NEGATIVE_INFINITY;
  for (const total of totals) if (total > best) best = total;
  const tied: Node[] = [];
  for (let i = 0; i < totals.length; i++) if (totals[i] === best) tied.push(nodes[i] as Node);
  return tied;
}

/**
 * The best node, ties broken at random. A single feasible node is taken without scoring (SCH-4). `nodes` is not empty. `alone`: as
 * `scoreNodes` has it.
 */
export function chooseNode(
  pod: Pod,
  nodes: readonly Node[],
  view: ClusterView,
  random: Random,
  alone?: readonly number[],
): Node {
  if (nodes.length === 1) return nodes[0] as Node;
  const tied = bestNodes(pod, nodes, view, alone);
  return tied[tied.length === 1 ? 0 : random.int(0, tied.length - 1)] as Node;
}
