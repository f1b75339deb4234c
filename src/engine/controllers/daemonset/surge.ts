/** Pure: one step of a rolling update that starts the new pod beside the old one (DS-56). */
import { isPodAvailable } from '../../../k8s/conditions';
import type { Pod } from '../../../k8s/types';
import type { PodChanges, PodToCreate } from './plan';
import { templateGeneration } from './pod-template';
import type { UpdateInput, UpdateStep } from './rolling-update';
import { daemonVerdicts, type DaemonVerdict } from './should-run';
import { inNodeOrder, oldAndNew, type UpdateBudget } from './update-budget';

export function surgeUpdate(input: UpdateInput, budget: UpdateBudget): UpdateStep {
  const verdicts = input.verdicts ?? daemonVerdicts(input.ds, input.nodes);
  const byName = new Map(input.nodes.map((node, i) => [node.metadata.name, verdicts[i]]));
  const verdictOn = (name: string) => byName.get(name);
  return surgeOnNodes(input, inNodeOrder(input.nodes, input.byNode), verdictOn, budget);
}

/** What the pods of one node mean for the step. */
export interface NodeInSurge {
  /** Counts as one of the surging: it has a new pod that is not available yet, or too many pods. */
  surging: boolean;
  /** Its old pod, or else its new one, is available. */
  available: boolean;
  /** The only pod is an old one. */
  old?: Pod;
  /** The old pod goes, because the new one is available. */
  replaced?: Pod;
}

export function nodeInSurge(
  pods: readonly Pod[],
  hash: string,
  generation: number | undefined,
  minReadySeconds: number,
  now: number,
): NodeInSurge {
  const found = oldAndNew(pods, hash, generation);
  if (!found.ok) return { surging: true, available: false };
  const isAvailable = (pod: Pod | undefined) =>
    pod !== undefined && isPodAvailable(pod, minReadySeconds, now);
  const available = isAvailable(found.old ?? found.new);
  if (!found.old) return { surging: false, available };
  if (!found.new) return { surging: false, available, old: found.old };
  return isAvailable(found.new)
    ? { surging: false, available, replaced: found.old }
    : { surging: true, available };
}

/**
 * `sunset` pods stand on nodes that no longer should run one: they go only while enough others are available. An old pod on a node that
 * is gone makes the whole step fail, as long as the pod garbage collector has not deleted it. `elsewhere`: how many nodes are surging and
 * available apart from those of `entries`.
 */
export function surgeOnNodes(
  { ds, hash, now }: Pick<UpdateInput, 'ds' | 'hash' | 'now'>,
  entries: readonly [nodeName: string, pods: readonly Pod[]][],
  verdictOn: (nodeName: string) => DaemonVerdict | undefined,
  { maxSurge, desired }: UpdateBudget,
  elsewhere = { surging: 0, available: 0 },
): UpdateStep {
  const minReadySeconds = ds.spec.minReadySeconds ?? 0;
  const generation = templateGeneration(ds);
  const changes: PodChanges = { create: [], delete: [] };
  const candidates: PodToCreate[] = [];
  const sunset: Pod[] = [];
  let { surging: surge, available } = elsewhere;
  for (const [nodeName, pods] of entries) {
    const node = nodeInSurge(pods, hash, generation, minReadySeconds, now);
    if (node.surging) surge++;
    if (node.available) available++;
    const { old, replaced } = node;
    if (replaced)
      changes.delete.push({ pod: replaced, why: `new pod on ${nodeName} is available: delete the old one` });
    if (!old) continue;
    const verdict = verdictOn(nodeName);
    if (!verdict)
      return {
        create: [],
        delete: [],
        error: `couldn't get node for nodeName "${nodeName}": node "${nodeName}" not found`,
      };
    if (verdict.unplaced !== undefined) continue;
    const { shouldRun } = verdict;
    if (!node.available && shouldRun)
      changes.create.push({
        node: nodeName,
        why: `old pod on ${nodeName} is not available: start the new one now`,
      });
    else if (!node.available)
      changes.delete.push({
        pod: old,
        why: `${nodeName} should no longer run a pod and the old one is not available: delete it`,
      });
    else if (!shouldRun) sunset.push(old);
    else if (surge < maxSurge) candidates.push({ node: nodeName, why: '' });
  }
  const room = Math.min(Math.max(maxSurge - surge, 0), candidates.length);
  candidates.slice(0, room).forEach(({ node }, i) => {
    changes.create.push({
      node,
      why: `new pod beside the old one on ${node}: ${surge + i} of ${maxSurge} surge used`,
    });
  });
  const spare = Math.min(available - desired, sunset.length);
  for (const pod of sunset.slice(0, Math.max(spare, 0)))
    changes.delete.push({
      pod,
      why: `${pod.spec.nodeName ?? 'its node'} should no longer run a pod, ${available} available and ${desired} desired: delete it`,
    });
  return changes;
}
