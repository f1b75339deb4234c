/** What the plugins that look at nothing but one node say of a pod there: the greater part of an attempt over many nodes. */
import type { Node } from '../../k8s/types';
import { hostPortsOf, podRequests } from '../../k8s/resources';
import { filterAlone, type FilterResult } from './filters';
import { nonZeroRequests, type NodeUsage } from './node-usage';
import type { NodeScorePlugin, PodLike } from './plugin';
import { SCORES } from './registry';

/** `score`: these plugins' share of the node's total (SCH-32). */
export type Verdict = { fits: true; score: number } | Extract<FilterResult, { fits: false }>;

/** Says what becomes of one pod on any node. `place`: where it stands among all nodes, which spares looking it up by its name. */
export type Judge = (node: Node, place?: number) => Verdict;

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
  /** Absent: what was said does not hold any more. */
  verdict: Verdict | undefined;
}

/** What is remembered of one kind of pods. */
class Kind {
  readonly byName = new Map<string, Remembered>();
  /** The same by the places of nodes in a list of them. */
  private nodes: readonly Node[] = [];
  private places: (Remembered | undefined)[] = [];

  /** Lists of nodes that have been handed out never change. */
  inPlaces(nodes: readonly Node[]): (Remembered | undefined)[] {
    if (this.nodes !== nodes) {
      this.nodes = nodes;
      this.places = nodes.map(() => undefined);
    }
    return this.places;
  }
}

/**
 * Verdicts on pods that are alike, as the pods of a ReplicaSet are: between two of them little has changed but the node that the first one
 * went to. Holds as long as the node is the same object and nobody has said that what its pods take has changed.
 */
export class NodeVerdicts {
  private readonly kinds = new Map<string, Kind>();

  gone(nodeName: string): void {
    for (const { byName } of this.kinds.values()) byName.delete(nodeName);
  }

  /** What the node's pods take from it has changed. */
  changed(nodeName: string): void {
    for (const { byName } of this.kinds.values()) {
      const known = byName.get(nodeName);
      if (known) known.verdict = undefined;
    }
  }

  /** `nodes`: all of them, in whose order places count. */
  judge(pod: PodLike, nodes: readonly Node[], usageOf: (nodeName: string) => NodeUsage): Judge {
    const kind = this.about(kindOf(pod));
    const { byName } = kind;
    const places = kind.inPlaces(nodes);
    const lookUp = (node: Node): Remembered => {
      const { name } = node.metadata;
      let known = byName.get(name);
      if (!known) byName.set(name, (known = { node, verdict: undefined }));
      return known;
    };
    return (node, place) => {
      const known = place === undefined ? lookUp(node) : (places[place] ??= lookUp(node));
      if (known.node === node && known.verdict) return known.verdict;
      known.node = node;
      return (known.verdict = verdictOn(pod, node, usageOf(node.metadata.name)));
    };
  }

  private about(key: string): Kind {
    const kind = this.kinds.get(key) ?? new Kind();
    this.kinds.delete(key);
    this.kinds.set(key, kind);
    const [oldest] = this.kinds.keys();
    if (this.kinds.size > KINDS) this.kinds.delete(oldest as string);
    return kind;
  }
}

/** All of a pod that these plugins go by, as a text. */
function kindOf({ spec }: PodLike): string {
  const { affinity, nodeName, nodeSelector, tolerations } = spec;
  const wishes = [nodeName, nodeSelector, affinity?.nodeAffinity, tolerations];
  return JSON.stringify([podRequests(spec), nonZeroRequests(spec), hostPortsOf(spec), ...wishes]);
}
