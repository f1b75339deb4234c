import type { Node, Pod } from '../../k8s/types';
import type { Random } from '../component';
import type { ClusterView } from './cluster-view';
import type { ClusterScorePlugin } from './plugin';
import { SCORES } from './registry';

const BESIDE_OTHERS = SCORES.filter((plugin): plugin is ClusterScorePlugin => 'scores' in plugin);

/** Total score of each node: weighted sum of normalised scores (SCH-32). The nodes are feasible. */
export function scoreNodes(pod: Pod, nodes: readonly Node[], view: ClusterView): number[] {
  const judge = view.judge(pod);
  const totals = nodes.map((node) => {
    const verdict = judge(node);
    return verdict.fits ? verdict.score : 0;
  });
  for (const plugin of BESIDE_OTHERS)
    plugin.scores(pod, nodes, view)?.forEach((score, i) => {
      totals[i] = (totals[i] as number) + plugin.weight * score;
    });
  return totals;
}

/** The best nodes, all equally good. */
export function bestNodes(pod: Pod, nodes: readonly Node[], view: ClusterView): Node[] {
  const totals = scoreNodes(pod, nodes, view);
  const best = Math.max(...totals);
  return nodes.filter((_, i) => totals[i] === best);
}

/** The best node, ties broken at random. A single feasible node is taken without scoring (SCH-4). `nodes` is not empty. */
export function chooseNode(pod: Pod, nodes: readonly Node[], view: ClusterView, random: Random): Node {
  if (nodes.length === 1) return nodes[0] as Node;
  const tied = bestNodes(pod, nodes, view);
  return tied[tied.length === 1 ? 0 : random.int(0, tied.length - 1)] as Node;
}
