/** What the plugins that look at nothing but one node say of a pod there: the greater part of an attempt over many nodes. */
import type { Node } from '../../k8s/types';
import { hostPortsOf, podRequests } from '../../k8s/resources';
import { filterAlone, type FilterResult } from './filters';
import { nonZeroRequests, type NodeUsage } from './node-usage';
import type { NodeScorePlugin, PodLike } from './plugin';
import { SCORES } from './registry';

/** `score`: these plugins' share of the node's total (SCH-32). */
export type Verdict = { fits: true; score: number } | Extract<FilterResult, { fits: false }>;

/** Says what becomes of one pod on any node. */
export type Judge = (node: Node) => Verdict;

/** Kinds of pods remembered at most; the one not asked for longest goes first. */
const KINDS = 16;

const SCORING = SCORES.filter((plugin): plugin is NodeScorePlugin => 'score' in plugin);

export function verdictOn(pod: PodLike, node: Node, usage: NodeUsage): Verdict {
  const result = filterAlone(pod, node, usage);
  if (!result.fits) return result;
  let score = 0;
  for (const plugin of SCORING) score += plugin.weight * plugin.score(pod, node, usage);
  return { fits: true, score };
}

interface Remembered {
  node: Node;
  verdict: Verdict;
}

/**
 * Verdicts on pods that are alike, as the pods of a ReplicaSet are: between two of them little has changed but the node that the first one
 * went to. Holds as long as the node is the same object and nobody has said that what its pods take has changed.
 */
export class NodeVerdicts {
  /** By kind of pod, then node name. */
  private readonly kinds = new Map<string, Map<string, Remembered>>();

  /** What the node's pods take from it has changed, or it has gone. */
  changed(nodeName: string): void {
    for (const byNode of this.kinds.values()) byNode.delete(nodeName);
  }

  judge(pod: PodLike, usageOf: (nodeName: string) => NodeUsage): Judge {
    const byNode = this.about(kindOf(pod));
    return (node) => {
      const { name } = node.metadata;
      const known = byNode.get(name);
      if (known?.node === node) return known.verdict;
      const verdict = verdictOn(pod, node, usageOf(name));
      byNode.set(name, { node, verdict });
      return verdict;
    };
  }

  private about(kind: string): Map<string, Remembered> {
    const byNode = this.kinds.get(kind) ?? new Map<string, Remembered>();
    this.kinds.delete(kind);
    this.kinds.set(kind, byNode);
    const [oldest] = this.kinds.keys();
    if (this.kinds.size > KINDS) this.kinds.delete(oldest as string);
    return byNode;
  }
}

/** All of a pod that these plugins go by, as a text. */
function kindOf({ spec }: PodLike): string {
  const { affinity, nodeName, nodeSelector, tolerations } = spec;
  const wishes = [nodeName, nodeSelector, affinity?.nodeAffinity, tolerations];
  return JSON.stringify([podRequests(spec), nonZeroRequests(spec), hostPortsOf(spec), ...wishes]);
}
