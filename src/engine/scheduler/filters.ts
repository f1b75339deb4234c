/** The predicates of the scheduler, pure: the very functions that decide also answer "why not here" (architecture rule 5). */
import type { Node } from '../../k8s/types';
import type { NodeUsage } from './node-usage';
import type { PodLike, Rejection } from './plugin';
import { FILTERS } from './registry';

/** A rejection carries the plugin's name and its reasons. */
export type FilterResult = { fits: true } | ({ fits: false; plugin: string } & Rejection);

const FITS: FilterResult = { fits: true };

/** Asks the filters in order; the first that rejects gives the answer (SCH-5). */
export function filterNode(pod: PodLike, node: Node, usage: NodeUsage): FilterResult {
  for (const plugin of FILTERS) {
    const rejection = plugin.filter(pod, node, usage);
    if (rejection) return { fits: false, plugin: plugin.name, ...rejection };
  }
  return FITS;
}

/** Which nodes the pod can go to by itself (SCH-15); `nodes` absent = all. `plugin` is who said so. */
export type PreFilter =
  { plugin: string; nodes: ReadonlySet<string> } | { plugin: string; conflict: string } | undefined;

export function preFilter(pod: PodLike): PreFilter {
  for (const plugin of FILTERS) {
    const result = plugin.preFilter?.(pod);
    if (result) return { plugin: plugin.name, ...result };
  }
  return undefined;
}
