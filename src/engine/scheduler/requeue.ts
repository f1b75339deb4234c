/** Which waiting pods a change of the cluster concerns (SCH-38). The answer is asked of the plugin that rejected the pod. */
import { splitKey } from '../../k8s/ref';
import type { Node } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import type { Reader } from '../api/types';
import type { NodeUsage } from './node-usage';
import type { FilterPlugin, NodeAspect } from './plugin';
import { FILTERS } from './registry';
import type { PendingPod, SchedulerState } from './state';

const BY_NAME = new Map<string, FilterPlugin>(FILTERS.map((plugin) => [plugin.name, plugin]));

/** What of a node changed that a filter can see. */
export function changedAspects(node: Node, old: Node | undefined): NodeAspect[] {
  if (!old) return ['added'];
  const aspects: NodeAspect[] = [];
  if (!deepEqual(node.metadata.labels, old.metadata.labels)) aspects.push('labels');
  if (!deepEqual(node.spec.taints, old.spec.taints)) aspects.push('taints');
  if (Boolean(node.spec.unschedulable) !== Boolean(old.spec.unschedulable)) aspects.push('unschedulable');
  if (!deepEqual(node.status.allocatable, old.status.allocatable)) aspects.push('allocatable');
  return aspects;
}

/** Waiting pods that the node's change may have helped: a plugin that rejected them passes the node now and did not before. */
export function helpedByNode(
  state: SchedulerState,
  read: Reader,
  node: Node,
  old: Node | undefined,
  usage: NodeUsage,
): PendingPod[] {
  const { name } = node.metadata;
  if (state.waitingAnywhere.size === 0 && !state.waitingFor.has(name)) return [];
  const aspects = changedAspects(node, old);
  if (aspects.length === 0) return [];
  return waiting(state, name).filter((pending) => {
    if (pending.rejectedBy.length === 0) return true;
    const key = splitKey(pending.key);
    const pod = read.get('Pod', key.namespace, key.name);
    if (!pod) return false;
    return pending.rejectedBy.some((by) => {
      const plugin = BY_NAME.get(by);
      if (!plugin?.wakesOn.some((aspect) => aspects.includes(aspect))) return false;
      return !plugin.filter(pod, node, usage) && !(old && !plugin.filter(pod, old, usage));
    });
  });
}

/** Waiting pods that may profit from a pod leaving the node. */
export function helpedByRemoval(state: SchedulerState, nodeName: string): PendingPod[] {
  return waiting(state, nodeName).filter(
    ({ rejectedBy }) =>
      rejectedBy.length === 0 || rejectedBy.some((by) => BY_NAME.get(by)?.wakesOnPodRemoval),
  );
}

function waiting(state: SchedulerState, nodeName: string): PendingPod[] {
  const keys = [...(state.waitingFor.get(nodeName) ?? []), ...state.waitingAnywhere];
  return keys.map((key) => state.pending.get(key)).filter((pending) => pending !== undefined);
}
