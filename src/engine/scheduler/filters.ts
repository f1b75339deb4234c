/** The predicates of the scheduler, pure: the very functions that decide also answer "why not here" (architecture rule 5). */
import { podPriority } from '../../k8s/pod-priority';
import type { Node, Pod } from '../../k8s/types';
import type { ClusterView } from './cluster-view';
import { addPod, copyUsage, type NodeUsage } from './node-usage';
import type { ClusterCheck, FilterPlugin, PodLike, Rejection } from './plugin';
import { FILTERS } from './registry';

/** A rejection carries the plugin's name and its reasons. */
export type FilterResult = { fits: true } | ({ fits: false; plugin: string } & Rejection);

/** Checks of the plugins that look at the whole cluster, in the order in which they are asked. */
export type Checks = readonly { plugin: string; check: ClusterCheck }[];

export interface Preparation {
  checks: Checks;
  /** The nodes that come into question; absent = all. `by`: who said so. */
  pinned?: { by: string; nodes: ReadonlySet<string> };
  /** The pod fits nowhere. */
  refused?: { by: string; message: string };
}

const FITS: FilterResult = { fits: true };
const NO_CHECKS: Checks = [];
/** Those that judge a node by itself come before those that judge the cluster (SCH-5). */
const LOCAL = FILTERS.filter(
  (plugin): plugin is FilterPlugin & Required<Pick<FilterPlugin, 'filter'>> => plugin.filter !== undefined,
);
const GLOBAL = FILTERS.filter((plugin) => 'prepare' in plugin);

/** Asks all plugins before any node is looked at; the first that refuses the pod ends it. */
export function prepare(pod: Pod, view: ClusterView): Preparation {
  let checks: { plugin: string; check: ClusterCheck }[] | undefined;
  let pinned: Preparation['pinned'];
  for (const plugin of GLOBAL) {
    const result = plugin.prepare?.(pod, view);
    if (!result) continue;
    if ('refused' in result)
      return { checks: NO_CHECKS, refused: { by: plugin.name, message: result.refused } };
    if ('nodes' in result) pinned = { by: plugin.name, nodes: result.nodes };
    else (checks ??= []).push({ plugin: plugin.name, check: result.check });
  }
  return { checks: checks ?? NO_CHECKS, ...(pinned && { pinned }) };
}

/** Asks the filters in order; the first that rejects gives the answer (SCH-5). */
export function filterNode(pod: Pod, node: Node, usage: NodeUsage, checks: Checks): FilterResult {
  const result = filterAlone(pod, node, usage);
  return result.fits ? filterInCluster(node, checks) : result;
}

/** By the filters that judge the node by itself. */
export function filterAlone(pod: PodLike, node: Node, usage: NodeUsage): FilterResult {
  for (const plugin of LOCAL) {
    const rejection = plugin.filter(pod, node, usage);
    if (rejection) return { fits: false, plugin: plugin.name, ...rejection };
  }
  return FITS;
}

/** By those that judge the cluster. */
export function filterInCluster(node: Node, checks: Checks): FilterResult {
  for (const { plugin, check } of checks) {
    const rejection = check.filter(node);
    if (rejection) return { fits: false, plugin, ...rejection };
  }
  return FITS;
}

/** The same beside the pods for which room is being made on the node, and also without them: they may never come (SCH-36). */
export function filterWithNominated(
  pod: Pod,
  node: Node,
  view: ClusterView,
  checks: Checks,
  usage = view.usage(node.metadata.name),
): FilterResult {
  const beside = filterBesideNominated(pod, node, view, checks, usage);
  return beside.fits ? filterNode(pod, node, usage, checks) : beside;
}

/** Only beside the pods for which room is being made. */
export function filterBesideNominated(
  pod: Pod,
  node: Node,
  view: ClusterView,
  checks: Checks,
  usage?: NodeUsage,
): FilterResult {
  const { name } = node.metadata;
  const promised = view.nominated(name);
  if (promised.length === 0) return FITS;
  const others = promised.filter(
    (p) => p.metadata.uid !== pod.metadata.uid && podPriority(p) >= podPriority(pod),
  );
  if (others.length === 0) return FITS;
  const crowded = copyUsage(usage ?? view.usage(name));
  const copies = copyChecks(checks);
  for (const other of others) {
    addPod(crowded, other.spec);
    for (const { check } of copies) check.moved(other, node, 1);
  }
  return filterNode(pod, node, crowded, copies);
}

export function copyChecks(checks: Checks): Checks {
  return checks.length === 0 ? checks : checks.map((c) => ({ plugin: c.plugin, check: c.check.copy() }));
}
