/** Which waiting pods a change of the cluster concerns (SCH-38): the plugins that rejected a pod are asked. */
import { splitKey } from '../../k8s/ref';
import type { Node, Pod } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import type { Reader } from '../api/types';
import type { Change, ChangeKind, FilterPlugin } from './plugin';
import { PINNING } from './queue';
import { FILTERS } from './registry';
import type { PendingPod, SchedulerState } from './state';

const BY_KIND = new Map<ChangeKind, FilterPlugin[]>();
for (const plugin of FILTERS)
  for (const kind of plugin.wakesOn) BY_KIND.set(kind, [...(BY_KIND.get(kind) ?? []), plugin]);

/**
 * v1.34 wakes the pods of every plugin that asks for new nodes by any change of any node's taints, too, unless it asks for these
 * itself: a node that turns Ready wakes pods that are pinned to others (recording 02).
 */
const WOKEN_BY_TAINTS: ReadonlySet<string> = new Set(
  FILTERS.filter(({ wakesOn }) => wakesOn.includes('NodeAdd') && !wakesOn.includes('NodeTaint')).map(
    (p) => p.name,
  ),
);

/** Plugins that look at nothing but the node and its pods. */
const JUDGE_NODES: ReadonlySet<string> = new Set(
  FILTERS.filter((plugin) => 'filter' in plugin).map(({ name }) => name),
);

/** What a node's change means to the queue; conditions and annotations mean nothing to any filter. */
export function nodeChanges(now: Node, old: Node | undefined): Change[] {
  if (!old) return [{ kind: 'NodeAdd', now }];
  const changes: Change[] = [];
  const add = (kind: 'NodeAllocatable' | 'NodeLabel' | 'NodeTaint') => changes.push({ kind, old, now });
  if (old.spec.unschedulable && !now.spec.unschedulable) add('NodeTaint');
  if (!deepEqual(now.status.allocatable, old.status.allocatable)) add('NodeAllocatable');
  if (!deepEqual(now.metadata.labels, old.metadata.labels)) add('NodeLabel');
  if (!deepEqual(now.spec.taints, old.spec.taints)) add('NodeTaint');
  return changes;
}

export function podChanges(now: Pod, old: Pod): Change[] {
  const changes: Change[] = [];
  if (!deepEqual(now.metadata.labels, old.metadata.labels)) changes.push({ kind: 'PodLabel', old, now });
  if (now.spec.tolerations?.length !== old.spec.tolerations?.length)
    changes.push({ kind: 'PodToleration', old, now });
  return changes;
}

/** Unschedulable pods that the change may help. */
export function helpedBy(state: SchedulerState, read: Reader, change: Change): PendingPod[] {
  if (state.unschedulable.size === 0) return [];
  const helped = new Map<string, PendingPod>();
  const node = nodeOf(change);
  const ask = (plugin: FilterPlugin, keys: ReadonlySet<string> | undefined) => {
    for (const key of keys ?? []) {
      const pending = helped.has(key) ? undefined : state.pending.get(key);
      if (pending && !isSilent(pending, node) && helps(plugin, read, pending, change))
        helped.set(key, pending);
    }
  };
  if (change.kind === 'NodeTaint')
    for (const key of state.unschedulable) {
      const pending = state.pending.get(key);
      if (!pending || isSilent(pending, node)) continue;
      if (pending.rejectedBy.some((name) => WOKEN_BY_TAINTS.has(name))) helped.set(key, pending);
    }
  for (const plugin of BY_KIND.get(change.kind) ?? []) {
    ask(plugin, state.waitingFor.get(plugin.name));
    if (plugin.name === PINNING && 'now' in change && change.now.kind === 'Node')
      ask(plugin, state.waitingFor.get(`${PINNING} ${change.now.metadata.name}`));
  }
  return [...helped.values()];
}

/**
 * Whether trying the pod again would show nowhere: it is pinned to other nodes, so the same would be said of it, and that has been
 * said three times, after which only a hidden count goes on (SCH-24). A thousand pods that wait on full nodes would otherwise all be
 * tried whenever a pod anywhere goes.
 */
export function isSilent({ pinned, repeats, rejectedBy }: PendingPod, node: string | undefined): boolean {
  return (
    node !== undefined &&
    pinned !== undefined &&
    repeats >= 3 &&
    !pinned.includes(node) &&
    rejectedBy.every((name) => JUDGE_NODES.has(name))
  );
}

/** The one node that the change is about, if it is; a new node changes what is said of every pod. */
function nodeOf(change: Change): string | undefined {
  switch (change.kind) {
    case 'NodeAllocatable':
    case 'NodeLabel':
    case 'NodeTaint':
      return change.now.metadata.name;
    case 'PodDelete':
      return change.old.spec.nodeName ?? change.old.status.nominatedNodeName;
    default:
      return undefined;
  }
}

/** Whether a change of the waiting pod itself helps it. */
export function helpedByItself(read: Reader, pending: PendingPod, change: Change): boolean {
  return (BY_KIND.get(change.kind) ?? []).some(
    (plugin) => pending.rejectedBy.includes(plugin.name) && helps(plugin, read, pending, change),
  );
}

function helps(plugin: FilterPlugin, read: Reader, pending: PendingPod, change: Change): boolean {
  if (!plugin.helps) return true;
  const { namespace, name } = splitKey(pending.key);
  const pod = read.get('Pod', namespace, name);
  return pod !== undefined && plugin.helps(pod, change);
}
