import type { Pod } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import type { PodSums } from '../../owned-pods';
import { countedOn, type NodePods } from './node-pods';
import type { Tally } from './tally';

/** The pods of a set grouped by node, pod by pod. The nodes are in another order than `groupByNode` has. */
export class Grouping implements PodSums {
  readonly byNode: NodePods = new Map();
  /** Nodes that have come, changed or gone since `tallyOf` last looked. */
  readonly touchedNodes = new Set<string>();
  /** Nodes whose pods have. */
  readonly touchedPods = new Set<string>();
  tally: Tally | undefined;

  changed(before: Pod | undefined, now: Pod | undefined): void {
    const from = before && countedOn(before);
    const to = now && countedOn(now);
    if (from !== undefined) this.touchedPods.add(from);
    if (to !== undefined) this.touchedPods.add(to);
    const there = from !== undefined && from === to ? this.byNode.get(from) : undefined;
    if (there) {
      there[there.indexOf(before as Pod)] = now as Pod;
      return;
    }
    if (from !== undefined) this.take(from, before as Pod);
    if (to !== undefined) this.add(to, now as Pod);
  }

  private take(node: string, pod: Pod): void {
    const there = this.byNode.get(node);
    if (there?.length === 1) this.byNode.delete(node);
    else there?.splice(there.indexOf(pod), 1);
  }

  private add(node: string, pod: Pod): void {
    const there = this.byNode.get(node);
    if (!there) this.byNode.set(node, [pod]);
    else {
      there.push(pod);
      there.sort((a, b) => compareText(a.metadata.name, b.metadata.name));
    }
  }
}
